"""Figures of a survey as measurements in the compass, with their passport. Only what was published, which is safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.indicators import actions, rules
from koersvast.indicators.models import Indicator, Measurement, SampleType
from koersvast.people.models import User
from koersvast.surveys import queries
from koersvast.surveys.estimating import EVERYBODY, MEAN
from koersvast.surveys.figure_names import answer_name, group_name
from koersvast.surveys.models import Survey
from koersvast.surveys.questionnaire import words_in
from koersvast.surveys.words import Mode


class NotPublished(Exception):
    """This figure may not be seen by others than the analyst."""


@dataclass(frozen=True)
class Offered:
    """A published figure. ``key`` says which, for a form."""

    key: str
    question: str
    answer: str
    group: str
    label: str
    plain: dict[str, Any]


def offered(survey: Survey) -> list[Offered]:
    """Every figure that was told and that the compass may show, in the order of the questionnaire."""
    publication = queries.publication_of(survey)
    if publication is None:
        return []
    questionnaire = queries.questionnaire_of(survey.edition)
    found = []
    for one in publication.content["figures"]:
        question = questionnaire.question(one["question"])
        if not one["told"] or question is None or not _large_enough(one):
            continue
        group = group_name(one["group"], questionnaire)
        answer = answer_name(question, one["answer"])
        asked = words_in(question.label, "nl")
        label = f"{asked} {answer}" if asked.endswith(("?", ".", "!")) else f"{asked}: {answer}"
        found.append(
            Offered(
                key="|".join((one["question"], one["answer"], one["group"])),
                question=asked,
                answer=answer,
                group=group,
                label=f"{label} ({group})" if group else label,
                plain=one,
            )
        )
    return found


def _large_enough(figure: dict[str, Any]) -> bool:
    """The compass asks more people behind a percentage than a page of results does (rules.may_show)."""
    unit = "" if figure["answer"] == MEAN else "%"
    return rules.large_enough(figure["estimate"], unit, figure["n"])


@transaction.atomic
def measure(survey: Survey, key: str, *, indicator: Indicator | None, by: User) -> Measurement:
    """A measurement with its passport; without an indicator a new one is made of the question. Raises NotPublished."""
    one = next((figure for figure in offered(survey) if figure.key == key), None)
    if one is None:
        raise NotPublished(_("Dit cijfer is niet (meer) gedeeld."))
    mean = one.plain["answer"] == MEAN
    if indicator is None:
        indicator = actions.add_indicator(
            survey.cycle,
            by=by,
            name=one.label,
            level="outcome" if survey.activity_id else "societal",
            question=one.question,
            scale=one.answer,
            unit=_("rapportcijfer") if mean else "%",
            favourable="none",
            instrument=survey.edition.questionnaire.title,
            mode=survey.get_mode_display(),
        )
    return actions.add_measurement(indicator, by=by, **passport(survey, one, first=not _measured(indicator)))


def _measured(indicator: Indicator) -> bool:
    return Measurement.objects.filter(indicator=indicator).exists()


def passport(survey: Survey, one: Offered, *, first: bool) -> dict[str, Any]:
    """Everything that belongs to the value. A sample that chose itself has no margin to draw."""
    scale = 1 if one.plain["answer"] == MEAN else 100
    chose_itself = survey.mode == Mode.OPEN
    edition = survey.edition
    return {
        "place": survey.municipality.name,
        "place_code": survey.municipality.code,
        "population": survey.whom,
        "group": "" if one.plain["group"] == EVERYBODY else one.group,
        "period": survey.closes_on.strftime("%Y-%m"),
        "value": round(one.plain["estimate"] * scale, 1),
        "margin_low": None if chose_itself else round(one.plain["low"] * scale, 1),
        "margin_high": None if chose_itself else round(one.plain["high"] * scale, 1),
        "n": one.plain["n"],
        "sample": SampleType.SELF_SELECTED if chose_itself else SampleType.LOCAL_SURVEY,
        "series": _("%(title)s, versie %(number)s")
        % {"title": edition.questionnaire.title, "number": edition.number},
        "break_note": "" if first or edition.number == 1 else edition.break_note,
        "source": _("Peiling ‘%(title)s’") % {"title": survey.title},
        "retrieved_on": "",
    }
