"""Streets and addresses: by the end of the word, with or without a house number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .ages import nothing_counted
from .lists import in_order, listed
from .lists.common_words import WORDS
from .model import Claim
from .numbers import CARDINALS
from .tokens import Token, joined

ENDS = in_order(
    """
    straat straatje weg laan laantje allee plein kade kaai singel hof hofje dijk dijkje pad steeg steegje
    gracht markt dreef plantsoen wal vaart boulevard burchtplein erf baan park vest veste passage plaats stoep
    wetering sluis dam brug
    """
)
SURE = in_order(
    """
    straat straatje laan allee plein kade singel steeg steegje gracht dreef plantsoen weg dijk pad hof wal
    """
)
NO_STREETS = listed(
    """
    onderweg snelweg autoweg spoorweg omweg voetpad fietspad ruiterpad zandpad tegelpad tuinpad
    schoolplein dorpsplein marktplein voetbalplein speelplein stadspark speelpark winkelstraat hoofdweg
    rondweg ringweg uitweg terugweg halverwege zijstraat doodlopende woonerf boerenerf schoolhof kerkhof
    gerechtshof stamcafe arbeidsmarkt huizenmarkt woningmarkt supermarkt kerstmarkt weekmarkt
    rommelmarkt vrijmarkt banenmarkt loopbaan achtbaan glijbaan sportbaan ijsbaan kegelbaan bijbaan
    renbaan werkplaats parkeerplaats standplaats woonplaats geboorteplaats speelplaats ligplaats
    binnenplaats begraafplaats vakantiepark pretpark wagenpark attractiepark industriepark zandweg
    landweg weg straat laan plein kade singel hof dijk pad park markt brug dam sluis erf baan plaats
    luchtbrug loopbrug drempel helemaal beweg vanwege overweg achterweg evenwel gaandeweg inmiddels
    rijbaan startbaan boulevard passage stoep pendant bejaardenhof tennisbaan atletiekbaan skatebaan
    rotonde stopplaats opslagplaats vergaderplaats verblijfplaats werkstraat stadswal voorplein
    stationsplein eindweg hoofdstraat buitenweg uitgaansstraat omgang damp rampplaats moord vindplaats
    opweg kruispunt waterweg levensweg zeeweg oprijlaan zijweg wandelpad schoolpad
    """
)
BEFORE = listed(
    """
    de aan op in langs over van uit naar bij tot door rond om vanaf tegenover achter het 't hoek
    """
)
HOUSE_NUMBER = re.compile(
    r"(?:,? (?:nr\.?|nummer|huisnummer) | )(\d{1,4}(?:[ -]?(?:[A-Za-z]|bis|hs|huis|[IVX]{1,4}|\d{1,3})(?!\w))?)(?![\w]|[.,:]\d|-\w)"
)
TWO_WORDS = listed(
    """
    straat weg laan plein kade singel hof dijk pad steeg gracht markt dreef
    """
)
LAAN_VAN = re.compile(
    r"\b(?:Laan|Plein|Straat|Weg|Park|Hof|Kade|Dijk)(?: (?:van|der|den|de|het|op|aan)){1,3}(?: [^\W\d_][\w'’-]*){1,2}"
)
HOUSE_ALONE = re.compile(
    r"\b(?:op |van |huis)?(?:huisnummer|nummer|nr\.?) (\d{1,4}(?:[ -]?[a-zA-Z](?!\w))?)(?![\w/.-]*\d)"
)


def is_street(token: Token) -> bool:
    folded = token.folded
    return (
        not folded.endswith(("verdam", "terdam"))
        and folded.endswith(ENDS)
        and folded not in NO_STREETS
        and len(folded) > 5
        and token.is_word
    )


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    for at, token in enumerate(tokens):
        number = HOUSE_NUMBER.match(text, token.end) if token.folded.endswith(ENDS) else None
        if is_street(token):
            number = number or spelled(text, tokens, at)
            yield from one_word(tokens, at, number)
        elif token.folded in TWO_WORDS and token.capital and at and tokens[at - 1].capital and joined(token):
            if number or (
                tokens[at - 1].folded not in BEFORE and not tokens[at - 1].caps and not tokens[at - 1].initial
            ):
                yield address(tokens[at - 1], token, number, 68)
        elif number and token.folded in {
            "hoofdstraat",
            "stationsplein",
            "kerkhof",
            "marktplein",
            "dorpsplein",
            "rondweg",
            "ringweg",
        }:
            yield address(token, token, number, 66)
    for match in LAAN_VAN.finditer(text):
        number = HOUSE_NUMBER.match(text, match.end())
        yield Claim(
            match.start(), number.end() if number else match.end(), "street", "shape", 69, bool(number)
        )
    for match in HOUSE_ALONE.finditer(text):
        yield Claim(*match.span(), "other", "house_number", 42, direct=False)


def one_word(tokens: list[Token], at: int, number: re.Match[str] | None) -> Iterator[Claim]:
    token = tokens[at]
    before = tokens[at - 1] if at else None
    sure = token.folded.endswith(SURE)
    if token.capital:
        initial = token.initial and not number
        if (initial and not sure) or (initial and token.folded in WORDS):
            return
        if (
            not sure
            and not number
            and not (before and before.folded in {"de", "aan", "op", "over", "langs", "hoek"})
        ):
            return
        yield address(token, token, number, 70 if sure or number else 44)
    elif number and token.folded not in WORDS and (sure or behind_article(tokens, at)):
        yield address(token, token, number, 64)
    elif (
        sure
        and before
        and before.folded in {"de", "het", "aan", "op", "in"}
        and at > 1
        and token.folded not in WORDS
    ) and (
        tokens[at - 2].folded in {"aan", "op", "in", "langs", "over", "van", "bij"}
        or before.folded
        in {
            "aan",
            "op",
            "in",
        }
    ):
        yield address(token, token, None, 43)


def spelled(text: str, tokens: list[Token], at: int) -> re.Match[str] | None:
    """ "acaciahof zeventien": a house number in words."""
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        behind is None
        or behind.before != " "
        or behind.folded not in CARDINALS
        or not nothing_counted(tokens, at + 1)
    ):
        return None
    return re.compile(r" (\w+)").match(text, tokens[at].end) if behind.folded != "een" else None


def behind_article(tokens: list[Token], at: int) -> bool:
    """ "aan de oude trekvaart 17" """
    return bool({token.folded for token in tokens[max(0, at - 2) : at]} & {"de", "het", "aan", "op"})


def address(first: Token, last: Token, number: re.Match[str] | None, certain: int) -> Claim:
    if number:
        return Claim(first.start, number.end(), "street", "address", certain + 5, direct=True)
    return Claim(first.start, last.end, "street", "street_end", certain, direct=False)
