"""What was answered and what it becomes; which period comes before; when to remind. Pure: no database, no clock."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

SCALE = "1-5"
DAYS_BEFORE = 14
COUNTED = (
    "known", "reached", "target_group", "usefulness_mean", "usefulness_n", "achieved", "achieved_n", "dropped", "started",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """The four questions. ``answered`` 0: nobody was asked, so usefulness and achieved are None.

    ``achieved`` is never more than ``answered``.
    """

    reached: int
    answered: int
    target_group: int | None = None
    usefulness: float | None = None
    achieved: int | None = None
    improvements: tuple[str, ...] = ()
    story: str = ""

    def as_text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def answer_of(text: str) -> Answer:
    """What ``as_text`` wrote."""
    found = json.loads(text)
    return Answer(**{**found, "improvements": tuple(found["improvements"])})


def figures(answer: Answer) -> dict[str, Any]:
    """Fields of an outcome, the figures only. Nobody asked: nothing is said about usefulness and the goal."""
    asked = answer.answered > 0
    return {
        "reached": answer.reached,
        "target_group": answer.target_group,
        "usefulness_mean": answer.usefulness if asked else None,
        "usefulness_n": answer.answered if asked else None,
        "usefulness_scale": SCALE if asked else "",
        "achieved": answer.achieved if asked else None,
        "achieved_n": answer.answered if asked else None,
    }


def to_write(answer: Answer) -> dict[str, Any]:
    """Fields of the outcome that are written when the municipality takes it over: what was left open stays as it was."""
    found = {name: value for name, value in figures(answer).items() if value not in (None, "")}
    return found | ({"story": answer.story} if answer.story else {})


def period_before(periods: Iterable[str], period: str) -> str:
    """The last one before it of the same kind: a year with a year, a month with a month. Empty when there is none."""
    return max((one for one in periods if len(one) == len(period) and one < period), default="")


def reminder_due(due_on: date, *, last: date, today: date) -> bool:
    """Is there a moment up to today that nobody was reminded of: 14 days before, and the day itself?

    ``last``: the day of the last mail, or of the question itself. Missed days are caught up in one mail.
    """
    moments = (due_on - timedelta(days=DAYS_BEFORE), due_on)
    return any(last < moment <= today for moment in moments)


def lines(text: str) -> tuple[str, ...]:
    """Suggestions, one per line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def typed(answer: Answer) -> dict[str, str]:
    """An answer as somebody would type it again, by the names of the form."""
    whole = answer.usefulness is not None and answer.usefulness == int(answer.usefulness)
    mean = "" if answer.usefulness is None or whole else f"{answer.usefulness:g}".replace(".", ",")
    return {
        "reached": str(answer.reached),
        "target_group": _number(answer.target_group),
        "usefulness": _number(int(answer.usefulness)) if answer.usefulness is not None and whole else "",
        "usefulness_mean": mean,
        "answered": str(answer.answered),
        "achieved": _number(answer.achieved),
        "improvements": "\n".join(answer.improvements),
        "story": answer.story,
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def draft_of(text: str) -> dict[str, str]:
    """What ``draft_text`` wrote: the fields of the form as they were typed."""
    return {str(name): str(value) for name, value in json.loads(text).items()}


def draft_text(fields: Mapping[str, str]) -> str:
    return json.dumps(dict(fields), ensure_ascii=False)
