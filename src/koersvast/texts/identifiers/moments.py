"""Dates and exact ages, in figures and in words. A bare year, a weekday and a duration point at nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lists import listed
from .lists.common_words import SMALL_WORDS
from .model import Claim
from .numbers import ordinal_of, value_of
from .tokens import Token

MONTHS = listed(
    """
    januari februari maart april mei juni juli augustus september oktober november december
    """
)
SHORT_MONTHS = listed(
    """
    jan feb mrt apr jun jul aug sep sept okt nov dec
    """
)
SEASONS = listed(
    """
    voorjaar najaar lente zomer herfst winter kerst kerstmis pasen pinksteren koningsdag oudjaar
    oudjaarsavond oudejaarsavond nieuwjaar nieuwjaarsdag kerstavond ramadan carnaval sinterklaas
    bevrijdingsdag hemelvaart suikerfeest offerfeest vakantie zomervakantie kerstvakantie
    """
)
WEEKDAYS = listed(
    """
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    """
)
DAY_PARTS = listed(
    """
    morgen ochtend middag avond nacht ochtends middags avonds
    """
)
NUMERIC_DATE = re.compile(
    r"(?<![\w.,/-])(?:\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|'?\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}[-/]\d{1,2}|\d{2}-\d{4})(?![\w/-]|[.,]\d)"
)
YEAR_SHORT = re.compile(r" ?['’]\d{2}\b")
BIRTH_CUES = frozenset(["geboren", "geboortejaar", "bouwjaar", "jaargang"])

AGE_VERBS = listed(
    """
    ben bent is was waren zijn word wordt werd worden geworden geweest scheelt
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


def span(first: Token, last: Token, kind: str, why: str, certain: int) -> Claim:
    return Claim(first.start, last.end, kind, why, certain, direct=False)


def spaced(token: Token) -> bool:
    return token.before.strip() == "" and "\n" not in token.before


def dates(text: str, tokens: list[Token]) -> Iterator[Claim]:
    for match in NUMERIC_DATE.finditer(text):
        said = match.group()
        parts = [int(part) for part in re.findall(r"\d+", said)]
        if len(parts) == 2 and not (1 <= parts[0] <= 31 and (1 <= parts[1] <= 12 or parts[1] > 1900)):
            continue
        if len(parts) == 2 and re.match(r"\d{1,2}/\d{1,2}$", said) and parts[1] in {2, 3, 4, 5, 10}:
            continue  # 3/4 is more often a fraction
        yield Claim(*match.span(), "date", "shape", 62, direct=False)
    for at, token in enumerate(tokens):
        if token.folded in MONTHS or (
            token.folded in SHORT_MONTHS and at and value_of(tokens[at - 1].folded)
        ):
            yield from around_month(text, tokens, at)
        elif token.folded in SEASONS and at + 1 < len(tokens):
            of = at + 2 if tokens[at + 1].folded == "van" else at + 1
            if year(tokens, of):
                yield span(token, tokens[of], "date", "season", 58)
        elif token.folded in WEEKDAYS:
            yield from weekday_with_hour(tokens, at)
        elif (
            ordinal_of(token.folded)
            and at >= 2
            and tokens[at - 1].folded == "de"
            and day_of_month(tokens, at)
        ):
            yield span(tokens[at - 1], token, "date", "day", 40)
        elif token.folded in BIRTH_CUES:
            for later in tokens[at + 1 : at + 4]:
                if re.fullmatch(r"(?:19|20)\d\d", later.folded) and "." not in later.before:
                    yield span(later, later, "date", "birth_year", 61)


def year(tokens: list[Token], at: int) -> bool:
    return (
        at < len(tokens)
        and spaced(tokens[at])
        and re.fullmatch(r"(?:19|20)\d\d", tokens[at].folded) is not None
    )


def day_of_month(tokens: list[Token], at: int) -> bool:
    """ "op de veertiende", "de veertiende was": not "de tweede keer"."""
    value = ordinal_of(tokens[at].folded) or 0
    nothing_behind = at + 1 == len(tokens) or tokens[at + 1].before.strip() != ""
    return (
        4 <= value <= 31
        and (
            tokens[at - 2].folded in {"op", "van", "tot", "voor", "sinds", "was"}
            or tokens[at - 1].before == ", "
        )
        and nothing_behind
    )


def around_month(text: str, tokens: list[Token], at: int) -> Iterator[Claim]:
    first = at
    if at and spaced(tokens[at]):
        before = tokens[at - 1].folded
        day = value_of(before) or ordinal_of(before) or 0
        if 1 <= day <= 31:
            first = at - 1
            if ordinal_of(before) and at > 1 and tokens[at - 2].folded == "de" and before not in {"eerste"}:
                first = at - 2
        elif before in {"begin", "eind", "half", "medio"}:
            first = at
    if tokens[at].folded == "mei" and first == at and tokens[at].capital and not tokens[at].initial:
        return  # May is written small; Mei is somebody
    last, end = at, tokens[at].end
    if year(tokens, at + 1):
        end = tokens[at + 1].end
    elif short := YEAR_SHORT.match(text, end):
        end = short.end()
    elif (
        at + 2 < len(tokens)
        and tokens[at + 1].folded in {"volgend", "vorig", "afgelopen"}
        and tokens[at + 2].folded == "jaar"
    ):
        end = tokens[at + 2].end
    yield Claim(tokens[first].start, max(end, tokens[last].end), "date", "month", 60, direct=False)


def weekday_with_hour(tokens: list[Token], at: int) -> Iterator[Claim]:
    """ "donderdag om tien uur": an appointment somebody can be seen at."""
    later = tokens[at + 1 : at + 6]
    while later and later[0].folded in DAY_PARTS:
        later = later[1:]
    if (
        len(later) >= 2
        and later[0].folded == "om"
        and value_of(later[1].folded) is not None
        and "." not in later[0].before
    ):
        last = later[2] if len(later) > 2 and later[2].folded == "uur" else later[1]
        yield span(tokens[at], last, "date", "appointment", 45)


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


def age(value: int | None) -> bool:
    return value is not None and 0 < value <= 110


def ages(text: str, tokens: list[Token]) -> Iterator[Claim]:
    for at, token in enumerate(tokens):
        value = value_of(token.folded)
        if age(value):
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
    if before.folded == "of" and at > 2 and tokens[at - 2].folded == "jaar":
        return "about"
    if before.folded == "leeftijd":
        return "noun"
    return "turned" if behind is None and before.folded in {"werd"} else ""


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
    return tokens[at].folded in MONTHS or tokens[at].folded in {"in", "volgend", "volgende", "jaar", "maand"}


def behind_comma(text: str, tokens: list[Token], at: int) -> bool:
    """ "Man, 29, opgegroeid", "Riet, 72" """
    token, before = tokens[at], tokens[at - 1]
    comma = token.before == ", "
    named = before.capital or before.folded in AGE_NOUNS_BEFORE
    closed = text[token.end : token.end + 1] in {",", ")", ".", ";", "\n", ""}
    value = value_of(token.folded) or 0
    return comma and named and closed and value >= 4


def years(tokens: list[Token], at: int) -> str:
    """ "34 jaar oud", "ze is 34 jaar", "een vrouw van 34 jaar": not "woont er 11 jaar"."""
    before = tokens[at - 1].folded
    ends = at + 2 >= len(tokens) or tokens[at + 2].before.strip() != ""
    if before in {"van", "vanaf"} and at > 1 and tokens[at - 2].folded in AGE_NOUNS_BEFORE:
        return "noun"
    place = at - 1
    while place > 0 and tokens[place].folded in AGE_SOFTENERS:
        place -= 1
    return "verb" if ends and tokens[place].folded in AGE_VERBS - {"geweest", "waren"} | {"heb"} else ""


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
    yield from dates(text, tokens)
    yield from ages(text, tokens)
