"""Draws the answers to one question: a dot with its margin per answer, on one axis. Takes safe figures only.

Design language: dot with interval bar and caps, value beside the dot; nothing depends on colour; an answer that may
not be told is not drawn, and the text says so. The survey before stands under it with an open dot; where the questions
changed in between, a zigzag parts the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.ui import svg
from koersvast.ui.numbers import decimal

ROW, TOP = 46.0, 16.0
BEFORE = 36.0  # what a row is higher when the survey before stands in it


@dataclass(frozen=True)
class Bar:
    """One answer. Shares in percents, means in the unit of the scale; ``low`` None: no margin can be drawn."""

    label: str
    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class Answers:
    """The answers to one question of one group. ``highest``: the end of the axis, which begins at ``lowest``."""

    key: str
    title: str
    bars: tuple[Bar, ...]
    unit: str = "%"
    lowest: float = 0.0
    highest: float = 100.0
    hidden: int = 0  # answers that may not be told
    before: Before | None = None

    @property
    def row(self) -> float:
        return ROW + (BEFORE if self.before else 0.0)


@dataclass(frozen=True)
class Before:
    """The same question in the survey before: by label of the answer. ``broken``: it was asked in another way."""

    name: str
    bars: Mapping[str, Bar]
    broken: bool = False


def words_of(answers: Answers) -> str:
    """The text version: every figure with its margin."""
    before = answers.before
    lines = []
    for bar in answers.bars:
        lines.append(_line(bar, bar.label, answers))
        if before and bar.label in before.bars:
            lines.append(_line(before.bars[bar.label], before.name, answers))
    if before and before.broken:
        lines.append(_("Reeksbreuk: de vragen zijn anders dan in %(name)s.") % {"name": before.name})
    if answers.hidden:
        lines.append(_("Kleine aantallen niet getoond."))
    return " ".join(lines)


def _line(bar: Bar, label: str, answers: Answers) -> str:
    if bar.low is None or bar.high is None:
        return f"{label}: {said(bar.value, answers)}."
    return _("%(label)s: %(value)s, marge %(low)s tot %(high)s.") % {
        "label": label,
        "value": said(bar.value, answers),
        "low": said(bar.low, answers),
        "high": said(bar.high, answers),
    }


def said(value: float | None, answers: Answers) -> str:
    if value is None:
        return ""
    return f"{decimal(value)}%" if answers.unit == "%" else decimal(value)


def draw(answers: Answers, *, narrow: bool) -> str:
    """SVG; labels stand above their dot, so both drawings read the same."""
    width = 320.0 if narrow else 640.0
    left, right = 8.0, width - 64.0
    span = max(answers.highest - answers.lowest, 1e-9)

    def x(value: float) -> float:
        return (
            left + (right - left) * (min(max(value, answers.lowest), answers.highest) - answers.lowest) / span
        )

    bottom = TOP + answers.row * len(answers.bars)
    parts = [svg.tag("line", x1=left, y1=bottom, x2=right, y2=bottom, stroke=svg.WATER_500, stroke_width=1.5)]
    for tick in (answers.lowest, (answers.lowest + answers.highest) / 2, answers.highest):
        parts.append(
            svg.tag("line", x1=x(tick), y1=TOP, x2=x(tick), y2=bottom, stroke=svg.WATER_200, stroke_width=1.0)
        )
        anchor = "start" if tick == answers.lowest else "middle"
        parts.append(
            svg.tag(
                "text", x=x(tick), y=bottom + 18, text=said(tick, answers), fill=svg.SOFT, text_anchor=anchor
            )
        )
    for number, bar in enumerate(answers.bars):
        top = TOP + answers.row * number
        parts.append(svg.tag("text", x=8.0, y=top + 14, text=bar.label, fill=svg.INK))
        parts += _dot(bar, answers, top + 30, x, filled=True)
        if answers.before and bar.label in answers.before.bars:
            if answers.before.broken:
                parts.append(_zigzag(left, right, top + 45))
            parts += _dot(answers.before.bars[bar.label], answers, top + 60, x, filled=False)
    return svg.drawing(
        key=f"{answers.key}-{'smal' if narrow else 'breed'}",
        kind="kv-grafiek",
        width=width,
        height=bottom + 28,
        title=answers.title,
        desc=words_of(answers),
        parts=parts,
    )


def _dot(
    bar: Bar, answers: Answers, middle: float, x: Callable[[float], float], *, filled: bool
) -> Sequence[str]:
    """A dot with its margin and its value; an open one is of the survey before."""
    stroke, thick = (svg.DEEP, 2.0) if filled else (svg.WATER_600, 1.5)
    parts = []
    if bar.low is not None and bar.high is not None:
        low, high = x(bar.low), x(bar.high)
        parts.append(
            svg.tag("line", x1=low, y1=middle, x2=high, y2=middle, stroke=stroke, stroke_width=thick)
        )
        parts += [
            svg.tag("line", x1=end, y1=middle - 6, x2=end, y2=middle + 6, stroke=stroke, stroke_width=thick)
            for end in (low, high)
        ]
    fill = svg.DEEP if filled else svg.WHITE
    parts.append(
        svg.tag("circle", cx=x(bar.value), cy=middle, r=6.0, fill=fill, stroke=stroke, stroke_width=thick)
    )
    end = max(x(bar.value), x(bar.high) if bar.high is not None else 0.0)
    parts.append(
        svg.tag(
            "text",
            x=end + 12,
            y=middle + 5,
            text=said(bar.value, answers),
            fill=svg.INK if filled else svg.SOFT,
            font_family=svg.FIGURES,
            font_weight="600" if filled else "400",
        )
    )
    return parts


def _zigzag(left: float, right: float, y: float) -> str:
    """Lying, between what came before a break and what came after it."""
    path, x, side = f"M{svg.number(left)} {svg.number(y)}", left, 4
    while x + 8 <= right:
        x += 8
        path += f"L{svg.number(x)} {svg.number(y + side)}"
        side = -side
    return svg.tag(
        "path", "kv-g-breuk", d=path, fill="none", stroke=svg.BRICK, stroke_width=2.0, stroke_linejoin="round"
    )
