"""Writes what differs between two graphs of the goals of a cycle."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from koersvast.cycles.models import Cycle
from koersvast.goals import rules
from koersvast.goals.models import Ambition, Goal, GoalLink
from koersvast.goals.rules import Graph

Row = Ambition | Goal


def store(cycle: Cycle, before: Graph, after: Graph, *, now: datetime) -> None:
    """Write the rows that differ. Links go before links come, so that no circle exists in between."""
    changed = {name.split(":")[1] for name in rules.difference(before, after)}
    removal = uuid4()
    _store_nodes(cycle, changed, after, now=now, removal=removal)
    wanted = {
        (child, parent): (place == 0, after.below(parent).index(child) if place == 0 else 0)
        for child in changed
        for place, parent in _link_parents(after, child)
    }
    existing = {
        (str(link.child_id), str(link.parent_id)): link
        for link in GoalLink.with_removed.filter(child__in=[UUID(child) for child in changed])
    }
    for pair, link in existing.items():
        gone, demoted = pair not in wanted, pair in wanted and not wanted[pair][0] and link.primary
        if gone and link.removed_at is None:
            link.removed_at, link.removal = now, removal
            link.save(update_fields=["removed_at", "removal"])
        elif demoted:
            link.primary = False
            link.save(update_fields=["primary"])
    moved: list[GoalLink] = []
    for (child, parent), (primary, position) in wanted.items():
        link = existing.get((child, parent))
        if link is None:
            GoalLink.objects.create(
                municipality=cycle.municipality,
                parent_id=UUID(parent),
                child_id=UUID(child),
                primary=primary,
                position=position,
            )
        elif link.removed_at is not None or link.primary != primary:
            link.removed_at, link.removal, link.primary, link.position = None, None, primary, position
            link.save(update_fields=["removed_at", "removal", "primary", "position"])
        elif primary and link.position != position:
            link.position = position
            moved.append(link)
    GoalLink.objects.bulk_update(moved, ["position"], batch_size=200)


def _link_parents(graph: Graph, child: str) -> list[tuple[int, str]]:
    """(0, home) when the home is a goal, (1, further parent) for each other."""
    if child not in graph.home or graph.is_ambition(child):
        return []
    homes = [] if graph.is_result(child) else [(0, graph.home[child])]
    return [*homes, *((1, parent) for parent in graph.further.get(child, ()))]


def _store_nodes(cycle: Cycle, changed: set[str], after: Graph, *, now: datetime, removal: UUID) -> None:
    ids = [UUID(node) for node in changed]
    rows: dict[str, Row] = {
        str(row.pk): row
        for model in (Ambition, Goal)
        for row in model.with_removed.filter(cycle=cycle, pk__in=ids)
    }
    for node, row in rows.items():
        if node not in after.home:
            row.removed_at, row.removal = now, removal
        else:
            row.removed_at, row.removal = None, None
            row.position = after.below(after.home[node]).index(node)
            if isinstance(row, Goal):
                row.ambition_id = UUID(after.home[node]) if after.is_result(node) else None
    common = ["removed_at", "removal", "position"]
    Ambition.with_removed.bulk_update(
        [r for r in rows.values() if isinstance(r, Ambition)], common, batch_size=200
    )
    Goal.with_removed.bulk_update(
        [r for r in rows.values() if isinstance(r, Goal)], [*common, "ambition"], batch_size=200
    )
