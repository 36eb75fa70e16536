"""The conditions of an XLSForm, with its names made into ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from koersvast.surveys.expressions import Expression, NotUnderstood, parse
from koersvast.surveys.questionnaire import KEY
from koersvast.surveys.xlsform.bounds import apart
from koersvast.surveys.xlsform.row_types import asked_of
from koersvast.surveys.xlsform.sheets import SURVEY, Left, Row, Sheets, short

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
_NAME = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_ODD = re.compile(r"[^A-Za-z0-9_]", re.ASCII)


class Conditions:
    """Reads conditions, and remembers which questions there are and which were left out."""

    def __init__(self, sheets: Sheets) -> None:
        self.left = sheets.left
        self.known: set[str] = set()
        self.keys: dict[str, str] = {}
        self.dropped = {self.key(name) for name in _not_asked(sheets)}

    def key(self, name: str) -> str:
        """A name as we can keep it: "e-mail" is e_mail."""
        if name not in self.keys:
            key = _ODD.sub("_", name)[:64]
            self.keys[name] = key if KEY.fullmatch(key) else f"v_{key}"[:64]
        return self.keys[name]

    def drop(self, name: str) -> None:
        self.dropped.add(self.key(name))

    def asked(self, key: str) -> None:
        self.known.add(key)

    def names(self, text: str) -> frozenset[str]:
        return parse(text).names if text else frozenset()

    def relevance(self, row: Row) -> str:
        text = self.plain(row.text("relevance"))
        expression = self.understood(row, "relevance", text)
        return text if expression else ""

    def constraint(self, row: Row, *, bounds: bool) -> tuple[str, float | None, float | None]:
        """The constraint, with the lowest and highest value of a number apart."""
        text = self.plain(row.text("constraint"))
        low, high = None, None
        if bounds:
            low, high, text = apart(text)
        own = self.key(row.text("name"))
        text = text.replace(f"${{{own}}}", ".")
        expression = self.understood(row, "constraint", text)
        if expression and expression.names - self.known - self.dropped:
            self.leave(row, _("constraint: de voorwaarde gaat over een vraag die niet eerder komt."))
            return "", low, high
        return (text if expression else ""), low, high

    def plain(self, text: str) -> str:
        return _NAME.sub(lambda found: f"${{{self.key(found[1])}}}", text.translate(_QUOTES)).strip()

    def understood(self, row: Row, column: str, text: str) -> Expression | None:
        if not text:
            return None
        try:
            expression = parse(text)
        except NotUnderstood as fault:
            self.leave(row, f"{column}: {fault}")
            return None
        if gone := expression.names & self.dropped:
            said = _("%(column)s: de voorwaarde gaat over %(name)s, en die vraag is niet overgenomen.")
            self.leave(row, said % {"column": column, "name": short(min(gone))})
            return None
        return expression

    def leave(self, row: Row, sentence: str) -> None:
        self.left.append(Left(SURVEY, row.number, sentence))


def _not_asked(sheets: Sheets) -> Iterator[str]:
    """The names of what we do not ask: kinds we do not know, and everything that is repeated."""
    repeats = 0
    for row in sheets.survey:
        first, _space, kind = row.text("type").replace("_", " ").strip().partition(" ")
        if first in ("begin", "end"):
            repeats += (kind != "group") * (1 if first == "begin" else -1)
        elif repeats > 0 or asked_of(row.text("type")) is None:
            yield row.text("name")
