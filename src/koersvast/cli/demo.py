"""The demo municipality Waterveen with its people. Everybody may break it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from koersvast.cli.demo_round import load_round
from koersvast.cli.demo_surveys import load_surveys
from koersvast.cycles.models import Cycle
from koersvast.decisions.models import HOUSE_KINDS, Decision
from koersvast.exchange.actions import import_file
from koersvast.exchange.queries import export_plan
from koersvast.freezing.actions import keep
from koersvast.people.actions import make_demo_account
from koersvast.people.models import Organisation, Role, User
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
        _freeze_waterveen(Cycle.objects.get(number=2))
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
        anna, bilal = (User.objects.get(email=f"{name}@waterveen.example") for name in ("anna", "bilal"))
        cycle = Cycle.objects.get(number=2)
        load_round(cycle, lead=anna, colleague=bilal)
        load_surveys(cycle, lead=anna, colleague=bilal, today=timezone.localdate())
    return accounts


def _import_waterveen() -> None:
    """From the same file, by the same door as everybody's plan; the round before it too."""
    for name in ("waterveen-1.yaml", "waterveen.yaml"):
        text = files("koersvast.exchange").joinpath(f"demo/{name}").read_bytes()
        import_file(text, by=None)


def _freeze_waterveen(cycle: Cycle) -> None:
    """What college and council adopted in 2023, as the made-up plan was then."""
    plan = export_plan(cycle)
    for row in Decision.objects.filter(cycle=cycle, kind__in=HOUSE_KINDS).order_by("decided_on"):
        year, month, day = (int(part) for part in row.decided_on.split("-"))
        keep(row, _as_it_was(plan, row.decided_on), by=None, now=datetime(year, month, day, 12, tzinfo=UTC))


def _as_it_was(plan: dict[str, Any], day: str) -> dict[str, Any]:
    """The plan without what came later: measurements, talks, outcomes, decisions, new activities."""

    def goal(row: dict[str, Any]) -> dict[str, Any]:
        found = {name: value for name, value in row.items() if name not in ("verdicts", "subgoals")}
        return found | ({"subgoals": [goal(one) for one in row["subgoals"]]} if "subgoals" in row else {})

    def activity(row: dict[str, Any]) -> dict[str, Any]:
        found = {name: value for name, value in row.items() if name not in ("outcomes", "quality")}
        return found | ({"status": "planned"} if row["status"] in ("running", "stopped") else {})

    return plan | {
        "measurements": [row for row in plan["measurements"] if row["period"] < day[:4]],
        "interpretations": [],
        "sessions": [row for row in plan["sessions"] if row["held_on"] <= day],
        "results": [goal(row) for row in plan["results"]],
        "activities": [activity(row) for row in plan["activities"] if row.get("starts_on", "") <= day],
        "commitments": [row for row in plan["commitments"] if row["made_on"] <= day],
        "decisions": [row for row in plan["decisions"] if row["decided_on"] <= day],
    }
