"""Drawings as text. Every element has a class for the screen (koersvast.css) and presentation attributes for
documents, where no stylesheet comes along. Style attributes are never written: the Content-Security-Policy of the
pages refuses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 cannot hold them

INK = "#12262c"
SOFT = "#47585e"
DEEP = "#0b4654"
WATER_600 = "#1f6f7f"
WATER_500 = "#3f8794"
WATER_300 = "#a9cdd2"
WATER_200 = "#cfe3e5"
SAND_200 = "#e6dcc8"
LAMP = "#f6bd3b"
BRICK = "#94371c"
WHITE = "#ffffff"
FIGURES = "'Fira Sans', sans-serif"  # the typeface of figures beside marks


def number(value: float) -> str:
    """A coordinate with at most one decimal, without a needless zero."""
    return f"{value:.1f}".removesuffix(".0")


def tag(name: str, kind: str = "", text: str | None = None, **attributes: float | str) -> str:
    """One element. ``kind`` becomes a class; underscores in names of attributes become hyphens."""
    written = [f"class={quoteattr(kind)}"] if kind else []
    for key, value in attributes.items():
        shown = number(value) if isinstance(value, int | float) else value
        written.append(f"{key.replace('_', '-')}={quoteattr(_FORBIDDEN.sub('', shown))}")
    opening = " ".join([name, *written])
    return f"<{opening}/>" if text is None else f"<{opening}>{safe(text)}</{name}>"


def safe(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


def drawing(
    *, key: str, kind: str, width: float, height: float, title: str, desc: str, parts: Iterable[str]
) -> str:
    """A whole drawing with its title and its text version. ``key`` is unique on the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class={quoteattr(kind)} '
        f'viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" height="{number(height)}" '
        # in quotes: a name that holds a number is no name in CSS without them
        f'font-family="\'Source Sans 3\', \'Source Sans Pro\', sans-serif" font-size="15" role="img" '
        f"aria-labelledby={quoteattr(f'{key}-t {key}-d')}>"
        f"<title id={quoteattr(f'{key}-t')}>{safe(title)}</title>"
        f"<desc id={quoteattr(f'{key}-d')}>{safe(desc)}</desc>{''.join(parts)}</svg>"
    )


def nice_top(largest: float, *, most: float | None = None) -> tuple[float, float]:
    """(end of the axis, step) with two to six steps of 1, 2, 2.5 or 5 times a power of ten."""
    if largest <= 0:
        return 1.0, 1.0
    power = 10 ** (len(str(int(largest))) - 1) if largest >= 1 else 0.1
    step = next(
        unit * scale
        for scale in (power / 10, power, power * 10)
        for unit in (1, 2, 2.5, 5)
        if largest <= 5 * unit * scale
    )
    end = step
    while end < largest:
        end += step
    return (min(end, most) if most is not None else end), step


def spread(places: list[float], *, least: float, top: float, bottom: float) -> list[float]:
    """Heights moved apart so that labels of one line never overlap: same order, ``least`` between neighbours."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    lowest = top
    for index in order:
        moved[index] = max(moved[index], lowest)
        lowest = moved[index] + least
    highest = bottom
    for index in reversed(order):
        moved[index] = min(moved[index], highest)
        highest = moved[index] - least
    return moved
