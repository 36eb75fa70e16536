"""What lies on the table in a review: blocks of figures, stories and outcomes, each with the fragment that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from koersvast.activities import queries as activities
from koersvast.activities.actions import hidden_figures
from koersvast.cycles.access import CycleRequest, sees_step
from koersvast.decisions import review_queries as queries
from koersvast.decisions.contribution_queries import dossiers
from koersvast.decisions.review_rules import RESULT, Thing
from koersvast.decisions.verdict_queries import Judged, judged
from koersvast.decisions.verdict_words import measured
from koersvast.decisions.verdicts import Basis
from koersvast.decisions.views.verdicts import may_judge, parent_status, share_of, verdict_context
from koersvast.dialogues.finding_queries import heard_about
from koersvast.goals import queries as goals
from koersvast.goals.queries import GoalTree
from koersvast.indicators.models import SampleType
from koersvast.indicators.rules import Point, Series, may_show


@dataclass(frozen=True)
class Block:
    """One thing beside the others: ``template`` shows it on the page, ``screen`` on the projector."""

    template: str
    screen: str
    rows: list[Any]


KEPT = "review_tree"  # the name under which a request carries the tree that it read


def tree_of(request: CycleRequest) -> GoalTree | None:
    """The goals of the cycle, read once for a request; None for who may not see them."""
    if not sees_step(request, 2):
        return None
    if not hasattr(request, KEPT):
        setattr(request, KEPT, goals.tree(request.cycle))
    found: GoalTree = getattr(request, KEPT)
    return found


def blocks_for(request: CycleRequest, thing: Thing) -> dict[str, Any]:
    """Everything that is known about one thing and that this person may see."""
    return _of_result(request, thing) if thing.kind == RESULT else _of_activity(request, thing)


def _of_result(request: CycleRequest, thing: Thing) -> dict[str, Any]:
    tree = tree_of(request)
    node = tree.find(thing.id) if tree else None
    assert node is not None  # the thing was found in this tree
    wanted = {UUID(one.id) for one in (node, *node.children)}
    found = judged(request.cycle, gmcode=request.municipality.code, goals=wanted)
    own = found.get(thing.id)
    files = dossiers(request.cycle, goals=wanted)
    blocks = (
        Block("decisions/_review_figures.html", "decisions/_screen_figures.html", figures(request, own)),
        Block("decisions/_review_stories.html", "decisions/_screen_stories.html", goals.stories(node.id)),
        *_residents(request, "doel", thing.id),
    )
    return {
        "blocks": blocks,
        "may_judge": may_judge(request),
        "sees_figures": sees_step(request, 1),
        "parent": parent_status(request, node.children, found, files),
        "share": share_of(request, node, files),
        **(verdict_context(request, own, node) | {"figures": []}),
    }


def _residents(request: CycleRequest, kind: str, pk: UUID) -> tuple[Block, ...]:
    """What was heard in conversations, when there is anything that this person may read."""
    if not sees_step(request, 1):
        return ()
    heard = heard_about(request.cycle, kind, pk, user_id=request.membership.user_id)
    if not heard:
        return ()
    return (Block("decisions/_review_residents.html", "decisions/_screen_residents.html", heard),)


def figures(request: CycleRequest, own: Judged | None) -> list[dict[str, Any]]:
    """Each figure with its interval and a short passport; of a group that is too small only that it is."""
    if own is None or not sees_step(request, 1):
        return []
    used = {one.indicator_id for one in own.bases if one.indicator_id}
    lines = queries.own_series(request.cycle, used, gmcode=request.municipality.code)
    return [
        {
            "basis": one,
            "words": measured(one),
            "passport": passport(one, lines.get(one.indicator_id, []) if one.indicator_id else []),
        }
        for one in own.bases
    ]


def passport(basis: Basis, lines: list[Series]) -> dict[str, Any] | None:
    """Source, period, number of people and kind of sample of the measurement that is shown; None where none is."""
    if basis.hidden or basis.last_value is None:
        return None
    points = (point for line in lines for point in line.points)
    found = next((one for one in points if _is_last(one, basis) and may_show(one)), None)
    if found is None:
        return None
    return {
        "source": found.source,
        "period": found.period,
        "n": found.n,
        "sample": SampleType(found.sample).label,
        "people": found.group or found.population,
        "illustrative": found.illustrative,
    }


def _is_last(point: Point, basis: Basis) -> bool:
    return point.period == basis.last_period and point.value == basis.last_value


def _of_activity(request: CycleRequest, thing: Thing) -> dict[str, Any]:
    row = activities.activity(request.cycle, thing.id)
    assert row is not None  # the thing was found among the activities
    outcomes = [
        {"row": one, "hidden": hidden_figures(one)}
        for one in (row.outcomes.all() if sees_step(request, 5) else ())
    ]
    helps = list(row.contributions.all()) if sees_step(request, 2) else []
    blocks = (
        Block("decisions/_review_helps.html", "decisions/_screen_helps.html", helps),
        Block("decisions/_review_outcomes.html", "decisions/_screen_outcomes.html", outcomes),
        *_residents(request, "activiteit", thing.id),
    )
    return {
        "blocks": blocks,
        "activity": row,
        "sees_5": sees_step(request, 5),
        "sees_2": sees_step(request, 2),
    }
