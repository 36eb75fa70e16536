"""Facts about Dutch. A list is written as words with spaces between them: a column of quotes hides what is in it."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


def in_order(words: str) -> tuple[str, ...]:
    return tuple(words.split())
