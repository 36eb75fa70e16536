"""Store the rows of a list of initiatives after somebody looked at them: all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.activities import actions as activities
from koersvast.activities.models import Initiative
from koersvast.activities.queries import initiatives_of
from koersvast.cycles.models import Cycle
from koersvast.dialogues.inventory import Line
from koersvast.people.models import User

TAKE, SKIP, MERGE = "take", "skip", "merge"


@dataclass(frozen=True)
class Choice:
    """What somebody decided about a row, with the fields they mended."""

    do: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Stored:
    added: int
    merged: int
    skipped: int


def there(cycle: Cycle) -> list[tuple[Any, str, str]]:
    """What stands in the inventory already."""
    return [(row.pk, row.name, row.organisation) for row in initiatives_of(cycle)]


@transaction.atomic
def store(cycle: Cycle, lines: Iterable[Line], choices: Mapping[int, Choice], *, by: User | None) -> Stored:
    """The rows as they were decided; a row nobody decided about follows its proposal."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    made: dict[int, Initiative] = {}
    added = merged = skipped = 0
    for line in lines:
        choice = choices.get(line.number, Choice(line.proposal, {}))
        values = {**line.values, **choice.values}
        into = _into(cycle, line, made) if choice.do == MERGE else None
        if choice.do == SKIP or not values["name"]:
            skipped += 1
        elif into is not None:
            made[line.number] = _merge(into, values, by)
            merged += 1
        else:
            made[line.number] = activities.add_initiative(cycle, by=by, **values)
            added += 1
    return Stored(added, merged, skipped)


def _into(cycle: Cycle, line: Line, made: Mapping[int, Initiative]) -> Initiative | None:
    if line.twin is None:
        return None
    if line.twin.line is not None:
        return made.get(line.twin.line)
    return Initiative.objects.filter(cycle=cycle, pk=line.twin.initiative).first()


def _merge(into: Initiative, values: Mapping[str, Any], by: User | None) -> Initiative:
    """Fill what is empty, keep both descriptions, remember the other name."""
    changes: dict[str, Any] = {
        name: values[name]
        for name in ("organisation", "setting", "reach", "cost", "evidence_level")
        if values[name] not in ("", None) and getattr(into, name) in ("", None)
    }
    for name in ("themes", "groups"):
        extra = [word for word in values[name] if word not in getattr(into, name)]
        if extra:
            changes[name] = [*getattr(into, name), *extra]
    for name in ("what", "note"):
        if values[name] and values[name] not in getattr(into, name):
            changes[name] = "\n".join(part for part in (getattr(into, name), values[name]) if part)
    if values["name"].casefold() != into.name.casefold():
        also = f"Ook opgegeven als: {values['name']}."
        changes["note"] = "\n".join(part for part in (changes.get("note", into.note), also) if part)
    if changes:
        activities.change(into, changes, by=by, verb="initiative.changed", version=None)
    return Initiative.objects.get(pk=into.pk)


def take_sure(cycle: Cycle, lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Store the rows about which nothing is to be asked. Gives line and reason of those that wait for a person."""
    here = {name.casefold() for _pk, name, _house in there(cycle)}
    sure = [line for line in lines if not line.asks and line.values["name"].casefold() not in here]
    store(cycle, sure, {}, by=None)
    waits = _("Niet overgenomen. Lees dit bestand in op de pagina Initiatieven en beslis daar.")
    told = []
    for line in lines:
        if line.asks:
            told.append((line.number, " ".join([*(one.said for one in line.odd if one.asks), waits])))
        elif line.values["name"].casefold() in here:
            told.append((line.number, _("Dit initiatief staat er al.")))
    return told
