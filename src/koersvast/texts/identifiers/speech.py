"""Names by where they stand in the conversation: labels before a line, and names said once and meant again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .capitals import (
    NAMES_TOO,
    TITLES,
    genitive,
    half_of_double,
    nobody,
    verb_behind,
)
from .lists.common_words import SMALL_WORDS, VERBS_OF_ONE, is_word, ordinary
from .lists.first_names import ALSO_WORDS, FIRST_NAMES
from .model import Claim
from .small import NO_NAME_BEHIND, small_lines, verbish
from .tokens import Token, joined

LABEL = re.compile(
    r"^[ \t\[(<]{0,4}(?:[\d:.,/ \t-]{3,24}(?:[ap]m)?[\]) -]{0,4})?(?:<?v )?~?(?:[^\w\s:|\[\]()<>-]{1,3} ?)?([^\W\d_][^\s:>]{0,30})(?= ?[:>])",
    re.M,
)


def starts_of_lines(tokens: list[Token], text: str) -> Iterator[int]:
    """Who speaks, at the start of a line; a time may stand before it: "[14:03] ruud: ja"."""
    starts = {token.start: at for at, token in enumerate(tokens)}
    for match in LABEL.finditer(text):
        if match.start(1) in starts:
            yield starts[match.start(1)]


def labels(tokens: list[Token], text: str) -> Iterator[Claim]:
    """ "Henk: ik vind ...": who speaks. V:, D:, Vraag: are nobody."""
    places = list(starts_of_lines(tokens, text))
    often = Counter(tokens[at].folded for at in places)
    for at in places:
        token = tokens[at]
        word = ordinary(token.folded) or nobody(token)
        listed = token.core in FIRST_NAMES or half_of_double(token.core)
        if (
            listed
            or (token.core in ALSO_WORDS and (often[token.folded] > 1 or not word))
            or (often[token.folded] > 1 and not word)
        ):
            yield Claim(token.start, token.end, "person", "label", 48)


def said_again(tokens: list[Token], claims: list[Claim], text: str) -> Iterator[Claim]:
    """Every other place where a name that was found stands: at the start of a sentence, in small letters, with an s."""
    kinds: dict[str, Claim] = {}
    starts = {token.start: at for at, token in enumerate(tokens)}
    for claim in sorted(claims, key=lambda claim: claim.certain):
        if claim.kind not in {"person", "place", "organisation", "school"} or claim.certain < 28:
            continue
        at = starts.get(claim.start)
        while at is not None and at < len(tokens) and tokens[at].start < claim.end:
            token = tokens[at]
            if worth_following(token, claim):
                kinds[token.core] = claim
            at += 1
    people = {core[:4]: core for core, claim in kinds.items() if claim.kind == "person" and len(core) > 5}
    for at, token in enumerate(tokens):
        known = kinds.get(token.core) or (kinds.get(genitive(token.core)) if len(token.core) > 4 else None)
        if known is None and token.is_word and (name := shorter(token, people) or pet_name(token, kinds)):
            known = kinds[name]
        if known is not None and known.kind == "person" and cued_word(tokens, at, known):
            yield Claim(token.start, token.end, "person", "again", 30)
            continue
        if known is None or (token.initial and is_word(token.folded) and token.core not in FIRST_NAMES):
            continue
        if (
            token.capital
            or (not ordinary(token.folded) and token.core not in ALSO_WORDS)
            or (token.core in FIRST_NAMES)
        ):
            if token.capital and token.initial and token.core in SMALL_WORDS and not verb_behind(tokens, at):
                continue
            yield Claim(token.start, token.end, known.kind, "again", min(known.certain, 35) - 2)


def names_that_are_words(tokens: list[Token], claims: list[Claim]) -> Iterator[Claim]:
    """Wolf, once heard as a name in small letters, wherever no article stands before it."""
    starts = {claim.start for claim in claims if claim.kind == "person"}
    heard = {
        token.core
        for token in tokens
        if token.start in starts and not token.capital and token.core in ALSO_WORDS
    }
    small = small_lines(tokens)
    for at, token in enumerate(tokens):
        if not small[at] or token.core not in heard or token.start in starts:
            continue
        before = "" if token.initial or not at else tokens[at - 1].folded
        if before not in NO_NAME_BEHIND:
            yield Claim(token.start, token.end, "person", "again", 23)


def shorter(token: Token, people: dict[str, str]) -> str:
    """Chay for Chayenne, when chay is no word. `people`: the names by their first four letters."""
    core = people.get(token.core[:4], "")
    short = 4 <= len(token.core) < len(core) - 1 and core.startswith(token.core)
    return core if short and not ordinary(token.folded) and not verbish(token.folded) else ""


def pet_name(token: Token, kinds: dict[str, Claim]) -> str:
    """Vosje for who is called Vos at the start of lines."""
    for end in ("je", "tje", "ke"):
        known = kinds.get(token.core.removesuffix(end)) if token.core.endswith(end) else None
        if known is not None and known.kind == "person" and (known.why == "label" or token.capital):
            return token.core.removesuffix(end)
    return ""


def cued_word(tokens: list[Token], at: int, known: Claim) -> bool:
    """A name that is a word too, said with a title before: "tas is echt zo'n man", at the start of a sentence."""
    token = tokens[at]
    opens = token.initial and at + 1 < len(tokens) and joined(tokens[at + 1])
    verb = (
        opens
        and tokens[at + 1].folded in VERBS_OF_ONE
        and (token.core not in SMALL_WORDS or (token.capital and token.core in NAMES_TOO))
    )
    return known.certain > 38 and (verb or (known.why == "label" and token.core.endswith(("je", "ke"))))


def worth_following(token: Token, claim: Claim) -> bool:
    if token.capital and not token.initial and claim.kind == "person" and token.core in NAMES_TOO:
        return True
    if not token.is_word or (len(token.core) < 3 and claim.kind != "person"):
        return False
    if len(token.core) < 2 or nobody(token) or token.core in TITLES or token.core in SMALL_WORDS - ALSO_WORDS:
        return False
    if claim.kind == "person":
        return token.capital or token.core in FIRST_NAMES or claim.certain > 38
    return token.capital and not ordinary(token.folded) and len(token.core) > 3


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    yield from labels(tokens, text)
