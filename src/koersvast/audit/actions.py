"""Write down who did what. Called by the actions of other features, inside their transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from koersvast.audit.models import Entry, FieldChange
from koersvast.people.models import User
from koersvast.tenants.models import Owned


def record(
    verb: str,
    *,
    subject: Owned,
    by: User | None,
    changes: dict[str, tuple[Any, Any]] | None = None,
    details: Entry | None = None,
) -> Entry:
    """One act. ``verb`` reads like "goal.renamed"; ``changes`` maps a field to (before, after).

    ``details``: the act on a part of the subject that this act tells about; people read this one, undo needs that one.
    """
    entry = Entry.objects.create(
        municipality_id=subject.municipality_id,
        at=timezone.now(),
        by=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        details=details,
    )
    FieldChange.objects.bulk_create(
        FieldChange(
            municipality_id=subject.municipality_id, entry=entry, field=field, before=before, after=after
        )
        for field, (before, after) in (changes or {}).items()
    )
    return entry


def record_all(
    verb: str, acts: Iterable[tuple[Owned, Mapping[str, tuple[Any, Any]]]], *, by: User | None
) -> None:
    """One verb about many subjects, each with its own changes. Two queries per thousand subjects."""
    now = timezone.now()
    entries: list[Entry] = []
    fields: list[FieldChange] = []
    for subject, changes in acts:
        municipality = subject.municipality_id
        entry = Entry(
            municipality_id=municipality,
            at=now,
            by=by,
            verb=verb,
            subject_type=subject._meta.label_lower,
            subject_id=subject.pk,
        )
        entries.append(entry)
        fields += [
            FieldChange(municipality_id=municipality, entry=entry, field=field, before=before, after=after)
            for field, (before, after) in changes.items()
        ]
    Entry.objects.bulk_create(entries, batch_size=1000)
    FieldChange.objects.bulk_create(fields, batch_size=1000)
