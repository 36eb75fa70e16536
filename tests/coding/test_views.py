"""The coding page and the codebook: only the team, every button, nothing of anybody lost."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.coding import actions
from koersvast.coding.models import Code, Coder, Coding, Memo, Merge
from tests.coding.conftest import TODAY, finished

pytestmark = pytest.mark.django_db
DOOR = "Een lokaal met een deur."


@pytest.fixture
def at(study):
    def address(name, *more):
        return reverse(name, args=["GM9901", 1, study.collection.pk, *more])

    return address


@pytest.fixture
def everywhere(study, at):
    """Every address of this room, with something to see at it."""
    coding = study.code("werkt", DOOR)
    text, code = study.text.pk, study.codes["werkt"].pk
    return [
        at("coding"), at("search_texts") + "?q=deur", at("differences"), at("code_text", text), at("apply_code", text),
        at("remove_coding", text, coding.pk), at("move_coding", text, coding.pk), at("write_memo", text),
        at("say_ready", text), at("codebook"), at("set_blind"), at("add_code"), at("edit_code", code),
        at("merge_codes", code), at("remove_code", code), at("fragments", code),
    ]  # fmt: skip


def test_nobody_outside_the_team_finds_anything(everywhere, chris, emre, gerrit, ilse, client_of):
    for person in (chris, emre, gerrit, ilse):
        browser = client_of(person)
        for address in everywhere:
            assert browser.get(address).status_code in (404, 405), address
            assert browser.post(address).status_code in (404, 405), address


def test_a_text_of_another_collection_is_not_found(study, at, anna, bilal, client_of):
    from koersvast.texts import actions as texts

    other = texts.new_collection(study.cycle, title="Anders", by=bilal)
    row = finished(other, bilal, key="c:77", body="Iets heel anders.")
    assert client_of(anna).get(at("code_text", row.pk)).status_code == 404


def test_anna_sees_speakers_words_and_codes_and_not_what_may_not_be_used(study, at, anna, client_of):
    study.code("werkt", DOOR)
    page = client_of(anna).get(at("code_text", study.text.pk)).content.decode()
    assert "Een lokaal met een deur." in page
    assert "Dit mag niet mee" not in page
    assert "[weggelaten]" in page
    assert 'class="kv-uitschrift__wie">J1<' in page
    assert "kv-frag--werkt" in page
    with scope(municipality=study.cycle.municipality):
        assert Entry.objects.filter(verb="text.read", subject_id=study.text.pk).exists()


def give(browser, at, study, words, code="werkt", **more):
    start, end = study.span(words)
    values = {"start": start, "end": end, "code": study.codes[code].pk, **more}
    return browser.post(at("apply_code", study.text.pk), values, headers={"HX-Request": "true"})


def test_a_code_comes_back_as_the_line_that_changed_and_its_count(study, at, anna, client_of):
    answer = give(client_of(anna), at, study, DOOR)
    page = answer.content.decode()
    assert answer["X-Chosen"] == str(Coding.objects.get().pk)
    assert page.count('hx-swap-oob="true"') == 3  # one line, the count of the code, what was said
    assert f'<span id="n-{study.codes["werkt"].pk}" hx-swap-oob="true">1</span>' in page
    assert "Code gegeven: werkt." in page
    assert "achterdeur" not in page


def test_typed_words_are_coded_where_they_stand_once(study, at, anna, client_of):
    browser = client_of(anna)

    def typed(words):
        return browser.post(
            at("apply_code", study.text.pk), {"words": words, "code": study.codes["werkt"].pk}, follow=True
        ).content.decode()

    assert "Code gegeven: werkt." in typed("de docent is STRENG")
    assert "meer dan één keer" in typed("een")
    assert "Kies eerst een stuk tekst" in typed("olifant")
    assert "Kies eerst een stuk tekst" in typed("")
    assert Coding.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"start": 0, "end": 99999}, "staat niet in de tekst"),
        ({"start": 5, "end": 5}, "staat niet in de tekst"),
        ({"start": "<b>", "end": 5}, "er niet meer"),
        ({"start": 3, "end": 8, "code": "00000000-0000-0000-0000-000000000000"}, "er niet meer"),
        ({"start": 3, "end": 8, "code": ""}, "Kies een code"),
    ],
)
def test_what_cannot_be_coded_is_said(study, at, anna, client_of, values, says):
    answer = client_of(anna).post(
        at("apply_code", study.text.pk),
        {"code": study.codes["werkt"].pk, **values},
        headers={"HX-Request": "true"},
    )
    assert says in answer.content.decode()
    assert "X-Chosen" not in answer
    assert not Coding.objects.exists()


def test_what_may_not_be_used_is_refused_on_the_page_too(study, at, anna, client_of):
    page = give(client_of(anna), at, study, "mag niet mee").content.decode()
    assert "niet gebruikt mag worden" in page


def test_a_new_code_is_made_and_given_at_once(study, at, anna, client_of):
    give(client_of(anna), at, study, DOOR, label="eigen plek", parent=study.codes["plek"].pk)
    code = Code.objects.get(label="eigen plek")
    assert code.parent_id == study.codes["plek"].pk
    assert Coding.objects.get().code_id == code.pk


def test_boundaries_move_and_codes_go_but_only_ones_own(study, at, anna, client_of):
    browser = client_of(anna)
    mine, theirs = study.code("werkt", DOOR), study.code("werkt", DOOR, coder=study.bilal)
    start, end = study.span("Een lokaal")
    htmx = {"HX-Request": "true"}
    browser.post(at("move_coding", study.text.pk, mine.pk), {"start": start, "end": end}, headers=htmx)
    assert {(row.start, row.end) for row in Coding.objects.filter(coder=study.anna)} == {(start, end)}
    said = browser.post(at("remove_coding", study.text.pk, theirs.pk), headers=htmx).content.decode()
    assert "van iemand anders" in said
    said = browser.post(
        at("move_coding", study.text.pk, theirs.pk), {"start": start, "end": end}, headers=htmx
    )
    assert "van iemand anders" in said.content.decode()
    moved = Coding.objects.get(coder=study.anna)
    browser.post(at("remove_coding", study.text.pk, moved.pk), headers=htmx)
    assert list(Coding.objects.all()) == [theirs]


def test_a_memo_is_for_the_team_and_goes_with_a_button(study, at, anna, bilal, client_of):
    browser = client_of(anna)
    start, end = study.span(DOOR)
    address = at("write_memo", study.text.pk)
    assert (
        "alleen het team"
        in browser.post(address, {"start": start, "end": end, "memo": "<i>Let op</i>"}, follow=True)
        .content.decode()
        .lower()
    )
    assert "&lt;i&gt;Let op" in client_of(bilal).get(at("code_text", study.text.pk)).content.decode()
    memo = Memo.objects.get()
    client_of(bilal).post(address, {"weg": memo.pk})
    assert Memo.objects.exists()
    browser.post(address, {"weg": memo.pk})
    browser.post(address, {"weg": "geen id"})
    assert not Memo.objects.exists()
    assert (
        "Schrijf eerst"
        in browser.post(address, {"start": 1, "end": 2, "memo": ""}, follow=True).content.decode()
    )


def test_ready_and_blind(study, at, anna, bilal, client_of):
    hers, his = client_of(anna), client_of(bilal)
    assert his.post(at("set_blind"), {"blind": "ja"}).status_code == 404  # who leads decides
    hers.post(at("set_blind"), {"blind": "ja"})
    give(hers, at, study, DOOR)
    page = his.get(at("code_text", study.text.pk)).content.decode()
    assert "kv-frag--werkt" not in page
    assert "Codes van de ander zijn verborgen" in page
    give(his, at, study, DOOR, code="behoefte")
    assert "nog geen gesprek waarmee u allebei klaar bent" in his.get(at("differences")).content.decode()
    for browser in (hers, his):
        browser.post(at("say_ready", study.text.pk), {"klaar": "ja"})
    assert "kv-frag--werkt" in his.get(at("code_text", study.text.pk)).content.decode()
    page = his.get(at("differences")).content.decode()
    assert "Eén zin met een verschil" in page
    assert "te weinig om te zeggen" in page


def test_the_codebook_changes_merges_parts_and_loses_nothing(study, at, anna, client_of):
    browser = client_of(anna)
    study.code("werkt", DOOR)
    browser.post(at("add_code"), {"label": "sport", "parent": study.codes["plek"].pk, "assignable": "on"})
    sport = Code.objects.get(label="sport")
    assert (
        "al een code met deze naam"
        in browser.post(at("add_code"), {"label": "Sport", "parent": study.codes["plek"].pk}).content.decode()
    )
    values = {
        "label": "sportclub",
        "parent": study.codes["plek"].pk,
        "definition": "Waar gesport wordt",
        "assignable": "on",
    }
    assert browser.post(at("edit_code", sport.pk), {**values, "version": 1}).status_code == 302
    assert (
        browser.post(at("edit_code", sport.pk), {**values, "label": "club", "version": 1}).status_code == 409
    )
    assert (
        "onder zichzelf"
        in browser.post(
            at("edit_code", study.codes["plek"].pk), {"label": "Plek", "parent": sport.pk, "version": 1}
        ).content.decode()
    )
    browser.post(at("merge_codes", study.codes["werkt"].pk), {"target": study.codes["behoefte"].pk})
    page = browser.get(at("codebook")).content.decode()
    assert "ging op in" in page
    browser.post(at("undo_merge", Merge.objects.get().pk))
    assert Coding.objects.get().code_id == study.codes["werkt"].pk
    browser.post(at("remove_code", study.codes["type"].pk))
    assert "Zet terug" in browser.get(at("codebook")).content.decode()
    browser.post(at("remove_code", study.codes["type"].pk), {"terug": "1"})
    assert study.on_text(study.anna) == [("type.werkt", DOOR)]


def test_fragments_with_filters(study, at, anna, client_of):
    study.code("werkt", DOOR)
    study.code("school", "lokaal met een deur")
    study.code("werkt", "Een plek met een achterdeur")
    address = at("fragments", study.codes["werkt"].pk)
    browser = client_of(anna)
    assert "2 fragmenten" in browser.get(address).content.decode()
    page = browser.get(address, {"met": ["plek.school", ""]}).content.decode()
    assert "Eén fragment" in page
    assert "achterdeur" not in page
    assert "0 fragmenten" in browser.get(address, {"partij": "partners"}).content.decode()
    assert "2 fragmenten" in browser.get(address, {"partij": "<script>"}).content.decode()


def test_search_reads_only_what_may_be_read(study, at, anna, client_of):
    browser = client_of(anna)
    page = browser.get(at("search_texts"), {"q": "DEUR"}).content.decode()
    assert "2 treffers" in page
    assert "in 1 van 1 gesprekken" in page
    assert "0 treffers" in browser.get(at("search_texts"), {"q": "mag niet mee"}).content.decode()
    assert "minstens drie tekens" in browser.get(at("search_texts"), {"q": "de"}).content.decode()


def test_without_texts_the_page_says_what_comes_first(study, at, anna, client_of):
    from koersvast.texts import actions as texts

    other = texts.new_collection(study.cycle, title="Leeg", by=anna)
    page = client_of(anna).get(reverse("coding", args=["GM9901", 1, other.pk])).content.decode()
    assert "Er is nog niets om te coderen" in page


def test_many_codings_ask_as_many_questions_as_one(study, at, anna, client_of):
    browser, counts = client_of(anna), []
    study.code("werkt", DOOR)
    for more in ([], [(n, n + 1) for n in range(4, 60)]):
        for start, end in more:
            actions.code_span(
                study.text, code=study.codes["behoefte"], coder=study.anna, start=start, end=end, today=TODAY
            )
        browser.get(at("code_text", study.text.pk))
        with CaptureQueriesContext(connection) as asked:
            browser.get(at("code_text", study.text.pk))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_is_marked_as_not_to_be_used_after_coding_is_gone_at_once(study, at, anna, client_of):
    from koersvast.texts import actions as texts

    study.code("werkt", DOOR)
    start, end = study.span("lokaal")
    texts.mark_passage(study.text, start=start, end=end, kind="fact", decided="never", by=anna)
    browser = client_of(anna)
    assert "kv-frag--werkt" not in browser.get(at("code_text", study.text.pk)).content.decode()
    assert "0 fragmenten" in browser.get(at("fragments", study.codes["werkt"].pk)).content.decode()


def test_who_coded_nothing_is_not_compared(study, at, anna, bilal, client_of):
    """Anna looks at where two others differ; she opened the coding page herself and gave no code."""
    other = Coder.objects.create(municipality=study.codebook.municipality, codebook=study.codebook, name="B")
    for coder in (study.bilal, other):
        study.code("werkt", DOOR, coder=coder)
    client = client_of(anna)
    client.get(at("code_text", study.text.pk))
    page = client.get(at("differences")).content.decode()
    assert ">Anna</option>" not in page
    assert "dat u allebei codeerde" not in page
