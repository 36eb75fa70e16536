"""The kinds of documents. A new one: a package here with the same shape, and one line in REPORTS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from koersvast.reports.document import Document
from koersvast.reports.kinds import (
    action_plan,
    annual_report,
    budget_text,
    college_proposal,
    council_letter,
    council_page,
    feedback_letter,
    interim_report,
    leaflet,
    perspectives,
    subsidy_annex,
)
from koersvast.reports.kinds.paper import Slot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GROUPS: dict[str, StrOrPromise] = {
    "plan": _("Het plan"),
    "college": _("Voor het college"),
    "council": _("Voor de raad"),
    "control": _("Voor begroting en verantwoording"),
    "partners": _("Voor partners"),
    "heard": _("Uit de gesprekken"),
}


@dataclass(frozen=True)
class Report:
    """A kind of document. ``file_name`` holds no word about people: it stands in download folders.

    ``build(cycle, *, today, **options)`` makes it from the facts of a cycle, inside the scope of its municipality;
    ``options`` names what else may be chosen: "year", "partner", "result", "round". ``slots``: where people write
    themselves. ``one_page``: each part should fit on one page, and people hear it when one does not. ``most_pages``: with
    more it is not made.
    """

    key: str
    file_name: str
    label: StrOrPromise
    purpose: StrOrPromise
    build: Callable[..., Document]
    group: str = "plan"
    options: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    one_page: bool = False
    most_pages: int = 0


REPORTS: dict[str, Report] = {
    report.key: report
    for report in (
        Report(
            "action_plan",
            "actieplan",
            _("Actieplan"),
            _("Het hele plan, van aanleiding tot besluiten. Voor college, raad en partners."),
            action_plan.build,
        ),
        Report(
            "college_proposal",
            "collegevoorstel",
            _("Collegevoorstel"),
            _("Wat het college moet besluiten, waarom, en wat het kost."),
            college_proposal.build,
            "college",
            slots=college_proposal.SLOTS,
        ),
        Report(
            "council_letter",
            "raadsinformatiebrief",
            _("Raadsinformatiebrief"),
            _("Hoe het gaat met resultaten, moties, toezeggingen en geld."),
            council_letter.build,
            "council",
            ("year",),
            council_letter.SLOTS,
        ),
        Report(
            "council_page",
            "raadspagina",
            _("Raadspagina"),
            _("Per resultaat één bladzijde: waar staan we, hoe zeker is dat, en wat vragen we u?"),
            council_page.build,
            "council",
            ("result", "year"),
            council_page.SLOTS,
            one_page=True,
        ),
        Report(
            "budget_text",
            "begrotingstekst",
            _("Tekst voor de begroting"),
            _("Wat willen we bereiken, wat gaan we ervoor doen, wat mag het kosten?"),
            budget_text.build,
            "control",
            ("year",),
            budget_text.SLOTS,
        ),
        Report(
            "interim_report",
            "bestuursrapportage",
            _("Bestuursrapportage"),
            _("Alleen wat afwijkt van het plan, waarom, en wat we eraan doen."),
            interim_report.build,
            "control",
            ("year",),
            interim_report.SLOTS,
        ),
        Report(
            "annual_report",
            "jaarverslagtekst",
            _("Tekst voor het jaarverslag"),
            _("Wat hebben we bereikt, wat hebben we ervoor gedaan, wat heeft het gekost?"),
            annual_report.build,
            "control",
            ("year",),
            annual_report.SLOTS,
        ),
        Report(
            "subsidy_annex",
            "subsidiebijlage",
            _("Bijlage bij een subsidie"),
            _("Per partner: wat die doet, voor welk doel en welk geld, en wat die terugmeldt."),
            subsidy_annex.build,
            "partners",
            ("partner", "year"),
            subsidy_annex.SLOTS,
        ),
        Report(
            "perspectives",
            "perspectieven",
            _("Perspectieven"),
            _(
                "Wat wij in de gesprekken hoorden: wat werkt, wat niet, welke vragen er zijn en wat kan volgen."
            ),
            perspectives.build,
            "heard",
            ("round",),
            perspectives.SLOTS,
        ),
        Report(
            "leaflet",
            "folder",
            _("Folder"),
            _("Eén vel, twee kanten: doelen, wat wij doen, waar hulp is en hoe u meedoet."),
            leaflet.build,
            "heard",
            ("round",),
            leaflet.SLOTS,
            most_pages=2,
        ),
        Report(
            "feedback_letter",
            "terugkoppeling",
            _("Terugkoppeling"),
            _("Een brief aan wie meedeed: dit hoorden wij, dit doen wij, dit niet en daarom."),
            feedback_letter.build,
            "heard",
            ("round",),
            feedback_letter.SLOTS,
        ),
    )
}
