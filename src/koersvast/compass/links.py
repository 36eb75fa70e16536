"""Addresses of what the compass speaks of, and the ring with its links."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from koersvast.compass.checks.finding import Finding, Where
from koersvast.compass.completeness import StepState
from koersvast.cycles.access import CycleRequest
from koersvast.cycles.guide import GUIDES
from koersvast.people.permissions import Right, right_in
from koersvast.ui import ring as drawing

STYLE = {"empty": "leeg", "busy": "bezig", "ready": "klaar"}
PAGES = {
    Where.PARTNERS: ("partners", False),
    Where.AMBITION: ("goal", True),
    Where.GOAL: ("goal", True),
    Where.INDICATOR: ("indicator", True),
    Where.MEASUREMENT: ("measurement", True),
    Where.ACTIVITY: ("activity", True),
    Where.DECISIONS: ("decisions", False),
    Where.IMPROVEMENTS: ("improvements", False),
    Where.COMMITMENTS: ("commitments", False),
    Where.REVIEWS: ("reviews", False),
    Where.DIALOGUES: ("dialogues", False),
}
LISTS = {"goal": "goals", "indicator": "indicators", "measurement": "indicators", "activity": "activities"}


def to(request: CycleRequest, finding: Finding) -> str:
    """Where a finding is mended: the object itself, else the list it stands in."""
    name, one = PAGES[finding.where]
    base = [request.municipality.code, request.cycle.number]
    if one and finding.subject is not None:
        return reverse(name, args=[*base, finding.subject])
    return reverse(LISTS.get(name, name), args=base)


def state_words(state: StepState) -> str:
    """ "klaar", "bezig, 2 van 3" or "leeg"."""
    if state.state == "busy":
        return _("bezig, %(count)s") % {"count": state.count}
    return _("klaar") if state.state == "ready" else _("leeg")


def ring(
    request: CycleRequest, states: list[StepState], *, labels: bool, ident: str, current: int | None = None
) -> SafeString:
    parts = [
        drawing.Part(
            number=state.number,
            name=str(GUIDES[state.number].name),
            lines=tuple(str(line) for line in GUIDES[state.number].short),
            state=state.state,
            word=state_words(state),
            fraction=state.fraction,
            url=reverse("step", args=[request.municipality.code, request.cycle.number, state.number]),
        )
        for state in states
    ]
    title = _("Kwaliteitskompas: stap 0 in het midden en zes stappen eromheen")
    drawn = drawing.draw(parts, title=title, ident=ident, current=current, labels=labels)
    return mark_safe(drawn)  # noqa: S308  # geometry and escaped labels of our own


PRODUCTS: dict[int, tuple[tuple[str, str], ...]] = {
    0: (("partners", "Wie doet er mee?"), ("glossary", "Begrippen"), ("sessions", "Bijeenkomsten")),
    1: (
        ("indicators", "Cijfers"),
        ("interpretations", "Duiding"),
        ("dialogues", "Gesprekken"),
        ("surveys", "Peilingen"),
    ),
    2: (("goals", "Doelenboom"),),
    3: (("activities", "Activiteiten"), ("initiatives", "Initiatieven"), ("money", "Geld")),
    4: (("quality", "Kwaliteit"),),
    5: (("outcomes", "Outcome"), ("outcome_requests", "Vier vragen")),
    6: (
        ("reviews", "Verbetergesprekken"),
        ("verdicts", "Oordelen"),
        ("decisions", "Besluiten"),
        ("improvements", "Verbeteracties"),
        ("commitments", "Moties en toezeggingen"),
        ("frozen_copies", "Vastgesteld: toen en nu"),
        ("next_cycle", "De volgende ronde"),
    ),
}
FOR_WRITERS = {"outcome_requests"}  # pages about work that readers have no part in


def products(request: CycleRequest, step: int) -> list[dict[str, Any]]:
    """The pages that belong to a step, as far as they are there."""
    found = []
    for name, text in PRODUCTS[step]:
        if name in FOR_WRITERS and right_in(request.membership.role, step) is Right.READ:
            continue
        try:
            url = reverse(name, args=[request.municipality.code, request.cycle.number])
        except NoReverseMatch:
            continue
        found.append({"url": url, "text": _(text), "current": request.path == url})
    return found
