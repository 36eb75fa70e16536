"""Answers to figures: shares and means with their standard error, interval and reliability. Pure; asks safefigures.

A figure is one answer to one question, of everybody or of one group. Shares are 0..1 among those who gave one of the
answers; how many rather did not say stands beside it and is never counted as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import safefigures
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import DECLINED, LEFT_OPEN, Question, Questionnaire, Value

MEAN: Final = "gemiddelde"  # in the place of an answer: the mean of a scale or a number
HIGHEST: Final = "hoogste_twee"  # in the place of an answer: one of the two highest scores of a scale
LOWEST: Final = "laagste_twee"
SMALLEST_SCALE: Final = 4  # answers; with fewer, two together say nothing
EVERYBODY: Final = ""  # in the place of a group
NOT_ASKED: Final = "not asked"
THEIRS: Final = "Gewogen met de gewichten die bij deze peiling van elders horen."
FEW: Final = "Te weinig antwoorden: minder dan 30."

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """One figure. ``se``, ``low``, ``high`` in the unit of ``estimate``: a share 0..1 or the scale; None: cannot be made.

    ``n``: answers it rests on. ``show``: whether it is reliable enough; ``reason``: why not, in Dutch.
    """

    question: str
    answer: str
    group: str = EVERYBODY  # "question=answer"
    estimate: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    n_effective: float = 0.0
    show: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Counts:
    """How many answered a question, how many rather did not say, passed over it, or were not asked. Secret."""

    answered: int
    declined: int
    left_open: int
    not_asked: int
    by_answer: dict[str, int] = field(
        default_factory=dict
    )  # options of a question with many answers are each counted


@dataclass(frozen=True)
class Column:
    """The answers to one question, (n,): for each answer to choose who gave it; of a number or scale the score."""

    question: Question
    answered: Bools
    declined: Bools
    asked: Bools
    chosen: dict[str, Bools]
    score: Floats | None = None


@dataclass(frozen=True)
class Answered:
    """All answers to a survey by question, as the rows came: in no order. ``weights``: (n,), of a survey from elsewhere."""

    n: int
    columns: dict[str, Column]
    weights: Floats | None = None


def columns_of(questionnaire: Questionnaire, rows: Iterable[Mapping[str, Value]]) -> Answered:
    """Answers as columns. A value that does not fit its question counts as not asked."""
    questions = [one for one in questionnaire.questions if QUESTION_TYPES[one.kind].answered]
    given: dict[str, list[Value | str]] = {one.key: [] for one in questions}
    n = 0
    for row in rows:
        n += 1
        for key, values in given.items():
            values.append(row.get(key, NOT_ASKED) if key in row else NOT_ASKED)
    return Answered(n, {one.key: _column(one, given[one.key]) for one in questions})


def _column(question: Question, values: Sequence[Value | str]) -> Column:
    asked = np.array([value is not NOT_ASKED for value in values], dtype=bool)
    declined = np.array([value is DECLINED for value in values], dtype=bool)
    answered = np.array(
        [value is not NOT_ASKED and value is not LEFT_OPEN and value is not DECLINED for value in values],
        dtype=bool,
    )
    chosen: dict[str, Bools] = {}
    score: Floats | None = None
    if QUESTION_TYPES[question.kind].many:
        sets = [set(value) if isinstance(value, tuple) else set() for value in values]
        chosen = {
            one.key: np.array([one.key in found for found in sets], dtype=bool) for one in question.choices
        }
    elif QUESTION_TYPES[question.kind].chosen:
        codes = np.array([value if isinstance(value, str) else "" for value in values], dtype=object)
        chosen = {one.key: answered & (codes == one.key) for one in question.choices}
        if question.kind == "scale":
            score = np.zeros(len(values))
            for one in question.choices:
                score[chosen[one.key]] = one.score if one.score is not None else np.nan
    elif question.kind == "number":
        score = np.array([float(value) if isinstance(value, float | int) else 0.0 for value in values])
    return Column(question, answered, declined, asked, chosen, score)


def counts_of(column: Column) -> Counts:
    return Counts(
        answered=int(column.answered.sum()),
        declined=int(column.declined.sum()),
        left_open=int((column.asked & ~column.answered & ~column.declined).sum()),
        not_asked=int((~column.asked).sum()),
        by_answer={key: int(who.sum()) for key, who in column.chosen.items()},
    )


@dataclass(frozen=True)
class Weighted:
    """The sample as estimates need it. ``words``: what the weighting did (Dutch); empty when everybody counts the same."""

    design: Any
    words: tuple[str, ...] = ()


def weighted(answered: Answered, margins: Mapping[str, Mapping[str, int]]) -> Weighted:
    """Everybody counts the same, or so that the answers look like the population. ``margins``: {question: {answer: people}}.

    A survey from elsewhere begins with the weights it came with. Who did not answer a question of the margins counts as they are in the sample. Source: raking, Deville & Särndal 1992.
    Raises safefigures.SafefiguresError: a class without respondents, contradicting totals.
    """
    plain = safefigures.design(weights=answered.weights, n=answered.n)
    known = {
        key: counts for key, counts in margins.items() if key in answered.columns and any(counts.values())
    }
    said = () if answered.weights is None else (THEIRS,)
    if not known:
        return Weighted(plain, said)
    labels, totals = {}, {}
    whole = max(sum(counts.values()) for counts in known.values())
    for key, counts in known.items():
        column = answered.columns[key]
        label = np.full(answered.n, "", dtype=object)
        for answer, who in column.chosen.items():
            label[who] = answer
        missing = float(np.average(label == "", weights=answered.weights))
        scale = whole * (1 - missing) / sum(counts.values())
        labels[key] = label
        totals[key] = {answer: people * scale for answer, people in counts.items() if people}
        if missing:
            totals[key][""] = whole * missing
    design = safefigures.calibrate(plain, labels, totals, kind="raking")
    return Weighted(design, (*said, *design.diagnostics.words))


def figures(answered: Answered, sample: Weighted, groups: Sequence[str] = ()) -> list[Figure]:
    """All figures: of everybody, and of each answer to the questions in ``groups``."""
    found: list[Figure] = []
    everybody = np.ones(answered.n, dtype=bool)
    who = [(EVERYBODY, everybody)]
    for key in groups:
        who += [(f"{key}={answer}", chosen) for answer, chosen in answered.columns[key].chosen.items()]
    for column in answered.columns.values():
        for group, members in who:
            if group.startswith(f"{column.question.key}="):
                continue
            found += _figures_of(column, sample, group, members)
    return found


def _figures_of(column: Column, sample: Weighted, group: str, members: Bools) -> list[Figure]:
    base = column.answered & members
    found: list[Figure] = []
    if column.chosen:
        ways = {
            **column.chosen,
            **{name: _any_of(column, keys) for name, keys in boxes_of(column.question).items()},
        }
        shares = {key: np.where(base, who, False).astype(float) for key, who in ways.items()}
        found += _estimated(column.question.key, group, shares, base, sample, "proportion")
    if column.score is not None:
        scored = base & ~np.isnan(column.score)  # "does not apply" stands on a scale without a score
        found += _estimated(
            column.question.key, group, {MEAN: np.nan_to_num(column.score)}, scored, sample, "mean"
        )
    return found


def boxes_of(question: Question) -> dict[str, tuple[str, ...]]:
    """The two highest and the two lowest answers of a scale together ("top-2-box"), by the name of the figure."""
    scored = sorted((one.score, one.key) for one in question.choices if one.score is not None)
    if question.kind != "scale" or len(scored) < SMALLEST_SCALE:
        return {}
    keys = [key for _score, key in scored]
    return {HIGHEST: tuple(keys[-2:]), LOWEST: tuple(keys[:2])}


def _any_of(column: Column, keys: Sequence[str]) -> Bools:
    found = np.zeros(len(column.answered), dtype=bool)
    for key in keys:
        found |= column.chosen[key]
    return found


def _estimated(
    question: str, group: str, variables: Mapping[str, Floats], base: Bools, sample: Weighted, stat: str
) -> list[Figure]:
    n = int(base.sum())
    if n < 2:
        return [Figure(question, answer, group, n=n, reason=FEW) for answer in variables]
    made = safefigures.estimate(sample.design, dict(variables), stat, domains={"wie": base})
    spread = safefigures.interval(made)
    trust = safefigures.reliability(made, rule="nchs" if stat == "proportion" else "house")
    return [
        Figure(
            question,
            answer,
            group,
            estimate=float(made.estimate[0, at]),
            se=float(made.se[0, at]),
            low=float(spread.low[0, at]),
            high=float(spread.high[0, at]),
            n=int(made.n[0, at]),
            n_effective=float(made.n_effective[0, at]),
            show=bool(trust.show[0, at]),
            reason=str(trust.reason[0, at]),
        )
        for at, answer in enumerate(variables)
    ]


@dataclass(frozen=True)
class Change:
    """How much a figure of everybody differs from the survey before: two independent samples. Unit as of the figure."""

    question: str
    answer: str
    difference: float
    low: float
    high: float


def changes(now: tuple[Answered, Weighted], before: tuple[Answered, Weighted]) -> list[Change]:
    """For every figure that both surveys have. The caller sees to it that they asked the same."""
    found: list[Change] = []
    for key, column in now[0].columns.items():
        other = before[0].columns.get(key)
        if other is None:
            continue
        for stat in ("proportion", "mean"):
            ours, theirs = _variables(column, stat), _variables(other, stat)
            shared = [name for name in ours if name in theirs]
            if not shared or min(_base(column, stat).sum(), _base(other, stat).sum()) < 2:
                continue
            a, b = (
                safefigures.estimate(
                    sample.design,
                    {name: values[name] for name in shared},
                    stat,
                    domains={"wie": _base(side, stat)},
                )
                for sample, values, side in ((now[1], ours, column), (before[1], theirs, other))
            )
            apart = safefigures.difference(a, b)
            found += [
                Change(
                    key,
                    name,
                    float(apart.difference[0, at]),
                    float(apart.low[0, at]),
                    float(apart.high[0, at]),
                )
                for at, name in enumerate(shared)
            ]
    return found


def _base(column: Column, stat: str) -> Bools:
    if stat == "mean" and column.score is not None:
        return column.answered & ~np.isnan(column.score)
    return column.answered


def _variables(column: Column, stat: str) -> dict[str, Floats]:
    if stat == "mean":
        return {} if column.score is None else {MEAN: np.nan_to_num(column.score)}
    boxes = {name: _any_of(column, keys) for name, keys in boxes_of(column.question).items()}
    return {key: who.astype(float) for key, who in (column.chosen | boxes).items()}


def plain_figures(found: Iterable[Figure]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]
