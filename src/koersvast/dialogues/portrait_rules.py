"""When a portrait is of nobody: enough people behind it, none of them more than half, no words of one. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

FEWEST = 3  # participants, and conversations
LONGEST = 6000  # characters
RUN = 6  # words in a row that are those of one passage: from here it is a quote

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Source:
    """A passage behind a portrait. ``person`` None: it may not be used, or nobody can say who said it."""

    conversation: Any
    person: Any | None


def lacks(sources: Iterable[Source], *, woven_from: int) -> list[str]:
    """What is missing, as names: "lost", "unusable", "conversations", "people", "half". Empty: it is of nobody."""
    rows = list(sources)
    used = [one for one in rows if one.person is not None]
    per_person = Counter(one.person for one in used)
    found = {
        "lost": len(rows) < woven_from,
        "unusable": len(used) < len(rows),
        "conversations": len({one.conversation for one in used}) < FEWEST,
        "people": len(per_person) < FEWEST,
        "half": any(2 * count > len(used) for count in per_person.values()),
    }
    return [name for name, missing in found.items() if missing]


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


def literal(text: str, passages: Sequence[str]) -> tuple[int, str] | None:
    """Which passage has six words in a row that stand in the text too, and which words; None when none has."""
    words = _words(text)
    runs = {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    for number, passage in enumerate(passages):
        theirs = _words(passage)
        for at in range(len(theirs) - RUN + 1):
            if tuple(theirs[at : at + RUN]) in runs:
                return number, " ".join(theirs[at : at + RUN])
    return None
