"""The demo municipality Waterveen with its people. Everybody may break it."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

from django.db import transaction
from django_scopes import scope

from koersvast.exchange.actions import import_file
from koersvast.people.actions import make_demo_account
from koersvast.people.models import Organisation, Role
from koersvast.tenants.models import Municipality

CODE = "GM9901"
PEOPLE = [
    ("anna", "Anna", Role.OFFICER, "", "beleidsmedewerker"),
    ("bilal", "Bilal", Role.OFFICER, "", "onderzoeker"),
    ("emre", "Emre", Role.PARTNER, "Welzijn Waterveen", "partner, Welzijn Waterveen"),
    ("gerrit", "Gerrit", Role.READER, "", "raadslid, leest"),
    ("ilse", "Ilse", Role.ADMINISTRATOR, "", "beheerder"),
]


@transaction.atomic
def load_demo(*, password: Callable[[], str]) -> list[dict[str, str]]:
    """Import the demo plan and make its accounts; returns what to print: email, password, what."""
    _import_waterveen()
    municipality = Municipality.objects.get(code=CODE)
    Municipality.objects.filter(pk=municipality.pk).update(is_demo=True)
    accounts = []
    with scope(municipality=municipality):
        for local, name, role, organisation, what in PEOPLE:
            email = f"{local}@waterveen.example"
            made = password()
            make_demo_account(
                municipality=municipality,
                email=email,
                name=name,
                password=made,
                role=role,
                organisation=Organisation.objects.get(name=organisation) if organisation else None,
            )
            accounts.append({"email": email, "password": made, "what": what})
    return accounts


def _import_waterveen() -> None:
    """From the same file, by the same door as everybody's plan."""
    text = files("koersvast.exchange").joinpath("demo/waterveen.yaml").read_bytes()
    import_file(text, by=None)
