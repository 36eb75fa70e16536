"""Dates, in figures and in words. A bare year, a weekday and a duration point at nobody; ages.py has the ages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lists import listed
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
FEAST_DAYS = listed(
    """
    hemelvaartsdag paaszondag paasmaandag pinksterzondag pinkstermaandag nieuwjaarsdag oudejaarsdag koningsdag
    koninginnedag bevrijdingsdag kerstdag kerstavond oudejaarsavond oudjaarsavond dierendag valentijnsdag
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
DATED = re.compile(r"\b(?:op|van|tot|sinds|per|dd|ma|di|wo|do|vr|za|zo|datum)[ .:]*\Z", re.I)
YEAR_SHORT = re.compile(r" ?['’]\d{2}\b")
BIRTH_CUES = frozenset(["geboren", "geboortejaar", "bouwjaar", "jaargang"])


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
        if re.fullmatch(r"\d-\d", said) and not DATED.search(text, max(0, match.start() - 8), match.start()):
            continue  # 2-1 is more often a score
        if len(parts) == 2 and re.match(r"\d{1,2}/\d{1,2}$", said) and parts[1] in {2, 3, 4, 5, 10}:
            continue  # 3/4 is more often a fraction
        yield Claim(*match.span(), "date", "shape", 62, direct=False)
    for at, token in enumerate(tokens):
        if token.folded in MONTHS or (token.folded in SHORT_MONTHS and at and short_month(tokens, at)):
            yield from around_month(text, tokens, at)
        elif token.folded in SEASONS and at + 1 < len(tokens):
            of = at + 2 if tokens[at + 1].folded == "van" else at + 1
            if year(tokens, of):
                yield span(token, tokens[of], "date", "season", 58)
        elif (
            token.folded in FEAST_DAYS and at and tokens[at - 1].folded in {"sinds", "op", "eerste", "tweede"}
        ):
            yield span(token, token, "date", "season", 57)
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


def short_month(tokens: list[Token], at: int) -> bool:
    """ "28 aug", "begin sept": jan is a name more often than a month."""
    before = tokens[at - 1].folded
    part = before in {"begin", "eind", "half", "medio"}
    if value_of(before) or part:
        return True
    small = tokens[at].folded not in {"jan", "jun", "jul"} and not tokens[at].capital
    return small and spaced(tokens[at]) and before in {"sinds", "in", "vanaf", "tot"}


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


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    yield from dates(text, tokens)
