"""De Sluis answers four questions on an old phone: 320 px, no script, no account; Anna takes it over."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.activities.models import Outcome
from tests import factories
from tests.journeys import looks, questioned
from tests.journeys.conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "/GM9901/vier-vragen/"


@pytest.fixture
def made(waterveen, anna, room):
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen)
        school = factories.partner(cycle, "sluis", name="Scholengroep De Sluis")
        return questioned.ask(factories.activity(school, "act-gsa", name="GSA's op alle locaties"), anna)


def in_order(page):
    assert looks.axe_findings(page) + looks.unreachable(page) + looks.small_targets(page) == []
    assert looks.sideways(page) <= 0


def fill(page, label, words):
    page.get_by_label(re.compile(label)).fill(words)


def test_four_questions_on_an_old_phone_without_script(visitor, anna, made):
    page = visitor(None, viewport=NARROW, javascript=False).goes_to(PATH)
    fill(page, "Uw code", made.code)
    page.get_by_role("button", name="Ga verder").click()
    fill(page, "Hoeveel leerlingen deden mee", "81")
    page.get_by_role("button", name="Later verder").click()
    page.get_by_text("Er is nog niets verstuurd").wait_for()

    page = visitor(None, viewport=NARROW, javascript=False).goes_to(PATH)  # another day
    fill(page, "Uw code", made.code)
    page.get_by_role("button", name="Ga verder").click()
    assert page.get_by_label(re.compile("Hoeveel leerlingen deden mee")).input_value() == "81"
    page.get_by_role("radio", name="4").check()
    fill(page, "gaven antwoord", "36")
    fill(page, "ik sta er op school", "82")
    fill(page, "Schrijf één of twee zinnen", "Meer verhalen van bi+ leerlingen.")
    page.get_by_role("button", name="Verstuur").click()
    mistakes = page.get_by_role("alert")
    assert mistakes.evaluate("node => node === document.activeElement")
    mistakes.get_by_role("link", name="Dit kunnen er niet meer zijn").click()
    assert page.url.endswith("#id_achieved")
    fill(page, "ik sta er op school", "29")
    page.get_by_role("button", name="Verstuur").click()
    page.get_by_text("Verstuurd. Dank u wel.").wait_for()
    assert looks.sideways(page) <= 0

    place = made.asked.row.municipality
    with scope(municipality=place):
        address = reverse("outcome_request", args=["GM9901", 1, made.asked.row.pk])
    page = visitor(anna, javascript=False).goes_to(address)
    page.get_by_role("button", name="Neem over").click()
    page.get_by_text("Overgenomen. Het staat nu bij de activiteit").wait_for()
    with scope(municipality=place):
        assert Outcome.objects.get(period="2026").achieved == 29


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
def test_the_link_types_its_own_code_and_every_page_is_in_order(visitor, made, size):
    person = visitor(None, viewport=size)
    page = person.goes_to(f"{PATH}#{made.code}")
    page.get_by_role("heading", name="GSA's op alle locaties").wait_for()
    assert page.url == person.base + PATH
    assert not any(made.code in url.partition("#")[0] for url in person.requests)
    in_order(page)
    page.get_by_role("button", name="Verstuur").click()
    page.get_by_role("alert").wait_for()
    in_order(page)
    for label, words in (
        ("deden mee", "81"),
        ("gaven antwoord", "36"),
        ("ik sta er op", "29"),
        ("één of twee", "Meer"),
    ):
        fill(page, label, words)
    page.get_by_role("radio", name="4").check()
    page.get_by_role("button", name="Verstuur").click()
    page.get_by_text("Verstuurd. Dank u wel.").wait_for()
    in_order(page)


def test_paper_is_typed_in_with_the_keyboard_only(visitor, anna, made):
    with scope(municipality=made.asked.row.municipality):
        cafe = factories.activity(made.asked.activity.owner, "act-cafe", name="Roze café", position=1)
        questioned.ask(cafe, anna)
    page = visitor(anna, javascript=False).goes_to("/GM9901/ronde/1/outcome/vragen/typen/")
    for name, follows in (
        ("GSA's op alle locaties", "Ingevoerd: GSA's"),
        ("Roze café", "Alle formulieren zijn"),
    ):
        page.get_by_role("heading", name=name).wait_for()
        field = page.get_by_label(re.compile("deden mee"))
        assert field.evaluate("node => node === document.activeElement")
        for key in (
            "81",
            "Tab",
            "120",
            "Tab",
            "Space",
            "Tab",
            "Tab",
            "36",
            "Tab",
            "29",
            "Tab",
            "Meer avonden",
            "Tab",
        ):
            page.keyboard.press(key) if key in ("Tab", "Space") else page.keyboard.type(key)
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        page.get_by_text(follows).wait_for()
