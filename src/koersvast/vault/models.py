"""Wrapped keys. A key in the clear is never stored."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from koersvast.tenants.models import Owned


class Purpose(models.TextChoices):
    """What the data keys under a municipality key are for. Who may use one, may not use the other."""

    DIALOGUE = "dialogue"  # what was said
    CONTACT = "contact"  # how to reach who said it
    SURVEY = "survey"  # what people answered
    RECEIPT = "receipt"  # no data keys: the secret behind the marks of receipts


class MunicipalityKey(Owned):
    """A key of a municipality for one purpose, wrapped by a root key."""

    purpose = models.CharField(max_length=10, choices=Purpose)
    number = models.PositiveIntegerField()
    root = models.CharField(max_length=16)  # fingerprint of the root key that wraps it
    wrapped = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "purpose", "number"],
                name="one_municipality_key_per_purpose_and_number",
            ),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="purpose_of_key_is_known"),
        ]


class DataKey(Owned):
    """The key of one conversation or one contact, wrapped by a municipality key. Deleting it shreds what it sealed."""

    under = models.ForeignKey(MunicipalityKey, on_delete=models.PROTECT, related_name="data_keys")
    wrapped = models.BinaryField()
