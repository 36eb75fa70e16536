"""What people do to the goals of a cycle: one function per verb, each written down so that it can be undone.

Every change of the graph goes the same way: lock the cycle, ask rules for the new graph, write the rows that
differ, and keep the difference with the act. An undo is the same difference turned back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from koersvast.audit import actions as audit
from koersvast.audit.models import Entry
from koersvast.cycles.models import Cycle
from koersvast.cycles.rules import make_key
from koersvast.goals import queries, rules
from koersvast.goals.models import Ambition, Goal, KeptWording
from koersvast.goals.rules import ROOT, Graph, Refusal, Refused
from koersvast.goals.sentences import nothing_to_undo, why_not
from koersvast.goals.storing import store
from koersvast.people.models import User

STRUCTURE = "structure"  # the field of a change that holds a difference of the graph
PLACE = "parents"  # the field of a change that says it to people: the texts of the old and the new parents
NOTHING = "∅"  # an empty value in a change; None there means that there was nothing at all
DESCRIBED = ("kind", "theme", "groups", "place", "by_year", "label", "note")
DESCRIBED_AMBITION = ("why", "note")

Row = Ambition | Goal


class NotPossible(Exception):
    """The tree stays as it was; the message is for the person who asked."""


@dataclass
class StaleEdit(Exception):
    """Somebody saved another text since this person began. Both are here, nothing is lost."""

    row: Row
    mine: dict[str, Any]
    theirs: dict[str, Any]
    version: int

    def __post_init__(self) -> None:
        super().__init__("somebody else changed this since")


def add_ambition(
    *, cycle: Cycle, text: str, by: User, now: datetime, after: str | None = None, node_id: UUID | None = None
) -> Ambition:
    made = _add(cycle=cycle, text=text, by=by, now=now, under=ROOT, after=after, node_id=node_id)
    assert isinstance(made, Ambition)
    return made


def add_goal(
    *,
    cycle: Cycle,
    text: str,
    under: str,
    by: User,
    now: datetime,
    after: str | None = None,
    node_id: UUID | None = None,
) -> Goal:
    """A goal under an ambition or a goal, after a sibling or as the last.

    ``node_id`` may be chosen by who asks: asking twice (the line broke, the browser tried again) makes one.
    """
    made = _add(cycle=cycle, text=text, by=by, now=now, under=under, after=after, node_id=node_id)
    assert isinstance(made, Goal)
    return made


@transaction.atomic
def _add(
    *,
    cycle: Cycle,
    text: str,
    by: User,
    now: datetime,
    under: str,
    after: str | None,
    node_id: UUID | None,
) -> Row:
    before = _locked_graph(cycle)
    known = queries.row(cycle, node_id) if node_id else None
    if known is not None:
        return known
    model = Ambition if under == ROOT else Goal
    made: Row = model(
        id=node_id or uuid4(),
        municipality=cycle.municipality,
        cycle=cycle,
        key=new_key(cycle, text),
        text=text,
    )
    graph = _asked(cycle, lambda: rules.add(before, str(made.pk), under, after=after))
    made.save(force_insert=True)
    store(cycle, before, graph, now=now)
    made.refresh_from_db()
    _record("goal.added", made, by, before, graph, {"text": (None, text)})
    return made


def new_key(cycle: Cycle, text: str) -> str:
    """Made once from the text and never changed; unique among all keys of the plan file."""
    return make_key(text, queries.keys_in_plan(cycle))


@transaction.atomic
def rename(*, row: Row, text: str, version: int, by: User) -> Row:
    """A new text. Raises StaleEdit when the text is another one than this person started from."""
    row = _locked(row)
    if row.text == text:
        return row
    if row.version != version:
        raise StaleEdit(row, {"text": text}, {"text": row.text}, row.version)
    return _write(row, "goal.renamed", {"text": text}, by)


@transaction.atomic
def describe(*, row: Row, fields: Mapping[str, Any], version: int, by: User) -> Row:
    """Everything about a goal but its text and its place. Raises StaleEdit like rename."""
    row = _locked(row)
    allowed = DESCRIBED_AMBITION if isinstance(row, Ambition) else DESCRIBED
    mine = {name: fields[name] for name in allowed if name in fields and fields[name] != getattr(row, name)}
    if not mine:
        return row
    if row.version != version:
        raise StaleEdit(row, mine, {name: getattr(row, name) for name in mine}, row.version)
    return _write(row, "goal.described", mine, by)


@transaction.atomic
def keep_wording(*, goal: Goal, reason: str, by: User) -> KeptWording:
    """The text reads as an activity and stays so, for this reason. Another text asks again."""
    kept, _ = KeptWording.with_removed.update_or_create(
        goal=goal,
        defaults={
            "municipality": goal.municipality,
            "wording": goal.text,
            "reason": reason,
            "removed_at": None,
            "removal": None,
        },
    )
    audit.record("goal.wording_kept", subject=goal, by=by, changes={"reason": (None, reason)})
    found: KeptWording = kept
    return found


def move(*, row: Row, under: str, by: User, now: datetime, after: str | None = None) -> None:
    _restructure(row, "goal.moved", by, now, lambda graph, node: rules.move(graph, node, under, after=after))


def indent(*, row: Row, by: User, now: datetime) -> None:
    _restructure(row, "goal.indented", by, now, rules.indent)


def outdent(*, row: Row, by: User, now: datetime) -> None:
    _restructure(row, "goal.outdented", by, now, rules.outdent)


def up(*, row: Row, by: User, now: datetime) -> None:
    _restructure(row, "goal.raised", by, now, rules.up)


def down(*, row: Row, by: User, now: datetime) -> None:
    _restructure(row, "goal.lowered", by, now, rules.down)


def link(*, child: Row, parent: str, by: User, now: datetime) -> None:
    """A second (third ...) goal that this one contributes to."""
    _restructure(child, "goal.linked", by, now, lambda graph, node: rules.link(graph, node, parent))


def unlink(*, child: Row, parent: str, by: User, now: datetime) -> None:
    _restructure(child, "goal.unlinked", by, now, lambda graph, node: rules.unlink(graph, node, parent))


def remove(*, row: Row, by: User, now: datetime) -> None:
    """The branch goes; a goal in it that also contributes to one that stays, stays there."""
    _restructure(row, "goal.removed", by, now, rules.remove)


def undo(*, cycle: Cycle, by: User, now: datetime) -> Entry:
    """Take back the last own act. Raises NotPossible when somebody changed the same thing since."""
    with transaction.atomic():
        _locked_graph(cycle)
        entry = queries.last_own_act(cycle, by)
        if entry is None:
            raise NotPossible(nothing_to_undo())
        return _turn_back(cycle, entry, "goal.undone", by, now)


def redo(*, cycle: Cycle, by: User, now: datetime) -> Entry:
    """Do again what was taken back last, as long as nothing was done in between."""
    with transaction.atomic():
        _locked_graph(cycle)
        entry = queries.last_own_undo(cycle, by)
        if entry is None:
            raise NotPossible(nothing_to_undo())
        return _turn_back(cycle, entry, "goal.redone", by, now)


def undo_entry(*, cycle: Cycle, entry_id: UUID, by: User, now: datetime) -> Entry:
    """Take back one act from the history, also of somebody else."""
    with transaction.atomic():
        _locked_graph(cycle)
        entry = next((e for e in queries.history(cycle, limit=1000) if e.pk == entry_id), None)
        if entry is None or entry.undone_by_id is not None or entry.verb not in queries.UNDOABLE:
            raise NotPossible(why_not(Refused(Refusal.CHANGED_SINCE), {}))
        return _turn_back(cycle, entry, "goal.undone", by, now)


def _turn_back(cycle: Cycle, entry: Entry, verb: str, by: User, now: datetime) -> Entry:
    model = Ambition if entry.subject_type == "goals.ambition" else Goal
    subject: Row = model.with_removed.select_for_update().get(pk=entry.subject_id)
    changes = {change.field: (change.before, change.after) for change in entry.changes.all()}
    before = after = queries.graph(cycle)
    back: dict[str, tuple[Any, Any]] = {}
    if STRUCTURE in changes:
        difference = rules.turned_back(_difference_of(changes[STRUCTURE]))
        after = _asked(cycle, lambda: rules.applied(before, difference))
        store(cycle, before, after, now=now)
    texts = {
        name: pair
        for name, pair in changes.items()
        if name in ("text", "why", *DESCRIBED) and pair[0] is not None
    }
    if STRUCTURE not in changes and texts:
        subject.refresh_from_db()
        if any(getattr(subject, name) != _python(pair[1]) for name, pair in texts.items()):
            raise NotPossible(why_not(Refused(Refusal.CHANGED_SINCE), {}))
        for name, (old, new) in texts.items():
            setattr(subject, name, _python(old))
            back[name] = (new, old)
        subject.version += 1
        subject.save(update_fields=[*texts, "version"])
    if "reason" in changes and isinstance(subject, Goal):
        old, new = changes["reason"]
        KeptWording.with_removed.filter(goal=subject).update(removed_at=None if old else now)
        back["reason"] = (new, old)
    made = _record(verb, subject, by, before, after, back)
    entry.undone_by = made
    entry.save(update_fields=["undone_by"])
    return made


def _python(value: Any) -> Any:
    return None if value == NOTHING else value


def _json(value: Any) -> Any:
    return NOTHING if value is None else value


@transaction.atomic
def _restructure(
    row: Row, verb: str, by: User, now: datetime, operation: Callable[[Graph, str], Graph]
) -> None:
    before = _locked_graph(row.cycle)
    after = _asked(row.cycle, lambda: operation(before, str(row.pk)))
    if after == before:
        return
    store(row.cycle, before, after, now=now)
    _record(verb, row, by, before, after, {})


def _asked(cycle: Cycle, operation: Callable[[], Graph]) -> Graph:
    try:
        return operation()
    except Refused as refused:
        names = queries.tree(cycle).names if refused.path else {}
        raise NotPossible(why_not(refused, names)) from refused


def _locked_graph(cycle: Cycle) -> Graph:
    """The graph as it is now; nobody else changes the goals of this cycle until the transaction ends."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    return queries.graph(cycle)


def _locked(row: Row) -> Row:
    found: Row = type(row).objects.select_for_update().get(pk=row.pk)
    return found


def _write(row: Row, verb: str, fields: Mapping[str, Any], by: User) -> Row:
    changes = {name: (_json(getattr(row, name)), _json(value)) for name, value in fields.items()}
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*fields, "version"])
    audit.record(verb, subject=row, by=by, changes=changes)
    return row


def _record(
    verb: str, row: Row, by: User, before: Graph, after: Graph, changes: dict[str, tuple[Any, Any]]
) -> Entry:
    """The act with its difference of the graph, and the parents in words for who reads the history."""
    difference = rules.difference(before, after)
    if difference:
        changes = {
            **changes,
            STRUCTURE: (
                {name: old for name, (old, _) in difference.items() if old is not None},
                {name: new for name, (_, new) in difference.items() if new is not None},
            ),
        }
        old, new = _parents_in_words(row, before), _parents_in_words(row, after)
        if old != new:
            changes[PLACE] = (old, new)
    return audit.record(verb, subject=row, by=by, changes=changes)


def _parents_in_words(row: Row, graph: Graph) -> list[str]:
    parents = graph.parents(str(row.pk))
    texts = queries.texts(row.cycle) if parents else {}
    return [texts[parent] for parent in parents]


def _difference_of(change: tuple[Any, Any]) -> rules.Changes:
    old, new = change[0] or {}, change[1] or {}

    def fact(known: Mapping[str, Any], name: str) -> rules.Fact | None:
        return (known[name][0], known[name][1]) if name in known else None

    return {name: (fact(old, name), fact(new, name)) for name in sorted(old.keys() | new.keys())}
