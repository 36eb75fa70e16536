"""Pictures of docs/deciding.md: a plan that goes round, from baseline to the next cycle, and its papers.

Starts a server of its own on a free port of this machine, in a temporary folder, with Waterveen, Delft and Schiedam.
Usage: .venv/bin/python tools/deciding.py     (needs Debian's Chromium)
"""

from __future__ import annotations

import copy
import datetime
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "src"))

from tools import pictures  # noqa: E402  # after the path

FOLDER = ROOT / "docs/deciding"
DELFT, SCHIEDAM, WATERVEEN = "/GM0503/ronde/1/", "/GM0606/ronde/2/", "/GM9901/ronde/2/"
TALLEST, TALLEST_NARROW = 1250, 1400
PARTIES = ["municipality", "residents", "provider"]
SAID = {  # made up, and marked as such
    "measured": "Houding van inwoners: 88 procent in 2018, 90 procent in 2022. De marges overlappen. (voorbeeld)",
    "recognise": "Gemeente en aanbieders wel, inwoners zien het op straat nog niet. (voorbeeld)",
    "explain": "Vaste gezichten bij DWH en op school. Andere oorzaken spelen ook mee. (voorbeeld)",
    "judge": "Stabiel hoog, en nog niet voor iedereen. (voorbeeld)",
    "act": "In de volgende ronde meer aandacht voor verenigingen. (voorbeeld)",
}
REMARKS = [
    {"party": "municipality", "stance": "agrees", "text": "De houding bleef hoog. (voorbeeld)"},
    {
        "party": "residents",
        "stance": "disagrees",
        "text": "Op straat en in de bus merken wij het nog niet. (voorbeeld)",
    },
    {"party": "provider", "stance": "own", "text": "In de klas gaat het beter dan op de borrel. (voorbeeld)"},
]
CONTRIBUTION = {
    "claim": "De coming-outgroepen helpen dat mensen zich gesteund weten (voorbeeld)",
    "reviewer": "Onderzoek en Statistiek (voorbeeld)",
    "reviewed_on": "2022-11",
    "illustrative": True,
    "links": [
        {
            "of": "act-comingout",
            "claim": "Wie de groep volgt, vindt steun (voorbeeld)",
            "necessary": True,
            "illustrative": True,
            "evidence": [
                {"finding": "for", "text": "In 2021 haalden 17 van de 22 deelnemers hun doel (voorbeeld)", "design": 1, "basis": "outcome", "illustrative": True},
                {"finding": "against", "text": "Wie de groep niet kent, merkt er niets van (voorbeeld)", "design": 1, "basis": "story", "illustrative": True},
            ],
            "rivals": [
                {"claim": "Jongeren vinden elkaar online", "speaks_for": "Deelnemers noemen het zelf (voorbeeld)", "outcome": "untested", "illustrative": True}
            ],
        }
    ],
}  # fmt: skip
PAPERS: dict[str, dict[str, Any]] = {
    "college_proposal": {}, "council_letter": {}, "council_page": {"result": "r-veilig"},
    "budget_text": {"year": 2027}, "interim_report": {"year": 2026}, "annual_report": {"year": 2025},
    "subsidy_annex": {"partner": "coc-delta"},
}  # fmt: skip


# The plans, as people would have written them


def django() -> None:
    """The same code and database as the server; the browser's loop runs in this thread."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "koersvast.config.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    import django as framework

    framework.setup()


def bring_in(plan: dict[str, Any], email: str) -> None:
    """Store a plan, or replace what is there; this person works for its municipality."""
    from koersvast.exchange.actions import import_plan
    from koersvast.people.models import Membership, User

    cycle = import_plan(plan, by=None, replace=True)
    Membership.objects.get_or_create(
        municipality=cycle.municipality, user=User.objects.get(email=email), defaults={"role": "officer"}
    )


def delft_after_the_evening() -> dict[str, Any]:
    """The whole plan of Delft with what was said, before college and council decided."""
    from tests.plans import plan_of

    plan = copy.deepcopy(plan_of("delft"))
    plan["decisions"] = [
        row
        for row in plan["decisions"]
        if row["kind"] not in ("adopt_plan", "budget", "close_cycle") and row["key"] != "b-comingout"
    ]
    evening = next(row for row in plan["sessions"] if row["key"] == "s-review-2022")
    remarks = [{**row, "illustrative": True} for row in REMARKS]
    evening["review"] = {
        "starts_at": "19:30",
        "ends_at": "21:30",
        "organisations": ["gemeente", "dwh", "scholen", "studenten"],
        "illustrative": True,
        "discussed": [
            {"about": "r-acceptatie", **SAID, "parties": PARTIES, "remarks": remarks, "illustrative": True}
        ],
    }
    plan["results"][0]["subgoals"][0]["contribution"] = CONTRIBUTION
    return plan


def ten_corrections() -> None:
    """What may happen after a decision: a measurement, a name, money and seven texts."""
    from django_scopes import scope

    from koersvast.activities.models import Activity, Budget
    from koersvast.indicators.models import Measurement
    from koersvast.tenants.models import Municipality

    with scope(municipality=Municipality.objects.get(code="GM0503")):
        old = {"cycle__number": 1}
        Measurement.objects.filter(key="m-vrij-leven-2022", **old).update(value=89)
        first = Budget.objects.filter(activity__cycle__number=1).order_by("activity__position", "position")[0]
        Budget.objects.filter(pk=first.pk).update(amount=first.amount + 500)
        Activity.objects.filter(key="act-gids", **old).update(name="Wegwijzer naar hulp")
        rows = Activity.objects.filter(**old).exclude(key="act-gids").order_by("position")[:7]
        for number, row in enumerate(rows, start=1):
            Activity.objects.filter(pk=row.pk).update(what=f"Verduidelijkt na vraag {number} (voorbeeld)")


def a_question_of_the_council(accounts: dict[str, dict[str, str]]) -> str:
    """Gerrit asks about a figure, Anna answers and publishes; gives the address of the page."""
    from django_scopes import scope

    from koersvast.council import actions
    from koersvast.goals.models import Goal
    from koersvast.people.models import Membership
    from koersvast.tenants.models import Municipality

    def now() -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC)

    with scope(municipality=Municipality.objects.get(code="GM9901")):
        gerrit, anna = (
            Membership.objects.get(user__email=accounts[name]["email"], municipality__code="GM9901")
            for name in ("gerrit", "anna")
        )
        goal = Goal.objects.get(key="r-veilig", cycle__number=2)
        asked = actions.ask(
            goal.cycle, member=gerrit, about_key=goal.key, sentence="", now=now(),
            text="Is 21 procent echt lager dan 24 procent, of kan dat toeval zijn?",
        )  # fmt: skip
        said = "Dat kan toeval zijn: de marges overlappen. Wij meten in 2027 samen met de regio, met meer mensen."
        actions.answer(asked, member=anna, text=said, version=None, now=now())
        actions.publish(asked, member=anna, now=now())
        return f"{WATERVEEN}raad/{goal.pk}/"


def first_pages() -> Iterator[tuple[str, Image.Image]]:
    """The first page of each paper of Waterveen, as it comes out of the printer."""
    from django_scopes import scope

    from koersvast.cycles.models import Cycle
    from koersvast.reports.actions import document_of
    from koersvast.reports.rendering import pdf
    from koersvast.tenants.models import Municipality

    with scope(municipality=Municipality.objects.get(code="GM9901")):
        cycle = Cycle.objects.get(number=2)
        for kind, choice in PAPERS.items():
            document = document_of(cycle, kind=kind, today=datetime.date(2026, 11, 20), choice=choice)
            yield kind, Image.open(io.BytesIO(pdf.first_page(document, pixels_per_inch=68)))


# The walk


class Walk:
    """Somebody at a screen, with a camera."""

    def __init__(self, browser: Browser, base: str, account: dict[str, str], width: int = 1280) -> None:
        self.base, self.width = base, width
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-NL")
        context.set_default_timeout(10_000)
        self.page: Page = context.new_page()
        pictures.sign_in(self.page, base, account)

    def to(self, path: str, *find: str) -> Page:
        """To an address, and from there by the first link that matches each pattern."""
        for pattern in ("", *find):
            answer = self.page.goto(self.base + (pictures.link(self.page, pattern) if pattern else path))
            if answer is None or not answer.ok:
                raise SystemExit(f"{self.page.url} is not there")
        return self.page

    def take(self, name: str, *, top: str = "", tallest: int = 0) -> None:
        """``top``: what the picture begins with; without it the whole page, from the head of the screen."""
        tallest = tallest or (TALLEST if self.width > 320 else TALLEST_NARROW)
        wide = pictures.shoot(self.page, FOLDER / f"{name}.png", tallest, top=top)
        if wide > self.width:
            print(f"  {name}: scrolls sideways ({wide} px)")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()


@contextmanager
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        raise SystemExit("Chromium is not on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=pictures.FLAGS)
        yield opened
        opened.close()


FIGURE = "text=Inwoners vinden dat homoseksuele"
RESULT = "text=De sociale acceptatie"
SUBGOAL = "text=LHBTI-personen in Delft zijn weerbaarder"
GROUPS = "text=Coming-outgroepen"


def measure_and_review(anna: Walk, phone: Walk) -> None:
    anna.to(f"{DELFT}activiteiten/", GROUPS)
    anna.take("outcome", top="#outcome", tallest=880)
    evening = f"{DELFT}verbetergesprekken/"
    page = anna.to(evening, "text=Eindgesprek", r"/resultaat/")
    item = page.url.removeprefix(anna.base)
    anna.take("review-wide", tallest=1900)
    anna.to(f"{item}?scherm")
    anna.take("review-screen", tallest=800)
    phone.to(item)
    phone.take("review-narrow", top="h1")
    anna.to(f"{DELFT}oordelen/", r"/oordelen/[0-9a-f-]{36}/$")
    page = anna.page
    page.get_by_role("radio", name="Nog niet te zeggen", exact=True).check()
    page.get_by_label("Uw reden").fill(
        "De houding is stabiel. Wij meten de volgende keer bij meer mensen (voorbeeld)"
    )
    for party in ("Gemeente", "Inwoners", "Aanbieders"):
        page.get_by_role("checkbox", name=party, exact=True).check()
    anna.take("verdict", tallest=1500)
    anna.press("Bewaar dit oordeel")
    anna.to(f"{DELFT}oordelen/", SUBGOAL, r"/bijdrage/")
    anna.take("contribution", tallest=1600)


def decide_and_freeze(anna: Walk) -> None:
    page = anna.to(f"{DELFT}besluiten/", r"/besluiten/activiteit/[0-9a-f-]{36}/$")
    page.get_by_role("radio", name="Versterken", exact=True).check()
    page.get_by_label("Waarom?").fill("Nuttig, weinig uitval, en er is een wachtlijst (voorbeeld)")
    for party in ("Gemeente", "Inwoners", "Aanbieders"):
        page.get_by_role("checkbox", name=party, exact=True).check()
    page.get_by_label("Besloten op").fill("2022-11-16")
    anna.take("decision", tallest=1500)
    anna.press("Bewaar het besluit")
    page = anna.to(f"{DELFT}besluiten/")
    page.get_by_role("link", name="Leg een besluit van college of raad vast").click()
    page.get_by_label("Besluit over het plan").check()
    page.get_by_label("College van B en W").check()
    page.get_by_label("Nummer van het document").fill("Collegebesluit 22-310 (voorbeeld)")
    page.get_by_label("Waarom?").fill("Zo staat vast wat deze ronde bracht (voorbeeld)")
    page.get_by_label("Dag van het besluit").fill("2022-12-13")
    anna.take("adopt")
    anna.press("Bewaar")
    anna.take("frozen")
    frozen = page.url.removeprefix(anna.base)
    ten_corrections()
    anna.to(frozen)
    anna.take("then-and-now", tallest=1500)


def open_the_next(anna: Walk) -> None:
    page = anna.to(f"{DELFT}volgende-ronde/")
    page.get_by_label("Titel").fill("Actieplan LHBTI Delft 2023-2026")
    anna.take("carry-over", tallest=2300)
    anna.press("Open deze ronde")
    anna.take("what-changed", tallest=1500)
    anna.to("/GM0503/ronde/2/oordelen/", RESULT, r"/door-de-tijd/")
    anna.take("through-time", tallest=1500)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="koersvast-pictures-") as home, pictures.running(home) as base:
        os.environ["KOERSVAST_HOME"] = home
        django()
        from tests.plans import delft_at_baseline, plan_of

        accounts = pictures.accounts_in(home)
        email = accounts["anna"]["email"]
        bring_in(plan_of("schiedam"), email)
        bring_in(delft_at_baseline(), email)
        with browser() as opened:
            anna, phone = (Walk(opened, base, accounts["anna"], width) for width in (1280, 320))
            anna.to(f"{DELFT}cijfers/", FIGURE)
            anna.take("baseline")
            bring_in(delft_after_the_evening(), email)
            measure_and_review(anna, phone)
            decide_and_freeze(anna)
            open_the_next(anna)
            anna.to(f"{SCHIEDAM}activiteiten/geld/opbrengst/2020/")
            anna.take("money-brought", tallest=2600)
            anna.to(WATERVEEN, pictures.RESULT, "draad")
            anna.take("red-thread", tallest=1600)
            anna.to(a_question_of_the_council(accounts))
            anna.take("council-room", top="#vragen", tallest=320)
        for kind, picture in first_pages():
            pictures.keep(picture, FOLDER / f"{kind.replace('_', '-')}.png")
    size = sum(file.stat().st_size for file in FOLDER.glob("*.png"))
    print(f"{len(list(FOLDER.glob('*.png')))} pictures, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
