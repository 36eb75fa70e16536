"""Count a survey, let others see what is safe, look while it runs. The audit holds no figure."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict
from math import ceil, floor
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

import safefigures
from koersvast.audit import actions as audit
from koersvast.people.models import User
from koersvast.surveys import estimating, pairing, publishing, queries
from koersvast.surveys.models import Look, Margin, Publication, Results, Survey
from koersvast.surveys.words import SurveyStatus
from koersvast.texts.actions import NotNow
from koersvast.vault.queries import Box

MOST_GROUPS = 4
MOST_ANSWERS_OF_GROUP = 12
RULES = (
    safefigures.Rules()
)  # ten, and percentages from thirty: orientation and gender are told to nobody in small groups


def group_questions(survey: Survey) -> list[Any]:
    """Questions whose answers divide people into groups to compare."""
    asked = queries.questionnaire_of(survey.edition).questions
    return [one for one in asked if one.kind == "single" and len(one.choices) <= MOST_ANSWERS_OF_GROUP]


def work_out(survey: Survey, groups: Sequence[str]) -> tuple[estimating.Answered, dict[str, Any]]:
    """Every figure of the settled answers, from the answers themselves. Raises NotNow, safefigures.SafefiguresError."""
    answered = queries.answered_of(survey)
    if answered.n < 2:
        raise NotNow(_("Er zijn nog te weinig antwoorden om iets uit te rekenen."))
    sample = estimating.weighted(answered, queries.margins_of(survey))
    found = estimating.figures(answered, sample, groups)
    moved = _changes(survey, answered, sample)
    content = {
        "n": answered.n,
        "groups": list(groups),
        "counts": {key: asdict(estimating.counts_of(column)) for key, column in answered.columns.items()},
        "figures": estimating.plain_figures(found),
        "changes": [asdict(one) for one in moved],
        "weighting": list(sample.words),
        "pairs": _pairs(survey),
    }
    return answered, content


def _pairs(survey: Survey) -> dict[str, Any] | None:
    """Before and after an activity: what changed in the group, and how often the code went wrong. Nothing below ten."""
    found = queries.pairs_of(survey)
    if found is None:
        return None
    enough = len(found.trusted) >= pairing.FEWEST_TOLD
    return {
        "enough": enough,
        "pairs": len(found.trusted) // 5 * 5 if enough else None,
        "mismatch": round(found.mismatch * 20) * 5 if enough and found.mismatch is not None else None,
        "lost": round(100 * (1 - len(found.pairs) / found.before) / 5) * 5
        if enough and found.before
        else None,
        "changes": pairing.changes_of(found, queries.questionnaire_of(survey.edition)) if enough else [],
    }


def _changes(
    survey: Survey, answered: estimating.Answered, sample: estimating.Weighted
) -> list[estimating.Change]:
    """With the survey before, when it asked the same edition and its answers are still there."""
    before = survey.earlier
    if before is None or before.edition_id != survey.edition_id or before.data_key_id is None:
        return []
    then = queries.answered_of(before)
    if then.n < 2:
        return []
    return estimating.changes(
        (answered, sample), (then, estimating.weighted(then, queries.margins_of(before)))
    )


def count(survey: Survey, groups: Sequence[str]) -> dict[str, Any]:
    """Works everything out and keeps it, sealed, for the analyst. Raises NotNow, safefigures.SafefiguresError."""
    _answered, content = work_out(survey, groups)
    _keep(survey, content)
    return content


def _keep(survey: Survey, content: dict[str, Any]) -> None:
    sealed = _box(survey).seal_file(json.dumps(content).encode(), queries.results_place(survey.pk))
    Results.objects.update_or_create(
        municipality_id=survey.municipality_id, survey=survey, defaults={"content": sealed}
    )


def publish(
    survey: Survey,
    groups: Sequence[str],
    *,
    today: datetime.date,
    by: User | None,
    progress: Any = None,
    cancelled: Any = None,
) -> Publication:
    """Lets others than the analyst see what is safe. Raises NotNow, safefigures.SafefiguresError (also Undisclosed)."""
    if survey.status != SurveyStatus.CLOSED:
        raise NotNow(_("Sluit de peiling eerst. Zolang zij loopt, is er alleen de tussentijdse blik."))
    if len(groups) > MOST_GROUPS:
        raise NotNow(
            _("Kies ten hoogste %(most)s vragen om groepen mee te vergelijken.") % {"most": MOST_GROUPS}
        )
    answered, content = work_out(survey, groups)
    safe = publishing.publish(
        answered,
        [estimating.Figure(**one) for one in content["figures"]],
        [estimating.Change(**one) for one in content["changes"]],
        groups=groups,
        population=survey.pk.hex,
        rules=RULES,
        ledger=queries.ledger_of(survey),
        weighting=content["weighting"],
        progress=progress,
        cancelled=cancelled,
    )
    safe.content["pairs"] = content["pairs"]  # means of groups of ten and more, rounded
    ledger = _box(survey).seal_file(
        json.dumps(safe.ledger.to_dict()).encode(), queries.ledger_place(survey.pk)
    )
    with transaction.atomic():
        _keep(survey, content)
        made: Publication
        made, new = Publication.objects.get_or_create(
            municipality_id=survey.municipality_id,
            survey=survey,
            defaults={"content": safe.content, "ledger": ledger, "made_on": today, "by": by},
        )
        if not new:
            Publication.objects.filter(pk=made.pk).update(
                content=safe.content, ledger=ledger, made_on=today, by=by, version=F("version") + 1
            )
            made.refresh_from_db()
        audit.record("survey.published", subject=survey, by=by)
    return made


@transaction.atomic
def set_margins(survey: Survey, question: str, people: dict[str, int], *, source: str, by: User) -> None:
    """How many inhabitants belong to each answer. Empty: nothing is known about this question any more."""
    fresh = Survey.objects.select_for_update(of=("self",)).select_related("edition").get(pk=survey.pk)
    asked = queries.questionnaire_of(fresh.edition).question(question)
    if asked is None or any(asked.choice(key) is None for key in people):
        raise NotNow(_("Deze vraag staat niet in de vragenlijst."))
    Margin.objects.filter(survey=fresh, question=question).delete()
    Margin.objects.bulk_create(
        Margin(
            municipality_id=fresh.municipality_id,
            survey=fresh,
            question=question,
            choice=choice,
            people=count,
            source=source,
        )
        for choice, count in people.items()
    )
    audit.record("survey.margins_set", subject=fresh, by=by)


@transaction.atomic
def look(survey: Survey, question: str, answer: str, *, today: datetime.date, by: User) -> Look:
    """What can be said already, however often somebody looks. Registered. Raises NotNow.

    A confidence sequence: it holds at all looks together, so stopping when it looks good misleads nobody.
    """
    if survey.status == SurveyStatus.PLANNED:
        raise NotNow(_("De peiling is nog niet begonnen."))
    answered = queries.answered_of(survey)
    column = answered.columns.get(question)
    if column is None or answer not in column.chosen:
        raise NotNow(_("Deze vraag heeft dit antwoord niet."))
    sample = estimating.weighted(answered, queries.margins_of(survey)) if answered.n >= 2 else None
    values = column.chosen[answer][column.answered]
    try:
        if sample is None or not queries.margins_of(survey):
            found = safefigures.confidence_sequence(int(values.sum()), len(values))
        else:
            found = safefigures.confidence_sequence(
                values=values.astype(float), weights=np.asarray(sample.design.weights)[column.answered]
            )
    except safefigures.SafefiguresError:
        raise NotNow(
            _("Er zijn nog te weinig antwoorden om er iets over te zeggen. Wacht tot het er meer zijn.")
        ) from None
    low, high = floor(found.low * 100), min(100, ceil(found.high * 100))
    words = _("Tot nu toe: tussen %(low)s en %(high)s procent. Dit blijft waar, hoe vaak u ook kijkt.") % {
        "low": low,
        "high": high,
    }
    made: Look = Look.objects.create(
        municipality_id=survey.municipality_id,
        survey=survey,
        on=today,
        by=by,
        question=question,
        answer=answer,
        words=words,
        low=low,
        high=high,
    )
    audit.record("survey.looked", subject=survey, by=by)
    return made


def _box(survey: Survey) -> Box:
    found = queries.box_of(survey)
    if found is None:
        raise NotNow(_("De antwoorden van deze peiling zijn gewist."))
    return found
