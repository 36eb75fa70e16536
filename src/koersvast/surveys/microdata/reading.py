"""A file with the answers of a survey from elsewhere: .csv, .xlsx or .sav, as texts in columns. Raises CannotRead."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from koersvast.surveys.microdata.sav_worker import MOST_CHARACTERS, TOO_BIG
from koersvast.texts.reading import CannotRead, answer_table
from koersvast.texts.reading.kinds import extension
from koersvast.texts.reading.reading import broken, check_size, nothing_in_it
from koersvast.texts.reading.workbooks import too_many_cells

SAV: Final = b"$FL2"
ZSAV: Final = b"$FL3"
WAIT: Final = 60  # seconds


@dataclass(frozen=True)
class GivenColumn:
    """One column of a file. ``words``: what a value means, ``missing``: from and up to which values are no answer (SPSS)."""

    title: str
    cells: Sequence[str]
    label: str = ""
    words: Mapping[str, str] | None = None
    missing: Sequence[tuple[str, str]] = ()

    def __repr__(self) -> str:
        return "GivenColumn(...)"  # never the answers: this ends up in traces


def given_columns(name: str, content: bytes) -> list[GivenColumn]:
    if extension(name) in ("sav", "zsav") or content[:4] in (SAV, ZSAV):
        return _sav(content)
    table = answer_table(name, content, MOST_CHARACTERS)
    rows = [cells for _number, cells in table.rows]
    return [GivenColumn(title, [row[at] for row in rows]) for at, title in enumerate(table.titles)]


def _sav(content: bytes) -> list[GivenColumn]:
    check_size(content)
    if content[:4] not in (SAV, ZSAV):
        raise broken()
    # without our keys and our database; a program of our own, and nothing of the file is an argument
    surroundings = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "koersvast.surveys.microdata.sav_worker"],
            input=content,
            capture_output=True,
            timeout=WAIT,
            check=False,
            env=surroundings,
        )
    except subprocess.TimeoutExpired:
        raise too_many_cells() from None
    if done.returncode == TOO_BIG:
        raise too_many_cells()
    if done.returncode:
        raise CannotRead(
            _("Dit SPSS-bestand is beschadigd of niet af. Sla het opnieuw op, of bewaar het als CSV.")
        )
    found = json.loads(done.stdout)
    columns = [
        GivenColumn(title, cells, label, words, [(low, high) for low, high in missing])
        for title, cells, label, words, missing in zip(
            found["titles"], found["columns"], found["labels"], found["words"], found["missing"], strict=True
        )
    ]
    if not columns or not columns[0].cells:
        raise nothing_in_it()
    return columns
