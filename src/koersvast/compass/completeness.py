"""How complete each step is, with reasons in words. Pure: facts in, states out. Never a gate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.compass.facts import PlanFacts
from koersvast.goals.rules import reads_as_activity
from koersvast.ui.numbers import whole

KEY_TERMS = 4  # social acceptance, safety, resilience, visibility: the words every plan rests on


@dataclass(frozen=True)
class Reason:
    """One thing that makes a step complete. ``done`` of ``total`` are there; ``sentence`` says it in words."""

    done: int
    total: int
    sentence: str

    @property
    def complete(self) -> bool:
        return self.total > 0 and self.done >= self.total


@dataclass(frozen=True)
class StepState:
    """Where a step stands: empty, busy or ready. People may call a step ready themselves, with a reason."""

    number: int
    state: str
    reasons: tuple[Reason, ...]
    said_ready: str = ""

    @property
    def fraction(self) -> float:
        """How far the step is, 0..1: the mean of its parts, each for what is there of it."""
        if self.state == "ready":
            return 1.0
        parts = [min(reason.done / reason.total, 1) if reason.total else 0 for reason in self.reasons]
        return sum(parts) / len(parts) if parts else 0.0

    @property
    def count(self) -> str:
        """The first thing that is not complete: "11 van 12"."""
        open_ = next((reason for reason in self.reasons if not reason.complete), self.reasons[-1])
        return _("%(done)s van %(total)s") % {"done": whole(open_.done), "total": whole(open_.total)}


def steps(facts: PlanFacts) -> list[StepState]:
    return [_state(number_, build(facts), facts) for number_, build in BUILDERS.items()]


def _state(step: int, reasons: tuple[Reason, ...], facts: PlanFacts) -> StepState:
    said = facts.steps.get(step)
    if said and said.ready:
        return StepState(step, "ready", reasons, said.ready_reason)
    if all(reason.complete for reason in reasons):
        return StepState(step, "ready", reasons)
    begun = any(reason.done for reason in reasons)
    return StepState(step, "busy" if begun else "empty", reasons)


def _of(done: int, total: int, sentence: str) -> Reason:
    return Reason(done, total, sentence % {"done": whole(done), "total": whole(total)})


def _collaboration(facts: PlanFacts) -> tuple[Reason, ...]:
    parties = {partner.party for partner in facts.partners}
    explained = [partner for partner in facts.partners if partner.interest and partner.mandate]
    return (
        _of(len(parties), 3, _("%(done)s van de drie partijen doen mee.")),
        _of(
            len(explained),
            max(len(facts.partners), 1),
            _("Van %(done)s van de %(total)s organisaties kennen wij belang en mandaat."),
        ),
        _of(
            min(facts.terms, KEY_TERMS),
            KEY_TERMS,
            _("%(done)s van de %(total)s kernwoorden zijn afgesproken."),
        ),
    )


def _monitoring(facts: PlanFacts) -> tuple[Reason, ...]:
    local = facts.local_series()
    series = {(row.indicator, row.series, row.group) for row in local}
    discussed = {(row.indicator, row.series, row.group) for row in local if row.interpreted}
    grounded = [ambition for ambition in facts.ambitions if ambition.interpreted]
    return (
        _of(
            len(series) and 1,
            1,
            _("Er zijn eigen cijfers.") if series else _("Er zijn nog geen eigen cijfers."),
        ),
        _of(
            len(discussed), max(len(series), 1), _("%(done)s van de %(total)s cijferreeksen zijn besproken.")
        ),
        _of(
            len(grounded),
            max(len(facts.ambitions), 1),
            _("%(done)s van de %(total)s ambities rusten op een besproken cijfer of een gesprek."),
        ),
    )


def _results(facts: PlanFacts) -> tuple[Reason, ...]:
    results = facts.results()
    total = max(len(results), 1)
    different = [row for row in results if row.wording_kept or not reads_as_activity(row.text)]
    linked = {link.goal: link for link in facts.goal_indicators}
    based = {link.goal for link in facts.goal_indicators if link.baseline != "none"}
    aimed = {link.goal for link in facts.goal_indicators if link.has_target or link.no_target_reason}
    told = [row for row in results if row.stories and row.id in linked]
    return (
        _of(len(different), total, _("%(done)s van de %(total)s resultaten zeggen wat er anders wordt.")),
        _of(
            sum(row.id in based for row in results),
            total,
            _("%(done)s van de %(total)s hebben een nulmeting."),
        ),
        _of(
            sum(row.id in aimed for row in results),
            total,
            _("%(done)s van de %(total)s hebben een streefwaarde, of een reden waarom niet."),
        ),
        _of(len(told), total, _("%(done)s van de %(total)s hebben een cijfer en een verhaal.")),
    )


def _activities(facts: PlanFacts) -> tuple[Reason, ...]:
    leaves = facts.leaves()
    served = [goal for goal in leaves if goal.activities]
    aimed = [activity for activity in facts.activities if activity.goals]
    paid = [activity for activity in facts.activities if activity.budgets]
    return (
        _of(len(served), max(len(leaves), 1), _("%(done)s van de %(total)s doelen hebben een activiteit.")),
        _of(
            len(aimed),
            max(len(facts.activities), 1),
            _("%(done)s van de %(total)s activiteiten horen bij een doel."),
        ),
        _of(
            len(paid),
            max(len(facts.activities), 1),
            _("Van %(done)s van de %(total)s activiteiten is bekend wat zij kosten."),
        ),
    )


def _quality(facts: PlanFacts) -> tuple[Reason, ...]:
    told = [activity for activity in facts.activities if activity.has_quality]
    return (
        _of(
            len(told),
            max(len(facts.activities), 1),
            _("%(done)s van de %(total)s activiteiten vertellen hoe zij kwaliteit bewaken."),
        ),
    )


def _outcome(facts: PlanFacts) -> tuple[Reason, ...]:
    busy = [activity for activity in facts.activities if activity.status in ("running", "done")]
    known = [
        activity
        for activity in busy
        if any(row.has_usefulness or row.has_realisation for row in activity.outcomes)
    ]
    return (
        _of(
            len(known),
            max(len(busy), 1),
            _("Van %(done)s van de %(total)s lopende activiteiten weten wij wat deelnemers eraan hadden."),
        ),
    )


def _improvement(facts: PlanFacts) -> tuple[Reason, ...]:
    results = facts.results()
    decided_results = [row for row in results if facts.goal_keys.get(row.id) in facts.decided]
    decided = [row for row in facts.activities if row.key in facts.decided]
    reviews = [row for row in facts.sessions if row.kind == "review"]
    return (
        _of(
            min(len(reviews), 1),
            1,
            ngettext("Er was een verbetergesprek.", "Er waren %(reviews)s verbetergesprekken.", len(reviews))
            % {"reviews": len(reviews)}
            if reviews
            else _("Er was nog geen verbetergesprek."),
        ),
        _of(
            len(decided_results),
            max(len(results), 1),
            _("Over %(done)s van de %(total)s resultaten is besloten."),
        ),
        _of(
            len(decided),
            max(len(facts.activities), 1),
            _("Over %(done)s van de %(total)s activiteiten is besloten."),
        ),
    )


BUILDERS: dict[int, Callable[[PlanFacts], tuple[Reason, ...]]] = {
    0: _collaboration,
    1: _monitoring,
    2: _results,
    3: _activities,
    4: _quality,
    5: _outcome,
    6: _improvement,
}
