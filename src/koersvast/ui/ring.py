"""The compass ring: seven parts that say where a cycle stands. Pure geometry to SVG text.

0 stands in the centre, 1 at the top, the rest clockwise. The fill says empty, busy or ready; the outer arc how
complete; the needle where you are. Beside the ring always stands a list with the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, pi, sin


@dataclass(frozen=True)
class Part:
    """One step as the ring shows it. ``fraction`` is 0..1; ``word`` is the state in words."""

    number: int
    name: str
    lines: tuple[str, ...]
    state: str  # empty, busy or ready
    word: str
    fraction: float
    url: str = ""


STATE_CLASS = {"empty": "leeg", "busy": "bezig", "ready": "klaar"}
HALF = 28.6  # degrees on either side of the middle of a part


def draw(
    parts: Sequence[Part], *, title: str, ident: str, current: int | None = None, labels: bool = False
) -> str:
    """The ring. With ``labels`` each part carries its name and is a link; without, it is a picture."""
    role = "group" if labels else "img"
    size = "" if labels else " kv-ring--smal"
    body = "".join(_part(part, labels=labels, current=current == part.number) for part in parts)
    needle = _needle(current) if current else ""
    return (
        f'<svg class="kv-ring{size}" viewBox="-262 -262 524 524" role="{role}" aria-labelledby="{escape(ident)}">'
        f'<title id="{escape(ident)}">{escape(title)}</title>{_ticks()}{body}{needle}</svg>'
    )


def _ticks() -> str:
    lines = []
    for index in range(72):
        long = index % 6 == 0
        inner, outer = (243, 259 if index % 18 == 0 else 257) if long else (243, 251)
        x1, y1 = _at(index * 5, inner)
        x2, y2 = _at(index * 5, outer)
        more = " kv-ring__streep--lang" if long else ""
        lines.append(f'<line class="kv-ring__streep{more}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>')
    return f'<g aria-hidden="true">{"".join(lines)}</g>'


def _part(part: Part, *, labels: bool, current: bool) -> str:
    group = f'<g class="kv-ring__stap kv-ring__stap--{STATE_CLASS[part.state]}">{_shape(part, labels)}</g>'
    if not labels or not part.url:
        return group
    here = ' aria-current="step"' if current else ""
    name = f"{part.number}: {part.name}, {part.word}"
    return f'<a href="{escape(part.url)}" aria-label="{escape(name)}"{here}>{group}</a>'


def _shape(part: Part, labels: bool) -> str:
    if part.number == 0:
        return f'<circle class="kv-ring__vlak" r="74"/>{_words(part, 0, 0, labels)}'
    middle = (part.number - 1) * 60
    shape = f'<path class="kv-ring__vlak" d="{_segment(middle, 86, 226)}"/>'
    if part.state == "busy":
        shape += f'<path class="kv-ring__peil" d="{_segment(middle, 86, 168 if not labels else 118)}"/>'
    start, end = middle - HALF + 1, middle + HALF - 1
    shape += f'<path class="kv-ring__baan" d="{_arc(start, end, 234.5)}"/>'
    if part.fraction > 0:
        until = start + (end - start) * min(part.fraction, 1)
        shape += f'<path class="kv-ring__deel" d="{_arc(start, until, 234.5)}"/>'
    radius = 132 if not labels else 102
    x, y = _at(middle, radius)
    if not labels:
        return shape + f'<text class="kv-ring__nr" x="{x}" y="{_round(float(y) + 18)}">{part.number}</text>'
    words_x, words_y = _at(middle, 172)
    number = f'<text class="kv-ring__nr" x="{x}" y="{_round(float(y) + 11)}">{part.number}</text>'
    return shape + number + _words(part, float(words_x), float(words_y), labels)


def _words(part: Part, x: float, y: float, labels: bool) -> str:
    if part.number == 0 and not labels:
        return f'<text class="kv-ring__nr{_dark(part)}" y="18">0</text>'
    lines = [("kv-ring__label", line) for line in part.lines] + [("kv-ring__woord", part.word.split(",")[0])]
    number = f'<text class="kv-ring__nr{_dark(part)}" y="-22">0</text>' if part.number == 0 else ""
    top = 6.0 if part.number == 0 else y - (len(lines) - 1) * 10 + 6
    texts = "".join(
        f'<text class="{style}" x="{_round(x)}" y="{_round(top + index * 20)}">{escape(line)}</text>'
        for index, (style, line) in enumerate(lines)
    )
    return number + texts


def _dark(part: Part) -> str:
    """The centre has no dark band: its number is dark until the step is ready."""
    return "" if part.state == "ready" else " kv-ring__nr--donker"


def _needle(step: int) -> str:
    middle = (step - 1) * 60
    points = [_at(middle, 226), _at(middle - 4, 256), _at(middle + 4, 256)]
    path = "L".join(f"{x} {y}" for x, y in points)
    return f'<path class="kv-ring__naald" aria-hidden="true" d="M{path}Z"/>'


def _segment(middle: float, inner: float, outer: float) -> str:
    (x1, y1), (x2, y2) = _at(middle - HALF, outer), _at(middle + HALF, outer)
    (x3, y3), (x4, y4) = _at(middle + HALF, inner), _at(middle - HALF, inner)
    return f"M{x1} {y1}A{outer} {outer} 0 0 1 {x2} {y2}L{x3} {y3}A{inner} {inner} 0 0 0 {x4} {y4}Z"


def _arc(start: float, end: float, radius: float) -> str:
    (x1, y1), (x2, y2) = _at(start, radius), _at(end, radius)
    return f"M{x1} {y1}A{radius} {radius} 0 0 1 {x2} {y2}"


def _at(degrees: float, radius: float) -> tuple[str, str]:
    angle = degrees * pi / 180
    return _round(sin(angle) * radius), _round(-cos(angle) * radius)


def _round(value: float) -> str:
    return f"{value + 0.0:.1f}"
