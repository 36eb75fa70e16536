"""From figures to what others may see: every table through `protect` and the ledger. Pure; asks safefigures.

All tables of a survey count the same people, so each question has two answers more: rather not say, and no answer.
Who gave an answer is a cell of its own ("antwoord"), because a percentage tells how many that were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Final

import numpy as np

import safefigures
from koersvast.surveys.estimating import EVERYBODY, MEAN, Answered, Change, Column, Figure, boxes_of
from koersvast.surveys.questionnaire import DECLINED_KEY

ANSWER: Final = "antwoord"
NONE: Final = "geen"
OTHER: Final = "geen antwoord"
YES, NO = "ja", "nee"
SECONDS = 20.0  # for the proof that fewer cells cannot be hidden
HIDDEN: Final = "Kleine aantallen niet getoond."
SAME: Final = "Niet getoond: iedereen of niemand gaf dit antwoord, en dat zegt iets over elk van hen."


def tables_of(answered: Answered, groups: Sequence[str], *, population: str) -> list[safefigures.Table]:
    """Counts of every question, and of every question by each group. ``population``: which survey it is."""
    found: list[safefigures.Table] = []
    for column in answered.columns.values():
        for name, ways in _dimensions(column):
            found.append(_table(name, [ways], population))
            for key in groups:
                if key != column.question.key:
                    (_name, other), *_rest = _dimensions(answered.columns[key])
                    found.append(_table(f"{name} x {key}", [ways, other], population))
    return found


_Ways = tuple[safefigures.Dimension, np.ndarray[Any, Any]]


def _dimensions(column: Column) -> list[tuple[str, _Ways]]:
    """The ways in which a question divides people. One with many answers divides them once per option."""
    key = column.question.key
    if not column.chosen:
        return []
    if column.question.kind == "multiple":
        return [
            (f"{key}: {option}", _ways(column, f"{key}: {option}", {YES: who, NO: column.answered & ~who}))
            for option, who in column.chosen.items()
        ]
    return [(key, _ways(column, key, column.chosen))]


def _ways(column: Column, name: str, chosen: Mapping[str, Any]) -> _Ways:
    categories = (*chosen, DECLINED_KEY, NONE)
    code = np.full(len(column.answered), len(categories) - 1)
    for at, who in enumerate(chosen.values()):
        code[who] = at
    code[column.declined] = len(categories) - 2
    parents = {**dict.fromkeys(chosen, ANSWER), DECLINED_KEY: OTHER, NONE: OTHER}
    return safefigures.Dimension(name, categories, parents), code


def _table(name: str, ways: Sequence[_Ways], population: str) -> safefigures.Table:
    dimensions = tuple(dimension for dimension, _code in ways)
    shape = tuple(len(dimension.categories) for dimension in dimensions)
    flat = np.ravel_multi_index([code for _dimension, code in ways], shape)
    counts = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)
    same = _same_answer(counts, dimensions) if len(dimensions) == 2 else {}
    return safefigures.Table(name, counts, dimensions, population={"peiling": population}, primary=same)


def _same_answer(
    counts: np.ndarray[Any, Any], dimensions: Sequence[safefigures.Dimension]
) -> dict[tuple[str | None, ...], tuple[int, int] | None]:
    """Answers that everybody, nobody or nearly everybody of a group gave, and what must stay possible.

    As the rule of the library for tables with an ``answer``, but among who answered: that a question was not asked of
    a group says nothing about anybody in it.
    """
    rules = safefigures.Rules()
    answers, groups = dimensions
    chosen = [at for at, name in enumerate(answers.categories) if answers.parents[name] == ANSWER]
    found: dict[tuple[str | None, ...], tuple[int, int] | None] = {}
    for at, group in enumerate(groups.categories):
        base = int(counts[chosen, at].sum())
        for way in chosen if base and groups.parents[group] == ANSWER else ():
            count = int(counts[way, at])
            few = base < rules.nearly_all_below and count >= rules.nearly_all * base
            cell = (answers.categories[way], group)
            if count == 0 and counts[way].sum():  # when nobody at all gave it, that follows for every group
                found[cell] = (0, 1)
            elif count and (count == base or few):
                found[cell] = (min(count, ceil(rules.nearly_all * base)) - 1, count)
    return found


@dataclass(frozen=True)
class Safe:
    """What may be told, and the ledger with it. ``content``: plain values for JSON."""

    content: dict[str, Any]
    ledger: safefigures.Ledger


def publish(
    answered: Answered,
    found: Iterable[Figure],
    moved: Iterable[Change],
    *,
    groups: Sequence[str],
    population: str,
    rules: safefigures.Rules,
    ledger: safefigures.Ledger,
    weighting: Sequence[str] = (),
    progress: Any = None,
    cancelled: Any = None,
) -> Safe:
    """Raises safefigures.Undisclosed when nothing can be told safely, StatInputError, Cancelled."""
    if not len(ledger):
        ledger = ledger.with_publication(_everybody(answered.n, population))
    made = safefigures.protect(
        tables_of(answered, groups, population=population),
        rules,
        ledger,
        cost="counts",  # rather a small group than a figure of everybody
        time_limit=SECONDS,
        differences="suppress",
        progress=progress,
        cancelled=cancelled,
    )
    told = {table.name: table for table in made.tables}
    figures = [_told(one, answered, told, rules) for one in found]
    shown = {(one["question"], one["answer"]) for one in figures if one["group"] == EVERYBODY and one["told"]}
    content = {
        "figures": figures,
        "changes": [_moved(one) for one in moved if (one.question, one.answer) in shown],
        "tables": [table.to_dict() for table in made.tables],
        "how": made.words,
        "weighting": list(weighting),
        "groups": list(groups),
    }
    return Safe(content, ledger.with_publication(made))


def _everybody(n: int, population: str) -> Any:
    """How many answered counts as known: the page tells it in tens, so no small group may hide behind it."""
    one = safefigures.Dimension("iedereen", ("iedereen",))
    table = safefigures.Table("iedereen", np.array([n]), (one,), population={"peiling": population})
    return safefigures.published(table)


def _told(
    one: Figure, answered: Answered, tables: Mapping[str, safefigures.SafeTable], rules: safefigures.Rules
) -> dict[str, Any]:
    """A figure as others see it: rounded, with its margin; or only the reason why not."""
    plain: dict[str, Any] = {
        "question": one.question,
        "answer": one.answer,
        "group": one.group,
        "told": False,
    }
    if not one.show or one.estimate is None or one.low is None or one.high is None:
        return plain | {"reason": one.reason}
    base = _base(one, answered, tables)
    if base is None or base < rules.percent_denominator:
        return plain | {"reason": HIDDEN}
    if one.answer != MEAN and one.estimate in (0.0, 1.0):
        return plain | {"reason": SAME}
    told = plain | {"told": True, "reason": one.reason, "n": base // 10 * 10}
    if one.answer == MEAN:
        return told | {name: round(getattr(one, name), 1) for name in ("estimate", "low", "high")}
    step = rules.coarse_step if base < rules.step_below else 0.01
    return told | {
        "estimate": round(round(one.estimate / step) * step, 4),
        "low": round(max(0.0, floor(one.low / step) * step), 4),
        "high": round(min(1.0, ceil(one.high / step) * step), 4),
    }


def _base(one: Figure, answered: Answered, tables: Mapping[str, safefigures.SafeTable]) -> int | None:
    """How many people it rests on, when they and the cells it is made of may be told."""
    column = answered.columns[one.question]
    if not column.chosen:  # a number: no table of answers; enough people and nothing else
        return one.n if one.group == EVERYBODY else None
    name = f"{one.question}: {one.answer}" if column.question.kind == "multiple" else one.question
    nodes = _nodes(one, column)
    cell: dict[str, str] = {}
    if one.group != EVERYBODY:
        key, _equals, answer = one.group.partition("=")
        name, cell = f"{name} x {key}", {key: answer}
    table = tables[name]
    way = table.dimensions[0].name
    if any(table.value({**cell, way: node}) is None for node in nodes):
        return None
    return table.value({**cell, way: ANSWER})


def _nodes(one: Figure, column: Column) -> list[str]:
    """The cells that a figure is made of."""
    if one.answer == MEAN:
        return list(column.chosen)
    if column.question.kind == "multiple":
        return [YES]
    return list(boxes_of(column.question).get(one.answer, (one.answer,)))


def _moved(one: Change) -> dict[str, Any]:
    return {
        "question": one.question,
        "answer": one.answer,
        **{
            name: round(getattr(one, name), 1 if one.answer == MEAN else 2)
            for name in ("difference", "low", "high")
        },
    }
