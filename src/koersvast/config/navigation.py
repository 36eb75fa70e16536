"""What every page has around it: the rail with the seven steps, the crumbs, the graduated edge."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.compass import completeness, links, queries
from koersvast.cycles.guide import GUIDES
from koersvast.people.permissions import may_edit_step, may_manage_people, sees
from koersvast.ui.dates import first_day, last_day


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """``frame`` for ui/page.html; worked out only when a page asks for it."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: Any) -> dict[str, Any]:
    municipality = getattr(request, "municipality", None)
    membership = getattr(request, "membership", None)
    cycle = getattr(request, "cycle", None)
    frame: dict[str, Any] = {"tools": [], "crumbs": []}
    if municipality is None or membership is None:
        return frame
    frame["crumbs"].append(
        {"url": reverse("municipality", args=[municipality.code]), "text": municipality.name}
    )
    frame["tools"].append({"url": reverse("mfa_index"), "text": _("Mijn account"), "icon": "person"})
    if may_manage_people(membership):
        frame["tools"].append(
            {"url": reverse("people", args=[municipality.code]), "text": _("Mensen"), "icon": "partners"}
        )
        frame["tools"].append(
            {
                "url": reverse("house_style", args=[municipality.code]),
                "text": _("Huisstijl"),
                "icon": "document",
            }
        )
    if cycle is None:
        return frame
    base = [municipality.code, cycle.number]
    frame["crumbs"].append({"url": reverse("compass", args=base), "text": cycle.title})
    frame["edge"] = _edge(cycle, timezone.localdate())
    facts = queries.facts_for_steps(request, today=timezone.localdate())
    states = [
        state
        for state in completeness.steps(facts)
        if sees(membership, request.step_visibility[state.number])
    ]
    current = _current_step(request)
    frame["ring"] = links.ring(request, states, labels=False, ident="rail-ring", current=current)
    frame["steps"] = [
        {
            "number": state.number,
            "name": GUIDES[state.number].name,
            "word": links.state_words(state),
            "style": links.STYLE[state.state],
            "url": reverse("step", args=[*base, state.number]),
            "current": state.number == current,
            "products": links.products(request, state.number) if state.number == current else (),
        }
        for state in states
    ]
    frame["here"] = links.products(request, current) if current is not None else ()
    frame["products"] = _whole_cycle(request, base, follows=cycle.follows is not None)
    return frame


def _current_step(request: Any) -> int | None:
    match = request.resolver_match
    if match is None:
        return None
    if match.url_name == "step":
        return int(match.kwargs["step"])
    # a session belongs to the step it was held for; other pages to the step that their decorator names
    return getattr(request, "rail_step", getattr(match.func, "step", None))


def _whole_cycle(request: Any, base: list[Any], *, follows: bool) -> list[dict[str, Any]]:
    """Pages about the whole cycle, as far as they are there."""
    found = []
    for name, text in (
        ("compass", _("Kompas")),
        ("checks", _("Wenken")),
        ("sessions", _("Bijeenkomsten")),
        ("council", _("Raadskamer")),
        ("documents", _("Documenten")),
        ("history", _("Geschiedenis")),
        ("calendar", _("Kalender")),
        ("export_plan", _("Plan uitvoeren")),
        *([("cycle_changes", _("Wat is er veranderd?"))] if follows else []),
        *([("edit_cycle", _("Over deze ronde"))] if may_edit_step(request.membership, 0) else []),
    ):
        try:
            url = reverse(name, args=base)
        except NoReverseMatch:
            continue
        found.append({"url": url, "text": text, "current": request.path == url})
    return found


def _edge(cycle: Any, today: date) -> dict[str, Any]:
    """The graduated edge: sixteen parts of the round, and where we are now, in words and as a mark."""
    bars = [
        {"style": "kv-schaal__om" if index % 2 == 0 else "kv-schaal__wit", "x": str(index * 6.25)}
        for index in range(16)
    ]
    start = first_day(cycle.starts_on)
    if not cycle.ends_on:
        return {"bars": bars, "now": None, "words": _("Deze ronde begon in %(year)s.") % {"year": start.year}}
    end = last_day(cycle.ends_on)
    words = _("Ronde %(number)s loopt van %(start)s tot en met %(end)s.") % {
        "number": cycle.number,
        "start": start.year,
        "end": end.year,
    }
    if not start <= today <= end:
        return {"bars": bars, "now": None, "words": words}
    part = (today - start).days / max((end - start).days, 1)
    weeks = (end - today).days // 7
    left = ngettext("Nog %(weeks)s week.", "Nog %(weeks)s weken.", weeks) % {"weeks": weeks}
    return {"bars": bars, "now": f"{min(part * 100, 98.5):.1f}", "words": f"{words} {left}"}
