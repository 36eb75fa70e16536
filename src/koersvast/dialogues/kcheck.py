"""How many people share what is shown of somebody: the fewer, the easier they are recognised. Pure.

Counted over everything that all quotes of one person show together. Who would rather not say something counts for
nobody who does: too low is safe, too high is not. No count sees what a neighbour knows.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

BLOCKS_BELOW = 5
WARNS_BELOW = 10
AGE, GROUP, PLACE = "age", "group", "place"

_WIDER_AGE = {
    "16-17": "16-24",
    "18-24": "18-34",
    "25-34": "18-34",
    "35-49": "35-64",
    "50-64": "35-64",
    "65-79": "65+",
    "80+": "65+",
}
_WIDER_GROUP = {
    "trans man": "transgender",
    "trans vrouw": "transgender",
    "transgender": "LHBTI persoon",
    "non-binair": "LHBTI persoon",
    "lesbisch": "LHBTI persoon",
    "homo": "LHBTI persoon",
    "bi+": "LHBTI persoon",
    "intersekse": "LHBTI persoon",
    "queer": "LHBTI persoon",
    "aseksueel": "LHBTI persoon",
}


def wider_ages() -> list[str]:
    """The age bands that are only said more generally."""
    return sorted(set(_WIDER_AGE.values()))


def wider_groups() -> list[str]:
    return sorted(set(_WIDER_GROUP.values()) - set(_WIDER_GROUP))


@dataclass(frozen=True, order=True)
class Attribute:
    """One thing that is shown: ("age", "25-34"), ("group", "homo"), ("place", "Havenkwartier")."""

    kind: str
    value: str


Shown = frozenset[Attribute]
NOTHING: Shown = frozenset()


@dataclass(frozen=True)
class Person:
    """Somebody who could be meant. ``count``: how many such people, for a table of the population."""

    age: str = ""
    groups: tuple[str, ...] = ()
    place: str = ""
    count: int = 1

    def __repr__(self) -> str:
        return "Person(...)"  # never who: this ends up in traces

    def own(self) -> Shown:
        """Everything that could be shown of them."""
        found = {Attribute(GROUP, group) for group in self.groups if group}
        found |= {Attribute(AGE, self.age)} if self.age else set()
        return frozenset(found | ({Attribute(PLACE, self.place)} if self.place else set()))


def wider(one: Attribute) -> Attribute | None:
    """The same, said more generally. None: leave it out (of a place that is the whole town)."""
    if one.kind == AGE and one.value in _WIDER_AGE:
        return Attribute(AGE, _WIDER_AGE[one.value])
    if one.kind == GROUP and one.value in _WIDER_GROUP:
        return Attribute(GROUP, _WIDER_GROUP[one.value])
    return None


def ladder(one: Attribute) -> Iterator[Attribute]:
    """An attribute, and every more general one."""
    step: Attribute | None = one
    while step is not None:
        yield step
        step = wider(step)


def _bounds(age: str) -> tuple[int, int] | None:
    low, dash, high = age.rstrip("+").partition("-")
    if not low.isdecimal() or (dash and not high.isdecimal()):
        return None
    return int(low), int(high) if dash else 200 if age.endswith("+") else int(low)


def fits(person: Person, one: Attribute) -> bool:
    """Could this be said of this person?"""
    if one.kind == PLACE:
        return person.place.casefold() == one.value.casefold()
    if one.kind == GROUP:
        return any(one in ladder(Attribute(GROUP, group)) for group in person.groups)
    wanted, own = _bounds(one.value), _bounds(person.age)
    return bool(wanted and own and wanted[0] <= own[0] and own[1] <= wanted[1])


def together(shown: Iterable[Shown]) -> Shown:
    """What several quotes of one person show together."""
    return frozenset().union(*shown)


def k_of(shown: Shown, people: Iterable[Person], population: Collection[Person] | None = None) -> int:
    """How many share all of this: among who took part and, where a table tells it, in the town. The lowest counts."""
    among, in_town = _count(shown, people), k_in_town(shown, population or ())
    return among if in_town is None else min(among, in_town)


def k_in_town(shown: Shown, population: Iterable[Person]) -> int | None:
    """How many inhabitants share this, by a table of counts; None when it tells nothing about it.

    A row without a group, say, counts people of every group. Rows that tell the same kinds of things apart are one
    table; the lowest table counts. What is in no row of a table is left out of the question.
    """
    tables: dict[frozenset[str], list[Person]] = {}
    for row in population:
        tables.setdefault(frozenset(one.kind for one in row.own()), []).append(row)
    found = []
    for rows in tables.values():
        known = frozenset(one for one in shown if any(fits(row, one) for row in rows))
        if known:
            found.append(_count(known, rows))
    return min(found, default=None)


def _count(shown: Shown, people: Iterable[Person]) -> int:
    return sum(person.count for person in people if all(fits(person, one) for one in shown))


def blocks(k: int) -> bool:
    return k < BLOCKS_BELOW


def warns(k: int) -> bool:
    return BLOCKS_BELOW <= k < WARNS_BELOW


@dataclass(frozen=True)
class Proposal:
    """What could be shown instead, and how many share that."""

    shown: Shown
    k: int


def proposals(
    own: Shown,
    people: Sequence[Person],
    *,
    others: Shown = NOTHING,
    population: Collection[Person] | None = None,
) -> list[Proposal]:
    """Step by step more general: age, place, group; then without. Each step goes on from the one before.

    ``others``: what other quotes of this person show; that stays. Ends where enough people share it.
    """
    found: list[Proposal] = []
    now = own
    for kind in (AGE, PLACE, GROUP, GROUP, AGE, GROUP):
        step = frozenset(_stepped(now, kind))
        if step == now:
            continue
        now = step
        found.append(Proposal(now, k_of(now | others, people, population)))
        if found[-1].k >= WARNS_BELOW:
            break
    return found


def _stepped(shown: Shown, kind: str) -> Iterator[Attribute]:
    """Every attribute of one kind one step more general; what cannot be more general is left out."""
    for one in shown:
        if one.kind != kind:
            yield one
        elif (step := wider(one)) is not None:
            yield step


def as_text(shown: Shown) -> str:
    return json.dumps([[one.kind, one.value] for one in sorted(shown)], ensure_ascii=False)


def from_text(text: str) -> Shown:
    return frozenset(Attribute(kind, value) for kind, value in json.loads(text))
