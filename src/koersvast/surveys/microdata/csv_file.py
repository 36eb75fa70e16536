"""Answers as CSV: semicolons, a comma in decimals and a mark for UTF-8, so that R (read.csv2) and a Dutch spreadsheet
open it as it is; and the codebook beside it."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

from koersvast.activities.ledger import harmless
from koersvast.surveys.microdata.gathering import Column, Microdata
from koersvast.surveys.microdata.variables import BASE_WEIGHT, WEEK, WEIGHT

HEADS: Final = (
    "variabele", "vraag", "soort", "meetniveau", "code", "betekenis", "ontbreekt", "inwoners", "bron",
)  # fmt: skip
KINDS: Final = {
    "code": "één antwoord",
    "yes_no": "ja of nee",
    "number": "getal",
    "score": "score",
    "date": "datum",
    "text": "eigen woorden",
}
MEASURES: Final = {"nominal": "nominaal", "ordinal": "ordinaal", "scale": "schaal"}
WEIGHT_WORDS: Final = {
    WEIGHT: "hoe zwaar iemand telt: gebruik dit bij elke berekening",
    BASE_WEIGHT: "hoe zwaar iemand telde in de peiling van elders, vóór ons wegen",
}
WEEK_WORDS: Final = "week waarin iemand antwoordde"
AT_ONCE: Final = 500  # rows

Margins = Mapping[str, Mapping[str, int]]  # inhabitants by question and answer


@contextmanager
def _writing(file: IO[bytes]) -> Iterator[Any]:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    yield csv.writer(text, delimiter=";", lineterminator="\r\n")
    text.flush()
    text.detach()  # whose file it is closes it


def write_answers(file: IO[bytes], data: Microdata) -> None:
    with _writing(file) as writer:
        extra = [] if data.weeks is None else [WEEK]
        writer.writerow([*(one.variable.name for one in data.columns), *extra, *data.weights])
        for start in range(0, data.n, AT_ONCE):
            part = slice(start, start + AT_ONCE)
            columns = [list(_cells(one, part)) for one in data.columns]
            columns += [] if data.weeks is None else [list(data.weeks[part])]
            columns += [[_plain(value) for value in found[part].tolist()] for found in data.weights.values()]
            writer.writerows(zip(*columns, strict=True))


def _cells(column: Column, part: slice) -> Iterator[str]:
    if column.words is not None:
        yield from column.words[part]
    elif column.numbers is not None:
        dated = column.variable.kind == "date"
        for value in column.numbers[part].tolist():
            yield _day(value) if dated and value > 0 else _plain(value)


def _day(number: float) -> str:
    return datetime.date.fromordinal(int(number)).isoformat()


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number).replace(".", ",")


def write_codebook(file: IO[bytes], data: Microdata, margins: Margins, sources: Mapping[str, str]) -> None:
    """A row per code of each column; ``margins``: to which inhabitants the answers were weighted."""
    with _writing(file) as writer:
        writer.writerow(HEADS)
        for row in _codebook(data, margins, sources):
            writer.writerow([harmless(cell) for cell in row])


def _codebook(data: Microdata, margins: Margins, sources: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    for column in data.columns:
        one = column.variable
        head = (one.name, one.label, KINDS[one.kind], MEASURES[one.measure])
        known = margins.get(one.question.key, {}) if one.kind == "code" else {}
        answers = {code: key for key, code in one.codes.items()}
        source = sources.get(one.question.key, "")
        if not one.labels:
            yield (*head, "", "", "", "", "")
        for code, words in one.labels.items():
            people = known.get(answers.get(code, ""))
            yield (*head, code, words, "", "" if people is None else people, "" if people is None else source)
        for usual, code in column.missing.items():
            yield (*head, code, one.why_missing(usual), "ja", "", "")
    if data.weeks is not None:
        yield (WEEK, WEEK_WORDS, "week", "nominaal", "", "", "", "", "")
    for name in data.weights:
        yield (name, WEIGHT_WORDS[name], "gewicht", "schaal", "", "", "", "", "")
