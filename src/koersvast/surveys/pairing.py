"""Before and after: two answers of the same person, found by a code that people make themselves. Never by a name. Pure.

Three small facts that nobody at the table knows together make the code. A fourth, the control, is not part of it: when
it differs within a pair, the pair is probably of two people. So how often the code is wrong is measured, not hoped.
Groups of an activity are small: only the group is told about, from ten pairs, never who changed how much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import safefigures
from koersvast.surveys.questionnaire import Group, Question, Questionnaire, Value

FEWEST_TOLD: Final = 10
GROUP: Final = Group(
    "zelfgemaakte_code",
    {
        "nl": "Maak uw eigen code. Zo leggen wij uw antwoorden van nu en later bij elkaar, zonder uw naam.",
        "en": "Make your own code. With it we put your answers of now and later together, without your name.",
    },
    matrix=True,
)


def _number(key: str, nl: str, en: str, lowest: int, highest: int) -> Question:
    return Question(
        key,
        "number",
        {"nl": nl, "en": en},
        group=GROUP.key,
        may_decline=False,
        whole=True,
        lowest=lowest,
        highest=highest,
    )


CODE: Final = (
    _number("zc_letters", "Hoeveel letters heeft de voornaam van uw moeder?", "How many letters are in your mother's first name?", 1, 40),
    _number("zc_dag", "Op welke dag van de maand bent u geboren?", "On which day of the month were you born?", 1, 31),
    _number("zc_telefoon", "Wat zijn de laatste twee cijfers van uw telefoonnummer?", "What are the last two digits of your phone number?", 0, 99),
)  # fmt: skip
CONTROL: Final = _number("zc_maand", "In welke maand bent u geboren? (1 tot en met 12)", "In which month were you born? (1 to 12)", 1, 12)  # fmt: skip


def with_code(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with the page of the code before it. What it shows never holds these questions."""
    return replace(
        questionnaire,
        groups=(GROUP, *questionnaire.groups),
        questions=(*CODE, CONTROL, *questionnaire.questions),
    )


@dataclass(frozen=True)
class Pairs:
    """Answers before and after that carry the same code, once on each side. The others are counted."""

    pairs: tuple[tuple[Mapping[str, Value], Mapping[str, Value]], ...]
    before: int
    after: int
    without_code: int  # answers, of both, in which the code was not filled in
    double: int  # codes that stand twice on one side: two people, or one who answered twice; never guessed
    controlled: int  # pairs in which both sides gave the control
    mismatched: int  # of those, pairs in which it differs: probably two people

    @property
    def mismatch(self) -> float | None:
        """The measured share of wrong pairs, 0..1; None when there is nothing to measure it by."""
        return self.mismatched / self.controlled if self.controlled else None

    @property
    def trusted(self) -> tuple[tuple[Mapping[str, Value], Mapping[str, Value]], ...]:
        """The pairs whose control does not differ."""
        return tuple(pair for pair in self.pairs if not _differs(pair))


def pair(before: Iterable[Mapping[str, Value]], after: Iterable[Mapping[str, Value]]) -> Pairs:
    """Puts answers with the same code together. Linear in the number of answers."""
    sides, counts, without = [], [], 0
    for rows in (before, after):
        found: dict[tuple[Value, ...], list[Mapping[str, Value]]] = defaultdict(list)
        count = 0
        for row in rows:
            count += 1
            code = tuple(row.get(question.key) for question in CODE)
            if any(not isinstance(part, float | int) or isinstance(part, bool) for part in code):
                without += 1
            else:
                found[code].append(row)
        sides.append(found)
        counts.append(count)
    double = {code for side in sides for code, rows in side.items() if len(rows) > 1}
    pairs = tuple(
        (rows[0], sides[1][code][0])
        for code, rows in sides[0].items()
        if code not in double and code in sides[1]
    )
    controlled = [one for one in pairs if all(side.get(CONTROL.key) is not None for side in one)]
    return Pairs(
        pairs,
        before=counts[0],
        after=counts[1],
        without_code=without,
        double=len(double),
        controlled=len(controlled),
        mismatched=sum(_differs(one) for one in controlled),
    )


def _differs(one: tuple[Mapping[str, Value], Mapping[str, Value]]) -> bool:
    first, second = (side.get(CONTROL.key) for side in one)
    return first is not None and second is not None and first != second


def changes_of(found: Pairs, questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Per question with a score what changed in the group, as it may be told: means with one decimal, words, no extremes.

    Nothing below ten pairs. Plain values for JSON.
    """
    told = []
    for question in questionnaire.questions:
        scores = [
            (first, second)
            for one in found.trusted
            if (first := _score(question, one[0])) is not None
            and (second := _score(question, one[1])) is not None
        ]
        if len(scores) < FEWEST_TOLD:
            continue
        told.append(
            {"question": question.key, **_change(question, scores, lost=found.before - len(found.pairs))}
        )
    return told


def _change(question: Question, scores: Sequence[tuple[float, float]], *, lost: int) -> dict[str, Any]:
    numbers = [one.score for one in question.choices if one.score is not None]
    made = safefigures.paired_change(
        [first for first, _second in scores],
        [second for _first, second in scores],
        lost=max(lost, 0),
        scale=(min(numbers), max(numbers)) if numbers else None,
    )
    return {
        "n": made.n // 5 * 5,
        "before": round(made.mean_before, 1),
        "after": round(made.mean_after, 1),
        "change": round(made.change, 1),
        "low": None if made.low is None else round(made.low, 1),
        "high": None if made.high is None else round(made.high, 1),
        "told": made.publishable,
        "words": made.words if made.publishable else made.reason,
    }


def _score(question: Question, answers: Mapping[str, Value]) -> float | None:
    value = answers.get(question.key)
    if question.kind == "scale" and isinstance(value, str):
        choice = question.choice(value)
        return choice.score if choice is not None else None
    if question.kind == "number" and isinstance(value, float | int) and not isinstance(value, bool):
        return float(value)
    return None
