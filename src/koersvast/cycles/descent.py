"""What follows what: things of one cycle and of the cycles before it (docs/decisions/0022).

A thing names those it follows by cycle number and key, as text: a cycle may be replaced from a file, or be gone.
A fixed number of queries, however many cycles.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from koersvast.cycles.models import Cycle, Step
from koersvast.people import permissions
from koersvast.people.models import Membership
from koersvast.tenants.models import Record

Name = tuple[int, str]  # the number of a cycle, and a key in it


@dataclass(frozen=True)
class Kin:
    """One thing of one cycle, with what it follows."""

    id: UUID
    cycle: int
    key: str
    follows: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> Name:
        return self.cycle, self.key


@dataclass(frozen=True)
class Link:
    """From a thing to one that it follows: why, and whether a series breaks there."""

    of: Kin
    why: str
    breaks: bool


def visible_cycles(membership: Membership) -> dict[int, frozenset[int]]:
    """Step -> numbers of the cycles of which this person may see it. Two queries."""
    own = {
        (row.cycle_id, row.number): row.visibility
        for row in Step.objects.exclude(visibility="").only("cycle_id", "number", "visibility")
    }
    cycles = list(Cycle.objects.values_list("pk", "number", "visibility"))
    return {
        step: frozenset(
            number
            for pk, number, visibility in cycles
            if permissions.sees(membership, visibility)
            and permissions.sees(membership, own.get((pk, step), visibility))
        )
        for step in range(7)
    }


class Family:
    """Every thing of one kind in the open scope, by cycle number and key. One query."""

    def __init__(self, model: type[Record], *, cycles: Collection[int] | None = None) -> None:
        rows = model.objects.filter(cycle__removed_at=None).values_list(
            "pk", "cycle__number", "key", "follows"
        )
        self.by_name: dict[Name, Kin] = {}
        self.after: dict[Name, list[Name]] = {}
        for pk, number, key, follows in rows.order_by("cycle__number", "position", "key"):
            if cycles is not None and number not in cycles:
                continue
            self.by_name[number, key] = Kin(pk, number, key, tuple(follows or ()))
            for one in follows or ():
                self.after.setdefault((one["cycle"], one["key"]), []).append((number, key))

    def before(self, name: Name) -> list[Link]:
        """What this thing follows, as far as it is still there and may be seen."""
        found = []
        for one in self.by_name[name].follows if name in self.by_name else ():
            kin = self.by_name.get((one["cycle"], one["key"]))
            if kin is not None and kin.cycle < name[0]:  # never in a circle
                found.append(Link(kin, one.get("why", ""), bool(one.get("breaks"))))
        return found

    def ancestors(self, name: Name) -> dict[Name, Link]:
        """Everything it follows, directly or not, the nearest first; it breaks when a step on the way there does."""
        found: dict[Name, Link] = {}
        waiting = [(name, False)]
        while waiting:
            here, broken = waiting.pop(0)
            for step in self.before(here):
                if step.of.name not in found:
                    breaks = broken or step.breaks
                    found[step.of.name] = Link(step.of, step.why, breaks)
                    waiting.append((step.of.name, breaks))
        return found

    def successors(self, name: Name) -> list[Kin]:
        """What follows it directly, in later cycles."""
        return [self.by_name[other] for other in self.after.get(name, ()) if other[0] > name[0]]

    def line(self, name: Name) -> list[Kin]:
        """The thing with everything before and after it, by cycle."""
        found = {name: self.by_name[name]} | {other: step.of for other, step in self.ancestors(name).items()}
        waiting = [name]
        while waiting:
            for kin in self.successors(waiting.pop(0)):
                if kin.name not in found:
                    found[kin.name] = kin
                    waiting.append(kin.name)
        return sorted(found.values(), key=lambda kin: kin.name)


def told(
    family: Family, row: Any, *, name: str, page: str, code: str, here: int
) -> dict[str, list[dict[str, Any]]]:
    """What a thing follows and what follows it, with addresses, for a page. One query.

    ``name``: the field that says what a thing is called. Shape: {"before": [{"cycle", "url", "text", "why", "breaks"}],
    "after": [the same]}.
    """
    before, after = family.before((here, row.key)), family.successors((here, row.key))
    kin = [link.of for link in before] + after
    texts = (
        dict(type(row).objects.filter(pk__in=[one.id for one in kin]).values_list("pk", name)) if kin else {}
    )

    def place(one: Kin, why: str = "", breaks: bool = False) -> dict[str, Any]:
        url = reverse(page, args=[code, one.cycle, one.id])
        return {
            "cycle": one.cycle,
            "url": url,
            "text": texts.get(one.id, one.key),
            "why": why,
            "breaks": breaks,
        }

    return {
        "before": [place(link.of, link.why, link.breaks) for link in before],
        "after": [place(one) for one in after],
    }
