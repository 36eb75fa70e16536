"""Municipalities, and what every row of every feature has in common."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager


class Municipality(models.Model):
    """A municipality: the scope that every query lives in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        _("CBS-code"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^GM\d{4}$", _("GM en vier cijfers, zoals GM0503."))],
    )
    name = models.CharField(_("naam"), max_length=100)
    acronym = models.CharField(_("afkorting"), max_length=20, default="LHBTI+")
    inhabitants_15plus = models.PositiveIntegerField(
        _("inwoners van 15 jaar en ouder"), null=True, blank=True
    )
    note = models.TextField(_("opmerking"), blank=True)
    illustrative = models.BooleanField(_("voorbeeld"), default=False)
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="municipality_code_is_gm_and_four_digits",
                condition=models.Q(code__regex=r"^GM[0-9]{4}$"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Kept(models.Manager[Any]):
    """Rows that were not removed. Removing can always be undone, so removed rows stay."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(removed_at__isnull=True)


class Owned(models.Model):
    """A row of one municipality. Queries outside its scope fail (django-scopes)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+", editable=False)

    if TYPE_CHECKING:
        objects: ClassVar[models.Manager[Any]]
    else:
        objects = ScopedManager(municipality="municipality")

    class Meta:
        abstract = True


class Record(Owned):
    """A row that people write: numbered versions against overwriting, removal that can be undone."""

    note = models.TextField(_("opmerking"), blank=True)
    illustrative = models.BooleanField(
        _("voorbeeld"), default=False, help_text=_("Zelf ingevuld als voorbeeld, niet uit een bron.")
    )
    position = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    removal = models.UUIDField(null=True, editable=False)  # what was removed together comes back together

    if TYPE_CHECKING:
        objects: ClassVar[models.Manager[Any]]
        with_removed: ClassVar[models.Manager[Any]]
    else:
        objects = ScopedManager(municipality="municipality", _manager_class=Kept)
        with_removed = ScopedManager(municipality="municipality")

    class Meta:
        abstract = True
