"""Bytes to a plan, or to the list of everything that is wrong with them.

The events of PyYAML's C parser are read once, against the format, and become plain values straight away: no
tree of nodes is built, so a file with 20,000 measurements needs little more memory than its values. Only the
core types of YAML 1.2 are read: no anchors, aliases, tags or merges, and "yes" is a text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from koersvast.cycles.rules import unsafe_text
from koersvast.exchange import field_kinds, rules
from koersvast.exchange import format as plan_format
from koersvast.exchange.field_kinds import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_DEPTH,
    Date,
    Field,
    Key,
    Kind,
    Many,
    MunicipalityCode,
    Number,
    Period,
    Record,
    Reference,
    Text,
    Truth,
    Version,
    Web,
    Whole,
    Word,
)
from koersvast.exchange.format import FALSE_IS_LEFT_OUT, PLAN, unfold
from koersvast.exchange.meaning import Meaning
from koersvast.exchange.mistakes import (
    Mistake,
    Mistakes,
    Path,
    TooManyMistakes,
    like,
    one_of,
    quoted,
    suggestion,
)
from koersvast.exchange.readable import is_readable_text

Plan = dict[str, Any]
Lines = dict[str, int]
"""Field of a record -> line of its value; of a part also its own fields, as "target.value"."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_INTEGER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NULLS = {"", "~", "null", "Null", "NULL"}
_KEY = re.compile(field_kinds.KEY_PATTERN)
_CODE = re.compile(field_kinds.CODE_PATTERN)
_LONGEST_NUMBER = 40
_WRONG = object()  # a value that was refused; its mistake is in the list


class _EndOfReading(Exception):
    """What follows cannot be read in any sensible way; its mistake is in the list."""


@dataclass(frozen=True)
class Reading:
    """What a file holds: a plan, or mistakes (sorted by line, at most 100, and how many more there are)."""

    plan: Plan | None
    mistakes: list[Mistake]
    hidden: int = 0

    @property
    def municipality_code(self) -> str:
        return str(self.plan["municipality"]["code"]) if self.plan else ""

    @property
    def cycle_number(self) -> int | None:
        return int(self.plan["cycle"]["number"]) if self.plan else None


def read_plan(data: bytes) -> Reading:
    """Never raises on bad input: every mistake is in the reading, and then there is no plan."""
    mistakes = Mistakes()
    plan: Plan | None = None
    try:
        if is_readable_text(data, mistakes):
            plan = _Reader(data, mistakes).plan()
    except (TooManyMistakes, _EndOfReading):
        plan = None
    return Reading(None if mistakes.found else plan, mistakes.shown(), mistakes.hidden)


class _Reader:
    """Walks the events of one file along the format."""

    def __init__(self, data: bytes, mistakes: Mistakes) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the pure parser is slow, and always there
        self.next_event: Callable[[], Any] = loader(data).get_event
        self.mistakes = mistakes
        self.meaning = Meaning(mistakes)
        self.depth = 0
        self.scalars: dict[type, Callable[[Any, Any, Path, int], Any]] = {
            Text: self.text,
            Key: self.key,
            Reference: self.reference,
            Word: self.word,
            Whole: self.whole,
            Number: self.number,
            Truth: self.truth,
            Date: self.date,
            Period: self.period,
            Web: self.web,
            MunicipalityCode: self.code,
            Version: self.version,
        }

    # -- the document ----------------------------------------------------

    def plan(self) -> Plan | None:
        start = self.event()  # the start of the stream
        start = self.event()
        if isinstance(start, yaml.StreamEndEvent):
            self.mistakes.add(1, None, _("Het bestand is leeg."), _("Begin met 'koersvast: 1'."))
            return None
        if getattr(start, "tags", None):
            self.refuse_tag(start, None)
        first = self.event()
        if isinstance(first, yaml.ScalarEvent) and first.implicit[0] and not first.value:
            self.mistakes.add(1, None, _("Het bestand is leeg."), _("Begin met 'koersvast: 1'."))
            return None
        plan = self.value(PLAN, first, None, {})
        self.event()  # the end of the document
        rest = self.event()
        if isinstance(rest, yaml.DocumentStartEvent):
            self.mistakes.add(
                _line(rest),
                None,
                _("Hier begint een tweede document (---)."),
                _("Een bestand bevat één plan."),
            )
        self.meaning.check_whole_plan()
        return None if plan is _WRONG else plan

    def event(self) -> Any:
        try:
            return self.next_event()
        except yaml.YAMLError as error:
            self.tell_syntax(error)
            # the marks found so far may still hold mistakes that can be told
            self.meaning.check_whole_plan(complete=False)
            raise _EndOfReading from error

    def tell_syntax(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark is not None else 1
        problem = str(getattr(error, "problem", "") or "")
        self.mistakes.add(line, None, _("De YAML klopt hier niet."), _advice(problem))

    # -- values ----------------------------------------------------------

    def value(self, kind: Kind, event: Any, path: Path, lines: Lines) -> Any:
        """The value that starts with this event, or _WRONG. ``lines`` learns where a record's fields are."""
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            self.refuse_anchor(line, path)
            return _WRONG
        if event.anchor is not None:
            self.refuse_anchor(line, path)
        if event.tag is not None:
            self.refuse_tag(event, path)
        kind = unfold(kind)
        if isinstance(kind, Record):
            if isinstance(event, yaml.MappingStartEvent):
                return self.record(kind, event, path, lines)
            self.wrong_shape(event, path, line, _("Hier horen velden met een waarde, zoals 'veld: waarde'."))
            return _WRONG
        if isinstance(kind, Many):
            if isinstance(event, yaml.SequenceStartEvent):
                return self.many(kind, path)
            self.wrong_shape(event, path, line, _("Hier hoort een lijst, zoals [een, twee]."))
            return _WRONG
        if not isinstance(event, yaml.ScalarEvent):
            self.wrong_shape(event, path, line, _("Hier hoort één waarde."))
            return _WRONG
        if event.implicit[0] and event.value in _NULLS:
            self.tell_empty(line, path)
            return _WRONG
        return self.scalars[type(kind)](kind, event, path, line)

    def record(self, kind: Record, start: Any, path: Path, lines: Lines) -> Any:
        self.go_deeper(start, path)
        found: dict[str, Any] = {}
        seen: Lines = {}
        slips: set[str] = set()  # fields that are there under a name with a slip in it
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            name = self.field_name(event, path)
            if name is None:
                self.skip(self.event())
                continue
            line, here = _line(event), (path, name)
            field = kind.by_name.get(name)
            if name in seen:
                first = seen[name]
                what = _("Het veld staat er twee keer; de eerste keer op regel %(line)d.") % {"line": first}
                self.mistakes.add(line, here, what, _("Haal er één weg."))
                self.skip(self.event())
                continue
            seen[name] = line
            if field is None:
                meant = self.tell_unknown_field(kind, name, line, here)
                slips.update(meant)
                self.skip(self.event())
                continue
            self.field(field, here, found, seen)
        self.depth -= 1
        line = _line(start)
        for name in kind.required:
            if name not in seen and name not in slips:
                what = _("Het veld '%(name)s' ontbreekt.") % {"name": name}
                self.mistakes.add(line, path, what, _("Vul het in."))
        self.meaning.after_record(kind.name, found, seen, path, line)
        lines.update(seen)
        return found

    def field(self, field: Field, here: Path, found: dict[str, Any], seen: Lines) -> None:
        event = self.event()
        if isinstance(event, yaml.ScalarEvent):
            if not event.value and event.implicit[0]:  # nothing there: the parser puts it at what follows
                self.tell_empty(seen[field.name], here)
                return
            seen[field.name] = _line(event)
        inner: Lines = {}
        value = self.value(field.kind, event, here, inner)
        for name, line in inner.items():
            seen[f"{field.name}.{name}"] = line
        if value is _WRONG or (value is False and field.name in FALSE_IS_LEFT_OUT):
            return
        if value == [] and not field.required:
            return  # an empty list says the same as leaving the field out
        found[field.name] = value

    def field_name(self, event: Any, path: Path) -> str | None:
        """The name of the next field; None when what stands there cannot be one."""
        line = _line(event)
        if isinstance(event, yaml.AliasEvent):
            self.refuse_anchor(line, path)
            return None
        if event.anchor is not None:
            self.refuse_anchor(line, path)
        if event.tag is not None:
            self.refuse_tag(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            self.mistakes.add(line, path, _("Hier hoort de naam van een veld."), "")
            self.skip(event)
            return None
        if event.value == "<<":
            self.mistakes.add(line, path, _("Samenvoegen met '<<' mag niet."), _("Schrijf de velden voluit."))
            return None
        return str(event.value)

    def many(self, kind: Many, path: Path) -> list[Any]:
        self.go_deeper(None, path)
        values: list[Any] = []
        once: set[str] | None = set() if isinstance(kind.of, Word | Reference) else None
        number = 0
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            number += 1
            here = (path, f"[{number}]")
            value = self.value(kind.of, event, here, {})
            if value is _WRONG:
                continue
            if once is not None:
                if value in once:
                    what = _("%(value)s staat twee keer in de lijst.") % {"value": quoted(value)}
                    self.mistakes.add(_line(event), here, what, _("Haal er één weg."))
                once.add(value)
            values.append(value)
        self.depth -= 1
        return values

    def go_deeper(self, event: Any, path: Path) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            line = _line(event) if event is not None else 1
            self.too_deep(line, path)

    def too_deep(self, line: int, path: Path) -> None:
        what = _("Het bestand is dieper dan %(depth)d niveaus.") % {"depth": MAX_DEPTH}
        self.mistakes.add(line, path, what, _("Maak de boom van doelen minder diep."))
        raise _EndOfReading

    def skip(self, event: Any) -> None:
        """Read past a value that is already refused."""
        depth = self.depth
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    self.too_deep(_line(event), None)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == self.depth:
                return
            event = self.event()

    # -- kinds of scalars ------------------------------------------------

    def text(self, kind: Text, event: Any, path: Path, line: int) -> Any:
        text = event.value
        if event.implicit[0] and _looks_like_another_type(text):
            what = _("%(value)s is een getal of waarheidswaarde, geen tekst.") % {"value": quoted(text)}
            self.mistakes.add(line, path, what, _("Zet de tekst tussen aanhalingstekens."))
        elif text.strip() in ("", "?"):
            self.tell_empty(line, path)
        elif len(text) > kind.limit:
            what = _("De tekst heeft %(length)d tekens.") % {"length": len(text)}
            self.mistakes.add(line, path, what, _("Hoogstens %(limit)d.") % {"limit": kind.limit})
        elif reason := unsafe_text(text):
            self.tell_unsafe(reason, text, path, line)
        else:
            return text
        return _WRONG

    def tell_unsafe(self, reason: str, text: str, path: Path, line: int) -> None:
        if reason == "control":
            what, right = _("De tekst bevat een onzichtbaar stuurteken."), _("Haal het weg.")
        elif reason == "markup":
            what = _("De tekst bevat opmaak, zoals <b>.")
            right = _("Schrijf gewone tekst, zonder '<' voor een letter.")
        else:
            what = _("Een rekenblad leest het begin %(value)s als formule.") % {"value": quoted(text[:20])}
            right = _("Begin de tekst met een woord.")
        self.mistakes.add(line, path, what, right)

    def key(self, kind: Key, event: Any, path: Path, line: int) -> Any:
        if self.is_text(event, path, line) and self.matches(_KEY, event.value, path, line):
            return event.value
        return _WRONG

    def matches(self, pattern: re.Pattern[str], text: str, path: Path, line: int) -> bool:
        if pattern.fullmatch(text):
            return True
        what = _("%(value)s is geen sleutel.") % {"value": quoted(text)}
        right = _("Gebruik kleine letters, cijfers en streepjes, hoogstens 60 tekens.")
        self.mistakes.add(line, path, what, right)
        return False

    def reference(self, kind: Reference, event: Any, path: Path, line: int) -> Any:
        if not self.is_text(event, path, line):
            return _WRONG
        self.meaning.refer(line, path, event.value, kind.sections)
        return event.value

    def word(self, kind: Word, event: Any, path: Path, line: int) -> Any:
        if event.value in kind.keys:
            return event.value
        what = _("%(value)s is onbekend.") % {"value": quoted(event.value)}
        right = suggestion(event.value, kind.keys) or one_of(kind.keys)
        self.mistakes.add(line, path, what, right)
        return _WRONG

    def whole(self, kind: Whole, event: Any, path: Path, line: int) -> Any:
        text = event.value
        if not event.implicit[0] or not _INTEGER.fullmatch(text):
            what = _("%(value)s is geen geheel getal.") % {"value": quoted(text)}
            self.mistakes.add(line, path, what, _whole_range(kind))
            return _WRONG
        value = int(text) if len(text) <= _LONGEST_NUMBER else kind.high + 1
        if kind.low <= value <= kind.high:
            return value
        what = _("%(value)s kan hier niet.") % {"value": quoted(text)}
        self.mistakes.add(line, path, what, _whole_range(kind))
        return _WRONG

    def number(self, kind: Number, event: Any, path: Path, line: int) -> Any:
        text = event.value
        if not event.implicit[0] or len(text) > _LONGEST_NUMBER or not _FLOAT.fullmatch(text):
            what = _("%(value)s is geen getal.") % {"value": quoted(text)}
            self.mistakes.add(line, path, what, _("Schrijf een getal, met een punt voor decimalen: 12.5."))
            return _WRONG
        value = float(text)
        if not math.isfinite(value) or not kind.low <= value <= kind.high:
            what = _("%(value)s is te groot of te klein.") % {"value": quoted(text)}
            self.mistakes.add(line, path, what, _("Schrijf een getal van -10^15 tot 10^15."))
            return _WRONG
        return int(value) if value.is_integer() else value

    def truth(self, kind: Truth, event: Any, path: Path, line: int) -> Any:
        if event.implicit[0] and event.value in ("true", "false"):
            return event.value == "true"
        what = _("%(value)s is geen waarheidswaarde.") % {"value": quoted(event.value)}
        self.mistakes.add(line, path, what, _("Schrijf true of false, zonder aanhalingstekens."))
        return _WRONG

    def date(self, kind: Date, event: Any, path: Path, line: int) -> Any:
        if rules.is_date(event.value, FIRST_YEAR, LAST_YEAR):
            return event.value
        what = _("%(value)s is geen datum die bestaat.") % {"value": quoted(event.value)}
        right = _("Schrijf jaar, jaar-maand of jaar-maand-dag: 2027, 2027-03 of 2027-03-01.")
        self.mistakes.add(line, path, what, right)
        return _WRONG

    def period(self, kind: Period, event: Any, path: Path, line: int) -> Any:
        if rules.is_period(event.value, FIRST_YEAR, LAST_YEAR):
            return event.value
        what = _("%(value)s is geen periode.") % {"value": quoted(event.value)}
        self.mistakes.add(line, path, what, _("Schrijf een jaar of een maand: 2023 of 2023-06."))
        return _WRONG

    def web(self, kind: Web, event: Any, path: Path, line: int) -> Any:
        if len(event.value) <= kind.limit and rules.is_web_address(event.value):
            return event.value
        what = _("%(value)s is geen webadres.") % {"value": quoted(event.value)}
        self.mistakes.add(line, path, what, _("Begin met https:// of http://, zonder spaties."))
        return _WRONG

    def code(self, kind: MunicipalityCode, event: Any, path: Path, line: int) -> Any:
        if _CODE.fullmatch(event.value):
            return event.value
        what = _("%(value)s is geen gemeentecode.") % {"value": quoted(event.value)}
        self.mistakes.add(line, path, what, _("Schrijf GM en vier cijfers, zoals GM0503."))
        return _WRONG

    def version(self, kind: Version, event: Any, path: Path, line: int) -> Any:
        if event.implicit[0] and event.value == str(field_kinds.VERSION):
            return field_kinds.VERSION
        what = _("Versie %(value)s van het formaat is onbekend.") % {"value": quoted(event.value)}
        self.mistakes.add(line, path, what, _("Deze versie van Koersvast leest 'koersvast: 1'."))
        return _WRONG

    # -- telling ---------------------------------------------------------

    def is_text(self, event: Any, path: Path, line: int) -> bool:
        if not event.implicit[0] or not _looks_like_another_type(event.value):
            return True
        what = _("%(value)s is een getal of waarheidswaarde, geen sleutel.") % {"value": quoted(event.value)}
        self.mistakes.add(line, path, what, _("Zet het tussen aanhalingstekens."))
        return False

    def tell_empty(self, line: int, path: Path) -> None:
        self.mistakes.add(line, path, _("Het veld is leeg."), _("Onbekend? Laat het veld dan weg."))

    def tell_unknown_field(self, kind: Record, name: str, line: int, here: Path) -> list[str]:
        """Returns the names that may have been meant."""
        what = _("Het veld %(name)s is onbekend.") % {"name": quoted(name)}
        meant = like(name, kind.by_name)
        right = suggestion(name, kind.by_name) or one_of(kind.by_name)
        self.mistakes.add(line, (here[0] if here else None, name[:60]), what, right)
        return meant

    def wrong_shape(self, event: Any, path: Path, line: int, right: str) -> None:
        if isinstance(event, yaml.ScalarEvent) and event.implicit[0] and event.value in _NULLS:
            self.tell_empty(line, path)
            return
        self.mistakes.add(line, path, _("De vorm klopt niet."), right)
        self.skip(event)

    def refuse_anchor(self, line: int, path: Path) -> None:
        what = _("Ankers (&) en verwijzingen (*) mogen niet.")
        right = _("Schrijf de waarde voluit, of zet tekst die zo begint tussen aanhalingstekens.")
        self.mistakes.add(line, path, what, right)

    def refuse_tag(self, event: Any, path: Path) -> None:
        what = _("Tags (!) mogen niet: %(tag)s.") % {
            "tag": quoted(str(getattr(event, "tag", None) or "%TAG"))
        }
        right = _("Haal de tag weg, of zet tekst die zo begint tussen aanhalingstekens.")
        self.mistakes.add(_line(event), path, what, right)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _looks_like_another_type(text: str) -> bool:
    """Would YAML 1.2 read this bare text as a number, a truth value or nothing?"""
    first = text[:1]
    if first.isalpha() and first not in "tfnN":
        return False
    return (
        text in ("true", "false")
        or text in _NULLS
        or _FLOAT.fullmatch(text) is not None
        or _OTHER_INTEGER.fullmatch(text) is not None
        or _NO_NUMBER.fullmatch(text) is not None
    )


def _whole_range(kind: Whole) -> str:
    if kind.high >= plan_format.COUNT.high:
        return _("Schrijf een geheel getal van 0 of meer.")
    return _("Schrijf een geheel getal van %(low)d tot en met %(high)d.") % {
        "low": kind.low,
        "high": kind.high,
    }


def _advice(problem: str) -> str:
    """What usually mends what the parser stumbled on."""
    quotes = _("Zet de tekst tussen aanhalingstekens: er staat een teken in dat YAML anders leest.")
    brackets = _("Kijk of elk haakje en aanhalingsteken weer dichtgaat.")
    for part, advice in (
        ("mapping values are not allowed", quotes),
        ("cannot start any token", quotes),
        ("unexpected end of stream", brackets),
        ("expected ',' or", brackets),
        ("escape", _("Schrijf een backslash tussen aanhalingstekens dubbel: \\\\.")),
    ):
        if part in problem:
            return advice
    return _("Kijk naar het inspringen, de haakjes en de aanhalingstekens op deze regel en de regel ervoor.")
