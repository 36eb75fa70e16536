"""A quote: what must be said yes to before anybody else reads it, and how it goes again."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from koersvast.cycles.actions import StaleEdit
from koersvast.dialogues import participant_actions, quote_actions, quote_queries
from koersvast.dialogues.kcheck import AGE, GROUP, Attribute
from koersvast.dialogues.models import Quote, QuoteReading
from koersvast.dialogues.views import receipts as receipt_page
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.dialogues.words import SWITCHES
from koersvast.texts import actions as texts
from koersvast.texts.actions import NotNow
from koersvast.texts.models import Decided, Text
from koersvast.vault.guessing import Guesses
from tests.dialogues.conftest import TODAY
from tests.dialogues.heard import BODY, HOME, WISH, fresh, listen

pytestmark = pytest.mark.django_db
RECEIPT = "/GM9901/bewijs/"
QUEER = frozenset({Attribute(GROUP, "queer")})


@pytest.fixture(autouse=True)
def _nobody_guessed(monkeypatch):
    monkeypatch.setattr(receipt_page, "GUESSING", Guesses())


@pytest.fixture
def heard(round_, anna, bilal):
    with scope(municipality=round_.municipality):
        yield listen(round_, anna, bilal)


def publishable(heard):
    return [one.words for one in quote_queries.publishable_quotes(heard.round)]


class TestTheWay:
    def test_from_draft_to_a_document_past_bilal_and_dewi(self, heard):
        row = heard.quote()
        assert (row.status, publishable(heard)) == ("draft", [])
        quote_actions.offer(row, by=heard.anna)
        assert fresh(row).status == "second_reader"
        assert heard.read(row)
        assert (fresh(row).status, publishable(heard)) == ("asked", [])
        quote_actions.answer_quote(row, row.participant, answer="yes", version=1, today=TODAY)
        assert (fresh(row).status, publishable(heard)) == ("approved", [])
        quote_actions.release(row, by=heard.anna)
        [one] = quote_queries.publishable_quotes(heard.round)
        assert (one.words, one.line) == (WISH, "een deelnemer")

    def test_silence_is_no(self, heard):
        row = heard.asked()
        with pytest.raises(NotNow, match="Geen antwoord is nee"):
            quote_actions.release(row, by=heard.anna)

    def test_the_maker_is_never_the_second_reader(self, heard):
        row = heard.quote()
        quote_actions.offer(row, by=heard.anna)
        with pytest.raises(NotNow, match="zelf"):
            heard.read(row, by=heard.anna)
        quote_actions.change_quote(
            row, words="Er is geen plek.", edit="paraphrased", shown=frozenset(), by=heard.bilal, version=1
        )
        quote_actions.offer(row, by=heard.anna)
        with pytest.raises(NotNow, match="zelf"):
            heard.read(row, by=heard.bilal)

    def test_one_yes_of_the_second_reader_sends_it_back_with_the_reason_sealed(self, heard):
        row = heard.quote()
        quote_actions.offer(row, by=heard.anna)
        assert not heard.read(row, answers=[False] * 7 + [True])
        assert fresh(row).status == "draft"
        stored = bytes(QuoteReading.objects.get().reason)
        assert b"herkennen" not in stored

    @pytest.mark.parametrize("stage", ["asked", "published"])
    def test_an_edit_after_approval_starts_again(self, heard, stage):
        row = getattr(heard, stage)()
        quote_actions.change_quote(
            row, words="Ik wil zitten.", edit="paraphrased", shown=frozenset(), by=heard.anna, version=1
        )
        now = fresh(row)
        assert (now.status, now.answer, now.answered_on, publishable(heard)) == ("draft", "", None, [])

    def test_dewi_cannot_say_yes_to_words_that_changed(self, heard):
        row = heard.asked()
        quote_actions.change_quote(
            row, words="Anders.", edit="paraphrased", shown=frozenset(), by=heard.anna, version=1
        )
        quote_actions.offer(row, by=heard.anna)
        heard.read(row)
        with pytest.raises(NotNow, match="veranderd"):
            quote_actions.answer_quote(row, row.participant, answer="yes", version=1, today=TODAY)

    def test_two_people_at_once_see_both_texts(self, heard):
        row = heard.quote()
        change = {"edit": "paraphrased", "shown": frozenset(), "by": heard.anna, "version": 1}
        quote_actions.change_quote(row, words="Van Anna", **change)
        with pytest.raises(StaleEdit):
            quote_actions.change_quote(row, words="Van Bilal", **change)

    def test_words_and_what_is_shown_are_sealed(self, heard):
        row = heard.quote(shown=QUEER)
        assert b"plek" not in bytes(row.shown)
        assert b"queer" not in bytes(row.attributes)
        assert "plek" not in repr(quote_queries.open_quotes([fresh(row)]))


class TestWhatCannotBeAQuote:
    def test_without_the_switch_for_quotes(self, round_, anna, bilal):
        with scope(municipality=round_.municipality):
            made = listen(
                round_, anna, bilal, count=1, switches=dict.fromkeys(SWITCHES, True) | {"quote": False}
            )
            with pytest.raises(NotNow, match="niet geciteerd"):
                made.quote()

    @pytest.mark.parametrize(
        ("kind", "decided"), [("other", Decided.NEVER), ("third_party", Decided.REPLACE)]
    )
    def test_what_may_not_be_used_and_who_was_never_asked(self, heard, kind, decided):
        text = Text.objects.get(pk=heard.talks[0].text_id)
        at = BODY.index("plek")
        row = heard.published()
        texts.mark_passage(text, start=at, end=at + 4, kind=kind, decided=decided, by=heard.anna)
        assert publishable(heard) == []
        with pytest.raises(NotNow):
            heard.quote()
        quote_actions.change_quote(
            row, words="x", edit="paraphrased", shown=frozenset(), by=heard.anna, version=1
        )
        with pytest.raises(NotNow):
            quote_actions.offer(row, by=heard.anna)

    def test_the_words_of_the_interviewer_are_not_dewis(self, heard):
        with pytest.raises(NotNow, match="deze deelnemer niet"):
            heard.quote(words="Wat mist u?")

    def test_a_passage_over_two_turns_belongs_to_nobody(self, heard):
        with pytest.raises(NotNow):
            heard.quote(words="mist u?\nD: Ik mis")

    def test_other_words_than_were_said_must_say_so(self, heard):
        row = heard.quote()
        with pytest.raises(NotNow, match="niet de woorden"):
            quote_actions.change_quote(
                row, words="Iets anders", edit="as_said", shown=frozenset(), by=heard.anna, version=1
            )

    def test_nothing_can_be_shown_that_is_not_known_of_them(self, heard):
        with pytest.raises(NotNow, match="niet bekend"):
            heard.quote(shown=frozenset({Attribute(AGE, "16-17")}))


class TestHowRecognisable:
    def test_below_five_it_goes_no_further(self, round_, anna, bilal):
        with scope(municipality=round_.municipality):
            made = listen(round_, anna, bilal, count=4)
            with pytest.raises(NotNow, match="herkenbaar"):
                quote_actions.offer(made.quote(), by=anna)

    def test_what_all_quotes_of_a_person_show_counts_together(self, heard):
        with_age = heard.quote(shown=frozenset({Attribute(AGE, "35-49")}))
        heard.quote(words=HOME, shown=QUEER)
        found = quote_queries.counted(with_age.participant, frozenset(), but=with_age.pk)
        assert found.together == QUEER
        assert found.k == 6

    def test_a_publishable_quote_closes_by_itself_when_too_few_are_left(self, heard):
        heard.published(0, shown=QUEER)
        assert publishable(heard) == [WISH]
        for at in (1, 2):
            withdraw_participant(heard.people[at], today=TODAY, why="receipt", by=None)
        assert publishable(heard) == []


class TestDewi:
    """With the slip of the first conversation, without an account."""

    @pytest.fixture
    def browser(self, client_of):
        return client_of(None)

    def say(self, browser, heard, row, answer, version=1, slip=0):
        sent = {"code": heard.slips[slip], "doe": "zin", "zin": str(row.pk), "antwoord": answer}
        return browser.post(RECEIPT, sent | {"version": str(version)}).content.decode()

    def test_she_sees_the_exact_words_and_what_stands_beside_them_only_when_asked(self, heard, browser):
        row = heard.quote(shown=QUEER)
        page = browser.post(RECEIPT, {"code": heard.slips[0]}).content.decode()
        assert WISH not in page
        quote_actions.offer(row, by=heard.anna)
        heard.read(row)
        page = browser.post(RECEIPT, {"code": heard.slips[0]}).content.decode()
        assert WISH in page
        assert "een deelnemer, queer" in page
        assert WISH not in browser.post(RECEIPT, {"code": heard.slips[1]}).content.decode()

    @pytest.mark.parametrize(
        ("answer", "status"), [("yes", "approved"), ("reword", "draft"), ("no", "refused")]
    )
    def test_yes_otherwise_or_no_is_kept_with_a_day_and_without_an_audit_line(
        self, heard, browser, answer, status
    ):
        from koersvast.audit.models import Entry

        row = heard.asked()
        before = Entry.objects.count()
        assert "Dank u wel" in self.say(browser, heard, row, answer)
        now = fresh(row)
        assert (now.status, now.answer) == (status, answer)
        assert now.answered_on is not None
        assert Entry.objects.count() == before

    def test_she_takes_her_yes_back_after_it_was_released(self, heard, browser):
        row = heard.published()
        self.say(browser, heard, row, "no")
        assert (fresh(row).status, publishable(heard)) == ("refused", [])

    def test_somebody_elses_slip_answers_nothing(self, heard, browser):
        row = heard.asked()
        assert "Deze zin is weg" in self.say(browser, heard, row, "yes", slip=1)
        assert fresh(row).status == "asked"

    def test_turning_off_the_switch_refuses_every_quote(self, heard, browser):
        row = heard.published()
        sent = {"code": heard.slips[0], "doe": "verander", "take_part": "on", "notes": "on"}
        browser.post(RECEIPT, sent)
        assert (fresh(row).status, publishable(heard)) == ("refused", [])

    def test_turning_off_notes_takes_the_quote_away(self, heard):
        row = heard.published()
        participant_actions.give_consent(
            row.participant, {"take_part": True, "quote": True}, today=TODAY, by=None
        )
        assert not Quote.objects.exists()

    def test_taking_everything_back_takes_the_quotes(self, heard):
        heard.published()
        heard.quote(1)
        withdraw_participant(heard.people[0], today=TODAY, why="receipt", by=None)
        assert Quote.objects.count() == 1
        assert QuoteReading.objects.count() == 0

    @pytest.mark.parametrize("nonsense", ["", "x", "?"])
    def test_nonsense_is_answered_with_a_sentence(self, heard, browser, nonsense):
        row = heard.asked()
        assert "Kies een antwoord" in self.say(browser, heard, row, nonsense)


class TestPages:
    def test_anna_makes_one_bilal_reads_it_and_it_is_released(self, heard, at, anna, bilal, client_of):
        fragment = heard.code(0, "behoefte")
        one, other = client_of(anna), client_of(bilal)
        page = one.get(at("add_quote", fragment.pk)).content.decode()
        assert WISH in page
        made = one.post(at("add_quote", fragment.pk), {"participant": str(heard.people[0].pk)})
        row = Quote.objects.get()
        assert made.url == at("quote", row.pk)
        page = one.get(at("quote", row.pk)).content.decode()
        assert "6 deelnemers delen" in page
        assert "Dat is weinig" in page
        one.post(at("offer_quote", row.pk))
        assert one.get(at("read_quote", row.pk)).status_code == 302
        assert "acht vragen" in other.get(at("quote", row.pk)).content.decode()
        answers = {f"q{at_}": "nee" for at_ in range(8)} | {"reason": "Veilig", "version": "1"}
        assert other.post(at("read_quote", row.pk), {"reason": "x"}).status_code == 200  # eight answers first
        assert other.post(at("read_quote", row.pk), answers).status_code == 302
        quote_actions.answer_quote(row, heard.people[0], answer="yes", version=1, today=TODAY)
        one.post(at("release_quote", row.pk))
        assert fresh(row).status == "publishable"
        assert "Mag in stukken" in one.get(at("quotes")).content.decode()

    def test_an_edit_on_the_page_shows_both_texts_when_somebody_was_first(
        self, heard, at, anna, bilal, client_of
    ):
        row = heard.quote()
        sent = {"words": "Van Anna", "edit": "paraphrased", "version": "1", "shown": ["group:queer"]}
        assert client_of(anna).post(at("edit_quote", row.pk), sent).status_code == 302
        answer = client_of(bilal).post(at("edit_quote", row.pk), sent | {"words": "Van Bilal"})
        assert answer.status_code == 409
        assert "een deelnemer, queer" in client_of(anna).get(at("quote", row.pk)).content.decode()

    def test_nobody_outside_the_team_finds_anything(self, heard, at, chris, emre, gerrit, ilse, client_of):
        row, fragment = heard.quote(), heard.code(0, "behoefte")
        finding = heard.finding("behoefte")
        paths = [at("quotes"), at("add_quote", fragment.pk), at("findings"), at("add_finding")]
        paths += [at(name, row.pk) for name in ("quote", "edit_quote", "offer_quote", "read_quote", "release_quote", "remove_quote")]  # fmt: skip
        paths += [
            at(name, finding.pk) for name in ("finding", "edit_finding", "link_finding", "remove_finding")
        ]
        for who in (chris, emre, gerrit, ilse):
            browser = client_of(who)
            for path in paths:
                assert {browser.get(path).status_code, browser.post(path).status_code} <= {404, 405}, path

    def test_many_quotes_take_as_many_queries_as_one(self, heard):
        def asked():
            with CaptureQueriesContext(connection) as queries:
                publishable(heard)
            return len(queries)

        heard.published(0)
        one = asked()
        heard.published(1)
        heard.published(2)
        assert asked() == one
        assert len(publishable(heard)) == 3


@pytest.mark.parametrize("what", ["quote", "portrait"])
def test_documents_take_words_of_people_from_one_place_only(what):
    """Whoever writes for outside knows ``publishable_quotes`` and nothing else of quotes; the same for portraits.

    An OpenQuote is what that gives: a value, which asks nothing.
    """
    source = Path(quote_queries.__file__).parents[1]
    found = []
    for feature in (
        "reports",
        "papers",
        "council",
        "exchange",
        "freezing",
        "compass",
        "decisions",
        "history",
    ):
        for path in (source / feature).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Import | ast.ImportFrom):
                    continue
                names = [alias.name for alias in node.names]
                module = getattr(node, "module", "") or ""
                found_here = [
                    name
                    for name in names
                    if what in f"{module}.{name}".lower() and name != f"Open{what.title()}"
                ]
                if (
                    module.startswith("koersvast.dialogues")
                    and found_here
                    and found_here != [f"publishable_{what}s"]
                ):
                    found.append((str(path), found_here))
    assert found == []
