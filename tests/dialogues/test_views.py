"""Pages of a round: who sees what, typing together, the slip, the contact details."""

from __future__ import annotations

import html
import re
import tempfile
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from koersvast.dialogues import actions, contact_actions, participant_actions, queries
from koersvast.dialogues.models import Contact, Conversation, DialogueRound, HearTarget, Participant
from koersvast.dialogues.rules import telling_words
from koersvast.texts import actions as texts
from koersvast.texts.models import Text, TextState
from koersvast.texts.queries import open_text
from tests.dialogues.conftest import TABLE, TODAY, interview, person
from tests.texts.made_files import docx, paragraph

pytestmark = pytest.mark.django_db
SWITCHES_ON = {"take_part": "on", "notes": "on", "quote": "on", "recontact": "on"}
CODE = re.compile(r"<li>([0-9A-Z]{4})</li>")


def stored(talk):
    return open_text(Text.objects.get(pk=talk.text_id)).body


@pytest.fixture
def talk(round_, anna):
    with scope(municipality=round_.municipality):
        return interview(round_, anna, held_on=TODAY)


class TestWhoSeesWhat:
    def test_anna_sees_the_round_with_its_conversations(self, anna, at, table, client_of):
        page = client_of(anna).get(at("dialogue")).content.decode()
        assert "Gesprekken voorjaar 2026" in page
        assert "Groepstafel" in page
        assert "Wie missen we nog" in page

    def test_ilse_who_administers_is_not_in_the_team_and_sees_only_the_title(
        self, ilse, at, table, client_of
    ):
        client = client_of(ilse)
        page = client.get(reverse("dialogues", args=["GM9901", 2])).content.decode()
        assert "Gesprekken voorjaar 2026" in page
        assert "niet in het team" in page
        assert at("dialogue") not in page
        assert "gehoord" not in page
        for path in (
            at("dialogue"),
            at("contacts"),
            at("conversation", table.talk.pk),
            at("type_text", table.talk.pk),
        ):
            assert client.get(path).status_code == 404

    def test_gerrit_and_emre_see_no_round_before_people_heard_back(self, gerrit, emre, at, table, client_of):
        for reader in (gerrit, emre):
            page = client_of(reader).get(reverse("dialogues", args=["GM9901", 2])).content.decode()
            assert "Gesprekken voorjaar 2026" not in page
            assert client_of(reader).get(at("dialogue")).status_code == 404

    def test_then_they_read_what_was_heard(self, gerrit, anna, round_, client_of):
        with scope(municipality=round_.municipality):
            told = {"heard": "Veel gehoord", "doing": "Iets", "not_doing": "Niet alles"}
            actions.give_feedback(round_, told, today=TODAY, by=anna, version=1)
        page = client_of(gerrit).get(reverse("dialogues", args=["GM9901", 2])).content.decode()
        assert "Veel gehoord" in page
        assert "Niet alles" in page

    def test_bilal_who_codes_reads_the_conversation_and_never_how_to_reach_anybody(
        self, bilal, anna, at, dewi, client_of
    ):
        with scope(municipality=dewi.talk.municipality):
            contact_actions.keep_contact(
                dewi.talk.round,
                name="D.",
                phone="06-70123456",
                email="",
                person=dewi.row,
                today=TODAY,
                by=anna,
            )
            contact = Contact.objects.get()
        client = client_of(bilal)
        assert client.get(at("conversation", dewi.talk.pk)).status_code == 200
        for path in (at("contacts"), at("delete_contact", contact.pk)):
            assert {client.get(path).status_code, client.post(path).status_code} <= {404, 405}
        for name in ("dialogue", "conversation"):
            page = client.get(at(name, *([dewi.talk.pk] if name == "conversation" else []))).content.decode()
            assert "06-70123456" not in page
            assert at("contacts") not in page

    def test_bilal_changes_nothing(self, bilal, at, dewi, client_of):
        client = client_of(bilal)
        for path in (
            at("type_text", dewi.talk.pk), at("add_participant", dewi.talk.pk), at("close_dialogue"),
            at("withdraw_participant", dewi.talk.pk, dewi.row.pk), at("team"), at("plan_conversation"),
        ):  # fmt: skip
            assert client.post(path, {"doe": "x"}).status_code == 404

    def test_a_closed_step_closes_its_conversations_for_a_partner_in_the_team(
        self, emre, anna, at, round_, client_of
    ):
        with scope(municipality=round_.municipality):
            texts.put_in_team(round_.collection, user=emre, task="interviewer", by=anna)
            assert client_of(emre).get(at("dialogue")).status_code == 200
            round_.cycle.steps.create(municipality=round_.municipality, number=1, visibility="internal")
        assert client_of(emre).get(at("dialogue")).status_code == 404

    def test_a_round_that_nobody_leads_can_be_taken_on_once(self, ilse, bilal, cycle, client_of):
        with scope(municipality=cycle.municipality):
            row = actions.open_round(cycle, by=None, title="Gesprekken najaar")
        path = reverse("lead_dialogue", args=["GM9901", 2, row.pk])
        assert client_of(ilse).post(path).url == reverse("dialogue", args=["GM9901", 2, row.collection_id])
        assert client_of(bilal).post(path).url == reverse("dialogues", args=["GM9901", 2])


class TestRounds:
    def test_anna_opens_a_round(self, anna, cycle, client_of):
        path = reverse("open_dialogue", args=["GM9901", 2])
        sent = {"title": "Gesprekken najaar", "contact_days": "90", "starts_on": "2026-09-01"}
        assert client_of(anna).post(path, sent).status_code == 302
        with scope(municipality=cycle.municipality):
            assert DialogueRound.objects.get().collection.title == "Gesprekken najaar"

    @pytest.mark.parametrize(
        "title", ["LHBTI-gesprekken", "Roze ronde", "Gesprekken met homo's", "Transgender tafel"]
    )
    def test_a_title_that_tells_is_refused_with_a_sentence(self, anna, cycle, client_of, title):
        sent = {"title": title, "contact_days": "90"}
        page = client_of(anna).post(reverse("open_dialogue", args=["GM9901", 2]), sent)
        assert "neutrale titel" in page.content.decode()

    def test_the_tally_and_who_is_missing(self, anna, at, round_, client_of):
        client = client_of(anna)
        client.post(at("add_hear_target"), {"group": "ouderen", "wanted": "2"})
        with scope(municipality=round_.municipality):
            target = HearTarget.objects.get()
        client.post(at("tally", target.pk), {"stap": "plus"})
        page = html.unescape(client.get(at("dialogue")).content.decode())
        assert "1 van 2 gehoord" in page
        assert "Eén meer: ouderen" in page

    def test_closing_without_feedback_is_refused_on_the_page(self, anna, at, client_of):
        page = client_of(anna).post(at("close_dialogue"), follow=True).content.decode()
        assert "Vertel eerst aan de deelnemers" in page

    def test_the_last_one_who_leads_cannot_leave(self, anna, at, round_, client_of):
        with scope(municipality=round_.municipality):
            member = round_.collection.team.get(user=anna)
        page = client_of(anna).post(at("remove_from_team", member.pk), follow=True).content.decode()
        assert "Er moet iemand blijven" in page

    def test_who_is_put_in_the_team_reads_along_and_out_of_it_no_more(
        self, anna, gerrit, at, round_, client_of
    ):
        client = client_of(anna)
        client.post(at("team"), {"user": str(gerrit.pk), "task": "interviewer"})
        assert client_of(gerrit).get(at("dialogue")).status_code == 200
        with scope(municipality=round_.municipality):
            member = round_.collection.team.get(user=gerrit)
        client.post(at("remove_from_team", member.pk))
        assert client_of(gerrit).get(at("dialogue")).status_code == 404

    def test_somebody_from_elsewhere_cannot_be_put_in(self, anna, chris, at, round_, client_of):
        client_of(anna).post(at("team"), {"user": str(chris.pk), "task": "lead"})
        with scope(municipality=round_.municipality):
            assert not round_.collection.team.filter(user=chris).exists()

    def test_a_page_asks_as_many_questions_with_twenty_conversations_as_with_two(
        self, anna, at, round_, client_of
    ):
        counts, client = [], client_of(anna)
        for more in (2, 18):
            with scope(municipality=round_.municipality):
                for _one in range(more):
                    person(interview(round_, anna, body="V: Ja?\nD: Ja."))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(at("dialogue")).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_and_the_page_of_a_conversation_with_eight_people_as_with_two(self, anna, at, round_, client_of):
        counts, client = [], client_of(anna)
        with scope(municipality=round_.municipality):
            talk = actions.plan_conversation(round_, kind="group_table", by=anna)
        for more in (2, 6):
            with scope(municipality=round_.municipality):
                for _one in range(more):
                    person(talk)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(at("conversation", talk.pk)).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]


class TestTyping:
    def keep(self, client, path, body, version, **more):
        return client.post(
            path, {"body": body, "version": version, **more}, headers={"Accept": "application/json"}
        )

    def test_what_is_typed_is_kept_with_a_time_and_a_version(self, anna, at, talk, client_of):
        client, path = client_of(anna), at("type_text", talk.pk)
        told = self.keep(client, path, "V: Dag", 1).json()
        assert told["version"] == 2
        assert re.fullmatch(r"\d\d\.\d\d", told["at"])
        assert "V: Dag" in client.get(path).content.decode()
        with scope(municipality=talk.municipality):
            assert stored(talk) == "V: Dag"

    def test_two_typists_at_once_both_keep_their_words(self, anna, gerrit, at, talk, round_, client_of):
        with scope(municipality=round_.municipality):
            texts.put_in_team(round_.collection, user=gerrit, task="interviewer", by=anna)
        path = at("type_text", talk.pk)
        assert self.keep(client_of(anna), path, "Van Anna", 1).status_code == 200
        second = self.keep(client_of(gerrit), path, "Van Gerrit", 1)
        assert second.status_code == 409
        assert (second.json()["theirs"], second.json()["version"]) == ("Van Anna", 2)
        with scope(municipality=round_.municipality):
            assert stored(talk) == "Van Anna"
        assert self.keep(client_of(gerrit), path, "Van Anna en Gerrit", 2).status_code == 200

    def test_without_script_the_button_keeps_and_a_clash_shows_both(self, anna, at, talk, client_of):
        client, path = client_of(anna), at("type_text", talk.pk)
        assert client.post(path, {"body": "Eerste", "version": 1}).status_code == 302
        page = client.post(path, {"body": "Tweede", "version": 1})
        assert page.status_code == 409
        text = page.content.decode()
        assert "<pre>Eerste</pre>" in text
        assert "Tweede</textarea>" in text
        assert 'value="2"' in text

    def test_what_was_sent_twice_is_kept_once(self, anna, at, talk, client_of):
        client, path = client_of(anna), at("type_text", talk.pk)
        self.keep(client, path, "Zelfde", 1)
        assert self.keep(client, path, "Zelfde", 1).json()["version"] == 2

    def test_done_typing_hands_the_text_over_to_be_checked(self, anna, at, talk, client_of):
        client = client_of(anna)
        client.post(at("type_text", talk.pk), {"body": "V: Dag", "version": 1, "klaar": "1"})
        page = client.get(at("type_text", talk.pk), follow=True).content.decode()
        assert "wordt al nagekeken" in page

    def test_markup_that_is_typed_is_shown_as_text(self, anna, at, talk, client_of):
        client, path = client_of(anna), at("type_text", talk.pk)
        self.keep(client, path, "</textarea><script>alert(1)</script>", 1)
        page = client.get(path).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_a_file_takes_the_place_of_what_was_typed(self, anna, at, talk, client_of):
        file = SimpleUploadedFile(
            "verslag.docx", docx(paragraph("V: Hoe gaat het?") + paragraph("D: Op de Turfkade durf ik niet."))
        )
        page = client_of(anna).post(at("paste_text", talk.pk), {"file": file, "version": 1}, follow=True)
        assert "De tekst staat er." in page.content.decode()
        with scope(municipality=talk.municipality):
            text = Text.objects.get(pk=talk.text_id)
            assert open_text(text).body == "V: Hoe gaat het?\nD: Op de Turfkade durf ik niet."
            assert text.state == TextState.CHECKING

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("<b>kwaad</b>.pdf", b"%PDF-1.7", "Een pdf kunnen we niet lezen"),
            ("leeg.txt", b"  ", "geen tekst"),
            ("groot.txt", b"a" * (12 * 1024 * 1024 + 5), "groter dan 10 MB"),
            ("half.docx", b"PK\x03\x04 stuk", "beschadigd"),
        ],
    )
    def test_a_file_that_cannot_be_read_is_said_and_leaves_nothing(
        self, anna, at, talk, client_of, name, content, says, tmp_path, monkeypatch
    ):
        made = tmp_path / "temporary"
        made.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(made))
        file = SimpleUploadedFile(name, content)
        page = client_of(anna).post(at("paste_text", talk.pk), {"file": file, "version": 1}).content.decode()
        assert says in page
        assert "<b>kwaad" not in page
        assert list(made.iterdir()) == []
        with scope(municipality=talk.municipality):
            assert Text.objects.get(pk=talk.text_id).state == TextState.TYPING

    def test_neither_file_nor_text_is_said(self, anna, at, talk, client_of):
        page = client_of(anna).post(at("paste_text", talk.pk), {"version": 1}).content.decode()
        assert "Kies een bestand, of plak een tekst." in page

    def test_a_pasted_text_takes_the_place_of_what_was_typed(self, anna, at, talk, client_of):
        client_of(anna).post(at("paste_text", talk.pk), {"body": TABLE, "version": 1})
        with scope(municipality=talk.municipality):
            assert stored(talk) == TABLE
            assert Text.objects.get(pk=talk.text_id).state == "checking"

    def test_a_text_that_is_too_long_is_refused_with_a_sentence(self, anna, at, talk, client_of):
        told = self.keep(client_of(anna), at("type_text", talk.pk), "x" * 1_000_001, 1)
        assert told.status_code == 400
        assert "te lang" in told.json()["said"]

    def test_reading_is_written_down_without_a_word(self, anna, at, talk, client_of):
        from koersvast.audit.models import Entry

        client_of(anna).get(at("type_text", talk.pk))
        with scope(municipality=talk.municipality):
            assert Entry.objects.filter(verb="text.read", by=anna, subject_id=talk.text_id).count() == 1


class TestParticipants:
    def add(self, client, path, ident=None, **more):
        return client.post(
            path, {"deelnemer": str(ident or uuid.uuid4()), **SWITCHES_ON, "speaker": "D", **more}
        )

    def test_the_slip_shows_the_code_once_and_neutrally(self, anna, at, talk, client_of, waterveen):
        client, path, ident = client_of(anna), at("add_participant", talk.pk), uuid.uuid4()
        page = self.add(client, path, ident)
        code = "".join(CODE.findall(page.content.decode()))
        with scope(municipality=waterveen):
            assert queries.participant_with(waterveen, code).pk == ident
        assert page.headers["Cache-Control"].count("no-store") == 1
        again = self.add(client, path, ident)
        assert again.status_code == 302  # sent again: nobody twice, and no code
        with scope(municipality=waterveen):
            assert Participant.objects.count() == 1

    def test_what_is_printed_is_only_the_code(self, anna, at, talk, client_of):
        page = self.add(client_of(anna), at("add_participant", talk.pk)).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        kept = re.sub(r'<(\w+) class="[^"]*kv-niet-gedrukt[^"]*">.*?</\1>', "", main, flags=re.DOTALL)
        kept = re.sub(r'<div class="kv-knoppen">.*?</div>', "", kept, flags=re.DOTALL)
        words = re.sub(r"<[^>]+>", " ", kept).split()
        assert len(words) == 7
        assert all(re.fullmatch("[0-9A-Z]{4}", word) for word in words)

    def test_nothing_is_on_beforehand(self, anna, at, talk, client_of):
        page = client_of(anna).get(at("add_participant", talk.pk)).content.decode()
        assert " checked" not in page

    def test_not_taking_part_and_allowing_something_is_refused(self, anna, at, talk, client_of):
        sent = {"deelnemer": str(uuid.uuid4()), "quote": "on"}
        page = client_of(anna).post(at("add_participant", talk.pk), sent).content.decode()
        assert "Wie niet meedoet" in page

    def test_the_choice_is_read_on_a_quiet_page_and_kept(self, anna, at, dewi, client_of):
        path = at("consent", dewi.talk.pk, dewi.row.pk)
        page = client_of(anna).get(path).content.decode()
        assert "Snel weg" in page
        assert "Koersvast" not in page
        client_of(anna).post(path, {"take_part": "on", "notes": "on"})
        with scope(municipality=dewi.talk.municipality):
            last = queries.latest_consents([dewi.row.pk])[dewi.row.pk]
        assert last.notes
        assert not last.quote

    def test_no_longer_taking_part_leads_to_taking_everything_back(self, anna, at, dewi, client_of):
        answer = client_of(anna).post(at("consent", dewi.talk.pk, dewi.row.pk), {})
        assert answer.url == at("withdraw_participant", dewi.talk.pk, dewi.row.pk)

    def test_on_request_everything_goes_in_two_steps(self, anna, at, dewi, client_of):
        client, path = client_of(anna), at("withdraw_participant", dewi.talk.pk, dewi.row.pk)
        assert "Dit kan niet terug" in client.get(path).content.decode()
        with scope(municipality=dewi.talk.municipality):
            assert Conversation.objects.get(pk=dewi.talk.pk).withdrawn_on is None
        page = client.post(path, follow=True).content.decode()
        assert "De woorden zijn weg" in page
        assert "Turfkade" not in page
        with scope(municipality=dewi.talk.municipality):
            assert Conversation.objects.get(pk=dewi.talk.pk).withdrawn_on

    def test_a_participant_of_another_conversation_is_not_found_here(self, anna, at, dewi, table, client_of):
        assert client_of(anna).get(at("consent", table.talk.pk, dewi.row.pk)).status_code == 404

    def test_a_new_receipt_sent_twice_is_made_once(self, anna, at, dewi, client_of):
        client, path = client_of(anna), at("new_receipt", dewi.talk.pk, dewi.row.pk)
        first = client.post(path, {"was": dewi.row.receipt})
        assert CODE.search(first.content.decode())
        again = client.post(path, {"was": dewi.row.receipt}, follow=True).content.decode()
        assert "Er is al een nieuw bewijs" in again
        assert not CODE.search(again)


class TestContacts:
    def test_anna_keeps_and_deletes_them(self, anna, at, dewi, client_of):
        client = client_of(anna)
        client.post(at("contacts"), {"name": "D.", "phone": "06-70123456", "participant": str(dewi.row.pk)})
        page = client.get(at("contacts"))
        assert "06-70123456" in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        with scope(municipality=dewi.talk.municipality):
            contact = Contact.objects.get()
        client.post(at("delete_contact", contact.pk))
        with scope(municipality=dewi.talk.municipality):
            assert not Contact.objects.exists()

    def test_one_way_to_reach_somebody_is_needed(self, anna, at, round_, client_of):
        page = client_of(anna).post(at("contacts"), {"name": "D."}).content.decode()
        assert "Vul een telefoonnummer" in page

    def test_only_who_wants_to_be_asked_again_can_be_chosen(self, anna, at, dewi, table, client_of):
        with scope(municipality=dewi.talk.municipality):
            participant_actions.withdraw_switch(dewi.row, "recontact", today=TODAY, by=None)
        page = client_of(anna).get(at("contacts")).content.decode()
        assert str(table.first.pk) in page
        assert str(dewi.row.pk) not in page


def test_titles_and_names_of_files_and_cookies_are_neutral(anna, at, dewi, table, client_of, gerrit):
    """Pages that lie open on a screen, or in a history: nothing in them says what the conversations are about."""
    client = client_of(anna)
    pages = [at(name) for name in ("dialogue", "team", "contacts", "plan_conversation", "edit_dialogue")]
    pages += [at(name, dewi.talk.pk) for name in ("conversation", "add_participant", "edit_conversation")]
    pages += [
        at(name, dewi.talk.pk, dewi.row.pk) for name in ("consent", "new_receipt", "withdraw_participant")
    ]
    pages += [reverse("dialogues", args=["GM9901", 2]), reverse("receipt", args=["GM9901"])]
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        title = re.search("<title>(.*?)</title>", answer.content.decode(), re.DOTALL).group(1)
        told = title + path + " ".join(answer.cookies) + answer.headers.get("Content-Disposition", "")
        assert telling_words(told) == [], path
