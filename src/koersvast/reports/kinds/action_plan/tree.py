"""The goal tree as pictures for paper: one drawing for each ambition, or for each part of a large one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from koersvast.goals import diagram
from koersvast.goals.queries import GoalTree, Node
from koersvast.reports.document import Picture, plain
from koersvast.reports.kinds.action_plan import phrases
from koersvast.reports.kinds.action_plan.facts import Facts
from koersvast.ui import svg

TEXT_WIDTH = 880.0  # units of the drawing over the width of the text: letters of more than 8 points
TALLEST = 1150.0
MOST_BOXES = 16

# On a page the stylesheet colours the classes of the drawing; paper has no stylesheet.
LOOKS = {
    "kv-schema__lijn": f'fill="none" stroke="{svg.WATER_500}" stroke-width="1.5"',
    "kv-schema__vak": f'fill="{svg.WHITE}" stroke="#6b7a80" stroke-width="1"',
    "kv-schema__zijde": f'fill="{svg.DEEP}"',
    "kv-schema__kind": f'fill="{svg.WATER_600}" font-weight="600"',
    "kv-schema__text": f'fill="{svg.INK}"',
    "kv-schema__chip": f'fill="{svg.SOFT}"',
    "kv-schema__more": f'fill="{svg.SOFT}"',
}
_CLASS = re.compile(r'class="(kv-schema__[a-z]+)"')


def pictures(facts: Facts) -> Iterator[Picture]:
    """The drawings of the tree, each with its text version."""
    for ambition in facts.tree.ambitions:
        if not ambition.children:
            continue
        if sum(1 for _node in ambition.walk()) <= MOST_BOXES:
            yield from _picture(facts, ambition, None)
            continue
        first = diagram.page_for(facts.tree, top=ambition)
        for part in range(1, first.parts + 1):
            yield from _picture(facts, ambition, diagram.page_for(facts.tree, top=ambition, part=part))


def _picture(facts: Facts, ambition: Node, page: diagram.Page | None) -> Iterator[Picture]:
    one = GoalTree((ambition,))
    drawing = diagram.layout(one, page)
    share = min(1.0, drawing.width / TEXT_WIDTH)
    if drawing.height > TALLEST:
        share = min(share, TALLEST / drawing.height)
    part = page.part if page else 1
    name = f"boom-{ambition.number}-{part}"
    drawn = plain(str(diagram.draw(one, page=page, name=name)))  # XML cannot hold steering signs
    drawn = drawn.replace("<svg ", '<svg font-family="Source Sans 3" ', 1)
    caption = _("Ambitie %(number)s: %(text)s") % {"number": ambition.number, "text": ambition.text}
    yield Picture(
        _CLASS.sub(lambda found: f"{found[0]} {LOOKS.get(found[1], '')}".rstrip(), drawn),
        diagram.describe(ambition, page.shown if page else None),
        phrases.example(caption, ambition.illustrative),
        round(share, 3),
    )
