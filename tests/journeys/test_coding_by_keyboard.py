"""Anna codes a conversation with keys only; Bilal codes blind beside her; nothing may be lost."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.coding import actions, queries
from tests.coding.conftest import study, vault  # noqa: F401  # fixtures
from tests.journeys import looks
from tests.journeys.conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def here(transactional_db, study):  # noqa: F811
    return study


def page_of(here, name, *more):
    return reverse(name, args=["GM9901", 1, here.collection.pk, *more])


def coded(here):
    with scope(municipality=here.cycle.municipality):
        return here.on_text(here.anna)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def settled(page, words):
    page.locator("#gezegd-wat", has_text=words).wait_for()


def take_back(page, words):
    """Control+z, and wait until the page holds what came back: it can say the same words as before."""
    page.evaluate("document.querySelector('#gezegd-wat').textContent = ''")
    press(page, "Control+z")
    settled(page, words)


def test_choose_words_and_give_codes_with_keys_only(visitor, anna, here):
    page = visitor(anna, viewport=WIDE).goes_to(page_of(here, "code_text", here.text.pk))
    page.locator("[data-tekst]").focus()
    press(page, *["ArrowRight"] * 3)  # Wat, helpt?, Een
    press(page, *["Shift+ArrowRight"] * 4)
    press(page, "f")
    page.keyboard.type("wer")
    press(page, "ArrowDown", "ArrowUp", "Enter")
    settled(page, "Code gegeven: werkt.")
    assert coded(here) == [("type.werkt", "Een lokaal met een deur.")]
    # the last code again, on the next words; then a boundary by letters, and what was done is undone
    press(page, "Escape", "ArrowRight")
    press(page, "q")
    page.locator("[data-codering]").nth(1).wait_for()
    press(page, "e", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "Enter")
    settled(page, "Grens verzet.")
    assert coded(here)[0] == ("type.werkt", "Wat hel")
    take_back(page, "Grens verzet.")
    press(page, "[", "]", "u")
    settled(page, "Code weggehaald: werkt.")
    assert len(coded(here)) == 1
    take_back(page, "Code gegeven: werkt.")
    press(page, "[", "r", "1")
    press(page, "?")
    page.locator("[data-toetsenblad]").wait_for()
    press(page, "Escape")


def test_with_the_mouse_over_a_mask_and_astral_signs_the_offsets_fit(visitor, anna, here):
    page = visitor(anna, viewport=WIDE).goes_to(page_of(here, "code_text", here.text.pk))
    page.evaluate(
        """() => {
      const parts = [...document.querySelectorAll('[data-start]')];
      const part = parts.find(one => one.textContent.includes('achterdeur'));
      const at = part.textContent.indexOf('Ik meen');
      const range = document.createRange();
      range.setStart(part.firstChild, at);
      range.setEnd(part.firstChild, at + 7);
      getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.get_by_role("button", name="behoefte", exact=True).click()
    settled(page, "Code gegeven: behoefte.")
    assert coded(here) == [("type.behoefte", "Ik meen")]


def test_bilal_codes_blind_and_then_both_see_where_they_differ(visitor, anna, bilal, here):
    with scope(municipality=here.cycle.municipality):
        actions.set_blind(here.codebook, blind=True, by=anna)
        here.code("werkt", "Een lokaal met een deur.")
        actions.say_ready(here.text, coder=here.anna, ready=True)
    page = visitor(bilal, viewport=WIDE).goes_to(page_of(here, "code_text", here.text.pk))
    assert page.locator("[data-codering]").count() == 0
    page.locator("[data-tekst]").focus()
    press(page, *["ArrowRight"] * 3, *["Shift+ArrowRight"] * 4, "f")
    page.keyboard.type("beh")
    press(page, "Enter")
    settled(page, "Code gegeven: behoefte.")
    page.get_by_role("button", name="Ik ben klaar").click()
    page.get_by_role("button", name="Toch nog niet klaar").wait_for()
    assert page.locator("[data-codering]").count() == 2
    page.get_by_role("link", name="Waar verschillen we?").click()
    assert page.get_by_text("Eén zin met een verschil").is_visible()


def test_a_key_can_be_changed_and_stays_changed(visitor, anna, here):
    page = visitor(anna, viewport=WIDE).goes_to(page_of(here, "code_text", here.text.pk))
    press(page, "?")
    page.locator("#t-zoek").fill("z")
    press(page, "Escape")
    page.reload()
    page.locator("[data-tekst]").focus()
    press(page, "ArrowRight", "f")
    assert not page.locator("[data-kiezer]").is_visible()
    press(page, "z")
    assert page.locator("[data-kiezer]").is_visible()


def test_a_server_that_is_away_is_said_and_nothing_is_shown_as_kept(visitor, anna, here):
    page = visitor(anna, viewport=WIDE).goes_to(page_of(here, "code_text", here.text.pk))
    page.context.route("**/geef/", lambda route: route.abort())
    page.locator("[data-tekst]").focus()
    press(page, "ArrowRight", "f", "Enter")
    settled(page, "De server antwoordt niet")
    assert page.locator("[data-codering]").count() == 0


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
def test_the_pages_of_coding_are_in_order(visitor, anna, here, size):
    with scope(municipality=here.cycle.municipality):
        here.code("werkt", "Een lokaal met een deur.")
        here.code("school", "lokaal met een deur")
        here.code("behoefte", "Een plek met een achterdeur", coder=here.bilal)
        here.code("werkt", "Een plek met een achterdeur")
        assert queries.codes(here.codebook)
    person = visitor(anna, viewport=size)
    code = here.codes["werkt"].pk
    for path in (
        page_of(here, "code_text", here.text.pk), page_of(here, "codebook"), page_of(here, "edit_code", code),
        page_of(here, "fragments", code), page_of(here, "differences"), page_of(here, "search_texts") + "?q=deur",
        page_of(here, "check_text", here.text.pk), reverse("known_names", args=["GM9901"]),
    ):  # fmt: skip
        page = person.goes_to(path)
        assert looks.axe_findings(page) == [], path
        assert looks.sideways(page) <= 0, path
        assert looks.unreachable(page) == [], path
        assert looks.small_targets(page) == [], path
        if path.endswith(f"{here.text.pk}/") and "coderen" in path:
            press(page, "?")
            assert looks.axe_findings(page) == []
            press(page, "Escape")
    assert all(url.startswith((person.base, "data:")) for url in person.requests)


def dropped(page, source, target):
    row = '[data-code]:has(b:text-is("{}"))'.format
    page.locator(row(source)).drag_to(
        page.locator(row(target)), source_position={"x": 12, "y": 8}, target_position={"x": 12, "y": 8}
    )


def test_a_code_dragged_onto_another_opens_the_form_that_puts_them_together(visitor, anna, here):
    with scope(municipality=here.cycle.municipality):
        here.code("vraag", "Een plek met een achterdeur")
    page = visitor(anna, viewport=WIDE).goes_to(page_of(here, "codebook"))
    dropped(page, "vraag", "behoefte")
    page.get_by_role("heading", name="vraag", exact=True).wait_for()
    assert (
        page.get_by_label("Samen met welke code?").evaluate("one => one.selectedOptions[0].text.trim()")
        == "behoefte"
    )
    assert coded(here) == [("type.vraag", "Een plek met een achterdeur")]  # nothing happened yet
    page.get_by_role("button", name="Voeg samen").click()
    page.get_by_text("“vraag” ging op in “behoefte”.").wait_for()
    assert coded(here) == [("type.behoefte", "Een plek met een achterdeur")]
    page.get_by_role("button", name="Maak ongedaan").click()
    page.get_by_text("De codes staan weer los.").wait_for()
    assert coded(here) == [("type.vraag", "Een plek met een achterdeur")]


def test_without_script_and_with_keys_the_same_form_is_one_link_away(visitor, anna, here):
    page = visitor(anna, javascript=False).goes_to(page_of(here, "codebook"))
    assert page.get_by_text("Sleep een code").is_hidden()
    page.get_by_role("link", name=re.compile("^Bewerk ?: vraag$")).focus()
    press(page, "Enter")
    page.get_by_label("Samen met welke code?").select_option(str(here.codes["behoefte"].pk))
    page.get_by_role("button", name="Voeg samen").focus()
    press(page, "Enter")
    page.get_by_text("“vraag” ging op in “behoefte”.").wait_for()


def test_a_heading_of_the_codebook_takes_no_code(visitor, anna, here):
    page = visitor(anna, viewport=WIDE).goes_to(page_of(here, "codebook"))
    before = page.url
    page.locator('[data-code]:has(b:text-is("vraag"))').drag_to(
        page.locator("li", has_text="Soort bevinding").first
    )
    assert page.url == before
