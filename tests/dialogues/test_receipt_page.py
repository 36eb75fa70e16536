"""Dewi, who has no account and a slip: she sees what she allowed, changes it, or takes everything back."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.dialogues import actions, queries
from koersvast.dialogues.models import Conversation
from koersvast.dialogues.rules import telling_words
from koersvast.dialogues.views import receipts as page_of
from koersvast.vault import receipts
from koersvast.vault.guessing import Guesses
from koersvast.vault.models import DataKey
from tests.dialogues.conftest import TODAY

pytestmark = pytest.mark.django_db
PATH = "/GM9901/bewijs/"


@pytest.fixture(autouse=True)
def _nobody_guessed(monkeypatch):
    monkeypatch.setattr(page_of, "GUESSING", Guesses())


@pytest.fixture
def browser(client_of):
    return client_of(None)


def test_the_address_is_the_one_on_the_screen_of_the_slip():
    assert reverse("receipt", args=["GM9901"]) == PATH


def test_dewi_sees_what_she_allowed_and_nothing_of_what_she_said(browser, dewi):
    page = browser.post(PATH, {"code": " ".join(receipts.groups(dewi.code)).lower()})
    text = page.content.decode()
    assert text.count(" checked") == 6
    assert "Haal alles van mij weg" in text
    assert "Turfkade" not in text
    assert "35-49" not in text
    assert "queer" not in text


def test_the_page_is_neutral_keeps_nothing_and_sets_no_cookie_but_one(browser, dewi, settings):
    for answer in (browser.get(PATH), browser.post(PATH, {"code": dewi.code})):
        assert "no-store" in answer.headers["Cache-Control"]
        assert set(answer.cookies) <= {settings.CSRF_COOKIE_NAME}
        text = re.sub(r"<(script|link|meta)[^>]*>", "", answer.content.decode())
        assert "Koersvast" not in text
        assert telling_words(text) == []
        assert "Snel weg" in text


def test_the_code_never_stands_in_an_address(browser, dewi):
    assert browser.get(PATH, {"code": dewi.code}).content.decode().count(dewi.code) == 0
    text = browser.post(PATH, {"code": dewi.code}).content.decode()
    assert dewi.code not in " ".join(re.findall(r'(?:href|action)="([^"]*)"', text))


def test_she_changes_a_switch_and_it_counts_at_once(browser, dewi):
    sent = {"code": dewi.code, "doe": "verander", "take_part": "on", "notes": "on"}
    page = browser.post(PATH, sent).content.decode()
    assert "geldt vanaf vandaag" in page
    assert page.count(" checked") == 2
    with scope(municipality=dewi.talk.municipality):
        assert not queries.allows(queries.latest_consents([dewi.row.pk])[dewi.row.pk], "quote")


def test_no_longer_taking_part_asks_whether_everything_goes(browser, dewi):
    page = browser.post(PATH, {"code": dewi.code, "doe": "verander"}).content.decode()
    assert "Ja, haal alles weg" in page
    with scope(municipality=dewi.talk.municipality):
        assert dewi.row.consents.count() == 1


def test_she_takes_everything_back_in_two_steps(browser, dewi):
    first = browser.post(PATH, {"code": dewi.code, "doe": "weg"}).content.decode()
    assert "Dit gaat weg" in first
    assert "Dit kan niet terug" in first
    with scope(municipality=dewi.talk.municipality):
        assert DataKey.objects.exists()
    last = browser.post(PATH, {"code": dewi.code, "doe": "echt weg"}).content.decode()
    assert "Alles is weggehaald" in last
    with scope(municipality=dewi.talk.municipality):
        assert not DataKey.objects.exists()
        assert Conversation.objects.get().withdrawn_on
    assert "Alles is weggehaald" in browser.post(PATH, {"code": dewi.code}).content.decode()


def test_she_reads_what_was_done_when_there_is_feedback(browser, dewi, anna):
    assert "leest u hier wat wij hoorden" in browser.post(PATH, {"code": dewi.code}).content.decode()
    with scope(municipality=dewi.talk.municipality):
        told = {"heard": "De kade is donker", "doing": "Lampen", "not_doing": "Geen bus"}
        actions.give_feedback(dewi.talk.round, told, today=TODAY, by=anna, version=1)
    page = browser.post(PATH, {"code": dewi.code}).content.decode()
    assert "De kade is donker" in page
    assert "Geen bus" in page


def test_a_typing_mistake_is_told_kindly_and_is_no_guess(browser, dewi):
    wrong = dewi.code[:-1] + ("0" if dewi.code[-1] != "0" else "1")
    for _time in range(15):
        page = browser.post(PATH, {"code": wrong})
        assert page.status_code == 200
        assert "Er zit een typefout" in page.content.decode()


def test_who_guesses_is_slowed_after_ten(browser, dewi):
    codes = [browser.post(PATH, {"code": receipts.make()}).status_code for _time in range(11)]
    assert codes == [200] * 10 + [429]
    slowed = browser.post(PATH, {"code": receipts.make()})
    assert 0 < int(slowed.headers["Retry-After"]) <= 60
    assert "te veel verkeerde codes" in slowed.content.decode()


def test_a_whole_office_behind_one_address_is_not(browser, dewi):
    codes = [browser.post(PATH, {"code": dewi.code}).status_code for _time in range(60)]
    assert codes == [200] * 60


def test_an_address_that_a_visitor_makes_up_is_not_believed(browser, dewi, settings):
    for number in range(10):
        browser.post(PATH, {"code": receipts.make()}, headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert browser.post(PATH, {"code": receipts.make()}).status_code == 429


def test_behind_a_proxy_the_address_that_the_proxy_wrote_counts(browser, dewi, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(10):
        browser.post(
            PATH, {"code": receipts.make()}, headers={"X-Forwarded-For": f"9.9.9.{number}, 203.0.113.7"}
        )
    other = {"X-Forwarded-For": "9.9.9.1, 203.0.113.8"}
    same = {"X-Forwarded-For": "9.9.9.99, 203.0.113.7"}
    assert browser.post(PATH, {"code": receipts.make()}, headers=other).status_code == 200
    assert browser.post(PATH, {"code": receipts.make()}, headers=same).status_code == 429


def test_a_code_of_waterveen_opens_nothing_in_zandermeer(browser, dewi, zandermeer):
    page = browser.post("/GM9902/bewijs/", {"code": dewi.code}).content.decode()
    assert "Deze code kennen we niet" in page


@pytest.mark.parametrize("typed", ["", "x" * 5000, "<script>", "\u0000", "💡" * 28, "0" * 28])
def test_anything_typed_gets_a_sentence(browser, waterveen, typed):
    answer = browser.post(PATH, {"code": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_without_a_forgery_token_nothing_happens(dewi):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PATH, {"code": dewi.code, "doe": "echt weg"}).status_code == 403
