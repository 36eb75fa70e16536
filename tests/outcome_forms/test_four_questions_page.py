"""Who has the link answers four questions without an account; who has not, finds nothing."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from koersvast.activities.models import Outcome
from koersvast.audit.models import Entry
from koersvast.dialogues.rules import telling_words
from koersvast.outcome_forms import actions, queries
from koersvast.outcome_forms.models import OutcomeRequest
from koersvast.vault import receipts
from tests.outcome_forms.conftest import ANSWER, PATH, TODAY, sent

pytestmark = pytest.mark.django_db


def answer_of(row):
    with scope(municipality=row.municipality):
        return queries.answer_in(row)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_link_opens_the_form_with_last_years_figures_in_sight(browser, sluis):
    page = text_of(browser.post(PATH, {"code": " ".join(receipts.groups(sluis.code)).lower()}))
    assert reverse("four_questions", args=["GM9901"]) == PATH
    for words in (
        "GSA&#x27;s op alle locaties",
        "Scholengroep De Sluis. Dit kost ongeveer tien minuten.",
        "Hoeveel leerlingen deden mee? (verplicht)",
        "In 2025 schreef u 74.",
        "In 2025 schreef u 3,8.",
        "In 2025 schreef u 20 van 31.",
        "Hoeveel van hen zeggen: ik sta er op school niet meer alleen voor? (verplicht)",
        "Minder dan tien antwoorden? Dan laten we dit nergens zien.",
        "Vragen? Bel Anna, 010 000 00 00.",
        "Wie leest dit? De gemeente en u.",
    ):
        assert words in page


def test_last_years_figure_of_a_small_group_stays_unsaid_here_too(browser, sluis, gsa):
    with scope(municipality=gsa.municipality):
        Outcome.objects.update(reached=7, usefulness_n=8, achieved_n=8, achieved=5)
    page = text_of(browser.post(PATH, {"code": sluis.code}))
    assert "In 2025 schreef u" not in page


def test_de_sluis_answers_and_it_waits_for_the_municipality(browser, sluis, now):
    page = text_of(browser.post(PATH, sent(sluis.code, sluis.row)))
    assert "Verstuurd. Dank u wel." in page
    row = now(sluis.row)
    assert row.state == "sent"
    assert row.sent_on == TODAY
    assert answer_of(row) == ANSWER
    with scope(municipality=row.municipality):
        assert not Outcome.objects.filter(period="2026").exists()  # nothing by itself


def test_the_same_link_shows_what_was_sent_and_lets_it_be_mended(browser, sluis, now):
    browser.post(PATH, sent(sluis.code, sluis.row))
    again = text_of(browser.post(PATH, {"code": sluis.code}))
    assert "29 van 36" in again
    assert "Verbeter wat ik stuurde" in again
    form = browser.post(PATH, {"code": sluis.code, "doe": "verbeter"}).content.decode()
    assert 'value="81"' in form
    browser.post(PATH, sent(sluis.code, now(sluis.row), reached="82"))
    assert answer_of(now(sluis.row)).reached == 82


def test_a_mean_is_as_good_as_a_mark(browser, sluis, now):
    browser.post(PATH, sent(sluis.code, sluis.row, usefulness="", usefulness_mean="3,8"))
    assert answer_of(now(sluis.row)).usefulness == 3.8


def test_who_did_not_ask_anybody_writes_a_zero(browser, sluis, now):
    browser.post(PATH, sent(sluis.code, sluis.row, answered="0", usefulness="", achieved=""))
    assert answer_of(now(sluis.row)).answered == 0


def test_later_keeps_what_was_typed_and_sends_nothing(browser, sluis, now):
    draft = {
        "code": sluis.code,
        "version": 1,
        "doe": "later",
        "reached": "veel",
        "improvements": "Nog bedenken",
    }
    page = text_of(browser.post(PATH, draft))
    assert "Er is nog niets verstuurd" in page
    assert "Bewaard op" in page
    assert now(sluis.row).state == "asked"
    again = browser.post(PATH, {"code": sluis.code}).content.decode()
    assert 'value="veel"' in again
    assert "Nog bedenken" in again


@pytest.mark.parametrize(
    ("wrong", "sentence", "field"),
    [
        ({"reached": ""}, "Vul in hoeveel leerlingen meededen.", "reached"),
        ({"reached": "-4"}, "Schrijf nul of meer.", "reached"),
        ({"reached": "veel"}, "Schrijf een getal zonder punt of komma", "reached"),
        ({"reached": "9" * 5000}, "Schrijf een getal zonder punt of komma", "reached"),
        ({"reached": "99999999999"}, "Dit getal is te groot.", "reached"),
        ({"answered": "82"}, "Er kunnen niet meer mensen antwoorden dan er meededen.", "answered"),
        ({"achieved": "37"}, "Dit kunnen er niet meer zijn dan er antwoord gaven.", "achieved"),
        ({"achieved": ""}, "Vul in hoeveel mensen dit zeggen.", "achieved"),
        ({"usefulness": ""}, "Kies een cijfer, of schrijf het gemiddelde.", "usefulness"),
        ({"usefulness": "6"}, "Kies een cijfer van 1 tot en met 5.", "usefulness"),
        ({"usefulness": "", "usefulness_mean": "8"}, "Schrijf een gemiddelde van 1 tot en met 5.", "usefulness_mean"),
        ({"usefulness": "", "usefulness_mean": "nan"}, "Schrijf een getal, zoals 3,8.", "usefulness_mean"),
        ({"usefulness_mean": "1,2"}, "Dit gemiddelde past niet bij het cijfer", "usefulness_mean"),
        ({"improvements": ""}, "Schrijf in één zin wat er beter kan.", "improvements"),
        ({"improvements": "<script>alert(1)</script>"}, "Gewone tekst is genoeg.", "improvements"),
        ({"improvements": "Goed\n=HYPERLINK(1)"}, "niet beginnen als een formule", "improvements"),
        ({"improvements": "\n".join("a" * 30)}, "niet meer dan twintig zinnen", "improvements"),
        ({"story": "x" * 1_000_000}, "De tekst is te lang.", "story"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_words_beside_its_field(browser, sluis, now, wrong, sentence, field):
    page = text_of(browser.post(PATH, sent(sluis.code, sluis.row, **wrong)))
    assert sentence in page
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}' in page
    assert "autofocus" in page
    assert "<script>alert" not in page
    assert now(sluis.row).state == "asked"


@pytest.mark.parametrize("typed", ["", "x" * 5000, "<script>", "\u0000", "💡" * 28, "0" * 28])
def test_anything_typed_as_a_code_gets_a_sentence(browser, waterveen, typed):
    answer = browser.post(PATH, {"code": typed})
    assert answer.status_code == 200
    assert "Er klopt iets niet" in answer.content.decode()


def test_who_guesses_is_slowed_after_ten(browser, sluis):
    codes = [browser.post(PATH, {"code": receipts.make()}).status_code for _time in range(11)]
    assert codes == [200] * 10 + [429]
    assert int(browser.post(PATH, {"code": sluis.code}).headers["Retry-After"]) > 0


def test_an_old_code_a_forged_one_and_one_of_elsewhere_open_nothing(browser, sluis, anna, zandermeer):
    forged = receipts.make()
    with scope(municipality=sluis.row.municipality):
        fresh = actions.new_code(sluis.row, was=sluis.row.code_mark, by=anna)
    for path, code in ((PATH, sluis.code), (PATH, forged), ("/GM9902/vier-vragen/", fresh)):
        page = browser.post(path, sent(code, sluis.row)).content.decode()
        assert "Deze code kennen we niet" in page
        assert "GSA" not in page
    assert "GSA" in browser.post(PATH, {"code": fresh}).content.decode()


def test_a_link_and_a_slip_of_a_conversation_are_never_the_same_mark(sluis):
    from koersvast.dialogues.queries import receipt_mark

    with scope(municipality=sluis.row.municipality):
        assert receipt_mark(sluis.row.municipality, sluis.code) != sluis.row.code_mark


def test_a_link_of_an_activity_that_was_taken_away_opens_nothing(browser, sluis, gsa, anna):
    from django.utils import timezone

    from koersvast.cycles.actions import remove

    with scope(municipality=gsa.municipality):
        remove(gsa, by=anna, verb="activity.removed", now=timezone.now())
    assert "Deze code kennen we niet" in browser.post(PATH, {"code": sluis.code}).content.decode()


def test_pressed_twice_counts_once(browser, sluis, now):
    once = sent(sluis.code, sluis.row)
    assert "Verstuurd" in text_of(browser.post(PATH, once))
    assert "Dit stuurde u" in text_of(browser.post(PATH, once))
    with scope(municipality=sluis.row.municipality):
        assert Entry.objects.filter(verb="outcome_request.sent").count() == 1
    assert now(sluis.row).version == 2


def test_two_different_answers_at_once_do_not_wipe_each_other_out(browser, sluis, now):
    browser.post(PATH, sent(sluis.code, sluis.row))
    page = text_of(browser.post(PATH, sent(sluis.code, sluis.row, reached="500")))
    assert "Dit is intussen veranderd" in page
    assert "Dit staat er nu" in page
    assert 'value="500"' in page
    assert answer_of(now(sluis.row)).reached == 81


def test_a_page_from_before_the_municipality_took_it_over_changes_nothing(browser, sluis, anna, now):
    browser.post(PATH, sent(sluis.code, sluis.row))
    with scope(municipality=sluis.row.municipality):
        asked = queries.request_in(sluis.row.cycle, sluis.row.pk)
        actions.take_over(asked, version=asked.row.version, today=TODAY, by=anna)
    for wish in ("verstuur", "later", "verbeter"):
        page = text_of(browser.post(PATH, sent(sluis.code, now(sluis.row), reached="500", doe=wish)))
        assert "De gemeente heeft dit overgenomen" in page
    assert answer_of(now(sluis.row)).reached == 81


def test_the_page_says_outside_nothing_of_what_it_is_about(browser, sluis, settings):
    for answer in (browser.get(PATH), browser.post(PATH, {"code": sluis.code})):
        assert "no-store" in answer.headers["Cache-Control"]
        assert set(answer.cookies) <= {settings.CSRF_COOKIE_NAME}
        title = re.search("<title>(.*)</title>", answer.content.decode()).group(1)
        assert title == "Vier vragen"
        assert telling_words(title + str(answer.headers)) == []


def test_the_code_stands_in_no_address_log_audit_or_table(browser, sluis, caplog):
    caplog.set_level(logging.DEBUG)
    assert sluis.code not in browser.get(PATH, {"code": sluis.code}).content.decode()
    page = browser.post(PATH, sent(sluis.code, sluis.row)).content.decode()
    assert sluis.code not in " ".join(re.findall(r'(?:href|action)="([^"]*)"', page))
    assert sluis.code not in caplog.text
    with scope(municipality=sluis.row.municipality):
        stored = [str(vars(row)) for model in (OutcomeRequest, Entry) for row in model.objects.all()]
        assert not any(sluis.code in words or "desluis.example" in words for words in stored)
        assert not any("bi+ leerlingen" in words for words in stored)
        for entry in Entry.objects.filter(subject_type="outcome_forms.outcomerequest"):
            assert not entry.changes.exists()


def test_without_a_forgery_token_nothing_happens(sluis):
    assert Client(enforce_csrf_checks=True).post(PATH, sent(sluis.code, sluis.row)).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_submits_in_the_same_moment_count_once(sluis, now):
    """Two phones with one link."""
    from django.db import connection

    def submit(reached):
        try:
            return Client().post(PATH, sent(sluis.code, sluis.row, reached=reached)).content.decode()
        finally:
            connection.close()

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pages = [submit("81"), submit("90")]  # one visitor at a time is all that it can do
    else:
        with ThreadPoolExecutor(2) as pool:
            pages = list(pool.map(submit, ["81", "90"]))
    assert sum("Verstuurd. Dank u wel." in page for page in pages) == 1
    assert now(sluis.row).version == 2
