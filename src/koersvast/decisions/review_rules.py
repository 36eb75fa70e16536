"""The order of a review, when something has been discussed, and how much time there is. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

RESULT, ACTIVITY = "result", "activity"
PARTIES_NEEDED = 2  # method, step 6: discussed with at least two parties
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


@dataclass(frozen=True)
class Thing:
    """A result or an activity in its place in the review; ``place`` counts within its kind, from 1."""

    kind: str
    id: UUID
    key: str
    name: str
    place: int = 0
    count: int = 0


def in_order(
    results: Sequence[tuple[Thing, Collection[UUID]]],
    activities: Iterable[Thing],
    served: Mapping[UUID, Collection[UUID]],
) -> list[Thing]:
    """Results by outline, each followed by its activities; an activity comes once, where it is first needed.

    ``results``: each with the goals of its branch; ``served``: activity -> the goals it helps. Activities that help no
    result come last, so that nothing is forgotten.
    """
    waiting = list(activities)
    found: list[Thing] = []
    for result, branch in results:
        here = [one for one in waiting if not set(branch).isdisjoint(served.get(one.id, ()))]
        placed = {one.id for one in here}
        found += [result, *here]
        waiting = [one for one in waiting if one.id not in placed]
    return _counted([*found, *waiting])


def _counted(things: list[Thing]) -> list[Thing]:
    counts = {kind: sum(one.kind == kind for one in things) for kind in (RESULT, ACTIVITY)}
    places = dict.fromkeys(counts, 0)
    found = []
    for one in things:
        places[one.kind] += 1
        found.append(Thing(one.kind, one.id, one.key, one.name, places[one.kind], counts[one.kind]))
    return found


def is_discussed(parties: Collection[str]) -> bool:
    """With at least two parties, at one table."""
    return len(set(parties)) >= PARTIES_NEEDED


def minutes(clock: str) -> int | None:
    """ "19:30" -> 1170; anything else is no moment of a day."""
    if not CLOCK.fullmatch(clock):
        return None
    return int(clock[:2]) * 60 + int(clock[3:])


def minutes_each(starts_at: str, ends_at: str, left: int, *, now: str = "") -> int | None:
    """Whole minutes for each thing that is left; ``now`` is a moment during the review, or "" before and after it."""
    start, end, here = minutes(starts_at), minutes(ends_at), minutes(now)
    if start is None or end is None or end <= start or left <= 0:
        return None
    if here is not None and here > start:
        start = here
    return max(end - start, 0) // left
