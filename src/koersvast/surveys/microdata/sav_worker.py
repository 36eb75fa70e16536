"""Reads an SPSS file in a process of its own: its reader is written in C, and the file comes from anybody.

`python -m koersvast.surveys.microdata.sav_worker` takes the file on standard input and gives JSON. It has little memory
and time, no keys and no database; a file that breaks it breaks nothing else.
"""

from __future__ import annotations

import datetime
import io
import json
import math
import resource
import sys
from typing import Any

MEMORY = 1_000_000_000  # bytes of its own; libraries that it maps do not count
SECONDS = 30
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 50_000, 200, 10_000_000
TOO_BIG = 3  # exit status
FIRST_DAY = datetime.date(1582, 10, 14)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a broken process leaves no answers on the disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import pyreadstat

    content = sys.stdin.buffer.read()
    _nothing, about = pyreadstat.read_sav(io.BytesIO(content), metadataonly=True)
    if (about.number_columns or 0) > MOST_COLUMNS or (about.number_rows or 0) > MOST_ROWS:
        return TOO_BIG
    frame, about = pyreadstat.read_sav(
        io.BytesIO(content), user_missing=True, output_format="dict", disable_datetime_conversion=True,
        row_limit=MOST_ROWS + 1,
    )  # fmt: skip
    names = list(about.column_names)
    columns = []
    for name in names:
        kind = about.original_variable_types.get(name) or ""
        texts = {
            value: _cell(value, kind) for value in set(frame[name])
        }  # each text once, however often it is there
        columns.append([texts[value] for value in frame.pop(name)])
    size = len(columns[0]) if columns else 0
    told = about.number_rows
    if told is not None and told >= 0 and size < told:
        return 1  # cut off
    if size > MOST_ROWS or sum(len(cell) for column in columns for cell in column) > MOST_CHARACTERS:
        return TOO_BIG
    json.dump(
        {
            "titles": names,
            "labels": [about.column_names_to_labels.get(name) or "" for name in names],
            "words": [
                {_cell(value, ""): str(said) for value, said in about.variable_value_labels.get(name, {}).items()}
                for name in names
            ],
            "missing": [
                [_range(one) for one in about.missing_ranges.get(name, [])]
                for name in names
            ],
            "columns": columns,
        },
        sys.stdout,
    )  # fmt: skip
    return 0


def _range(given: Any) -> list[str]:
    """From and up to which value nothing was answered."""
    ends = (given["lo"], given["hi"]) if isinstance(given, dict) else (given, given)
    return [_cell(end, "") for end in ends]


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, float | int):
        return str(value)
    if not math.isfinite(value):
        return ""
    if kind.startswith(("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "DATETIME")) and value > 0:
        try:
            return (FIRST_DAY + datetime.timedelta(days=value // 86_400)).isoformat()
        except OverflowError:
            return ""
    return str(int(value)) if value == int(value) else repr(float(value))


if __name__ == "__main__":
    sys.exit(main())
