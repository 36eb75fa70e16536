"""Patterns such as ``[0-9]{4} ?[A-Z]{2}``, matched in time that grows with the text only, whatever the pattern.

A part of regular expressions: letters, classes, groups, ``|`` and repeats. No looking around and no references back: those
need backtracking, and a pattern of a stranger could make that last for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

MOST_STEPS: Final = 200  # what a pattern may come to when its repeats are written out
DEEPEST: Final = 10

_Letter = Callable[[str], bool]

_DIGITS: Final = "0123456789"
_WORD: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_SPACES: Final = " \t\n\x0b\x0c\r"
_KINDS: Final = {"d": _DIGITS, "w": _WORD, "s": _SPACES}
_WHITE: Final = {"t": "\t", "n": "\n", "r": "\r"}
_SPECIAL: Final = set("()[]{}|*+?.^$\\")


class BadPattern(Exception):
    """A pattern we do not match with, with a part of a sentence that says why."""


@dataclass(frozen=True)
class _Step:
    """One step of a program: a letter that fits, or places to go on from without one."""

    fits: _Letter | None
    on: tuple[int, ...]  # relative to the step itself


_Part = list[_Step]


def matching(pattern: str) -> Callable[[str], bool]:
    """Does a whole text fit the pattern? Raises BadPattern."""
    program = _Reader(pattern).whole()

    def fits(text: str) -> bool:
        places = _reached(program, {0})
        for letter in text:
            after = set()
            for place in places:
                if place < len(program) and (test := program[place].fits) is not None and test(letter):
                    after.add(place + 1)
            places = _reached(program, after)
            if not places:
                return False
        return len(program) in places

    return fits


def _reached(program: _Part, places: set[int]) -> set[int]:
    """Every place that can be reached without a letter."""
    seen = set(places)
    todo = list(places)
    while todo:
        place = todo.pop()
        if place < len(program) and program[place].fits is None:
            for step in program[place].on:
                if place + step not in seen:
                    seen.add(place + step)
                    todo.append(place + step)
    return seen


def _repeated(part: _Part, least: int, most: int | None) -> _Part:
    size = len(part)
    if size * max(least, most or 0, 1) > MOST_STEPS:
        raise BadPattern(_("dit patroon is te groot"))
    found = part * least
    if most is None:
        return [*found, _Step(None, (1, size + 2)), *part, _Step(None, (-size - 1,))]
    for _turn in range(most - least):
        found = [*found, _Step(None, (1, size + 1)), *part]
    return found


def _either(one: _Part, other: _Part) -> _Part:
    return [_Step(None, (1, len(one) + 2)), *one, _Step(None, (len(other) + 1,)), *other]


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        if not self.next:
            raise BadPattern(_("dit patroon is niet af"))
        self.at += 1
        return self.pattern[self.at - 1]

    def whole(self) -> _Part:
        if self.next == "^":
            self.at += 1
        found = self.choice()
        if self.next == "$":
            self.at += 1
        if self.next:
            raise self.unknown()
        return found

    def unknown(self) -> BadPattern:
        return BadPattern(
            _("in een patroon kennen wij %(sign)s hier niet") % {"sign": self.pattern[self.at :][:3]}
        )

    def choice(self) -> _Part:
        found = self.row()
        while self.next == "|":
            self.at += 1
            found = self.bounded(_either(found, self.row()))
        return found

    def bounded(self, part: _Part) -> _Part:
        if len(part) > MOST_STEPS:
            raise BadPattern(_("dit patroon is te groot"))
        return part

    def row(self) -> _Part:
        found: _Part = []
        while self.next and self.next not in "|)$":
            found = self.bounded(found + self.times(self.one()))
        return found

    def times(self, part: _Part) -> _Part:
        bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(self.next)
        if bounds:
            self.at += 1
        elif self.next == "{":
            self.at += 1
            bounds = self.counts()
        else:
            return part
        if self.next and self.next in "*+?{":
            raise self.unknown()
        return self.bounded(_repeated(part, *bounds))

    def counts(self) -> tuple[int, int | None]:
        """What stands between { and }."""
        end = self.pattern.find("}", self.at)
        least, comma, most = self.pattern[self.at : end].partition(",")
        if end < 0 or not _is_count(least) or (most and not _is_count(most)):
            raise BadPattern(_("een aantal in een patroon is {2}, {2,} of {2,4}"))
        self.at = end + 1
        low, high = int(least), int(most) if most else (None if comma else int(least))
        if high is not None and high < low:
            raise BadPattern(_("een aantal in een patroon is {2}, {2,} of {2,4}"))
        return low, high

    def one(self) -> _Part:
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign == "[":
            return [_Step(self.listed(), ())]
        if sign == ".":
            return [_Step(lambda letter: letter not in "\n\r", ())]
        if sign == "\\":
            return [_Step(self.escaped(), ())]
        if sign in _SPECIAL:
            self.at -= 1
            raise self.unknown()
        return [_Step(lambda letter: letter == sign, ())]

    def group(self) -> _Part:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadPattern(_("dit patroon is te groot"))
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self.next == "?":
            raise self.unknown()
        found = self.choice()
        if self.take() != ")":
            self.at -= 1
            raise self.unknown()
        self.depth -= 1
        return found

    def escaped(self) -> _Letter:
        sign = self.take()
        if sign.lower() in _KINDS:
            kind = _KINDS[sign.lower()]
            return (lambda letter: letter in kind) if sign.islower() else (lambda letter: letter not in kind)
        exact = self.exact(sign)
        return lambda letter: letter == exact

    def exact(self, sign: str) -> str:
        """What a sign behind a backslash stands for."""
        if sign.isalnum() and sign not in _WHITE:  # a reference back, or a boundary
            self.at -= 2
            raise self.unknown()
        return _WHITE.get(sign, sign)

    def listed(self) -> _Letter:
        """What stands between [ and ]."""
        outside = self.next == "^"
        self.at += outside
        ranges: list[tuple[str, str]] = []
        first = True
        while first or self.next != "]":
            first = False
            low = self.take()
            if low == "[" or (low == "&" and self.next == "&"):
                self.at -= 1
                raise self.unknown()
            if low == "\\":
                sign = self.take()
                if sign in _KINDS:
                    ranges += [(one, one) for one in _KINDS[sign]]
                    continue
                low = self.exact(sign)
            high = low
            if self.next == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                high = self.take()
                high = self.exact(self.take()) if high == "\\" else high
            if high < low:
                raise BadPattern(
                    _("in een patroon kennen wij %(sign)s hier niet") % {"sign": f"{low}-{high}"}
                )
            ranges.append((low, high))
        self.at += 1
        return lambda letter: any(low <= letter <= high for low, high in ranges) is not outside


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4
