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


def append(line: Line) -> None:
    """In the file for good."""
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
