"""How strong a finding is: in how many separate conversations it was heard. Never counted by name. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

SHOWN_FROM = 3  # conversations; fewer could point at who said it


@dataclass(frozen=True)
class Place:
    """One coding: which text, from where to where, with which code."""

    id: Any
    text: Any
    start: int
    end: int
    code: Any


def touching(place: Place, others: Iterable[Place]) -> bool:
    return any(place.start < one.end and one.start < place.end for one in others)


def under(
    places: Iterable[Place], codes: Collection[Any], together: Iterable[Collection[Any]] = ()
) -> list[Place]:
    """Codings with one of the codes, where of each group in ``together`` a code lies on the same place."""
    rows = list(places)
    groups = [frozenset(group) for group in together]
    by_text: dict[Any, list[Place]] = defaultdict(list)
    if groups:
        for one in rows:
            by_text[one.text].append(one)
    return [
        one
        for one in rows
        if one.code in codes
        and all(
            touching(one, (other for other in by_text[one.text] if other.code in group)) for group in groups
        )
    ]


@dataclass(frozen=True)
class Strength:
    """In how many conversations; ``parties``, ``themes`` and ``settings``: the same per label."""

    conversations: int = 0
    fragments: int = 0
    parts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # "party" -> {"Bewoners": 3}

    @property
    def open(self) -> bool:
        """May others than the team know how many?"""
        return self.conversations >= SHOWN_FROM

    def breakdown(self, *, in_team: bool) -> dict[str, dict[str, int | None]]:
        """Per kind of label the counts; None: fewer than three. Closed below three altogether.

        Where each conversation falls in one part only (the kind of party), a part that is left out could be
        computed from the others: then none is shown.
        """
        if not self.open:
            return {}
        found: dict[str, dict[str, int | None]] = {}
        for kind, counts in self.parts.items():
            if in_team:
                found[kind] = dict(counts)
            elif kind != "party" or all(count >= SHOWN_FROM for count in counts.values()):
                found[kind] = {label: n if n >= SHOWN_FROM else None for label, n in counts.items()}
        return found
