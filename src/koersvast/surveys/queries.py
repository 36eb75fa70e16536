"""Questions about questionnaires, surveys and answers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Count, Prefetch
from django_scopes import scopes_disabled

import safefigures
from koersvast.cycles.models import Cycle
from koersvast.surveys import plain, rules
from koersvast.surveys.estimating import Answered, columns_of
from koersvast.surveys.models import (
    AccessCode,
    Draft,
    Edition,
    Margin,
    Publication,
    QuestionnaireRow,
    Response,
    Results,
    Survey,
    Withdrawn,
)
from koersvast.surveys.pairing import Pairs, pair, with_code
from koersvast.surveys.questionnaire import Questionnaire, Value
from koersvast.surveys.sealing import read_answers
from koersvast.tenants.models import Municipality
from koersvast.texts.models import TeamMember
from koersvast.vault import receipts
from koersvast.vault.queries import Box, municipality_secret, open_box

AT_ONCE = 2000  # answers read at a time


def questionnaire_of(edition: Edition) -> Questionnaire:
    """What an edition asks. One in use never changes, so it is read once."""
    if edition.in_use:
        return _in_use(edition.pk)
    return plain.from_plain(edition.content)


def asked_of(survey: Survey) -> Questionnaire:
    """What somebody fills in: the edition, and before and after an activity the code that people make first."""
    questionnaire = questionnaire_of(survey.edition)
    return with_code(questionnaire) if survey.paired else questionnaire


def pairs_of(survey: Survey) -> Pairs | None:
    """Answers before and after an activity, put together; None when this is not the second of two. Raises VaultClosed."""
    before = survey.earlier
    if not survey.paired or before is None or not before.paired:
        return None
    return pair(*((answers for _week, answers in settled_answers(one)) for one in (before, survey)))


@lru_cache(maxsize=64)
def _in_use(pk: uuid.UUID) -> Questionnaire:
    return plain.from_plain(Edition.objects.get(pk=pk).content)


@dataclass(frozen=True)
class Listed:
    """A survey in a list, and what this person does in its team (empty: nothing)."""

    row: Survey
    task: str


def surveys_of(cycle: Cycle, *, user_id: uuid.UUID) -> list[Listed]:
    tasks = dict(
        TeamMember.objects.filter(user=user_id, collection__cycle=cycle).values_list("collection", "task")
    )
    rows = Survey.objects.filter(cycle=cycle).select_related("edition__questionnaire")
    return [Listed(row, tasks.get(row.collection_id, "")) for row in rows]


def questionnaires_of(municipality: Municipality) -> list[QuestionnaireRow]:
    return list(
        QuestionnaireRow.objects.filter(municipality=municipality).prefetch_related(
            Prefetch("editions", queryset=Edition.objects.defer("content"))
        )
    )


@dataclass(frozen=True)
class EditionUse:
    """An edition in a list, and which surveys ask it: of this cycle, and how many of others."""

    row: Edition
    here: list[Survey]
    elsewhere: int


def editions_of(edition: Edition, *, cycle: Cycle) -> list[EditionUse]:
    """All editions of its questionnaire, the newest first."""
    rows = Edition.objects.filter(questionnaire=edition.questionnaire_id).defer("content")
    used: dict[uuid.UUID, list[Survey]] = {}
    for row in Survey.objects.filter(edition__questionnaire=edition.questionnaire_id):
        used.setdefault(row.edition_id, []).append(row)
    return [
        EditionUse(
            row,
            [one for one in used.get(row.pk, []) if one.cycle_id == cycle.pk],
            sum(one.cycle_id != cycle.pk for one in used.get(row.pk, [])),
        )
        for row in rows.order_by("-number")
    ]


def changeable_editions(municipality: Municipality) -> list[Edition]:
    """Editions that are not in use, by the title of their questionnaire."""
    rows = Edition.objects.filter(municipality=municipality, in_use=False).select_related("questionnaire")
    return list(rows.order_by("questionnaire__title", "number"))


def told_count(survey: Survey) -> int | None:
    """How many answered, rounded down to tens; None below ten, where nothing is told. Waiting answers do not count."""
    return rules.rounded_count(counts_of(survey)[0])


def box_of(survey: Survey) -> Box | None:
    """The key of a survey, open; None when its answers were wiped. Raises VaultClosed."""
    return open_box(survey.data_key) if survey.data_key is not None else None


def survey_with(pk: uuid.UUID) -> Survey | None:
    # each page of each resident asks this: without an order, and without what questionnaire_of remembers
    rows = Survey.objects.select_related("edition", "data_key", "municipality").defer("edition__content")
    try:
        found: Survey = rows.get(pk=pk)
    except Survey.DoesNotExist:
        return None
    return found


def surveys_with(pks: list[uuid.UUID]) -> list[Survey]:
    """Of every municipality: for the worker."""
    with scopes_disabled():
        return list(Survey.objects.select_related("edition", "data_key", "municipality").filter(pk__in=pks))


def id_for(municipality: Municipality, kind: str, code: str) -> uuid.UUID:
    """The id that belongs to a code; ``kind``: code, receipt or draft. Nobody finds the code from it.

    Raises LookupError when no code was ever made here, VaultClosed.
    """
    return receipts.id_from(municipality_secret(municipality), kind, code)


def code_with(municipality: Municipality, typed: str) -> AccessCode | None:
    try:
        wanted = id_for(municipality, "code", typed)
    except LookupError:
        return None
    found: AccessCode | None = (
        AccessCode.objects.select_related("survey__edition", "survey__data_key", "survey__municipality")
        .filter(pk=wanted)
        .first()
    )
    return found


def draft_with(municipality: Municipality, typed: str) -> Draft | None:
    # looked up for every code that is typed, and seldom there: its survey is asked for when it is
    try:
        wanted = id_for(municipality, "draft", typed)
    except LookupError:
        return None
    found: Draft | None = Draft.objects.filter(pk=wanted).first()
    return found


def response_with(municipality: Municipality, receipt: str) -> Response | None:
    try:
        wanted = id_for(municipality, "receipt", receipt)
    except LookupError:
        return None
    found: Response | None = (
        Response.objects.select_related("survey__edition", "survey__data_key", "survey__municipality")
        .filter(pk=wanted)
        .first()
    )
    return found


def was_taken_back(municipality: Municipality, receipt: str) -> bool:
    try:
        return Withdrawn.objects.filter(pk=id_for(municipality, "receipt", receipt)).exists()
    except LookupError:
        return False


def answers_of(response: Response) -> dict[str, Value]:
    """Raises VaultClosed, Unreadable, LookupError when the key of the survey was shredded."""
    box = box_of(response.survey)
    if box is None:
        raise LookupError
    return read_answers(box, response.pk, response.wrapped, response.content)


@dataclass(frozen=True)
class Settled:
    """What somebody answered, in which week, and how heavily it counted in a survey from elsewhere."""

    week: str
    answers: dict[str, Value]
    weight: float | None


def settled(survey: Survey) -> Iterator[Settled]:
    """Everybody whose answer was shuffled, in no order. Streams; raises VaultClosed."""
    box = box_of(survey)
    if box is None:
        return
    rows = Response.objects.filter(survey=survey, settled=True).order_by("pk")
    for pk, week, wrapped, content, weight in rows.values_list(
        "pk", "week", "wrapped", "content", "weight"
    ).iterator(chunk_size=AT_ONCE):
        yield Settled(week, read_answers(box, pk, wrapped, content), weight)


def settled_answers(survey: Survey) -> Iterator[tuple[str, dict[str, Value]]]:
    """The week and the answers of everybody whose answer was shuffled. Streams; raises VaultClosed."""
    for one in settled(survey):
        yield one.week, one.answers


def counts_of(survey: Survey) -> tuple[int, int]:
    """Settled and waiting answers. Not for the screen: see rules.rounded_count."""
    found = Response.objects.filter(survey=survey).values_list("settled").annotate(Count("pk"))
    by = dict(found.order_by())
    return by.get(True, 0), by.get(False, 0)


def answered_of(survey: Survey) -> Answered:
    """The settled answers as columns. Raises VaultClosed."""
    return answered_from(questionnaire_of(survey.edition), settled(survey))


def answered_from(questionnaire: Questionnaire, people: Iterable[Settled]) -> Answered:
    """As columns, with the weights that people came with; somebody without one counts once."""
    weights: list[float | None] = []

    def weighed() -> Iterator[dict[str, Value]]:
        for one in people:
            weights.append(one.weight)
            yield one.answers

    found = columns_of(questionnaire, weighed())
    if all(one is None for one in weights):
        return found
    return replace(found, weights=np.array([1.0 if one is None else one for one in weights]))


def margins_of(survey: Survey) -> dict[str, dict[str, int]]:
    """Known numbers of inhabitants: {question: {answer: people}}."""
    found: dict[str, dict[str, int]] = {}
    for row in Margin.objects.filter(survey=survey):
        found.setdefault(row.question, {})[row.choice] = row.people
    return found


def sources_of(survey: Survey) -> dict[str, str]:
    """Where the known numbers come from, by question."""
    return dict(Margin.objects.filter(survey=survey).values_list("question", "source"))


def every_figure(survey: Survey) -> dict[str, Any] | None:
    """What `result_actions.count` stored, for the analyst alone; None before the first count. Raises VaultClosed."""
    row = Results.objects.filter(survey=survey).first()
    box = box_of(survey)
    if row is None or box is None:
        return None
    found: dict[str, Any] = json.loads(box.read_file(row.content, results_place(survey.pk)))
    return found


def publication_of(survey: Survey) -> Publication | None:
    found: Publication | None = Publication.objects.filter(survey=survey).first()
    return found


def ledger_of(survey: Survey) -> safefigures.Ledger:
    """What was published of this survey before. Raises VaultClosed."""
    row, box = publication_of(survey), box_of(survey)
    if row is None or box is None:
        return safefigures.Ledger()
    return safefigures.Ledger.from_dict(json.loads(box.read_file(row.ledger, ledger_place(survey.pk))))


def results_place(pk: uuid.UUID) -> str:
    return f"surveys.results:{pk}"


def ledger_place(pk: uuid.UUID) -> str:
    return f"surveys.ledger:{pk}"
