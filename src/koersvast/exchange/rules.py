"""What may stand in a plan file, decided without database, web or clock."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_WEB = re.compile(r"https?://[^\s/?#<>\"`{}|\\^]+[^\s<>\"`{}|\\^]*", re.ASCII | re.IGNORECASE)


def is_date(text: str, first: int, last: int) -> bool:
    """A year, a month of a year or a day that exists, from the year ``first`` to ``last``."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not first <= year <= last:
        return False
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def is_period(text: str, first: int, last: int) -> bool:
    return len(text) <= 7 and is_date(text, first, last)


def is_web_address(text: str) -> bool:
    """http or https with a host; no name and password in front of it."""
    match = _WEB.fullmatch(text)
    return match is not None and "@" not in text.split("/", 3)[2]


def ends_before_it_starts(starts_on: str, ends_on: str) -> bool:
    """Dates of different precision compare on what both say: 2026 does not end before 2026-05."""
    shortest = min(len(starts_on), len(ends_on))
    return ends_on[:shortest] < starts_on[:shortest]


def links_in_circles(
    links: Iterable[tuple[str, str]], removable: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The removable links (child, parent) that close a circle, in the order in which they were found."""
    parents: dict[str, set[str]] = {}
    for child, parent in links:
        parents.setdefault(child, set()).add(parent)
    candidates = set(removable)
    found: list[tuple[str, str]] = []
    while True:
        try:
            TopologicalSorter(parents).prepare()
            return found
        except CycleError as error:
            circle = error.args[1]  # each is a parent of the next
            around = [(child, parent) for parent, child in pairwise(circle)]
            closing = next((link for link in around if link in candidates), None)
            if closing is None:
                return found
            parents[closing[0]].discard(closing[1])
            found.append(closing)


@dataclass(frozen=True)
class SectionChange:
    """How a section of a plan differs from what is stored."""

    section: str
    stored: int
    in_file: int
    new: int
    changed: int
    gone: int


def compare(stored: Mapping[str, Any] | None, plan: Mapping[str, Any]) -> list[SectionChange]:
    """One line per section of either plan: what is new, changed and gone. Results count their subgoals."""
    before = _records(stored or {})
    after = _records(plan)
    lines = []
    for section in dict.fromkeys([*after, *before]):
        old, new = before.get(section, {}), after.get(section, {})
        lines.append(
            SectionChange(
                section=section,
                stored=len(old),
                in_file=len(new),
                new=len(new.keys() - old.keys()),
                changed=sum(1 for key in new.keys() & old.keys() if new[key] != old[key]),
                gone=len(old.keys() - new.keys()),
            )
        )
    return lines


def _records(plan: Mapping[str, Any]) -> dict[str, dict[Any, Any]]:
    """Section -> name of a record -> its content (a goal without its subgoals: they count themselves)."""
    found: dict[str, dict[Any, Any]] = {}
    for section, content in plan.items():
        if isinstance(content, Mapping):
            found[section] = {section: content}
        elif section == "results":
            found[section] = dict(_goals(content, None))
        elif isinstance(content, list):
            found[section] = {
                item.get("key") or item.get("step", item.get("term", index)): item
                for index, item in enumerate(content)
            }
    return found


def _goals(goals: list[dict[str, Any]], parent: str | None) -> Iterable[tuple[str, Any]]:
    for goal in goals:
        own = {name: value for name, value in goal.items() if name != "subgoals"}
        yield goal["key"], (parent, own)
        yield from _goals(goal.get("subgoals", []), goal["key"])
