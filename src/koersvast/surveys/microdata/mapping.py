"""From the columns of a file to answers to a questionnaire: what we propose, and what comes out of what was chosen. Pure.

A column is used for a variable of the questionnaire (variables.py), for a whole question with many answers, for the
weights, or not at all. A value that we do not know is never guessed: somebody says what it means, or the file is refused.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from koersvast.activities.ledger import harmless
from koersvast.surveys.microdata.reading import GivenColumn
from koersvast.surveys.microdata.variables import (
    BASE_WEIGHT,
    DECLINED_CODE,
    LEFT_OPEN_CODE,
    MISSING_WORDS,
    NOT_ASKED_CODE,
    WEIGHT,
    Variable,
    missing_codes,
    variables_of,
)
from koersvast.surveys.question_types import QUESTION_TYPES, Refused
from koersvast.surveys.questionnaire import DECLINED, DECLINED_KEY, LEFT_OPEN, Question, Questionnaire, Value
from koersvast.texts.looks import REACHES, day_of, look_of
from koersvast.texts.reading import CannotRead

OUT: Final = ""  # a column that stays out
SKIPPED, NOT_ASKED = "overgeslagen", "niet_gevraagd"  # beside DECLINED_KEY: what no answer may mean
NO_ANSWER: Final = (DECLINED_KEY, SKIPPED, NOT_ASKED)
YES, NO = "ja", "nee"
ITSELF: Final = "zelf"  # a number, day or text that is what it says
MOST_VALUES: Final = 60  # of one column that somebody is asked about
WEIGHTS: Final = (BASE_WEIGHT, WEIGHT, "weight", "weegfactor", "wgt")  # the first that is there
HEAVIEST: Final = 1e9
_BY_CODE: Final = {DECLINED_CODE: DECLINED_KEY, LEFT_OPEN_CODE: SKIPPED, NOT_ASKED_CODE: NOT_ASKED}
_BY_WORDS: Final = {words: _BY_CODE[code] for code, words in MISSING_WORDS.items()} | {
    one: one for one in NO_ANSWER
}
_YES: Final = {"1", "ja", "yes", "true", "waar", "x"}
_NO: Final = {"0", "nee", "no", "false", "onwaar"}


@dataclass(frozen=True)
class Target:
    """What a column can be used for. ``variable`` None: the whole of a question with many answers."""

    key: str
    label: str
    question: Question
    variable: Variable | None


@dataclass(frozen=True)
class Proposal:
    """A column with what it looks like and what we would do with it."""

    index: int
    column: GivenColumn
    look: str
    use: str

    @property
    def reaches(self) -> bool:
        return self.look in REACHES


@dataclass(frozen=True)
class Meaning:
    """A value of a column, how often it is there, and what we think it means; None: we do not know."""

    value: str
    count: int
    means: str | None


@dataclass(frozen=True)
class Brought:
    """What one person answered, and how heavily it counts."""

    answers: dict[str, Value]
    weight: float | None

    def __repr__(self) -> str:
        return "Brought(...)"


Uses = Mapping[int, str]  # by column: the key of a target, WEIGHT or OUT
Meanings = Mapping[int, Mapping[str, str]]  # by column and value: the key of an answer, NO_ANSWER or ITSELF


def targets_of(questionnaire: Questionnaire) -> dict[str, Target]:
    found = {
        one.name: Target(one.name, one.label, one.question, one)
        for one in variables_of(questionnaire, texts=True)
        if one.kind != "score"
    }
    for question in questionnaire.questions:
        if QUESTION_TYPES[question.kind].many and question.key not in found:
            label = next(one.label for one in found.values() if one.question is question).rpartition(": ")[0]
            found[question.key] = Target(question.key, label, question, None)
    return found


def proposals(columns: Sequence[GivenColumn], targets: Mapping[str, Target]) -> list[Proposal]:
    """Each target for one column only; what points at somebody is left out."""
    taken: set[str] = set()
    titles = {column.title.casefold() for column in columns}
    weight = next((name for name in WEIGHTS if name in titles), "")
    found = []
    for index, column in enumerate(columns):
        use = WEIGHT if column.title.casefold() == weight else _target_of(column, targets)
        look = "count" if use == WEIGHT else look_of(column.title, column.cells)
        if look in REACHES and use and _all_known(column, targets[use]):
            look = "short"  # "straat" is a question here, and every value an answer to it
        if look in REACHES or use in taken:
            use = OUT
        taken |= {use} - {OUT}
        found.append(Proposal(index, column, look, use))
    return found


def _target_of(column: GivenColumn, targets: Mapping[str, Target]) -> str:
    title = column.title.casefold().strip()
    by_name = next((key for key in targets if key.casefold() == title), "")
    if by_name:
        return by_name
    words = {title, column.label.casefold().strip()} - {""}
    return next((key for key, one in targets.items() if one.label.casefold() in words), OUT)


def _all_known(column: GivenColumn, target: Target) -> bool:
    variable = target.variable
    return (
        variable is not None
        and variable.kind in ("code", "yes_no")
        and all(one.means is not None for one in _meanings(column, target))
    )


def too_many_values() -> CannotRead:
    return CannotRead(_("Er zijn te veel waarden om over te beslissen. Laat kolommen weg."))


def meanings(column: GivenColumn, target: Target) -> list[Meaning]:
    """The values of a column that somebody may have to say something about. Raises CannotRead when they are too many."""
    found = list(_meanings(column, target))
    if len(found) > MOST_VALUES:
        said = _("In kolom ‘%(title)s’ staan te veel verschillende waarden voor deze vraag.")
        raise CannotRead(said % {"title": column.title})
    return found


def _meanings(column: GivenColumn, target: Target) -> Iterator[Meaning]:
    counts = Counter(column.cells)
    kind = target.variable.kind if target.variable else "many"
    codes = _codes_for_nothing(column, target)
    for value, count in sorted(counts.items()):
        means = _means(column, target, value, codes)
        if kind in ("number", "date", "text", "many") and means == ITSELF and not _suspect(kind, value):
            continue  # speaks for itself
        yield Meaning(value, count, means)


def _suspect(kind: str, value: str) -> bool:
    """-9, 99, 999: programs write no answer like this, and people their age."""
    return kind == "number" and (value.startswith("-") or value in ("99", "999", "9999"))


def _codes_for_nothing(column: GivenColumn, target: Target) -> dict[str, str]:
    """Which of our codes for no answer this column uses: below every other number in it."""
    kind = target.variable.kind if target.variable else "many"
    lowest = 0.0
    if kind == "number":
        numbers = {number for cell in set(column.cells) if (number := _float(cell)) is not None}
        for _step in range(12):
            codes = set(missing_codes(lowest).values())
            others = numbers - codes
            if not others or min(others) > max(codes):
                break
            lowest = float(min(codes))
        else:
            return {}
    elif target.question.choices:
        keys = [int(one.key) for one in target.question.choices if one.key.lstrip("-").isascii() and one.key.lstrip("-").isdecimal()]  # fmt: skip
        lowest = float(min([0, *keys]))
    return {str(code): _BY_CODE[usual] for usual, code in missing_codes(lowest).items()}


def _float(cell: str) -> float | None:
    try:
        found = float(cell.replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _means(column: GivenColumn, target: Target, value: str, codes: Mapping[str, str]) -> str | None:
    if not value:
        return NOT_ASKED if target.question.relevance else SKIPPED
    said = (column.words or {}).get(value, "")
    for words in (value, said):
        if words.casefold() in _BY_WORDS:
            return _BY_WORDS[words.casefold()]
    known = _known(target, value) if not said else _known(target, said) or _known(target, value)
    return known or codes.get(value) or (None if _is_missing(column, value) else _itself(target, value))


def _is_missing(column: GivenColumn, value: str) -> bool:
    """The file says that this is no answer, and not which kind of none."""
    number = _float(value)
    for low, high in column.missing:
        ends = _float(low), _float(high)
        if value in (low, high):
            return True
        if (
            number is not None
            and ends[0] is not None
            and ends[1] is not None
            and ends[0] <= number <= ends[1]
        ):
            return True
    return False


def _known(target: Target, value: str) -> str | None:
    """The key of the answer that this value is: by its key, its code or its words."""
    variable = target.variable
    folded = value.casefold()
    if variable is None:
        return None
    if variable.kind == "yes_no":
        option = next(one for one in variable.question.choices if one.key == variable.option)
        if folded in _YES or folded in _NO:  # an answer may be called "nee" itself
            return YES if folded in _YES else NO
        return YES if value == option.key or folded in _words(option.label) else None
    if variable.kind != "code":
        return None
    choices = variable.question.choices
    by_key = next((one.key for one in choices if one.key == value), None)
    by_code = next((key for key, code in variable.codes.items() if str(code) == value), None)
    return by_key or by_code or next((one.key for one in choices if folded in _words(one.label)), None)


def _words(label: Mapping[str, str]) -> set[str]:
    return {words.casefold() for words in label.values()}


def _itself(target: Target, value: str) -> str | None:
    """Whether the value is a number, a day, words or a list of answers that fits the question."""
    if target.variable is not None and target.variable.kind in ("code", "yes_no"):
        return None
    try:
        _read(target, value)
    except (Refused, ValueError):
        return None
    return ITSELF


def _read(target: Target, value: str) -> Value:
    """Raises Refused, ValueError."""
    question = target.question
    if target.variable is None:
        keys = [_known_option(question, part) for part in _parts(value)]
        return QUESTION_TYPES["multiple"].clean(question, keys)
    if question.kind == "date":
        day = day_of(value)
        if day is None:
            raise ValueError
        return day.isoformat()
    if (
        question.kind == "open"
        and value.startswith("'")
        and (value[1:2] == "'" or harmless(value[1:]) != value[1:])
    ):
        value = value[1:]  # the apostrophe that our own file put in front
    return QUESTION_TYPES[question.kind].clean(question, [value])


def _parts(value: str) -> list[str]:
    sign = next((sign for sign in (";", ",") if sign in value), None)
    return [part.strip() for part in value.split(sign) if part.strip()]


def _known_option(question: Question, part: str) -> str:
    for one in question.choices:
        if part == one.key or part.casefold() in _words(one.label):
            return one.key
    raise ValueError


def brought(
    columns: Sequence[GivenColumn], targets: Mapping[str, Target], uses: Uses, told: Meanings
) -> list[Brought]:
    """The answers of everybody. Raises CannotRead, with the row that is in the way and nothing of what stands there."""
    weight = next((index for index, use in uses.items() if use == WEIGHT), None)
    used = [(index, targets[use]) for index, use in uses.items() if use not in (OUT, WEIGHT)]
    readers = [_Reader(columns[index], target, told.get(index, {})) for index, target in used]
    found = []
    for row in range(len(columns[0].cells)):
        given: dict[str, Any] = {}
        for reader in readers:
            reader.take(row, given)
        answers = {key: _together(targets, key, value) for key, value in given.items()}
        found.append(
            Brought(
                {key: value for key, value in answers.items() if value != NOT_ASKED},
                None if weight is None else _weight(columns[weight], row),
            )
        )
    return found


class _Reader:
    """Reads one column; each value once."""

    def __init__(self, column: GivenColumn, target: Target, told: Mapping[str, str]) -> None:
        self.column, self.target = column, target
        self.told = {one.value: one.means for one in _meanings(column, target) if one.means is not None}
        self.told |= told
        self.read: dict[str, Any] = {}

    def take(self, row: int, given: dict[str, Any]) -> None:
        """Adds the answer of one person to what she answered; one option of many to the others."""
        value = self.column.cells[row]
        if value not in self.read:
            self.read[value] = self._read(value, row)
        key, variable = self.target.question.key, self.target.variable
        if variable is not None and variable.kind == "yes_no":
            given.setdefault(key, {})[variable.option] = self.read[value]
        else:
            given[key] = self.read[value]

    def _read(self, value: str, row: int) -> Any:
        means = self.told.get(value, ITSELF)
        if means == DECLINED_KEY:
            return DECLINED
        if means == SKIPPED:
            return LEFT_OPEN
        if means in (NOT_ASKED, YES, NO) and (means == NOT_ASKED or self._is_option()):
            return means
        try:
            if means != ITSELF:
                return QUESTION_TYPES[self.target.question.kind].clean(self.target.question, [means])
            if self.target.variable is not None and self.target.variable.kind in ("code", "yes_no"):
                raise ValueError
            return _read(self.target, value)
        except (Refused, ValueError):
            said = _("Rij %(row)d past niet bij kolom ‘%(title)s’. Zeg wat deze waarde betekent.")
            raise CannotRead(said % {"row": row + 1, "title": self.column.title}) from None

    def _is_option(self) -> bool:
        return self.target.variable is not None and self.target.variable.kind == "yes_no"


def _together(targets: Mapping[str, Target], key: str, value: Any) -> Any:
    """The options of a question with many answers become one answer."""
    if not isinstance(value, dict):
        return value
    question = next(one.question for one in targets.values() if one.question.key == key)
    chosen = tuple(one.key for one in question.choices if value.get(one.key) == YES)
    if chosen:
        return chosen
    for nothing in (DECLINED, LEFT_OPEN):
        if any(one is nothing for one in value.values()):
            return nothing
    return LEFT_OPEN if NO in value.values() else NOT_ASKED


def _weight(column: GivenColumn, row: int) -> float:
    found = _float(column.cells[row])
    if found is None or not 0 < found <= HEAVIEST:
        raise CannotRead(_("Rij %(row)d heeft geen gewicht boven nul.") % {"row": row + 1})
    return found
