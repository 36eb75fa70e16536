"""Up and down a chain of links. Pure: no database.

Arrows point from what comes first (what was heard, an ambition) to what follows from it (a decision). An arrow that says
"this rests on that" is a ground: it may close a ring (a figure of a goal can be the ground of its own ambition), so the
walk stops there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


class Node(NamedTuple):
    kind: str
    id: UUID


class Arrow(NamedTuple):
    """``why``: what people wrote about this step from one to the other."""

    upper: Node
    lower: Node
    why: str = ""
    ground: bool = False


class Reached(NamedTuple):
    node: Node
    why: str = ""
    ground: bool = False
    """Reached as what an ambition rests on."""


@dataclass(frozen=True)
class Thread:
    """What lies above and below one link, each reached once, nearest first."""

    here: Node
    above: tuple[Reached, ...]
    below: tuple[Reached, ...]


def walk(here: Node, arrows: Iterable[Arrow]) -> Thread:
    """Everything that leads to ``here``, and everything that follows from it. Linear in the number of arrows."""
    up: dict[Node, list[Arrow]] = defaultdict(list)
    down: dict[Node, list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        up[arrow.lower].append(arrow)
        down[arrow.upper].append(arrow)
    above = _reach(here, up, upwards=True)
    below = _reach(here, down, upwards=False, seen={one.node for one in above})
    return Thread(here, above, below)


def _reach(
    here: Node, arrows: Mapping[Node, list[Arrow]], *, upwards: bool, seen: Iterable[Node] = ()
) -> tuple[Reached, ...]:
    known = {here, *seen}
    found: list[Reached] = []
    waiting = [here]
    while waiting:
        coming: list[Node] = []
        for node in waiting:
            for arrow in arrows.get(node, ()):
                if arrow.ground and not upwards and node != here:
                    continue
                other = arrow.upper if upwards else arrow.lower
                if other in known:
                    continue
                known.add(other)
                found.append(Reached(other, arrow.why, arrow.ground and upwards))
                if not (arrow.ground and upwards):
                    coming.append(other)
        waiting = coming
    return tuple(found)
