"""Anna decides about every activity with the keyboard only and without script, and closes the cycle."""

from __future__ import annotations

import re

import pytest
from django_scopes import scope

from koersvast.decisions import queries
from tests import factories
from tests.journeys import looks
from tests.journeys.conftest import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DECISIONS = "/GM9901/ronde/1/besluiten/"


@pytest.fixture
def cycle(waterveen):
    """Two activities of the municipality, and nothing decided."""
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen)
        town = factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")
        factories.activity(town, "act-cafe", name="Roze café")
        factories.activity(town, "act-training", name="Training", position=1)
        return cycle


def tab_to(page, locator):
    """Press Tab until this has the focus; a person without a mouse has no other way."""
    wanted = (
        locator.element_handle()
    )  # looking for it by its name after every press takes longer than the walk
    for _press in range(120):
        if page.evaluate("node => node === document.activeElement", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"never reached with the keyboard: {locator}")


def follow(page, locator):
    tab_to(page, locator)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page, label, text):
    tab_to(page, page.get_by_label(label, exact=False).first)
    page.keyboard.type(text)


def decide(page, name, downs):
    """A decision about one activity, with the arrow keys, the space bar and letters."""
    follow(page, page.get_by_role("link", name=re.compile(f"Neem een besluit.*{name}")))
    tab_to(page, page.get_by_label("Voortzetten"))
    page.keyboard.press("Space")
    for _ in range(downs):
        page.keyboard.press("ArrowDown")
    fill(page, "Waarom?", "Bezoekers komen terug, en zij vertellen dat aan anderen")
    for party in ("Gemeente", "Inwoners"):
        tab_to(page, page.get_by_role("checkbox", name=party))
        page.keyboard.press("Space")
    follow(page, page.get_by_role("button", name="Bewaar het besluit"))


@pytest.mark.parametrize("size", [NARROW], ids=["320"])  # how it looks wide: test_every_page
def test_anna_decides_about_everything_and_closes_the_cycle(visitor, anna, cycle, size):
    page = visitor(anna, viewport=size, javascript=False).goes_to(DECISIONS)
    assert "Nog geen besluit: Roze café, Training." in page.inner_text("main")
    decide(page, "Roze café", downs=1)
    assert "Nog geen besluit: Training." in page.inner_text("main")
    decide(page, "Training", downs=3)
    follow(page, page.get_by_role("link", name="Sluit de ronde af"))
    fill(page, "Hoe sluiten we deze ronde af?", "Alles is besproken")
    tab_to(page, page.get_by_role("checkbox", name="Gemeente"))
    page.keyboard.press("Space")
    follow(page, page.get_by_role("button", name="Bewaar"))
    assert "Deze ronde is afgesloten op" in page.inner_text("main")
    assert looks.sideways(page) <= 0
    with scope(municipality=cycle.municipality):
        found = queries.standing(cycle)
        assert [one.decision.decision for one in found.activities] == ["strengthen", "stop"]
        assert found.closing.reason == "Alles is besproken"
