"""What a column of a file with answers looks like, and whether it points at somebody. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence

from koersvast.texts.identifiers import find

LOOKED_AT = 40  # filled cells that say what a column looks like
LONG = 40  # characters on average: then people wrote sentences
SHORT = 90  # characters; a longer cell is no name or address
MOSTLY, SOME = 0.6, 0.3

REACHES = (
    "email",
    "phone",
    "person",
    "address",
    "internet",
    "birth",
    "number",
)  # looks that point at somebody
LOOK_OF_KIND = {
    "email": "email", "phone": "phone", "person": "person", "handle": "person", "street": "address",
    "postcode": "address", "bsn": "number", "iban": "number", "plate": "number",
}  # fmt: skip
HEADINGS = {
    "email": {"e-mail", "email", "mail", "e-mailadres", "emailadres", "mailadres"},
    "phone": {"telefoon", "telefoonnummer", "tel", "mobiel", "06", "phone"},
    "person": {"naam", "voornaam", "achternaam", "tussenvoegsel", "roepnaam", "name", "contactpersoon", "gebruikersnaam"},
    "address": {"adres", "straat", "huisnummer", "postcode", "woonadres", "address"},
    "internet": {"ip", "ip-adres", "ipadres", "ipaddress", "ip-address", "user-agent", "browser", "apparaat"},
    "birth": {"geboortedatum", "geboortejaar", "geboren", "birthdate"},
}  # fmt: skip
_INTERNET = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T,].*)?")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?")
_WORD = re.compile(r"[\w-]+")


def look_of(title: str, cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell][:LOOKED_AT]
    if not filled:
        return "empty"
    if told := _by_heading(title):
        return told
    if _share(filled, lambda cell: bool(_INTERNET.fullmatch(cell))) >= SOME:
        return "internet"
    if _share(filled, lambda cell: day_of(cell) is not None) >= MOSTLY:
        return "date"
    if _share(filled, str.isdigit) >= MOSTLY and max(map(len, filled)) < 8:
        return "count"
    return _pointing(filled) or ("words" if sum(map(len, filled)) >= LONG * len(filled) else "short")


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, cells)) / len(cells)


def _by_heading(title: str) -> str:
    words = _WORD.findall(title.casefold())
    if len(words) > 4:  # a question that holds such a word
        return ""
    return next((look for look, known in HEADINGS.items() if known & set(words)), "")


def _pointing(filled: Sequence[str]) -> str:
    """What most of the cells that point at somebody are; empty when few do."""
    counts: dict[str, int] = {}
    for cell in filled:
        if len(cell) > SHORT:
            continue
        for one in find(cell):
            look = LOOK_OF_KIND.get(one.kind, "")
            if look and one.end - one.start >= MOSTLY * len(cell):
                counts[look] = counts.get(look, 0) + 1
    return max(counts, key=lambda look: counts[look]) if sum(counts.values()) >= SOME * len(filled) else ""


def day_of(cell: str) -> datetime.date | None:
    """ "3-4-2026", "2026-04-03 12:00" and such; None for anything else."""
    if found := _ISO.fullmatch(cell):
        year, month, day = map(int, found.groups())
    elif found := _DAY.fullmatch(cell):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
