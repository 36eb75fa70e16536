"""Words with where they stand. Splitting is one pass; nothing here changes the text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from .lists import listed

LETTER = r"[^\W_][\u0300-\u036f]*"
WORD = re.compile(rf"(?:{LETTER})+(?:[-'’](?:{LETTER})+)*")
SENTENCE_ENDS = frozenset(".?!:;…|\t\n\r")
OPENING_QUOTES = frozenset("\"“„«‘'")
ABBREVIATIONS = listed(
    """
    mw mevr mej dhr hr dr drs prof ds ir ing mr fam st past br zr nr
    geb wed gesch tel adv buurvr buurm penningm secr voorz incl excl resp ca evt bijv afd
    """
)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Lower case, no accents, one kind of apostrophe. Never used for offsets."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ı", "i")).lower()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@dataclass(frozen=True, slots=True)
class Token:
    """One word. `before` is what stands between it and the word before; `initial`: a capital says nothing here."""

    start: int
    end: int
    text: str
    folded: str
    before: str
    initial: bool
    opens_line: bool
    capital: bool
    caps: bool

    @property
    def core(self) -> str:
        """Without the s of possession: Jan's, Riets stays (see names)."""
        return self.folded.removesuffix("'s").removesuffix("'")

    @property
    def is_word(self) -> bool:
        return not any(letter.isdigit() for letter in self.folded)


def opens_sentence(before: str, previous: Token | None) -> bool:
    if previous is None:
        return True
    if before in {". ", "."} and (
        previous.folded in ABBREVIATIONS or (len(previous.text) == 1 and previous.text.isupper())
    ):
        return False
    if previous.text in {"t", "n"} and previous.before[-1:] in OPENING_QUOTES and before == " ":
        return previous.initial and (previous.before.strip(" '’‘") != "" or previous.opens_line)
    if before == " " and previous.initial and previous.text in {"k", "t", "s", "n"}:
        return True  # 'k Ben, 's Morgens, 't Is
    return any(sign in SENTENCE_ENDS for sign in before) or before[-1:] in OPENING_QUOTES


def split(text: str) -> list[Token]:
    tokens: list[Token] = []
    previous: Token | None = None
    last = 0
    for match in WORD.finditer(text):
        word = match.group()
        before = text[last : match.start()]
        letters = [letter for letter in word if letter.isalpha()]
        caps = len(letters) > 1 and all(letter.isupper() for letter in letters)
        previous = Token(
            start=match.start(),
            end=match.end(),
            text=word,
            folded=fold(word),
            before=before[-8:],
            initial=opens_sentence(before[-8:], previous),
            opens_line=previous is None or "\n" in before,
            capital=word[:1].isupper(),
            caps=caps,
        )
        tokens.append(previous)
        last = match.end()
    return tokens


def joined(token: Token) -> bool:
    """Does it stand one space (or a space and an apostrophe, as in 't) behind the word before it?"""
    return token.before in {" ", " '", " ’", " ‘", "\u00a0", ". "} and not token.initial
