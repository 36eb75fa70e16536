"""The elements of a REFI-QDA file as a small tree, read with the care of texts.reading.markup and written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from koersvast.texts.reading.markup import Counted, parse

# what XML 1.0 cannot hold, also not as a number
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
IN_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
IN_ATTRIBUTE = {**IN_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
TO_ESCAPE = re.compile(r'[&<>"\r\n\t]')


class Element:
    """One element that was read. ``tag`` is without its namespace, which is in ``space``."""

    __slots__ = ("_text", "attributes", "children", "space", "tag")

    def __init__(self, space: str, tag: str, attributes: dict[str, str]) -> None:
        self.space = space
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element] = []
        self._text: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._text)

    def say(self, text: str) -> None:
        self._text.append(text)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    def all(self, tag: str) -> Iterator[Element]:
        return (child for child in self.children if child.tag == tag)

    def one(self, tag: str) -> Element | None:
        return next(self.all(tag), None)

    def text_of(self, tag: str) -> str:
        found = self.one(tag)
        return found.text if found else ""


class _Tree(Counted):
    most_elements = 400_000  # a round of 400 conversations and 30,000 codings has 100,000 to 150,000; 200 MB

    def __init__(self) -> None:
        super().__init__()
        self.root: Element | None = None
        self._open: list[Element] = []

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        space, _close, local = tag.rpartition("}")
        element = Element(space.lstrip("{"), local, attributes)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def closed(self, tag: str) -> None:
        self._open.pop()

    def said(self, text: str) -> None:
        if self._open:
            self._open[-1].say(text)


def read_elements(content: bytes) -> Element | None:
    tree = _Tree()
    parse(content, tree)
    return tree.root


def writable(text: str) -> str:
    """What XML cannot hold becomes one sign, so no position moves."""
    return UNWRITABLE.sub("\ufffd", text)


def written(tag: str, attributes: Mapping[str, str | None], *inside: str) -> str:
    """An element as text; an attribute of None is left out. ``inside`` is written already."""
    named = "".join(
        f' {name}="{_escaped(value, IN_ATTRIBUTE)}"'
        for name, value in attributes.items()
        if value is not None
    )
    content = "".join(inside)
    return f"<{tag}{named}>{content}</{tag}>" if content else f"<{tag}{named}/>"


def written_text(tag: str, text: str, *, always: bool = False) -> str:
    """An element with words in it; nothing for no words, unless it has to be there."""
    return written(tag, {}, _escaped(text, IN_TEXT)) if text or always else ""


def document(root: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n'.encode()


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    return TO_ESCAPE.sub(lambda found: signs.get(found[0], found[0]), writable(text))
