"""The operator's commands: what they print, and with which status they end."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django_scopes import scope, scopes_disabled

from koersvast.cli.management.commands import import_plan as import_command
from koersvast.config.environment import terminal_language
from koersvast.cycles.models import Cycle
from koersvast.exchange import actions, queries
from koersvast.exchange.reading import read_plan
from koersvast.tenants.models import Municipality
from tests.exchange.conftest import PLANS, plan_named

pytestmark = pytest.mark.django_db
WATERVEEN = str(PLANS["waterveen"])


def run(*arguments):
    """Exit status, what it printed, what it complained."""
    out, complaint = io.StringIO(), io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=complaint)
    except SystemExit as end:
        return end.code, out.getvalue(), complaint.getvalue()
    return 0, out.getvalue(), complaint.getvalue()


@pytest.fixture
def bad_file(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(PLANS["waterveen"].read_text().replace("code: GM9901", "code: GM1"))
    return str(file)


def cycle_count():
    with scopes_disabled():
        return Cycle.objects.count()


def test_a_plan_is_stored():
    status, out, complaint = run("import_plan", WATERVEEN)
    assert (status, complaint) == (0, "")
    assert "Waterveen Kleurt 2023-2026, ronde 2 van Waterveen" in out
    assert cycle_count() == 1


def test_a_plan_is_not_overwritten_unasked():
    run("import_plan", WATERVEEN)
    status, _out, complaint = run("import_plan", WATERVEEN)
    assert status == 1
    assert "Ronde 2 van Waterveen bestaat al. Met --replace vervangt u die." in complaint
    assert run("import_plan", WATERVEEN, "--replace")[0] == 0
    assert cycle_count() == 1


def test_mistakes_go_to_stderr_as_file_line_field(bad_file):
    status, out, complaint = run("import_plan", bad_file)
    assert (status, out) == (1, "")
    assert complaint == (
        f"{bad_file}:4: municipality.code: 'GM1' is geen gemeentecode. "
        "Schrijf GM en vier cijfers, zoals GM0503.\n"
    )
    assert cycle_count() == 0
    assert not Municipality.objects.exists()


def test_a_file_that_is_not_there():
    status, _out, complaint = run("import_plan", "/nergens/plan.yaml")
    assert status == 1
    assert complaint.startswith("/nergens/plan.yaml is niet te lezen")


def test_a_folder_is_no_plan(tmp_path):
    assert run("check_plan", str(tmp_path))[0] == 1


def test_a_plan_is_taken_out(tmp_path):
    run("import_plan", WATERVEEN)
    status, out, _complaint = run("export_plan", "GM9901", "2")
    assert status == 0
    assert read_plan(out.encode()).plan == plan_named("waterveen")
    file = tmp_path / "uit.yaml"
    assert run("export_plan", "GM9901", "2", "--out", str(file))[:2] == (0, "")
    assert file.read_bytes() == out.encode()
    assert list(tmp_path.iterdir()) == [file]


def test_an_export_to_a_folder_that_is_not_there(tmp_path):
    run("import_plan", WATERVEEN)
    status, _out, complaint = run("export_plan", "GM9901", "2", "--out", str(tmp_path / "nee" / "uit.yaml"))
    assert status == 1
    assert "is niet te schrijven" in complaint


@pytest.mark.parametrize(("code", "number"), [("GM9999", "2"), ("GM9901", "7")])
def test_a_cycle_that_is_not_there(code, number):
    run("import_plan", WATERVEEN)
    assert run("export_plan", code, number)[0] == 1
    assert run("check_plan", code, number)[0] == 1


def test_checking_a_file_stores_nothing():
    status, out, complaint = run("check_plan", WATERVEEN)
    assert (status, complaint) == (0, "")
    assert "K07" in out
    assert cycle_count() == 0
    assert not Municipality.objects.exists()


def test_checking_a_file_leaves_the_stored_cycle_alone():
    run("import_plan", WATERVEEN)
    run("check_plan", WATERVEEN)
    with scopes_disabled():
        cycle = Cycle.objects.select_related("municipality").get()
    assert cycle.version == 1
    with scope(municipality=cycle.municipality):
        assert queries.export_plan(cycle) == plan_named("waterveen")


def test_checking_a_stored_cycle_says_the_same_as_its_file():
    of_file = json.loads(run("check_plan", WATERVEEN, "--json")[1])
    run("import_plan", WATERVEEN)
    of_cycle = json.loads(run("check_plan", "GM9901", "2", "--json")[1])
    of_latest = json.loads(run("check_plan", "gm9901", "--json")[1])
    assert of_file["checks"]
    assert of_file["checks"] == of_cycle["checks"] == of_latest["checks"]
    assert of_file["file"] == WATERVEEN
    assert of_file["mistakes"] == of_cycle["mistakes"] == []


def test_checks_as_json_tell_mistakes_too(bad_file):
    status, out, complaint = run("check_plan", bad_file, "--json")
    answer = json.loads(out)
    assert (status, complaint, answer["checks"]) == (1, "", [])
    assert answer["mistakes"] == [
        {
            "line": 4,
            "field": "municipality.code",
            "what": "'GM1' is geen gemeentecode.",
            "right": "Schrijf GM en vier cijfers, zoals GM0503.",
        }
    ]


def test_ctrl_c_leaves_nothing(monkeypatch):
    class Interrupted:
        def step(self, doing, done, total):
            raise KeyboardInterrupt

        def close(self):
            return None

    monkeypatch.setattr(import_command, "OnTerminal", Interrupted)
    status, _out, complaint = run("import_plan", WATERVEEN)
    assert status == 130
    assert "Er is niets bewaard" in complaint
    assert cycle_count() == 0


def test_the_format_can_be_asked_for():
    assert json.loads(run("plan_schema")[1])["title"] == "Koersvast plan file, format version 1"
    assert run("plan_schema", "--page")[1].startswith("# The plan file")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "nl"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "C.UTF-8"}, "nl"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "nl_NL"}, "nl"),
        ({"LANG": "nl_NL", "LC_ALL": "en_US"}, "en"),
        ({"LANG": "en_US", "LC_ALL": ""}, "en"),
    ],
)
def test_commands_speak_the_language_of_the_terminal(variables, language):
    assert terminal_language(variables) == language


def test_the_setting_decides_the_language(settings, monkeypatch):
    from django.utils.translation import get_language

    seen = []
    monkeypatch.setattr(actions, "import_plan", lambda plan, **more: seen.append(get_language()))
    settings.TERMINAL_LANGUAGE = "en"
    with pytest.raises(AttributeError):  # nothing came back to tell of
        run("import_plan", WATERVEEN)
    assert seen == ["en"]
