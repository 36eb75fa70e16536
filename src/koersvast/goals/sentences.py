"""Refusals and changes of the goal tree in words that a person can use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from koersvast.audit.models import Entry
from koersvast.cycles.models import Cycle
from koersvast.cycles.words import Group, Theme, labels
from koersvast.goals.models import Goal, GoalKind
from koersvast.goals.queries import UNDOABLE, Node
from koersvast.goals.rules import Refusal, Refused


def why_not(refused: Refused, names: Mapping[str, str]) -> str:
    """The reason; ``names`` maps ids to what people know a goal by: "1.1 Melden"."""
    if refused.refusal is Refusal.CIRCLE:
        path = " → ".join(names.get(node, _("een ander doel")) for node in refused.path)
        return _("Dat zou een kring geven: %(path)s. Een doel kan niet aan zichzelf bijdragen.") % {
            "path": path
        }
    return str(_reasons()[refused.refusal])


def _reasons() -> dict[Refusal, str]:
    return {
        Refusal.TOO_DEEP: _("Dieper inspringen kan niet: tien niveaus is genoeg voor elk plan."),
        Refusal.NO_PREVIOUS: _("Er staat geen doel boven om onder te hangen."),
        Refusal.ALREADY_RESULT: _("Dit doel staat al direct onder een ambitie."),
        Refusal.ALREADY_FIRST: _("Dit staat al bovenaan."),
        Refusal.ALREADY_LAST: _("Dit staat al onderaan."),
        Refusal.ALREADY_LINKED: _("Dit doel draagt daar al aan bij."),
        Refusal.NOT_LINKED: _("Deze koppeling is er niet meer."),
        Refusal.RESULT_HAS_ONE_HOME: _(
            "Een resultaat hangt onder één ambitie. Alleen een subdoel kan aan meer doelen bijdragen."
        ),
        Refusal.NOT_A_GOAL: _("Dit kan alleen met een doel, niet met een ambitie."),
        Refusal.GONE: _("Een doel dat hiervoor nodig is, is er niet meer."),
        Refusal.CHANGED_SINCE: _("Iemand heeft dit daarna veranderd. Daarom kan het niet ongedaan worden."),
    }


def nothing_to_undo() -> str:
    return _("Er is niets van u om ongedaan te maken.")


def verbs() -> dict[str, str]:
    """What the history calls an act."""
    return {
        "goal.added": _("Toegevoegd"),
        "goal.renamed": _("Tekst veranderd"),
        "goal.described": _("Beschrijving veranderd"),
        "goal.moved": _("Verplaatst"),
        "goal.indented": _("Ingesprongen"),
        "goal.outdented": _("Uitgesprongen"),
        "goal.raised": _("Omhoog gezet"),
        "goal.lowered": _("Omlaag gezet"),
        "goal.linked": _("Gekoppeld aan nog een doel"),
        "goal.unlinked": _("Koppeling weggehaald"),
        "goal.removed": _("Verwijderd"),
        "goal.wording_kept": _("Tekst zo gelaten, met reden"),
        "goal.story_told": _("Verhaal toegevoegd"),
        "goal.story_changed": _("Verhaal veranderd"),
        "goal.story_removed": _("Verhaal weggehaald"),
        "goal.story_brought_back": _("Verhaal teruggezet"),
        "goal.aimed": _("Cijfer en streefwaarde veranderd"),
        "goal.aim_removed": _("Cijfer weggehaald"),
        "goal.aim_brought_back": _("Cijfer teruggezet"),
        "ambition.grounded": _("Onderbouwing veranderd"),
        "goal.undone": _("Ongedaan gemaakt"),
        "goal.redone": _("Opnieuw gedaan"),
    }


@dataclass(frozen=True)
class Line:
    """One act for who reads the history. ``changes``: (what, before, after) in words."""

    id: str
    subject_id: str
    subject: str
    act: str
    who: str
    at: datetime
    changes: tuple[tuple[str, str, str], ...]
    undone_by: str
    may_undo: bool


def history_lines(entries: Iterable[Entry], texts: Mapping[str, str]) -> list[Line]:
    return [
        Line(
            id=str(entry.pk),
            subject_id=str(entry.subject_id),
            subject=texts.get(str(entry.subject_id), ""),
            act=verbs().get(entry.verb, _("Veranderd")),
            who=entry.by.name if entry.by else _("iemand die er niet meer is"),
            at=entry.at,
            changes=tuple(
                _change(c.field, c.before, c.after) for c in entry.changes.all() if c.field != "structure"
            ),
            undone_by=entry.undone_by.by.name if entry.undone_by and entry.undone_by.by else "",
            may_undo=entry.undone_by_id is None and entry.verb in UNDOABLE,
        )
        for entry in entries
    ]


def _change(field: str, before: Any, after: Any) -> tuple[str, str, str]:
    name = {
        "parents": _("Draagt bij aan"),
        "reason": _("Reden"),
        "text": _("Tekst"),
        "why": _("Waarom"),
        "story": _("Verhaal"),
        "indicator": _("Cijfer"),
    }.get(field)
    if name is None:
        try:
            name = str(getattr(Goal._meta.get_field(field), "verbose_name", field)).capitalize()
        except FieldDoesNotExist:  # a feature above this one wrote about something of its own
            name = field.replace("_", " ").capitalize()
    return name, _value(field, before), _value(field, after)


def _value(field: str, value: Any) -> str:
    if value in (None, "", "∅", []):
        return _("niets")
    if field == "groups":
        return ", ".join(labels(Group, value))
    if field == "parents":
        return "; ".join(value)
    if field in ("kind", "theme"):
        return str((GoalKind if field == "kind" else Theme)(value).label)
    return str(value)


def proposal(node: Node, cycle: Cycle) -> str:
    """A beginning of a better sentence for a goal that reads as an activity."""
    if node.hint is None:
        return ""
    year = str(node.by_year or (cycle.ends_on or cycle.starts_on)[:4])
    rest = node.hint.rest[:1].lower() + node.hint.rest[1:]
    if "bespreekbaar" in node.hint.phrase and rest:
        return _("In %(year)s praten inwoners vaker open over %(rest)s.") % {"year": year, "rest": rest}
    if node.hint.phrase in ("stimuleren", "bevorderen") and rest and not rest.startswith("dat "):
        return _("In %(year)s is er meer %(rest)s dan nu.") % {"year": year, "rest": rest}
    return _("In %(year)s merken inwoners dat ...") % {"year": year}
