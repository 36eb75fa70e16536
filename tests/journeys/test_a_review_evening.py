"""One evening: Anna, Bilal and Emre go through a result together; two type at once and nothing is lost."""

from __future__ import annotations

import re

import pytest
from django_scopes import scope

from koersvast.cycles.models import Session
from koersvast.decisions.models import ReviewRemark, ReviewTopic
from tests import factories
from tests.journeys import looks
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.test_deciding_without_script import fill, follow, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evening(waterveen):
    """An evening with one result and one activity."""
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen, visibility="partners")
        town = factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")
        factories.partner(cycle, "welzijn", party="provider", name="Welzijn Waterveen")
        result = factories.result(factories.ambition(cycle), text="Meer inwoners voelen zich veilig")
        factories.activity(town, "act-cafe", (result,), name="Roze café")
        session = Session.objects.create(
            municipality=waterveen, cycle=cycle, key="s-1", step=6, kind="review", title="Verbeteravond",
            held_on="2026-11-12", parties=["municipality", "provider"],
        )  # fmt: skip
        return f"/GM9901/ronde/1/verbetergesprekken/{session.pk}/resultaat/{result.pk}/"


def say(page, stance, words):
    page.get_by_role("radio", name=stance, exact=True).check()
    page.get_by_label("Wat zegt deze partij?").fill(words)
    page.get_by_role("button", name="Zet erbij").click()


def test_three_people_at_one_evening_and_nothing_is_lost(visitor, anna, bilal, emre, evening, waterveen):
    at_the_screen = visitor(anna, viewport=WIDE).goes_to(evening + "?scherm")
    laptop = visitor(bilal, viewport=WIDE).goes_to(evening)
    phone = visitor(emre, viewport=NARROW).goes_to(evening)
    assert phone.get_by_role("radio", name="Aanbieders").is_checked()  # his own party
    say(laptop, "Eens", "Wij zien dat ook")
    say(phone, "Oneens", "Onze bezoekers merken er niets van")
    for words in ("Wij zien dat ook", "Onze bezoekers merken er niets van"):
        at_the_screen.get_by_text(words).wait_for()  # comes in by itself
    # two people answer the five questions at the same moment
    both = [visitor(who, viewport=WIDE).goes_to(evening + "antwoorden/") for who in (anna, bilal)]
    for page, words in zip(both, ("Goed", "Nog niet overal goed"), strict=True):
        page.get_by_label("Wat vinden we ervan?").fill(words)
    both[0].get_by_role("button", name="Bewaar de antwoorden").click()
    both[0].wait_for_url(re.compile("#antwoorden"))
    both[1].get_by_role("button", name="Bewaar de antwoorden").click()
    both[1].get_by_role("heading", name="Iemand anders was u net voor").wait_for()
    assert both[1].get_by_label("Wat vinden we ervan?").last.input_value() == "Nog niet overal goed"
    both[1].get_by_label("Wat vinden we ervan?").last.fill("Goed, nog niet overal")
    both[1].get_by_role("button", name="Bewaar deze tekst").click()
    both[1].wait_for_url(re.compile("#antwoorden"))
    with scope(municipality=waterveen):
        assert ReviewTopic.objects.get().judge == "Goed, nog niet overal"
        assert ReviewRemark.objects.count() == 2


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
def test_anna_goes_through_one_result_by_keyboard_without_script(visitor, anna, evening, waterveen, size):
    page = visitor(anna, viewport=size, javascript=False).goes_to(evening)
    assert "Nog niet besproken" in page.inner_text("main")
    tab_to(page, page.get_by_role("radio", name="Gemeente", exact=True))
    page.keyboard.press("ArrowRight")  # on behalf of the residents
    fill(page, "Wat zegt deze partij?", "In de bus is het erger")
    follow(page, page.get_by_role("button", name="Zet erbij"))
    follow(page, page.get_by_role("link", name="Beantwoord de vijf vragen"))
    fill(page, "Wat vinden we ervan?", "Nog niet goed")
    follow(page, page.get_by_role("button", name="Bewaar de antwoorden"))
    assert "Besproken door: Gemeente, Inwoners, Aanbieders." in page.inner_text("main")
    follow(page, page.get_by_role("link", name=re.compile("Volgende activiteit")).first)
    assert "Roze café" in page.inner_text("h1")
    assert looks.sideways(page) <= 0
    with scope(municipality=waterveen):
        assert ReviewRemark.objects.get().party == "residents"
