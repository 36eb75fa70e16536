"""The history of a cycle as people read it. A fixed number of queries, however much happened."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from koersvast.activities.models import Activity
from koersvast.activities.permissions import may_edit as may_edit_activity
from koersvast.audit.models import Entry, FieldChange
from koersvast.cycles.actions import as_kept
from koersvast.cycles.guide import GUIDES
from koersvast.cycles.models import Cycle, Step
from koersvast.history import kinds
from koersvast.history.rules import Back, Why, may_take_back
from koersvast.people.models import Membership
from koersvast.people.permissions import may_edit_step
from koersvast.people.queries import organisations_with_an_account

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One act with what it is about, and whether it can be taken back."""

    entry: Entry
    kind: kinds.Kind
    title: str
    subject: Any
    back: Back
    why_not: Why | None


@dataclass(frozen=True)
class History:
    lines: tuple[Line, ...]
    older: datetime.datetime | None
    """Where the next page starts; None at the end."""


def entries(
    cycle: Cycle, steps: Collection[int], *, about: uuid.UUID | None = None, step: int | None = None
) -> QuerySet[Entry]:
    """Acts on a cycle that somebody who sees these steps may read, newest first."""
    wanted = Q()
    for kind in kinds.KINDS.values():
        if step is not None and kind.step is None:
            continue
        rows = kind.rows(cycle, steps if step is None else {step} & set(steps))
        if rows is not None:
            wanted |= Q(subject_type=kind.name, subject_id__in=rows.order_by().values("pk"))
    unseen = [verb for verb, of in kinds.STEP_OF_VERB.items() if of not in steps]
    found = Entry.objects.filter(wanted, told_by=None).exclude(verb__in=unseen)
    if about is not None:
        found = found.filter(subject_id=about)
    return found.order_by("-at", "-id")


def history(
    cycle: Cycle,
    member: Membership,
    steps: Collection[int],
    *,
    about: uuid.UUID | None = None,
    step: int | None = None,
    before: datetime.datetime | None = None,
) -> History:
    """One page of the history, with what each act is about and whether this person may take it back."""
    found = entries(cycle, steps, about=about, step=step)
    if before is not None:
        found = found.filter(at__lt=before)
    page = list(
        found.select_related("by", "undone_by__by", "details").prefetch_related(
            "changes", Prefetch("details__changes", FieldChange.objects.all())
        )[: PAGE + 1]
    )
    more = len(page) > PAGE
    lines = _lines(page[:PAGE], member)
    return History(lines, page[PAGE - 1].at if more else None)


def line_of(cycle: Cycle, member: Membership, steps: Collection[int], entry_id: uuid.UUID) -> Line | None:
    """One act, when this person may read it."""
    found = entries(cycle, steps).filter(pk=entry_id).select_related("by", "details")
    return next(iter(_lines(list(found.prefetch_related("changes", "details__changes")), member)), None)


def _lines(page: Iterable[Entry], member: Membership) -> tuple[Line, ...]:
    page = list(page)
    subjects = _rows((entry.subject_type, entry.subject_id) for entry in page)
    parts = _rows(
        (entry.details.subject_type, entry.details.subject_id) for entry in page if entry.details is not None
    )
    accounts = organisations_with_an_account()
    found = []
    for entry in page:
        kind = kinds.KINDS[entry.subject_type]
        subject = subjects.get(entry.subject_id)
        if subject is None:
            continue  # the row itself is gone: replaced by another plan
        back = kinds.back_of(entry.verb, entry.details.verb if entry.details else None)
        row = parts.get(entry.details.subject_id) if entry.details else subject
        may = _may_edit(member, kind, entry.verb, subject, accounts)
        why = may_take_back(
            back,
            undone=entry.undone_by_id is not None,
            may_edit=may,
            there=row is not None and row.removed_at is None,
            changes=changes_of(entry),
            now=_now(row, entry),
        )
        found.append(Line(entry, kind, title_of(kind, subject), subject, back, why))
    return tuple(found)


def _rows(wanted: Iterable[tuple[str, uuid.UUID]]) -> dict[uuid.UUID, Any]:
    """Rows by id, also removed ones: one query for each kind of thing."""
    by_type: dict[str, set[uuid.UUID]] = defaultdict(set)
    for name, pk in wanted:
        by_type[name].add(pk)
    found: dict[uuid.UUID, Any] = {}
    for name, pks in by_type.items():
        model: Any = apps.get_model(name)
        related = kinds.KINDS[name].related if name in kinds.KINDS else ()
        rows = model.with_removed.filter(pk__in=pks)
        if related:  # without a name select_related would follow every link
            rows = rows.select_related(*related)
        found |= {row.pk: row for row in rows}
    return found


def changes_of(entry: Entry) -> dict[str, tuple[Any, Any]]:
    """What taking back needs: of the part that changed, or of the thing itself."""
    told = entry.details if entry.details is not None else entry
    return {change.field: (change.before, change.after) for change in told.changes.all()}


def _now(row: Any, entry: Entry) -> dict[str, Any]:
    if row is None:
        return {}
    return {field: as_kept(getattr(row, field, None)) for field in changes_of(entry)}


def _may_edit(
    member: Membership, kind: kinds.Kind, verb: str, subject: Any, accounts: Collection[uuid.UUID]
) -> bool:
    if isinstance(subject, Activity):
        return may_edit_activity(member, max(kinds.STEP_OF_VERB.get(verb, 3), 3), subject, accounts)
    step = step_of(kind, subject)
    return may_edit_step(member, 2 if step is None else step)


def step_of(kind: kinds.Kind, subject: Any) -> int | None:
    """The step that a thing belongs to; None for the cycle itself."""
    if not isinstance(kind.step, str):
        return kind.step
    for name in kind.step.split("__"):
        subject = getattr(subject, name)
    return int(subject)


def title_of(kind: kinds.Kind, subject: Any) -> str:
    if isinstance(subject, Step):
        return str(GUIDES[subject.number].name)
    text = str(getattr(subject, kind.title) or getattr(subject, "activity", None) or "")
    return text if len(text) <= 120 else _("%(text)s ...") % {"text": text[:117].rstrip()}
