"""Draws the pictures of docs/can-we-know-it-in-time.md from the lines of that page.

Usage: python tools/know_in_time.py        runs the page, writes docs/know-in-time/*.svg
"""

from __future__ import annotations

import contextlib
import doctest
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import safefigures as sf  # noqa: E402  # after the path
from koersvast.ui import svg  # noqa: E402  # after the path

PAGE = ROOT / "docs/can-we-know-it-in-time.md"
FOLDER = ROOT / "docs/know-in-time"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 340, 62, 24, 30, 52


def names_of_the_page() -> dict[str, Any]:
    """What the lines of the page leave behind, without comparing their output."""
    names: dict[str, Any] = {"__name__": "page"}
    for example in doctest.DocTestParser().get_examples(PAGE.read_text()):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(example.source, str(PAGE), "exec"), names)
    return names


class Frame:
    """From values to places in the drawing, with its axes."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.x_range, self.y_range = x, y

    def x(self, value: float) -> float:
        low, high = self.x_range
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        low, high = self.y_range
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    def axes(self, x_ticks: dict[float, str], y_ticks: dict[float, str], below: str) -> Iterable[str]:
        for value, words in y_ticks.items():
            y = self.y(value)
            yield svg.tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, stroke=svg.WATER_200, stroke_width=1)
            yield svg.tag("text", "", words, x=LEFT - 8, y=y + 5, text_anchor="end", fill=svg.SOFT)
        for value, words in x_ticks.items():
            yield svg.tag(
                "text",
                "",
                words,
                x=self.x(value),
                y=HEIGHT - BOTTOM + 22,
                text_anchor="middle",
                fill=svg.SOFT,
            )
        middle = (LEFT + WIDTH - RIGHT) / 2
        yield svg.tag("text", "", below, x=middle, y=HEIGHT - 8, text_anchor="middle", fill=svg.SOFT)

    def path(self, points: Iterable[tuple[float, float]], **look: float | str) -> str:
        places = " ".join(f"{svg.number(self.x(x))},{svg.number(self.y(y))}" for x, y in points)
        return svg.tag("polyline", points=places, fill="none", **look)

    def band(
        self, lower: list[tuple[float, float]], upper: list[tuple[float, float]], **look: float | str
    ) -> str:
        around = [*lower, *reversed(upper)]
        places = " ".join(f"{svg.number(self.x(x))},{svg.number(self.y(y))}" for x, y in around)
        return svg.tag("polygon", points=places, **look)

    def said(self, words: str, x: float, y: float, **look: float | str) -> str:
        return svg.tag("text", "", words, x=self.x(x), y=self.y(y), **{"fill": svg.INK, **look})


def page(key: str, title: str, desc: str, parts: Iterable[str]) -> str:
    paper = svg.tag("rect", x=0, y=0, width=WIDTH, height=HEIGHT, fill=svg.WHITE)
    return svg.drawing(
        key=key, kind="", width=WIDTH, height=HEIGHT, title=title, desc=desc, parts=[paper, *parts]
    )


def smallest_change(names: dict[str, Any]) -> str:
    plan = names["plan"]
    sizes = [20, 25, 30, 40, 50, 60, 70, 85, 100, 130, 160, 200, 250, 320, 400, 480, 566, 640, 720, 800]
    curve = [
        (n, 100 * found)
        for n in sizes
        if (found := sf.smallest_detectable_change(n, baseline=0.60, deff=1.5).smallest_change) is not None
    ]
    frame = Frame((0, 800), (0, 60))
    target, now = 100 * plan.target_change, 100 * plan.smallest_change
    needed = plan.needed_subgroup
    percent = {value: f"{value} pt" for value in (0, 10, 20, 30, 40, 50, 60)}
    parts = [
        *frame.axes(
            {n: f"{n}" for n in (0, 70, 200, 400, needed, 800)},
            percent,
            "answers of LHBTI residents per wave",
        ),
        frame.path([(0, target), (800, target)], stroke=svg.BRICK, stroke_width=2, stroke_dasharray="7 5"),
        frame.path(curve, stroke=svg.DEEP, stroke_width=3),
        frame.path([(70, 0), (70, now)], stroke=svg.SOFT, stroke_width=1, stroke_dasharray="2 4"),
        frame.path([(needed, 0), (needed, target)], stroke=svg.SOFT, stroke_width=1, stroke_dasharray="2 4"),
        svg.tag("circle", cx=frame.x(70), cy=frame.y(now), r=7, fill=svg.DEEP),
        svg.tag(
            "circle",
            cx=frame.x(needed),
            cy=frame.y(target),
            r=7,
            fill=svg.WHITE,
            stroke=svg.DEEP,
            stroke_width=3,
        ),
        frame.said(f"this monitor: {now:.0f} points", 92, now + 2, font_weight="600"),
        frame.said(f"agreed: {target:.0f} points", 90, target - 5, fill=svg.BRICK),
        frame.said(f"seen from {needed} answers on", needed - 40, target + 4, font_weight="600"),
    ]
    return page(
        "smallest",
        "How small a change can be seen",
        f"The smallest change two waves show falls from 53 points at 20 answers to {now:.0f} points at 70 and "
        f"{target:.0f} points at {needed}.",
        parts,
    )


def two_waves(names: dict[str, Any]) -> str:
    found, margin = names["found"], names["margin"]
    frame = Frame((0, 10), (30, 100))
    ticks = {value: f"{value} %" for value in range(30, 101, 10)}
    parts = list(
        frame.axes(
            {2.2: "LHBTI residents", 6.8: "other residents"}, ticks, "feels safe in their own neighbourhood"
        )
    )
    parts.append(frame.path([(0.4, 70), (4.5, 70)], stroke=svg.BRICK, stroke_width=2, stroke_dasharray="7 5"))
    parts.append(frame.said("agreed: 70 %", 3.5, 72, fill=svg.BRICK))
    places = {(2026, True): 1.0, (2028, True): 2.9, (2026, False): 5.6, (2028, False): 7.5}
    said = []
    for index, (wave, group) in enumerate(found.domains):
        x = places[wave, bool(group)]
        p, low, high = (100 * float(a[index, 0]) for a in (found.estimate, margin.low, margin.high))
        parts += [
            frame.path([(x, low), (x, high)], stroke=svg.WATER_600, stroke_width=4),
            svg.tag("circle", cx=frame.x(x), cy=frame.y(p), r=8, fill=svg.DEEP),
            frame.said(f"{wave}: {p:.0f} %", x + 0.22, p - 1.2, font_weight="600"),
        ]
        said.append(f"{wave} {'LHBTI' if group else 'others'} {p:.0f} % ({low:.0f} to {high:.0f})")
    return page("waves", "Two waves with their margins", "; ".join(said) + ".", parts)


def looks(names: dict[str, Any]) -> str:
    track = names["track"]
    frame = Frame((20, 70), (30, 100))
    ticks = {value: f"{value} %" for value in range(30, 101, 10)}

    def edge(column: int) -> list[tuple[float, float]]:
        return [(row[0], 100 * row[column]) for row in track]

    parts = [
        *frame.axes({n: str(n) for n in range(20, 71, 10)}, ticks, "answers in so far"),
        frame.band(edge(3), edge(4), fill=svg.WATER_200),
        frame.band(edge(1), edge(2), fill=svg.WATER_300),
        frame.path([(20, 60), (70, 60)], stroke=svg.BRICK, stroke_width=2, stroke_dasharray="7 5"),
        frame.path([(row[0], 100 * row[5]) for row in track], stroke=svg.DEEP, stroke_width=3),
        *(
            svg.tag("circle", cx=frame.x(row[0]), cy=frame.y(100 * row[1]), r=4, fill=svg.BRICK)
            for row in track
            if row[1] > 0.60
        ),
        frame.said("2026: 60 %", 20.5, 61.5, fill=svg.BRICK),
        frame.said("dark: ordinary interval; dots: wholly above 60 %", 32, 41),
        frame.said("light: stays true at every look", 32, 35),
    ]
    return page(
        "looks",
        "The same answers, looked at every morning",
        f"The ordinary interval lies wholly above 60 % at {names['too_soon']} of {len(track)} looks; the confidence "
        "sequence never does.",
        parts,
    )


def protected(names: dict[str, Any]) -> str:
    """The safe table as people read it: rows of places, answers of both groups side by side."""
    public = names["public"]
    places = [*names["places"].categories, "Noord", "Zuid", None]
    columns = [(group, answer) for group in ("lhbti", "overig") for answer in ("ja", "nee", None)]
    heads = {"ja": "safe", "nee": "not safe", None: "all"}
    row_height, first, step = 21, 190, 92
    parts = [
        svg.tag(
            "text",
            "",
            words,
            x=first + (3 * group + 1) * step,
            y=20,
            text_anchor="middle",
            fill=svg.INK,
            font_weight="600",
        )
        for group, words in enumerate(("LHBTI residents", "other residents"))
    ]
    for column, (_, answer) in enumerate(columns):
        x = first + column * step
        parts.append(svg.tag("text", "", heads[answer], x=x, y=42, text_anchor="middle", fill=svg.SOFT))
    for row, place in enumerate(places):
        y = 64 + row * row_height + (8 if row >= 8 else 0) + (8 if row == 10 else 0)
        bold = {"font_weight": "600"} if row >= 8 else {}
        name = "Waterveen" if place is None else place
        parts.append(svg.tag("text", "", name, x=24, y=y, fill=svg.INK, **bold))
        for column, (group, answer) in enumerate(columns):
            cell = (
                {"groep": group} | ({"wijk": place} if place else {}) | ({"veilig": answer} if answer else {})
            )
            value, x = public.value(cell), first + column * step
            if value is None:
                parts.append(
                    svg.tag("rect", x=x - 27, y=y - 14, width=54, height=17, rx=4, fill=svg.SAND_200)
                )
                parts.append(svg.tag("text", "", "–", x=x, y=y, text_anchor="middle", fill=svg.SOFT))
            else:
                parts.append(
                    svg.tag("text", "", f"{value}", x=x, y=y, text_anchor="middle", fill=svg.INK, **bold)
                )
    hidden = len(public.suppressed)
    said = f"{hidden} of {names['done'].cells} cells are hidden, all of them in or beside counts of LHBTI residents per neighbourhood."
    return page("protected", "The table that may leave", said, parts)


DRAWINGS = {
    "smallest-change": smallest_change,
    "two-waves": two_waves,
    "looks": looks,
    "protected": protected,
}


def pictures() -> dict[str, str]:
    """File name to drawing."""
    names = names_of_the_page()
    return {f"{name}.svg": draw(names) + "\n" for name, draw in DRAWINGS.items()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, drawn in pictures().items():
        (FOLDER / name).write_text(drawn)
        print(name)
