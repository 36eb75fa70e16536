"""What is wrong in a plan file: where, what, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

SHOWN = 100  # nobody mends more at a time
ENOUGH = 2000  # beyond this a file is not a plan: reading stops
LONGEST_QUOTE = 60

Path = tuple["Path", str] | None
"""Where a value stands, from the inside out: ((None, "results"), "[3]"). Written out only for a mistake."""


@dataclass(frozen=True)
class Mistake:
    """``line`` counts from 1; ``field`` reads like results[3].text, counted from 1; "" is the file itself."""

    line: int
    field: str
    what: str
    right: str

    def __str__(self) -> str:
        return f"{self.line}: {self.field or _('bestand')}: {self.what} {self.right}".rstrip()

    def as_dict(self) -> dict[str, int | str]:
        return asdict(self)


class TooManyMistakes(Exception):
    """Reading on would help nobody."""


@dataclass
class Mistakes:
    """The mistakes of one file, found in any order."""

    found: list[Mistake] = field(default_factory=list)

    def add(self, line: int, path: Path, what: str, right: str = "") -> None:
        self.found.append(Mistake(line, written(path), what, right))
        if len(self.found) >= ENOUGH:
            raise TooManyMistakes

    def shown(self) -> list[Mistake]:
        return sorted(self.found, key=lambda mistake: mistake.line)[:SHOWN]

    @property
    def hidden(self) -> int:
        return max(0, len(self.found) - SHOWN)


def written(path: Path) -> str:
    parts: list[str] = []
    while path is not None:
        path, name = path
        parts.append(name)
    text = ""
    for name in reversed(parts):
        text += name if name.startswith("[") or not text else f".{name}"
    return text


def quoted(value: str) -> str:
    """A value of the file inside a sentence: short, on one line, nothing that a terminal obeys."""
    shown = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 1] + "…"
    return (
        "'"
        + "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in shown)
        + "'"
    )


def like(wrong: str, known: Iterable[str]) -> list[str]:
    """The known name that looks most like it, if any does."""
    return difflib.get_close_matches(wrong[:LONGEST_QUOTE], known, n=1, cutoff=0.6)


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """ "Bedoelt u 'results'?", or nothing when no known name looks like it."""
    close = like(wrong, known)
    return _("Bedoelt u '%(name)s'?") % {"name": close[0]} if close else ""


def one_of(words: Iterable[str]) -> str:
    return _("Kies uit: %(words)s.") % {"words": ", ".join(words)}
