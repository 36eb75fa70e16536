"""Anna builds a goal tree without a mouse; somebody without script does the same with buttons."""

from __future__ import annotations

import re
import time

import pytest
from django_scopes import scope

from koersvast.goals import actions, queries
from koersvast.goals.models import Goal
from tests import factories
from tests.journeys import looks
from tests.journeys.conftest import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_as(visitor):
    """A page in which somebody is signed in; it keeps the faults of scripts."""

    def opened(person, *, viewport=WIDE, script=True):
        page = visitor(person, viewport=viewport, javascript=script).page
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        return page

    return opened


def until(page, truth, arg=None, *, seconds=8):
    """Ask until it is true. (Playwright's own waiting needs eval, which our pages forbid.)"""
    deadline = time.monotonic() + seconds
    while not _now(page, truth, arg):
        assert time.monotonic() < deadline, f"never true: {truth} {arg}"
        page.wait_for_timeout(50)


def _now(page, truth, arg):
    from playwright.sync_api import Error

    try:
        return page.evaluate(truth, arg)
    except Error:  # between two pages
        return False


FOCUS_SAYS = "text => document.activeElement.matches('.kv-boom__regel') && document.activeElement.innerText.includes(text)"
TREE_SAYS = "text => document.getElementById('doelenboom').innerText.includes(text)"
TOLD = "text => document.querySelector('[data-melding]').textContent.includes(text)"


@pytest.fixture
def cycle(waterveen):
    with scope(municipality=waterveen):
        return factories.cycle(waterveen)


@pytest.fixture
def plan(cycle, waterveen):
    """Two results with subgoals, one of which reads as an activity; also_under once."""
    with scope(municipality=waterveen):
        ambition = factories.ambition(cycle, text="LHBTI+ inwoners horen erbij, ook in eigen kring")
        talk = factories.result(
            ambition, "talk", text="Diversiteit bespreekbaar maken op de club", groups=["youth"]
        )
        help_ = factories.result(ambition, "help", text="In 2026 vinden inwoners sneller hulp", position=1)
        desk = factories.subgoal(help_, "desk", text="Er is een plek voor elke vraag", groups=["elderly"])
        sport = factories.subgoal(talk, "sport", text="Sporters voelen zich thuis op hun club")
        factories.link(talk, desk, primary=False)
        return {"a": ambition, "talk": talk, "help": help_, "desk": desk, "sport": sport}


def address(live_server, end=""):
    return f"{live_server.url}/GM9901/ronde/1/doelen/{end}"


def outline(cycle):
    with scope(municipality=cycle.municipality):
        return [f"{'  ' * (node.level - 1)}{node.number} {node.text}" for node in queries.tree(cycle).goals]


def focused(page):
    return page.evaluate("document.activeElement.innerText || ''")


def type_goal(page, text):
    """Enter opens a line, Enter keeps it; the new row has the focus."""
    page.keyboard.press("Enter")
    page.wait_for_selector("#regel-tekst")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    until(page, FOCUS_SAYS, text)


def press(page, key, *, says):
    """A key that changes the tree; done when the server's answer is on the page."""
    page.keyboard.press(key)
    until(page, TREE_SAYS, says)


def test_anna_builds_three_levels_with_keys_only(cycle, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server))
    page.focus("#eerste")
    page.keyboard.type("Leven zonder angst")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(page, FOCUS_SAYS, "Leven zonder angst")
    type_goal(page, "In 2026 voelen meer inwoners zich veilig")
    type_goal(page, "Wie iets meemaakt, durft te melden")
    press(page, "Tab", says="Subdoel 1.1")
    type_goal(page, "Er is een loket")
    press(page, "Tab", says="Subdoel 1.1.1")
    type_goal(page, "Agenten kennen de weg")
    press(page, "Shift+Tab", says="Subdoel 1.2")
    assert outline(cycle) == [
        "1 In 2026 voelen meer inwoners zich veilig",
        "  1.1 Wie iets meemaakt, durft te melden",
        "    1.1.1 Er is een loket",
        "  1.2 Agenten kennen de weg",
    ]
    page.keyboard.press("Alt+ArrowUp")
    until(page, FOCUS_SAYS, "Subdoel 1.1")
    assert outline(cycle)[1] == "  1.1 Agenten kennen de weg"
    page.keyboard.press("Control+z")
    until(page, FOCUS_SAYS, "Subdoel 1.2")
    assert outline(cycle)[3] == "  1.2 Agenten kennen de weg"
    assert re.search(r"Bewaard om \d\d\.\d\d", page.inner_text("[data-bewaard]"))
    assert not page.faults


def test_a_second_parent_by_typing_part_of_its_text(cycle, plan, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['sport'].pk}#doel-{plan['sport'].pk}"))
    page.keyboard.press("l")
    page.wait_for_selector("#zoek")
    page.keyboard.type("sneller hulp")
    page.keyboard.press("Enter")
    page.wait_for_selector("#doelenboom")
    with scope(municipality=cycle.municipality):
        assert [ref.number for ref in queries.goal(cycle, plan["sport"].pk).also_under] == ["2"]
    page.keyboard.press("Control+z")
    until(page, TOLD, "Ongedaan")
    with scope(municipality=cycle.municipality):
        assert queries.goal(cycle, plan["sport"].pk).also_under == ()


def test_arrows_walk_space_folds_and_the_diagram_follows(plan, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['a'].pk}#doel-{plan['a'].pk}"))
    page.keyboard.press("ArrowDown")
    assert "Resultaat 1" in focused(page)
    marked = page.get_attribute(".kv-schema--breed [aria-current]", "data-doel")
    assert marked == str(plan["talk"].pk)
    page.keyboard.press("Space")
    assert page.get_attribute(f"#doel-{plan['talk'].pk}", "aria-expanded") == "false"
    page.keyboard.press("ArrowDown")
    assert "Resultaat 2" in focused(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert "Ambitie 1" in focused(page)
    page.keyboard.press("End")
    page.keyboard.press("?")
    page.wait_for_url("**/sneltoetsen/")


def test_tab_is_no_trap(cycle, plan, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['help'].pk}#doel-{plan['help'].pk}"))
    before = outline(cycle)
    page.keyboard.press("Tab")  # who passes by keeps Tab
    assert "Resultaat 2" not in focused(page)
    assert outline(cycle) == before
    page.focus(f"#doel-{plan['help'].pk}")
    page.keyboard.press("ArrowUp")
    assert "Esc" in page.inner_text("[data-melding]")
    page.keyboard.press("Escape")
    until(page, TOLD, "Tab gaat verder")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert outline(cycle) == before
    assert page.evaluate("document.activeElement.closest('.kv-boom__regel') === null")


def test_a_text_saves_itself_and_delete_comes_back(cycle, plan, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['sport'].pk}#doel-{plan['sport'].pk}"))
    page.keyboard.press("F2")
    page.keyboard.type(" in 2026")
    until(page, "() => /Bewaard om/.test(document.querySelector('[data-bewaard]').textContent)")
    with scope(municipality=cycle.municipality):
        assert Goal.objects.get(pk=plan["sport"].pk).text.endswith("club in 2026")
    page.keyboard.press("Enter")
    until(page, FOCUS_SAYS, "in 2026")
    page.keyboard.press("Delete")
    until(page, TOLD, "Verwijderd")
    assert len(outline(cycle)) == 3
    press(page, "Control+z", says="Ongedaan gemaakt")
    until(page, FOCUS_SAYS, "club in 2026")
    assert len(outline(cycle)) == 4


def test_no_text_is_lost_when_the_server_is_away(cycle, plan, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['sport'].pk}#doel-{plan['sport'].pk}"))
    page.keyboard.press("Enter")
    page.wait_for_selector("#regel-tekst")
    page.route("**/nieuw/", lambda route: route.abort())
    page.keyboard.type("Dit mag niet weg")
    page.keyboard.press("Enter")
    until(page, "() => document.getElementById('regel-fout').textContent.includes('antwoordt niet')")
    assert page.input_value("#regel-tekst") == "Dit mag niet weg"
    page.unroute("**/nieuw/")
    until(page, FOCUS_SAYS, "Dit mag niet weg", seconds=14)  # it tries again by itself after five seconds
    assert sum("Dit mag niet weg" in line for line in outline(cycle)) == 1


def test_two_people_in_one_text_see_both(cycle, plan, anna, bilal, open_as, live_server, waterveen):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['sport'].pk}#doel-{plan['sport'].pk}"))
    page.keyboard.press("F2")
    with scope(municipality=waterveen):
        actions.rename(row=plan["sport"], text="Tekst van Bilal", version=1, by=bilal)
    page.keyboard.type(" en van Anna")
    page.wait_for_selector("[data-beide]")
    both = page.inner_text("[data-beide]")
    assert "Tekst van Bilal" in both
    assert "op hun club en van Anna" in both
    page.fill("[data-beide] textarea", "Samen gemaakt")
    page.click("[data-beide] button")
    page.wait_for_selector("text=Samen gemaakt")
    with scope(municipality=waterveen):
        assert Goal.objects.get(pk=plan["sport"].pk).text == "Samen gemaakt"


def test_without_script_everything_is_a_link_or_a_button(cycle, plan, anna, open_as, live_server):
    page = open_as(anna, script=False)
    page.goto(address(live_server))
    page.click(f"#doel-{plan['help'].pk}")
    page.fill("#nieuw-onder", "Nieuw zonder script")
    page.click("text=Voeg toe")
    page.click("[data-rijwerk] >> text=Omhoog")
    assert outline(cycle)[3] == "  2.1 Nieuw zonder script"
    page.click("[data-rijwerk] >> text=Uitspringen")
    assert outline(cycle)[-1] == "3 Nieuw zonder script"
    page.click("[data-rijwerk] >> text=Inspringen")
    page.click("[data-rijwerk] >> text=Koppel")
    page.click("button:has-text('Diversiteit bespreekbaar')")
    assert "leidt ook tot 1" in page.inner_text("[aria-current=true]")
    page.click("[data-rijwerk] >> text=Verwijder")
    assert len(outline(cycle)) == 4
    page.click("button:has-text('Maak ongedaan')")
    assert len(outline(cycle)) == 5


PAGES = ["", "tabel/", "schema/", "schema/?heel=1", "matrix/", "matrix/?rijen=eigen-woorden", "geschiedenis/",
         "sneltoetsen/", "{id}/", "{id}/rode-draad/", "{id}/geschiedenis/", "{id}/tekst/", "{id}/beschrijving/",
         "{id}/koppel/", "{id}/verplaats/", "{id}/laat-zo/", "?doel={id}"]  # fmt: skip


def test_a_very_long_word_breaks_no_page(plan, anna, open_as, live_server, waterveen):
    """At 1280 px the same pages are looked at in test_every_page."""
    with scope(municipality=waterveen):
        long = "Meervoudigepersoonlijkheidsstoornissenonderzoeksinstellingenoverleg " * 2
        Goal.objects.filter(pk=plan["desk"].pk).update(text=long)
        actions.rename(row=plan["sport"], text="Sporters zijn thuis", version=1, by=anna)
    page = open_as(anna, viewport=NARROW)
    for end in PAGES:
        for node in (plan["talk"], plan["desk"]) if "{id}" in end else (plan["talk"],):
            page.goto(address(live_server, end.format(id=node.pk)))
            assert looks.axe_findings(page) == [], end
            assert looks.sideways(page) <= 0, end
            assert looks.unreachable(page) == [], end
            assert looks.small_targets(page) == [], end
    assert not page.faults


def test_what_looks_for_faults_finds_them(anna, plan, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server))
    page.evaluate("document.querySelector('#doelenboom').insertAdjacentHTML('beforeend', '<input>')")
    assert looks.axe_findings(page)


def test_tab_passes_everything_and_targets_are_large(plan, anna, open_as, live_server, waterveen):
    with scope(municipality=waterveen):
        actions.rename(row=plan["sport"], text="Sporters zijn thuis", version=1, by=anna)
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['talk'].pk}"))
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement, r = e.getBoundingClientRect();
            return e.closest('#doelenboom')
              ? {name: e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText, height: r.height} : null; }"""
        )
        if stop is not None:
            seen.append(stop)
    assert all(stop["height"] >= 44 for stop in seen), [stop for stop in seen if stop["height"] < 44]
    names = " ".join(stop["name"] for stop in seen)
    for word in (
        "Maak ongedaan",
        "Diversiteit",
        "Open",
        "Tekst wijzigen",
        "Inspringen",
        "Verwijder",
        "Voeg toe",
    ):
        assert word in names


def test_in_a_real_browser_every_text_of_the_diagram_stays_in_its_box(
    plan, anna, open_as, live_server, waterveen
):
    with scope(municipality=waterveen):
        Goal.objects.filter(pk=plan["desk"].pk).update(
            text="WWW MMMM Aansprakelijkheidsverzekeringsmaatschappijen"
        )
    page = open_as(anna)
    page.goto(address(live_server, "schema/?heel=1"))
    page.evaluate("document.fonts.ready")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.kv-schema--breed a')].flatMap(a => {
        const box = a.querySelector('.kv-schema__vak').getBBox();
        return [...a.querySelectorAll('text')].filter(t => { const b = t.getBBox();
            return b.x < box.x || b.y < box.y || b.x + b.width > box.x + box.width || b.y + b.height > box.y + box.height;
        }).map(t => t.textContent); })"""
    )
    assert outside == []


def test_the_whole_tree_prints_on_one_a3(plan, anna, open_as, live_server, tmp_path):
    import pikepdf

    page = open_as(anna)
    page.goto(address(live_server, "schema/"))
    file = tmp_path / "a3.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    with pikepdf.open(file) as printed:
        assert len(printed.pages) == 1
        width, height = (float(side) / 72 * 25.4 for side in printed.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (420, 297)
