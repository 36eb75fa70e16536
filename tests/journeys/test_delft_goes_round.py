"""The plan of Delft goes round: baseline, two periods of outcome, review, verdicts, decisions, adopted, the next cycle."""

from __future__ import annotations

import re

import pytest
import yaml
from django_scopes import scope

from koersvast.activities.models import Activity, Outcome
from koersvast.cycles.models import Cycle
from koersvast.decisions import actions
from koersvast.decisions.models import Decision, ResultVerdict, ReviewRemark
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.freezing.models import FrozenCopy
from koersvast.goals.models import Goal
from koersvast.indicators.models import GoalIndicator
from koersvast.people.models import Membership
from tests import people
from tests.journeys import looks
from tests.plans import delft_at_baseline, plan_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROUND = "/GM0503/ronde/1/"
BY_HAND = {"act-comingout", "act-weerbaar"}


@pytest.fixture
def delft(db):
    return people.municipality("GM0503", "Delft")


@pytest.fixture
def sanne(delft):
    """Policy officer of Delft."""
    return people.person("Sanne", delft, people.ROLES["anna"])


def save(page, name="Bewaar"):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def field(page, name):
    """A field by the start of its label, with or without what stands in brackets behind it."""
    return page.get_by_label(re.compile(f"^{re.escape(name)}", re.IGNORECASE)).first


def fill_in(page, facts):
    for label, value in facts.items():
        field(page, label).fill(value)


def said(page):
    return page.inner_text("main")


def the_rest_is_decided(cycle, sanne):
    """What the table decided about the other activities, as the file of Delft has it."""
    member = Membership.objects.get(user=sanne)
    for row in plan_of("delft")["decisions"]:
        if row["kind"] == "activity" and row["about"] not in BY_HAND:
            facts = {
                name: row[name] for name in ("kind", "body", "decided_on", "decision", "reason", "parties")
            }
            actions.take_decision(cycle, member=member, about_key=row["about"], **facts)


def test_from_baseline_to_the_next_cycle(visitor, sanne, delft):
    window = visitor(sanne)

    # The plan comes in from its file; the baseline is there
    page = window.goes_to("/GM0503/plan/invoeren/")
    file = yaml.safe_dump(delft_at_baseline(), allow_unicode=True, sort_keys=False).encode()
    page.set_input_files("input[type=file]", {"name": "delft.yaml", "mimeType": "text/yaml", "buffer": file})
    save(page, "Bekijk het plan")
    assert "Dit wordt ronde 1. Er is nog niets bewaard." in said(page)
    save(page, "Bewaar het plan")
    with scope(municipality=delft):
        cycle = Cycle.objects.get()
        goal = Goal.objects.get(key="r-acceptatie")
        shown = GoalIndicator.objects.get(goal=goal).indicator
        groups = Activity.objects.get(key="act-comingout")
    page = window.goes_to(f"{ROUND}cijfers/{shown.pk}/")
    assert "88%" in said(page)
    assert "90%" not in said(page)

    # A later measurement
    page.get_by_role("link", name="Schrijf een meting op").click()
    fill_in(
        page,
        {
            "Over welke periode?": "2022", "Waarde": "90", "Marge laag": "87", "Marge hoog": "92",
            "Aantal deelnemers": "640", "Plaats": "Delft", "Plaatscode": "GM0503", "Bevolking": "inwoners 15+",
            "Reeks": "enq-d", "Bron": "Inwonersenquête Delft (verzonnen)",
        },
    )  # fmt: skip
    page.get_by_label("Soort steekproef").select_option("Lokale enquête")
    save(page)
    assert "90%" in said(page)

    # What an activity brought its participants, in two periods
    for year, reached, useful, answers, achieved in (
        ("2020", "18", "4,4", "16", "11"),
        ("2021", "24", "4,5", "22", "17"),
    ):
        page = window.goes_to(f"{ROUND}activiteiten/{groups.pk}/")
        page.get_by_role("link", name="Vertel over een periode").click()
        fill_in(
            page,
            {
                "Over welke periode?": year, "Hoeveel deden mee": reached, "Nut: gemiddelde": useful,
                "Nut: aantal antwoorden": answers, "Nut: schaal": "1-5", "Doel bereikt: hoeveel": achieved,
                "Doel bereikt: van hoeveel": answers,
            },
        )  # fmt: skip
        save(page)
    assert "2020" in said(page)
    assert "2021" in said(page)

    # An evening with three parties: each says something of its own, together they answer
    page = window.goes_to(f"{ROUND}verbetergesprekken/")
    page.get_by_role("link", name="Plan een verbetergesprek").click()
    fill_in(page, {"Hoe heet het gesprek?": "Eindgesprek", "Wanneer?": "2022-11-16"})
    for party in ("Gemeente", "Inwoners", "Aanbieders"):
        page.get_by_role("checkbox", name=party, exact=True).check()
    save(page)
    page.get_by_role("link", name="Begin bij wat nog open is").click()
    item = page.url
    assert goal.text in page.inner_text("h1")
    for party, stance, words in (
        ("Gemeente", "Eens", "De houding bleef hoog"),
        ("Inwoners", "Oneens", "Op straat merken wij het nog niet"),
        ("Aanbieders", "Eens", "In de klas gaat het beter"),
    ):
        page.get_by_role("radio", name=party, exact=True).check()
        page.get_by_role("radio", name=stance, exact=True).check()
        page.get_by_label("Wat zegt deze partij?").fill(words)
        page.get_by_role("button", name="Zet erbij").click()
        page.get_by_text(words, exact=True).first.wait_for()
    page.get_by_role("link", name="Beantwoord de vijf vragen").click()
    fill_in(page, {"Wat vinden we ervan?": "Stabiel hoog", "Wat doen we?": "Meer aandacht voor verenigingen"})
    save(page, "Bewaar de antwoorden")
    assert "Besproken door: Gemeente, Inwoners, Aanbieders." in said(page)

    # The verdict on the result: the figures propose, people say
    page = window.goes_to(f"{ROUND}oordelen/{goal.pk}/")
    assert "Wat zeggen de cijfers?" in said(page)
    page.get_by_role("radio", name="Nog niet te zeggen", exact=True).check()
    field(page, "Uw reden").fill("De marges overlappen elkaar")
    for party in ("Gemeente", "Inwoners", "Aanbieders"):
        page.get_by_role("checkbox", name=party, exact=True).check()
    save(page, "Bewaar dit oordeel")
    assert "De marges overlappen elkaar" in said(page)

    # A decision per activity: two by hand, the rest as the table said
    page = window.goes_to(f"{ROUND}besluiten/")
    assert "Over 0 van de 10 activiteiten is besloten." in said(page)
    assert page.get_by_role("link", name="Sluit de ronde af").count() == 0
    for name, word, reason in (
        ("Coming-outgroepen", "Versterken", "Nuttig, weinig uitval, een wachtlijst"),
        ("Weerbaarheidstraining met sport", "Stoppen", "Twee jaar weinig deelnemers"),
    ):
        page = window.goes_to(f"{ROUND}besluiten/")
        page.get_by_role("link", name=re.compile(f"Neem een besluit.*{name}")).click()
        page.get_by_role("radio", name=word, exact=True).check()
        page.get_by_label("Waarom?").fill(reason)
        for party in ("Gemeente", "Inwoners"):
            page.get_by_role("checkbox", name=party, exact=True).check()
        save(page, "Bewaar het besluit")
    with scope(municipality=delft):
        the_rest_is_decided(cycle, sanne)
    page = window.goes_to(f"{ROUND}besluiten/")
    page.get_by_role("link", name="Sluit de ronde af").click()
    page.get_by_label("Hoe sluiten we deze ronde af?").fill("Alles is besproken")
    page.get_by_role("checkbox", name="Gemeente", exact=True).check()
    save(page)
    assert "Deze ronde is afgesloten op" in said(page)

    # The college adopts: what it was about is kept as it is
    page.get_by_role("link", name="Leg een besluit van college of raad vast").click()
    page.get_by_label("Besluit over het plan").check()
    page.get_by_label("College van B en W").check()
    page.get_by_label("Nummer van het document").fill("Collegebesluit 22-310")
    page.get_by_label("Waarom?").fill("Zo staat vast wat deze ronde bracht")
    save(page)
    assert "Niets veranderd." in said(page)
    with scope(municipality=delft):
        kept, before = bytes(FrozenCopy.objects.get().content), export_plan(cycle)

    # The next cycle: what stops stays behind, the last measurement is the new baseline
    page = window.goes_to(f"{ROUND}volgende-ronde/")
    assert page.get_by_label(re.compile("Coming-outgroepen")).is_checked()
    assert not page.get_by_label(re.compile("Weerbaarheidstraining met sport")).is_checked()
    page.get_by_label("Titel").fill("Delft 2023-2026")
    save(page, "Open deze ronde")
    assert "De nieuwe ronde staat klaar." in said(page)
    assert "Weerbaarheidstraining met sport" in said(page)
    assert "Twee jaar weinig deelnemers" in said(page)
    assert looks.sideways(page) <= 0
    with scope(municipality=delft):
        new = Cycle.objects.get(number=2)
        again = new.goals.get(key="r-acceptatie")
        assert GoalIndicator.objects.get(goal=again).baseline.value == 90
        # The old round is as it was, to the letter
        assert export_plan(cycle) == before
        assert bytes(FrozenCopy.objects.get().content) == kept
        assert [row.period for row in Outcome.objects.order_by("period")] == ["2020", "2021"]
        assert ReviewRemark.objects.count() == 3
        assert ResultVerdict.objects.get().verdict == "too_early"
        assert Decision.objects.filter(cycle=cycle, kind="activity").count() == 10

    # One line through time
    page = window.goes_to(f"/GM0503/ronde/2/doelen/{again.pk}/door-de-tijd/")
    assert "2 rondes" in said(page)
    assert "Nog niet te zeggen" in said(page)
    assert page.locator("main svg").count() > 0
    assert looks.sideways(page) <= 0
    page.goto(item)
    assert "Op straat merken wij het nog niet" in said(page)


def test_the_whole_file_says_the_same_as_walking_it(delft):
    """What the journey starts from is the file of Delft without what came later, and nothing else."""
    cycle = import_plan(delft_at_baseline(), by=None)
    with scope(municipality=delft):
        assert not Outcome.objects.exists()
        assert not Decision.objects.exists()
        assert cycle.activities.count() == len(plan_of("delft")["activities"])
