"""The front matter of a text: YAML between two lines of three dashes, at the very start."""

from __future__ import annotations

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _

from koersvast.texts.reading.reading import CannotRead

FENCED = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
MAX_FRONT = 20_000
MAX_DEPTH = 20


def split_front(text: str) -> tuple[dict[str, Any], str, list[str]]:
    """(front matter, the rest, warnings); a block that is no YAML stays in the text."""
    found = FENCED.match(text)
    if not found:
        return {}, text, []
    inside = found.group(1)
    if len(inside) > MAX_FRONT:
        raise CannotRead(_("Het blok met gegevens boven de tekst is te lang."))
    try:
        _check_plain(inside)
        front = yaml.safe_load(inside)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        front = None
    if front is None and not inside.strip():
        return {}, text[found.end() :], []
    if not isinstance(front, dict) or not all(isinstance(key, str) for key in front):
        return (
            {},
            text,
            [_("Boven de tekst staat een blok tussen streepjes. We konden het niet lezen als gegevens.")],
        )
    return front, text[found.end() :], []


def _check_plain(inside: str) -> None:
    """No aliases, by which a few lines become millions, and no nesting without end."""
    depth = 0
    for event in yaml.parse(inside, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise CannotRead(
                _("Het blok met gegevens boven de tekst verwijst naar zichzelf. Schrijf het uit.")
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise CannotRead(_("Het blok met gegevens boven de tekst zit te ingewikkeld in elkaar."))
