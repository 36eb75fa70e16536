"""One neutral mail to everybody who has something coming due: improvement actions, commitments, the calendar.

The mail never says what it is about: a mailbox may stand open on a shared screen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_scopes import scope

from koersvast.cycles.descent import visible_cycles
from koersvast.cycles.words import Party
from koersvast.decisions.models import (
    Commitment,
    CommitmentStatus,
    ImprovementAction,
    ImprovementStatus,
    NoReminders,
    Reminder,
)
from koersvast.decisions.reminder_rules import Counts, to_remind
from koersvast.papers.models import CalendarItem, CalendarStatus
from koersvast.people.models import Membership, Role, User
from koersvast.people.posting import Posted, post_all
from koersvast.tenants.models import Municipality

STEP = 6


@dataclass(frozen=True)
class Due:
    """Something that is open and has a date. ``organisation`` None: the municipality does it."""

    cycle: int
    due_on: str
    organisation: UUID | None = None


@dataclass
class Letter:
    """What one person is told, of all municipalities together."""

    user: User
    counts: Counts = field(default_factory=Counts)
    municipalities: list[Municipality] = field(default_factory=list)


def remind(*, today: date) -> Posted:
    """Send everybody their mail of today. Twice on one day sends once; what fails is tried again the next time."""
    return post_all(letters_of(today), lambda letter: _send(letter, today))


def letters_of(today: date) -> list[Letter]:
    """Who is told how much. A fixed number of queries per municipality and one per member who may be told."""
    letters: dict[UUID, Letter] = {}
    told_today: set[UUID] = set()
    for municipality in Municipality.objects.order_by("code"):
        if municipality.is_demo and settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
            continue  # made-up people have no mailbox
        with scope(municipality=municipality):
            told_today |= set(Reminder.objects.filter(sent_on=today).values_list("user_id", flat=True))
            for member, counts in _told_in(municipality, today):
                letter = letters.setdefault(member.user_id, Letter(member.user))
                letter.counts += counts
                letter.municipalities.append(municipality)
    return [letter for pk, letter in letters.items() if pk not in told_today]


def _told_in(municipality: Municipality, today: date) -> Iterator[tuple[Membership, Counts]]:
    """Of the municipality whose scope is open."""
    dues = list(_open())
    if not dues:
        return
    last = dict(
        Reminder.objects.values("user_id").annotate(last=Max("sent_on")).values_list("user_id", "last")
    )
    off = set(NoReminders.objects.values_list("user_id", flat=True))
    members = list(
        Membership.objects.filter(municipality=municipality, user__is_active=True)
        .exclude(user__in=off)
        .select_related("user")
        .order_by("user__email")
    )
    for member, own in _of_whom(dues, members):
        seen = visible_cycles(member)[STEP]
        counts = to_remind(
            [due.due_on for due in own if due.cycle in seen], today=today, last_sent=last.get(member.user_id)
        )
        if counts:
            yield member, counts


def _open() -> Iterator[Due]:
    """What is open and dated, of every cycle. Three queries."""
    better = ImprovementAction.objects.filter(
        status=ImprovementStatus.OPEN, decision__removed_at=None, decision__cycle__removed_at=None
    )
    for number, due_on, party, organisation in better.values_list(
        "decision__cycle__number", "due_on", "owner__party", "owner__organisation_id"
    ):
        yield Due(number, due_on, None if party == Party.MUNICIPALITY else organisation)
    promises = Commitment.objects.filter(status=CommitmentStatus.OPEN, cycle__removed_at=None)
    calendar = CalendarItem.objects.filter(status=CalendarStatus.TO_DO, cycle__removed_at=None)
    for rows in (promises.exclude(due_on=""), calendar.exclude(due_on="")):
        for number, due_on in rows.values_list("cycle__number", "due_on"):
            yield Due(number, due_on)


def _of_whom(dues: Iterable[Due], members: list[Membership]) -> Iterator[tuple[Membership, list[Due]]]:
    """What belongs to an organisation goes to its people; the rest, and what nobody has an account for, to officers."""
    homes: dict[UUID, list[Membership]] = defaultdict(list)
    for member in members:
        if member.organisation_id is not None:
            homes[member.organisation_id].append(member)
    officers = [member for member in members if member.role == Role.OFFICER]
    officers = officers or [member for member in members if member.role == Role.ADMINISTRATOR]
    found: dict[UUID, list[Due]] = defaultdict(list)
    for due in dues:
        own = homes.get(due.organisation, []) if due.organisation is not None else []
        for member in own or officers:
            found[member.user_id].append(due)
    return ((member, found[member.user_id]) for member in members if member.user_id in found)


def _send(letter: Letter, today: date) -> int:
    """1 when it was sent now, 0 when another run was first. What is written down is undone when the mail fails."""
    try:
        with transaction.atomic():
            for municipality in letter.municipalities:
                with scope(municipality=municipality):
                    Reminder.objects.create(municipality=municipality, user=letter.user, sent_on=today)
            with translation.override(letter.user.language):
                send_mail(
                    subject=_("Koersvast: er staat iets voor u klaar"),
                    message=words(letter.counts),
                    from_email=None,
                    recipient_list=[letter.user.email],
                )
    except IntegrityError:
        return 0
    return 1


def words(counts: Counts) -> str:
    """Only how much, and where to sign in."""
    lines = []
    if counts.soon:
        lines.append(
            ngettext("Binnenkort klaar: %(count)s ding.", "Binnenkort klaar: %(count)s dingen.", counts.soon)
            % {"count": counts.soon}
        )
    if counts.late:
        lines.append(
            ngettext("Te laat: %(count)s ding.", "Te laat: %(count)s dingen.", counts.late)
            % {"count": counts.late}
        )
    how = _("Log in om te zien wat het is. Daar zet u deze mails ook uit.")
    return "\n".join([_("Er staat iets voor u klaar."), "", *lines, "", how, settings.ADDRESS, ""])
