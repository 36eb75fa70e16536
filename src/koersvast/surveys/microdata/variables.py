"""The columns of a file with answers: their names, codes and words. The same in CSV and in SPSS, out and in. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Question, Questionnaire, words_in

DECLINED_CODE: Final = -1
LEFT_OPEN_CODE: Final = -2
NOT_ASKED_CODE: Final = -3
MISSING_WORDS: Final[Mapping[int, str]] = {
    DECLINED_CODE: "dat zeg ik liever niet",
    LEFT_OPEN_CODE: "overgeslagen",
    NOT_ASKED_CODE: "niet gevraagd",
}
WEIGHT: Final = "gewicht"
BASE_WEIGHT: Final = "basisgewicht"
WEEK: Final = "week"
LONGEST_NAME: Final = 64  # of a variable in SPSS
TAKEN: Final = frozenset(
    # words of SPSS itself, and our own columns
    [
        "all",
        "and",
        "by",
        "eq",
        "ge",
        "gt",
        "le",
        "lt",
        "ne",
        "not",
        "or",
        "to",
        "with",
        WEIGHT,
        BASE_WEIGHT,
        WEEK,
    ]
)
_WHOLE: Final = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
_NUMBER: Final = re.compile(r"-?\d{1,9}", re.ASCII)
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9_]+", re.ASCII)


@dataclass(frozen=True)
class Variable:
    """One column. ``kind``: code, yes_no, number, score, date or text. ``option``: the answer that a yes_no is about.

    ``codes``: the number of each answer; ``labels``: what each number means, without the missing ones.
    """

    name: str
    question: Question
    label: str
    kind: str
    measure: str  # nominal, ordinal or scale, as SPSS calls them
    option: str = ""
    codes: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)

    def why_missing(self, code: int) -> str:
        """What -1, -2 and -3 mean here."""
        if self.kind == "score" and code == NOT_ASKED_CODE:
            return f"{MISSING_WORDS[code]}, of een antwoord zonder score"
        return MISSING_WORDS[code]


def variables_of(questionnaire: Questionnaire, *, texts: bool) -> list[Variable]:
    """Every column of the answers. ``texts``: with what people wrote in their own words."""
    taken = set(TAKEN)
    return [
        one
        for question in questionnaire.questions
        if QUESTION_TYPES[question.kind].answered and (texts or question.kind != "open")
        for one in _variables(questionnaire, question, taken)
    ]


def _variables(questionnaire: Questionnaire, question: Question, taken: set[str]) -> Iterator[Variable]:
    label = _label(questionnaire, question)
    if QUESTION_TYPES[question.kind].many:
        for one in question.choices:
            name = _name(f"{question.key}_{one.key}", taken)
            words = f"{label}: {words_in(one.label, 'nl')}"
            yield Variable(
                name, question, words, "yes_no", "nominal", option=one.key, labels={0: "nee", 1: "ja"}
            )
    elif QUESTION_TYPES[question.kind].chosen:
        codes = codes_of(question)
        labels = {codes[one.key]: words_in(one.label, "nl") for one in question.choices}
        measure = "ordinal" if question.kind == "scale" else "nominal"
        yield Variable(
            _name(question.key, taken), question, label, "code", measure, codes=codes, labels=labels
        )
        if question.kind == "scale" and any(one.score != codes[one.key] for one in question.choices):
            yield Variable(
                _name(f"{question.key}_score", taken), question, f"{label} (score)", "score", "scale"
            )
    else:
        kind, measure = {
            "number": ("number", "scale"),
            "date": ("date", "scale"),
            "open": ("text", "nominal"),
        }[question.kind]
        yield Variable(_name(question.key, taken), question, label, kind, measure)


def _label(questionnaire: Questionnaire, question: Question) -> str:
    """A question of a matrix means nothing without the line above it."""
    group = questionnaire.group(question.group)
    above = words_in(group.label, "nl") if group is not None and group.matrix else ""
    return " ".join(f"{above} {words_in(question.label, 'nl')}".split()) or question.key


def codes_of(question: Question) -> dict[str, int]:
    """A number for each answer: its key when that is a number; without any of those its score; else the next number.

    Never twice the same, and never a number that is the key of another answer.
    """
    keys = [one.key for one in question.choices]
    numbers = {key: int(key) for key in keys if _WHOLE.fullmatch(key)}
    scores = [one.score for one in question.choices]
    whole = [int(score) for score in scores if score is not None and score >= 0 and score == int(score)]
    if not numbers and len(whole) == len(keys) == len(set(whole)):
        return dict(zip(keys, whole, strict=True))
    free = count(max(numbers.values(), default=0) + 1)
    return {key: numbers[key] if key in numbers else next(free) for key in keys}


def lowest_key(question: Question) -> int:
    """The lowest number that is the key of an answer; 0 when none is below it."""
    return min((int(one.key) for one in question.choices if _NUMBER.fullmatch(one.key)), default=0)


def _name(wanted: str, taken: set[str]) -> str:
    """A name that SPSS, R and Python all take, and that no other column has (capitals do not tell names apart)."""
    base = _NOT_IN_A_NAME.sub("_", wanted).strip("_")
    base = (base if base[:1].isalpha() else f"v_{base}")[:LONGEST_NAME].rstrip("_")
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: LONGEST_NAME - len(str(number)) - 1]}_{number}"
    taken.add(name.casefold())
    return name


def missing_codes(lowest: float) -> dict[int, int]:
    """The three codes of a column, below every answer in it: -1, -2, -3, or -91, -92, -93, and so on."""
    offset = 0
    while lowest <= DECLINED_CODE - offset:
        offset = offset * 10 + 90
    return {code: code - offset for code in MISSING_WORDS}
