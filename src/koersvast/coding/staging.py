"""A file between reading and storing: sealed, for one person, for an hour."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction

from koersvast.coding.models import StagedFile
from koersvast.people.models import User
from koersvast.tenants.models import Municipality
from koersvast.vault import actions as vault
from koersvast.vault.models import DataKey, Purpose
from koersvast.vault.queries import open_box

LASTS = datetime.timedelta(hours=1)


@transaction.atomic
def keep(
    municipality: Municipality,
    *,
    about: uuid.UUID,
    kind: str,
    file_name: str,
    content: bytes,
    by: User,
    now: datetime.datetime,
) -> StagedFile:
    """Seal a file with a key of its own. What is older than an hour goes, key and all."""
    forget_old(now)
    key = vault.new_data_key(municipality, Purpose.DIALOGUE)
    made = StagedFile(
        municipality=municipality,
        by=by,
        about=about,
        kind=kind,
        file_name=file_name[-200:],
        data_key=key,
        created_at=now,
    )
    made.content = open_box(key).seal_file(content, _place(made.pk))
    made.save()
    return made


def forget_old(now: datetime.datetime) -> int:
    """Files whose hour is over. Gives how many."""
    old = list(DataKey.objects.filter(stagedfile__created_at__lte=now - LASTS))
    vault.shred(old)
    return len(old)


def find(
    pk: uuid.UUID, *, about: uuid.UUID, kind: str, by: User, now: datetime.datetime
) -> StagedFile | None:
    """The file of this person, for this collection or cycle; None when it is not there, or too old."""
    found: StagedFile | None = (
        StagedFile.objects.select_related("data_key")
        .filter(pk=pk, about=about, kind=kind, by=by, created_at__gt=now - LASTS)
        .first()
    )
    return found


def content_of(row: StagedFile) -> bytes:
    return open_box(row.data_key).read_file(row.content, _place(row.pk))


def forget(row: StagedFile) -> None:
    vault.shred([row.data_key])


def _place(pk: uuid.UUID) -> str:
    return f"coding.stagedfile.content:{pk}"
