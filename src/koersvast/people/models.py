"""Accounts, the organisations they belong to, and what they may do in a municipality."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.tenants.models import Municipality, Owned


class Role(models.TextChoices):
    """What somebody is in one municipality. The matrix of who may do what: people/permissions.py."""

    ADMINISTRATOR = "administrator", _("Beheerder")
    OFFICER = "officer", _("Beleidsmedewerker")
    PARTNER = "partner", _("Partner")
    READER = "reader", _("Lezer")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. It belongs to no municipality by itself: memberships say where it works."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=100)
    language = models.CharField(_("taal"), max_length=5, default="nl")
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ", 1)[0]


class Organisation(Owned):
    """An organisation that people of a municipality work with; the same one over many cycles."""

    name = models.CharField(_("naam"), max_length=5000)

    class Meta:
        verbose_name = _("organisatie")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "name"], name="organisation_name_is_unique_in_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody's role in a municipality. Shared table: asked before any scope is open."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("rol"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lidmaatschap")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality"], name="one_role_per_person_in_a_municipality"
            ),
            models.CheckConstraint(
                name="partner_has_an_organisation",
                condition=~models.Q(role="partner") | models.Q(organisation__isnull=False),
            ),
        ]


class Invitation(Owned):
    """A link that makes an account with a role. The link itself is never stored, only its fingerprint."""

    email = models.EmailField(_("e-mailadres"))
    role = models.CharField(_("rol"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    fingerprint = models.CharField(max_length=64, unique=True)
    # empty: an operator made it on the server
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("uitnodiging")
        ordering = ["-expires_at"]
