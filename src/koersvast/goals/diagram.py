"""The goal tree as a drawing: plain SVG made on the server, with links, a title and a text version.

``layout`` decides where boxes come and how their text is cut into lines; ``draw`` writes it down. Lengths are
units of the drawing; one is about a CSS pixel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.goals.queries import GoalTree, Node

BOXES_A_PAGE = 9
FONT = 16.0
SMALL = 15.0
LINE = 21.0
PAD = 12.0
GAP = 14.0
INDENT = 22.0
AMBITION_WIDTH = 146.0
GUTTER = 20.0
BOX_WIDTH = 300.0
NARROW_WIDTH = 264.0  # a drawing for small screens: the ambition above, everything else below it
NARROWEST_BOX = 180.0
COLUMN_GAP = 44.0
A3 = 420 / 297

_NARROW, _WIDE = set("iIjl.,:;'’|!()[]ftr -"), set("mwMWQ@%&—…")


@dataclass(frozen=True)
class Line:
    text: str
    size: float
    role: str  # "kind", "text", "chip" or "more"


@dataclass(frozen=True)
class Box:
    """A rectangle with its lines; ``target`` is the goal that the link opens."""

    id: str
    name: str
    ambition: bool
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]
    joint: tuple[float, float] | None = None  # x and y where the line from the parent begins

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True)
class Page:
    """One drawing: ``tops`` are the ambitions or the goal it starts from, ``shown`` what is drawn of them."""

    tops: tuple[Node, ...]
    shown: frozenset[str]
    part: int = 1
    parts: int = 1

    @property
    def top(self) -> Node:
        return self.tops[0]

    @property
    def count(self) -> int:
        return len(self.shown)


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    boxes: tuple[Box, ...]


def text_width(text: str, size: float) -> float:
    """A generous guess of the width of a text: no font is measured on the server."""
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.38
    if letter in _WIDE:
        return 0.98
    if ord(letter) >= 0x2E80:
        return 1.25  # signs as wide as they are high
    return 0.72 if letter.isupper() or ord(letter) > 0x24F else 0.58


def wrap(text: str, width: float, size: float) -> list[str]:
    """Lines that fit; a word that is too long for a line is cut with a hyphen."""
    lines: list[str] = []
    current = ""
    for word in text.replace("\u00ad", "").split():
        for piece in _pieces(word, width, size):
            if (
                current
                and text_width(f"{current} {piece}", size) <= width
                and not current.endswith("-\u200b")
            ):
                current = f"{current} {piece}"
            else:
                lines += [current] if current else []
                current = piece
    return [line.replace("\u200b", "") for line in [*lines, current] if line]


def _pieces(word: str, width: float, size: float) -> Iterator[str]:
    while text_width(word, size) > width:
        end = 1
        while end < len(word) - 1 and text_width(f"{word[: end + 1]}-", size) <= width:
            end += 1
        yield f"{word[:end]}-\u200b"
        word = word[end:]
        if len(word) <= 1:
            break
    yield word


def page_for(tree: GoalTree, selected: Node | None = None, *, top: Node | None = None, part: int = 1) -> Page:
    """At most nine boxes: from ``top``, or from the lowest place above the selection where it can be seen."""
    if top is not None:
        return _page(top, part)
    if selected is None:
        return _page(tree.ambitions[0], 1)
    for start in [*tree.chain_up(selected), selected]:
        page = next((p for p in _pages(start) if selected.id in p.shown), None)
        if page is not None:
            return page
    return _page(selected, 1)


def _pages(top: Node) -> list[Page]:
    first = _page(top, 1)
    return [first, *(_page(top, part) for part in range(2, first.parts + 1))]


def overview(tree: GoalTree, part: int = 1) -> Page:
    """The ambitions with as much below them as fits in nine boxes."""
    return _filled((), tree.ambitions, part, BOXES_A_PAGE)


def _page(top: Node, part: int) -> Page:
    return _filled((top,), top.children, part, BOXES_A_PAGE - 1)


def _filled(tops: tuple[Node, ...], family: tuple[Node, ...], part: int, room: int) -> Page:
    """Level by level, whole families at a time; a family that is too large is dealt over parts."""
    parts = max(1, -(-len(family) // room))
    part = min(max(1, part), parts)
    here = family[(part - 1) * room : part * room]
    shown = {node.id for node in (*tops, *here)}
    waiting = list(here)
    while waiting:
        node = waiting.pop(0)
        if node.children and len(shown) + len(node.children) <= BOXES_A_PAGE:
            shown |= {child.id for child in node.children}
            waiting += node.children
    return Page(tops or here, frozenset(shown), part, parts)


def layout(tree: GoalTree, page: Page | None = None, *, narrow: bool = False) -> Drawing:
    """Where everything comes: one page, or the whole tree in columns that fill an A3 lying down.

    ``narrow`` is for small screens: one column, so that letters keep their size.
    """
    if narrow:
        tops = page.tops if page else tree.ambitions
        return _stacked([_narrow_block(top, page.shown if page else None) for top in tops])
    if page is not None:
        return _stacked([_block(top, page.shown) for top in page.tops])
    blocks = [_block(ambition, None) for ambition in tree.ambitions]
    if not blocks:
        return Drawing(0, 0, ())
    tries = [_drawing(_in_columns(blocks, count)) for count in range(1, len(blocks) + 1)]
    return min(tries, key=lambda drawing: max(drawing.width / A3, drawing.height))


def _in_columns(blocks: list[list[Box]], count: int) -> list[list[Box]]:
    """Blocks in reading order, each in the first column that is not yet full."""
    total = sum(_bottom(block) + 2 * GAP for block in blocks)
    placed: list[list[Box]] = []
    x = y = widest = 0.0
    column = 1
    for block in blocks:
        if y > 0 and y + _bottom(block) / 2 > total / count and column < count:
            x, y, widest, column = x + widest + COLUMN_GAP, 0.0, 0.0, column + 1
        placed.append([_shifted(box, x, y) for box in block])
        widest = max(widest, max(box.right for box in block))
        y += _bottom(block) + 2 * GAP
    return placed


def _bottom(block: list[Box]) -> float:
    return max(box.bottom for box in block)


def _shifted(box: Box, dx: float, dy: float) -> Box:
    joint = (box.joint[0] + dx, box.joint[1] + dy) if box.joint else None
    return Box(
        box.id, box.name, box.ambition, box.x + dx, box.y + dy, box.width, box.height, box.lines, joint
    )


def _drawing(blocks: list[list[Box]]) -> Drawing:
    margin = 8.0
    boxes = tuple(_shifted(box, margin, margin) for block in blocks for box in block)
    return Drawing(
        width=max(box.right for box in boxes) + margin,
        height=max(box.bottom for box in boxes) + margin,
        boxes=boxes,
    )


def _block(top: Node, shown: frozenset[str] | None) -> list[Box]:
    """The box of ``top`` along the left side, everything below it indented to the right."""
    x, y = AMBITION_WIDTH + GUTTER, 0.0
    boxes: list[Box] = []
    for child in top.children:
        if shown is None or child.id in shown:
            y = _family(child, x, y, BOX_WIDTH, shown, boxes)
    own = _box(top, 0.0, 0.0, AMBITION_WIDTH, hidden=0 if shown is None else _hidden(top, shown))
    height = max(own.height, y - GAP if boxes else 0.0)
    return [
        Box(own.id, own.name, own.ambition, 0.0, 0.0, own.width, height, own.lines),
        *boxes,
    ]


def _narrow_block(top: Node, shown: frozenset[str] | None) -> list[Box]:
    hidden = 0 if shown is None else _hidden(top, shown)
    boxes = [_box(top, 0.0, 0.0, NARROW_WIDTH, hidden=hidden)]
    y = boxes[0].bottom + GAP
    for child in top.children:
        if shown is None or child.id in shown:
            y = _family(child, 0.0, y, NARROW_WIDTH, shown, boxes)
    return boxes


def _stacked(blocks: list[list[Box]]) -> Drawing:
    y, placed = 0.0, []
    for block in blocks:
        placed.append([_shifted(box, 0.0, y) for box in block])
        y += _bottom(block) + 2 * GAP
    return _drawing(placed) if placed else Drawing(0, 0, ())


def _family(
    node: Node, x: float, y: float, width: float, shown: frozenset[str] | None, boxes: list[Box]
) -> float:
    """Put the node and what is below it; gives the y where the next one may begin."""
    children = [child for child in node.children if shown is None or child.id in shown]
    hidden = len(node.children) - len(children)
    own = _box(node, x, y, width, hidden=hidden)
    boxes.append(own)
    y = own.bottom + GAP
    for child in children:
        inner = max(width - INDENT, NARROWEST_BOX)
        place = len(boxes)
        y = _family(child, x + INDENT, y, inner, shown, boxes)
        made = boxes[place]
        boxes[place] = Box(
            made.id,
            made.name,
            made.ambition,
            made.x,
            made.y,
            made.width,
            made.height,
            made.lines,
            joint=(x + INDENT / 2, own.bottom),
        )
    return y


def _hidden(node: Node, shown: frozenset[str]) -> int:
    return sum(child.id not in shown for child in node.children)


def _box(node: Node, x: float, y: float, width: float, *, hidden: int) -> Box:
    room = width - 2 * PAD
    lines = [Line(text, SMALL, "kind") for text in wrap(kind_of(node), room, SMALL)]
    lines += [Line(text, FONT, "text") for text in wrap(node.text, room, FONT)]
    for ref in node.also_under:
        chip = _("leidt ook tot %(number)s") % {"number": ref.number}
        lines += [Line(text, SMALL, "chip") for text in wrap(f"→ {chip}", room, SMALL)]
    if hidden:
        more = ngettext("nog %(count)s doel hieronder", "nog %(count)s doelen hieronder", hidden)
        lines += [Line(text, SMALL, "more") for text in wrap(f"+ {more % {'count': hidden}}", room, SMALL)]
    return Box(
        id=node.id,
        name=f"{kind_of(node)}: {node.text}",
        ambition=node.is_ambition,
        x=x,
        y=y,
        width=width,
        height=2 * PAD + LINE * len(lines),
        lines=tuple(lines),
    )


def kind_of(node: Node) -> str:
    """What people call it, with its number."""
    if node.is_ambition:
        return _("Ambitie %(number)s") % {"number": node.number}
    if node.is_result:
        return _("Resultaat %(number)s") % {"number": node.number}
    return _("Subdoel %(number)s") % {"number": node.number}


def draw(
    tree: GoalTree,
    *,
    selected: str | None = None,
    page: Page | None = None,
    link: Callable[[str], str] | None = None,
    name: str = "schema",
    narrow: bool = False,
) -> SafeString:
    """The SVG. ``link`` gives the address of a goal; without it boxes are no links (documents, print).

    ``name`` starts the ids inside and must be unique on the page.
    """
    drawing = layout(tree, page, narrow=narrow)
    titled = page.tops if page else tree.ambitions
    joints = format_html_join("", '<path class="kv-schema__lijn" d="{}"/>', _paths(drawing))
    boxes = format_html_join("", "{}", ((_svg_box(box, selected, link),) for box in drawing.boxes))
    return format_html(
        '<svg class="kv-schema kv-schema--{size}" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}"'
        ' width="{w}" height="{h}" role="{role}" aria-labelledby="{name}-t" aria-describedby="{name}-d">'
        '<title id="{name}-t">{title}</title><desc id="{name}-d">{desc}</desc>{joints}{boxes}</svg>',
        w=_number(drawing.width),
        h=_number(drawing.height),
        role="group" if link else "img",
        name=name,
        size="smal" if narrow else "breed",
        title=_("Schema van de doelenboom"),
        desc=" ".join(describe(node, page.shown if page else None) for node in titled),
        joints=joints,
        boxes=boxes,
    )


def describe(node: Node, shown: frozenset[str] | None = None) -> str:
    """The drawing in words: each goal with how many contribute to it."""
    seen = [n for n in node.walk() if shown is None or n.id in shown]
    return " ".join(
        f"{kind_of(n)}: {n.text}."
        + (
            " " + _("Leidt ook tot %(numbers)s.") % {"numbers": ", ".join(ref.number for ref in n.also_under)}
            if n.also_under
            else ""
        )
        for n in seen
    )


def _paths(drawing: Drawing) -> Iterator[tuple[str]]:
    for box in drawing.boxes:
        if box.joint:
            x, y = box.joint
            yield (f"M{_number(x)} {_number(y)}V{_number(box.y + 22)}H{_number(box.x)}",)


def _svg_box(box: Box, selected: str | None, link: Callable[[str], str] | None) -> SafeString:
    inside = format_html(
        '<rect class="kv-schema__licht" x="{x}" y="{y}" width="{w}" height="{h}" rx="6"/>'
        '<rect class="kv-schema__vak" x="{}" y="{}" width="{}" height="{}" rx="4"/>{}{}',
        _number(box.x),
        _number(box.y),
        _number(box.width),
        _number(box.height),
        _edge(box),
        format_html_join(
            "",
            '<text class="kv-schema__{}" x="{}" y="{}" font-size="{}">{}</text>',
            (
                (
                    line.role,
                    _number(box.x + PAD + (4 if box.ambition else 0)),
                    _number(box.y + PAD + LINE * (place + 0.74)),
                    _number(line.size),
                    line.text,
                )
                for place, line in enumerate(box.lines)
            ),
        ),
        x=_number(box.x - 3),
        y=_number(box.y - 3),
        w=_number(box.width + 6),
        h=_number(box.height + 6),
    )
    here = box.id == selected
    style = "kv-schema__doel" + (" kv-schema__doel--ambitie" if box.ambition else "")
    if link is None:
        return format_html('<g class="{}">{}</g>', style, inside)
    return format_html(
        '<a class="{}" href="{}" aria-label="{}" data-doel="{}"{}>{}</a>',
        style,
        link(box.id),
        box.name,
        box.id,
        SafeString(' aria-current="true"') if here else "",
        inside,
    )


def _edge(box: Box) -> SafeString:
    if not box.ambition:
        return SafeString("")
    return format_html(
        '<rect class="kv-schema__zijde" x="{}" y="{}" width="7" height="{}"/>',
        _number(box.x),
        _number(box.y),
        _number(box.height),
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
