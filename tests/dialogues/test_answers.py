"""One file with many answers: columns that point at somebody stay out, each answer waits for a person, twice adds nothing."""

from __future__ import annotations

import datetime
import html
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.coding.models import StagedFile
from koersvast.dialogues import actions, tasks
from koersvast.dialogues.answers import answers_of, columns_of, day_of
from koersvast.dialogues.deletions import note_down
from koersvast.dialogues.models import Conversation, Deletion
from koersvast.dialogues.views import answers as views
from koersvast.dialogues.withdrawing import reapply_deletions, withdraw_participant
from koersvast.jobs.models import Job
from koersvast.jobs.progress import Silent
from koersvast.texts import actions as texts
from koersvast.texts.models import Mark, Text
from koersvast.texts.queries import open_text
from koersvast.texts.reading import AnswerTable, CannotRead, answer_table
from koersvast.vault.deletion_log import Line
from koersvast.vault.models import DataKey
from tests.dialogues.conftest import TODAY, person
from tests.texts.made_files import xlsx

HEAD = ["nr", "ingevuld op", "Naam", "e-mail", "bereikbaar", "IP-adres", "wijk", "Wat mis je in Waterveen?"]
PEOPLE = [
    ["101", "3-4-2026", "Dewi Jansen", "dewi@example.org", "06-70123456", "192.0.2.7", "Vlonder",
     "Een plek waar ik gewoon kan zitten, op de Turfkade durf ik niet."],
    ["102", "4-4-2026", "Ravi de Boer", "ravi@example.org", "06-70123457", "192.0.2.8", "Centrum",
     "Dat de huisarts niet steeds naar mijn vriend vraagt alsof hij mijn broer is."],
    ["103", "geen idee", "Sanne Visser", "", "", "192.0.2.9", "", "=HYPERLINK(\"http://x.example\";\"klik\") <b>rust</b>"],
]  # fmt: skip
LOOKS = ["count", "date", "person", "email", "phone", "internet", "short", "words"]


def csv_of(*rows):
    return "\n".join(";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)


CSV = csv_of(HEAD, *PEOPLE).encode()


def table(*rows):
    return answer_table("a.csv", csv_of(*rows).encode())


class TestColumns:
    def test_each_column_is_named_for_what_it_holds(self):
        found = columns_of(answer_table("a.csv", CSV))
        assert [column.look for column in found] == LOOKS
        assert [column.proposal for column in found] == [
            "reference", "date", "out", "out", "out", "out", "out", "words"
        ]  # fmt: skip

    def test_also_without_a_heading_that_says_so(self):
        renamed = [f"x{index}" for index in range(8)]
        found = columns_of(table(renamed, *PEOPLE))
        assert [column.look for column in found] == LOOKS

    def test_what_points_at_somebody_is_never_shown_as_an_example(self):
        found = columns_of(answer_table("a.csv", CSV))
        assert [bool(column.examples) for column in found] == [not column.reaches for column in found]

    def test_a_question_with_such_a_word_in_it_is_no_name(self):
        rows = [
            ["nr", "Welke naam zou u deze plek geven, en waarom dan?"],
            ["1", "De Vlonder, omdat het daar rustig is en iedereen welkom is."],
        ]
        assert columns_of(table(*rows))[1].proposal == "words"

    @pytest.mark.parametrize(
        ("cell", "day"),
        [("3-4-2026", "2026-04-03"), ("2026-04-03 12:10", "2026-04-03"), ("03/04/2026 9:00", "2026-04-03"),
         ("31-2-2026", None), ("gisteren", None), ("3-4-26", None)],
    )  # fmt: skip
    def test_days_as_people_write_them(self, cell, day):
        assert day_of(cell) == (datetime.date.fromisoformat(day) if day else None)


class TestChoosing:
    def test_one_column_gives_the_words_as_they_are(self):
        found = answers_of(answer_table("a.csv", CSV), {0: "reference", 1: "date", 7: "words"})
        assert [one.on for one in found] == [datetime.date(2026, 4, 3), datetime.date(2026, 4, 4), None]
        assert found[0].body == PEOPLE[0][7]

    def test_more_columns_become_questions_with_their_answers(self):
        made = table(["nr", "Wat mist u?", "Wat werkt?"], ["1", "Een plek", "De bieb"], ["2", "", "Niets"])
        assert [one.body for one in answers_of(made, {1: "words", 2: "words"})] == [
            "V: Wat mist u?\nA: Een plek\n\nV: Wat werkt?\nA: De bieb",
            "V: Wat werkt?\nA: Niets",
        ]

    def test_two_people_with_the_same_words_are_two_answers(self):
        made = table(["nr", "wat"], ["1", "rust"], ["2", "rust"])
        assert len({one.same for one in answers_of(made, {1: "words"})}) == 2

    @pytest.mark.parametrize(
        ("rows", "uses", "says"),
        [
            ([["nr", "wat"], ["1", "a"], ["1", "b"]], {0: "reference", 1: "words"}, "Rij 1 en rij 2"),
            ([["nr", "wat"], ["", "a"]], {0: "reference", 1: "words"}, "Rij 1 heeft geen nummer"),
            ([["nr", "wat"], ["1", ""]], {1: "words"}, "staan geen antwoorden"),
            ([["nr", "wat"], *[[str(n), "ja"] for n in range(2001)]], {1: "words"}, "meer dan 2000"),
        ],
    )
    def test_what_cannot_be_is_said_with_the_row(self, rows, uses, says):
        with pytest.raises(CannotRead, match=says):
            answers_of(table(*rows), uses)

    def test_too_long_is_said_with_the_row(self):
        made = AnswerTable(("a", "b"), ((4, ("x" * 600_000, "y" * 600_000)),), 0)
        with pytest.raises(CannotRead, match="rij 4 is te lang"):
            answers_of(made, {0: "words", 1: "words"})


pytestmark = pytest.mark.django_db
CHOSEN = {
    "c0": "reference",
    "c1": "date",
    "c2": "out",
    "c3": "out",
    "c4": "out",
    "c5": "out",
    "c6": "out",
    "c7": "words",
}


@pytest.fixture
def temporary(monkeypatch, tmp_path):
    """The folder for temporary files, of this test alone."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


@pytest.fixture
def send(anna, at, client_of):
    def go(content=CSV, name="vragenlijst.csv", by=anna):
        return client_of(by).post(at("bring_answers"), {"file": SimpleUploadedFile(name, content)})

    return go


def bodies(round_):
    with scope(municipality=round_.municipality):
        rows = Conversation.objects.filter(round=round_, withdrawn_on=None).select_related("text")
        return sorted(open_text(row.text).body for row in rows.exclude(text__data_key=None))


def nothing_is_left(round_):
    with scope(municipality=round_.municipality):
        assert not Conversation.objects.exists()
        assert not StagedFile.objects.exists()
        assert not DataKey.objects.exists()


class TestPages:
    def test_anna_chooses_and_each_answer_waits_to_be_checked(self, anna, at, round_, send, client_of):
        address = send().url
        with scope(municipality=round_.municipality):
            assert not Conversation.objects.exists()
            assert b"Turfkade" not in bytes(StagedFile.objects.get().content)
        answer = client_of(anna).get(address)
        page = html.unescape(answer.content.decode())
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Dit lijken e-mailadressen." in page
        assert "dewi@example.org" not in page
        assert "Dewi Jansen" not in page
        assert "192.0.2.7" not in page
        assert "Turfkade" in page
        page = client_of(anna).post(address, {**CHOSEN, "told": "on"}, follow=True).content.decode()
        assert "3 antwoorden ingelezen. Kijk ze nu na." in page
        assert "Geschreven antwoord" in page
        assert bodies(round_) == sorted(row[7] for row in PEOPLE)
        with scope(municipality=round_.municipality):
            assert not StagedFile.objects.exists()
            assert set(Text.objects.values_list("state", flat=True)) == {"checking"}
            assert Mark.objects.filter(kind="street", suggested=True).exists()
            days = sorted(Conversation.objects.values_list("held_on", flat=True))
            assert days[:2] == [datetime.date(2026, 4, 3), datetime.date(2026, 4, 4)]
            assert Entry.objects.filter(verb="dialogue.answers_brought_in", by=anna).count() == 1

    def test_a_formula_and_markup_stay_text(self, anna, at, round_, send, client_of):
        page = client_of(anna).get(send().url).content.decode()
        client_of(anna).post(send().url, {**CHOSEN, "told": "on"})
        with scope(municipality=round_.municipality):
            row = next(one for one in Conversation.objects.all() if "klik" in open_text(one.text).body)
        page += (
            client_of(anna)
            .get(reverse("check_text", args=["GM9901", 2, round_.collection_id, row.text_id]))
            .content.decode()
        )
        assert "<b>rust</b>" not in page
        assert "&lt;b&gt;rust" in page

    def test_the_same_file_again_adds_nobody_and_who_was_taken_back_stays_away(
        self, anna, round_, send, client_of
    ):
        def take(content=CSV):
            return (
                client_of(anna)
                .post(send(content).url, {**CHOSEN, "told": "on"}, follow=True)
                .content.decode()
            )

        take()
        with scope(municipality=round_.municipality):
            row = next(one for one in Conversation.objects.all() if "Turfkade" in open_text(one.text).body)
            who, _code = person(row)
            withdraw_participant(who, today=TODAY, why="request", by=anna)
        longer = csv_of(HEAD, *PEOPLE, ["104", "5-4-2026", "", "", "", "", "", "Vaker koffie"]).encode()
        assert "Eén antwoord ingelezen. Kijk het nu na. 3 antwoorden stonden er al" in take(longer)
        assert bodies(round_) == sorted([*(row[7] for row in PEOPLE[1:]), "Vaker koffie"])
        assert "4 antwoorden stonden er al" in take(longer)

    def test_who_wants_an_answer_back_is_found_by_its_number_and_all_of_it_goes(
        self, anna, at, round_, send, client_of
    ):
        browser = client_of(anna)
        browser.post(send().url, {**CHOSEN, "told": "on"})
        page = browser.post(at("find_answer"), {"nummer": "999"}, follow=True).content.decode()
        assert "Onder dit nummer is hier geen antwoord ingelezen." in page
        found = browser.post(at("find_answer"), {"nummer": " 101 "})
        pk = found.url.rstrip("/").rpartition("/")[2]
        address = at("withdraw_conversation", pk)
        assert address in browser.get(found.url).content.decode()
        assert "Dit kan niet terug" in browser.get(address).content.decode()
        assert len(bodies(round_)) == 3
        page = browser.post(address, follow=True).content.decode()
        assert "Teruggetrokken. De woorden zijn weg." in page
        assert bodies(round_) == sorted(row[7] for row in PEOPLE[1:])
        browser.post(address)  # twice does no harm
        with scope(municipality=round_.municipality):
            gone = Deletion.objects.get()
            assert (gone.what, str(gone.subject)) == ("conversation", pk)
            assert not DataKey.objects.filter(pk=gone.key).exists()
            assert not Conversation.objects.get(pk=pk).text.body
        browser.post(send().url, {**CHOSEN, "told": "on"})
        assert len(bodies(round_)) == 2

    def test_a_backup_that_is_put_back_brings_no_answer_back(self, anna, round_, send, client_of):
        client_of(anna).post(send().url, {**CHOSEN, "told": "on"})
        with scope(municipality=round_.municipality):
            row = Conversation.objects.select_related("text").first()
            key = row.text.data_key_id
            note_down(Line(row.municipality_id, "conversation", row.pk, key, TODAY, "request"))
        assert reapply_deletions() == 1
        assert len(bodies(round_)) == 2

    def test_where_participants_are_known_each_withdraws_for_themselves(self, anna, at, dewi, client_of):
        page = client_of(anna).post(at("withdraw_conversation", dewi.talk.pk), follow=True).content.decode()
        assert "Trek dit terug per deelnemer." in page
        with scope(municipality=dewi.talk.municipality):
            assert Conversation.objects.get(pk=dewi.talk.pk).withdrawn_on is None

    def test_a_workbook_works_as_well(self, anna, round_, send, client_of):
        made = send(xlsx([HEAD, *PEOPLE[:2]]), "lijst.xlsx")
        client_of(anna).post(made.url, {**CHOSEN, "told": "on"})
        assert bodies(round_) == sorted(row[7] for row in PEOPLE[:2])

    @pytest.mark.parametrize(
        ("sent", "says"),
        [
            ({**CHOSEN}, "Staat dit niet vast?"),
            ({**CHOSEN, "told": "on", "c7": "out"}, "Kies een kolom met antwoorden."),
            ({**CHOSEN, "told": "on", "c6": "reference"}, "hoogstens één kolom met het nummer"),
            ({**CHOSEN, "told": "on", "c6": "date"}, "hoogstens één kolom met de dag"),
            ({**CHOSEN, "told": "on", "c0": "out", "c6": "reference"}, "Rij 3 heeft geen nummer"),
            ({**CHOSEN, "told": "on", "c7": "iets"}, "Selecteer een geldige keuze"),
        ],
    )
    def test_a_wrong_choice_is_said_and_nothing_is_stored(self, anna, round_, send, client_of, sent, says):
        answer = client_of(anna).post(send().url, sent)
        assert answer.status_code == 422
        assert says in html.unescape(answer.content.decode())
        assert bodies(round_) == []

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("a.csv", b"", "geen tekst"),
            ("a.csv", b"nr;wat\n;\n", "geen tekst"),
            ("a.docx", b"PK\x03\x04", "is een .csv of een .xlsx"),
            ("a.xlsx", b"PK\x03\x04 stuk", "beschadigd"),
            ("a.csv", b"nr;wat\n" + b"1;x\n" * 50_001, "te groot"),
            ("<b>a</b>.csv", b"a;b\x00\n", "geen tekst die we kunnen lezen"),
            ("a.csv", b"x" * (11 * 1024 * 1024), "groter dan 10 MB"),
        ],
    )
    def test_a_file_that_cannot_be_is_refused_and_leaves_nothing(
        self, round_, send, name, content, says, temporary
    ):
        with scope(municipality=round_.municipality):
            keys = DataKey.objects.count()
        answer = send(content, name)
        assert answer.status_code == 422
        assert says in html.unescape(answer.content.decode())
        assert list(temporary.iterdir()) == []
        with scope(municipality=round_.municipality):
            assert (StagedFile.objects.count(), DataKey.objects.count()) == (0, keys)

    def test_throwing_it_away_leaves_nothing(self, anna, round_, send, client_of):
        client_of(anna).post(send().url + "weg/")
        nothing_is_left(round_)

    def test_nobody_else_finds_the_file(
        self, round_, at, send, anna, bilal, chris, emre, gerrit, ilse, client_of
    ):
        address = send().url
        with scope(municipality=round_.municipality):
            texts.put_in_team(round_.collection, user=gerrit, task="interviewer", by=anna)
        for who in (bilal, chris, emre, gerrit, ilse):
            assert client_of(who).get(address).status_code == 404
            assert client_of(who).post(address + "weg/").status_code == 404
        for who in (bilal, chris, emre, ilse):
            assert client_of(who).get(at("bring_answers")).status_code == 404

    def test_a_closed_round_takes_nothing_in(self, anna, round_, send, client_of):
        address = send().url
        with scope(municipality=round_.municipality):
            told = {"heard": "x", "doing": "y", "not_doing": "z"}
            actions.give_feedback(round_, told, today=TODAY, by=anna, version=None)
            actions.close_round(round_, by=anna)
        page = client_of(anna).post(address, {**CHOSEN, "told": "on"}, follow=True).content.decode()
        assert "Deze gespreksronde is afgesloten." in page
        assert bodies(round_) == []


class Halfway:
    """Work that is stopped after so many answers."""

    def __init__(self, left):
        self.left = left

    def step(self, _doing, _done, _total):
        self.left -= 1
        if self.left < 0:
            raise RuntimeError("stopped")


class TestInBackground:
    @pytest.fixture
    def job(self, monkeypatch, anna, round_, send, client_of):
        monkeypatch.setattr(views, "IN_BACKGROUND", 1)
        answer = client_of(anna).post(send().url, {**CHOSEN, "told": "on"})
        assert "/taken/" in answer.url or "/werk/" in answer.url
        with scope(municipality=round_.municipality):
            return Job.objects.select_related("municipality").get()

    def run(self, job, progress=None):
        with scope(municipality=job.municipality):
            return tasks.import_answers(progress or Silent(), job=job, **job.arguments)

    def test_the_queue_holds_no_word_of_anybody_and_the_work_brings_them_in(self, job, round_):
        assert "Turfkade" not in str(job.arguments)
        assert self.run(job)["url"].endswith(f"/gesprekken/{round_.collection_id}/")
        assert len(bodies(round_)) == 3

    def test_stopped_halfway_nothing_is_stored_and_the_file_is_there_for_the_next_time(self, job, round_):
        with pytest.raises(RuntimeError):
            self.run(job, Halfway(2))
        assert bodies(round_) == []
        assert len(bodies(round_)) == 0
        self.run(job)
        assert len(bodies(round_)) == 3
