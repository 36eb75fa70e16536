"""Draws the measurements of one indicator. Takes a frozen value, gives SVG: for pages and for documents.

The forms come from the design language: dot with an interval bar, line only inside one series, zigzag where a series
breaks, pennant for the target, dotted baseline, open diamond for a national figure, open square with a dashed line
for the compare group. Nothing depends on colour. The axis always starts at zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from koersvast.indicators import rules
from koersvast.ui import svg
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import decimal, in_words, with_unit

Shape = Literal["wide", "narrow"]


@dataclass(frozen=True)
class Dot:
    """One figure. ``time`` in years, ``label`` as people write the period; margins in the unit of the chart."""

    time: float
    label: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """Dots that belong to one series. ``loose`` are places in ``dots`` that no line may reach from the left."""

    dots: tuple[Dot, ...]
    loose: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Break:
    """Between two series: when, and why in a few words."""

    time: float
    reason: str


@dataclass(frozen=True)
class Chart:
    key: str
    title: str
    unit: str
    place: str
    lines: tuple[Line, ...]
    compare: tuple[Line, ...] = ()
    compare_name: str = ""
    national: tuple[Dot, ...] = ()
    breaks: tuple[Break, ...] = ()
    baseline: Dot | None = None
    target: Dot | None = None

    @property
    def everything(self) -> list[Dot]:
        own = [dot for line in (*self.lines, *self.compare) for dot in line.dots]
        return [*own, *self.national, *([self.target] if self.target else [])]


@dataclass(frozen=True)
class _Frame:
    """Where values and moments lie in the drawing, in units of the drawing."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    begin: float
    end: float
    highest: float
    step: float

    def x(self, time: float) -> float:
        room = (self.right - self.left) - 2 * 45
        if self.end == self.begin:
            return self.left + 45 + room / 2
        return self.left + 45 + room * (time - self.begin) / (self.end - self.begin)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(value, self.highest) / self.highest


def compose(
    *,
    key: str,
    title: str,
    unit: str,
    series: Sequence[rules.Series],
    national: Iterable[rules.Point] = (),
    baseline: rules.Point | None = None,
    target: tuple[float, int] | None = None,
) -> Chart | None:
    """A chart of series that may stand in one picture (rules.pictures), without figures of too small groups.

    None when nothing may be drawn. ``target`` is (value, year).
    """
    lines, compare, breaks = [], [], []
    before: rules.Series | None = None
    for one in series:
        shown = [point for point in one.points if rules.may_show(point)]
        if not shown:
            continue
        if before is not None and before.last.time < shown[0].time:
            reason = shown[0].break_note or _("andere reeks")
            breaks.append(Break((before.last.time + shown[0].time) / 2, reason))
        undecided = set(one.undecided)
        loose = frozenset(
            place
            for place, point in enumerate(shown)
            if place
            and (
                point.break_note
                or one.points.index(point) - one.points.index(shown[place - 1]) > 1  # a hidden one between
                or {point.period, shown[place - 1].period} & undecided
            )
        )
        breaks += [
            Break((shown[place - 1].time + shown[place].time) / 2, shown[place].break_note)
            for place in loose
            if shown[place].break_note
        ]
        lines.append(Line(tuple(_dot(point) for point in shown), loose))
        other = [point for point in shown if point.compare_value is not None]
        if other:
            compare.append(
                Line(
                    tuple(
                        Dot(point.time, spoken(point.period), point.compare_value or 0.0) for point in other
                    )
                )
            )
        before = one
    if not lines:
        return None
    first = series[0].first
    return Chart(
        key=key,
        title=title,
        unit=unit,
        place=first.place,
        lines=tuple(lines),
        compare=tuple(compare),
        compare_name=first.compare_group,
        national=tuple(
            Dot(point.time, spoken(point.period), point.value) for point in national if rules.may_show(point)
        ),
        breaks=tuple(breaks),
        baseline=_dot(baseline) if baseline is not None and rules.may_show(baseline) else None,
        target=Dot(float(target[1]), str(target[1]), target[0]) if target else None,
    )


def _dot(point: rules.Point) -> Dot:
    low, high = rules.margin(point) or (None, None)
    return Dot(point.time, spoken(point.period), point.value, low, high)


def describe(chart: Chart) -> str:
    """The chart in words: everything that is drawn, with the same numbers."""
    parts = [
        _("%(place)s: %(figures)s.") % {"place": chart.place, "figures": _listed(line, chart.unit)}
        for line in chart.lines
        if line.dots
    ]
    for broken in chart.breaks:
        reason = broken.reason.strip().rstrip(".")
        parts.append(_("De reeks breekt: %(reason)s.") % {"reason": reason})
    if chart.baseline:
        parts.append(_("Nulmeting: %(value)s in %(label)s.") % _said(chart.baseline, chart.unit))
    if chart.target:
        parts.append(_("Doel voor %(label)s: %(value)s.") % _said(chart.target, chart.unit))
    for line in chart.compare:
        parts.append(
            _("Ter vergelijking, %(name)s: %(figures)s.")
            % {"name": chart.compare_name or _("andere groep"), "figures": _listed(line, chart.unit)}
        )
    for dot in chart.national:
        parts.append(
            _("Landelijk cijfer, niet over %(place)s: %(value)s in %(label)s.")
            % {**_said(dot, chart.unit), "place": chart.place}
        )
    return " ".join(parts) or _("Er zijn geen cijfers om te tonen.")


def _said(dot: Dot, unit: str) -> dict[str, str]:
    return {"label": dot.label, "value": in_words(dot.value, unit)}


def _listed(line: Line, unit: str) -> str:
    found = []
    for dot in line.dots:
        text = _("%(value)s in %(label)s") % _said(dot, unit)
        if dot.low is not None and dot.high is not None:
            text += _(" (marge %(low)s tot %(high)s)") % {"low": decimal(dot.low), "high": decimal(dot.high)}
        found.append(text)
    return ", ".join(found)


def draw(chart: Chart, shape: Shape = "wide") -> str:
    """The chart as SVG. ``narrow`` leaves words beside the marks out; the key and the table say them."""
    frame = _frame(chart, shape)
    parts = [*_grid(chart, frame)]
    if chart.baseline:
        y = frame.y(chart.baseline.value)
        parts.append(
            svg.tag(
                "line",
                "kv-g-nul",
                x1=frame.left,
                x2=frame.right,
                y1=y,
                y2=y,
                stroke=svg.SOFT,
                stroke_width=1.5,
                stroke_dasharray="2 5",
                stroke_linecap="round",
            )
        )
    parts += [part for broken in chart.breaks for part in _break(broken, chart, frame)]
    parts += [part for line in chart.lines for part in _bars(line, frame)]
    parts += [part for line in chart.compare for part in _compare(line, frame)]
    parts += [part for line in chart.lines for part in _line(line, frame)]
    parts += _dots(chart, frame, shape)
    parts += _national(chart, frame, shape)
    parts += _target(chart, frame)
    if shape == "wide":
        parts += _side_labels(chart, frame)
    return svg.drawing(
        key=f"{chart.key}-{shape}",
        kind=f"kv-grafiek {'kv-breed' if shape == 'wide' else 'kv-smal'}",
        width=frame.width,
        height=frame.height,
        title=chart.title,
        desc=describe(chart),
        parts=parts,
    )


def _frame(chart: Chart, shape: Shape) -> _Frame:
    dots = chart.everything
    times = [dot.time for dot in dots] or [0.0]
    values = [value for dot in dots for value in (dot.value, dot.high or 0.0)] or [1.0]
    if chart.baseline:
        values.append(chart.baseline.value)
    highest, step = svg.nice_top(max(values), most=100 if chart.unit == "%" else None)
    width, height, left = (700.0, 340.0, 52.0) if shape == "wide" else (340.0, 330.0, 44.0)
    words = max((len(text) for _y, text, _ink in _side_words(chart)), default=0)
    right = width - (min(40 + 7.2 * words, 190.0) if shape == "wide" else 26.0)
    return _Frame(width, height, left, right, 22.0, height - 42.0, min(times), max(times), highest, step)


def _grid(chart: Chart, frame: _Frame) -> list[str]:
    parts = []
    value = 0.0
    while value <= frame.highest + frame.step / 100:
        y = frame.y(value)
        shown = with_unit(value, chart.unit) if value + frame.step > frame.highest else decimal(value, 2)
        parts.append(
            svg.tag(
                "line",
                "kv-g-rooster",
                x1=frame.left,
                x2=frame.right,
                y1=y,
                y2=y,
                stroke=svg.SAND_200,
                stroke_width=1,
            )
        )
        parts.append(
            svg.tag("text", "kv-g-tekst", shown, x=frame.left - 8, y=y + 5, text_anchor="end", fill=svg.SOFT)
        )
        value += frame.step
    parts.append(
        svg.tag(
            "line",
            "kv-g-as",
            x1=frame.left,
            x2=frame.right,
            y1=frame.bottom,
            y2=frame.bottom,
            stroke=svg.INK,
            stroke_width=1.5,
        )
    )
    room = 56.0  # a year is about this wide
    before = float("-inf")
    for time, label in _ticks(chart):
        x = frame.x(time)
        if x - before < room:
            continue
        before = x
        parts.append(
            svg.tag(
                "text",
                "kv-g-tekst kv-g-tekst--ink",
                label,
                x=x,
                y=frame.bottom + 24,
                text_anchor="middle",
                fill=svg.INK,
                font_weight="600",
            )
        )
    return parts


def _ticks(chart: Chart) -> list[tuple[float, str]]:
    """Years under the axis: those measured; with months in between, every whole year of the axis."""
    times = sorted({dot.time for dot in chart.everything})
    if all(time == int(time) for time in times):
        return [(time, str(int(time))) for time in times]
    return [(float(year), str(year)) for year in range(-int(-times[0] // 1), int(times[-1]) + 1)]


def _bars(line: Line, frame: _Frame) -> list[str]:
    parts = []
    for dot in line.dots:
        if dot.low is None or dot.high is None:
            continue
        x, low, high = frame.x(dot.time), frame.y(dot.low), frame.y(dot.high)
        parts.append(
            svg.tag(
                "rect",
                "kv-g-marge",
                x=x - 7,
                y=high,
                width=14,
                height=max(low - high, 1),
                rx=2,
                fill=svg.WATER_300,
            )
        )
        parts += [
            svg.tag(
                "line", "kv-g-kap", x1=x - 12, x2=x + 12, y1=y, y2=y, stroke=svg.WATER_600, stroke_width=2
            )
            for y in (low, high)
        ]
    return parts


def _pieces(line: Line) -> list[list[Dot]]:
    """The dots of a line in pieces that may be joined."""
    pieces: list[list[Dot]] = []
    for place, dot in enumerate(line.dots):
        if place == 0 or place in line.loose:
            pieces.append([])
        pieces[-1].append(dot)
    return [piece for piece in pieces if len(piece) > 1]


def _path(dots: list[Dot], frame: _Frame) -> str:
    return "M" + "L".join(f"{svg.number(frame.x(dot.time))} {svg.number(frame.y(dot.value))}" for dot in dots)


def _line(line: Line, frame: _Frame) -> list[str]:
    return [
        svg.tag("path", "kv-g-lijn", d=_path(piece, frame), fill="none", stroke=svg.DEEP, stroke_width=2.5)
        for piece in _pieces(line)
    ]


def _compare(line: Line, frame: _Frame) -> list[str]:
    parts = [
        svg.tag(
            "path",
            "kv-g-kap",
            d=_path(piece, frame),
            fill="none",
            stroke=svg.WATER_600,
            stroke_width=2,
            stroke_dasharray="6 4",
        )
        for piece in _pieces(line)
    ]
    for dot in line.dots:
        parts.append(
            svg.tag(
                "rect",
                "kv-g-anderen",
                x=frame.x(dot.time) - 5,
                y=frame.y(dot.value) - 5,
                width=10,
                height=10,
                fill=svg.WHITE,
                stroke=svg.WATER_600,
                stroke_width=2,
            )
        )
    return parts


def _dots(chart: Chart, frame: _Frame, shape: Shape) -> list[str]:
    parts = []
    for line in chart.lines:
        for place, dot in enumerate(line.dots):
            x, y = frame.x(dot.time), frame.y(dot.value)
            parts.append(
                svg.tag(
                    "circle", "kv-g-punt", cx=x, cy=y, r=7, fill=svg.DEEP, stroke=svg.WHITE, stroke_width=2
                )
            )
            if len(line.dots) > 8 and place not in (0, len(line.dots) - 1):
                continue
            where = _above(dot, frame) if shape == "narrow" else _beside(line, place, frame, chart.target)
            parts.append(
                svg.tag(
                    "text",
                    "kv-g-waarde",
                    with_unit(dot.value, chart.unit),
                    fill=svg.INK,
                    font_family=svg.FIGURES,
                    font_weight="600",
                    font_size="20",
                    **where,
                )
            )
    return parts


def _above(dot: Dot, frame: _Frame) -> dict[str, float | str]:
    highest = dot.value if dot.high is None else dot.high
    return {"x": frame.x(dot.time), "y": frame.y(highest) - 9, "text_anchor": "middle"}


def _beside(line: Line, place: int, frame: _Frame, target: Dot | None) -> dict[str, float | str]:
    """Beside the dot, at the side of the line where there is room."""
    dot = line.dots[place]
    x, y = frame.x(dot.time), frame.y(dot.value)
    last = place == len(line.dots) - 1
    left = last and (x > frame.right - 60 or len(line.dots) > 1)
    other = line.dots[place - 1] if left and place else None if last else line.dots[place + 1]
    under = other is not None and other.value > dot.value and y < frame.bottom - 40
    if target is not None and abs(frame.x(target.time) - x) < 40 and 0 < frame.y(target.value) - y < 45:
        under = False  # there stands the target
    return {
        "x": x - 17 if left else x + 17,
        "y": y + 24 if under else y - 9,
        "text_anchor": "end" if left else "start",
    }


def _national(chart: Chart, frame: _Frame, shape: Shape) -> list[str]:
    parts = []
    for dot in chart.national:
        x, y = frame.x(dot.time), frame.y(dot.value)
        parts.append(
            svg.tag(
                "path",
                "kv-g-land",
                d=f"M{svg.number(x)} {svg.number(y - 10)}l10 10l-10 10l-10 -10z",
                fill=svg.WHITE,
                stroke=svg.INK,
                stroke_width=2,
            )
        )
    if chart.national and shape == "wide":
        last = chart.national[-1]
        at_end = frame.x(last.time) > frame.right - 80
        parts.append(
            svg.tag(
                "text",
                "kv-g-tekst",
                _("landelijk"),
                x=frame.x(last.time) + (-15 if at_end else 15),
                y=frame.y(last.value) + 5,
                text_anchor="end" if at_end else "start",
                fill=svg.SOFT,
            )
        )
    return parts


def _target(chart: Chart, frame: _Frame) -> list[str]:
    if not chart.target:
        return []
    x, y = frame.x(chart.target.time), frame.y(chart.target.value)
    return [
        svg.tag("line", "kv-g-as", x1=x - 14, x2=x + 13, y1=y, y2=y, stroke=svg.INK, stroke_width=1.5),
        svg.tag(
            "path",
            "kv-g-doel",
            d=f"M{svg.number(x + 12)} {svg.number(y)}l12 -8v16z",
            fill=svg.LAMP,
            stroke=svg.INK,
            stroke_width=1.5,
            stroke_linejoin="round",
        ),
    ]


def _side_words(chart: Chart) -> list[tuple[float, str, bool]]:
    """(value, words, strong) for the labels at the right hand side."""
    words = []
    if chart.baseline:
        words.append(
            (chart.baseline.value, _("nulmeting %s") % with_unit(chart.baseline.value, chart.unit), False)
        )
    if chart.target:
        words.append((chart.target.value, _("doel %s") % with_unit(chart.target.value, chart.unit), True))
    lasts = [line.dots[-1] for line in chart.compare if line.dots]
    if lasts:
        last = max(lasts, key=lambda dot: dot.time)
        words.append((last.value, _("anderen %s") % with_unit(last.value, chart.unit), False))
    return words


def _side_labels(chart: Chart, frame: _Frame) -> list[str]:
    words = _side_words(chart)
    heights = svg.spread(
        [frame.y(value) for value, _text, _strong in words], least=19, top=frame.top, bottom=frame.bottom - 6
    )
    return [
        svg.tag(
            "text",
            "kv-g-tekst kv-g-tekst--ink" if strong else "kv-g-tekst",
            text,
            x=frame.right + 6,
            y=y + 5,
            fill=svg.INK if strong else svg.SOFT,
            font_weight="600" if strong else "400",
        )
        for (_value, text, strong), y in zip(words, heights, strict=True)
    ]


def _break(broken: Break, chart: Chart, frame: _Frame) -> list[str]:
    x, y = frame.x(broken.time), frame.top
    zigzag = f"M{svg.number(x)} {svg.number(y)}"
    side = 6
    while y + 9 <= frame.bottom:
        y += 9
        zigzag += f"L{svg.number(x + side)} {svg.number(y)}"
        side = -side
    parts = [
        svg.tag(
            "path",
            "kv-g-breuk",
            d=zigzag,
            fill="none",
            stroke=svg.BRICK,
            stroke_width=2.5,
            stroke_linejoin="round",
        )
    ]
    # the whole reason stands under the chart and in its text version; here only the fact
    at_end = x > frame.right - 90
    parts.append(
        svg.tag(
            "text",
            "kv-g-breuktekst",
            _("reeksbreuk"),
            x=x + (-12 if at_end else 12),
            y=frame.top + 4,
            text_anchor="end" if at_end else "start",
            fill=svg.BRICK,
            font_weight="600",
        )
    )
    return parts
