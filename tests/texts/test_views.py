"""The checking page: only for the team, every button does what it says."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.texts import actions, queries
from koersvast.texts.models import Decided, KnownName, Mark, Text, TextState
from tests.texts.test_actions import BODY, collection, span, vault  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(collection, anna):  # noqa: F811
    row = actions.bring_in(collection, origin_key="conversation:1", party="residents", body=BODY, by=anna)
    actions.suggest(row, [(*span("Wende"), "person"), (*span("van de Aak"), "place")], by=None)
    return row


def at(name, text, *more):
    return reverse(name, args=["GM9901", 1, text.collection_id, text.pk, *more])


def fresh(text):
    with scope(municipality=text.municipality):
        return Text.objects.get(pk=text.pk)


def mark(text, words):
    with scope(municipality=text.municipality):
        return Mark.objects.get(text=text, start=span(words)[0])


def test_anna_reads_it_and_that_is_written_down_without_a_word(text, anna, client_of):
    page = client_of(anna).get(at("check_text", text)).content.decode()
    assert "Wende" in page
    assert "Nog 2 voorstellen" in page
    assert "Dat laatste niet gebruiken" in page  # said to be a signal
    assert "Hier is niet naar gekeken" in page
    with scope(municipality=text.municipality):
        assert Entry.objects.filter(verb="text.read", by=anna).count() == 1


def test_nobody_outside_the_team_finds_it(text, bilal, chris, emre, gerrit, ilse, client_of):
    for person in (bilal, chris, emre, gerrit, ilse):
        assert client_of(person).get(at("check_text", text)).status_code == 404
        assert client_of(person).post(at("finish_text", text)).status_code == 404


def test_who_only_codes_does_not_check(text, anna, bilal, client_of):
    with scope(municipality=text.municipality):
        actions.put_in_team(text.collection, user=bilal, task="analyst", by=anna)
    assert client_of(bilal).get(at("check_text", text)).status_code == 404


def test_each_suggestion_is_replaced_kept_or_never_used(text, anna, client_of):
    browser = client_of(anna)
    browser.post(
        at("decide_mark", text, mark(text, "Wende").pk), {"decided": "replace", "instead": "[een schipper]"}
    )
    browser.post(at("decide_mark", text, mark(text, "van de Aak").pk), {"decided": "keep"})
    page = browser.get(at("check_text", text)).content.decode()
    assert "[een schipper]" in page
    assert "Over alles is beslist" in page
    assert browser.post(at("finish_text", text)).status_code == 302
    assert fresh(text).state == TextState.FINISHED
    with scope(municipality=text.municipality):
        assert "Wende" not in queries.open_text(fresh(text)).body


def test_finishing_waits_for_every_decision(text, anna, client_of):
    page = client_of(anna).post(at("finish_text", text), follow=True).content.decode()
    assert "Beslis eerst over alle voorstellen: nog 2." in page


def test_all_of_a_kind_at_once(text, anna, client_of):
    client_of(anna).post(at("decide_kind", text), {"kind": "person", "decided": "keep"})
    assert mark(text, "Wende").decided == Decided.KEEP
    assert mark(text, "van de Aak").decided == Decided.OPEN


def test_typed_words_are_marked_everywhere_and_chosen_words_where_they_were_chosen(text, anna, client_of):
    browser = client_of(anna)
    values = {"kind": "fact", "decided": "never", "instead": ""}
    browser.post(at("mark_words", text), {"words": "dat LAATSTE", **values})
    start, end = span("J3")
    browser.post(at("mark_words", text), {"words": "J3", "start": start, "end": end, **values})
    with scope(municipality=text.municipality):
        never = [(m.start, m.end) for m in queries.open_text(text).masks if m.never]
    assert never == [span("J3"), span("Dat laatste")]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"words": ""}, "Kies of typ welke woorden"),
        ({"words": "olifant"}, "staan niet in de tekst"),
        ({"words": "x", "start": 5, "end": 99999}, "staat niet in de tekst"),
        ({"words": "x", "start": "<b>", "end": 3}, "geheel getal"),
        ({"words": "Wende", "kind": "<script>"}, "geldige keuze"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_with_a_sentence(text, anna, client_of, values, says):
    answer = client_of(anna).post(at("mark_words", text), {"kind": "person", "decided": "never", **values})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_typing_words_over_a_suggestion_decides_it(text, anna, client_of):
    client_of(anna).post(
        at("mark_words", text), {"words": "Wende, van de Aak", "kind": "person", "decided": "never"}
    )
    with scope(municipality=text.municipality):
        assert queries.open_suggestions(text) == 0


def test_markup_in_a_text_is_shown_as_text(collection, anna, client_of):  # noqa: F811
    row = actions.bring_in(
        collection, origin_key="c:9", party="residents", body="J1: <script>alert(1)</script> & <b>", by=anna
    )
    page = client_of(anna).get(at("check_text", row)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in page


def test_a_part_of_the_page_comes_back_with_htmx(text, anna, client_of):
    answer = client_of(anna).post(
        at("decide_mark", text, mark(text, "Wende").pk), {"decided": "keep"}, headers={"HX-Request": "true"}
    )
    assert answer.content.decode().strip().startswith('<div id="nakijken"')


def test_back_to_typing_until_it_is_finished(text, anna, client_of):
    browser = client_of(anna)
    browser.post(at("finish_text", text), {"terug": "1"})
    assert fresh(text).state == TextState.TYPING


def test_the_own_list_makes_new_suggestions(collection, anna, client_of):  # noqa: F811
    text = actions.bring_in(
        collection, origin_key="c:7", party="residents", body="ik zat bij zwaluwnest", by=anna
    )
    browser = client_of(anna)
    browser.post(
        reverse("known_names", args=["GM9901"]), {"organisations": "Zwaluwnest\n\n  Zwaluwnest \nDe Kreek"}
    )
    with scope(municipality=text.municipality):
        assert sorted(KnownName.objects.values_list("words", flat=True)) == ["De Kreek", "Zwaluwnest"]
    page = browser.post(at("look_again", text), follow=True).content.decode()
    assert "Nieuwe voorstellen: 1" in page
    browser.post(reverse("known_names", args=["GM9901"]), {"organisations": "De Kreek"})
    with scope(municipality=text.municipality):
        assert list(KnownName.objects.values_list("words", flat=True)) == ["De Kreek"]


def test_the_own_list_is_for_who_plans(emre, chris, client_of):
    assert client_of(emre).get(reverse("known_names", args=["GM9901"])).status_code == 403
    assert client_of(chris).get(reverse("known_names", args=["GM9901"])).status_code == 404


def test_a_long_text_asks_as_many_questions_as_a_short_one(collection, text, anna, client_of):  # noqa: F811
    row = actions.bring_in(
        collection, origin_key="conversation:8", party="residents", body="J1: Een woord. " * 800, by=anna
    )
    actions.suggest(row, [(n * 15 + 4, n * 15 + 7, "person") for n in range(400)], by=None)
    browser = client_of(anna)
    browser.get(at("check_text", text))
    counts = []
    for one in (text, row):
        with CaptureQueriesContext(connection) as asked:
            page = browser.get(at("check_text", one)).content.decode()
        counts.append(len(asked))
    assert "Nog 400 voorstellen" in page
    assert counts[0] == counts[1]
