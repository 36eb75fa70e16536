"""Typing during a conversation: a browser that dies, two people at once, the slip, the page of who took part."""

from __future__ import annotations

import contextlib
import re

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.dialogues import actions
from koersvast.texts import actions as texts
from koersvast.texts.models import Text
from koersvast.texts.queries import open_text
from tests import factories
from tests.journeys import looks
from tests.journeys.conftest import NARROW

pytestmark = pytest.mark.browser


@pytest.fixture
def talk(transactional_db, waterveen, anna, bilal):
    with scope(municipality=waterveen):
        made = actions.open_round(factories.cycle(waterveen, 2), by=anna, title="Gesprekken")
        texts.put_in_team(made.collection, user=bilal, task="interviewer", by=anna)
        return actions.plan_conversation(made, kind="interview", by=anna, held_on="2026-11-22")


def address(talk, name):
    return reverse(name, args=["GM9901", 2, talk.round.collection_id, talk.pk])


def code_on(slip):
    slip.locator(".kv-code li").first.wait_for()
    return "".join(slip.locator(".kv-code li").all_inner_texts())


def stored(talk):
    with scope(municipality=talk.municipality):
        return open_text(Text.objects.get(pk=talk.text_id)).body


def test_a_browser_that_dies_loses_at_most_ten_seconds(visitor, anna, talk):
    page = visitor(anna).goes_to(address(talk, "type_text"))
    page.locator("textarea").press_sequentially("V: Hoe is het om hier te wonen?", delay=10)
    page.get_by_text("Bewaard om").wait_for()
    page.locator("textarea").press_sequentially("\nD: Dit staat er al.", delay=10)
    page.wait_for_timeout(4500)  # less than ten seconds
    page.locator("textarea").press_sequentially(" En dit net niet.", delay=1)
    with contextlib.suppress(Exception):
        page.goto("chrome://crash", timeout=2000)  # the page is gone without a goodbye
    assert stored(talk).startswith("V: Hoe is het om hier te wonen?\nD: Dit staat er al.")
    again = visitor(anna).goes_to(address(talk, "type_text"))
    assert "Dit staat er al." in again.locator("textarea").input_value()


def test_two_people_who_type_at_once_both_keep_their_words(visitor, anna, bilal, talk):
    first = visitor(anna).goes_to(address(talk, "type_text"))
    second = visitor(bilal).goes_to(address(talk, "type_text"))
    first.fill("textarea", "V: Van Anna")
    first.get_by_text("Bewaard om").wait_for()
    second.fill("textarea", "V: Van Bilal")
    second.wait_for_selector("[data-kv-theirs]:not([hidden])")
    assert second.locator("[data-kv-theirs] pre").inner_text() == "V: Van Anna"
    assert second.locator("textarea").input_value() == "V: Van Bilal"
    assert looks.axe_findings(second) == []
    second.fill("textarea", "V: Van Anna\nV: Van Bilal")
    second.get_by_role("button", name="Bewaar", exact=True).click()
    second.wait_for_url(re.compile("typen"))
    assert stored(talk) == "V: Van Anna\nV: Van Bilal"


def test_from_consent_to_taking_back_without_script(visitor, anna, talk):
    page = visitor(anna, javascript=False).goes_to(address(talk, "add_participant"))
    for switch in ("take_part", "notes"):
        page.check(f"[name={switch}]")
    page.click("main button[type=submit]")
    code = code_on(page)
    dewi = visitor(None, viewport=NARROW, javascript=False).goes_to("/GM9901/bewijs/")
    for step in ("Ga verder", "Haal alles van mij weg", "Ja, haal alles weg"):
        if step == "Ga verder":
            dewi.fill("[name=code]", code.lower())
        assert looks.sideways(dewi) <= 0
        dewi.get_by_role("button", name=step).click()
    assert dewi.locator("h1").inner_text() == "Alles is weggehaald"
    assert code not in dewi.url


@pytest.mark.parametrize("step", ["code", "choices", "withdraw"])
def test_the_pages_for_who_has_a_slip_are_in_order(visitor, anna, talk, step):
    slip = visitor(anna).goes_to(address(talk, "add_participant"))
    slip.check("[name=take_part]")
    slip.click("main button[type=submit]")
    code = code_on(slip)
    assert looks.axe_findings(slip) == []
    page = visitor(None, viewport=NARROW).goes_to("/GM9901/bewijs/")
    if step != "code":
        page.fill("[name=code]", code)
        page.get_by_role("button", name="Ga verder").click()
    if step == "withdraw":
        page.get_by_role("button", name="Haal alles van mij weg").click()
    assert looks.axe_findings(page) == []
    assert looks.sideways(page) <= 0
    assert looks.unreachable(page) == []
    assert looks.small_targets(page) == []
