"""Rounds, participants, consent, receipts, contact details, taking back."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from koersvast.audit.models import Entry, FieldChange
from koersvast.cycles.models import Cycle
from koersvast.dialogues import actions, contact_actions, leaving_out, participant_actions, queries
from koersvast.dialogues.folder import read_folder
from koersvast.dialogues.import_actions import AlreadyThere, import_round
from koersvast.dialogues.models import (
    Consent,
    ConsentText,
    Contact,
    Conversation,
    Deletion,
    DialogueRound,
    Participant,
)
from koersvast.dialogues.withdrawing import reapply_deletions, withdraw_participant
from koersvast.dialogues.words import ConversationState
from koersvast.texts import actions as texts
from koersvast.texts.models import Mark, Text, TextState
from koersvast.texts.queries import finished_texts, open_text
from koersvast.vault import deletion_log
from koersvast.vault.models import DataKey
from tests.dialogues.conftest import TODAY, YES, interview, person

pytestmark = pytest.mark.django_db
FOLDER = Path("src/koersvast/dialogues/demo/conversations")


@pytest.fixture(autouse=True)
def _in_waterveen(in_waterveen):
    """Everything here happens in Waterveen."""


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def body_of(talk):
    return open_text(Text.objects.get(pk=talk.text_id)).body


class TestRounds:
    def test_a_new_round_has_two_guides_and_who_opened_it_leads(self, round_, anna):
        assert set(round_.guides.values_list("audience", flat=True)) == {"residents", "partners"}
        assert round_.collection.team.get(user=anna).task == "lead"

    def test_it_closes_only_after_feedback(self, round_, anna):
        with pytest.raises(actions.NotNow, match="Vertel eerst"):
            actions.close_round(round_, by=anna)
        told = {"heard": "Veel", "doing": "Iets", "not_doing": "Niet alles"}
        actions.give_feedback(round_, told, today=TODAY, by=anna, version=1)
        actions.close_round(round_, by=anna)
        assert fresh(round_).status == "closed"

    def test_it_does_not_close_while_a_conversation_waits(self, round_, anna):
        interview(round_, anna)
        told = {"heard": "a", "doing": "b", "not_doing": "c"}
        actions.give_feedback(round_, told, today=TODAY, by=anna, version=1)
        with pytest.raises(actions.NotNow, match="Er wacht nog 1 gesprek"):
            actions.close_round(round_, by=anna)

    def test_nothing_is_planned_in_a_closed_round(self, round_, anna):
        DialogueRound.objects.update(status="closed")
        with pytest.raises(actions.NotNow):
            interview(round_, anna)

    def test_two_people_who_change_a_round_both_keep_their_words(self, round_, anna):
        actions.change(fresh(round_), {"aim": "Van Anna"}, by=anna, verb="dialogue.changed", version=1)
        with pytest.raises(actions.StaleEdit) as both:
            actions.change(fresh(round_), {"aim": "Van Bilal"}, by=anna, verb="dialogue.changed", version=1)
        assert (both.value.theirs, both.value.mine) == ({"aim": "Van Anna"}, {"aim": "Van Bilal"})

    def test_the_tally_goes_up_and_down_and_never_below_nobody(self, round_, anna):
        target = actions.add_target(round_, group="ouderen", wanted=3, by=anna)
        for step in (1, 1, -1, -1, -1):
            actions.tally(target, step=step)
        assert fresh(target).heard == 0

    def test_the_state_of_a_conversation_follows_from_its_dates_and_text(self, round_, anna):
        talk = interview(round_, anna)
        assert queries.state_of(talk) is ConversationState.PLANNED
        actions.hold(talk, on=TODAY, by=anna)
        talk = queries.conversation(round_, talk.pk)
        assert queries.state_of(talk) is ConversationState.HELD
        Text.objects.update(state=TextState.FINISHED)
        assert queries.state_of(queries.conversation(round_, talk.pk)) is ConversationState.CHECKED
        assert fresh(round_).status == "running"

    def test_a_conversation_without_words_can_be_cancelled_and_leaves_no_key(self, round_, anna):
        talk = interview(round_, anna)
        actions.cancel_conversation(talk, by=anna)
        assert not Conversation.objects.exists()
        assert not Text.objects.exists()
        assert not DataKey.objects.exists()

    def test_one_in_which_somebody_spoke_is_not_cancelled(self, dewi, anna):
        with pytest.raises(actions.NotNow):
            actions.cancel_conversation(dewi.talk, by=anna)

    def test_nobody_takes_the_lead_of_a_round_that_has_a_team(self, round_, gerrit):
        with pytest.raises(actions.NotNow):
            actions.lead_without_team(round_, user=gerrit)

    def test_all_conversations_are_listed_in_one_query(self, round_, anna, table, django_assert_num_queries):
        for _time in range(4):
            interview(round_, anna)
        with django_assert_num_queries(1):
            assert [queries.state_of(one).value for one in queries.conversations_of(round_)] == [
                "planned"
            ] * 5


class TestConsent:
    def test_the_last_one_counts_and_the_first_stays(self, dewi):
        participant_actions.withdraw_switch(dewi.row, "quote", today=TODAY, by=None)
        assert [(one.number, one.quote) for one in dewi.row.consents.all()] == [(2, False), (1, True)]
        assert not queries.allows(queries.latest_consents([dewi.row.pk])[dewi.row.pk], "quote")

    def test_the_same_answer_again_adds_nothing(self, dewi):
        participant_actions.give_consent(dewi.row, YES, today=TODAY, by=None)
        assert dewi.row.consents.count() == 1

    def test_it_names_the_wording_and_a_new_wording_is_asked_again(self, dewi, waterveen):
        first = dewi.row.consents.get().text
        fields = dict.fromkeys(YES, "Anders gezegd")
        ConsentText.objects.create(municipality=waterveen, number=2, **fields)
        participant_actions.give_consent(dewi.row, YES, today=TODAY, by=None)
        assert [one.text.number for one in dewi.row.consents.all()] == [2, 1]
        assert fresh(first).take_part != "Anders gezegd"

    def test_without_taking_part_nothing_is_allowed(self, round_, anna):
        row, _code = person(interview(round_, anna), switches={**YES, "take_part": False})
        assert not queries.allows(row.consents.get(), "quote")

    def test_who_did_not_allow_notes_is_left_out_when_typing_is_done(self, round_, anna):
        talk = actions.plan_conversation(round_, kind="group_table", by=anna)
        person(talk, "J1")
        person(talk, "J2", switches={**YES, "notes": False})
        body = "J1: Ja hoor.\nJ2: Liever niet.\nJ1: Goed."
        leaving_out.bring_in_text(talk, body=body, version=1, by=anna)
        mark = Mark.objects.get()
        assert body[mark.start : mark.end] == "Liever niet."
        assert (mark.decided, mark.struck) == ("never", False)

    def test_taking_back_notes_marks_the_words_at_once_and_giving_them_unmarks(self, table):
        participant_actions.withdraw_switch(table.second, "notes", today=TODAY, by=None)
        assert Mark.objects.filter(decided="never").count() == 2
        participant_actions.give_consent(table.second, YES, today=TODAY, by=None)
        assert not Mark.objects.exists()

    def test_in_a_finished_text_the_words_are_overwritten_at_once(self, table, anna):
        texts.finish(table.talk.text, by=anna, today=TODAY)
        before = body_of(table.talk)
        participant_actions.withdraw_switch(table.second, "notes", today=TODAY, by=None)
        after = body_of(table.talk)
        assert "achterdeur" in before
        assert "achterdeur" not in after
        assert len(after) == len(before)
        assert "Kom dan bij ons." in after
        assert set(Mark.objects.values_list("struck", flat=True)) == {True}

    def test_words_that_cannot_be_found_take_the_text_out_of_use_until_somebody_looked(self, round_, anna):
        talk = actions.plan_conversation(
            round_, kind="group_table", by=anna, body="Henk: ja\nAns: nee\nHenk: o"
        )
        person(talk, "T1")
        row, _code = person(talk, "T2")
        texts.finish(talk.text, by=anna, today=TODAY)
        participant_actions.withdraw_switch(row, "notes", today=TODAY, by=None)
        assert fresh(talk).look_again
        assert not finished_texts(round_.collection_id).exists()
        assert queries.waiting(round_) == 1

    def test_numbers_of_participants_do_not_say_who_came_first(self, round_, anna):
        orders = set()
        for _time in range(6):
            talk = actions.plan_conversation(round_, kind="group_table", by=anna)
            orders.add(tuple(person(talk)[0].number for _one in range(4)))
        assert len(orders) > 1
        assert all(len(set(one)) == 4 for one in orders)


class TestReceipts:
    def test_dewi_is_found_with_her_code_however_she_types_it(self, dewi, waterveen):
        typed = f"{dewi.code[:4]} {dewi.code[4:].lower()}"
        assert queries.participant_with(waterveen, typed).pk == dewi.row.pk

    def test_the_code_is_stored_nowhere(self, dewi):
        assert dewi.code not in str(list(Participant.objects.values()))
        assert len(dewi.row.receipt) == 64

    def test_it_opens_nothing_in_zandermeer(self, dewi, zandermeer):
        with scope(municipality=zandermeer):
            assert queries.participant_with(zandermeer, dewi.code) is None

    def test_a_new_one_makes_the_old_one_worthless(self, dewi, waterveen, anna):
        code = participant_actions.new_receipt(dewi.row, was=dewi.row.receipt, by=anna)
        assert queries.participant_with(waterveen, dewi.code) is None
        assert queries.participant_with(waterveen, code).pk == dewi.row.pk

    def test_asking_for_a_new_one_twice_makes_one(self, dewi, anna):
        was = dewi.row.receipt
        participant_actions.new_receipt(dewi.row, was=was, by=anna)
        with pytest.raises(actions.NotNow):
            participant_actions.new_receipt(dewi.row, was=was, by=anna)

    def test_what_is_known_of_dewi_is_sealed(self, dewi):
        assert b"queer" not in bytes(fresh(dewi.row).about)
        (known,) = queries.participants_of(queries.conversation(dewi.talk.round, dewi.talk.pk))
        assert known.about.groups == ("queer",)

    def test_attributes_of_a_whole_round_take_four_queries(
        self, round_, dewi, table, django_assert_num_queries
    ):
        rows = list(queries.conversations_of(round_))
        with django_assert_num_queries(3):
            assert len(queries.abouts_of(rows)) == 3


class TestContacts:
    def keep(self, dewi, anna, **more):
        values = {"name": "D.", "phone": "06-70123456", "email": "", "person": dewi.row, "today": TODAY}
        return contact_actions.keep_contact(dewi.talk.round, by=anna, **{**values, **more})

    def test_they_are_sealed_with_another_key_than_what_was_said(self, dewi, anna):
        row = self.keep(dewi, anna)
        assert b"06-70123456" not in bytes(fresh(row).sealed)
        assert row.data_key.under.purpose == "contact"
        assert queries.contacts_of(dewi.talk.round)[0][1].phone == "06-70123456"

    def test_who_does_not_want_to_be_asked_again_is_not_kept(self, dewi, anna):
        participant_actions.withdraw_switch(dewi.row, "recontact", today=TODAY, by=None)
        with pytest.raises(actions.NotNow):
            self.keep(dewi, anna)

    def test_taking_that_back_deletes_them_at_once(self, dewi, anna):
        key = self.keep(dewi, anna).data_key_id
        participant_actions.withdraw_switch(dewi.row, "recontact", today=TODAY, by=None)
        assert not Contact.objects.exists()
        assert not DataKey.objects.filter(pk=key).exists()
        assert Deletion.objects.get().key == key

    def test_feedback_starts_their_term_and_after_it_they_go(self, dewi, anna):
        self.keep(dewi, anna)
        actions.give_feedback(
            dewi.talk.round, {"heard": "a", "doing": "b", "not_doing": "c"}, today=TODAY, by=anna, version=1
        )
        last = TODAY + datetime.timedelta(days=90)
        assert Contact.objects.get().delete_after == last
        assert queries.expiring(last, within=14).count() == 1
        assert contact_actions.delete_expired(today=last) == 0  # not a day too early
        assert contact_actions.delete_expired(today=last + datetime.timedelta(days=1)) == 1
        assert not Contact.objects.exists()
        assert Deletion.objects.get().why == "term"


class TestTakingBack:
    def test_of_dewi_who_was_alone_everything_goes_with_the_key(self, dewi, anna):
        key = dewi.talk.text.data_key_id
        gone = withdraw_participant(dewi.row, today=TODAY, why="receipt", by=None)
        assert gone.whole
        assert not DataKey.objects.filter(pk=key).exists()
        assert bytes(Text.objects.get().body) == b""
        assert fresh(dewi.row).about is None
        assert fresh(dewi.talk).withdrawn_on == TODAY
        record = Deletion.objects.get()
        assert (record.what, record.key, record.why) == ("conversation", key, "receipt")

    def test_at_a_table_only_her_turns_go_and_no_offset_moves(self, table, anna):
        texts.finish(table.talk.text, by=anna, today=TODAY)
        before = body_of(table.talk)
        gone = withdraw_participant(table.second, today=TODAY, why="request", by=anna)
        after = body_of(table.talk)
        assert not gone.whole
        assert not gone.by_hand
        assert "achterdeur" not in after
        assert "Nergens" not in after
        assert after.index("Kom dan") == before.index("Kom dan")
        assert fresh(table.first).about is not None

    def test_the_last_one_to_leave_takes_the_text_along(self, table):
        withdraw_participant(table.second, today=TODAY, why="receipt", by=None)
        assert withdraw_participant(table.first, today=TODAY, why="receipt", by=None).whole
        assert Text.objects.get().data_key_id is None

    def test_while_it_is_typed_the_words_are_cut_out(self, round_, anna):
        talk = actions.plan_conversation(round_, kind="group_table", by=anna)
        person(talk, "J1")
        row, _code = person(talk, "J2")
        texts.save_typed(talk.text, body="J1: Ja.\nJ2: Nee.\nJ1: Goed.", version=1, by=anna)
        withdraw_participant(row, today=TODAY, why="request", by=anna)
        assert body_of(talk) == "J1: Ja.\nJ2: [weggelaten]\nJ1: Goed."

    def test_twice_does_no_harm(self, dewi):
        withdraw_participant(dewi.row, today=TODAY, why="receipt", by=None)
        withdraw_participant(dewi.row, today=TODAY, why="receipt", by=None)
        assert Deletion.objects.count() == 1

    def test_afterwards_nothing_is_allowed_and_no_new_receipt_is_made(self, dewi, anna):
        withdraw_participant(dewi.row, today=TODAY, why="receipt", by=None)
        with pytest.raises(actions.NotNow):
            participant_actions.give_consent(dewi.row, YES, today=TODAY, by=None)
        with pytest.raises(actions.NotNow):
            participant_actions.new_receipt(dewi.row, was=dewi.row.receipt, by=anna)

    def test_words_that_cannot_be_found_are_left_to_a_person(self, round_, anna):
        talk = actions.plan_conversation(
            round_, kind="group_table", by=anna, body="Henk: ja\nAns: nee\nHenk: o"
        )
        person(talk, "T1")
        row, _code = person(talk, "T2")
        assert withdraw_participant(row, today=TODAY, why="receipt", by=None).by_hand
        assert fresh(talk).look_again
        actions.looked_again(talk, by=anna)
        assert not fresh(talk).look_again

    def test_the_log_of_deletions_holds_no_content(self, dewi):
        withdraw_participant(dewi.row, today=TODAY, why="receipt", by=None)
        (line,) = deletion_log.log_file().read_text().splitlines()
        assert set(json.loads(line)) == {"municipality", "what", "subject", "key", "on", "why"}
        assert deletion_log.log_file().stat().st_mode & 0o077 == 0

    def test_a_backup_that_is_put_back_brings_nobody_back(self, dewi, table, anna):
        """The log says what was deleted after the back-up was made; at the start it is done again."""
        contact_actions.keep_contact(
            dewi.talk.round, name="D.", phone="1", email="", person=None, today=TODAY, by=anna
        )
        contact = Contact.objects.get()
        for line in (
            ("conversation", dewi.talk.pk, dewi.talk.text.data_key_id),
            ("participant", table.second.pk, None),
            ("contact", contact.pk, contact.data_key_id),
        ):
            text = {"municipality": str(dewi.talk.municipality_id), "what": line[0], "subject": str(line[1]),
                    "key": str(line[2]) if line[2] else None, "on": "2026-11-20", "why": "receipt"}  # fmt: skip
            with deletion_log.log_file().open("a") as log:
                log.write(json.dumps(text) + "\n")
        with deletion_log.log_file().open("a") as log:
            log.write('{"municipality": "half a li')
        assert reapply_deletions() == 3
        assert fresh(dewi.talk).withdrawn_on == datetime.date(2026, 11, 20)
        assert fresh(dewi.row).withdrawn_on
        assert "achterdeur" not in body_of(table.talk)
        assert not Contact.objects.exists()
        assert Deletion.objects.count() == 3
        assert reapply_deletions() == 0

    def test_the_audit_holds_no_content(self, dewi, table, anna):
        withdraw_participant(dewi.row, today=TODAY, why="request", by=anna)
        assert not FieldChange.objects.exists()
        assert Entry.objects.filter(verb="participant.withdrawn").exists()


class TestImport:
    def test_the_synthetic_round_comes_in_whole(self, cycle):
        made = import_round(cycle, read_folder(FOLDER), title="Gesprekken", today=TODAY)
        rows = list(queries.conversations_of(made))
        assert len(rows) == 16
        assert {queries.state_of(row) for row in rows} == {ConversationState.CHECKED}
        assert sum(row.people for row in rows) == 30
        body = body_of(rows[0])
        assert "Riet" not in body
        assert "Molenbuurt" not in body
        assert "vrouwensoos" in body

    def test_the_same_folder_again_is_refused_unless_asked_for(self, cycle):
        staged = read_folder(FOLDER)
        import_round(cycle, staged, title="Een", today=TODAY)
        with pytest.raises(AlreadyThere):
            import_round(cycle, staged, title="Twee", today=TODAY)
        import_round(cycle, staged, title="Twee", today=TODAY, again=True)
        assert DialogueRound.objects.count() == 2

    def test_without_identifiers_the_texts_wait_for_a_person(self, cycle, tmp_path):
        shutil.copy(FOLDER / "d11.md", tmp_path / "d11.md")
        made = import_round(cycle, read_folder(tmp_path), title="Gesprekken", today=TODAY)
        (row,) = queries.conversations_of(made)
        assert row.text.state == TextState.CHECKING
        assert made.status == "running"

    def test_who_allowed_no_notes_is_in_no_text(self, cycle, tmp_path):
        text = (
            (FOLDER / "d11.md")
            .read_text()
            .replace("J6: Bij mij is", "J5: Thuis praat ik niet.\n\nJ6: Bij mij is")
        )
        (tmp_path / "d11.md").write_text(text)
        import_round(cycle, read_folder(tmp_path), title="Gesprekken", today=TODAY)
        marked = [
            body_of(Conversation.objects.get())[one.start : one.end]
            for one in Mark.objects.filter(decided="never")
        ]
        assert marked == ["Thuis praat ik niet."]

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ("kind: group_table", "kind: feestje", "d11.md:3: kind is een van"),
            ("held_on: 2026-04-16", "held_on: gisteren", "d11.md:4: held_on is een dag"),
            ("notes: true", "notes: misschien", "d11.md:9: notes: toestemming is true of false"),
            ("id: WV-11", "id: *onbekend", "d11.md:"),
            ("---\nid", "id", "d11.md:1: De kop ontbreekt"),
            ("participants:\n", "participants: []\nanders:\n", "d11.md:6: participants is een lijst"),
        ],
    )
    def test_a_mistake_is_told_with_its_file_and_line(self, tmp_path, before, after, said):
        (tmp_path / "d11.md").write_text((FOLDER / "d11.md").read_text().replace(before, after, 1))
        staged = read_folder(tmp_path)
        assert str(staged.mistakes[0]).startswith(said)

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            (
                '{"file": "d11.md", "start": 0, "end": 5, "text": "Ander", "kind": "person"}',
                "staat iets anders",
            ),
            (
                '{"file": "d11.md", "start": 0, "end": 999999, "text": "x", "kind": "person"}',
                "niet in de tekst",
            ),
            ('{"file": "weg.md", "start": 0, "end": 1, "text": "x", "kind": "person"}', "is er niet"),
            ("geen json", "Een regel is JSON"),
            ("[1, 2]", "Een regel is JSON"),
        ],
    )
    def test_a_wrong_identifier_is_told_and_nothing_comes_in(self, tmp_path, row, said):
        shutil.copy(FOLDER / "d11.md", tmp_path / "d11.md")
        (tmp_path / "identifiers.jsonl").write_text(row + "\n")
        (mistake,) = read_folder(tmp_path).mistakes
        assert mistake.file == "identifiers.jsonl"
        assert mistake.line == 1
        assert said in mistake.said

    @pytest.mark.parametrize(
        "data", [b"\xff\xfe\x00", b"", b"---\n" + b"[" * 50_000 + b"\n---\nx", b"---\n- a\n---\nx"]
    )
    def test_a_broken_file_is_a_mistake_and_never_a_crash(self, tmp_path, data):
        (tmp_path / "d.md").write_bytes(data)
        assert read_folder(tmp_path).mistakes

    def test_an_empty_folder_is_told(self, tmp_path):
        assert "geen enkel gesprek" in str(read_folder(tmp_path).mistakes[0])

    def test_it_asks_as_many_questions_per_conversation_however_many_there_are(self, cycle, tmp_path):
        counts = []
        for number in (1, 4):
            folder = tmp_path / str(number)
            folder.mkdir()
            for one in range(number):
                text = (FOLDER / "d01.md").read_text().replace("WV-01", f"WV-{one}")
                (folder / f"d{one}.md").write_text(text)
            staged = read_folder(folder)
            with CaptureQueriesContext(connection) as asked:
                import_round(Cycle.objects.get(), staged, title="Gesprekken", today=TODAY)
            counts.append(len(asked))
        assert (counts[1] - counts[0]) / 3 < 70


def test_a_consent_is_never_changed_only_followed(dewi):
    """Nothing in the feature updates or deletes a row of consent."""
    source = "".join(file.read_text() for file in Path("src/koersvast/dialogues").rglob("*.py"))
    assert "Consent.objects.filter(" in source
    for word in (
        "Consent.objects.update",
        "consents.update",
        "ConsentText.objects.update",
        "consents.all().delete",
    ):
        assert word not in source
    assert Consent.objects.count() == 1
