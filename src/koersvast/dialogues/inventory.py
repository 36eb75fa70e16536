"""A list of initiatives from a file: what each row says, what is odd about it, and what we make of it.

Pure. Lists that people kept by hand hold the same initiative under two spellings, "12 à 15" where a number belongs and
things that must not be published. Nothing is guessed in silence: a row with a question waits for a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from koersvast.activities.models import EvidenceLevel
from koersvast.cycles.words import Group, Theme
from koersvast.texts.reading import CannotRead, table_rows

MOST_ROWS = 1000
HEADINGS = {
    "name": ("name", "naam", "initiatief"),
    "organisation": ("organisation", "organisatie", "wie"),
    "kind": ("kind", "soort"),
    "themes": ("theme", "themes", "thema", "thema's"),
    "groups": ("groups", "groepen", "doelgroep", "voor wie"),
    "setting": ("setting", "plek", "waar"),
    "neighbourhood": ("neighbourhood", "wijk", "buurt"),
    "frequency": ("frequency", "hoe vaak", "frequentie"),
    "reach": ("reach_per_year", "reach", "bereik", "bereik per jaar"),
    "cost": ("cost_per_year", "cost", "kosten", "kosten per jaar"),
    "funding": ("funding", "geld", "dekking"),
    "status": ("status",),
    "contact": ("contact_role", "contact", "contactpersoon"),
    "evidence_level": ("evidence_level", "onderbouwing"),
    "what": ("description", "what", "wat", "omschrijving"),
}
NUMBERS = ("reach", "cost")
IN_NOTE = {
    "kind": "Soort",
    "frequency": "Hoe vaak",
    "neighbourhood": "Wijk",
    "funding": "Geld",
    "status": "Stand",
}
ONE_SPELLING = ("organisation", "kind", "setting", "neighbourhood", "status")
SECRET = ("niet openbaar", "niet opnemen", "niet publiceren", "besloten", "vertrouwelijk", "geheim")
NOTHING = {"onbekend", "?", "-", "n.v.t.", "nvt", "niet bekend", "unknown", "weet niet"}
GROUP_WORDS = {
    "lesbisch": "lesbian", "homo": "gay", "bi+": "bi_plus", "bi": "bi_plus", "transgender": "transgender",
    "trans": "transgender", "non-binair": "non_binary", "intersekse": "intersex", "queer": "queer",
    "aseksueel": "asexual", "jongeren": "youth", "ouderen": "elderly", "bicultureel": "bicultural",
    "religieus": "religious", "statushouder": "asylum", "statushouders": "asylum", "omgeving": "surroundings",
}  # fmt: skip
EVIDENCE_WORDS = {
    "geen": "not_studied", "niet onderzocht": "not_studied", "goed beschreven": "described",
    "goed onderbouwd": "founded", "eerste aanwijzingen": "first_indications", "goede aanwijzingen": "good_indications",
    "sterke aanwijzingen": "strong_indications", "proef": "experiment",
}  # fmt: skip
SAME_NAME, LIKE_NAME, SAME_HOUSE = 0.85, 0.7, 0.85
LONGEST_WORD, LONGEST_WHAT = 500, 5000

_DATE = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d{2}-\d{2}")
_RANGE = re.compile(r"(\d[\d. ]*?)\s*(?:à|a|-|\u2013|tot|/)\s*(\d[\d. ]*)", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:€|eur|euro)?\s*(\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,(?:-+|\d{1,2}))?\s*(?:euro)?", re.IGNORECASE
)
_REACHABLE = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)(?:\+31|0)[\d\s-]{8,13}\d(?!\d)")
_BRACKETS = re.compile(r"\([^)]*\)")
_WORDS = re.compile(r"[^\w+]+")
ARTICLES = {"de", "het", "een"}


@dataclass(frozen=True)
class Odd:
    """Something about a row. ``asks``: a person has to look before it is stored."""

    kind: str
    asks: bool
    said: str


@dataclass(frozen=True)
class Twin:
    """The row, or the initiative here, that this one may be. ``likeness`` 0..1."""

    line: int | None
    initiative: Any
    name: str
    likeness: float


@dataclass(frozen=True)
class Line:
    """A row of the file. ``values``: what we make of it, as fields of an initiative."""

    number: int
    values: dict[str, Any]
    odd: tuple[Odd, ...] = ()
    twin: Twin | None = None

    @property
    def asks(self) -> bool:
        return any(one.asks for one in self.odd)

    @property
    def kinds(self) -> set[str]:
        return {one.kind for one in self.odd}

    @property
    def proposal(self) -> str:
        """What we would do: take it, leave it out, or put it together with its twin."""
        if "secret" in self.kinds or not self.values["name"]:
            return "skip"
        return "merge" if self.twin else "take"


@dataclass
class _Row:
    number: int
    raw: dict[str, str]
    width: int
    odd: list[Odd] = field(default_factory=list)

    def say(self, kind: str, said: str, *, asks: bool = False) -> None:
        self.odd.append(Odd(kind, asks, said))


def read_inventory(name: str, content: bytes, there: Sequence[tuple[Any, str, str]] = ()) -> list[Line]:
    """``there``: id, name and organisation of initiatives that stand in the inventory. Raises CannotRead."""
    table = table_rows(name, content)
    columns = _columns(table[0])
    rows = [
        _Row(number, {name: _cell(cells, at) for name, at in columns.items()}, len(cells))
        for number, cells in enumerate(table[1:], start=2)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise CannotRead(_("In dit bestand staan geen initiatieven."))
    if len(rows) > MOST_ROWS:
        raise CannotRead(_("In dit bestand staan meer dan 1000 initiatieven. Splits het."))
    usual = {column: _spellings(rows, column) for column in ONE_SPELLING if column in columns}
    found = []
    for row in rows:
        if row.width > len(table[0]):
            row.say("cells", _("Deze rij heeft meer cellen dan de kop."), asks=True)
        found.append(_line(row, usual, columns))
    return _with_twins(found, there)


def _columns(heading: Sequence[str]) -> dict[str, int]:
    told = [cell.strip().casefold() for cell in heading]
    found = {}
    for field_name, words in HEADINGS.items():
        at = next((told.index(word) for word in words if word in told), None)
        if at is not None:
            found[field_name] = at
    if "name" not in found:
        raise CannotRead(_("De eerste rij noemt de kolommen. Er moet een kolom naam (name) zijn."))
    return found


def _cell(cells: Sequence[str], at: int) -> str:
    return " ".join(cells[at].split()) if at < len(cells) else ""


def _spellings(rows: Iterable[_Row], column: str) -> dict[str, str]:
    """Per word without capitals: the spelling that stands there most, of equals the first."""
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        if row.raw[column]:
            counted.setdefault(row.raw[column].casefold(), Counter())[row.raw[column]] += 1
    return {key: spellings.most_common(1)[0][0] for key, spellings in counted.items()}


def _line(row: _Row, usual: dict[str, dict[str, str]], columns: Iterable[str]) -> Line:
    raw = dict(row.raw)
    _secrets(row)
    for column, spellings in usual.items():
        said = spellings.get(raw[column].casefold(), raw[column])
        if said != raw[column]:
            row.say(
                "case", _("“%(word)s” schrijven we als “%(said)s”.") % {"word": raw[column], "said": said}
            )
            raw[column] = said
    empty = [column for column in columns if not raw[column] and column not in ("contact",)]
    if empty:
        row.say("empty", _("Leeg: %(columns)s.") % {"columns": ", ".join(_label(one) for one in empty)})
    if not raw["name"]:
        row.say("nameless", _("Er staat geen naam."), asks=True)
    note = [f"{label}: {raw[column]}." for column, label in IN_NOTE.items() if raw.get(column)]
    values: dict[str, Any] = {
        "name": raw["name"][:LONGEST_WORD],
        "organisation": raw.get("organisation", "")[:LONGEST_WORD],
        "what": raw.get("what", "")[:LONGEST_WHAT],
        "setting": raw.get("setting", "")[:LONGEST_WORD],
        "themes": _chosen(row, "themes", Theme, {}, note),
        "groups": _chosen(row, "groups", Group, GROUP_WORDS, note),
        "reach": _reach(row, raw.get("reach", "")),
        "cost": _cost(row, raw.get("cost", "")),
        "evidence_level": _evidence(row, raw.get("evidence_level", ""), note),
    }
    return Line(row.number, {**values, "note": " ".join(note)}, tuple(row.odd))


def _label(column: str) -> str:
    return str(
        {
            "organisation": _("organisatie"), "what": _("wat"), "setting": _("plek"), "themes": _("thema's"),
            "groups": _("groepen"), "reach": _("bereik"), "cost": _("kosten"), "evidence_level": _("onderbouwing"),
            "kind": _("soort"), "neighbourhood": _("wijk"), "frequency": _("hoe vaak"), "funding": _("geld"),
            "status": _("status"), "name": _("naam"),
        }.get(column, column)
    )  # fmt: skip


def is_secret(text: str) -> bool:
    """Does it say of itself that it is not for a list that everybody reads?"""
    low = text.casefold()
    return any(word in low for word in SECRET)


def _secrets(row: _Row) -> None:
    whole = " ".join(row.raw.values()).casefold()
    if is_secret(whole):
        row.say("secret", _("Hier staat dat het besloten is of niet in een lijst mag."), asks=True)
    if _REACHABLE.search(whole):
        row.say("contact", _("Hier staat een telefoonnummer of e-mailadres. Haal het weg."), asks=True)


def _reach(row: _Row, told: str) -> str:
    """The reach is words in the inventory, but what is no number is asked about."""
    if not told or told.isdigit():
        return told
    if told.casefold() in NOTHING:
        row.say("unknown", _("Bij bereik staat “%(told)s”. Wij laten het leeg.") % {"told": told}, asks=True)
        return ""
    if _DATE.fullmatch(told):
        row.say(
            "date", _("Bij bereik staat een datum: %(told)s. Wij laten het leeg.") % {"told": told}, asks=True
        )
        return ""
    if _RANGE.fullmatch(told):
        row.say(
            "range",
            _("Bij bereik staat “%(told)s”. Is dat per keer of per jaar?") % {"told": told},
            asks=True,
        )
        return told
    amount = _number(told)
    if amount is None:
        row.say("number", _("Bij bereik staat geen getal: “%(told)s”.") % {"told": told}, asks=True)
        return told[:LONGEST_WORD]
    row.say("amount", _("“%(told)s” lezen we als %(amount)d.") % {"told": told, "amount": amount})
    return str(amount)


def _cost(row: _Row, told: str) -> int | None:
    if not told:
        return None
    amount = _number(told)
    if amount is not None:
        if not told.isdigit():
            row.say(
                "amount", _("“%(told)s” lezen we als %(amount)d euro.") % {"told": told, "amount": amount}
            )
        return amount
    if told.casefold() in NOTHING:
        row.say("unknown", _("Bij kosten staat “%(told)s”. Wij laten het leeg.") % {"told": told}, asks=True)
    elif _DATE.fullmatch(told):
        row.say(
            "date", _("Bij kosten staat een datum: %(told)s. Wij laten het leeg.") % {"told": told}, asks=True
        )
    elif _RANGE.fullmatch(told):
        row.say("range", _("Bij kosten staat “%(told)s”. Kies één bedrag.") % {"told": told}, asks=True)
    else:
        row.say("number", _("Bij kosten staat geen bedrag: “%(told)s”.") % {"told": told}, asks=True)
    return None


def _number(told: str) -> int | None:
    found = _AMOUNT.fullmatch(told.strip())
    if found is None:
        return None
    amount = int(re.sub(r"[.\s]", "", found[1]))
    return amount if amount < 2**31 else None


def _chosen(row: _Row, column: str, words: Any, also: dict[str, str], note: list[str]) -> list[str]:
    """Keys of fixed words; a word that is not in the list goes to the note, so nothing is lost."""
    known = {str(key).casefold(): key for key in words.values}
    known |= {str(label).casefold(): key for key, label in words.choices} | also
    found, left = [], []
    for word in re.split(r"[,/]", row.raw.get(column, "")):
        word = word.strip()
        key = known.get(word.casefold())
        if key and key not in found:
            found.append(key)
        elif word and not key:
            left.append(word)
    if left:
        label = "Voor wie" if column == "groups" else "Thema"
        note.append(f"{label}: {', '.join(left)}.")
        row.say(
            "word",
            _("“%(words)s” staat niet in onze lijst en gaat naar de opmerking.") % {"words": ", ".join(left)},
        )
    return found


def _evidence(row: _Row, told: str, note: list[str]) -> str:
    if not told:
        return ""
    known = {str(label).casefold(): key for key, label in EvidenceLevel.choices} | EVIDENCE_WORDS
    key = known.get(told.casefold(), told if told in EvidenceLevel.values else "")
    if not key:
        note.append(f"Onderbouwing: {told}.")
        row.say(
            "word", _("“%(words)s” staat niet in onze lijst en gaat naar de opmerking.") % {"words": told}
        )
    return key


def bare(name: str) -> str:
    """A name without brackets, articles, capitals and punctuation."""
    words = _WORDS.split(_BRACKETS.sub(" ", name).casefold())
    return " ".join(word for word in words if word and word not in ARTICLES) or name.casefold()


def _with_twins(lines: list[Line], there: Sequence[tuple[Any, str, str]]) -> list[Line]:
    """Rows that may be one initiative under two spellings; the later one asks."""
    others: list[tuple[str, str, int | None, Any, str]] = [
        (bare(name), bare(house), None, pk, name) for pk, name, house in there
    ]
    found = []
    for line in lines:
        name, house = bare(line.values["name"]), bare(line.values["organisation"])
        twin = _twin(name, house, others) if name else None
        if twin is not None:
            said = _("Lijkt op “%(name)s” (%(percent)d procent hetzelfde).") % {
                "name": twin.name, "percent": round(100 * twin.likeness),
            }  # fmt: skip
            line = replace(line, twin=twin, odd=(Odd("twin", True, said), *line.odd))
        else:
            others.append((name, house, line.number, None, line.values["name"]))
        found.append(line)
    return found


def _twin(name: str, house: str, others: Iterable[tuple[str, str, int | None, Any, str]]) -> Twin | None:
    best: Twin | None = None
    match = SequenceMatcher(None, autojunk=False)
    match.set_seq2(name)
    for other, other_house, number, pk, told in others:
        match.set_seq1(other)
        if match.real_quick_ratio() < LIKE_NAME or match.quick_ratio() < LIKE_NAME:
            continue
        likeness = match.ratio()
        if likeness < LIKE_NAME or (best is not None and likeness <= best.likeness):
            continue
        if likeness >= SAME_NAME or SequenceMatcher(None, house, other_house).ratio() >= SAME_HOUSE:
            best = Twin(number, pk, told, likeness)
    return best
