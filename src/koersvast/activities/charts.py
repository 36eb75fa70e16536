"""Draws money per year: stacked bars by source, what is not covered hatched with a thick edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from koersvast.activities.rules import YearMoney
from koersvast.ui import svg
from koersvast.ui.numbers import whole

Shape = Literal["wide", "narrow"]
MOST_SOURCES = 3
# class, fill: from dark to light, so that the order also shows without colour
FILLS = (("kv-g-rijk", svg.DEEP), ("kv-g-eigen", svg.WATER_500), ("kv-g-fonds", svg.WATER_200))
OTHER = ("kv-g-overig", svg.WHITE)


@dataclass(frozen=True)
class MoneyChart:
    """``needed`` says for a year after the cycle what it costs to go on as before: a dashed outline."""

    key: str
    title: str
    years: tuple[YearMoney, ...]
    needed: Mapping[int, int] = field(default_factory=dict)

    @property
    def sources(self) -> list[str]:
        """The largest sources by name; more than three are taken together under an empty name."""
        totals: dict[str, int] = {}
        for money in self.years:
            for source, amount in money.sources:
                totals[source] = totals.get(source, 0) + amount
        order = sorted(totals, key=lambda source: (-totals[source], source))
        return order if len(order) <= MOST_SOURCES else [*order[:MOST_SOURCES], ""]


def describe(chart: MoneyChart) -> str:
    """The chart in words, with the same numbers."""
    parts = []
    for money in chart.years:
        said = {"year": money.year, "cost": whole(money.cost), "open": whole(money.uncovered)}
        if not money.cost:
            parts.append(_("%(year)s: geen kosten.") % said)
        elif not money.uncovered:
            parts.append(_("%(year)s: %(cost)s euro, helemaal gedekt.") % said)
        else:
            parts.append(_("%(year)s: %(cost)s euro, waarvan %(open)s euro niet gedekt.") % said)
        if money.year in chart.needed:
            parts.append(
                _("Gaat alles door zoals nu, dan is in %(year)s %(needed)s euro nodig.")
                % {"year": money.year, "needed": whole(chart.needed[money.year])}
            )
    return " ".join(parts) or _("Er is nog geen begroting.")


def draw(chart: MoneyChart, shape: Shape = "wide") -> str:
    key_lines = _key_words(chart)
    width, left, base = (700.0, 76.0, 290.0) if shape == "wide" else (340.0, 62.0, 290.0)
    columns = 1 if shape == "narrow" or any(len(words) > 36 for _k, _f, words in key_lines) else 2
    height = base + 42 + 24 * -(-len(key_lines) // columns)
    highest = max([money.cost for money in chart.years] + list(chart.needed.values()) + [1])
    top, step = svg.nice_top(highest * 1.04)
    hatch = f"{chart.key}-{shape}-h"
    parts = [
        "<defs>"
        + svg.tag(
            "pattern",
            id=hatch,
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
            text="",
        ).replace(
            "></pattern>",
            ">"
            + svg.tag("rect", width=8, height=8, fill=svg.WHITE)
            + svg.tag("line", x1=2, x2=2, y1=0, y2=8, stroke=svg.BRICK, stroke_width=2)
            + "</pattern>",
        )
        + "</defs>"
    ]
    value = 0.0
    while value <= top + step / 100:
        y = base - (base - 22) * value / top
        parts.append(
            svg.tag(
                "line",
                "kv-g-rooster",
                x1=left,
                x2=width - 10,
                y1=y,
                y2=y,
                stroke=svg.SAND_200,
                stroke_width=1,
            )
        )
        parts.append(
            svg.tag("text", "kv-g-tekst", whole(value), x=left - 8, y=y + 5, text_anchor="end", fill=svg.SOFT)
        )
        value += step
    room = (width - 10 - left) / max(len(chart.years), 1)
    bar = min(84.0, room * 0.62)
    every = 1 if room >= 44 else int(44 // room) + 1
    for place, money in enumerate(chart.years):
        x = left + room * place + (room - bar) / 2
        parts += _bar(chart, money, x=x, bar=bar, base=base, scale=(base - 22) / top, hatch=hatch)
        if place % every == 0:
            parts.append(
                svg.tag(
                    "text",
                    "kv-g-tekst kv-g-tekst--ink",
                    str(money.year),
                    x=x + bar / 2,
                    y=base + 24,
                    text_anchor="middle",
                    fill=svg.INK,
                    font_weight="600",
                )
            )
    parts.append(
        svg.tag("line", "kv-g-as", x1=left, x2=width - 10, y1=base, y2=base, stroke=svg.INK, stroke_width=1.5)
    )
    parts += _key(key_lines, left=left, top=base + 48, columns=columns, hatch=hatch)
    return svg.drawing(
        key=f"{chart.key}-{shape}",
        kind=f"kv-grafiek {'kv-breed' if shape == 'wide' else 'kv-smal'}",
        width=width,
        height=height,
        title=chart.title,
        desc=describe(chart),
        parts=parts,
    )


def _bar(
    chart: MoneyChart, money: YearMoney, *, x: float, bar: float, base: float, scale: float, hatch: str
) -> list[str]:
    parts = []
    if chart.needed.get(money.year, 0) > money.cost:
        height = chart.needed[money.year] * scale
        parts.append(
            svg.tag(
                "rect",
                "kv-g-spook",
                x=x,
                y=base - height,
                width=bar,
                height=height,
                fill="none",
                stroke=svg.SOFT,
                stroke_width=1.5,
                stroke_dasharray="5 4",
            )
        )
    y = base
    named = [source for source in chart.sources if source]
    amounts = dict(money.sources)
    rest = sum(amount for source, amount in money.sources if source not in named)
    stack = [(*FILLS[place], amounts.get(source, 0)) for place, source in enumerate(named)] + [(*OTHER, rest)]
    for kind, fill, amount in stack:
        if amount:
            y -= amount * scale
            parts.append(
                svg.tag(
                    "rect",
                    kind,
                    x=x,
                    y=y,
                    width=bar,
                    height=amount * scale,
                    fill=fill,
                    stroke=svg.WATER_600,
                    stroke_width=1,
                )
            )
    if money.uncovered:
        y -= money.uncovered * scale
        parts.append(
            svg.tag(
                "rect",
                "",
                x=x,
                y=y,
                width=bar,
                height=money.uncovered * scale,
                fill=f"url(#{hatch})",
                stroke=svg.BRICK,
                stroke_width=2.5,
            )
        )
    if money.cost and bar >= 30:
        parts.append(
            svg.tag(
                "text",
                "kv-g-waarde",
                whole(money.cost),
                x=x + bar / 2,
                y=y - 8,
                text_anchor="middle",
                fill=svg.INK,
                font_family=svg.FIGURES,
                font_weight="600",
                font_size="17" if bar > 60 else "13",
            )
        )
    return parts


def _key_words(chart: MoneyChart) -> list[tuple[str, str, str]]:
    """(class, fill, words); the fill "hatch" and "outline" are drawn apart."""
    lines = [
        (*FILLS[place], source) if source else (*OTHER, _("andere bronnen"))
        for place, source in enumerate(chart.sources)
    ]
    if any(money.uncovered for money in chart.years):
        lines.append(("", "hatch", _("niet gedekt")))
    if any(chart.needed.get(money.year, 0) > money.cost for money in chart.years):
        lines.append(("", "outline", _("nodig als alles doorgaat")))
    return lines


def _key(
    lines: list[tuple[str, str, str]], *, left: float, top: float, columns: int, hatch: str
) -> list[str]:
    parts = []
    for place, (kind, fill, words) in enumerate(lines):
        x = left + (place % columns) * 300
        y = top + (place // columns) * 24
        look: dict[str, Any] = {"fill": fill, "stroke": svg.WATER_600, "stroke_width": 1}
        if fill == "hatch":
            look = {"fill": f"url(#{hatch})", "stroke": svg.BRICK, "stroke_width": 2.5}
        elif fill == "outline":
            look = {"fill": "none", "stroke": svg.SOFT, "stroke_width": 1.5, "stroke_dasharray": "5 4"}
        shown = words if len(words) <= 80 else words[:78].rstrip() + "…"  # in full in the table beside it
        parts.append(svg.tag("rect", kind, x=x, y=y - 12, width=18, height=14, **look))
        parts.append(svg.tag("text", "kv-g-tekst", shown, x=x + 26, y=y, fill=svg.INK))
    return parts
