"""Questions about people."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet

from koersvast.people.models import Invitation, Membership, Organisation
from koersvast.tenants.models import Municipality


def members_of(municipality: Municipality) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(municipality=municipality)
        .select_related("user", "organisation")
        .order_by("role", "user__name")
    )


def open_invitations(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now).select_related(
        "organisation"
    )


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("name")


def organisations_with_an_account() -> set[uuid.UUID]:
    """Organisations that can write for themselves; for all others the municipality does."""
    return set(
        Membership.objects.filter(
            organisation__isnull=False, user__is_active=True, role="partner"
        ).values_list("organisation_id", flat=True)
    )
