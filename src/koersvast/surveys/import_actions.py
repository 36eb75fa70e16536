"""A survey that was asked elsewhere comes in: closed, with answers that belong to no code and no receipt."""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.cycles.models import Cycle
from koersvast.jobs.progress import Progress, Silent
from koersvast.people.models import User
from koersvast.surveys import queries, routing, tallying
from koersvast.surveys.actions import plan_survey
from koersvast.surveys.microdata.mapping import Brought
from koersvast.surveys.models import Edition, Response, Survey
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Questionnaire
from koersvast.surveys.rules import SHOWN_FROM
from koersvast.surveys.sealing import seal_answers
from koersvast.surveys.words import Mode, SurveyStatus
from koersvast.texts.actions import NotNow
from koersvast.vault import actions as vault
from koersvast.vault.models import Purpose
from koersvast.vault.queries import open_box

AT_ONCE = 500
_CHANCE = random.SystemRandom()


@dataclass(frozen=True)
class Elsewhere:
    """What is known of a survey that others did. ``brought_from``: who asked, and with what."""

    title: str
    whom: str
    brought_from: str
    opens_on: datetime.date
    closes_on: datetime.date
    keep_until: datetime.date

    @classmethod
    def from_plain(cls, plain: Mapping[str, str]) -> Elsewhere:
        """Days as 2024-12-31. Raises KeyError, ValueError."""
        days = {
            name: datetime.date.fromisoformat(plain[name]) for name in ("opens_on", "closes_on", "keep_until")
        }
        return cls(plain["title"], plain["whom"], plain["brought_from"], **days)


@transaction.atomic
def import_answers(
    cycle: Cycle,
    edition: Edition,
    people: Sequence[Brought],
    about: Elsewhere,
    *,
    by: User | None,
    progress: Progress | None = None,
) -> Survey:
    """All of them, or nothing. In chance order and under random ids. Raises NotNow, VaultClosed, Cancelled."""
    progress = progress or Silent()
    questionnaire = queries.questionnaire_of(edition)
    if len(people) < SHOWN_FROM:
        raise NotNow(_("Er staan minder dan tien mensen in dit bestand. Daar komt nooit een cijfer uit."))
    if problems := routing.problems(questionnaire):
        raise NotNow(_("De vragenlijst is nog niet klaar: %(problem)s") % {"problem": problems[0].sentence})
    _check(questionnaire, people)
    row = plan_survey(
        cycle,
        edition,
        by=by,
        title=about.title,
        public_title=about.title[:80],
        whom=about.whom,
        about="",
        contact="",
        mode=Mode.OPEN,
        opens_on=about.opens_on,
        closes_on=about.closes_on,
        keep_until=about.keep_until,
        brought_from=about.brought_from,
    )
    key = vault.new_data_key(cycle.municipality, Purpose.SURVEY)
    Edition.objects.filter(pk=edition.pk).update(in_use=True)
    Survey.objects.filter(pk=row.pk).update(
        status=SurveyStatus.CLOSED, data_key=key, version=F("version") + 1
    )
    box = open_box(key)
    order = list(people)
    _CHANCE.shuffle(order)
    for start in range(0, len(order), AT_ONCE):
        progress.step(_("De antwoorden inlezen"), start, len(order))
        made = []
        for one in order[start : start + AT_ONCE]:
            pk = uuid.uuid4()
            wrapped, content = seal_answers(box, pk, one.answers)
            made.append(
                Response(
                    pk=pk,
                    municipality_id=cycle.municipality_id,
                    survey=row,
                    settled=True,
                    wrapped=wrapped,
                    content=content,
                    weight=one.weight,
                )
            )
        Response.objects.bulk_create(made)
    audit.record("survey.imported", subject=row, by=by)
    row.refresh_from_db()
    tallying.keep(row)
    return row


def _check(questionnaire: Questionnaire, people: Sequence[Brought]) -> None:
    """Nothing comes in that could not have been answered here."""
    questions = {one.key: one for one in questionnaire.questions}
    for number, one in enumerate(people, 1):
        for key, value in one.answers.items():
            asked = questions.get(key)
            if asked is None or not QUESTION_TYPES[asked.kind].stored(asked, value):
                said = _("Het antwoord in rij %(row)d past niet bij vraag ‘%(question)s’.")
                raise NotNow(said % {"row": number, "question": key})
