"""Pictures of the real screens with the demo municipality: docs/pictures/*.png and docs/screens.md.

Starts a server of its own on a free port of this machine, in a temporary folder, and signs in as Anna.
Usage: .venv/bin/python tools/pictures.py [name ...]     (needs Debian's Chromium)
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs/pictures"
PLAN = ROOT / "src/koersvast/exchange/demo/waterveen.yaml"
CYCLE = "/GM9901/ronde/2/"
WIDTHS = {"wide": 1280, "narrow": 320}
TALLEST = {"wide": 1400, "narrow": 1600}  # pixels; a longer page is cut, the top says what it is
COLOURS = 96
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@dataclass(frozen=True)
class Screen:
    """One picture: where to go, what the page is for, and what to do before the picture is taken."""

    name: str
    says: str
    path: str = ""
    find: str = ""  # the first link on ``path`` whose address (or text) matches this is the page
    do: Callable[[Page], None] | None = None
    signed_in: bool = True


def choose_plan(page: Page) -> None:
    """A plan in which one thing changed, so that the preview has something to say."""
    text = PLAN.read_text()
    changed = re.sub(r"(?m)^(\s+title: ).*$", r"\1Iedereen thuis in Waterveen", text, count=1)
    page.set_input_files(
        "input[type=file]", {"name": "plan.yaml", "mimeType": "application/yaml", "buffer": changed.encode()}
    )
    page.click("main button[type=submit]")
    page.wait_for_url(re.compile(r"/plan/invoeren/[0-9a-f-]{36}/"), timeout=60_000)


ROUND = r"/gesprekken/[0-9a-f-]{36}/$"
RUNNING, CLOSED = "text=Peiling voorjaar", "text=Peiling veiligheid 2026"  # the surveys of the demo
TALK = ROUND + r"|/gesprek/[0-9a-f-]{36}/$"
RESULT = "text=In 2026 voelen minder"


def to_plan(page: Page) -> None:
    page.goto(page.url + "op-tijd/")


def to_letters(page: Page) -> None:
    page.goto(page.url + "brieven/")


def to_questions(page: Page) -> None:
    """The address that people answer at stands on the page of the survey."""
    page.goto(page.locator("dd.kv-breek").last.inner_text().replace("\n", ""))


def to_question(page: Page) -> None:
    to_questions(page)
    page.click("button[value=begin]")


def to_matrix(page: Page) -> None:
    to_question(page)
    page.get_by_label("Nee", exact=True).check()
    page.click("button[value=volgende]")


def to_end(page: Page) -> None:
    to_matrix(page)
    for _page in range(2):
        page.click("button[value=volgende]")


SCREENS = [
    Screen("sign-in", "Signing in; residents need no account", "/account/login/", signed_in=False),
    Screen("compass", "Where a cycle stands: the six steps, what to do now, the results", CYCLE),
    Screen("step", "One step: its questions, when it is ready, and why it is not yet", f"{CYCLE}stap/2/"),
    Screen("goal-tree", "Ambitions, results and subgoals as a list that can be edited", f"{CYCLE}doelen/"),
    Screen("goal-table", "The same goals as a table", f"{CYCLE}doelen/tabel/"),
    Screen("goal-diagram", "The same goals as a diagram", f"{CYCLE}doelen/schema/"),
    Screen("goal-matrix", "Which goals are about whom, and who is forgotten", f"{CYCLE}doelen/matrix/"),
    Screen("result", "One result: figures, stories, activities, decision", CYCLE, RESULT),
    Screen("red-thread", "From what was heard to what contributes to it", CYCLE, RESULT + "|draad"),
    Screen("figures", "All figures, with levels apart", f"{CYCLE}cijfers/"),
    Screen(
        "figure", "One figure with its passport and its table", f"{CYCLE}cijfers/", r"/cijfers/[0-9a-f-]{36}/"
    ),
    Screen("figures-import", "Where figures can come from", f"{CYCLE}cijfers/invoeren/"),
    Screen("interpretations", "What the parties say about the figures", f"{CYCLE}duiding/"),
    Screen("activities", "Activities against goals, with gaps and overlaps", f"{CYCLE}activiteiten/"),
    Screen("money", "Costs and funding cover per year", f"{CYCLE}activiteiten/geld/"),
    Screen(
        "activity",
        "One activity, whole",
        f"{CYCLE}activiteiten/",
        r"/activiteiten/[0-9a-f-]{36}/$",
    ),
    Screen("initiatives", "What already happens in the municipality", f"{CYCLE}initiatieven/"),
    Screen("sessions", "Sessions of a cycle", f"{CYCLE}bijeenkomsten/"),
    Screen(
        "session",
        "A session with its notes and dots",
        f"{CYCLE}bijeenkomsten/",
        r"/bijeenkomsten/[0-9a-f-]{36}/$",
    ),
    Screen(
        "priorities", "What came out of a session, in order", f"{CYCLE}bijeenkomsten/", r"SESSION/voorrang/$"
    ),
    Screen("glossary", "Words and their agreed meaning", f"{CYCLE}begrippen/"),
    Screen("partners", "Who takes part", f"{CYCLE}partners/"),
    Screen("checks", "What the compass sees", f"{CYCLE}wenken/"),
    Screen("documents", "The plan as a document", f"{CYCLE}documenten/"),
    Screen("import-preview", "What changes before a plan is saved", "/GM9901/plan/invoeren/", do=choose_plan),
    Screen("verdicts", "What the figures propose for each result, and what people say", f"{CYCLE}oordelen/"),
    Screen(
        "verdict",
        "Confirming a verdict, or saying something else with a reason",
        f"{CYCLE}oordelen/",
        r"/oordelen/[0-9a-f-]{36}/$",
    ),
    Screen("decisions", "What was decided about every activity and result", f"{CYCLE}besluiten/"),
    Screen(
        "decide",
        "A decision about one activity",
        f"{CYCLE}besluiten/",
        r"/besluiten/activiteit/[0-9a-f-]{36}/$",
    ),
    Screen("improvements", "What will be done better, and what is late", f"{CYCLE}verbeteracties/"),
    Screen("commitments", "Motions and commitments, and what became of them", f"{CYCLE}toezeggingen/"),
    Screen("rounds", "Rounds of conversations", f"{CYCLE}gesprekken/"),
    Screen("round", "One round: who was heard, who is missing, the conversations", f"{CYCLE}gesprekken/", ROUND),
    Screen("plan-conversation", "Planning a conversation", f"{CYCLE}gesprekken/", f"{ROUND}|/gesprek/nieuw/$"),
    Screen("conversation", "A conversation and what each participant allows", f"{CYCLE}gesprekken/", TALK),
    Screen("consent", "The switches of one participant", f"{CYCLE}gesprekken/", TALK + "|/deelnemer/[0-9a-f-]{36}/$"),
    Screen("add-participant", "Adding a participant", f"{CYCLE}gesprekken/", TALK + "|/deelnemer/$"),
    Screen("checked", "A text whose names and places are replaced", f"{CYCLE}gesprekken/", TALK + "|/nakijken/"),
    Screen("receipt", "What a participant sees with the code of the slip", "/GM9901/bewijs/", signed_in=False),
    Screen("consent-texts", "What the switches say, and since when", f"{CYCLE}gesprekken/", f"{ROUND}|/toestemming/$"),
    Screen("answers", "Bringing in one file with many answers", f"{CYCLE}gesprekken/", f"{ROUND}|/antwoorden/$"),
    Screen("coding", "Coding a conversation", f"{CYCLE}gesprekken/", f"{ROUND}|/coderen/$"),
    Screen("codebook", "The codebook", f"{CYCLE}gesprekken/", f"{ROUND}|/codeboek/$"),
    Screen("fragments", "All fragments with one code", f"{CYCLE}gesprekken/", f"{ROUND}|/codeboek/$|/fragmenten/$"),
    Screen("differences", "Where two coders differ", f"{CYCLE}gesprekken/", f"{ROUND}|/codeboek/$|/verschillen/"),
    Screen("findings", "What follows from what people said", f"{CYCLE}gesprekken/", f"{ROUND}|/bevindingen/$"),
    Screen(
        "finding", "One finding: how often it was heard, what it is about", f"{CYCLE}gesprekken/",
        f"{ROUND}|/bevindingen/$|/bevindingen/[0-9a-f-]{{36}}/$",
    ),
    Screen("quotes", "Quotes and how far each of them is", f"{CYCLE}gesprekken/", f"{ROUND}|/citaten/$"),
    Screen(
        "quote", "One quote: who shares what it shows, and who said yes", f"{CYCLE}gesprekken/",
        f"{ROUND}|/citaten/$|/citaten/[0-9a-f-]{{36}}/$",
    ),
    Screen("portraits", "Portraits of nobody", f"{CYCLE}gesprekken/", f"{ROUND}|/portretten/$"),
    Screen(
        "portrait", "One portrait, woven of several conversations", f"{CYCLE}gesprekken/",
        f"{ROUND}|/portretten/$|/portretten/[0-9a-f-]{{36}}/$",
    ),
    Screen("feedback", "What was heard, what is done, what not and why", f"{CYCLE}gesprekken/", f"{ROUND}|/terugkoppeling/"),
    Screen("perspectives", "The report Perspectieven in the making", f"{CYCLE}gesprekken/", f"{ROUND}|perspectives"),
    Screen("leaflet", "The leaflet in the making", f"{CYCLE}gesprekken/", f"{ROUND}|leaflet"),
    Screen("inventory", "Bringing in a list of initiatives", f"{CYCLE}initiatieven/inlezen/"),
    Screen("surveys", "Surveys and questionnaires", f"{CYCLE}peilingen/"),
    Screen("questionnaire", "A questionnaire in the making", f"{CYCLE}peilingen/", "/vragenlijsten/[0-9a-f-]{36}/$"),
    Screen("plan-survey", "Preparing a survey", f"{CYCLE}peilingen/nieuw/"),
    Screen("survey", "One survey: can it be known, how many answered, who is missing", f"{CYCLE}peilingen/", RUNNING),
    Screen("plan-to-know", "What must be seen, in whom and by when", f"{CYCLE}peilingen/", CLOSED, do=to_plan),
    Screen("letters", "Letters with a code", f"{CYCLE}peilingen/", RUNNING, do=to_letters),
    Screen("results", "What came out, with margins, and what changed since two years before", f"{CYCLE}peilingen/", f"{CLOSED}|/uitkomsten/$"),
    Screen("results-break", "A series with a break: the survey before stands behind a zigzag", f"{CYCLE}peilingen/", "text=Peiling veiligheid 2024|/uitkomsten/$"),
    Screen("look", "A look while a survey runs", f"{CYCLE}peilingen/", f"{RUNNING}|/uitkomsten/$"),
    Screen("into-the-compass", "A figure of a survey on its way to the compass", f"{CYCLE}peilingen/", f"{CLOSED}|/uitkomsten/$|/uit-peiling/"),
    Screen("answer-begin", "What a resident reads first", f"{CYCLE}peilingen/", RUNNING, do=to_questions),
    Screen("answer-question", "One question", f"{CYCLE}peilingen/", RUNNING, do=to_question),
    Screen("answer-matrix", "Questions that belong together", f"{CYCLE}peilingen/", RUNNING, do=to_matrix),
    Screen("answer-check", "All answers before they are sent", f"{CYCLE}peilingen/", RUNNING, do=to_end),
    Screen("answer-code", "Typing the code of a letter", "/GM9901/v/", signed_in=False),
    Screen("four-questions", "Four questions to who owns an activity", f"{CYCLE}outcome/vragen/"),
]  # fmt: skip


@contextlib.contextmanager
def server() -> Iterator[tuple[str, dict[str, str]]]:
    """A running Koersvast with the demo; gives its address and Anna's account."""
    with tempfile.TemporaryDirectory(prefix="koersvast-pictures-") as home, running(home) as base:
        yield base, accounts_in(home)["anna"]


@contextlib.contextmanager
def running(home: str) -> Iterator[str]:
    """A server in this folder, on a free port of this machine; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "KOERSVAST_HOME": home, "PORT": str(port), "KOERSVAST_WORKERS": "1"}
    process = subprocess.Popen(
        [str(ROOT / ".venv/bin/koersvast"), "serve"], env=env, stdout=subprocess.DEVNULL
    )
    try:
        base = f"http://127.0.0.1:{port}"
        wait_for(base)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=30)


def accounts_in(home: str) -> dict[str, dict[str, str]]:
    """The accounts of the demo by first name."""
    rows = json.loads((Path(home) / "demo_accounts.json").read_text())
    return {row["email"].partition("@")[0]: row for row in rows}


def wait_for(base: str) -> None:
    for _half_second in range(240):
        try:
            urllib.request.urlopen(f"{base}/account/login/", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SystemExit("the server did not start within two minutes")


def sign_in(page: Page, base: str, account: dict[str, str]) -> None:
    page.goto(f"{base}/account/login/")
    page.fill("input[name=login]", account["email"])
    page.fill("input[name=password]", account["password"])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "login" not in address)


def link(page: Page, pattern: str) -> str:
    if pattern.startswith("text="):
        return (
            page.locator(f"main a:has-text('{pattern.removeprefix('text=')}')").first.get_attribute("href")
            or ""
        )
    addresses = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
    return next(address for address in addresses if re.search(pattern, address or ""))


def go(page: Page, base: str, screen: Screen) -> None:
    page.goto(base + screen.path)
    for pattern in filter(None, screen.find.split("|")):
        if pattern.startswith("SESSION"):
            page.goto(base + link(page, r"/bijeenkomsten/[0-9a-f-]{36}/$"))
            pattern = pattern.removeprefix("SESSION")
        page.goto(base + link(page, pattern))
    if screen.do:
        screen.do(page)


def take(page: Page, screen: Screen, size: str) -> None:
    wide = shoot(page, PICTURES / f"{screen.name}-{size}.png", TALLEST[size])
    if wide > WIDTHS[size]:
        print(f"  {screen.name} {size}: scrolls sideways ({wide} px)")


def shoot(page: Page, file: Path, tallest: int, *, top: str = "") -> int:
    """The page as a picture, cut below; gives how wide the page is.

    ``top``: where on the page the picture begins, and then without what stands beside it.
    """
    clip: Any = {"x": 0, "y": 0, "width": (page.viewport_size or {"width": 0})["width"]}
    page.evaluate("window.scrollTo(0, 0)")
    if top:
        main = page.locator("main").bounding_box() or clip
        begin = page.locator(top).first.bounding_box() or clip
        clip |= {"x": main["x"], "y": max(begin["y"] - 8, 0), "width": main["width"]}
    clip["height"] = min(page.evaluate("document.documentElement.scrollHeight") - clip["y"], tallest)
    keep(Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True, animations="disabled"))), file)
    return int(page.evaluate("document.documentElement.scrollWidth"))


def keep(picture: Image.Image, file: Path) -> None:
    """With few colours: small enough to live beside the text."""
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def page_of_screens() -> str:
    lines = [
        "# The screens",
        "",
        "Made by `tools/pictures.py` from the demo municipality, at 1280 and at 320 pixels wide. Long pages are cut.",
    ]
    for screen in SCREENS:
        lines += [
            "",
            f"## {screen.says}",
            "",
            f"![{screen.says}, wide](pictures/{screen.name}-wide.png)",
            "",
            f"![{screen.says}, on a narrow screen](pictures/{screen.name}-narrow.png)",
        ]
    return "\n".join(lines) + "\n"


def main(names: list[str]) -> None:
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is not on this machine (Debian: apt-get install chromium)")
    PICTURES.mkdir(parents=True, exist_ok=True)
    (ROOT / "docs/screens.md").write_text(page_of_screens())
    wanted = [screen for screen in SCREENS if not names or screen.name in names]
    with server() as (base, anna), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for size, width in WIDTHS.items():
            for signed_in in (False, True):
                context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-NL")
                page = context.new_page()
                if signed_in:
                    sign_in(page, base, anna)
                for screen in (row for row in wanted if row.signed_in is signed_in):
                    try:
                        go(page, base, screen)
                        take(page, screen, size)
                    except Exception as error:  # one page that fails must not hide the others
                        print(f"  {screen.name} {size}: {type(error).__name__} {error}".splitlines()[0])
                context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
