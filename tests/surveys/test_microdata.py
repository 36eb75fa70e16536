"""Answers as a file: Bilal gets them once, nobody else does, and the file says what each number means."""

from __future__ import annotations

import csv
import io
import random
import zipfile

import pyreadstat
import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.jobs.models import Job
from koersvast.jobs.tasks import run_job
from koersvast.surveys import actions, answering, export_actions, queries, result_actions
from koersvast.surveys.export_actions import Wish
from koersvast.surveys.library import LIBRARY
from koersvast.surveys.microdata.gathering import Gathering
from koersvast.surveys.microdata.variables import codes_of, missing_codes, variables_of
from koersvast.surveys.models import Response
from koersvast.surveys.questionnaire import Choice, Question, Questionnaire
from koersvast.texts.actions import NotNow
from tests.surveys.conftest import TODAY, people

pytestmark = pytest.mark.django_db(transaction=True)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return {name: box.read(name) for name in box.namelist()}


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def exported(survey, by, **wish):
    with scope(municipality=survey.municipality):
        return unpacked(export_actions.export(survey, Wish(**wish), by=by))


def sav(content):
    return pyreadstat.read_sav(io.BytesIO(content), user_missing=True, output_format="dict")


class TestWhoMay:
    def at(self, survey):
        return reverse("export_answers", args=["GM9901", survey.cycle.number, survey.collection_id])

    def test_bilal_fetches_all_answers_once(self, closed, bilal, client_of):
        survey = closed(40)
        client = client_of(bilal)
        answer = client.post(self.at(survey), {"kind": "csv"})
        with scope(municipality=survey.municipality):
            job = Job.objects.get()
            assert answer.status_code == 302
            run_job.func(job_id=str(job.pk), municipality_id=str(survey.municipality_id))
            assert Entry.objects.filter(verb="survey.exported", by=bilal).count() == 1
        fetch = reverse("job_download", args=["GM9901", job.pk])
        assert client.get(fetch).status_code == 405
        first = client.post(fetch)
        assert len(table(unpacked(first.content)["antwoorden.csv"])) == 40
        assert client.post(fetch).status_code == 404

    def test_anna_leads_the_survey_and_still_cannot(self, closed, anna, client_of):
        survey = closed(12)
        client = client_of(anna)
        assert client.get(self.at(survey)).status_code == 404
        assert client.post(self.at(survey), {"kind": "csv"}).status_code == 404
        with scope(municipality=survey.municipality):
            assert not Job.objects.exists()
        results = reverse("results", args=["GM9901", survey.cycle.number, survey.collection_id])
        assert "Haal alle antwoorden op" not in client.get(results).content.decode()

    def test_strangers_colleagues_and_council_members_find_nothing(
        self, closed, chris, gerrit, ilse, client_of
    ):
        survey = closed(12)
        for person in (chris, gerrit, ilse):
            assert client_of(person).get(self.at(survey)).status_code == 404
            assert client_of(person).post(self.at(survey), {"kind": "csv"}).status_code == 404
        assert client_of(None).get(self.at(survey)).status_code == 302

    def test_anna_cannot_fetch_what_bilal_asked_for(self, closed, anna, bilal, client_of):
        survey = closed(12)
        client_of(bilal).post(self.at(survey), {"kind": "csv"})
        with scope(municipality=survey.municipality):
            job = Job.objects.get()
            run_job.func(job_id=str(job.pk), municipality_id=str(survey.municipality_id))
        fetch = reverse("job_download", args=["GM9901", job.pk])
        assert client_of(anna).post(fetch).status_code == 404

    def test_while_it_runs_there_is_nothing_to_fetch(self, full, bilal, client_of):
        survey = full(40)
        assert client_of(bilal).post(self.at(survey), {"kind": "csv"}).status_code == 302
        with scope(municipality=survey.municipality):
            assert not Job.objects.exists()
            with pytest.raises(NotNow, match="Sluit"):
                export_actions.export(survey, Wish(), by=bilal)

    def test_of_fewer_than_ten_nobody_reads_anything(self, closed, bilal):
        with pytest.raises(NotNow, match="minder dan tien"):
            exported(closed(9), bilal)

    def test_a_file_that_waits_goes_when_somebody_takes_her_answers_back(self, closed, bilal, client_of):
        survey = closed(40)
        client_of(bilal).post(self.at(survey), {"kind": "csv"})
        with scope(municipality=survey.municipality):
            job = Job.objects.get()
            run_job.func(job_id=str(job.pk), municipality_id=str(survey.municipality_id))
            answering.take_back(Response.objects.select_related("survey__data_key")[0], today=TODAY)
            job.refresh_from_db()
            assert (job.content, job.data_key, job.file_name) == (None, None, "")
            assert "teruggenomen" in job.message

    def test_a_file_that_waits_goes_when_the_time_of_the_answers_is_over(self, closed, bilal, client_of):
        survey = closed(12)
        client_of(bilal).post(self.at(survey), {"kind": "csv"})
        with scope(municipality=survey.municipality):
            job = Job.objects.get()
            run_job.func(job_id=str(job.pk), municipality_id=str(survey.municipality_id))
            actions.wipe_expired(survey.municipality, today=survey.keep_until + (TODAY.resolution))
            job.refresh_from_db()
            assert job.content is None
            survey = queries.survey_with(survey.pk)
            with pytest.raises(NotNow, match="gewist"):
                export_actions.export(survey, Wish(), by=bilal)


class TestCsv:
    def test_every_answer_is_a_number_and_the_codebook_says_which(self, closed, bilal):
        survey = closed(60)
        files = exported(survey, bilal)
        rows, book = table(files["antwoorden.csv"]), table(files["codeboek.csv"])
        assert set(files) == {"antwoorden.csv", "codeboek.csv"}
        assert list(rows[0]) == [
            "veilig", "waar_thuis", "waar_op_straat", "waar_op_het_werk", "thuis", "straat", "leeftijd", "sinds", "gewicht",
        ]  # fmt: skip
        words = {(one["variabele"], one["code"]): one["betekenis"] for one in book}
        assert words["veilig", "1"] == "Ja"
        assert words["waar_thuis", "0"] == "nee"
        assert words["veilig", "-1"] == "dat zeg ik liever niet"
        assert words["straat", "-2"] == "overgeslagen"
        assert words["waar_thuis", "-3"] == "niet gevraagd"
        for name in ("veilig", "waar_thuis", "thuis", "straat"):
            assert {row[name] for row in rows} <= {code for variable, code in words if variable == name}
        asked = {one["variabele"]: one["vraag"] for one in book}
        assert asked["waar_thuis"] == "Waar voelt u zich onveilig?: Thuis"
        assert asked["straat"] == "Hoe veilig voelt u zich ... op straat?"

    def test_the_numbers_are_the_answers(self, closed, bilal):
        survey = closed(60)
        rows = table(exported(survey, bilal)["antwoorden.csv"])
        given = list(people(60))
        assert sum(row["veilig"] == "1" for row in rows) == sum(one["veilig"] == "ja" for one in given)
        assert sum(row["veilig"] == "-1" for row in rows) == sum(one["veilig"] is False for one in given)
        assert sum(row["waar_op_straat"] == "1" for row in rows) == sum(
            "op_straat" in one.get("waar", ()) for one in given
        )
        assert sorted(row["leeftijd"] for row in rows) == sorted(str(int(one["leeftijd"])) for one in given)

    def test_no_id_no_time_and_another_order_each_time(self, closed, bilal):
        survey = closed(60)
        once, again = (exported(survey, bilal)["antwoorden.csv"] for _time in "ab")
        assert once != again
        assert sorted(once.splitlines()[1:]) == sorted(again.splitlines()[1:])
        with scope(municipality=survey.municipality):
            order = [row[1]["leeftijd"] for row in queries.settled_answers(survey)]
        assert [float(row["leeftijd"]) for row in table(once)] != order
        assert "week" not in table(once)[0]
        assert TODAY.isoformat().encode() not in once

    def test_the_code_that_people_made_themselves_is_never_in_it(self, full, bilal, anna):
        """With a birthday and a phone number two files of answers could be put together."""
        survey = full(30, paired=True)
        with scope(municipality=survey.municipality):
            asked = {one.key for one in queries.asked_of(survey).questions}
            actions.close_survey(survey, by=anna)
            survey.refresh_from_db()
        assert {"zc_dag", "zc_telefoon"} < asked
        for wish in ({}, {"weeks": True, "texts": True}):
            files = exported(survey, bilal, **wish)
            assert not any(b"zc_" in content for content in files.values())

    def test_the_week_and_the_words_come_only_when_asked(self, closed, bilal):
        survey = closed(60)
        assert b"Licht." not in exported(survey, bilal)["antwoorden.csv"]
        rows = table(exported(survey, bilal, weeks=True, texts=True)["antwoorden.csv"])
        assert {row["week"] for row in rows} == {answering.rules.week_of(TODAY)}
        assert {row["wat"] for row in rows} == {"Licht.", "-3"}

    def test_the_weights_are_those_of_the_figures(self, closed, anna, bilal):
        survey = closed(60)
        with scope(municipality=survey.municipality):
            result_actions.set_margins(
                survey, "veilig", {"ja": 30_000, "nee": 10_000}, source="=CBS", by=anna
            )
        files = exported(survey, bilal)
        rows = table(files["antwoorden.csv"])
        weights = [float(row["gewicht"].replace(",", ".")) for row in rows]
        said = [(row["veilig"], weight) for row, weight in zip(rows, weights, strict=True)]
        yes, no = (sum(weight for code, weight in said if code == wanted) for wanted in "12")
        assert yes / no == pytest.approx(3)
        known = {one["betekenis"]: one for one in table(files["codeboek.csv"]) if one["inwoners"]}
        assert known["Ja"]["inwoners"] == "30000"
        assert known["Ja"]["bron"] == "'=CBS"

    @pytest.mark.parametrize("words", ["=1+1", "@SUM(A1)", "+31", "-1", "＝1", "'=1"])
    def test_nothing_in_it_is_read_as_a_formula_or_a_code(self, full, opened, anna, bilal, words):
        from koersvast.surveys.page_state import PageState

        survey = full(30, survey=opened())
        with scope(municipality=survey.municipality):
            box = queries.box_of(survey)
            state = PageState(edition=survey.edition_id)
            answering.send(survey, box, state, {"veilig": "nee", "wat": words}, today=TODAY)
            actions.close_survey(survey, by=anna)
            survey.refresh_from_db()
        rows = table(exported(survey, bilal, texts=True)["antwoorden.csv"])
        assert f"'{words}" in {row["wat"] for row in rows}


class TestSav:
    def test_every_column_and_code_has_its_words(self, closed, bilal):
        survey = closed(60)
        frame, said = sav(exported(survey, bilal, sav=True)["antwoorden.sav"])
        assert said.number_rows == 60
        assert said.column_names_to_labels["veilig"] == "Voelt u zich veilig in uw buurt?"
        assert said.variable_value_labels["veilig"] == {
            1: "Ja", 2: "Nee", -1: "dat zeg ik liever niet", -2: "overgeslagen", -3: "niet gevraagd",
        }  # fmt: skip
        assert sorted(one["lo"] for one in said.missing_ranges["veilig"]) == [-3, -2, -1]
        measures = [said.variable_measure[name] for name in ("veilig", "thuis", "leeftijd", "waar_thuis")]
        assert measures == ["nominal", "ordinal", "scale", "nominal"]
        assert said.file_label == "Wonen in Waterveen"
        assert {str(day) for day in frame["sinds"]} == {"2010-03-01"}

    def test_it_holds_the_same_as_the_csv(self, closed, bilal):
        survey = closed(60)
        rows = table(exported(survey, bilal, texts=True)["antwoorden.csv"])
        frame, _said = sav(exported(survey, bilal, sav=True, texts=True)["antwoorden.sav"])

        def person(row):
            return tuple(str(row[name]) for name in ("veilig", "waar_thuis", "leeftijd", "sinds", "wat"))

        there = [
            {
                name: int(values[at]) if isinstance(values[at], float) else values[at]
                for name, values in frame.items()
            }
            for at in range(60)
        ]
        assert sorted(map(person, rows)) == sorted(map(person, there))

    def test_it_never_lies_on_a_disk(self, closed, bilal, tmp_path, monkeypatch):
        import tempfile

        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
        (tmp_path / "tmp").mkdir()
        exported(closed(12), bilal, sav=True)
        assert list((tmp_path / "tmp").iterdir()) == []


class TestNamesAndCodes:
    def test_names_are_taken_by_spss_and_never_twice(self):
        options = {"a": ("b+c", "b-c", "b.c"), "A": ("b_c",), "_x": ("1",), "q" * 64: ("yes", "no")}
        questions = [
            Question(key, "multiple", {"nl": key}, choices=tuple(Choice(one, {"nl": one}) for one in keys))
            for key, keys in options.items()
        ]
        questions += [Question(key, "number", {"nl": "x"}) for key in ("all", "gewicht")]
        list_of = Questionnaire({"nl": "x"}, ("nl",), tuple(questions))
        names = [one.name for one in variables_of(list_of, texts=True)]
        assert len({name.casefold() for name in names}) == len(names)
        assert all(len(name) <= 64 and name[0].isalpha() for name in names)
        assert not {"all", "gewicht"} & set(names)

    @pytest.mark.parametrize(
        ("keys", "codes"),
        [
            (("1", "2", "9"), [1, 2, 9]),
            (("ja", "nee"), [1, 2]),
            (("ja", "1"), [2, 1]),
            (("01", "1"), [2, 1]),
            (("-1", "nee"), [1, 2]),
            (("1", "2", "10", "nvt"), [1, 2, 10, 11]),
        ],
    )
    def test_a_code_is_never_the_key_of_another_answer(self, keys, codes):
        asked = Question("q", "single", {"nl": "q"}, choices=tuple(Choice(key, {"nl": key}) for key in keys))
        assert list(codes_of(asked).values()) == codes

    def test_scores_that_differ_from_the_codes_stand_beside_them(self):
        turned = tuple(Choice(str(key), {"nl": str(key)}, float(6 - key)) for key in range(1, 6))
        asked = Questionnaire({"nl": "x"}, ("nl",), (Question("q", "scale", {"nl": "q"}, choices=turned),))
        assert [one.name for one in variables_of(asked, texts=False)] == ["q", "q_score"]

    def test_an_answer_without_a_score_counts_for_no_mean(self):
        """ "Does not apply" stands on a scale of marks: its code would make the mean higher."""
        asked = LIBRARY["mark_home"].question()
        content = Questionnaire({"nl": "x"}, ("nl",), (asked,))
        gathering = Gathering(variables_of(content, texts=False), weeks=False)
        for mark in ("10", "nvt", "4"):
            gathering.add("", {"mark_home": mark})
        code, score = gathering.shuffled(random.Random(1), {}).columns
        assert sorted(code.numbers) == [4, 10, 11]
        assert sorted(score.numbers) == [-3, 4, 10]
        assert "zonder score" in score.variable.why_missing(-3)

    @pytest.mark.parametrize(("lowest", "first"), [(0, -1), (-0.5, -1), (-1, -91), (-91.5, -991)])
    def test_codes_for_no_answer_are_never_an_answer(self, lowest, first):
        assert missing_codes(lowest)[-1] == first
