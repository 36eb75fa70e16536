"""The municipality's own list: in any case, with an s or -se behind it, with or without its article."""

from __future__ import annotations

from collections.abc import Iterator

from .lists.common_words import ordinary
from .model import Claim, Known
from .tokens import Token, split

ENDINGS = ("", "s", "'s", "se", "er", "ers", "e")
ARTICLES = frozenset({"de", "het", "'t", "t", "een"})
Index = dict[str, list[tuple[tuple[str, ...], str]]]


def index_of(known: Known) -> Index:
    """First word -> the words behind it and the kind; the longest first."""
    index: Index = {}
    for kind, names in (
        ("place", known.places),
        ("street", known.streets),
        ("school", known.schools),
        ("organisation", known.organisations + known.churches),
        ("person", known.names),
    ):
        for name in names:
            words = tuple(token.folded for token in split(name))
            for said in {words, words[1:] if words and words[0] in ARTICLES else words}:
                if said and len("".join(said)) > 1:
                    index.setdefault(said[0], []).append((said, kind))
    for found in index.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return index


def first_words(token: Token) -> Iterator[str]:
    for ending in ENDINGS:
        if token.folded.endswith(ending):
            yield token.folded[: len(token.folded) - len(ending)]


def matches(tokens: list[Token], at: int, words: tuple[str, ...]) -> bool:
    if at + len(words) > len(tokens):
        return False
    found = tokens[at : at + len(words)]
    if any(token.before not in {" ", " '", " ’", "\u00a0"} for token in found[1:]):
        return False
    same = all(token.folded == word for token, word in zip(found[:-1], words, strict=False))
    return same and found[-1].folded in {words[-1] + ending for ending in ENDINGS}


def find(tokens: list[Token], known: Known) -> Iterator[Claim]:
    index = index_of(known)
    if not index:
        return
    for at, token in enumerate(tokens):
        for start in dict.fromkeys(first_words(token)):
            for words, kind in index.get(start, ()):
                if matches(tokens, at, words) and not only_a_word(tokens, at, words):
                    yield Claim(token.start, tokens[at + len(words) - 1].end, kind, "own_list", 91)
                    break


def only_a_word(tokens: list[Token], at: int, words: tuple[str, ...]) -> bool:
    """ "centrum" or "roos" in small letters, or at the start of a sentence, is the word and not the name."""
    token = tokens[at]
    return len(words) == 1 and ordinary(words[0]) and (not token.capital or token.initial)


def spared(known: Known) -> frozenset[str]:
    """The municipality's own names and what is made of them: Zonneveld, Zonnevelds, Zonneveldse."""
    folded = [" ".join(token.folded for token in split(name)) for name in known.municipality]
    return frozenset(name + ending for name in folded for ending in ENDINGS)
