"""E-mail, telephone and the names people use online."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import numbers
from .lists import listed
from .model import Claim
from .tokens import Token

LOCAL = re.compile(r"[\w.+%'’-]")
EMAIL_END = re.compile(r"[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,6}")
SPOKEN_EMAIL = re.compile(
    r"\b[\w.-]{1,40} (?:apenstaartje|apestaartje|[\[(]?at[\])]?) [\w-]{2,40}(?: ?(?:punt|dot|\.) ?)(?:nl|com|org|net|eu|be|example)\b",
    re.I,
)
AT_HANDLE = re.compile(r"(?<![\w@.])@[^\W_](?:[\w.]{0,38}\w)?(?!\w*@)")
LINK = re.compile(r"\b(?:https?://|www\.)[^\s<>\"']{3,200}", re.I)
PROFILE = re.compile(r"\b(?:instagram|facebook|tiktok|twitter|x|linkedin|t)\.(?:com|me)/[\w./-]{2,80}", re.I)
HANDLE_SHAPE = re.compile(r"(?<![\w.@])[^\W\d_][\w.]{2,38}\w(?!\w)")
HANDLE_CUES = listed(
    """
    insta instagram snap snapchat tiktok discord telegram twitter bijnaam account nickname
    gebruikersnaam username handle profiel naam nick gamertag grindr tinder facebook schuilnaam
    """
)
PHONE = re.compile(r"(?<![\w.,-])(?:\+|00)?\(?\d(?:[ \u00a0.\-–()/]{0,3}\d){5,14}(?!\w)")
# "06 is 79 30 22 61", "nummer 70 11 22 33 (06 ervoor)"
PHONE_SPLIT = re.compile(
    r"(?<![\w.,-])(?:\+31 ?6|06)(?: is| dan|:|,| en dan)? (\d(?:[ .\-]{0,2}\d){7})(?![\w]|[.,]\d)", re.I
)
PHONE_CUES = listed(
    """
    bel bellen belt telefoon telefoonnummer tel nummer mobiel mobiele app appen whatsapp sms terugbellen
    bereikbaar nr 06-nummer
    """
)


def emails(text: str) -> Iterator[Claim]:
    at = text.find("@")
    while at >= 0:
        start = at
        while start > 0 and at - start < 64 and LOCAL.match(text[start - 1]):
            start -= 1
        while start < at and not text[start].isalnum():
            start += 1
        behind = EMAIL_END.match(text, at + 1)
        if behind and start < at:
            end = behind.end()
            while not text[end - 1].isalnum():
                end -= 1
            yield Claim(start, end, "email", "shape", 95)
        at = text.find("@", at + 1)
    for match in SPOKEN_EMAIL.finditer(text):
        yield Claim(*match.span(), "email", "shape", 85)


def near(text: str, start: int, cues: frozenset[str]) -> bool:
    """Does one of the cues stand in the thirty characters before?"""
    said = re.split(r"[^\w-]+", text[max(0, start - 30) : start].lower())
    return any(word in cues for word in said)


def telephone(digits: str, plus: bool) -> bool:
    if plus:
        return 9 <= len(digits) <= 15
    if digits.startswith("00"):
        return 11 <= len(digits) <= 15
    return len(digits) == 10 and digits.startswith("0")


def phones(text: str, tokens: list[Token]) -> Iterator[Claim]:
    for match in PHONE.finditer(text):
        said = match.group()
        digits = "".join(sign for sign in said if sign.isdigit())
        if telephone(digits, said.startswith("+")):
            yield Claim(*match.span(), "phone", "shape", 88)
        elif (
            near(text, match.start(), PHONE_CUES)
            and 6 <= len(digits) <= 12
            and not re.match(r"(19|20)\d\d", digits)
        ):
            yield Claim(*match.span(), "phone", "cue", 60)
    for match in PHONE_SPLIT.finditer(text):
        yield Claim(*match.span(1), "phone", "cue", 61)
    for run in numbers.runs(tokens):
        if run.digits.startswith("0") and 8 <= len(run.digits) <= 12:
            yield Claim(run.start, run.end, "phone", "spoken", 86)
        elif near(text, run.start, PHONE_CUES) and len(run.digits) >= 6:
            yield Claim(run.start, run.end, "phone", "spoken", 70)


def trimmed(start: int, end: int, text: str) -> tuple[int, int]:
    while end > start and text[end - 1] in ".,;:!?)":
        end -= 1
    return start, end


def handles(text: str, tokens: list[Token]) -> Iterator[Claim]:
    for match in AT_HANDLE.finditer(text):
        yield Claim(*match.span(), "handle", "shape", 84)
    for pattern in (LINK, PROFILE):
        for match in pattern.finditer(text):
            yield Claim(*trimmed(*match.span(), text), "handle", "link", 80)
    for match in HANDLE_SHAPE.finditer(text):
        said = match.group()
        if "@" in text[match.end() : match.end() + 1] or not re.search(r"[\d_.]", said):
            continue
        joined = "_" in said.strip("_")
        lettered = (
            re.fullmatch(r"[^\W\d_]{2,}(?:[._][^\W\d_]{1,20}){0,3}[._]?\d{1,4}", said) is not None
            and not said.isupper()
        )
        if joined or (lettered and (said.islower() or near(text, match.start(), HANDLE_CUES))):
            yield Claim(*match.span(), "handle", "shape", 75)
        elif near(text, match.start(), HANDLE_CUES):
            yield Claim(*match.span(), "handle", "cue", 50)


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    yield from emails(text)
    yield from phones(text, tokens)
    yield from handles(text, tokens)
