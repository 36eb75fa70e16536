"""Guids, colours, moments and truth, as other programs write them."""

from __future__ import annotations

import datetime as dt
import re
import uuid

OWN = uuid.UUID("8d0c6f0e-5a0c-5b9e-9d4b-0b7a2c1f4e63")  # for what has no guid that is one
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")


def guid_of(text: str) -> str:
    """A guid in one spelling; other words become the guid that always belongs to them."""
    found = GUID.fullmatch(text.strip())
    return found[1].lower() if found else str(uuid.uuid5(OWN, text))


def colour_of(text: str) -> str:
    """``#rrggbb``, or empty when it is no colour."""
    text = text.strip()
    if not COLOUR.fullmatch(text):
        return ""
    if len(text) == 4:
        text = "#" + "".join(2 * digit for digit in text[1:])
    return text.lower()


def is_true(text: str, *, otherwise: bool) -> bool:
    word = text.strip().lower()
    return word in {"true", "1"} if word else otherwise


def moment_of(text: str) -> dt.datetime | None:
    """Without a time zone it is UTC, as most programs mean it."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=moment.tzinfo or dt.UTC).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None


def written_moment(moment: dt.datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
