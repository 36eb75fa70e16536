"""What already left: kept without a word of it, told to who said it, and said on the drafts."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.management import call_command
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.decisions.models import Decision
from koersvast.dialogues import participant_actions, portrait_actions, publication_queries, quote_actions
from koersvast.dialogues.models import Participant, Published
from koersvast.dialogues.publication_actions import BUILDING, note_published
from koersvast.dialogues.views import receipts as receipt_page
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.exchange.queries import export_plan
from koersvast.freezing import actions as freezing
from koersvast.freezing.models import FrozenCopy
from koersvast.jobs import actions as jobs
from koersvast.jobs.models import Job
from koersvast.vault.guessing import Guesses
from tests import factories
from tests.dialogues.conftest import TODAY
from tests.dialogues.heard import WISH, listen
from tests.dialogues.woven import OWN, woven

pytestmark = pytest.mark.django_db
MADE = datetime.date(2027, 3, 12)
RECEIPT = "/GM9901/bewijs/"


@pytest.fixture(autouse=True)
def _nobody_guessed(monkeypatch):
    monkeypatch.setattr(receipt_page, "GUESSING", Guesses())


@pytest.fixture
def heard(round_, anna, bilal):
    with scope(municipality=round_.municipality):
        yield listen(round_, anna, bilal)


def note(heard, *rows: Model, kind="perspectives", on=MADE):
    return note_published(heard.round.cycle, [row.pk for row in rows], kind=kind, today=on)


def take_back(heard, at=0, on=TODAY):
    withdraw_participant(heard.people[at], today=on, why="receipt", by=None)


def old(heard):
    return publication_queries.outdated(heard.round.cycle)


class TestWhatIsKept:
    def test_a_quote_once_a_day_and_kind_however_often_it_is_made(self, heard):
        row = heard.published()
        for _time in range(2):
            note(heard, row)
        note(heard, row, kind="leaflet")
        note(heard, row, on=MADE + datetime.timedelta(days=1))
        kept = [(one.kind, one.on, one.participant_id) for one in Published.objects.order_by("on", "kind")]
        later = MADE + datetime.timedelta(days=1)
        who = heard.people[0].pk
        assert kept == [("leaflet", MADE, who), ("perspectives", MADE, who), ("perspectives", later, who)]

    def test_a_portrait_for_everybody_it_was_woven_from(self, heard):
        note(heard, woven(heard))
        assert set(Published.objects.values_list("participant", flat=True)) == {
            one.pk for one in heard.people[:3]
        }

    def test_what_belongs_to_no_quote_of_this_cycle_is_not_noted(self, heard, zandermeer):
        with scope(municipality=zandermeer):
            other = factories.cycle(zandermeer, 1)
            note_published(other, [heard.round.pk, uuid.uuid4()], kind="leaflet", today=MADE)
        assert not Published.objects.exists()

    def test_it_stays_after_everything_was_taken_back_and_holds_no_word(self, heard):
        note(heard, heard.published(), woven(heard))
        take_back(heard)
        assert Published.objects.count() == 4
        stored = " ".join(str(value) for row in Published.objects.values_list() for value in row)
        assert "plek" not in stored
        assert not {"words", "shown", "text"} & {field.name for field in Published._meta.fields}

    def test_it_stays_when_the_participant_is_gone(self, heard):
        note(heard, heard.published())
        Participant.objects.filter(pk=heard.people[0].pk).delete()
        assert Published.objects.get().participant_id is None


class TestWhoSaidIt:
    def test_dewi_reads_at_her_slip_where_it_already_stood_before_and_after(self, heard, client_of):
        note(heard, heard.published())
        browser = client_of(None)

        def page(wish, slip=0):
            return browser.post(RECEIPT, {"code": heard.slips[slip], "doe": wish}).content.decode()

        for wish in ("", "weg", "echt weg", ""):
            found = page(wish)
            assert "Dit stond al in een stuk" in found
            assert "Perspectieven, 12 maart 2027" in found
            assert "kunnen wij niet terughalen" in found
        assert "Dit stond al in een stuk" not in page("", slip=1)

    def test_the_command_says_it_too_also_the_second_time(self, heard, capsys):
        note(heard, heard.published())
        for _time in range(2):
            call_command("withdraw", heard.slips[0])
            assert "Dit stond al in een stuk: Perspectieven, 12 maart 2027." in capsys.readouterr().out

    def test_the_team_reads_it_at_the_conversation_the_round_and_the_quotes(self, heard, at, anna, client_of):
        note(heard, heard.published(), woven(heard))
        browser = client_of(anna)
        assert "Stond in een stuk" not in browser.get(at("dialogue")).content.decode()
        assert (
            "12 maart 2027"
            in browser.get(at("withdraw_participant", heard.talks[0].pk, heard.people[0].pk)).content.decode()
        )
        take_back(heard, on=datetime.date(2027, 4, 3))
        for name in ("dialogue", "quotes"):
            page = browser.get(at(name)).content.decode()
            assert "Een citaat: Perspectieven, 12 maart 2027. Teruggetrokken op 3 april 2027." in page
            assert "Een portret: Perspectieven, 12 maart 2027. Teruggetrokken op 3 april 2027." in page
            assert "kopieën bij besluiten" in page
        assert (
            "Perspectieven, 12 maart 2027"
            in browser.get(at("conversation", heard.talks[0].pk)).content.decode()
        )

    def test_at_a_table_it_stands_with_who_took_it_back(self, heard, at, anna, client_of, table):
        note(heard, heard.published())
        Published.objects.update(participant=table.first)
        withdraw_participant(table.first, today=TODAY, why="receipt", by=None)
        page = client_of(anna).get(at("conversation", table.talk.pk)).content.decode()
        assert "Stond al in een stuk: Perspectieven, 12 maart 2027." in " ".join(page.split())


class TestDrafts:
    @pytest.fixture
    def browser(self, heard, anna, client_of):
        return client_of(anna)

    def test_a_document_with_a_quote_that_was_taken_back_asks_to_be_made_again(self, heard, browser):
        base = ["GM9901", heard.round.cycle.number]
        paths = [reverse("documents", args=base), reverse("paper", args=[*base, "council_letter"])]
        note(heard, heard.published(), kind="council_letter")
        said = "Sinds dit stuk op 12 maart 2027 is gemaakt,"
        for path in paths:
            assert said not in browser.get(path).content.decode()
        take_back(heard)
        for path in paths:
            page = browser.get(path).content.decode()
            assert said in page
            assert "is een citaat teruggetrokken" in page
            assert "Maak het opnieuw" in page
        other = reverse("paper", args=[*base, "budget_text"])
        assert said not in browser.get(other).content.decode()

    @pytest.mark.parametrize("how", ["no", "switch", "edit", "withdrawn"])
    def test_however_it_stopped_being_publishable(self, heard, how):
        row = heard.published()
        note(heard, row)
        if how == "no":
            quote_actions.answer_quote(row, row.participant, answer="no", version=1, today=TODAY)
        elif how == "switch":
            participant_actions.withdraw_switch(row.participant, "quote", today=TODAY, by=None)
        elif how == "edit":
            quote_actions.change_quote(
                row, words="Iets.", edit="paraphrased", shown=frozenset(), by=heard.anna, version=1
            )
        else:
            take_back(heard)
        assert (old(heard)["perspectives"].on, old(heard)["perspectives"].quotes) == (MADE, 1)

    def test_a_portrait_whose_source_went_counts_as_one_portrait(self, heard):
        note(heard, woven(heard))
        assert old(heard) == {}
        take_back(heard)
        assert (old(heard)["perspectives"].quotes, old(heard)["perspectives"].portraits) == (0, 1)

    @pytest.mark.parametrize("later", [0, 3])
    @pytest.mark.parametrize("again", ["without", "with another"])
    def test_made_again_without_it_nothing_is_asked_any_more(self, heard, later, again):
        note(heard, heard.published())
        other = heard.published(1)
        take_back(heard)
        note(heard, *([other] if again == "with another" else []), on=MADE + datetime.timedelta(days=later))
        assert old(heard) == {}
        assert len(publication_queries.gone_from(heard.round)) == 1  # and the list stays honest

    def test_a_file_that_nobody_fetched_yet_goes(self, heard, anna, client_of):
        note(heard, heard.published())
        cycle = heard.round.cycle

        def waiting(kind):
            made = Job.objects.create(
                municipality=cycle.municipality, name=BUILDING, by_id=anna.pk, state="done",
                created_at=timezone.now(), arguments={"cycle_id": str(cycle.pk), "kind": kind},
            )  # fmt: skip
            jobs.keep_file(made, name="a.pdf", media_type="application/pdf", content=b"%PDF")
            return made

        with_it, without = waiting("perspectives"), waiting("action_plan")
        take_back(heard)
        browser = client_of(anna)
        page = browser.get(reverse("job", args=["GM9901", with_it.pk])).content.decode()
        assert "Maak het stuk opnieuw" in page
        assert "Haal het bestand op" not in page
        assert browser.get(reverse("job_download", args=["GM9901", with_it.pk])).status_code == 404
        assert browser.get(reverse("job_download", args=["GM9901", without.pk])).status_code == 200


def test_a_frozen_copy_holds_nothing_of_conversations(heard, anna):
    """What college and council decided about stays as it was: so no word or count of a conversation may be in it."""
    quote, portrait = heard.published(), woven(heard)
    finding = heard.finding("behoefte", statement="Er mist een kanariegele plek.", visibility="publiek")
    note(heard, quote, portrait)
    cycle = heard.round.cycle
    made = Decision.objects.create(
        municipality=cycle.municipality, cycle=cycle, key="b", kind="adopt_plan", body="council", decided_on="2027-03-12"
    )  # fmt: skip
    freezing.keep(made, export_plan(cycle), by=anna, now=timezone.now())
    copy = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for value in FrozenCopy.objects.values_list().get()
    )
    assert cycle.title.encode() in copy  # the search does find
    for said in (WISH, OWN.split("\n")[0], finding.statement, portrait.title, heard.round.title):
        assert said.encode() not in copy
    assert str(portrait_actions.Portrait.objects.get().pk).encode() not in copy
