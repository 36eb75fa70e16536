"""What was answered and what was told the year before, in words for a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from koersvast.activities.models import Outcome
from koersvast.activities.rules import small_figures
from koersvast.outcome_forms import queries, rules
from koersvast.outcome_forms.queries import Asked
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import decimal


@dataclass(frozen=True)
class Line:
    """One of the four questions: what it says now and what it said before. Empty: nothing was said."""

    label: str
    now: str
    before: str = ""


@dataclass(frozen=True)
class Told:
    """What was sent. ``small``: of figures that stay unsaid, only that they do."""

    lines: tuple[Line, ...]
    improvements: tuple[str, ...]
    story: str
    before: str
    small: bool = False


def hints(asked: Asked) -> dict[str, str]:
    """Under each question: last year's figure, unless it stood for too few people."""
    last = queries.outcome_before(asked.activity, asked.row.period)
    said = _said(figures_of(last), small="") if last else {}
    period = spoken(last.period) if last else ""
    found = {
        name: _("In %(period)s schreef u %(figure)s.") % {"period": period, "figure": figure}
        for name, figure in said.items()
        if figure
    }
    few = _("Minder dan tien antwoorden? Dan laten we dit nergens zien.")
    found["achieved"] = " ".join(filter(None, (few, found.get("achieved", ""))))
    found["answered"] = " ".join(
        filter(None, (_("Vroeg u het niet? Schrijf dan 0."), found.get("answered", "")))
    )
    found["usefulness_mean"] = " ".join(filter(None, (_("Zoals 3,8."), found.get("usefulness_mean", ""))))
    found["improvements"] = _("Elke regel is één verbetering.")
    found["story"] = _("Zonder namen, en zo dat niemand te herkennen is.")
    return found


def told(asked: Asked, *, hide: bool = False) -> Told | None:
    """What was sent beside the period before. ``hide``: figures of small groups stay unsaid (K12)."""
    answer = queries.answer_in(asked.row)
    if answer is None:
        return None
    last = queries.outcome_before(asked.activity, asked.row.period)
    figures = dict.fromkeys(rules.COUNTED) | rules.figures(answer)
    unsaid = _("te weinig om te tonen")
    now = _said(figures, small=unsaid if hide else None)
    before = _said(figures_of(last), small=unsaid) if last else {}
    labels = {
        "reached": _("Bereik"),
        "usefulness_mean": _("Nut"),
        "answered": _("Gaven antwoord"),
        "achieved": _("Doel gehaald"),
    }
    return Told(
        lines=tuple(
            Line(label, now.get(name, "") or _("niet gevraagd"), before.get(name, ""))
            for name, label in labels.items()
        ),
        improvements=answer.improvements,
        story=answer.story,
        before=spoken(last.period) if last else "",
        small=hide and bool(small_figures(figures)),
    )


def figures_of(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in rules.COUNTED}


def _said(figures: Mapping[str, Any], *, small: str | None) -> dict[str, str]:
    """Figures as words, by the names of the form; ``small`` in place of one of too few people, None: all are said."""
    hidden = set() if small is None else small_figures(figures)

    def say(name: str, words: str) -> str:
        return small or "" if name in hidden else words

    found = {}
    if figures["reached"] is not None:
        of = figures["target_group"]
        whole = _("%(some)s van %(group)s") % {"some": figures["reached"], "group": of}
        found["reached"] = say(
            "reached", whole if of and "target_group" not in hidden else str(figures["reached"])
        )
    if figures["usefulness_mean"] is not None:
        found["usefulness_mean"] = say("usefulness_mean", decimal(figures["usefulness_mean"]))
    if figures["usefulness_n"] is not None:
        found["answered"] = say("usefulness_n", str(figures["usefulness_n"]))
    if figures["achieved_n"] is not None:
        pair = {"some": figures["achieved"], "group": figures["achieved_n"]}
        found["achieved"] = say("achieved_n", _("%(some)s van %(group)s") % pair)
    return found
