"""Exact ages, in figures and in words. How long something lasted is no age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lists import listed
from .lists.common_words import SMALL_WORDS, VERBS_OF_ONE, ordinary
from .lists.first_names import ALSO_WORDS, FIRST_NAMES
from .model import Claim
from .moments import MONTHS, WEEKDAYS, spaced, span
from .numbers import TENS, ordinal_of, value_of
from .tokens import Token

AGE_VERBS = listed(
    """
    ben bent is was waren zijn word wordt wort werd worden geworden geweest scheelt
    """
)
AGE_SOFTENERS = listed(
    """
    nu net bijna al pas toen inmiddels ongeveer rond ruim amper dan nog ook maar zelf dus zeker
    eigenlijk
    """
)
AGE_NOUNS_BEFORE = listed(
    """
    man vrouw jongen meisje meid zoon dochter kind kleinkind persoon iemand broer zus zusje broertje
    nichtje neefje dochtertje zoontje jongetje ventje tante oom oudste jongste middelste meissie gozer
    knul tiener studente student vriend vriendin buurman buurvrouw collega homo lesbienne leerling opa
    oma vader moeder v m x weduwe weduwnaar puber vent dame heer jongens meiden mannen vrouwen neef
    nicht partner
    """
)
SOON = listed(
    "in volgend volgende komend komende jaar maand week morgen overmorgen straks binnenkort vandaag"
)
LASTS = (
    "lijst",
    "tijd",
    "termijn",
    "traject",
    "contract",
    "project",
    "subsidie",
    "relatie",
    "regeling",
    "duur",
)
AGE_ENDS = listed(
    """
    jaar jr jarige lentes jaren en maar dus of toen als he inmiddels geworden geweest omdat want die
    geloof denk
    """
)
POSSESSIVES = listed(
    """
    mijn m'n zijn z'n haar d'r hun je jouw uw onze
    """
)
UNITS = listed(
    """
    min sec km cm kg mille procent % stuks x keren ronden kamers huizen flats bladzijden pagina jaren
    jaar weken week maanden maand dagen dag uur uren minuten minuut keer maal euro procent km kilometer
    meter mensen man personen kinderen leden graden seconden jongens meiden deelnemers
    """
)
TIME_WORDS = listed(
    """
    om half kwart voor over uur tot nummer huisnummer bus lijn kamer
    """
)


def nothing_counted(tokens: list[Token], at: int) -> bool:
    """Is what stands behind the number no thing that is counted?"""
    if at + 1 == len(tokens):
        return True
    behind = tokens[at + 1]
    if behind.before.strip() != "" or "\n" in behind.before or behind.folded in AGE_ENDS:
        return True
    return (
        behind.folded in SMALL_WORDS and value_of(behind.folded) is None and ordinal_of(behind.folded) is None
    )


def whole_years(folded: str) -> str:
    """ "vijfenhalf" is vijf, and "vierenenhalf" is nothing."""
    return folded.removesuffix("enhalf") if folded.endswith("enhalf") else folded


def round_age(tokens: list[Token], at: int) -> bool:
    """ "in de zeventig", "achter in de vijftig", "eind dertig": not "rond de twintig mensen"."""
    verb = at + 1 < len(tokens) and tokens[at + 1].folded in VERBS_OF_ONE
    if at < 2 or not (verb or nothing_counted(tokens, at)):
        return False
    before, earlier = tokens[at - 1].folded, tokens[at - 2].folded
    if not tokens[at].folded.isdigit() and before == "de" and spaced(tokens[at]):
        return earlier in {"in", "tegen", "voorin", "achterin", "rond", "over"} and spaced(tokens[at - 1])
    return before in {"begin", "eind", "midden", "half"} and not tokens[at].folded.isdigit()


def age(value: int | None) -> bool:
    return value is not None and 0 < value <= 110


def ages(text: str, tokens: list[Token]) -> Iterator[Claim]:
    for at, token in enumerate(tokens):
        value = value_of(whole_years(token.folded))
        if value in TENS and round_age(tokens, at):
            yield span(token, token, "age", "about", 54)
        elif token.folded.endswith("enhalf") and age(value) and at and tokens[at - 1].folded in AGE_VERBS:
            yield span(token, token, "age", "verb", 55)
        elif age(value) and (or_so(tokens, at) or both(tokens, at)):
            yield span(token, token, "age", "about", 53)
        elif age(value):
            reason = age_reason(text, tokens, at)
            if reason:
                yield span(token, token, "age", reason, 55)
        elif age(ordinal_of(token.folded)):
            yield from birthday(tokens, at)
        elif match := re.fullmatch(r"(\d{1,3})-?jarige?n?", token.folded):
            if age(int(match[1])):
                yield Claim(token.start, token.start + len(match[1]), "age", "years_old", 56, direct=False)
        elif (stem := token.folded.removesuffix("jarige").removesuffix("-")) != token.folded and age(
            value_of(stem)
        ):
            yield span(token, token, "age", "years_old", 56)


def age_reason(text: str, tokens: list[Token], at: int) -> str:
    token = tokens[at]
    before = tokens[at - 1] if at else None
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if re.match(r"[.,:%]\d|%", text[token.end : token.end + 2]):
        return ""
    if in_brackets(text, tokens, at):
        return "brackets"
    if (
        behind is not None
        and behind.folded in {"ben", "bin"}
        and spaced(behind)
        and value_of(token.folded) not in {0, 1}
    ):
        return "verb"  # "achtenzeventig ben ik"
    bullet = (
        token.opens_line and text[token.end : token.end + 2] == ", " and (value_of(token.folded) or 0) >= 12
    )
    if bullet:
        return "behind_name"  # "- 34, woont alleen"
    if (
        behind is not None
        and behind.folded == "jaar"
        and at + 2 < len(tokens)
        and tokens[at + 2].folded in {"oud", "jong"}
    ):
        return "years_old"
    if before is None:
        return ""
    if said_alone(text, tokens, at) or aside(tokens, at):
        return "behind_name"
    if asked(tokens, at) or (
        before.folded == "bijna" and nothing_counted(tokens, at) and after_age(tokens, at)
    ):
        return "verb"
    if before.folded in TIME_WORDS:
        return ""
    if behind_comma(text, tokens, at):
        return "behind_name"
    if behind is not None and behind.folded in {"jaar", "jr"} and spaced(behind):
        return years(tokens, at)
    if not spaced(token) or token.folded == "een":
        return ""
    if before.folded in {"van", "vanaf"} and at > 1 and tokens[at - 2].folded in AGE_NOUNS_BEFORE:
        return "noun" if behind is None or behind.folded not in UNITS else ""
    if before.folded in {"ben", "bin"} and (
        behind is None or (behind.folded not in UNITS and value_of(behind.folded) is None)
    ):
        return "verb"
    if before.folded == "of" and at > 2 and tokens[at - 2].folded == "jaar":
        return about(tokens, at)
    if (
        before.folded == "ik"
        and at > 1
        and tokens[at - 2].folded in {"ben", "word", "wort", "was", "werd"}
        and value_of(token.folded) not in {0, 1}
        and (behind is None or behind.folded not in UNITS)
    ):
        return "verb"  # "dan word ik zevenendertig"
    if behind is not None and behind.folded == "plus" and before.folded in AGE_VERBS:
        return "verb"  # "is 70 plus"
    if not nothing_counted(tokens, at):
        return ""
    place = at - 1
    while place > 0 and at - place < 4 and (tokens[place].folded in AGE_SOFTENERS or in_month(tokens, place)):
        place -= 1
    if tokens[place].folded in AGE_VERBS and value_of(token.folded) not in {0, 1}:
        return "verb"
    if (
        at - place == 1
        and tokens[place].folded in {"ik", "hij", "zij", "ze", "die", "je"}
        and value_of(token.folded) not in {1}
    ):
        # "toen ik zestien was", "dat hij 31 is"
        return "verb" if behind is not None and behind.folded in AGE_VERBS else ""
    if before.folded == "leeftijd":
        return "noun"
    return "turned" if behind is None and before.folded in {"werd"} else ""


def both(tokens: list[Token], at: int) -> bool:
    """The second of "de kinderen zijn elf en acht", "twee zoons van 7 en 9"."""
    if at < 4 or tokens[at - 1].folded != "en" or not nothing_counted(tokens, at):
        return False
    first, before = value_of(tokens[at - 2].folded), tokens[at - 3].folded
    return (
        age(first) and (before in {"zijn", "waren", "worden"} or before == "van") and children(tokens[at - 4])
    )


def children(token: Token) -> bool:
    return token.folded in AGE_NOUNS_BEFORE | {
        "kinderen",
        "zoons",
        "zonen",
        "dochters",
        "zussen",
        "broers",
        "tweeling",
        "kleinkinderen",
    }


def or_so(tokens: list[Token], at: int) -> bool:
    """The second of "is zestien of zeventien": one more than an age said just before."""
    value = value_of(tokens[at].folded) or 0
    if at < 3 or value < 4 or tokens[at - 1].folded != "of" or not nothing_counted(tokens, at):
        return False
    return value_of(tokens[at - 2].folded) in {value - 1, value - 2} and tokens[at - 2].before == ", "


def about(tokens: list[Token], at: int) -> str:
    """ "jongens van een jaar of 16", "hij is een jaar of zestig": not "over een jaar of drie"."""
    before = {token.folded for token in tokens[max(0, at - 5) : at - 2]}
    if before & {"over", "na", "binnen", "elk", "voor", "al", "zo'n"}:
        return ""
    behind = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    return "" if behind in {"geleden", "later", "terug", "lang"} else "about"


def after_age(tokens: list[Token], at: int) -> bool:
    """ "is vierentwintig, bijna vijfentwintig" """
    value = value_of(tokens[at].folded) or 0
    return value > 5 and any(value_of(token.folded) == value - 1 for token in tokens[max(0, at - 4) : at])


def asked(tokens: list[Token], at: int) -> bool:
    """ "hoe oud ben je / eenendertig": the answer on the line behind the question."""
    if (value_of(tokens[at].folded) or 0) < 6 or not nothing_counted(tokens, at):
        return False
    clock = tokens[at].before.endswith(":") or (
        at + 1 < len(tokens) and tokens[at + 1].before.startswith(":")
    )
    earlier = [token.folded for token in tokens[max(0, at - 12) : at]]
    return not clock and any(
        earlier[place : place + 2] in (["hoe", "oud"], ["je", "leeftijd"], ["uw", "leeftijd"])
        for place in range(len(earlier))
    )


def said_alone(text: str, tokens: list[Token], at: int) -> bool:
    """ "Zeventien." as a whole sentence within a line."""
    token = tokens[at]
    whole = token.before == ". " and re.match(r"\.(?: |\n|\Z)", text[token.end : token.end + 2])
    return bool(whole) and 12 <= (value_of(token.folded) or 0) <= 99


def aside(tokens: list[Token], at: int) -> bool:
    """ "mijn dochter Sybille, van elf": a name, a comma and a number."""
    van = tokens[at - 1]
    named = at > 1 and tokens[at - 2].capital and not tokens[at - 2].initial
    return van.folded == "van" and van.before == ", " and named and nothing_counted(tokens, at)


def in_brackets(text: str, tokens: list[Token], at: int) -> bool:
    """ "Riet (72)", "een leerling (trans, 14)"; a small number only behind a name or a relative."""
    token = tokens[at]
    if text[token.end : token.end + 1] not in {")", ",", ";"}:
        return False
    opening = text.rfind("(", max(0, token.start - 30), token.start)
    if opening < 0 or ")" in text[opening : token.start] or "\n" in text[opening : token.start]:
        return False
    first = opening == token.start - 1
    person = at > 0 and first and (tokens[at - 1].capital or tokens[at - 1].folded in AGE_NOUNS_BEFORE)
    return person or ((value_of(token.folded) or 0) >= 10 and (first or token.before == ", "))


def in_month(tokens: list[Token], at: int) -> bool:
    """ "wordt in maart 9" """
    return tokens[at].folded in MONTHS | WEEKDAYS or tokens[at].folded in SOON


def somebody(tokens: list[Token], at: int) -> bool:
    """In small letters: "dilara, 19,", "meneer de haan, 77,"."""
    token = tokens[at]
    name = token.core in FIRST_NAMES | ALSO_WORDS or not ordinary(token.folded)
    titled = any(
        earlier.folded in {"meneer", "mevrouw", "mw", "dhr"} for earlier in tokens[max(0, at - 3) : at]
    )
    return token.is_word and token.folded not in SMALL_WORDS and (name or titled)


def behind_comma(text: str, tokens: list[Token], at: int) -> bool:
    """ "Man, 29, opgegroeid", "Riet, 72" """
    token, before = tokens[at], tokens[at - 1]
    comma = token.before == ", "
    named = before.capital or before.folded in AGE_NOUNS_BEFORE or somebody(tokens, at - 1)
    closed = (
        re.match(
            r"(?: ?(?:jr|jaar|j)\b\.?| of [^\W\d_]{4,15})?(?:[,);.\n]|\Z)", text[token.end : token.end + 24]
        )
        is not None
    )
    value = value_of(token.folded) or 0
    return comma and named and closed and value >= 4


def years(tokens: list[Token], at: int) -> str:
    """ "34 jaar oud", "ze is 34 jaar", "een vrouw van 34 jaar": not "woont er 11 jaar"."""
    before = tokens[at - 1].folded
    if at + 2 < len(tokens) and tokens[at + 2].folded == "of":
        return ""  # "van een jaar of 16": see about
    ends = at + 2 >= len(tokens) or tokens[at + 2].before.strip() != ""
    if before in {"van", "vanaf"} and at > 1 and tokens[at - 2].folded in AGE_NOUNS_BEFORE:
        return "noun"
    place = at - 1
    while place > 0 and tokens[place].folded in AGE_SOFTENERS:
        place -= 1
    if any(earlier.folded.endswith(LASTS) for earlier in tokens[max(0, place - 3) : place]):
        return ""  # "de wachtlijst is nu 3 jaar"
    goes_on = (
        not ends and tokens[at + 2].folded in {"en", "maar"} and (value_of(tokens[at].folded) or 0) >= 12
    )
    known = tokens[place].folded in AGE_VERBS - {"geweest", "waren"} | {"heb"}
    return (
        "verb"
        if (ends and known) or (goes_on and tokens[place].folded in {"ben", "is", "word", "wordt"})
        else ""
    )


def birthday(tokens: list[Token], at: int) -> Iterator[Claim]:
    """ "sinds m'n zestiende", "op haar 61e": not "mijn tweede kind"."""
    value = ordinal_of(tokens[at].folded) or 0
    if at and tokens[at - 1].folded in POSSESSIVES and value >= 4:
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            behind is None
            or behind.before.strip()
            or behind.folded in UNITS | {"verjaardag"}
            or not behind.folded.endswith("e")
        ):
            yield span(tokens[at], tokens[at], "age", "birthday", 57)


def said_again(text: str, tokens: list[Token], found: list[Claim]) -> Iterator[Claim]:
    """The same number once more, alone: "66, ja", or the 34 that stands in egel34 as well."""
    ages_said = {claim.start for claim in found if claim.kind == "age"}
    values = {value_of(token.folded) for token in tokens if token.start in ages_said}
    for claim in found:
        if claim.kind in {"handle", "email"} and (
            inside := re.search(r"(?<!\d)[1-9]\d(?!\d)", text[claim.start : claim.end])
        ):
            values.add(int(inside.group()))
    for at, token in enumerate(tokens):
        value = value_of(token.folded)
        before = tokens[at - 1].folded if at else ""
        if (
            (
                value is not None
                and value in values
                and value > 12
                and nothing_counted(tokens, at)
                and before not in TIME_WORDS
            )
            and not re.match(r"[.,:/-]\d|%", text[token.end : token.end + 2])
            and text[token.start - 1 : token.start] not in {"-", "/", ".", ":", "€"}
        ):
            yield span(token, token, "age", "again", 30)


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    yield from ages(text, tokens)
