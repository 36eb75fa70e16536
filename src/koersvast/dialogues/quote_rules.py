"""Which way a quote goes, and what its words must keep to. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CUT = "[…]"
LONGEST = 600  # characters of a quote
QUESTIONS = 8

# who may bring a quote where, by what they do. An edit brings it back to draft from everywhere.
STEPS = {
    "offer": ("draft", "second_reader"),
    "pass": ("second_reader", "asked"),
    "send_back": ("second_reader", "draft"),
    "yes": ("asked", "approved"),
    "reword": ("asked", "draft"),
    "release": ("approved", "publishable"),
}
MAY_SAY_NO = frozenset({"asked", "approved", "publishable"})


def after(status: str, step: str) -> str | None:
    """Where this step leads from here; None when it cannot be taken here."""
    if step == "edit":
        return "draft"
    if step == "no":
        return "refused" if status in MAY_SAY_NO else None
    start, end = STEPS[step]
    return end if status == start else None


def edit_fits(edit: str, source: str, shown: str) -> bool:
    """Are the words what they say they are? ``source``: the passage as the team may read it."""
    if edit == "as_said":
        return _bare(shown) == _bare(source)
    if edit == "redacted":
        return CUT in shown and _in_order([_bare(part) for part in shown.split(CUT)], _bare(source))
    return True


def _bare(words: str) -> str:
    return " ".join(words.split())


def _in_order(parts: Iterable[str], source: str) -> bool:
    """Does every part stand in the source, one after the other?"""
    at = 0
    for part in parts:
        found = source.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def inside_turns(start: int, end: int, turns: Sequence[tuple[int, int]]) -> bool:
    """Does a passage lie in what one speaker said in one go?"""
    return any(low <= start and end <= high for low, high in turns)


def nothing_found(answers: Sequence[bool]) -> bool:
    """Eight questions of the second reader, none with yes."""
    return len(answers) == QUESTIONS and not any(answers)
