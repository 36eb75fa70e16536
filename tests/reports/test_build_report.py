"""koersvast build_report: a file, or a sentence that says why not."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django_scopes import scope

from tests import factories


@pytest.fixture
def cycle(waterveen):
    with scope(municipality=waterveen):
        return factories.cycle(waterveen)


@pytest.mark.parametrize(
    ("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("odt", b"PK"), ("html", b"<!doctype")]
)
def test_an_operator_gets_the_file(cycle, tmp_path, form, start):
    out = tmp_path / f"plan.{form}"
    call_command("build_report", "action_plan", "gm9901", "1", "--format", form, "--out", str(out))
    assert out.read_bytes().startswith(start)
    assert [found.name for found in tmp_path.iterdir()] == [f"plan.{form}"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (
            ["stadskrant", "GM9901", "1"],
            "Het document stadskrant bestaat niet. U kunt kiezen uit: action_plan,",
        ),
        (["action_plan", "GM0001", "1"], "Gemeente GM0001 is hier niet bekend."),
        (["action_plan", "GM9901", "7"], "Gemeente GM9901 heeft geen ronde 7."),
        (["action_plan", "GM9901", "twee"], "twee is geen nummer van een ronde."),
        (["action_plan", "GM9901", "1", "--format", "exe"], "Het formaat exe bestaat niet."),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_sentence(cycle, tmp_path, capsys, arguments, reason):
    out = tmp_path / "plan.pdf"
    with pytest.raises(SystemExit) as stop:
        call_command("build_report", *arguments, "--out", str(out))
    assert stop.value.code == 1
    assert reason in capsys.readouterr().err
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(cycle, tmp_path, capsys):
    out = tmp_path / "niet" / "plan.pdf"
    with pytest.raises(SystemExit) as stop:
        call_command("build_report", "action_plan", "GM9901", "1", "--out", str(out))
    assert stop.value.code == 1
    assert "is niet te schrijven" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_older_file_stays_when_the_new_one_cannot_be_made(cycle, tmp_path):
    out = tmp_path / "plan.pdf"
    out.write_bytes(b"oud")
    with pytest.raises(SystemExit):
        call_command("build_report", "action_plan", "GM9901", "7", "--out", str(out))
    assert out.read_bytes() == b"oud"
