"""A board outside the database on which running work says how far it is, and reads whether to stop.

Outside, because work may hold one long transaction: nobody sees into it, and SQLite lets no other writer in. One small
file per job in KOERSVAST_HOME/jobs; it holds no content of a plan.
"""

from __future__ import annotations

import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Standing:
    """What is being done, and ``done`` of ``total`` (0 of 0: not known yet)."""

    doing: str = ""
    done: int = 0
    total: int = 0


def write(job: uuid.UUID | str, standing: Standing) -> None:
    file = _file(job, "standing")
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps([standing.doing, standing.done, standing.total]))
    fresh.replace(file)


def read(job: uuid.UUID | str) -> Standing:
    try:
        return Standing(*json.loads(_file(job, "standing").read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return Standing()


def ask_to_stop(job: uuid.UUID | str) -> None:
    _file(job, "stop").touch()


def stop_asked(job: uuid.UUID | str) -> bool:
    return _file(job, "stop").exists()


def clear(job: uuid.UUID | str) -> None:
    for what in ("standing", "stop"):
        _file(job, what).unlink(missing_ok=True)


def _file(job: uuid.UUID | str, what: str) -> Path:
    folder = Path(settings.HOME) / "jobs"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{uuid.UUID(str(job))}.{what}"
