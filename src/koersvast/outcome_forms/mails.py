"""Mail to who was asked and has not sent yet. It never says what it is about: no activity, no code, a neutral subject."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.audit import actions as audit
from koersvast.cycles.models import Cycle
from koersvast.outcome_forms import queries, rules
from koersvast.outcome_forms.actions import Made
from koersvast.outcome_forms.models import OutcomeRequest
from koersvast.outcome_forms.queries import Asked
from koersvast.people.models import User
from koersvast.people.posting import Posted, post_all
from koersvast.tenants.models import Municipality


def remind_partners(*, today: date) -> Posted:
    """14 days before and on the day, in every municipality. Twice on one day sends once; what fails is tried again."""
    found = Posted()
    for municipality in Municipality.objects.order_by("code"):
        if not has_mailboxes(municipality):
            continue
        with scope(municipality=municipality):
            letters = [asked for asked in queries.not_sent() if _is_due(asked.row, today)]
            found += post_all(letters, partial(_post, municipality=municipality, today=today, by=None))
    return found


def remind_everybody(cycle: Cycle, *, today: date, by: User) -> Posted:
    """Everybody of a cycle who has not sent, at once, who was not mailed today."""
    municipality = Municipality.objects.get(pk=cycle.municipality_id)
    if not has_mailboxes(municipality):
        return Posted()
    letters = [asked for asked in queries.not_sent(cycle) if asked.row.reminded_on != today]
    return post_all(letters, partial(_post, municipality=municipality, today=today, by=by))


def has_mailboxes(municipality: Municipality) -> bool:
    """Made-up people have none, except where mail becomes a file."""
    return not (municipality.is_demo and settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"))


def _is_due(row: OutcomeRequest, today: date) -> bool:
    return rules.reminder_due(row.due_on, last=row.reminded_on or row.asked_on, today=today)


def _post(asked: Asked, *, municipality: Municipality, today: date, by: User | None) -> int:
    """1 when it was sent now, 0 when another run was first. What is written down is undone when the mail fails."""
    row = asked.row
    with transaction.atomic():
        waiting = OutcomeRequest.objects.filter(
            pk=row.pk, reminded_on=row.reminded_on, state__in=queries.WAITING_FOR_PARTNER
        )
        if not waiting.update(reminded_on=today):
            return 0
        audit.record("outcome_request.reminded", subject=row, by=by)
        with translation.override(settings.LANGUAGE_CODE):
            send_mail(
                subject=_("Er staat iets voor u klaar"),
                message=words(row, municipality),
                from_email=None,
                recipient_list=[queries.address_of(row)],
            )
    return 1


def words(row: OutcomeRequest, municipality: Municipality) -> str:
    """Who asks, until when, where to type the code. Not what it is about."""
    lines = (
        _("De gemeente %(name)s wacht nog op een antwoord van u.") % {"name": municipality.name},
        _("Graag voor %(day)s. Het kost ongeveer tien minuten.")
        % {"day": formats.date_format(row.due_on, "j F Y")},
        "",
        _("Open de link die u van de gemeente kreeg, of typ uw code op:"),
        settings.ADDRESS.rstrip("/") + reverse("four_questions", args=[municipality.code]),
        "",
        _("Link kwijt? Vraag de gemeente om een nieuwe. Al verstuurd? Dank u wel."),
        "",
    )
    return "\n".join(lines)


def link_to(municipality: Municipality, code: str) -> str:
    """The code stands behind the hash: no server, log or Referer ever sees it."""
    return f"{settings.ADDRESS.rstrip('/')}{reverse('four_questions', args=[municipality.code])}#{code}"


def mail_links(made: list[Made], municipality: Municipality) -> Posted:
    """The link to each owner with an address: this once, for afterwards nobody knows the code."""
    if not has_mailboxes(municipality):
        return Posted()
    letters = [one for one in made if one.asked.row.reach is not None]
    return post_all(letters, partial(_post_link, municipality=municipality))


def _post_link(made: Made, *, municipality: Municipality) -> int:
    row = made.asked.row
    lines = (
        _("De gemeente %(name)s stelt u vier vragen. Graag voor %(day)s.")
        % {"name": municipality.name, "day": formats.date_format(row.due_on, "j F Y")},
        _("Het kost ongeveer tien minuten. U hoeft niet in te loggen."),
        "",
        link_to(municipality, made.code),
        "",
        _("Bewaar deze link. Daarmee gaat u later verder, en verbetert u wat u stuurde."),
        "",
    )
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(
            subject=_("Er staat iets voor u klaar"),
            message="\n".join(lines),
            from_email=None,
            recipient_list=[queries.address_of(row)],
        )
    return 1
