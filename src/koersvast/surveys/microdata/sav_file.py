"""Answers as an SPSS file (.sav), with words for every column and code. It is made in memory and never lies on a disk."""

from __future__ import annotations

import datetime
import os
from typing import Any, Final

from koersvast.surveys.microdata.csv_file import WEEK_WORDS, WEIGHT_WORDS
from koersvast.surveys.microdata.gathering import Column, Microdata
from koersvast.surveys.microdata.variables import WEEK

FIRST_DAY: Final = datetime.date(1582, 10, 14).toordinal()  # SPSS counts seconds from here
DAY: Final = 86_400
LONGEST_LABEL: Final = 250  # bytes of the label of a column
LONGEST_WORDS: Final = 120  # bytes of the label of a code


def sav_bytes(data: Microdata, *, title: str) -> bytes:
    import pandas  # both slow to open, and seldom needed
    import pyreadstat

    frame: dict[str, Any] = {}
    labels: dict[str, str | None] = {}
    values: dict[str, dict[int | float, str]] = {}
    missing: dict[str, list[Any]] = {}
    measures: dict[str, str] = {}
    formats: dict[str, str] = {}
    for column in data.columns:
        one = column.variable
        frame[one.name] = column.words if column.words is not None else _numbers(column)
        labels[one.name] = _cut(one.label, LONGEST_LABEL)
        measures[one.name] = one.measure
        if one.kind == "text":
            missing[one.name] = [str(code) for code in column.missing.values()]
            continue
        missing[one.name] = list(column.missing.values())
        words = dict(one.labels) | {code: one.why_missing(usual) for usual, code in column.missing.items()}
        values[one.name] = {code: _cut(said, LONGEST_WORDS) for code, said in words.items()}
        formats[one.name] = _format(column)
    if data.weeks is not None:
        frame[WEEK], labels[WEEK], measures[WEEK] = data.weeks, WEEK_WORDS, "nominal"
    for name, found in data.weights.items():
        frame[name], labels[name], measures[name] = found, WEIGHT_WORDS[name], "scale"
        formats[name] = "F20.12"
    place = os.memfd_create("sav")
    try:
        pyreadstat.write_sav(
            pandas.DataFrame(frame),
            f"/proc/self/fd/{place}",
            file_label=_cut(title, 60),
            row_compress=True,
            column_labels=labels,
            variable_value_labels=values,
            missing_ranges=missing,
            variable_measure=measures,
            variable_format=formats,
        )
        with os.fdopen(os.dup(place), "rb") as file:
            file.seek(0)
            return file.read()
    finally:
        os.close(place)


def _numbers(column: Column) -> Any:
    found = column.numbers
    if found is None or column.variable.kind != "date":
        return found
    days = found.copy()
    days[found > 0] = (found[found > 0] - FIRST_DAY) * DAY
    return days


def _format(column: Column) -> str:
    if column.variable.kind == "date":
        return "DATE11"
    found = column.numbers
    whole = found is None or bool((found == found.astype("int64")).all())
    width = 1 if found is None or not found.size else len(str(int(abs(found).max()))) + 1
    return f"F{width}.0" if whole else f"F{width + 7}.6"


def _cut(words: str, most: int) -> str:
    """At most so many bytes, and no half letter."""
    return words.encode()[:most].decode(errors="ignore")
