"""A table of figures as a CSV file: columns apart by ``;``, UTF-8, the first line names the columns.

The shape of the national figures that come with the product; an own file of that shape may add margins, the
number of participants, a web address and the code of the place.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.cycles.rules import DATE
from koersvast.indicators.models import Favourable, IndicatorLevel, SampleType
from koersvast.indicators.sources.observation import (
    MAX_ROWS,
    NATIONAL,
    PERIOD,
    Mistake,
    Observation,
    Unreadable,
    checked,
    decoded,
    number,
    plain,
    refuse,
)
from koersvast.people.permissions import YES, Verdict

key = "csv"
label = gettext_lazy("Een eigen tabel (CSV)")
help_text = gettext_lazy("Een CSV-bestand met puntkomma's, in dezelfde vorm als de landelijke cijfers.")
extensions = ".csv,.txt"

NEEDED = (
    "code", "label_nl", "level", "population", "place", "year", "value", "unit", "sample", "direction", "source",
    "series",
)  # fmt: skip
ALLOWED = (
    "group", "compare_group", "compare_value", "note", "margin_low", "margin_high", "n", "url", "retrieved_on",
    "place_code",
)  # fmt: skip
MAY_BE_EMPTY = {"population"}
TEXTS = ("code", "label_nl", "group", "compare_group", "population", "place", "place_code", "unit", "source", "series", "note")  # fmt: skip
WORDS = {
    "level": tuple(IndicatorLevel.values),
    "sample": tuple(SampleType.values),
    "direction": tuple(Favourable.values),
}
# Places that are no municipality and not the whole country, or that a file names in words.
KNOWN_PLACES = {
    "Amsterdam(-Amstelland)": "GGD Amsterdam",
    "Hilversum": "GM0402",
    "Gelderland": "PV25",
    "Overijssel": "PV23",
}
BREAK = re.compile(r"niet verbinden|reeksbreuk|andere reeks", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """The municipality that reads the file, so that its own name needs no code."""

    code: str
    name: str


def check_settings() -> Verdict:
    """A file needs nothing but the file."""
    return YES


def read(data: bytes, *, home: Place | None = None, **_choices: Any) -> list[Observation]:
    """Every row of the file. Raises Unreadable with every mistake by line and column."""
    return checked(observations(decoded(data), home, retrieved_on=""))


def observations(text: str, home: Place | None, *, retrieved_on: str) -> list[Observation]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    try:
        header = [name.strip() for name in next(lines, [])]
        _check_header(header)
        reader = _Reader(home, retrieved_on)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(reader.rows) >= MAX_ROWS:
                raise refuse(_("Dit bestand heeft meer dan 50.000 regels."), _("Deel het in stukken."))
            reader.take(lines.line_num, header, cells)
    except csv.Error:
        raise refuse(
            _("Deze regel is niet te lezen: er staat een aanhalingsteken verkeerd."), line=lines.line_num
        ) from None
    if reader.mistakes:
        raise Unreadable(reader.mistakes)
    if not reader.rows:
        raise refuse(_("Er staan geen cijfers in dit bestand, alleen namen van kolommen."))
    return reader.rows


def _check_header(header: list[str]) -> None:
    known = (*NEEDED, *ALLOWED)
    mistakes = [
        Mistake(1, name, _("deze kolom ontbreekt"), ", ".join(NEEDED))
        for name in NEEDED
        if name not in header
    ]
    mistakes += [
        Mistake(1, name[:60] or "–", _("deze kolom kennen wij niet"), ", ".join(known))
        for name in header
        if name not in known
    ]
    mistakes += [
        Mistake(1, name, _("deze kolom staat er twee keer"))
        for name in sorted(set(header) & set(known))
        if header.count(name) > 1
    ]
    if len(header) == 1 and "," in header[0]:
        mistakes = [Mistake(1, "", _("de kolommen staan niet uit elkaar"), _("Zet er een puntkomma tussen."))]
    if mistakes:
        raise Unreadable(mistakes)


class _Reader:
    """Takes lines and keeps what is wrong with them, so that people can mend a file in one go."""

    def __init__(self, home: Place | None, retrieved_on: str) -> None:
        self.home, self.retrieved_on = home, retrieved_on
        self.rows: list[Observation] = []
        self.mistakes: list[Mistake] = []
        self.meanings: dict[str, tuple[str, ...]] = {}  # code -> name, unit, level

    def take(self, line: int, header: list[str], cells: list[str]) -> None:
        before = len(self.mistakes)
        if len(cells) != len(header):
            what = _("deze regel heeft %(found)d velden, de eerste regel %(wanted)d")
            self._wrong(line, "", what % {"found": len(cells), "wanted": len(header)})
            return
        row = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)}
        self._texts(line, row)
        words = {name: self._word(line, row, name) for name in WORDS}
        numbers = {
            name: self._number(line, row, name)
            for name in ("value", "compare_value", "margin_low", "margin_high", "n")
        }
        place, place_code = self._place(line, row)
        if not PERIOD.match(row["year"]):
            self._wrong(line, "year", _("dit is geen jaar"), _("2026 of 2026-03"))
        retrieved = row.get("retrieved_on", "") or self.retrieved_on
        if retrieved and not DATE.match(retrieved):
            self._wrong(line, "retrieved_on", _("dit is geen datum"), "2026-11-21")
        url = row.get("url", "")
        if url and not re.match(r"^https?://[^\s\"'<>]+$", url):
            self._wrong(line, "url", _("dit is geen webadres"), "https://...")
        self._same_meaning(line, row)
        if len(self.mistakes) == before:
            broken = bool(BREAK.search(row.get("note", "")))
            self.rows.append(
                Observation(
                    line=line,
                    code=row["code"],
                    name=row["label_nl"],
                    level=words["level"],
                    unit=row["unit"],
                    favourable=words["direction"],
                    place=place,
                    place_code=place_code,
                    population=row["population"] or _("niet vermeld"),
                    period=row["year"],
                    value=numbers["value"] or 0.0,
                    sample=words["sample"],
                    series=row["series"],
                    source=row["source"],
                    group=row.get("group", ""),
                    compare_group=row.get("compare_group", ""),
                    compare_value=numbers["compare_value"],
                    margin_low=numbers["margin_low"],
                    margin_high=numbers["margin_high"],
                    n=None if numbers["n"] is None else int(numbers["n"]),
                    break_note=row["note"] if broken else "",
                    url=url,
                    retrieved_on=retrieved,
                    note="" if broken else row.get("note", ""),
                )
            )

    def _wrong(self, line: int, column: str, what: str, right: str = "") -> None:
        self.mistakes.append(Mistake(line, column, what, right))

    def _texts(self, line: int, row: Mapping[str, str]) -> None:
        for name in NEEDED:
            if not row[name] and name not in MAY_BE_EMPTY:
                self._wrong(line, name, _("dit veld is leeg"))
        for name in TEXTS:
            reason = plain(row.get(name, ""))
            if reason:
                self._wrong(line, name, reason)

    def _word(self, line: int, row: Mapping[str, str], name: str) -> str:
        word = row[name].lower().replace(" ", "_")
        if row[name] and word not in WORDS[name]:
            self._wrong(line, name, _("dit woord kennen wij hier niet"), ", ".join(WORDS[name]))
        return word

    def _number(self, line: int, row: Mapping[str, str], name: str) -> float | None:
        text = row.get(name, "")
        if not text:
            return None
        try:
            value = number(text)
        except ValueError:
            self._wrong(
                line, name, _("dit is geen getal"), _("42 of 42,5, zonder punten tussen duizendtallen")
            )
            return None
        if name == "n" and (value < 0 or value != int(value)):
            self._wrong(line, name, _("een aantal deelnemers is een heel getal"))
        return value

    def _place(self, line: int, row: Mapping[str, str]) -> tuple[str, str]:
        """Name and code. A place without a code would read as the own municipality, so it gets one or is refused."""
        place, code = row["place"], row.get("place_code", "")
        if place.upper() in ("NL", NATIONAL) or code.upper() == NATIONAL:
            return _("Nederland (landelijk cijfer)"), NATIONAL
        if not code and self.home and place in (self.home.name, self.home.code):
            return self.home.name, self.home.code
        code = code or KNOWN_PLACES.get(place, "") or (place if re.match(r"^GM\d{4}$", place) else "")
        if place and not code:
            self._wrong(
                line,
                "place",
                _("wij kennen de code van deze plaats niet"),
                _("Zet die in een kolom place_code."),
            )
        return place, code

    def _same_meaning(self, line: int, row: Mapping[str, str]) -> None:
        meaning = (row["label_nl"], row["unit"], row["level"])
        if self.meanings.setdefault(row["code"], meaning) != meaning:
            self._wrong(line, "code", _("deze code staat hoger in het bestand voor een ander cijfer"))
