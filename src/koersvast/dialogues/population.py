"""The table of inhabitants that a k-check may use: read from lines that somebody typed or pasted. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from koersvast.dialogues.kcheck import wider_ages, wider_groups
from koersvast.dialogues.words import AGE_BANDS, GROUPS

MOST_LINES = 2000
LONGEST_PLACE = 60
_COUNT = re.compile(r"\d{1,9}|\d{1,3}(\.\d{3}){1,2}")
AGES = (*AGE_BANDS, *wider_ages())
ALL_GROUPS = (*GROUPS, *wider_groups())


@dataclass(frozen=True)
class Part:
    """How many inhabitants share something. What is empty is not told apart."""

    age: str
    group: str
    place: str
    count: int

    @property
    def shares(self) -> tuple[str, str, str]:
        return self.age, self.group, self.place.casefold()

    def as_line(self) -> str:
        return f"{self.age}; {self.group}; {self.place}; {self.count}"


class WrongLine(ValueError):
    """A line that is not understood. ``what``: "columns", "age", "group", "place", "count", "nothing", "twice" or "many"."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(what)
        self.number, self.what = number, what


def read_lines(text: str) -> list[Part]:
    """Age, group, neighbourhood and count on a line, between semicolons or tabs. Raises WrongLine."""
    found: dict[tuple[str, str, str], Part] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        if len(found) >= MOST_LINES:
            raise WrongLine(number, "many")
        part = _part(number, line)
        if part.shares in found:
            raise WrongLine(number, "twice")
        found[part.shares] = part
    return list(found.values())


def _part(number: int, line: str) -> Part:
    cells = [" ".join(cell.split()) for cell in re.split(r"[;\t]", line)]
    if len(cells) != 4:
        raise WrongLine(number, "columns")
    age, group, place, count = cells
    wrong = {
        "age": age and age not in AGES,
        "group": group and group not in ALL_GROUPS,
        "place": len(place) > LONGEST_PLACE,
        "count": not _COUNT.fullmatch(count),
        "nothing": not (age or group or place),
    }
    for what, mistake in wrong.items():
        if mistake:
            raise WrongLine(number, what)
    return Part(age, group, place, int(count.replace(".", "")))


def as_lines(parts: Iterable[Part]) -> str:
    return "\n".join(part.as_line() for part in parts)
