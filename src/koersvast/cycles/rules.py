"""What may happen in a cycle. Pure: no database, no clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!]")
# what a spreadsheet reads as a formula, also behind characters that nobody sees, and full-width
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u00a0 \t\r\n"
FORMULA = re.compile(r"[=+@\t\r\uff1d\uff0b\uff20]|[-\uff0d]\s*\d*[=(+]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
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
    """Why a text cannot be kept: "markup", "formula" or "control"; empty when it can."""
    if CONTROL.search(text):
        return "control"
    if MARKUP.search(text):
        return "markup"
    if text[:1] in ("\t", "\r") or FORMULA.match(text.lstrip(INVISIBLE)):
        return "formula"
    return ""
