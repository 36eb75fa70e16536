"""A survey from elsewhere: what was fetched here comes in again as it was, and what is wrong stays out with a sentence."""

from __future__ import annotations

import datetime
import io
import os
import random
import struct
import tempfile
import zipfile

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from django_scopes import scope
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from koersvast.audit.models import Entry
from koersvast.surveys import actions, estimating, export_actions, queries, result_actions, tallying
from koersvast.surveys.export_actions import Wish
from koersvast.surveys.import_actions import Elsewhere, import_answers
from koersvast.surveys.microdata import mapping
from koersvast.surveys.microdata.csv_file import write_answers
from koersvast.surveys.microdata.gathering import Gathering
from koersvast.surveys.microdata.reading import given_columns
from koersvast.surveys.microdata.sav_file import sav_bytes
from koersvast.surveys.microdata.variables import variables_of
from koersvast.surveys.models import AccessCode, Response, Survey
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import DECLINED, LEFT_OPEN, Choice, Question, Questionnaire
from koersvast.texts.actions import NotNow
from koersvast.texts.reading import CannotRead
from tests.surveys.conftest import ABOUT_LIVING, TODAY, people
from tests.surveys.test_microdata import exported, table

ABOUT = Elsewhere(
    title="Monitor 2024",
    whom="Inwoners",
    brought_from="GGD",
    opens_on=datetime.date(2024, 1, 1),
    closes_on=datetime.date(2024, 2, 1),
    keep_until=TODAY + datetime.timedelta(days=900),
)


def csv_of(text):
    return text.encode("utf-8-sig")


def taken(content, name="x.csv", questionnaire=ABOUT_LIVING, told=None, uses=None):
    columns = given_columns(name, content)
    targets = mapping.targets_of(questionnaire)
    proposed = {one.index: one.use for one in mapping.proposals(columns, targets)}
    return mapping.brought(columns, targets, uses or proposed, told or {})


def file_of(questionnaire, rows, *, sav):
    gathering = Gathering(variables_of(questionnaire, texts=True), weeks=False)
    for row in rows:
        gathering.add("", row)
    data = gathering.shuffled(random.Random(1), {})
    if sav:
        return "x.sav", sav_bytes(data, title="x")
    file = io.BytesIO()
    write_answers(file, data)
    return "x.csv", file.getvalue()


KEYS = st.sampled_from(["ja", "nee", "1", "2", "7", "01", "-1", "a+b", "Straat"])
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1, max_size=12).map(
    str.strip
)


@st.composite
def questionnaires(draw):
    questions = []
    for at in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(["single", "scale", "multiple", "number", "date", "open"]))
        keys = draw(st.lists(KEYS, min_size=1, max_size=5, unique=True))
        choices = tuple(Choice(key, {"nl": f"woord {key}"}, float(place)) for place, key in enumerate(keys))
        if kind in ("number", "date", "open"):
            choices = ()
        questions.append(Question(f"v{at}", kind, {"nl": f"Vraag {at}"}, choices=choices))
    return Questionnaire({"nl": "x"}, ("nl",), tuple(questions))


def answer_to(question):
    keys = [one.key for one in question.choices]
    fitting = {
        "single": lambda: st.sampled_from(keys),
        "scale": lambda: st.sampled_from(keys),
        "multiple": lambda: st.sets(st.sampled_from(keys), min_size=1).map(
            lambda found: tuple(key for key in keys if key in found)
        ),
        "number": lambda: st.integers(-2000, 2000).map(lambda found: found / 4),
        "date": lambda: st.dates(datetime.date(1900, 1, 1), datetime.date(2030, 1, 1)).map(str),
        "open": lambda: TEXTS,
    }[question.kind]()
    return st.one_of(fitting, st.just(DECLINED), st.just(LEFT_OPEN), st.just("not asked"))


def same_after_a_file(data, *, sav):
    asked = data.draw(questionnaires())
    rows = []
    for _one in range(data.draw(st.integers(1, 6))):
        row = {one.key: data.draw(answer_to(one)) for one in asked.questions}
        fits = {
            key: value != "not asked"
            and QUESTION_TYPES[asked.question(key).kind].stored(asked.question(key), value)
            for key, value in row.items()
        }
        rows.append({key: value for key, value in row.items() if fits[key]})
    assume(any(rows))
    name, content = file_of(asked, rows, sav=sav)
    targets = mapping.targets_of(asked)
    columns = given_columns(name, content)
    uses = {at: column.title for at, column in enumerate(columns) if column.title in targets}
    back = [one.answers for one in mapping.brought(columns, targets, uses, {})]
    assert sorted(map(repr, back)) == sorted(repr(row) for row in rows)


class TestRoundTrip:
    @given(st.data())
    def test_what_was_fetched_as_csv_comes_in_as_it_was(self, data):
        same_after_a_file(data, sav=False)

    @settings(max_examples=6)  # each reads its file in a process of its own
    @given(st.data())
    def test_what_was_fetched_for_spss_comes_in_as_it_was(self, data):
        same_after_a_file(data, sav=True)

    def test_a_column_of_our_own_file_finds_its_question(self):
        """Also "straat", which elsewhere is where somebody lives."""
        rows = list(people(40))
        name, content = file_of(ABOUT_LIVING, rows, sav=False)
        back = [one.answers for one in taken(content, name)]
        without = [{key: value for key, value in row.items() if key != "sinds"} for row in rows]
        found = [{key: value for key, value in row.items() if key != "sinds"} for row in back]
        assert sorted(map(repr, map(sorted_items, found))) == sorted(map(repr, map(sorted_items, without)))


def sorted_items(row):
    return sorted(row.items())


class TestWhatIsWrong:
    HEAD = "veilig;leeftijd;gewicht\n"

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("misschien;41;1", "Rij 1 past niet bij kolom ‘veilig’"),
            ("ja;oud;1", "Rij 1 past niet bij kolom ‘leeftijd’"),
            ("ja;14;1", "Rij 1 past niet bij kolom ‘leeftijd’"),
            ("ja;41;0", "geen gewicht"),
            ("ja;41;-2", "geen gewicht"),
            ("ja;41;nan", "geen gewicht"),
            ("ja;41;1e300", "geen gewicht"),
            ("=1+1;41;1", "Rij 1 past niet"),
        ],
    )
    def test_a_value_that_nobody_explained_is_named_by_its_row_and_not_by_its_words(self, row, said):
        with pytest.raises(CannotRead) as refusal:
            taken(csv_of(f"{self.HEAD}{row}\nnee;50;1\n"))
        assert said in str(refusal.value)
        assert row.split(";")[0] not in str(refusal.value).replace("Rij 1", "") or row.startswith("ja")

    def test_what_somebody_said_about_a_value_holds(self):
        told = {0: {"misschien": "liever_niet", "9": "niet_gevraagd"}, 1: {"999": "overgeslagen"}}
        back = taken(csv_of(f"{self.HEAD}misschien;999;2\n9;41;0,5\n1;42;1\n"), told=told)
        assert [one.answers for one in back] == [
            {"veilig": DECLINED, "leeftijd": LEFT_OPEN},
            {"leeftijd": 41.0},
            {"veilig": "ja", "leeftijd": 42.0},
        ]
        assert [one.weight for one in back] == [2.0, 0.5, 1.0]

    def test_columns_that_point_at_somebody_stay_out(self):
        text = "veilig;e-mail;telefoon;ip\nja;a@b.nl;0612345678;10.0.0.1\nnee;c@d.nl;0687654321;10.0.0.2\n"
        found = mapping.proposals(given_columns("x.csv", csv_of(text)), mapping.targets_of(ABOUT_LIVING))
        assert [one.use for one in found] == ["veilig", "", "", ""]
        assert [one.reaches for one in found] == [False, True, True, True]

    def test_addresses_stay_out_also_under_the_name_of_a_question(self):
        rows = "".join(f"a{at}@b.nl;ja\n" for at in range(20))
        found = mapping.proposals(
            given_columns("x.csv", csv_of(f"wat;veilig\n{rows}")), mapping.targets_of(ABOUT_LIVING)
        )
        assert [(one.use, one.reaches) for one in found] == [("", True), ("veilig", False)]

    def test_words_of_another_program_are_known_by_their_label(self):
        frame = pd.DataFrame({"q1": [1.0, 2.0, 8.0, 9.0], "w": [1.0, 2.0, 3.0, 4.0]})
        content = written(
            frame,
            column_labels={"q1": "Voelt u zich veilig in uw buurt?"},
            variable_value_labels={"q1": {1.0: "Nee", 2.0: "Ja", 8.0: "Overgeslagen"}},
            missing_ranges={"q1": [8, 9]},
        )
        columns = given_columns("x.sav", content)
        targets = mapping.targets_of(ABOUT_LIVING)
        assert [one.use for one in mapping.proposals(columns, targets)] == ["veilig", ""]
        means = {one.value: one.means for one in mapping.meanings(columns[0], targets["veilig"])}
        assert means == {"1": "nee", "2": "ja", "8": "overgeslagen", "9": None}

    def test_a_missing_code_of_a_number_is_asked_about(self):
        frame = pd.DataFrame({"leeftijd": [41.0, 999.0, 50.0]})
        column = given_columns("x.sav", written(frame, missing_ranges={"leeftijd": [999]}))[0]
        found = mapping.meanings(column, mapping.targets_of(ABOUT_LIVING)["leeftijd"])
        assert [(one.value, one.means) for one in found] == [("999", None)]

    def test_too_many_values_for_a_list_of_answers_are_refused(self):
        rows = "\n".join(f"antwoord {at}" for at in range(80))
        column = given_columns("x.csv", csv_of(f"veilig;y\n{rows}"))[0]
        with pytest.raises(CannotRead, match="te veel verschillende waarden"):
            mapping.meanings(column, mapping.targets_of(ABOUT_LIVING)["veilig"])


def written(frame, **more):
    place = os.memfd_create("sav")
    try:
        pyreadstat.write_sav(frame, f"/proc/self/fd/{place}", **more)
        os.lseek(place, 0, 0)
        return os.read(place, 10**8)
    finally:
        os.close(place)


GOOD = written(pd.DataFrame({"veilig": np.arange(500.0) % 2 + 1}))


def test_a_file_that_says_it_is_huge_is_read_as_it_is():
    columns = given_columns("x.sav", GOOD[:80] + struct.pack("<i", 2**31 - 1) + GOOD[84:])
    assert len(columns[0].cells) == 500


def test_ten_thousand_people_and_a_hundred_questions_are_not_too_many_for_spss():
    chance = np.random.default_rng(1)
    frame = pd.DataFrame({f"v{at}": chance.integers(1, 6, 10_000).astype(float) for at in range(100)})
    columns = given_columns("x.sav", written(frame, row_compress=True))
    assert (len(columns), len(columns[99].cells)) == (100, 10_000)


def macro_workbook():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        box.writestr(
            "[Content_Types].xml",
            '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
        )
        box.writestr("xl/workbook.xml", "<workbook/>")
        box.writestr("xl/vbaProject.bin", "x")
    return file.getvalue()


EVIL = {
    "nothing": ("x.csv", b""),
    "a NUL": ("x.csv", b"veilig;x\nja;\x00\n"),
    "a million columns": ("x.csv", b";".join(b"c%d" % at for at in range(1_000_000)) + b"\nja\n"),
    "macros": ("x.xlsx", macro_workbook()),
    "a workbook that is none": ("x.xlsx", b"PK\x03\x04" + b"x" * 200),
    "an SPSS file that is none": ("x.sav", b"veilig;x\nja;1\n"),
    "half of the head of an SPSS file": ("x.sav", GOOD[:100]),
    "an SPSS file cut off": ("x.sav", GOOD[: len(GOOD) // 2]),
    "an SPSS file with other bytes": ("x.sav", GOOD[:200] + b"\xff" * 400 + GOOD[600:]),
    "an SPSS file that holds less than it says": ("x.sav", GOOD[:80] + struct.pack("<i", 700) + GOOD[84:]),
    "too many columns for SPSS": (
        "x.sav",
        written(pd.DataFrame(np.zeros((1, 2000)), columns=[f"c{at}" for at in range(2000)])),
    ),
    "too big": ("x.csv", b"a;b\n" + b"x;y\n" * 3_000_000),
}


@pytest.mark.parametrize("name", EVIL)
def test_evil_files_are_refused_with_a_sentence_and_leave_nothing_behind(name, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CannotRead) as refusal:
        given_columns(*EVIL[name])
    assert len(str(refusal.value)) > 15
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
class TestBringingIn:
    def bring(self, cycle, by, text=None, **more):
        rows = text or "veilig;leeftijd;gewicht\n" + "ja;41;2\nnee;50;1\n" * 20
        with scope(municipality=cycle.municipality):
            edition = actions.new_questionnaire(
                cycle.municipality, title="Veiligheid", content=ABOUT_LIVING, by=by
            )
            return import_answers(cycle, edition, taken(csv_of(rows)), ABOUT, by=by)

    def test_it_is_closed_and_its_answers_have_no_code_and_no_week(self, cycle, anna):
        survey = self.bring(cycle, anna)
        with scope(municipality=cycle.municipality):
            assert (survey.status, survey.mode, survey.brought_from) == ("closed", "open", "GGD")
            assert queries.counts_of(survey) == (40, 0)
            assert tallying.kept(survey)["veilig"] == {"ja": 20, "nee": 20}
            assert set(Response.objects.values_list("week", flat=True)) == {""}
            assert not AccessCode.objects.exists()
            assert survey.edition.in_use
            assert Entry.objects.filter(verb="survey.imported", by=anna).count() == 1

    def test_its_weights_count_in_every_figure(self, cycle, anna):
        survey = self.bring(cycle, anna)
        with scope(municipality=cycle.municipality):
            found = result_actions.count(survey, [])["figures"]
            yes = next(one for one in found if (one["question"], one["answer"]) == ("veilig", "ja"))
            assert yes["estimate"] == pytest.approx(2 / 3)
            result_actions.set_margins(survey, "veilig", {"ja": 1, "nee": 1}, source="x", by=anna)
            found = result_actions.count(survey, [])["figures"]
            mean = next(one for one in found if one["question"] == "leeftijd")
            assert mean["estimate"] == pytest.approx(45.5)

    def test_who_did_not_say_counts_by_weight(self):
        rows = [{"veilig": "ja"}] * 30 + [{"veilig": "nee"}] * 30 + [{}] * 20
        answered = estimating.columns_of(ABOUT_LIVING, rows)
        weights = np.array([1.0] * 60 + [3.0] * 20)
        sample = estimating.weighted(
            estimating.Answered(answered.n, answered.columns, weights), {"veilig": {"ja": 50, "nee": 50}}
        )
        made = np.asarray(sample.design.weights)
        assert made[60:].sum() / made.sum() == pytest.approx(0.5)

    def test_fetched_again_it_has_both_weights(self, cycle, anna):
        survey = self.bring(cycle, anna)
        row = table(exported(survey, anna)["antwoorden.csv"])[0]
        assert list(row)[-2:] == ["basisgewicht", "gewicht"]
        assert row["basisgewicht"] == row["gewicht"]

    def test_fewer_than_ten_people_stay_out_and_nothing_is_left(self, cycle, anna):
        with pytest.raises(NotNow, match="minder dan tien"):
            self.bring(cycle, anna, "veilig;leeftijd\n" + "ja;41\n" * 9)
        with scope(municipality=cycle.municipality):
            assert not Survey.objects.exists()

    def test_its_answers_are_sealed_and_wiped_when_their_time_is_over(self, cycle, anna):
        survey = self.bring(cycle, anna)
        with scope(municipality=cycle.municipality):
            assert all(b"veilig" not in bytes(one.content) for one in Response.objects.all())
            actions.wipe_expired(cycle.municipality, today=ABOUT.keep_until + datetime.timedelta(days=1))
            assert not Response.objects.exists()
            with pytest.raises(NotNow, match="gewist"):
                export_actions.export(queries.survey_with(survey.pk), Wish(), by=anna)
