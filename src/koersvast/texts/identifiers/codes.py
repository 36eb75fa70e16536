"""Numbers with a form: BSN, IBAN, number plate, postcode, and the number of a case or report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban as iban_rules
from stdnum.nl import bsn as bsn_rules

from . import numbers
from .contact import near
from .lists import listed
from .model import Claim
from .tokens import Token

BSN_CUES = listed(
    """
    bsn burgerservicenummer sofinummer sofi-nummer sofi burgerservice persoonsnummer
    """
)
BSN = re.compile(r"(?<![\w.,+-])\d(?:[ .\-]?\d){7,8}(?![\w-]|[.,]\d)")
IBAN = re.compile(r"(?<!\w)[A-Z]{2}[ .-]?\d{2}(?:[ .-]?[A-Z\d]){11,30}(?!\w)", re.I)
DUTCH_IBAN = re.compile(r"(?<!\w)NL[ .-]?\d{2}[ .-]?[A-Z]{4}(?:[ .-]?\d){10}(?!\d)", re.I)
PLATE = re.compile(r"(?<![\w-])[A-Z\d]{1,3}-[A-Z\d]{1,3}-[A-Z\d]{1,3}(?![\w-])", re.I)
LOOSE_PLATE = re.compile(r"(?<![\w-])[A-Z\d]{1,3}[ -]?[A-Z\d]{1,3}[ -]?[A-Z\d]{1,3}(?![\w-])", re.I)
PLATE_CUES = frozenset(["kenteken", "nummerplaat", "nummerbord", "kentekenplaat", "kentekens"])
# the side codes the RDW has given out or keeps ready: groups of (L)etters and (D)igits
SIDE_CODES = listed(
    """
    LL-DD-DD DD-DD-LL DD-LL-DD LL-DD-LL LL-LL-DD DD-LL-LL DD-LLL-D D-LLL-DD LL-DDD-L L-DDD-LL LLL-DD-L
    L-DD-LLL D-LL-DDD DDD-LL-D
    """
)
SQUEEZED = frozenset(code.replace("-", "") for code in SIDE_CODES)
POSTCODE = re.compile(r"(?<![\w-])[1-9]\d{3}(?: ?[A-Z]{2}|[a-z]{2})(?![\w-])")
NOT_IN_POSTCODES = frozenset({"SA", "SD", "SS"})
NOT_AFTER_YEAR = listed(
    """
    EU VN WK EK OS TV DE EN IN OP IS NA MA DI WO DO VR ZA ZO
    """
)
POSTCODE_CUE = re.compile(r"\bpostcode(?: is|:| van (?:mij|ons))? ([1-9]\d{3}(?: ?[a-z]{2}\b)?)", re.I)
CASE_CUE = re.compile(
    r"\b(?!huis|telefoon|rekening|burgerservice)(?:[^\W\d_]{1,20}-?(?:nummer|nr\.?)|zaak|dossier|kenmerk|proces-verbaal|aangifte|melding|pv|nummer|nr\.?|referentie)"
    r"(?:[ :.]{1,2}(?:is|nr\.?|nummer|met|kenmerk|van|de|onder)){0,3}[ :.]{1,2}([A-Z\d][\w./-]{2,24})",
    re.I,
)
CASE_SHAPE = re.compile(r"(?<![\w-])[A-Z]{1,5}[-/.]\d{3,8}(?:[-/.][A-Z\d]{1,8}){0,4}(?![\w-])")


ALIEN_CUE = re.compile(
    r"\bv(?:reemdelingen)?-?nummer\b[^\d\n]{0,40}(\d{3}[ .]?\d{3}[ .]?\d{4})(?!\d)", re.I
)  # what the IND gives somebody


def bsns(text: str, tokens: list[Token]) -> Iterator[Claim]:
    for match in BSN.finditer(text):
        digits = "".join(sign for sign in match.group() if sign.isdigit())
        cued = near(text, match.start(), BSN_CUES)
        if cued or (len(digits) == 9 and bsn_rules.is_valid(digits)):
            checked = bsn_rules.is_valid(digits.zfill(9))
            yield Claim(*match.span(), "bsn", "check_digits" if checked else "cue", 92 if cued else 84)
        elif len(digits) == 9 and match.group().isdigit():
            yield Claim(*match.span(), "other", "long_number", 50, direct=True)
    for run in numbers.runs(tokens):
        if 8 <= len(run.digits) <= 9 and (
            near(text, run.start, BSN_CUES) or bsn_rules.is_valid(run.digits.zfill(9))
        ):
            yield Claim(run.start, run.end, "bsn", "spoken", 87)


def ibans(text: str) -> Iterator[Claim]:
    for match in DUTCH_IBAN.finditer(text):
        checked = iban_rules.is_valid(re.sub(r"[ .-]", "", match.group()))
        yield Claim(*match.span(), "iban", "check_digits" if checked else "shape", 94)
    for match in IBAN.finditer(text):
        squeezed = re.sub(r"[ .-]", "", match.group())
        for length in range(len(squeezed), 14, -1):  # the words behind it may look like more of it
            if iban_rules.is_valid(squeezed[:length]):
                yield Claim(match.start(), end_of(text, match.start(), length), "iban", "check_digits", 93)
                break


def end_of(text: str, start: int, length: int) -> int:
    """Where the `length`th sign that is no space, dot or dash ends."""
    at = start
    while length:
        length -= text[at] not in " .-"
        at += 1
    return at


def shape(plate: str) -> str:
    return "".join("D" if sign.isdigit() else "L" if sign.isalpha() else "-" for sign in plate)


def plates(text: str) -> Iterator[Claim]:
    for match in PLATE.finditer(text):
        if shape(match.group()) in SIDE_CODES:
            yield Claim(*match.span(), "plate", "shape", 82)
    for match in LOOSE_PLATE.finditer(text):
        said = match.group()
        squeezed = said.replace(" ", "").replace("-", "")
        if len(squeezed) != 6 or shape(squeezed) not in SQUEEZED:
            continue
        cued = near(text, match.start(), PLATE_CUES)
        dense = said.isupper() and not re.match(r"[1-9]\d{3} ?[A-Z]{2}$", said)
        if cued or dense:
            yield Claim(*match.span(), "plate", "cue" if cued else "shape", 78)


def postcodes(text: str) -> Iterator[Claim]:
    for match in POSTCODE.finditer(text):
        said = match.group()
        letters = said[-2:].upper()
        year = said[:2] in {"19", "20"} and letters in NOT_AFTER_YEAR
        if letters not in NOT_IN_POSTCODES and not year:
            yield Claim(*match.span(), "postcode", "shape", 76, direct=False)
    for match in POSTCODE_CUE.finditer(text):
        yield Claim(*match.span(1), "postcode", "cue", 77, direct=False)


def cases(text: str) -> Iterator[Claim]:
    for match in CASE_CUE.finditer(text):
        start, end = match.span(1)
        while end > start and not text[end - 1].isalnum():
            end -= 1
        said = text[start:end]
        if sum(sign.isdigit() for sign in said) >= 3 and not re.fullmatch(r"(?:19|20)\d\d", said):
            yield Claim(start, end, "other", "case_number", 74, direct=True)
    for match in ALIEN_CUE.finditer(text):
        yield Claim(*match.span(1), "other", "case_number", 90, direct=True)
    for match in CASE_SHAPE.finditer(text):
        yield Claim(*match.span(), "other", "case_number", 72, direct=True)


def find(text: str, tokens: list[Token]) -> Iterator[Claim]:
    yield from bsns(text, tokens)
    yield from ibans(text)
    yield from plates(text)
    yield from postcodes(text)
    yield from cases(text)
