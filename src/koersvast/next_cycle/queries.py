"""Questions about cycles that follow each other: what changed and why, and one line through time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from koersvast.activities.models import Contribution
from koersvast.cycles.descent import Family
from koersvast.cycles.models import Cycle
from koersvast.decisions.models import Decision, ResultVerdict
from koersvast.exchange.comparing import Difference, titles
from koersvast.exchange.queries import export_plan
from koersvast.exchange.telling import Told, tell_each
from koersvast.goals.models import Goal, GoalLink
from koersvast.indicators.models import GoalIndicator
from koersvast.next_cycle.beside import aligned, all_follows, splits
from koersvast.next_cycle.offers import LEAVES, newest_decisions

COMPARED = {"organisations", "glossary", "indicators", "ambitions", "results", "activities", "commitments"}
# what a cycle gathers by itself is no change of the plan
GATHERED = {
    "outcomes",
    "verdicts",
    "stories",
    "follows",
    "outputs.realised",
    "evidence",
    "indicators.note",
    "note",
}


@dataclass(frozen=True)
class Change:
    """A thing that is otherwise in the new cycle, its differences, and why."""

    step: int
    section: str
    title: str
    why: str
    rows: tuple[Told, ...]


@dataclass(frozen=True)
class Changes:
    things: tuple[Change, ...]
    split: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def changes(old: Cycle, new: Cycle) -> Changes:
    """What differs between two cycles, thing by thing, with the reason. A fixed number of queries."""
    before, after = export_plan(old), export_plan(new)
    reasons = _reasons(before, after)
    was = aligned(before, after)
    start = after["cycle"]["starts_on"][:4]
    things: dict[tuple[str, str], list[tuple[Any, Told]]] = defaultdict(list)
    for found, row in tell_each(was, after):
        if found.section not in COMPARED or found.field in GATHERED:
            continue
        if _stays_behind(found, start):
            continue
        things[found.section, found.key].append((found, row))
    names = {key: name for (_section, key), name in (titles(before) | titles(after)).items()}
    return Changes(
        tuple(
            Change(
                step=rows[0][1].step,
                section=rows[0][1].section,
                title=rows[0][1].title,
                why=reasons.get(key, ""),
                rows=tuple(told for _found, told in rows),
            )
            for (_section, key), rows in things.items()
        ),
        tuple(
            (tuple(names.get(one, one) for one in left), tuple(names.get(one, one) for one in right))
            for left, right in splits(before, after)
        ),
    )


def _stays_behind(found: Difference, start: str) -> bool:
    """What belongs to the years of the old cycle, or was over already, is no change of the plan."""
    if found.field == "budget":
        return found.kind == "removed" and found.item < start
    if found.field == "ends_on":
        return found.after is None and str(found.before)[:4] < start
    return found.section == "commitments" and found.kind == "removed" and found.before["status"] != "open"


def _reasons(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Key -> why: what people wrote where it follows, else the last decision about it."""
    found = {key: row["reason"] for key, row in newest_decisions(before).items()}
    for row in before.get("activities", ()):
        if row["status"] in LEAVES:
            found.setdefault(row["key"], _("Deze activiteit was al klaar of gestopt."))
    found |= {row["key"]: row["source"] for row in after.get("commitments", ()) if row.get("source")}
    for section in ("results", "indicators", "activities"):
        for key, follows in all_follows(after, section):
            why = " ".join(one["why"] for one in follows if one.get("why"))
            if why:
                found[key] = why
    return found


@dataclass(frozen=True)
class Station:
    """A goal in one cycle: what it was called, what people said and decided, and who worked on it."""

    goal: Goal
    verdict: ResultVerdict | None
    decision: Decision | None
    activities: tuple[str, ...]
    aims: tuple[GoalIndicator, ...] = field(default=())


def through_time(goal: Goal, *, seen: Mapping[int, Collection[int]]) -> list[Station]:
    """A goal with those it follows and those that follow it, the oldest cycle first. A fixed number of queries.

    ``seen``: step -> the cycles of which this person may see it.
    """
    family = Family(Goal, cycles=seen[2])
    line = family.line((goal.cycle.number, goal.key))
    rows = {
        row.pk: row for row in Goal.objects.filter(pk__in=[kin.id for kin in line]).select_related("cycle")
    }
    goals = [rows[kin.id] for kin in line if kin.id in rows]
    told = [row.pk for row in goals if row.cycle.number in seen[6]]
    verdicts: dict[UUID, ResultVerdict] = {}
    for verdict in ResultVerdict.objects.filter(goal__in=told).order_by("position"):
        verdicts[verdict.goal_id] = verdict
    decisions: dict[tuple[UUID, str], Decision] = {}
    of_cycles = {row.cycle_id for row in goals if row.cycle.number in seen[6]}
    found = Decision.objects.filter(cycle__in=of_cycles, about_key__in=[row.key for row in goals]).exclude(
        decision=""
    )
    for decision in found.order_by("decided_on", "position"):
        decisions[decision.cycle_id, decision.about_key] = decision
    work = _work([row for row in goals if row.cycle.number in seen[3]])
    aims: dict[UUID, list[GoalIndicator]] = defaultdict(list)
    figured = [row.pk for row in goals if row.cycle.number in seen[1]]
    for aim in GoalIndicator.objects.filter(goal__in=figured, indicator__removed_at=None).select_related(
        "indicator", "baseline", "goal"
    ):
        aims[aim.goal_id].append(aim)
    return [
        Station(
            row,
            verdicts.get(row.pk),
            decisions.get((row.cycle_id, row.key)),
            work.get(row.pk, ()),
            tuple(aims[row.pk]),
        )
        for row in goals
    ]


def _work(goals: list[Goal]) -> dict[UUID, tuple[str, ...]]:
    """Goal -> the activities for it and for everything under it. Two queries."""
    of_cycles = {row.cycle_id for row in goals}
    children: dict[UUID, list[UUID]] = defaultdict(list)
    links = GoalLink.objects.filter(parent__cycle__in=of_cycles, child__removed_at=None)
    for parent, child in links.values_list("parent_id", "child_id"):
        children[parent].append(child)
    top: dict[UUID, list[UUID]] = defaultdict(list)  # a goal -> the goals of the line that it stands under
    for row in goals:
        waiting, met = [row.pk], {row.pk}
        while waiting:
            here = waiting.pop()
            top[here].append(row.pk)
            fresh = [child for child in children[here] if child not in met]
            met.update(fresh)
            waiting.extend(fresh)
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    contributions = Contribution.objects.filter(goal__in=list(top), activity__removed_at=None)
    for goal, name in contributions.order_by("activity__position").values_list("goal_id", "activity__name"):
        for line in top[goal]:
            found[line][name] = None
    return {goal: tuple(names) for goal, names in found.items()}
