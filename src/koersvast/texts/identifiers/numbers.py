"""Numbers in words: "zeventien", "tweeëntwintigste", and a row of them that spells a telephone number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .tokens import Token

UNITS = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
TEENS = [
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
TENS = {
    20: "twintig",
    30: "dertig",
    40: "veertig",
    50: "vijftig",
    60: "zestig",
    70: "zeventig",
    80: "tachtig",
    90: "negentig",
}
DIALECT = {"zeven": "zeuven", "negen": "neugen", "vijf": "vief"}


def cardinals() -> dict[str, int]:
    words = {word: value for value, word in enumerate(UNITS)} | {w: 10 + i for i, w in enumerate(TEENS)}
    units = list(enumerate(UNITS))[1:]
    for tens, name in TENS.items():
        words[name] = tens
        for unit, word in units:
            for said in {word, DIALECT.get(word, word)}:
                words[f"{said}en{name}"] = tens + unit  # "tweeënveertig" is folded to tweeenveertig
    words |= {said: words[word] for word, said in DIALECT.items()}
    return words | {"honderd": 100, "honderdeen": 101, "honderdtwee": 102, "honderddrie": 103}


CARDINALS = cardinals()
ORDINALS = {
    word + ("ste" if word.endswith("ig") or word in {"acht", "honderd"} else "de"): value
    for word, value in CARDINALS.items()
    if value > 3
} | {"eerste": 1, "tweede": 2, "derde": 3}


def value_of(folded: str) -> int | None:
    """41, "eenenveertig"; None for anything else, and for more than three digits."""
    if folded.isdigit() and folded.isascii():
        return int(folded) if len(folded) <= 3 else None
    return CARDINALS.get(folded)


def ordinal_of(folded: str) -> int | None:
    """ "61e", "16de", "zestiende"."""
    digits = folded.rstrip("dest")
    if digits and digits != folded and digits.isdigit() and digits.isascii() and len(digits) <= 3:
        return int(digits)
    return ORDINALS.get(folded)


@dataclass(frozen=True)
class Run:
    """Number words behind each other, as digits: "nul zes zeventig" is 0670."""

    start: int
    end: int
    digits: str
    first: int  # place of its first token
    spoken: int  # how many of its parts were words


FILLERS = frozenset({"streepje", "spatie", "punt", "en", "dan"})
BETWEEN = frozenset(" ,.-–/\u00a0")


def runs(tokens: list[Token], *, least: int = 5) -> Iterator[Run]:
    """Rows of at least `least` numbers of which some in words, with nothing but commas, dashes and "streepje" between."""
    at = 0
    while at < len(tokens):
        if value_of(tokens[at].folded) is None:
            at += 1
            continue
        first, digits, parts, spoken, end, times = at, "", 0, 0, tokens[at].end, 1
        while at < len(tokens) and (at == first or all(sign in BETWEEN for sign in tokens[at].before)):
            folded = tokens[at].folded
            value = value_of(folded)
            if value is None and folded in {"dubbel", "twee-keer"}:
                times = 2
            elif value is None and folded in FILLERS:
                pass
            elif value is None:
                break
            else:
                digits += (folded if folded.isdigit() else str(value)) * times
                times = 1
                parts += 1
                spoken += not folded.isdigit()
                end = tokens[at].end
            at += 1
        if parts >= least and spoken:
            yield Run(tokens[first].start, end, digits, first, spoken)
