"""Anna makes three questions with the keyboard only and without script, puts them in order, and fills them in."""

from __future__ import annotations

import re

import pytest
from django_scopes import scope

from koersvast.surveys import queries, routing
from koersvast.surveys.models import Edition
from tests import factories
from tests.journeys import looks
from tests.journeys.conftest import NARROW
from tests.journeys.test_deciding_without_script import follow, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def write(page, label, words):
    tab_to(page, page.get_by_role("textbox", name=re.compile(label)))
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def choose(page, label, letters):
    """In a list that is open for typing: the first choice that begins like this."""
    tab_to(page, page.get_by_role("combobox", name=label))
    page.keyboard.type(letters)


def press(page, name):
    follow(page, page.get_by_role("button", name=name))


def test_three_questions_with_routing(visitor, anna, waterveen):
    with scope(municipality=waterveen):
        factories.cycle(waterveen)
    page = visitor(anna, viewport=NARROW, javascript=False).goes_to("/GM9901/ronde/1/peilingen/")
    follow(page, page.get_by_role("link", name="Maak een vragenlijst"))
    write(page, "Naam van de vragenlijst", "Wonen")
    press(page, "Bewaar")

    choose(page, "Soort vraag", "Ge")
    press(page, "Schrijf de vraag")
    write(page, "De vraag", "Hoe oud bent u?")
    page.keyboard.press("Tab")
    press(page, "Bewaar")

    press(page, "Schrijf de vraag")
    write(page, "De vraag", "Voelt u zich veilig?")
    write(page, "Antwoorden om uit te kiezen", "Ja\nNee")
    press(page, "Bewaar")

    choose(page, "Soort vraag", "Eigen")
    press(page, "Schrijf de vraag")
    write(page, "De vraag", "Wat moet er beter?")
    choose(page, "Wanneer stellen wij dit?", "Nee")
    press(page, "Bewaar")

    press(page, re.compile("Omhoog.*Voelt"))  # the page comes back with the focus on the same thing
    assert page.evaluate("document.activeElement.value") == "omlaag:voelt_u_zich_veilig"
    assert looks.sideways(page) <= 0
    with scope(municipality=waterveen):
        made = queries.questionnaire_of(Edition.objects.get())
        assert [one.key for one in made.questions] == [
            "voelt_u_zich_veilig",
            "hoe_oud_bent_u",
            "wat_moet_er_beter",
        ]
        assert routing.problems(made) == ()

    follow(page, page.get_by_role("link", name="Vul hem in als voorbeeld"))
    tab_to(page, page.get_by_role("radio", name="Ja"))
    page.keyboard.press("Space")
    press(page, "Volgende")
    page.keyboard.press("Tab")
    write(page, "Hoe oud", "41")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Kijk uw antwoorden na").wait_for()
    assert "Wat moet er beter?" not in page.inner_text("main")  # asked of who said no
    press(page, "Vorige")
    press(page, "Vorige")
    tab_to(page, page.get_by_role("radio", name="Ja"))
    page.keyboard.press("ArrowDown")
    press(page, "Volgende")
    press(page, "Volgende")
    page.get_by_role("textbox", name=re.compile("Wat moet er beter")).wait_for()
    assert looks.sideways(page) <= 0
