"""An operator asks for the figures of a survey and for all answers: what is safe by default, the rest with a warning."""

from __future__ import annotations

import io
import json
import stat

import pytest
from django.core.management import call_command
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.surveys import result_actions
from tests.surveys.conftest import TODAY
from tests.surveys.test_microdata import table, unpacked

pytestmark = pytest.mark.django_db(transaction=True)


def run(command, *words, **options):
    """The exit status, what it said, and what it warned."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(command, *words, stdout=out, stderr=err, **options)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def shared(closed, bilal):
    """A survey of which Bilal shared what is safe."""
    survey = closed()
    with scope(municipality=survey.municipality):
        result_actions.publish(survey, ["veilig"], today=TODAY, by=bilal)
    return survey


class TestResults:
    def test_what_was_shared_comes_with_its_margin_and_the_rest_with_why_not(self, shared):
        code, out, err = run("results", shared.title, municipality="GM9901", json=True)
        assert (code, err) == (0, "")
        [survey] = json.loads(out)
        told = [one for one in survey["figures"] if not one["withheld"]]
        hidden = [one for one in survey["figures"] if one["withheld"]]
        assert told
        assert hidden
        assert all(one["low"] <= one["estimate"] <= one["high"] for one in told)
        assert all(one["se"] > 0 and one["n"] % 10 == 0 for one in told)
        assert all(one["why"] and one["estimate"] is one["se"] is one["n"] is None for one in hidden)
        assert list(told[0]) == [
            "question", "answer", "group", "estimate", "se", "low", "high", "n", "withheld", "why",
        ]  # fmt: skip

    def test_a_standard_error_is_as_coarse_as_its_figure(self, shared):
        _code, out, _err = run("results", shared.title, municipality="GM9901", json=True)
        for one in json.loads(out)[0]["figures"]:
            if not one["withheld"] and one["answer"] != "gemiddelde":
                assert one["se"] * 100 == pytest.approx(round(one["se"] * 100))

    def test_before_sharing_there_is_nothing(self, closed):
        survey = closed(40)
        code, out, _err = run("results", survey.title, municipality="GM9901", json=True)
        assert code == 0
        [found] = json.loads(out)
        assert (found["figures"], found["why"]) == ([], "De analist heeft de uitkomsten nog niet gedeeld.")

    def test_everything_comes_with_a_warning_and_says_what_is_hidden(self, shared):
        code, out, err = run("results", "Veiligheid", municipality="GM9901", json=True, all=True)
        assert code == 0
        assert "Neem ze nergens over" in err
        figures = json.loads(out)[0]["figures"]
        assert any(one["withheld"] and one["estimate"] is not None for one in figures)

    def test_in_plain_lines(self, shared):
        _code, out, _err = run("results", shared.title, municipality="GM9901")
        assert out.startswith("Peiling veiligheid 2026\n  veilig ja: 0.")

    def test_chris_of_another_municipality_finds_nothing(self, shared, zandermeer):
        code, out, err = run("results", shared.title, municipality="GM9902", json=True)
        assert (code, out) == (1, "")
        assert "is er niet" in err


class TestExport:
    def test_all_answers_lie_in_a_file_of_its_owner_alone(self, closed, tmp_path):
        survey = closed(40)
        file = tmp_path / "x.zip"
        file.write_text("there already")
        file.chmod(0o644)
        code, out, _err = run("export_answers", survey.title, municipality="GM9901", out=str(file), sav=True)
        assert code == 0
        assert "antwoorden van mensen" in out
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert set(unpacked(file.read_bytes())) == {"antwoorden.sav", "codeboek.csv"}
        with scope(municipality=survey.municipality):
            assert Entry.objects.filter(verb="survey.exported").count() == 1

    def test_csv_by_its_id(self, closed, tmp_path):
        survey = closed(40)
        run("export_answers", str(survey.pk), municipality="GM9901", out=str(tmp_path / "x.zip"))
        assert len(table(unpacked((tmp_path / "x.zip").read_bytes())["antwoorden.csv"])) == 40

    @pytest.mark.parametrize(
        ("wanted", "place", "said"),
        [("Bestaat niet", "GM9901", "is er niet"), ("Peiling veiligheid 2026", "GM0000", "niet bekend")],
    )
    def test_what_is_not_there_is_refused_and_leaves_no_file(self, closed, tmp_path, wanted, place, said):
        closed(12)
        code, _out, err = run("export_answers", wanted, municipality=place, out=str(tmp_path / "x.zip"))
        assert code == 1
        assert said in err
        assert not (tmp_path / "x.zip").exists()

    def test_a_running_survey_is_refused(self, full, tmp_path):
        survey = full(12)
        code, _out, err = run("export_answers", survey.title, municipality="GM9901", out=str(tmp_path / "x"))
        assert code == 1
        assert "Sluit de peiling eerst" in err
