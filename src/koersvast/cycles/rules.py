"""What may happen in a cycle. Pure: no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

MAX_TEXT = 5000
MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!?]")
FORMULA = re.compile(
    r"[=+@\t\r]"  # what every spreadsheet reads as the start of a formula
    r"|-\s*\d*[=(+]"  # -2+3, -(1), -=
    r"|-[A-Za-z.]+[(!|]"  # -SUM(, -cmd|
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# letters without ink that Unicode does not call invisible
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0\u034f"
DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


def make_key(text: str, taken: Collection[str], *, prefix: str = "") -> str:
    """A short key for the plan file, made once from a text: "Regenboogloket" -> "regenboogloket".

    At most 60 characters of a-z, 0-9 and dashes; a number is added when the key is taken.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    base = f"{prefix}{words}"[:50].rstrip("-") or f"{prefix}nieuw"
    key, count = base, 2
    while key in taken:
        key, count = f"{base}-{count}", count + 1
    return key


def dots_left(allowed: int, given: int) -> int:
    return max(allowed - given, 0)


def unsafe_text(text: str) -> str:
    """Why a text cannot be kept: "long", "unknown", "control", "markup" or "formula"; empty when it can."""
    if len(text) > MAX_TEXT:
        return "long"
    if text.strip() == "?":
        return "unknown"
    if CONTROL.search(text):
        return "control"
    if "<" in text and MARKUP.search(text):
        return "markup"
    return "formula" if starts_a_formula(text) else ""


def starts_a_formula(text: str) -> bool:
    """Would a spreadsheet calculate this text instead of showing it?

    Invisible characters in front are skipped and full-width forms are read as plain ones: some spreadsheets
    do the same. "- text" and "-5" are text.
    """
    if text[:1].isascii() and text[:1].isalnum():
        return False
    if text[:1] in ("\t", "\r"):
        return True
    start = 0
    while start < len(text) and is_invisible(text[start]):
        start += 1
    return FORMULA.match(unicodedata.normalize("NFKC", text[start : start + 60])) is not None


def is_invisible(character: str) -> bool:
    return (
        character.isspace()
        or character in BLANK_LETTERS
        or unicodedata.category(character) in ("Cf", "Cc", "Mn", "Me")
    )
