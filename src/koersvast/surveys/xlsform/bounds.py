"""The lowest and the highest value of a number, as an XLSForm holds them: ``. >= 0 and . <= 120``."""

from __future__ import annotations

import re
from decimal import Decimal

from koersvast.surveys.expressions import NotUnderstood, parse
from koersvast.surveys.questionnaire import Question

Bounds = tuple[float | None, float | None, str]  # lowest, highest, and what else the constraint says

_NUMBER = r"(-?\d{1,400}(?:\.\d{1,400})?)"  # as long as a float can be
_BOUNDED = re.compile(
    rf"(?:true\(\)|\.\s*>=\s*{_NUMBER}(?:\s+and\s+\.\s*<=\s*{_NUMBER})?|\.\s*<=\s*{_NUMBER})(?:\s+and\s+\((.*)\))?",
    re.DOTALL | re.ASCII,
)


def plain(number: float) -> str:
    """As XPath reads it: never 1e+16."""
    return format(Decimal(repr(number)).normalize(), "f") if number else "0"


def bounded(question: Question) -> str:
    """The constraint with the bounds in it, so that other programs keep to them too."""
    parts = []
    if question.lowest is not None:
        parts.append(f". >= {plain(question.lowest)}")
    if question.highest is not None:
        parts.append(f". <= {plain(question.highest)}")
    if not parts:
        constraint = question.constraint
        reads_otherwise = question.kind == "number" and apart(constraint) != (None, None, constraint)
        return f"true() and ({constraint})" if constraint and reads_otherwise else constraint
    if question.constraint:
        parts.append(f"({question.constraint})")
    return " and ".join(parts)


def apart(constraint: str) -> Bounds:
    """The bounds in front of a constraint, and the rest."""
    found = _BOUNDED.fullmatch(constraint.strip())
    if found is None or (constraint.strip() == "true()"):
        return None, None, constraint
    low, high, alone, rest = found.groups()
    lowest = None if low is None else float(low)
    highest = float(high or alone) if high or alone else None
    if lowest is not None and highest is not None and lowest > highest:
        return None, None, constraint
    if rest is None:
        return lowest, highest, ""
    try:
        parse(rest)  # "(a) or (b)" is no rest within brackets
    except NotUnderstood:
        return None, None, constraint
    return lowest, highest, rest.strip()
