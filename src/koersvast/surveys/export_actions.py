"""All answers to a survey as a file, for the analyst alone: no id, no time, in chance order. Each time in the audit."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.jobs import actions as jobs
from koersvast.jobs.progress import Progress, Silent
from koersvast.people.models import User
from koersvast.surveys import estimating, queries
from koersvast.surveys.microdata.csv_file import write_answers, write_codebook
from koersvast.surveys.microdata.gathering import Gathering, Microdata
from koersvast.surveys.microdata.sav_file import sav_bytes
from koersvast.surveys.microdata.variables import BASE_WEIGHT, WEIGHT, variables_of
from koersvast.surveys.models import Margin, Survey
from koersvast.surveys.rules import SHOWN_FROM
from koersvast.surveys.words import SurveyStatus
from koersvast.texts.actions import NotNow

EXPORTING = "surveys.export"  # the name of the work
EVERY = 250  # rows between two words about how far it is
_CHANCE = random.SystemRandom()


@dataclass(frozen=True)
class Wish:
    """``weeks`` and ``texts`` narrow down who somebody may be: only when they are needed."""

    sav: bool = False
    weeks: bool = False
    texts: bool = False


@transaction.atomic
def export(survey: Survey, wish: Wish, *, by: User | None, progress: Progress | None = None) -> bytes:
    """A .zip with the answers and the codebook. Raises NotNow, safefigures.SafefiguresError, VaultClosed, Cancelled."""
    if survey.status != SurveyStatus.CLOSED:
        raise NotNow(_("Sluit de peiling eerst: dan staan alle antwoorden bij elkaar."))
    if survey.data_key_id is None:
        raise NotNow(_("De antwoorden van deze peiling zijn gewist."))
    progress = progress or Silent()
    data = microdata(survey, wish, progress)
    progress.step(_("Het bestand maken"), 1, 1)
    made = _zipped(survey, data, wish)
    audit.record("survey.exported", subject=survey, by=by)
    return made


def microdata(survey: Survey, wish: Wish, progress: Progress) -> Microdata:
    questionnaire = queries.questionnaire_of(survey.edition)
    margins = queries.margins_of(survey)
    gathering = Gathering(variables_of(questionnaire, texts=wish.texts), weeks=wish.weeks)
    total, _waiting = queries.counts_of(survey)
    if total < SHOWN_FROM:
        raise NotNow(_("Er zijn minder dan tien antwoorden. Dan leest niemand ze."))

    def passing() -> Iterator[queries.Settled]:
        for one in queries.settled(survey):
            if gathering.n % EVERY == 0:
                progress.step(_("De antwoorden verzamelen"), gathering.n, total)
            gathering.add(one.week, one.answers)
            yield one

    # weighting asks for the questions of the margins only: the others are not held twice
    weighing = replace(
        questionnaire, questions=tuple(one for one in questionnaire.questions if one.key in margins)
    )
    answered = queries.answered_from(weighing, passing())
    sample = estimating.weighted(answered, margins)
    weights = {} if answered.weights is None else {BASE_WEIGHT: answered.weights}
    return gathering.shuffled(
        _CHANCE, weights | {WEIGHT: np.asarray(sample.design.weights, dtype=np.float64)}
    )


def forget_files(survey: Survey) -> None:
    """Files that nobody fetched yet: somebody in them took her answers back, or their time is over."""
    said = _("Er zijn antwoorden teruggenomen of gewist. Dit bestand is daarom weg. Maak het opnieuw.")
    jobs.forget_files(EXPORTING, message=said, survey_id=str(survey.pk))


def _zipped(survey: Survey, data: Microdata, wish: Wish) -> bytes:
    made = io.BytesIO()
    margins = queries.margins_of(survey)
    sources = {one.question: one.source for one in Margin.objects.filter(survey=survey)}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        if wish.sav:
            box.writestr(_file("antwoorden.sav"), sav_bytes(data, title=survey.public_title))
        else:
            with box.open(_file("antwoorden.csv"), "w") as file:
                write_answers(file, data)
        with box.open(_file("codeboek.csv"), "w") as file:
            write_codebook(file, data, margins, sources)
    return made.getvalue()


def _file(name: str) -> zipfile.ZipInfo:
    """Without the time it was made: a file says when only in the audit."""
    found = zipfile.ZipInfo(name)
    found.compress_type = zipfile.ZIP_DEFLATED
    return found
