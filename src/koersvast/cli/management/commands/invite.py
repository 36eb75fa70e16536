"""Let the first people of a municipality in: makes the municipality when needed, and prints a link."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.cli.database import prepare_database
from koersvast.people.actions import CannotInvite, invite
from koersvast.people.models import Role
from koersvast.tenants.models import Municipality


class Command(BaseCommand):
    help = "Print a link with which somebody becomes administrator (or another role) of a municipality."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("gmcode", help="GM and four digits, for example GM0503")
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="name of the municipality, when it is new")
        parser.add_argument(
            "--role", default=Role.ADMINISTRATOR, choices=[Role.ADMINISTRATOR, Role.OFFICER, Role.READER]
        )

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_database()
        try:
            validate_email(options["email"])
            with transaction.atomic():
                municipality = self._municipality(options["gmcode"].upper(), options["name"])
                with scope(municipality=municipality):
                    invited = invite(
                        municipality=municipality,
                        email=options["email"],
                        role=options["role"],
                        organisation=None,
                        by=None,
                        now=timezone.now(),
                    )
        except ValidationError as mistake:
            raise CommandError("; ".join(mistake.messages)) from None
        except CannotInvite as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{settings.ADDRESS}{reverse('accept_invitation')}#{invited.token}")

    def _municipality(self, code: str, name: str) -> Municipality:
        found = Municipality.objects.filter(code=code).first()
        if found is not None:
            return found
        if not name:
            raise CommandError(f"{code} is er nog niet. Zeg hoe de gemeente heet: --name NAAM")
        fresh = Municipality(code=code, name=name)
        fresh.full_clean()
        fresh.save()
        return fresh
