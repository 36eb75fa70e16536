"""What in a text may point at a person. Suggestions: somebody decides on every one, and words.NOT_CHECKED says what stays unseen.

Pure: no database, no web, no clock. The text is never changed; offsets are Unicode code points.
"""

from __future__ import annotations

from . import ages, bodies, capitals, choosing, codes, contact, moments, small, speech, streets, telling
from . import known as own_list
from .model import DIRECT, KINDS, NOTHING_KNOWN, Claim, Identifier, Known
from .tokens import fold, split

__all__ = ["KINDS", "NOTHING_KNOWN", "Identifier", "Known", "find"]


def find(text: str, *, known: Known = NOTHING_KNOWN, also: tuple[Claim, ...] = ()) -> list[Identifier]:
    """Sorted, without overlap. `also`: what another recogniser says about the same text (deduce_names)."""
    tokens = split(text)
    claims: list[Claim] = list(also)
    claims += own_list.find(tokens, known)
    for recogniser in (contact, codes, moments, ages, streets, bodies, telling, speech, small):
        claims += recogniser.find(text, tokens)
    claims += capitals.find(tokens)
    claims += ages.said_again(text, tokens, claims)
    claims += speech.names_that_are_words(tokens, claims)
    claims += speech.said_again(tokens, claims, text)
    spared = own_list.spared(known)
    wanted = [claim for claim in claims if fold(text[claim.start : claim.end]) not in spared]
    return [identifier(text, claim) for claim in choosing.choose(text, wanted)]


def identifier(text: str, claim: Claim) -> Identifier:
    direct = claim.kind in DIRECT if claim.direct is None else claim.direct
    return Identifier(claim.start, claim.end, claim.kind, text[claim.start : claim.end], direct, claim.why)
