"""Dewi answers on an old phone: 320 px, no script, no account; each page is in order at both sizes."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.exchange.actions import import_plan
from koersvast.surveys import queries
from koersvast.surveys.models import Response
from tests.journeys import looks, surveyed
from tests.journeys.conftest import NARROW, WIDE
from tests.plans import waterveen_plan

pytestmark = pytest.mark.browser


@pytest.fixture
def survey(transactional_db, waterveen, anna, room):
    cycle = import_plan(waterveen_plan(), by=None)
    with scope(municipality=waterveen):
        return surveyed.opened(cycle, anna)


def stored(survey):
    with scope(municipality=survey.municipality):
        return [queries.answers_of(row) for row in Response.objects.select_related("survey__data_key")]


def test_dewi_answers_by_keyboard_without_script(visitor, survey):
    page = visitor(None, viewport=NARROW, javascript=False).goes_to(
        reverse("answer_survey", args=["GM9901", survey.pk])
    )
    page.get_by_role("button", name="Begin").press("Enter")
    page.get_by_role("button", name="Volgende").press("Enter")
    mistake = page.get_by_role("alert")
    mistake.wait_for()
    assert mistake.evaluate("one => one === document.activeElement")
    page.get_by_label("Nee").press("Space")
    page.get_by_role("button", name="Volgende").press("Enter")
    page.get_by_label("Op straat").press("Space")
    page.get_by_role("button", name="Volgende").press("Enter")
    page.get_by_label("Wat moet er veranderen?").fill("Meer licht.")
    page.get_by_role("button", name="Vorige").press("Enter")
    assert page.get_by_label("Op straat").is_checked()
    for _page in range(5):
        page.get_by_role("button", name="Volgende").press("Enter")
    page.get_by_role("heading", name="Kijk uw antwoorden na").wait_for()
    page.get_by_text("Meer licht.").wait_for()
    page.get_by_role("button", name="Verstuur").first.press("Enter")
    page.get_by_role("heading", name="Dank u wel. Bewaar deze code.").wait_for()
    (answers,) = stored(survey)
    assert answers["wat"] == "Meer licht."
    assert page.context.cookies() == []


def test_every_page_that_she_sees_is_in_order(visitor, survey):
    dewi = visitor(None, viewport=WIDE)
    page = dewi.goes_to(reverse("answer_survey", args=["GM9901", survey.pk]))
    problems = {}

    def look(name):
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            found = looks.axe_findings(page) + looks.unreachable(page) + looks.small_targets(page)
            found += ["scrolls sideways"] if looks.sideways(page) > 0 else []
            if found:
                problems[name, size["width"]] = found

    look("begin")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Volgende").click()
    look("a mistake")
    page.get_by_label("Nee").check()
    for name in ("many answers", "own words", "a matrix", "a number", "a date"):
        page.get_by_role("button", name="Volgende").click()
        look(name)
    page.get_by_role("button", name="Volgende").click()
    look("all answers")
    page.get_by_role("button", name="Verstuur").first.click()
    look("thanks")
    code = "".join(page.locator(".kv-code li").all_inner_texts())
    page.get_by_role("link", name="Mijn antwoorden zien, veranderen of wissen").click()
    page.get_by_label("Uw code").fill(code)
    page.get_by_role("button", name="Ga verder").click()
    look("receipt")
    page.get_by_role("button", name="Toon mijn antwoorden").click()
    look("her answers")
    page.get_by_role("button", name="Haal mijn antwoorden weg").click()
    page.get_by_role("button", name="Ja, wis mijn antwoorden").click()
    look("gone")
    assert problems == {}
    assert stored(survey) == []
    assert all(url.startswith((dewi.base, "data:")) for url in dewi.requests)


def test_a_code_behind_the_address_is_never_sent_with_it(visitor, survey):
    dewi = visitor(None, viewport=NARROW)
    code = "7K3M9QXT2F8DW5HN0VBRC6YJ4PZA"
    page = dewi.goes_to(reverse("with_code", args=["GM9901"]) + f"#{code}")
    assert page.get_by_label("Code").input_value() == code
    assert code not in page.url
    assert not any(code in url for url in dewi.requests)
