"""The arrows of a cycle, and the chain through one link. A fixed number of queries, however large the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from koersvast.activities.models import Activity, Budget, Contribution, Outcome
from koersvast.cycles.models import Cycle
from koersvast.decisions.models import CommittedGoal, Decision, ImprovementAction, ResultVerdict
from koersvast.goals.models import Ambition, Goal, GoalLink, Story
from koersvast.indicators.models import AmbitionEvidence, GoalIndicator, InterpretedMeasurement, Measurement
from koersvast.red_thread import heard, joins
from koersvast.red_thread.kinds import GROUNDS_STAGE, KINDS, Kind
from koersvast.red_thread.readers import READERS, Said
from koersvast.red_thread.walk import Arrow, Node, Reached, Thread, walk
from koersvast.ui.numbers import whole

MOST = 8  # links of one kind in one place; how many more there are is said


@dataclass
class Stage:
    """Links of one kind, above or below where you are."""

    kind: Kind
    said: list[Said]
    more: int = 0
    ground: bool = False
    summary: str = ""


@dataclass
class RedThread:
    here: Said
    kind: Kind
    above: list[Stage] = field(default_factory=list)
    below: list[Stage] = field(default_factory=list)


def red_thread(
    cycle: Cycle, here: Node, steps: Collection[int], *, gmcode: str, user_id: UUID | None = None
) -> RedThread | None:
    """The chain through one link, for somebody who sees these steps; None when that link is not for them.

    ``user_id``: who asks; what a team knows of conversations is only for its people.
    """
    seen = {key for key, kind in KINDS.items() if kind.seen_by(steps)}
    if here.kind not in seen:
        return None
    start = _say(cycle, here.kind, [here.id], gmcode=gmcode, steps=steps, user_id=user_id).get(here)
    if start is None:  # not in this cycle: nothing to walk from
        return None
    arrows = [
        arrow
        for arrow in edges(cycle, measured_too=_indicators_near(cycle, here), user_id=user_id)
        if arrow.upper.kind in seen and arrow.lower.kind in seen
    ]
    thread = walk(here, arrows)
    said = _read(cycle, thread, gmcode=gmcode, steps=steps, user_id=user_id)
    found = RedThread(start, KINDS[here.kind])
    found.above = _stages(thread.above, said)
    found.below = _stages(thread.below, said)
    return found


def _indicators_near(cycle: Cycle, here: Node) -> set[UUID] | None:
    """Measurements are many: those of a few figures are read when the chain starts at one of them. None: all."""
    if here.kind == "cijfer":
        return {here.id}
    if here.kind == "meting":
        return set(Measurement.objects.filter(pk=here.id, cycle=cycle).values_list("indicator_id", flat=True))
    return None


def edges(
    cycle: Cycle, *, measured_too: set[UUID] | None = None, user_id: UUID | None = None
) -> Iterator[Arrow]:
    """Every arrow of a cycle. One query for each kind of arrow."""
    ambitions = set(Ambition.objects.filter(cycle=cycle).values_list("pk", flat=True))
    goals = dict(Goal.objects.filter(cycle=cycle).values_list("pk", "key"))
    for pk, ambition in Goal.objects.filter(cycle=cycle, ambition__in=ambitions).values_list(
        "pk", "ambition_id"
    ):
        yield Arrow(Node("ambitie", ambition), Node("doel", pk))
    for parent, child in GoalLink.objects.filter(parent__cycle=cycle).values_list("parent_id", "child_id"):
        if parent in goals and child in goals:
            yield Arrow(Node("doel", parent), Node("doel", child))
    yield from _grounds(cycle, ambitions)
    yield from _promised(cycle, goals)
    yield from _known(cycle, goals, measured_too)
    yield from _done(cycle, goals)
    yield from joins.arrows(cycle, ambitions, goals)
    yield from heard.arrows(cycle, ambitions, goals, user_id=user_id)


def _grounds(cycle: Cycle, ambitions: set[UUID]) -> Iterator[Arrow]:
    rows = AmbitionEvidence.objects.filter(ambition__cycle=cycle).order_by("position", "id")
    for ambition, measurement, interpretation, session in rows.values_list(
        "ambition_id", "measurement_id", "interpretation_id", "session_id"
    ):
        if ambition not in ambitions:
            continue
        lower = Node("ambitie", ambition)
        if measurement:
            yield Arrow(Node("meting", measurement), lower, ground=True)
        if interpretation:
            yield Arrow(Node("duiding", interpretation), lower, ground=True)
        if session:
            yield Arrow(Node("bijeenkomst", session), lower, ground=True)


def _promised(cycle: Cycle, goals: dict[UUID, str]) -> Iterator[Arrow]:
    rows = CommittedGoal.objects.filter(commitment__cycle=cycle, commitment__removed_at=None)
    for commitment, goal in rows.values_list("commitment_id", "goal_id"):
        if goal in goals:
            yield Arrow(Node("toezegging", commitment), Node("doel", goal), ground=True)


def _known(cycle: Cycle, goals: dict[UUID, str], measured: set[UUID] | None) -> Iterator[Arrow]:
    """How we know: stories, figures, measurements, what people said about them, verdicts."""
    for pk, goal in Story.objects.filter(goal__cycle=cycle).values_list("pk", "goal_id"):
        if goal in goals:
            yield Arrow(Node("doel", goal), Node("verhaal", pk))
    rows = GoalIndicator.objects.filter(goal__cycle=cycle, indicator__removed_at=None).order_by(
        "position", "id"
    )
    for goal, indicator in rows.values_list("goal_id", "indicator_id"):
        if goal in goals:
            yield Arrow(Node("doel", goal), Node("cijfer", indicator))
    points = Measurement.objects.filter(cycle=cycle, indicator__removed_at=None).order_by(
        "period", "position"
    )
    if measured is not None:
        points = points.filter(indicator__in=measured)
    for pk, indicator in points.values_list("pk", "indicator_id"):
        yield Arrow(Node("cijfer", indicator), Node("meting", pk))
    talks = InterpretedMeasurement.objects.filter(
        interpretation__cycle=cycle, interpretation__removed_at=None, measurement__removed_at=None
    )
    for measurement, interpretation in talks.values_list("measurement_id", "interpretation_id"):
        yield Arrow(Node("meting", measurement), Node("duiding", interpretation))
    latest = dict(
        ResultVerdict.objects.filter(goal__cycle=cycle).order_by("position").values_list("goal_id", "pk")
    )
    for goal, verdict in latest.items():
        if goal in goals:
            yield Arrow(Node("doel", goal), Node("oordeel", verdict))


def _done(cycle: Cycle, goals: dict[UUID, str]) -> Iterator[Arrow]:
    """What is done: activities, money, what it brought, decisions, improvements."""
    activities = dict(Activity.objects.filter(cycle=cycle).values_list("pk", "key"))
    rows = Contribution.objects.filter(activity__cycle=cycle).order_by("position", "id")
    for activity, goal, why in rows.values_list("activity_id", "goal_id", "rationale"):
        if activity in activities and goal in goals:
            yield Arrow(Node("doel", goal), Node("activiteit", activity), why)
    for model, kind, order in ((Budget, "bedrag", "year"), (Outcome, "opbrengst", "period")):
        parts: Any = model.objects.filter(activity__cycle=cycle).order_by(order, "position")
        for pk, activity in parts.values_list("pk", "activity_id"):
            if activity in activities:
                yield Arrow(Node("activiteit", activity), Node(kind, pk))
    about = {key: Node("activiteit", pk) for pk, key in activities.items()} | {
        key: Node("doel", pk) for pk, key in goals.items()
    }
    for pk, key in Decision.objects.filter(cycle=cycle).order_by("decided_on").values_list("pk", "about_key"):
        if key in about:
            yield Arrow(about[key], Node("besluit", pk))
    better = ImprovementAction.objects.filter(decision__cycle=cycle, decision__removed_at=None)
    for pk, decision in better.values_list("pk", "decision_id"):
        yield Arrow(Node("besluit", decision), Node("verbeteractie", pk))


def _read(cycle: Cycle, thread: Thread, **asks: Any) -> dict[Node, Said]:
    """What each link says. Of a kind with very many only the first above and below: a page stays a page."""
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for reached in (thread.above, thread.below):
        count: dict[tuple[str, bool], int] = defaultdict(int)
        for one in reached:
            count[one.node.kind, one.ground] += 1
            if count[one.node.kind, one.ground] <= MOST:
                wanted[one.node.kind].append(one.node.id)
    found: dict[Node, Said] = {}
    for kind, ids in wanted.items():
        found |= _say(cycle, kind, ids, **asks)
    return found


def _say(cycle: Cycle, kind: str, ids: list[UUID], **asks: Any) -> dict[Node, Said]:
    """What links of one kind say, those that are in this cycle. ``asks``: gmcode, steps and user_id of who asks."""
    rows = READERS[kind](cycle, ids, **asks)
    return {Node(kind, pk): said for pk, said in rows.items()}


def _stages(reached: Iterable[Reached], said: dict[Node, Said]) -> list[Stage]:
    stages: dict[tuple[int, str], Stage] = {}
    for one in reached:
        kind = KINDS[one.node.kind]
        place = (GROUNDS_STAGE if one.ground else kind.stage, kind.key)
        stage = stages.setdefault(place, Stage(kind, [], ground=one.ground))
        text = said.get(one.node)
        if text is not None:
            stage.said.append(text.because(one.why))
        else:
            stage.more += 1
    found = [stage for _place, stage in sorted(stages.items(), key=lambda item: item[0]) if stage.said]
    for stage in found:
        if stage.kind.key == "bedrag":
            stage.summary = _per_year(one.node.id for one in reached if one.node.kind == "bedrag")
    return found


def _per_year(budgets: Iterable[UUID]) -> str:
    """What these costs are together, per year. One query."""
    rows = Budget.objects.filter(pk__in=list(budgets)).order_by("year").values_list("year")
    return "; ".join(
        _("%(year)s: %(amount)s euro samen") % {"year": year, "amount": whole(total)}
        for year, total in rows.annotate(total=Sum("amount"))
    )
