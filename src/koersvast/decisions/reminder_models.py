"""Who was reminded on which day, and who wants no reminders. Never of what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.people.models import User
from koersvast.tenants.models import Owned


class Reminder(Owned):
    """One mail to one person on one day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sent_on = models.DateField()

    class Meta:
        verbose_name = _("herinnering")
        ordering = ["sent_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "user", "sent_on"], name="one_reminder_per_person_per_day"
            )
        ]


class NoReminders(Owned):
    """Somebody who switched reminders off in this municipality."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "user"], name="reminders_are_switched_off_once")
        ]
