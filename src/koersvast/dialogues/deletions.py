"""What was deleted, in a file beside the database: a back-up that is put back brings nobody back.

One line of JSON per deletion, without a word of what it was: ids, a day and a reason. It is written before the
deletion itself is final, so a process that is killed in between finishes at the next start.
"""

from __future__ import annotations

import datetime
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from koersvast.dialogues.models import Deletion

NAME = "deletions.log"


@dataclass(frozen=True)
class Line:
    """One deletion as the file holds it."""

    municipality: uuid.UUID
    what: str
    subject: uuid.UUID
    key: uuid.UUID | None
    on: datetime.date
    why: str


def log_file() -> Path:
    return Path(settings.HOME) / NAME


def note_down(line: Line) -> Deletion:
    """In the file for good, and in the database with the rest of the transaction."""
    text = json.dumps(
        {
            "municipality": str(line.municipality),
            "what": line.what,
            "subject": str(line.subject),
            "key": str(line.key) if line.key else None,
            "on": line.on.isoformat(),
            "why": line.why,
        }
    )
    file = os.open(log_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, (text + "\n").encode())  # one write: lines of two processes do not mix
        os.fsync(file)
    finally:
        os.close(file)
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


def lines() -> Iterator[Line]:
    """All of the file, oldest first. Half a line of a killed process is passed over."""
    try:
        text = log_file().read_text()
    except FileNotFoundError:
        return
    for row in text.splitlines():
        try:
            told = json.loads(row)
            yield Line(
                uuid.UUID(told["municipality"]),
                told["what"],
                uuid.UUID(told["subject"]),
                uuid.UUID(told["key"]) if told["key"] else None,
                datetime.date.fromisoformat(told["on"]),
                told["why"],
            )
        except (ValueError, KeyError, TypeError):
            continue


def empty_journal() -> None:
    """SQLite keeps old pages in its journal until it is emptied, and with them a wrapped key that was deleted.

    Readers are waited for at most two seconds; otherwise the next one empties it.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        before = cursor.fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=2000")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.fetchall()
        cursor.execute(f"PRAGMA busy_timeout={int(before)}")
