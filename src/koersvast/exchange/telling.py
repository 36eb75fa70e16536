"""Differences between two plans in words for the screen, by the step they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.exchange import format as plan_format
from koersvast.exchange.comparing import UNDER, Difference, compare, titles
from koersvast.exchange.field_kinds import (
    Date,
    Kind,
    Many,
    Number,
    Period,
    Record,
    Reference,
    Truth,
    Whole,
    Word,
)
from koersvast.exchange.format import unfold
from koersvast.exchange.labels import FIELDS, SECTIONS
from koersvast.exchange.veiling import Small, veiled
from koersvast.ui import dates, numbers

STEPS = {
    "municipality": 0, "cycle": 0, "organisations": 0, "glossary": 0, "indicators": 1, "measurements": 1,
    "interpretations": 1, "sources": 1, "ambitions": 2, "results": 2, "initiatives": 3, "activities": 3,
    "commitments": 6, "decisions": 6,
}  # fmt: skip
PARTS = {"quality": 4, "outcomes": 5, "verdicts": 6}  # of an activity or goal that belong to another step
KINDS: dict[str, Any] = {
    "added": gettext_lazy("Nieuw"),
    "removed": gettext_lazy("Weg"),
    "changed": gettext_lazy("Veranderd"),
    "moved": gettext_lazy("Verplaatst"),
}
IN_ONE_LINE = (
    "text",
    "name",
    "title",
    "what",
    "source",
    "verdict",
    "year",
    "amount",
    "taakveld",
    "period",
    "reason",
)
PLACES = 6  # a correction behind the comma is a correction
LONGEST = 600  # characters of one side; the whole text stands on its own page


@dataclass(frozen=True)
class Told:
    """One difference for people. ``before`` and ``after`` are "" where there was nothing."""

    step: int
    section: str
    key: str
    title: str
    kind: str
    kind_words: str
    field: str
    before: str
    after: str
    path: str = ""


def tell(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Told]:
    """Every difference between two plans, without figures of small groups."""
    return [one for _found, one in tell_each(before, after)]


def tell_each(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Difference, Told]]:
    names_before, names_after = _names(before), _names(after)
    periods = {row["key"]: row["period"] for plan in (before, after) for row in plan.get("measurements", ())}
    steps = _steps(before) | _steps(after)
    return [
        (found, _told(found, names_before, names_after, steps, periods))
        for found in compare(veiled(before), veiled(after))
    ]


def by_step(rows: Iterable[Told]) -> dict[int, list[Told]]:
    found: dict[int, list[Told]] = {}
    for row in rows:
        found.setdefault(row.step, []).append(row)
    return dict(sorted(found.items()))


def _names(plan: Mapping[str, Any]) -> dict[str, str]:
    """Key -> name, for references: a key stands once in a plan."""
    return {key: name for (_section, key), name in titles(plan).items() if key}


def _steps(plan: Mapping[str, Any]) -> dict[tuple[str, str], int]:
    """Sessions and steps belong to the step that they say."""
    found = {("sessions", row["key"]): row["step"] for row in plan.get("sessions", ())}
    found |= {("steps", str(row["step"])): row["step"] for row in plan.get("steps", ())}
    return found


def _told(
    found: Difference,
    names_before: Mapping[str, str],
    names_after: Mapping[str, str],
    steps: Mapping[tuple[str, str], int],
    periods: Mapping[str, str],
) -> Told:
    top = found.field.partition(".")[0]
    step = PARTS.get(top, steps.get((found.section, found.key), STEPS.get(found.section, 0)))
    kind = _kind_of(found.section, found.field)
    words = _field_words(found, {**names_before, **names_after})
    if found.field.endswith("baseline"):  # beside the name of its figure the year says enough
        names_before = names_after = periods
    return Told(
        step=step,
        section=str(SECTIONS[found.section]),
        key=found.key,
        title=found.title,
        kind=found.kind,
        kind_words=str(KINDS[found.kind]),
        field=words,
        before=_short(_said(found.before, kind, names_before)) if found.field else "",
        after=_short(_said(found.after, kind, names_after)) if found.field else "",
        path=f"{found.section}/{found.key}",
    )


def _field_words(found: Difference, names: Mapping[str, str]) -> str:
    """The field, and of which part: "Nulmeting (LHBTI+ inwoners voelen zich weleens onveilig)"."""
    if not found.field:
        return ""
    path = found.field.split(".")
    words = [str(FIELDS.get(name, name.replace("_", " "))) for name in path]
    joined = (
        words[-1]
        if len(words) < 2 or path[-1] in ("baseline", "target")
        else f"{words[0]}, {words[-1].lower()}"
    )
    item = ", ".join(names.get(part, part) for part in found.item.split(", ")) if found.item else ""
    return f"{joined} ({item[:120]})" if item else joined


def _kind_of(section: str, path: str) -> Kind | None:
    """The kind of a field in the format; None where the format says nothing of it."""
    kind: Kind | None = plan_format.PLAN.by_name[section].kind
    for name in path.split(".") if path else ():
        if isinstance(kind, Many):
            kind = unfold(kind.of)
        if name == UNDER:
            return Reference()
        fields = kind.by_name if isinstance(kind, Record) else {}
        if isinstance(kind, Record) and kind.name == "result":
            fields = plan_format.SUBGOAL.by_name | fields
        if name not in fields:
            return None
        kind = unfold(fields[name].kind)
    return kind


def _said(value: Any, kind: Kind | None, names: Mapping[str, str]) -> str:
    """A value as people read it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, Small):
        return _("te klein om te tonen")
    if isinstance(value, bool) or isinstance(kind, Truth):
        return _("ja") if value else _("nee")
    if isinstance(value, list):
        inner = unfold(kind.of) if isinstance(kind, Many) else None
        return ", ".join(_said(one, inner, names) for one in value)
    if isinstance(value, Mapping):
        return _part(value, unfold(kind.of) if isinstance(kind, Many) else kind, names)
    if isinstance(kind, Word):
        return str(kind.words(value).label)
    if isinstance(kind, Reference):
        return names.get(value, str(value))
    if isinstance(kind, Date | Period):
        return dates.spoken(str(value))
    if isinstance(kind, Number | Whole) or isinstance(value, float):
        year = isinstance(kind, Whole) and kind == plan_format.YEAR
        return str(value) if year else numbers.decimal(value, PLACES)
    return str(value)


def _part(value: Mapping[str, Any], kind: Kind | None, names: Mapping[str, str]) -> str:
    """A part that came or went, in one line: what makes it recognisable."""
    fields = kind.by_name if isinstance(kind, Record) else {}
    shown = [name for name in value if name in IN_ONE_LINE or isinstance(_inner(fields, name), Reference)]
    return ", ".join(
        words for name in shown or list(value) if (words := _inside(name, value[name], fields, names))
    )


def _inside(name: str, value: Any, fields: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A value inside a part; of yes and no the name of the field, when it is yes."""
    if isinstance(value, bool):
        return str(FIELDS.get(name, name)) if value else ""
    return _said(value, _inner(fields, name), names)


def _inner(fields: Mapping[str, Any], name: str) -> Kind | None:
    return unfold(fields[name].kind) if name in fields else None


def _short(text: str | Promise) -> str:
    text = str(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
