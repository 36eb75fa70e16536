"""Prepare, open and close a survey. What residents do is in answering.py; the audit never holds an answer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Cycle
from koersvast.people.models import User
from koersvast.surveys import export_actions, plain, routing, rules, shuffling
from koersvast.surveys.models import (
    AccessCode,
    Draft,
    Edition,
    Invitee,
    Plan,
    QuestionnaireRow,
    Response,
    Survey,
)
from koersvast.surveys.queries import questionnaire_of
from koersvast.surveys.questionnaire import Questionnaire
from koersvast.surveys.words import Mode, SurveyStatus
from koersvast.tenants.models import Municipality
from koersvast.texts import actions as texts
from koersvast.texts.actions import NotNow
from koersvast.vault import actions as vault
from koersvast.vault import receipts
from koersvast.vault.models import Purpose
from koersvast.vault.queries import municipality_secret

__all__ = ["NotNow", "StaleEdit"]

MOST_CODES = 20_000  # at once


@transaction.atomic
def new_questionnaire(
    municipality: Municipality, *, title: str, content: Questionnaire, by: User | None
) -> Edition:
    """A questionnaire with its first edition, which may still change."""
    row: QuestionnaireRow = QuestionnaireRow.objects.create(municipality=municipality, title=title)
    edition: Edition = Edition.objects.create(
        municipality=municipality, questionnaire=row, number=1, content=plain.to_plain(content)
    )
    audit.record("questionnaire.made", subject=row, by=by)
    return edition


@transaction.atomic
def change_edition(edition: Edition, content: Questionnaire, *, version: int | None, by: User | None) -> None:
    """Another content. Raises NotNow when the edition is in use, StaleEdit when somebody else changed it."""
    fresh = Edition.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=edition.pk)
    if fresh.in_use:
        raise NotNow(_("Deze versie is in gebruik en verandert niet meer. Maak een nieuwe versie."))
    wanted = plain.to_plain(content)
    if fresh.content == wanted:
        return
    if version is not None and fresh.version != version:
        raise StaleEdit(fresh, {"content": fresh.content}, {"content": wanted})
    Edition.objects.filter(pk=fresh.pk).update(content=wanted, version=F("version") + 1)
    audit.record("questionnaire.changed", subject=fresh.questionnaire, by=by)


@transaction.atomic
def new_edition(edition: Edition, *, break_note: str, by: User | None) -> Edition:
    """A copy that may change. ``break_note``: what is different, for beside the break in the series."""
    if not break_note.strip():
        raise NotNow(_("Schrijf wat er anders wordt. Dat staat straks bij de breuk in de reeks."))
    row = QuestionnaireRow.objects.select_for_update().get(pk=edition.questionnaire_id)
    last = row.editions.order_by("number").last()
    if last is not None and not last.in_use:
        raise NotNow(_("Er is al een nieuwe versie in de maak."))
    made: Edition = Edition.objects.create(
        municipality_id=row.municipality_id,
        questionnaire=row,
        number=(last.number if last else 0) + 1,
        content=edition.content,
        break_note=break_note.strip(),
    )
    audit.record("questionnaire.new_edition", subject=row, by=by)
    return made


@transaction.atomic
def plan_survey(cycle: Cycle, edition: Edition, *, by: User | None, **fields: Any) -> Survey:
    """A survey in preparation, with a team: who plans it leads it."""
    collection = texts.new_collection(cycle, title=fields["title"], by=by)
    made: Survey = Survey.objects.create(
        municipality_id=cycle.municipality_id, cycle=cycle, collection=collection, edition=edition, **fields
    )
    audit.record("survey.planned", subject=made, by=by)
    return made


@transaction.atomic
def change_survey(row: Survey, values: Mapping[str, Any], *, by: User, version: int | None) -> None:
    """Raises StaleEdit; NotNow for what is promised already: how people take part, which questions."""
    fresh = Survey.objects.select_for_update(of=("self",)).get(pk=row.pk)
    begun = fresh.status != SurveyStatus.PLANNED
    promised = [
        name
        for name in ("mode", "edition", "paired")
        if name in values and getattr(fresh, name) != values[name]
    ]
    if begun and promised:
        raise NotNow(_("Dat kan niet meer veranderen: mensen deden mee onder deze belofte."))
    if all(getattr(fresh, name) == value for name, value in values.items()):
        return
    if version is not None and fresh.version != version:
        raise StaleEdit(fresh, {name: getattr(fresh, name) for name in values}, dict(values))
    Survey.objects.filter(pk=row.pk).update(version=F("version") + 1, **values)
    audit.record("survey.changed", subject=fresh, by=by)


@transaction.atomic
def open_survey(row: Survey, *, by: User | None) -> Survey:
    """From now on people can answer. The edition is in use, and nothing that was promised changes. Raises NotNow."""
    fresh = _locked(row)
    if fresh.status != SurveyStatus.PLANNED:
        raise NotNow(_("Deze peiling is al begonnen."))
    plan = Plan.objects.filter(survey=fresh).first()
    if plan is None:
        raise NotNow(_("Zeg eerst wat u wilt kunnen zien, en of dat met deze peiling kan."))
    if not plan.knowable and not plan.anyway.strip():
        raise NotNow(
            _(
                "Deze peiling kan niet laten zien wat u wilt weten. Kies een ander plan, of schrijf waarom u het toch doet."
            )
        )
    problems = routing.problems(questionnaire_of(fresh.edition))
    if problems:
        raise NotNow(_("De vragenlijst is nog niet klaar: %(problem)s") % {"problem": problems[0].sentence})
    telling = rules.telling_words(fresh.public_title)
    if telling:
        raise NotNow(
            _("De titel zegt te veel tegen wie meekijkt: ‘%(word)s’. Kies een neutrale titel.")
            % {"word": telling[0]}
        )
    if fresh.mode == Mode.CODE and not fresh.codes.exists():
        raise NotNow(_("Maak eerst codes. Zonder code kan niemand meedoen."))
    if fresh.mode == Mode.CONFIDENTIAL and not fresh.invitees.exists():
        raise NotNow(_("Zet eerst op de lijst wie u vraagt."))
    Edition.objects.filter(pk=fresh.edition_id).update(in_use=True)
    Survey.objects.filter(pk=fresh.pk).update(
        status=SurveyStatus.OPEN, version=F("version") + 1, data_key=_key_of(fresh)
    )
    audit.record("survey.opened", subject=fresh, by=by)
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def close_survey(row: Survey, *, by: User | None) -> None:
    """Nobody can answer any more. Everything that waits is shuffled, also when it is less than ten. Raises NotNow."""
    fresh = _locked(row)
    if fresh.status != SurveyStatus.OPEN:
        raise NotNow(_("Deze peiling loopt niet."))
    # closed early: its figures are of the days that people could answer
    last = max(fresh.opens_on, min(fresh.closes_on, timezone.localdate()))
    Survey.objects.filter(pk=fresh.pk).update(
        status=SurveyStatus.CLOSED, closes_on=last, version=F("version") + 1
    )
    Draft.objects.filter(survey=fresh).delete()
    audit.record("survey.closed", subject=fresh, by=by)
    transaction.on_commit(lambda: shuffling.shuffle([fresh.pk]))


@transaction.atomic
def say_reported(row: Survey, *, today: datetime.date, by: User) -> None:
    """From now on taking answers back does not change what was published; the receipt page says so."""
    fresh = _locked(row)
    if fresh.status != SurveyStatus.CLOSED:
        raise NotNow(_("Sluit de peiling eerst."))
    Survey.objects.filter(pk=fresh.pk).update(reported_on=today, version=F("version") + 1)
    audit.record("survey.reported", subject=fresh, by=by)


@transaction.atomic
def make_codes(row: Survey, count: int, *, by: User | None) -> list[str]:
    """New codes, for letters. They are given this once: only an HMAC of each is stored. Raises NotNow."""
    fresh = _locked(row)
    if fresh.mode != Mode.CODE:
        raise NotNow(_("Deze peiling werkt niet met codes."))
    if fresh.status == SurveyStatus.CLOSED:
        raise NotNow(_("Deze peiling is gesloten."))
    if not 1 <= count <= MOST_CODES:
        raise NotNow(_("Kies een aantal van 1 tot en met %(most)s.") % {"most": MOST_CODES})
    vault.newest_key(fresh.municipality, Purpose.RECEIPT)
    secret = municipality_secret(fresh.municipality)
    codes = [receipts.make() for _one in range(count)]
    AccessCode.objects.bulk_create(
        (
            AccessCode(
                pk=receipts.id_from(secret, "code", code), municipality_id=fresh.municipality_id, survey=fresh
            )
            for code in codes
        ),
        batch_size=500,
    )
    audit.record("survey.codes_made", subject=fresh, by=by)
    return codes


@transaction.atomic
def wipe_expired(municipality: Municipality, *, today: datetime.date) -> int:
    """Answers whose time is over: their key goes, then they go. How many surveys."""
    over = list(
        Survey.objects.filter(municipality=municipality, keep_until__lt=today, data_key__isnull=False)
        .exclude(status=SurveyStatus.OPEN)
        .select_related("data_key")
    )
    for row in over:
        invitees = list(Invitee.objects.filter(survey=row).select_related("data_key"))
        vault.shred([key for one in (row, *invitees) if (key := one.data_key) is not None])
        Invitee.objects.filter(survey=row).delete()
        Response.objects.filter(survey=row).delete()
        AccessCode.objects.filter(survey=row).delete()
        export_actions.forget_files(row)
        audit.record("survey.wiped", subject=row, by=None)
    return len(over)


def _locked(row: Survey) -> Survey:
    found: Survey = (
        Survey.objects.select_for_update(of=("self",))
        .select_related("edition", "municipality")
        .get(pk=row.pk)
    )
    return found


def _key_of(row: Survey) -> Any:
    vault.newest_key(row.municipality, Purpose.RECEIPT)  # receipts are made with it
    return row.data_key or vault.new_data_key(row.municipality, Purpose.SURVEY)
