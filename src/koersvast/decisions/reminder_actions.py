"""Switching reminders on and off."""

from __future__ import annotations

from koersvast.decisions.models import NoReminders
from koersvast.people.models import User
from koersvast.tenants.models import Municipality


def wants_reminders(user: User) -> bool:
    """In the municipality whose scope is open. One query."""
    return not NoReminders.objects.filter(user=user).exists()


def set_reminders(municipality: Municipality, user: User, *, wanted: bool) -> None:
    """A person's own choice; it is about nobody else, so it leaves no line in the history."""
    if wanted:
        NoReminders.objects.filter(user=user).delete()
    else:
        NoReminders.objects.get_or_create(municipality=municipality, user=user)
