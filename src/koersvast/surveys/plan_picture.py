"""What we want to see beside what can be seen: two bars on one scale of percentage points."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.surveys.models import Plan
from koersvast.ui import svg
from koersvast.ui.numbers import decimal

ROW, LEFT, TOP = 64.0, 12.0, 30.0
BESIDE = 130.0  # room for the words behind a bar


def draw(plan: Plan, *, narrow: bool) -> str:
    """SVG for pages, with its words. No number of people stands in it."""
    width = 320.0 if narrow else 640.0
    wanted = abs(plan.wanted - plan.now)
    smallest = plan.smallest
    most = max(wanted, smallest or 100, 1.0)
    rows = [(_("Wat u wilt kunnen zien"), wanted, svg.DEEP, False)]
    if smallest is not None:
        rows.append((_("Wat deze peiling kan laten zien: vanaf"), smallest, svg.WATER_300, True))
    parts = []
    for number, (label, value, colour, dashed) in enumerate(rows):
        top = TOP + number * ROW
        long = (width - 2 * LEFT - BESIDE) * value / most
        parts.append(svg.tag("text", x=LEFT, y=top, text=label, fill=svg.INK))
        parts.append(
            svg.tag(
                "rect",
                x=LEFT,
                y=top + 8,
                width=max(long, 2),
                height=22.0,
                fill=colour,
                stroke=svg.DEEP,
                stroke_width=2.0,
                stroke_dasharray="6 4" if dashed else "none",
            )
        )
        said = _("%(points)s procentpunt") % {"points": decimal(round(value, 1))}
        parts.append(
            svg.tag("text", x=LEFT + long + 8, y=top + 25, text=said, fill=svg.INK, font_family=svg.FIGURES)
        )
    height = TOP + len(rows) * ROW
    return svg.drawing(
        key=f"plan-{'smal' if narrow else 'breed'}",
        kind="kv-grafiek",
        width=width,
        height=height,
        title=_("Kan deze peiling het laten zien?"),
        desc=plan.words,
        parts=parts,
    )
