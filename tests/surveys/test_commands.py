"""An operator asks for the figures of a survey and for all answers: what is safe by default, the rest with a warning."""

from __future__ import annotations

import io
import json
import stat

import pytest
from django.core.management import call_command
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.surveys import actions, queries, result_actions
from koersvast.surveys.models import Survey
from koersvast.texts.models import TeamMember
from tests.surveys.conftest import ABOUT_LIVING, TODAY, people
from tests.surveys.test_microdata import table, unpacked
from tests.surveys.test_microdata_import import file_of

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


class TestImport:
    @pytest.fixture
    def asked(self, cycle, anna):
        with scope(municipality=cycle.municipality):
            return actions.new_questionnaire(
                cycle.municipality, title="Veiligheid", content=ABOUT_LIVING, by=anna
            )

    def bring(self, file, **more):
        return run("import_answers", str(file), questionnaire="Veiligheid", municipality="GM9901", **more)

    @pytest.mark.parametrize("sav", [False, True], ids=["csv", "sav"])
    def test_what_was_fetched_comes_in_again_with_the_same_answers(self, asked, tmp_path, sav):
        rows = list(people(60))
        name, content = file_of(ABOUT_LIVING, rows, sav=sav)
        (tmp_path / name).write_bytes(content)
        code, said, err = self.bring(tmp_path / name, title="Terug", source="GGD")
        assert (code, err) == (0, "")
        with scope(municipality=asked.municipality):
            row = queries.survey_with(Survey.objects.get().pk)
            back = [sorted(one.answers.items()) for one in queries.settled(row)]
        left = {"sinds"} if "sinds" in said else set()
        given = [sorted((key, value) for key, value in one.items() if key not in left) for one in rows]
        assert sorted(map(repr, back)) == sorted(map(repr, given))

    def test_with_the_columns_and_values_of_a_map(self, asked, bilal, tmp_path):
        (tmp_path / "x.csv").write_text("nr;Q1;w\n" + "1;A;2\n2;B;1\n" * 10)
        (tmp_path / "map.json").write_text(
            json.dumps(
                {
                    "columns": {"Q1": "veilig", "w": "gewicht"},
                    "values": {"Q1": {"A": "ja", "B": "liever_niet"}},
                }
            )
        )
        code, said, err = self.bring(
            tmp_path / "x.csv", map=str(tmp_path / "map.json"), title="GGD 2024", lead=["bilal@waterveen.example"],
            closed=TODAY,
        )  # fmt: skip
        assert (code, err) == (0, "")
        assert "GGD 2024: 20 mensen." in said
        assert "Weggelaten: nr." in said
        with scope(municipality=asked.municipality):
            row = queries.survey_with(Survey.objects.get().pk)
            assert {repr(one.answers) for one in queries.settled(row)} == {
                "{'veilig': 'ja'}",
                "{'veilig': False}",
            }
            assert {one.weight for one in queries.settled(row)} == {1.0, 2.0}
            assert TeamMember.objects.get(collection=row.collection_id).user == bilal

    @pytest.mark.parametrize(
        ("text", "given", "said"),
        [
            ("veilig;x\n" + "misschien;1\n" * 12, None, "Rij 1 past niet"),
            ("veilig;x\n" + "ja;1\n" * 9, None, "minder dan tien"),
            ("niets;x\n" + "ja;1\n" * 12, None, "minstens één kolom"),
            ("veilig;x\n" + "ja;1\n" * 12, {"columns": {"y": "veilig"}}, "staat niet in het bestand"),
            ("veilig;x\n" + "ja;1\n" * 12, {"columns": {"x": "z"}}, "staat niet in de vragenlijst"),
            ("veilig;x\n" + "ja;1\n" * 12, {"columns": {"x": 3}}, "klopt niet"),
            ("veilig;x\n" + "ja;1\n" * 12, [1], "klopt niet"),
            (
                "veilig;x\n" + "ja;1\n" * 12,
                {"columns": {"x": "veilig", "veilig": "veilig"}},
                "hoogstens één keer",
            ),
            ("", None, "geen tekst"),
        ],
    )
    def test_what_is_wrong_is_refused_and_nothing_is_stored(self, asked, tmp_path, text, given, said):
        (tmp_path / "x.csv").write_text(text)
        more = {}
        if given is not None:
            (tmp_path / "map.json").write_text(json.dumps(given))
            more = {"map": str(tmp_path / "map.json")}
        code, _out, err = self.bring(tmp_path / "x.csv", **more)
        assert code == 1
        assert said in err
        with scope(municipality=asked.municipality):
            assert not Survey.objects.exists()

    def test_a_file_that_is_not_there_is_refused(self, asked, tmp_path):
        code, _out, err = self.bring(tmp_path / "x.csv")
        assert code == 1
        assert "x.csv" in err
