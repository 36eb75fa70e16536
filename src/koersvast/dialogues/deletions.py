"""Deletions as the file beside the database tells them, and as records in the database."""

from __future__ import annotations

from koersvast.dialogues.models import Deletion
from koersvast.vault.deletion_log import Line, append


def note_down(line: Line) -> Deletion:
    """In the file for good, and in the database with the rest of the transaction."""
    append(line)
    return record(line)


def record(line: Line) -> Deletion:
    """The line in the database. Once: a line that is there already stays as it is."""
    made: Deletion
    made, _new = Deletion.objects.get_or_create(
        municipality_id=line.municipality,
        what=line.what,
        subject=line.subject,
        defaults={"key": line.key, "on": line.on, "why": line.why},
    )
    return made
