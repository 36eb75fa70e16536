"""Can this survey show what we want to know? Asked of safefigures before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

import safefigures
from koersvast.audit import actions as audit
from koersvast.cycles.actions import StaleEdit
from koersvast.people.models import User
from koersvast.surveys.models import Plan, Survey
from koersvast.surveys.words import SurveyStatus
from koersvast.texts.actions import NotNow


@dataclass(frozen=True)
class Knowable:
    """The answer in words. ``smallest``: the smallest change that can be seen, in percentage points; None: no change."""

    knowable: bool
    words: str
    helps: tuple[str, ...]
    smallest: float | None
    needed: int | None  # answers


def can_we_know(values: Mapping[str, Any]) -> Knowable:
    """``values``: the fields of a plan, shares in percents. Raises safefigures.SafefiguresError."""
    answers = max(2, round(values["invited"] * values["response"] / 100))
    found = safefigures.smallest_detectable_change(
        answers,
        baseline=values["now"] / 100,
        subgroup=values["share"] / 100,
        subgroup_name=values["group"],
        deff=values["deff"],
        response=values["response"] / 100,
        target_change=(values["wanted"] - values["now"]) / 100,
        population=values["population"],
    )
    smallest = None if found.smallest_change is None else found.smallest_change * 100
    return Knowable(bool(found.knowable), found.words, found.helps, smallest, found.needed_n)


@transaction.atomic
def keep_plan(survey: Survey, values: Mapping[str, Any], *, version: int | None, by: User) -> Plan:
    """The plan with its answer. Raises NotNow once people answer, StaleEdit, safefigures.SafefiguresError."""
    fresh = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    if fresh.status != SurveyStatus.PLANNED:
        raise NotNow(_("De peiling is begonnen. Het plan blijft zoals het was."))
    answer = can_we_know(values)
    told = {
        "knowable": answer.knowable,
        "words": answer.words,
        "helps": list(answer.helps),
        "smallest": answer.smallest,
        "needed": answer.needed,
    }
    before = Plan.objects.filter(survey=fresh).first()
    if before is None:
        made: Plan = Plan.objects.create(
            municipality_id=fresh.municipality_id, survey=fresh, **values, **told
        )
        audit.record("survey.planned_to_know", subject=fresh, by=by)
        return made
    if version is not None and before.version != version:
        raise StaleEdit(before, {name: getattr(before, name) for name in values}, dict(values))
    Plan.objects.filter(pk=before.pk).update(version=F("version") + 1, **values, **told)
    audit.record("survey.planned_to_know", subject=fresh, by=by)
    before.refresh_from_db()
    return before
