"""What a plan was when college or council decided about it, byte for byte."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.decisions.models import DecisionBody
from koersvast.people.models import User
from koersvast.tenants.models import Owned


class About(models.TextChoices):
    PLAN = "plan", _("Het plan")
    MONEY = "money", _("De begroting")


class FrozenCopy(Owned):
    """The content, figures and sources that a decision was about. Never changed: here, by the database and by nobody.

    It names its decision by cycle number and key, as text: the decision may be removed, and its cycle may be replaced
    from a file, and the copy stays (docs/decisions/0021).
    """

    cycle_number = models.PositiveIntegerField()
    decision_key = models.CharField(max_length=60)
    about = models.CharField(max_length=10, choices=About)
    body = models.CharField(max_length=10, choices=DecisionBody)
    decided_on = models.CharField(max_length=10)
    document = models.CharField(max_length=5000)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("vastgelegde tekst")
        ordering = ["decided_on", "frozen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "cycle_number", "decision_key"], name="decision_is_frozen_once"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A frozen copy never changes.")
        super().save(*args, **kwargs)


class Erasure(Owned):
    """While this row is there, the frozen copies of this municipality may be deleted: when the whole municipality goes."""
