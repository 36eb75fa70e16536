"""When a question is asked and when an answer fits, in the language of XLSForm: ``${werk} = 'ja' and . >= 18``.

A part of XPath, judged here and not by the browser. What we do not know is refused with a sentence, never guessed.
Nothing depends on the day or on the device, so the same answers always lead to the same questions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from koersvast.surveys.patterns import BadPattern, matching
from koersvast.surveys.questionnaire import LEFT_OPEN, Answers, Value

LONGEST: Final = 2000  # characters
DEEPEST: Final = 20  # brackets and functions in each other

_Result = str | float | bool
_TOKEN = re.compile(
    r"""\s*(?:
      \$\{(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,63})\}
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<sign>!=|<=|>=|[=<>+*(),-])
    | (?P<own>\.)(?![\w./])
    | (?P<word>[A-Za-z][A-Za-z0-9:_-]*)
    )""",
    re.VERBOSE | re.ASCII,
)
_NUMBER = re.compile(r"\s*-?(?:\d+(?:\.\d*)?|\.\d+)\s*", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST_DAY = date(1970, 1, 1)
# from what binds least to what binds most
_LEVELS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)
_OPERATORS = frozenset().union(*_LEVELS)


class NotUnderstood(Exception):
    """An expression we cannot judge, with a sentence that names the place."""


@dataclass(frozen=True)
class _Given:
    """What an expression is judged with."""

    answers: Answers
    own: Value


_Node = Callable[[_Given], _Result]


@dataclass(frozen=True)
class Expression:
    """An expression that was understood. Equal when the text is."""

    text: str
    names: frozenset[str]  # keys of the questions it asks about
    own: bool  # asks about the answer itself (".")
    _root: _Node = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.text

    def holds(self, answers: Answers, own: Value = LEFT_OPEN) -> bool:
        """Is it true? A question that was not asked, left open or declined is the empty text. Never raises.

        As in XPath an empty text is no number: compared with one, only "is not" holds.
        """
        return _truth(self._root(_Given(answers, own)))


@lru_cache(maxsize=2048)
def parse(text: str) -> Expression:
    """Read an expression. Raises NotUnderstood, with a sentence for who wrote it."""
    text = text.strip()
    if not text:
        raise NotUnderstood(_("Hier staat geen voorwaarde."))
    if len(text) > LONGEST:
        raise NotUnderstood(_("Deze voorwaarde is te lang. Er passen %(most)d tekens.") % {"most": LONGEST})
    reader = _Reader(text)
    root = reader.whole()
    return Expression(text, frozenset(reader.names), reader.own, root)


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _fault(_("dit begrijpen wij niet"), text, len(text) - len(text[at:].lstrip()))
        kind = found.lastgroup or ""
        yield _Token(kind, found[kind], found.end() - len(found[0].lstrip()))
        at = found.end()
    yield _Token("end", "", len(text))


def _fault(what: str, text: str, at: int) -> NotUnderstood:
    here = text[at : at + 20].strip()
    if not here:
        return NotUnderstood(_("De voorwaarde is niet af: %(what)s.") % {"what": what})
    said = _("In de voorwaarde bij teken %(at)d (%(here)s): %(what)s.")
    return NotUnderstood(said % {"at": at + 1, "here": here, "what": what})


class _Reader:
    """Reads tokens into nodes. Chains are flat and brackets are counted, so no text makes it deep."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0
        self.names: set[str] = set()
        self.own = False

    @property
    def token(self) -> _Token:
        return self.tokens[self.place]

    def fault(self, what: str, token: _Token | None = None) -> NotUnderstood:
        return _fault(what, self.text, (token or self.token).at)

    def take(self) -> _Token:
        token = self.token
        self.place += 1
        return token

    def expect(self, sign: str) -> None:
        if self.token.text != sign or self.token.kind != "sign":
            raise self.fault(_("hier hoort %(sign)s te staan") % {"sign": sign})
        self.place += 1

    def whole(self) -> _Node:
        root = self.chain()
        if self.token.kind != "end":
            raise self.fault(_("hier hoort de voorwaarde op te houden"))
        return root

    def chain(self, level: int = 0) -> _Node:
        if level == len(_LEVELS):
            return self.signed()
        if level == 0:
            self.depth += 1
            if self.depth > DEEPEST:
                raise self.fault(_("hier staan te veel haakjes in elkaar"))
        first = self.chain(level + 1)
        rest: list[tuple[str, _Node]] = []
        while self.token.kind in ("sign", "word") and self.token.text in _LEVELS[level]:
            rest.append((self.take().text, self.chain(level + 1)))
        if level == 0:
            self.depth -= 1
        return _chained(first, tuple(rest)) if rest else first

    def signed(self) -> _Node:
        minus = False
        signs = 0
        while self.token.kind == "sign" and self.token.text == "-":
            self.place += 1
            signs += 1
            minus = not minus
        node = self.one()
        if not signs:
            return node
        return (lambda given: -_number(node(given))) if minus else (lambda given: _number(node(given)))

    def one(self) -> _Node:
        token = self.take()
        if token.kind == "name":
            self.names.add(token.text)
            return lambda given: _plain(given.answers.get(token.text))
        if token.kind == "own":
            self.own = True
            return lambda given: _plain(given.own)
        if token.kind == "number":
            number = float(token.text)
            return lambda given: number
        if token.kind == "text":
            text = token.text[1:-1]
            return lambda given: text
        if token.text == "(" and token.kind == "sign":
            node = self.chain()
            self.expect(")")
            return node
        if token.kind == "word" and token.text not in _OPERATORS:
            return self.function(token)
        raise self.fault(_("hier hoort een vraag, een getal of een tekst te staan"), token)

    def regex(self) -> _Node:
        """Its pattern stands there as a text: what somebody answers is never a pattern."""
        self.expect("(")
        node = self.chain()
        self.expect(",")
        token = self.take()
        if token.kind != "text":
            raise self.fault(_("hier hoort een patroon tussen aanhalingstekens te staan"), token)
        try:
            fits = matching(token.text[1:-1])
        except BadPattern as fault:
            raise self.fault(str(fault), token) from fault
        self.expect(")")
        return lambda given: fits(_text(node(given)))

    def function(self, named: _Token) -> _Node:
        if named.text == "regex":
            return self.regex()
        known = FUNCTIONS.get(named.text)
        if known is None:
            raise self.fault(refusal(named.text), named)
        self.expect("(")
        parts: list[_Node] = []
        if not (self.token.kind == "sign" and self.token.text == ")"):
            parts.append(self.chain())
            while self.token.kind == "sign" and self.token.text == ",":
                self.place += 1
                parts.append(self.chain())
        self.expect(")")
        least, most, make = known
        if not least <= len(parts) <= most:
            raise self.fault(_("%(name)s heeft een ander aantal delen") % {"name": named.text}, named)
        return make(*parts)


_CLOCK = {"today", "now", "format-date", "format-date-time"}


def refusal(name: str) -> str:
    """Why we do not judge this function."""
    if name in _CLOCK:
        said = _("%(name)s() kan niet: welke vragen iemand krijgt, hangt bij ons niet af van de dag")
    else:
        said = _("%(name)s kennen wij niet")
    return said % {"name": name}


def _chained(first: _Node, rest: tuple[tuple[str, _Node], ...]) -> _Node:
    if rest[0][0] == "and":
        return lambda given: _truth(first(given)) and all(_truth(node(given)) for _op, node in rest)
    if rest[0][0] == "or":
        return lambda given: _truth(first(given)) or any(_truth(node(given)) for _op, node in rest)

    def value(given: _Given) -> _Result:
        found = first(given)
        for operator, node in rest:
            found = _APPLIED[operator](found, node(given))
        return found

    return value


def _plain(value: Value) -> _Result:
    """An answer as XPath sees it."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, tuple):
        return " ".join(value)
    return float(value) if isinstance(value, int | float) else value


def _text(value: _Result) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) else repr(value)


def _number(value: _Result) -> float:
    """A day counts as days, so that days can be compared. No number: NaN."""
    if not isinstance(value, str):
        return float(value)
    if _NUMBER.fullmatch(value):
        return float(value)
    day = _day(value)
    return math.nan if day is None else float((day - _FIRST_DAY).days)


def _truth(value: _Result) -> bool:
    if isinstance(value, float):
        return bool(value) and not math.isnan(value)
    return bool(value)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except ValueError:
        return None


def _as_day(value: _Result) -> str:
    if isinstance(value, str):
        return value if _day(value) else ""
    try:
        return (_FIRST_DAY + timedelta(days=math.floor(value))).isoformat()
    except (OverflowError, ValueError):
        return ""


def _equal(one: _Result, other: _Result) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return _truth(one) == _truth(other)
    if isinstance(one, float) or isinstance(other, float):
        return _number(one) == _number(other)
    return one == other


def _quotient(one: float, other: float) -> float:
    if other:
        return one / other
    return math.nan if not one or math.isnan(one) else math.copysign(math.inf, one) * math.copysign(1, other)


def _remainder(one: float, other: float) -> float:
    return math.fmod(one, other) if other and math.isfinite(one) else math.nan


def _counted(apply: Callable[[float, float], _Result]) -> Callable[[_Result, _Result], _Result]:
    return lambda one, other: apply(_number(one), _number(other))


_APPLIED: dict[str, Callable[[_Result, _Result], _Result]] = {
    "=": _equal,
    "!=": lambda one, other: not _equal(one, other),
    "<": _counted(lambda one, other: one < other),
    "<=": _counted(lambda one, other: one <= other),
    ">": _counted(lambda one, other: one > other),
    ">=": _counted(lambda one, other: one >= other),
    "+": _counted(lambda one, other: one + other),
    "-": _counted(lambda one, other: one - other),
    "*": _counted(lambda one, other: one * other),
    "div": _counted(_quotient),
    "mod": _counted(_remainder),
}


def _if(condition: _Node, then: _Node, otherwise: _Node) -> _Node:
    return lambda given: then(given) if _truth(condition(given)) else otherwise(given)


def _coalesce(one: _Node, other: _Node) -> _Node:
    def first_filled(given: _Given) -> _Result:
        found = one(given)
        return found if _text(found) else other(given)

    return first_filled


# how many parts each has at least and at most, and the node it makes of them
FUNCTIONS: dict[str, tuple[int, int, Callable[..., _Node]]] = {
    "true": (0, 0, lambda: lambda given: True),
    "false": (0, 0, lambda: lambda given: False),
    "not": (1, 1, lambda one: lambda given: not _truth(one(given))),
    "if": (3, 3, _if),
    "coalesce": (2, 2, _coalesce),
    "selected": (2, 2, lambda one, key: lambda given: _text(key(given)) in _text(one(given)).split()),
    "count-selected": (1, 1, lambda one: lambda given: float(len(_text(one(given)).split()))),
    "string-length": (1, 1, lambda one: lambda given: float(len(_text(one(given))))),
    "date": (1, 1, lambda one: lambda given: _as_day(one(given))),
}
