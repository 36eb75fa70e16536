"""Write down who did what. Called by the actions of other features, inside their transaction."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from koersvast.audit.models import Entry, FieldChange
from koersvast.people.models import User
from koersvast.tenants.models import Owned


def record(
    verb: str, *, subject: Owned, by: User | None, changes: dict[str, tuple[Any, Any]] | None = None
) -> Entry:
    """One act. ``verb`` reads like "goal.renamed"; ``changes`` maps a field to (before, after)."""
    entry = Entry.objects.create(
        municipality_id=subject.municipality_id,
        at=timezone.now(),
        by=by,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
    )
    FieldChange.objects.bulk_create(
        FieldChange(
            municipality_id=subject.municipality_id, entry=entry, field=field, before=before, after=after
        )
        for field, (before, after) in (changes or {}).items()
    )
    return entry
