"""Confidential surveys: who is asked by name, mails with a code, and what each answered, for who leads alone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.people.models import User
from koersvast.people.posting import Posted, post_all
from koersvast.surveys import queries
from koersvast.surveys.models import AccessCode, Invitee, Response, Survey
from koersvast.surveys.questionnaire import Value
from koersvast.surveys.words import Mode, SurveyStatus
from koersvast.texts.actions import NotNow
from koersvast.vault import actions as vault
from koersvast.vault import receipts
from koersvast.vault.models import Purpose
from koersvast.vault.queries import boxes, municipality_secret, open_box

MOST_PEOPLE = 500  # at once; more is no panel


@dataclass(frozen=True)
class Contact:
    name: str
    email: str
    code: str  # what was mailed, so that a reminder can hold it again


@dataclass(frozen=True)
class Known:
    """Somebody who was asked, and whether there is an answer."""

    pk: uuid.UUID
    contact: Contact
    answered: bool


@transaction.atomic
def invite(survey: Survey, people: Sequence[tuple[str, str]], *, by: User) -> int:
    """``people``: (name, address). Gives how many are new; an address that was asked already is passed over. Raises NotNow."""
    fresh = Survey.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=survey.pk)
    if fresh.mode != Mode.CONFIDENTIAL:
        raise NotNow(_("Deze peiling is anoniem. Daar hoort geen lijst met namen bij."))
    if fresh.status == SurveyStatus.CLOSED:
        raise NotNow(_("Deze peiling is gesloten."))
    there = {one.contact.email.casefold() for one in invited(fresh)}
    vault.newest_key(fresh.municipality, Purpose.RECEIPT)
    secret = municipality_secret(fresh.municipality)
    count = 0
    for name, email in people:
        if email.casefold() in there:
            continue
        there.add(email.casefold())
        _invite(fresh, Contact(name, email, receipts.make()), secret)
        count += 1
    if count:
        audit.record("survey.invited", subject=fresh, by=by)
    return count


def _invite(survey: Survey, contact: Contact, secret: bytes) -> None:
    key = vault.new_data_key(survey.municipality, Purpose.CONTACT)
    made = Invitee(municipality_id=survey.municipality_id, survey=survey, data_key=key)
    made.code = receipts.id_from(secret, "code", contact.code)
    made.contact = open_box(key).seal(json.dumps(asdict(contact)), _place(made.pk))
    made.save(force_insert=True)
    AccessCode.objects.create(pk=made.code, municipality_id=survey.municipality_id, survey=survey)


def _place(pk: uuid.UUID) -> str:
    return f"surveys.invitee:{pk}"


def invited(survey: Survey) -> list[Known]:
    """Everybody who was asked, by name. Three queries. Raises VaultClosed."""
    rows = list(Invitee.objects.filter(survey=survey, data_key__isnull=False).select_related("data_key"))
    opened = boxes([row.data_key for row in rows if row.data_key is not None])
    answered = set(Response.objects.filter(survey=survey).values_list("invitee_id", flat=True))
    found = [
        Known(
            row.pk,
            Contact(**json.loads(opened[row.data_key_id].read(row.contact, _place(row.pk)))),
            row.pk in answered,
        )
        for row in rows
        if row.data_key_id is not None
    ]
    return sorted(found, key=lambda one: one.contact.name.casefold())


def answers_of(survey: Survey, pk: uuid.UUID, *, by: User) -> dict[str, Value] | None:
    """What one person answered: it is written down who looked. None when there is no answer. Raises VaultClosed."""
    row = Response.objects.select_related("survey__data_key").filter(survey=survey, invitee=pk).first()
    if row is None:
        return None
    audit.record("survey.read_person", subject=survey, by=by)
    return queries.answers_of(row)


@transaction.atomic
def forget_invitee(survey: Survey, pk: uuid.UUID, *, by: User) -> None:
    """Name, address and code go; an answer stays, without a name. Raises Invitee.DoesNotExist."""
    row = Invitee.objects.select_related("data_key").get(pk=pk, survey=survey)
    AccessCode.objects.filter(pk=row.code, used=False).delete()
    vault.shred([row.data_key] if row.data_key else [])
    row.delete()
    audit.record("survey.uninvited", subject=survey, by=by)


def mail_everybody(survey: Survey, *, by: User) -> Posted:
    """To all or to nobody: who answered already gets it too, and reads that it was done. Raises NotNow."""
    if survey.status != SurveyStatus.OPEN:
        raise NotNow(_("Open de peiling eerst. Anders werkt de code nog niet."))
    found = post_all(invited(survey), lambda one: _mail(survey, one.contact))
    audit.record("survey.mailed", subject=survey, by=by)
    return found


def _mail(survey: Survey, contact: Contact) -> int:
    municipality = survey.municipality
    link = settings.ADDRESS + reverse("with_code", args=[municipality.code])
    with translation.override(settings.LANGUAGE_CODE):
        lines = (
            _("Beste %(name)s,") % {"name": contact.name},
            _("De gemeente %(name)s vraagt u een vragenlijst in te vullen: %(title)s.")
            % {"name": municipality.name, "title": survey.public_title},
            _("Ga naar: %(link)s") % {"link": f"{link}#{contact.code}"},
            _("Of typ daar deze code: %(code)s") % {"code": "  ".join(receipts.groups(contact.code))},
            _(
                "Dit is vertrouwelijk, niet anoniem: wie het onderzoek leidt, kan zien wat u antwoordt. Meedoen kan tot en met %(day)s."
            )
            % {"day": date_format(survey.closes_on, "j F Y")},
            _("Al ingevuld? Dank u wel, dan hoeft u niets te doen. Vragen? Bel %(contact)s.")
            % {"contact": survey.contact},
        )
        send_mail(
            subject=survey.public_title,
            message="\n\n".join(lines),
            from_email=None,
            recipient_list=[contact.email],
        )
    return 1
