"""How many gave which answer, kept with each shuffle: pages ask this, and never read all answers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from koersvast.surveys import estimating, queries
from koersvast.surveys.models import Survey, Tally
from koersvast.surveys.questionnaire import Question, words_in
from koersvast.surveys.rules import SHOWN_FROM, Share, share_in_words


def recount(survey: Survey) -> dict[str, dict[str, int]]:
    """From the settled answers themselves: {question: {answer: people}}. Raises VaultClosed."""
    answered = queries.answered_of(survey)
    return {
        key: estimating.counts_of(column).by_answer
        for key, column in answered.columns.items()
        if column.chosen
    }


def keep(survey: Survey) -> None:
    """Counts again and keeps it, sealed. Nothing when the answers were wiped. Raises VaultClosed."""
    box = queries.box_of(survey)
    if box is None:
        return
    sealed = box.seal_file(json.dumps(recount(survey)).encode(), _place(survey.pk))
    Tally.objects.update_or_create(
        municipality_id=survey.municipality_id, survey=survey, defaults={"content": sealed}
    )


def kept(survey: Survey) -> dict[str, dict[str, int]]:
    """What was counted at the last shuffle. Secret: for the screen see ``missing``. Raises VaultClosed."""
    row, box = Tally.objects.filter(survey=survey).first(), queries.box_of(survey)
    if row is None or box is None:
        return {}
    found: dict[str, dict[str, int]] = json.loads(box.read_file(row.content, _place(survey.pk)))
    return found


def _place(pk: uuid.UUID) -> str:
    return f"surveys.tally:{pk}"


@dataclass(frozen=True)
class Compared:
    """One group beside the population: in words, never in numbers of people who answered."""

    label: str
    population: int  # percent of the inhabitants
    share: Share


def missing(survey: Survey) -> list[tuple[str, str, list[Compared]]]:
    """Who is missing: per question with known numbers of inhabitants its label, source, and each group. Below ten nothing."""
    known, told = queries.margins_of(survey), kept(survey)
    asked = queries.questionnaire_of(survey.edition)
    sources = queries.sources_of(survey)
    found = []
    for key, people in known.items():
        question, counts = asked.question(key), told.get(key, {})
        if question is None or sum(counts.values()) < SHOWN_FROM or not any(people.values()):
            continue
        found.append((words_in(question.label, "nl"), sources[key], _compared(question, people, counts)))
    return found


def _compared(question: Question, people: Mapping[str, int], counts: Mapping[str, int]) -> list[Compared]:
    whole, answered = sum(people.values()), sum(counts.get(key, 0) for key in people)
    return [
        Compared(
            label=words_in(choice.label, "nl"),
            population=round(100 * people[choice.key] / whole),
            share=share_in_words(counts.get(choice.key, 0), answered, people[choice.key] / whole),
        )
        for choice in question.choices
        if people.get(choice.key)
    ]


def enough(survey: Survey, needed: int | None, count: int | None) -> dict[str, Any]:
    """When to stop asking. ``count``: as it may be told, in tens."""
    return {"needed": needed, "enough": bool(needed and count and count >= needed)}
