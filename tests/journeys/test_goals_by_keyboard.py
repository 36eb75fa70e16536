"""Anna builds a goal tree without a mouse; somebody without script does the same with buttons."""

from __future__ import annotations

import re
import shutil

import pytest
from django_scopes import scope

from koersvast.goals import actions, queries
from koersvast.goals.models import Goal
from tests import factories
from tests.people import client_of

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def chromium(monkeypatch):
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would refuse the database there.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_as(chromium, live_server):
    """A page in which somebody is signed in; wide unless told otherwise."""

    def opened(person, *, width=1280, script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, locale="nl-NL"
        )
        cookie = client_of(person).cookies["sessie"].value
        context.add_cookies([{"name": "sessie", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.set_default_timeout(8000)
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        return page

    return opened


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
    page.wait_for_function("text => document.activeElement.innerText.includes(text)", arg=text)


def press(page, key, *, until):
    """A key that changes the tree; done when the server's answer is on the page."""
    page.keyboard.press(key)
    page.wait_for_function(
        "text => document.getElementById('doelenboom').innerText.includes(text)", arg=until
    )


def test_anna_builds_three_levels_with_keys_only(cycle, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server))
    page.focus("#eerste")
    page.keyboard.type("Leven zonder angst")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.innerText.includes('Leven zonder angst')")
    type_goal(page, "In 2026 voelen meer inwoners zich veilig")
    type_goal(page, "Wie iets meemaakt, durft te melden")
    press(page, "Tab", until="Subdoel 1.1")
    type_goal(page, "Er is een loket")
    press(page, "Tab", until="Subdoel 1.1.1")
    type_goal(page, "Agenten kennen de weg")
    press(page, "Shift+Tab", until="Subdoel 1.2")
    assert outline(cycle) == [
        "1 In 2026 voelen meer inwoners zich veilig",
        "  1.1 Wie iets meemaakt, durft te melden",
        "    1.1.1 Er is een loket",
        "  1.2 Agenten kennen de weg",
    ]
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_function("document.activeElement.innerText.includes('Subdoel 1.1')")
    assert outline(cycle)[1] == "  1.1 Agenten kennen de weg"
    page.keyboard.press("Control+z")
    page.wait_for_function("document.activeElement.innerText.includes('Subdoel 1.2')")
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
    page.wait_for_function("document.querySelector('[data-melding]').textContent.includes('Ongedaan')")
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
    page.wait_for_function("document.querySelector('[data-melding]').textContent.includes('Tab gaat verder')")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert outline(cycle) == before
    assert page.evaluate("document.activeElement.closest('.kv-boom__regel') === null")


def test_a_text_saves_itself_and_delete_comes_back(cycle, plan, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['sport'].pk}#doel-{plan['sport'].pk}"))
    page.keyboard.press("F2")
    page.keyboard.type(" in 2026")
    page.wait_for_function("/Bewaard om/.test(document.querySelector('[data-bewaard]').textContent)")
    with scope(municipality=cycle.municipality):
        assert Goal.objects.get(pk=plan["sport"].pk).text.endswith("club in 2026")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.innerText.includes('in 2026')")
    page.keyboard.press("Delete")
    page.wait_for_function("document.querySelector('[data-melding]').textContent.includes('Verwijderd')")
    assert len(outline(cycle)) == 3
    press(page, "Control+z", until="club in 2026")
    assert len(outline(cycle)) == 4


def test_no_text_is_lost_when_the_server_is_away(cycle, plan, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['sport'].pk}#doel-{plan['sport'].pk}"))
    page.keyboard.press("Enter")
    page.wait_for_selector("#regel-tekst")
    page.route("**/nieuw/", lambda route: route.abort())
    page.keyboard.type("Dit mag niet weg")
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('regel-fout').textContent.includes('antwoordt niet')")
    assert page.input_value("#regel-tekst") == "Dit mag niet weg"
    page.unroute("**/nieuw/")
    page.wait_for_function(  # it tries again by itself after five seconds
        "document.activeElement.innerText.includes('Dit mag niet weg')", timeout=12000
    )
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
    page.click("text=Maak ongedaan >> nth=0")
    assert len(outline(cycle)) == 5


PAGES = ["", "tabel/", "schema/", "schema/?heel=1", "matrix/", "matrix/?rijen=eigen-woorden", "geschiedenis/",
         "sneltoetsen/", "{id}/", "{id}/rode-draad/", "{id}/geschiedenis/", "{id}/tekst/", "{id}/beschrijving/",
         "{id}/koppel/", "{id}/verplaats/", "{id}/laat-zo/", "?doel={id}"]  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_reflows(plan, anna, open_as, live_server, width, waterveen):
    from axe_playwright_python.sync_playwright import Axe

    with scope(municipality=waterveen):
        long = "Meervoudigepersoonlijkheidsstoornissenonderzoeksinstellingenoverleg " * 2
        Goal.objects.filter(pk=plan["desk"].pk).update(text=long)
        actions.rename(row=plan["sport"], text="Sporters zijn thuis", version=1, by=anna)
    page = open_as(anna, width=width)
    for end in PAGES:
        for node in (plan["talk"], plan["desk"]) if "{id}" in end else (plan["talk"],):
            page.goto(address(live_server, end.format(id=node.pk)))
            found = Axe().run(page, options={"runOnly": WCAG}).response["violations"]
            assert not found, (end, [(f["id"], f["nodes"][0]["html"][:200]) for f in found])
            wide, seen = page.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            )
            assert wide <= seen, (end, wide, seen)
    assert not page.faults


def test_axe_would_have_found_something(anna, plan, open_as, live_server):
    from axe_playwright_python.sync_playwright import Axe

    page = open_as(anna)
    page.goto(address(live_server))
    page.evaluate("document.querySelector('#doelenboom').insertAdjacentHTML('beforeend', '<input>')")
    assert Axe().run(page, options={"runOnly": WCAG}).response["violations"]


def test_every_stop_of_the_keyboard_is_visible_and_large_enough(plan, anna, open_as, live_server):
    page = open_as(anna)
    page.goto(address(live_server, f"?doel={plan['talk'].pk}"))
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return null;
            const s = getComputedStyle(e), r = e.getBoundingClientRect(), v = e.querySelector('.kv-schema__vak');
            return {name: e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || e.id,
                    ring: s.outlineStyle !== 'none' || s.boxShadow !== 'none'
                          || (v && parseFloat(getComputedStyle(v).strokeWidth) >= 4),
                    main: !!e.closest('#doelenboom'), text: s.display === 'inline', h: r.height, w: r.width}; }"""
        )
        if stop is None:
            break
        seen.append(stop)
    here = [stop for stop in seen if stop["main"]]
    assert len(here) > 12
    assert all(stop["ring"] for stop in seen), [stop for stop in seen if not stop["ring"]]
    assert all(stop["h"] >= 44 for stop in here), [stop for stop in here if stop["h"] < 44]
    names = " ".join(stop["name"] for stop in here)
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
