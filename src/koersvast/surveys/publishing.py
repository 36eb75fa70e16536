"""From figures to what others may see: every table through `protect` and the ledger. Pure; asks safefigures.

A table counts who answered a question. Who did not answer the question that divides into groups is a column of its own:
together with the columns it makes the table of everybody, so neither tells about the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Final

import numpy as np

import safefigures
from koersvast.surveys.estimating import EVERYBODY, MEAN, Answered, Change, Column, Figure, boxes_of
from koersvast.surveys.question_types import QUESTION_TYPES

NONE: Final = "geen antwoord"
YES, NO = "ja", "nee"
SECONDS = 20.0  # for the proof that fewer cells cannot be hidden
HIDDEN: Final = "Kleine aantallen niet getoond."
SAME: Final = "Niet getoond: iedereen of niemand gaf dit antwoord, en dat zegt iets over elk van hen."


def tables_of(answered: Answered, groups: Sequence[str], *, population: str) -> list[safefigures.Table]:
    """Counts of every question, and of every question by each group. ``population``: which survey it is."""
    found: list[safefigures.Table] = []
    for column in answered.columns.values():
        for name, ways in _dimensions(column):
            found.append(_table(name, [ways], column, population))
            for key in groups:
                if key != column.question.key:
                    found.append(
                        _table(f"{name} x {key}", [ways, _group(answered.columns[key])], column, population)
                    )
    return [table for table in found if table.counts.sum()]


_Ways = tuple[safefigures.Dimension, np.ndarray[Any, Any]]


def _dimensions(column: Column) -> list[tuple[str, _Ways]]:
    """The ways in which a question divides who answered it. One with many answers divides them once per option."""
    key = column.question.key
    if not column.chosen:
        return []
    if QUESTION_TYPES[column.question.kind].many:
        return [
            (f"{key}: {option}", _ways(f"{key}: {option}", {YES: who, NO: column.answered & ~who}))
            for option, who in column.chosen.items()
        ]
    return [(key, _ways(key, column.chosen))]


def _ways(name: str, chosen: Mapping[str, Any]) -> _Ways:
    code = np.zeros(len(next(iter(chosen.values()))), dtype=np.int64)
    for at, who in enumerate(chosen.values()):
        code[who] = at
    return safefigures.Dimension(name, tuple(chosen)), code


def _group(column: Column) -> _Ways:
    return _ways(column.question.key, {**column.chosen, NONE: ~column.answered})


def _table(name: str, ways: Sequence[_Ways], column: Column, population: str) -> safefigures.Table:
    dimensions = tuple(dimension for dimension, _code in ways)
    shape = tuple(len(dimension.categories) for dimension in dimensions)
    flat = np.ravel_multi_index([code[column.answered] for _dimension, code in ways], shape)
    counts = np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)
    same = _same_answer(counts, dimensions) if len(dimensions) == 2 else {}
    whom = {"peiling": population, "antwoordt op": column.question.key}
    return safefigures.Table(name, counts, dimensions, population=whom, primary=same)


def _same_answer(
    counts: np.ndarray[Any, Any], dimensions: Sequence[safefigures.Dimension]
) -> dict[tuple[str | None, ...], tuple[int, int] | None]:
    """Answers that everybody, nobody or nearly everybody of a group gave, and what must stay possible.

    As the rule of the library for tables with an ``answer``, but not about who did not say to which group she belongs.
    """
    rules = safefigures.Rules()
    answers, groups = dimensions
    found: dict[tuple[str | None, ...], tuple[int, int] | None] = {}
    for at, group in enumerate(groups.categories):
        base = int(counts[:, at].sum())
        for way in range(len(answers.categories)) if base and group != NONE else ():
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
    made = _protected(
        tables_of(answered, groups, population=population),
        rules,
        ledger,
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


def _protected(
    tables: list[safefigures.Table], rules: safefigures.Rules, ledger: safefigures.Ledger, **watched: Any
) -> safefigures.Protection:
    """A table of which nothing can be told is left out, and with it its figures; the others are judged without it."""
    while True:
        try:
            return safefigures.protect(
                tables,
                rules,
                ledger,
                cost="counts",  # rather a small group than a figure of everybody
                time_limit=SECONDS,
                differences="suppress",
                **watched,
            )
        except safefigures.Undisclosed as refusal:
            left = [table for table in tables if refusal.place != f"table {table.name!r}"]
            if not left or len(left) == len(tables):
                raise
            tables = left


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
    """How many people it rests on, when they and the cells it is made of may be told.

    A mean is told with one decimal wherever its people may be counted: that narrows no hidden answer to one person.
    """
    column = answered.columns[one.question]
    if not column.chosen:  # a number: no table of answers; enough people and nothing else
        return one.n if one.group == EVERYBODY else None
    option = one.answer if QUESTION_TYPES[column.question.kind].many else ""
    name = f"{one.question}: {option}" if option else one.question
    cell: dict[str, str] = {}
    if one.group != EVERYBODY:
        key, _equals, answer = one.group.partition("=")
        name, cell = f"{name} x {key}", {key: answer}
    table = tables.get(name)
    if table is None:
        return None
    way = table.dimensions[0].name
    nodes = [] if one.answer == MEAN else _nodes(one, column)
    if any(table.value({**cell, way: node}) is None for node in nodes):
        return None
    return table.value(cell)


def _nodes(one: Figure, column: Column) -> list[str]:
    """The cells that a figure is made of."""
    if QUESTION_TYPES[column.question.kind].many:
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
