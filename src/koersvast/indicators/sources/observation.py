"""What every source gives: figures with their passport, or everything that is wrong with the file. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from koersvast.cycles.rules import unsafe_text

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
MAX_SHOWN = 100  # mistakes; the rest is counted
HIGHEST = 1e12
NUMBER = re.compile(r"^-?\d{1,13}([.,]\d{1,10})?$")
PERIOD = re.compile(r"^(19|20|21)\d{2}(-(0[1-9]|1[0-2]))?$")

NATIONAL = "NL01"


@dataclass(frozen=True)
class Observation:
    """One figure as a source gives it. ``code`` says which rows are one indicator; ``line`` is 1 or more."""

    line: int
    code: str
    name: str
    level: str
    unit: str
    favourable: str
    place: str
    place_code: str
    population: str
    period: str
    value: float
    sample: str
    series: str
    source: str
    group: str = ""
    compare_group: str = ""
    compare_value: float | None = None
    margin_low: float | None = None
    margin_high: float | None = None
    n: int | None = None
    break_note: str = ""
    url: str = ""
    retrieved_on: str = ""
    note: str = ""


@dataclass(frozen=True)
class Mistake:
    """Where it is (``line`` 0: the whole file), in which column, what is wrong and what would be right."""

    line: int
    column: str
    what: str
    right: str = ""

    def __str__(self) -> str:
        return ": ".join(part for part in (str(self.line), self.column, self.what, self.right) if part)


class Unreadable(Exception):
    """The file gives no figures. ``mistakes`` holds the first MAX_SHOWN, ``hidden`` counts the others."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes[:MAX_SHOWN])))
        self.mistakes = tuple(mistakes[:MAX_SHOWN])
        self.hidden = max(len(mistakes) - MAX_SHOWN, 0)


def refuse(what: str, right: str = "", *, line: int = 0, column: str = "") -> Unreadable:
    return Unreadable([Mistake(line, column, what, right)])


def decoded(data: bytes) -> str:
    """The text of a file. Raises Unreadable for a file that is too large, empty or not UTF-8."""
    if len(data) > MAX_BYTES:
        raise refuse(_("Dit bestand is groter dan 10 MB."), _("Neem minder jaren of minder onderwerpen."))
    if not data.strip():
        raise refuse(_("Dit bestand is leeg."))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise refuse(_("Dit bestand is geen UTF-8."), _("Bewaar het als UTF-8, niet als Unicode of UTF-16."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refuse(
            _("Dit bestand is geen UTF-8: deze regel bevat een teken dat niet te lezen is."),
            _("Kies bij het bewaren voor CSV UTF-8."),
            line=line,
        ) from None
    if "\x00" in text:
        raise refuse(_("Dit bestand bevat tekens die niet in een tekst horen."))
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise refuse(
            _("Dit is een webpagina, geen bestand met cijfers."),
            _("Bewaar het bestand zelf, niet de pagina waarop het staat."),
        )
    return text


def plain(text: str) -> str:
    """Why a text cannot be kept, in words; empty when it can."""
    mistake = unsafe_text(text)
    if not mistake:
        return ""
    return {
        "long": _("deze tekst is te lang, er passen 5000 tekens in"),
        "unknown": _("een vraagteken is geen antwoord, laat het veld leeg"),
        "control": _("deze tekst bevat een teken dat niet te zien is"),
        "markup": _("gebruik geen tekens zoals <b>"),
        "formula": _("een tekst mag niet beginnen als een formule"),
    }[mistake]


def number(text: Any) -> float:
    """A number as people and computers write it: 42, 42.5, 42,5. Raises ValueError for all else."""
    if isinstance(text, bool) or text is None:
        raise ValueError
    if isinstance(text, int | float):
        value = float(text)
    elif NUMBER.match(str(text).strip()):
        value = float(str(text).strip().replace(",", "."))
    else:
        raise ValueError
    if not math.isfinite(value) or abs(value) > HIGHEST:
        raise ValueError
    return value


def impossible(row: Observation) -> list[tuple[str, str]]:
    """What cannot be true in one figure: (column, why)."""
    found = []
    figures = {
        "value": row.value,
        "compare_value": row.compare_value,
        "margin_low": row.margin_low,
        "margin_high": row.margin_high,
    }
    if row.unit == "%":
        found += [
            (name, _("een percentage ligt tussen 0 en 100"))
            for name, value in figures.items()
            if value is not None and not 0 <= value <= 100
        ]
    if row.margin_low is not None and row.margin_low > row.value:
        found.append(("margin_low", _("de ondergrens ligt boven het cijfer")))
    if row.margin_high is not None and row.margin_high < row.value:
        found.append(("margin_high", _("de bovengrens ligt onder het cijfer")))
    if row.compare_value is not None and not row.compare_group:
        found.append(("compare_group", _("zeg welke groep dit is")))
    return found


def checked(rows: Iterable[Observation]) -> list[Observation]:
    """The rows, when each can be true. Raises Unreadable with everything that cannot."""
    kept = list(rows)
    mistakes = [Mistake(row.line, column, why) for row in kept for column, why in impossible(row)]
    if mistakes:
        raise Unreadable(mistakes)
    return kept
