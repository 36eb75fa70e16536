"""Portraits: of several people and of nobody, and closed by themselves when somebody takes words back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from koersvast.coding.models import Coding
from koersvast.cycles.actions import StaleEdit
from koersvast.dialogues import participant_actions, portrait_actions, portrait_queries
from koersvast.dialogues.models import Portrait, PortraitSource
from koersvast.dialogues.portrait_rules import Source, lacks, literal
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.texts import actions as texts
from koersvast.texts.actions import NotNow
from koersvast.texts.models import Decided, Text
from koersvast.vault.models import DataKey
from tests.dialogues.conftest import TODAY, interview, person
from tests.dialogues.heard import BODY, HOME, listen
from tests.dialogues.woven import OWN, fresh, woven

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(round_, anna, bilal):
    with scope(municipality=round_.municipality):
        yield listen(round_, anna, bilal)


def publishable(heard):
    return [one.words for one in portrait_queries.publishable_portraits(heard.round)]


def reasons(row):
    found = fresh(row)
    return portrait_queries.why_not(found, portrait_queries.sources_of([found]).get(row.pk, []))


class TestTheRules:
    def test_three_people_in_three_conversations_none_more_than_half(self):
        three = [Source(talk, f"p{talk}") for talk in range(3)]
        assert lacks(three, woven_from=3) == []
        assert lacks(three[:2], woven_from=2) == ["conversations", "people"]
        assert lacks([*three, Source(0, "p0")], woven_from=4) == []
        assert lacks([*three, Source(0, "p0"), Source(0, "p0")], woven_from=5) == ["half"]
        at_one_table = [Source("table", f"p{number}") for number in range(3)]
        assert lacks(at_one_table, woven_from=3) == ["conversations"]

    def test_a_source_that_went_or_may_not_be_used_closes_it_even_when_enough_are_left(self):
        four = [Source(talk, f"p{talk}") for talk in range(4)]
        assert lacks(four[:3], woven_from=4) == ["lost"]
        assert lacks([*four[:3], Source(3, None)], woven_from=4) == ["unusable"]

    def test_six_words_in_a_row_are_a_quote_whatever_the_capitals(self):
        said = "Ik zoek al jaren een plek, echt waar."
        assert literal("Zij zegt: ik zoek AL jaren een plek!", ["iets anders", said]) == (
            1,
            "ik zoek al jaren een plek",
        )
        assert literal("Ik zoek al jaren een huis. Een plek.", [said]) is None
        assert literal("", [said]) is None


class TestTheWay:
    def test_from_draft_to_a_document_past_bilal(self, heard):
        row = woven(heard, upto="draft")
        assert (fresh(row).status, publishable(heard)) == ("draft", [])
        portrait_actions.offer(row, by=heard.anna)
        assert publishable(heard) == []
        portrait_actions.read_second(
            row, passed=True, remark="Niemand te zien.", by=heard.bilal, today=TODAY, version=None
        )
        [one] = portrait_queries.publishable_portraits(heard.round)
        assert (one.title, one.words, one.row.pk) == ("Op zoek naar een plek", OWN, row.pk)

    def test_who_wrote_it_is_never_the_second_reader(self, heard):
        row = woven(heard, upto="second_reader")
        with pytest.raises(NotNow, match="zelf"):
            portrait_actions.read_second(
                row, passed=True, remark="Goed", by=heard.anna, today=TODAY, version=None
            )

    def test_the_second_reader_sends_it_back_with_a_reason_that_is_sealed(self, heard):
        row = woven(heard, upto="second_reader")
        portrait_actions.read_second(
            row, passed=False, remark="Te herkennen", by=heard.bilal, today=TODAY, version=None
        )
        now = fresh(row)
        assert now.status == "draft"
        assert b"herkennen" not in bytes(now.remark)
        assert portrait_queries.open_portraits([now])[0].remark == "Te herkennen"

    @pytest.mark.parametrize("what", ["words", "sources"])
    def test_any_change_starts_again(self, heard, what):
        row = woven(heard)
        if what == "words":
            portrait_actions.change_portrait(
                row, title=row.title, words="Iets anders.", by=heard.bilal, version=None
            )
        else:
            more = heard.code(3, "werkt", HOME)
            portrait_actions.choose_sources(row, shown=[more.pk], picked=[more.pk], by=heard.bilal)
        assert (fresh(row).status, publishable(heard)) == ("draft", [])

    def test_two_people_at_once_see_both_texts(self, heard):
        row = woven(heard, upto="draft")
        version = fresh(row).version
        change = {"title": "Een plek", "version": version}
        portrait_actions.change_portrait(row, words="Van Anna", by=heard.anna, **change)
        with pytest.raises(StaleEdit):
            portrait_actions.change_portrait(row, words="Van Bilal", by=heard.bilal, **change)

    def test_words_are_sealed_and_gone_with_the_portrait(self, heard):
        row = woven(heard)
        now = fresh(row)
        assert b"plek" not in bytes(now.words)
        assert OWN not in repr(portrait_queries.open_portraits([now]))
        portrait_actions.remove_portrait(row, by=heard.anna)
        assert not Portrait.objects.exists()
        assert not DataKey.objects.filter(pk=now.data_key_id).exists()


class TestNeverOnePerson:
    def test_too_few_people_go_no_further(self, heard):
        row = woven(heard, count=2, upto="words")
        with pytest.raises(NotNow, match="minstens 3 deelnemers"):
            portrait_actions.offer(row, by=heard.anna)

    def test_one_person_is_never_more_than_half(self, heard):
        row = woven(heard, upto="words")
        more = [heard.code(0, "werkt", words) for words in (HOME, "Thuis kan", "een plek")]
        portrait_actions.choose_sources(row, shown=[], picked=[one.pk for one in more], by=heard.anna)
        with pytest.raises(NotNow, match="meer dan de helft"):
            portrait_actions.offer(row, by=heard.anna)

    def test_the_same_words_under_two_codes_are_one_source(self, heard):
        row = woven(heard, upto="words")
        again = heard.code(0, "werkt")
        portrait_actions.choose_sources(row, shown=[], picked=[again.pk], by=heard.anna)
        assert PortraitSource.objects.filter(portrait=row).count() == 3

    def test_six_words_of_a_passage_are_refused_with_the_conversation_and_the_words(self, heard):
        row = woven(heard, upto="draft")
        with pytest.raises(NotNow, match="gesprek 1: “ik mis een plek om te”"):
            portrait_actions.change_portrait(
                row,
                title=row.title,
                words="Zij zei: ik mis een plek om te zijn.",
                by=heard.anna,
                version=None,
            )

    def test_a_passage_that_stands_in_the_words_already_is_no_source(self, heard):
        row = woven(
            heard, upto="words", words="Thuis kan dat niet, zegt D. Ik mis een plek om te zitten.", count=0
        )
        said = heard.code(0, "behoefte")
        with pytest.raises(NotNow, match="letterlijk"):
            portrait_actions.choose_sources(row, shown=[], picked=[said.pk], by=heard.anna)
        assert PortraitSource.objects.count() == 0

    @pytest.mark.parametrize(
        ("kind", "decided", "why"),
        [("third_party", Decided.REPLACE, "iemand anders"), ("other", Decided.NEVER, "niet gebruikt")],
    )
    def test_what_may_not_be_used_and_who_was_never_asked_is_no_source(self, heard, kind, decided, why):
        row, said = woven(heard), heard.code(4, "behoefte")
        for at in (0, 4):
            text, place = Text.objects.get(pk=heard.talks[at].text_id), BODY.index("plek")
            texts.mark_passage(text, start=place, end=place + 4, kind=kind, decided=decided, by=heard.anna)
        with pytest.raises(NotNow, match=why):
            portrait_actions.choose_sources(row, shown=[], picked=[said.pk], by=heard.anna)
        assert publishable(heard) == []  # one of its own sources may not be used any more
        assert "mag niet meer" in " ".join(reasons(row))

    def test_words_that_nobody_can_be_said_to_have_said_are_no_source(self, heard):
        said = heard.code(0, "behoefte", "Wat mist u?")
        row = woven(heard, upto="draft", count=0)
        with pytest.raises(NotNow, match="niet te zien"):
            portrait_actions.choose_sources(row, shown=[], picked=[said.pk], by=heard.anna)

    def test_a_fragment_of_another_round_is_no_source(self, heard, cycle, anna, bilal):
        from koersvast.dialogues import actions

        other = listen(actions.open_round(cycle, by=anna, title="Zomer"), anna, bilal, count=1)
        row = woven(heard, upto="draft", count=0)
        with pytest.raises(NotNow, match="niet meer"):
            portrait_actions.choose_sources(row, shown=[], picked=[other.code(0, "behoefte").pk], by=anna)


class TestTakingBack:
    def test_who_takes_everything_back_closes_the_portrait_by_itself(self, heard):
        row = woven(heard)
        before = bytes(fresh(row).words), fresh(row).status
        withdraw_participant(heard.people[0], today=TODAY, why="receipt", by=None)
        assert publishable(heard) == []
        assert (bytes(fresh(row).words), fresh(row).status) == before  # nobody touched it
        assert "terugtrok" in reasons(row)[0]
        assert any("minstens 3" in one for one in reasons(row))

    def test_also_when_enough_people_are_left_somebody_reads_it_again_first(self, heard):
        row = woven(heard, count=5)
        withdraw_participant(heard.people[0], today=TODAY, why="receipt", by=None)
        assert publishable(heard) == []
        portrait_actions.change_portrait(row, title=row.title, words=OWN, by=heard.anna, version=None)
        assert reasons(row) == []
        assert publishable(heard) == []  # and somebody else reads it after that
        portrait_actions.offer(row, by=heard.anna)
        portrait_actions.read_second(
            row, passed=True, remark="Goed", by=heard.bilal, today=TODAY, version=None
        )
        assert publishable(heard) == [OWN]

    def test_turning_off_notes_closes_it_too(self, heard):
        woven(heard)
        participant_actions.give_consent(heard.people[0], {"take_part": True}, today=TODAY, by=None)
        assert publishable(heard) == []

    def test_a_coding_that_is_taken_away_closes_it(self, heard):
        woven(heard)
        Coding.objects.filter(text=heard.talks[1].text_id).delete()
        assert publishable(heard) == []

    def test_at_a_table_without_labels_nobody_uses_it_until_it_was_read_again(self, heard):
        talk = interview(heard.round, heard.anna, body="Wij missen een plek. Dat zei iedereen aan tafel.")
        who, _slip = person(talk, "A")
        person(talk, "B")
        texts.finish(talk.text, by=heard.anna, today=TODAY)
        row = woven(heard)
        withdraw_participant(who, today=TODAY, why="receipt", by=None)
        assert publishable(heard) == [OWN]  # nothing of theirs is in it
        assert reasons(row) == []

    def test_many_portraits_take_as_many_queries_as_one(self, heard):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                publishable(heard)
            return len(queries)

        woven(heard)
        one = asked()
        woven(heard, title="Thuis niet")
        woven(heard, title="Nog een")
        assert asked() == one
        assert len(publishable(heard)) == 3


class TestPages:
    def test_anna_picks_and_writes_bilal_reads(self, heard, at, anna, bilal, client_of):
        one, other = client_of(anna), client_of(bilal)
        codings = [heard.code(number, "behoefte") for number in range(3)]
        refused = one.post(at("add_portrait"), {"title": "Een homo vertelt"}).content.decode()
        assert "neutrale titel" in refused
        picks = one.post(at("add_portrait"), {"title": "Een plek"}).url
        row = Portrait.objects.get()
        page = one.get(f"{picks}?code={heard.codes['behoefte'].pk}").content.decode()
        assert page.count('name="fragment"') == 3
        sent = {"shown": [str(c.pk) for c in codings], "fragment": [str(c.pk) for c in codings]}
        assert one.post(picks, sent).url == at("portrait", row.pk)
        assert one.get(picks).content.decode().count(" checked") == 3
        form = {"title": "Een plek", "words": "Ik mis een plek om te zitten.", "version": "2"}
        wrong = one.post(at("edit_portrait", row.pk), form).content.decode()
        assert "in gesprek 1" in wrong
        assert "Ik mis een plek om te zitten." in wrong  # what was typed stands there still
        assert one.post(at("edit_portrait", row.pk), form | {"words": OWN}).status_code == 302
        assert one.post(at("edit_portrait", row.pk), form | {"words": "Later"}).status_code == 409
        one.post(at("offer_portrait", row.pk))
        assert one.get(at("read_portrait", row.pk)).status_code == 302
        answers = {f"q{number}": "nee" for number in range(5)} | {"reason": "Van niemand"}
        assert other.post(at("read_portrait", row.pk), {"reason": "x"}).status_code == 200
        assert other.post(at("read_portrait", row.pk), answers | {"version": "3"}).status_code == 302
        page = other.get(at("portraits")).content.decode()
        assert "Mag in stukken" in page
        withdraw_participant(heard.people[0], today=TODAY, why="receipt", by=None)
        page = other.get(at("portrait", row.pk)).content.decode()
        assert "Dit portret mag niet meer in stukken" in page
        assert "Mag niet meer in stukken" in other.get(at("portraits")).content.decode()
        one.post(at("remove_portrait", row.pk))
        assert one.get(at("portrait", row.pk)).status_code == 404

    def test_what_is_unticked_goes_and_what_was_not_shown_stays(self, heard, at, anna, client_of):
        row = woven(heard)
        first, *_others = list(PortraitSource.objects.filter(portrait=row).order_by("coding__text__number"))
        client_of(anna).post(at("portrait_sources", row.pk), {"shown": [str(first.coding_id)]})
        assert PortraitSource.objects.filter(portrait=row).count() == 2
        assert not PortraitSource.objects.filter(pk=first.pk).exists()

    def test_nobody_outside_the_team_finds_anything(self, heard, at, chris, emre, gerrit, ilse, client_of):
        row = woven(heard)
        paths = [at("portraits"), at("add_portrait")]
        paths += [at(name, row.pk) for name in ("portrait", "portrait_sources", "edit_portrait", "offer_portrait", "read_portrait", "remove_portrait")]  # fmt: skip
        for who in (chris, emre, gerrit, ilse):
            browser = client_of(who)
            for path in paths:
                assert {browser.get(path).status_code, browser.post(path).status_code} <= {404, 405}, path
