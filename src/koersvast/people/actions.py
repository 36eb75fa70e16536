"""Invite people, let them in, change what they may do."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.people.models import Invitation, Membership, Organisation, Role, User
from koersvast.tenants.models import Municipality

DAYS_VALID = 7


class CannotInvite(Exception):
    """The invitation is not possible, for a reason that a person can use."""


class InvitationGone(Exception):
    """The link does not work (any more): used, withdrawn, too old or never made."""


class LastAdministrator(Exception):
    """A municipality keeps at least one administrator."""


@dataclass(frozen=True)
class Invited:
    invitation: Invitation
    token: str  # for the link; never stored


def fingerprint(token: str) -> str:
    """What is stored of a link: 256 bits of a 256-bit random token need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *,
    municipality: Municipality,
    email: str,
    role: str,
    organisation: Organisation | None,
    by: User | None,
    now: datetime,
) -> Invited:
    """Make an invitation with a link that works once, for a week. Earlier open ones stop working."""
    email = email.strip().lower()
    if Membership.objects.filter(municipality=municipality, user__email=email).exists():
        raise CannotInvite(_("Deze persoon hoort al bij uw gemeente."))
    if role == Role.PARTNER and organisation is None:
        raise CannotInvite(_("Kies bij welke organisatie deze partner hoort."))
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        municipality=municipality,
        email=email,
        role=role,
        organisation=organisation,
        fingerprint=fingerprint(token),
        invited_by=by,
        expires_at=now + timedelta(days=DAYS_VALID),
    )
    return Invited(invitation, token)


def mail_link(invited: Invited, *, link: str) -> None:
    """Send the link. The subject is neutral: a mailbox on a shared phone tells nothing."""
    send_mail(
        subject=_("Uw toegang"),
        message=_(
            "U kunt meewerken in Koersvast.\n\nOpen deze link om een wachtwoord te kiezen:\n%(link)s\n\n"
            "De link werkt één keer en is %(days)s dagen geldig."
        )
        % {"link": link, "days": DAYS_VALID},
        from_email=None,
        recipient_list=[invited.invitation.email],
    )


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """The open invitation behind a link; needs no scope, because the link is the key."""
    from django_scopes import scopes_disabled

    with scopes_disabled():
        found = (
            Invitation.objects.filter(
                fingerprint=fingerprint(token), accepted_at=None, withdrawn_at=None, expires_at__gt=now
            )
            .select_related("municipality", "organisation")
            .first()
        )
    if found is None:
        raise InvitationGone
    return found


@transaction.atomic
def accept_invitation(
    *, token: str, name: str, password: str | None, signed_in: User | None, now: datetime
) -> Membership:
    """Use a link once. A new address gets an account; an existing account must be signed in itself."""
    from django_scopes import scopes_disabled

    invitation = find_invitation(token, now=now)
    with scopes_disabled():
        claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
            accepted_at=now
        )
    if not claimed:
        raise InvitationGone
    user = signed_in
    if user is None:
        if User.objects.filter(email=invitation.email).exists():
            raise CannotInvite(_("Dit e-mailadres heeft al een account. Log in en open de link opnieuw."))
        user = User.objects.create_user(invitation.email, password, name=name)
    elif user.email != invitation.email:
        raise CannotInvite(
            _("Deze uitnodiging is voor een ander e-mailadres. Log uit en open de link opnieuw.")
        )
    membership, _made = Membership.objects.get_or_create(
        user=user,
        municipality=invitation.municipality,
        defaults={"role": invitation.role, "organisation": invitation.organisation},
    )
    return membership


def withdraw_invitation(invitation: Invitation, *, now: datetime) -> None:
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=now)


@transaction.atomic
def change_role(membership: Membership, *, role: str, organisation: Organisation | None) -> None:
    if role == Role.PARTNER and organisation is None:
        raise CannotInvite(_("Kies bij welke organisatie deze partner hoort."))
    _keep_an_administrator(membership, stays=role == Role.ADMINISTRATOR)
    membership.role, membership.organisation = role, organisation
    membership.save()


@transaction.atomic
def end_membership(membership: Membership) -> None:
    _keep_an_administrator(membership, stays=False)
    membership.delete()


def _keep_an_administrator(membership: Membership, *, stays: bool) -> None:
    others = Membership.objects.select_for_update().filter(
        municipality=membership.municipality_id, role=Role.ADMINISTRATOR
    )
    if not stays and not [other for other in others if other.pk != membership.pk]:
        raise LastAdministrator(_("Uw gemeente heeft altijd minstens één beheerder."))


def make_demo_account(
    *, municipality: Municipality, email: str, name: str, password: str, role: str, organisation: Any = None
) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, password, name=name)
    user.set_password(password)
    user.save()
    Membership.objects.update_or_create(
        user=user, municipality=municipality, defaults={"role": role, "organisation": organisation}
    )
    return user
