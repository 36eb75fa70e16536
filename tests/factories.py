"""Things to build. Each takes what matters for the test and fills in the rest."""

from __future__ import annotations

from typing import Any

from koersvast.activities.models import Activity, Contribution
from koersvast.cycles.models import Cycle, Partner
from koersvast.goals.models import Ambition, Goal, GoalLink
from koersvast.indicators.models import Indicator, Measurement
from koersvast.people.models import Organisation
from koersvast.tenants.models import Municipality


def cycle(municipality: Municipality, number: int = 1, **fields: Any) -> Cycle:
    defaults = {"title": f"Ronde {number}", "starts_on": "2023-01-01", "ends_on": "2026-12-31"}
    return Cycle.objects.create(municipality=municipality, number=number, **{**defaults, **fields})


def partner(cycle: Cycle, key: str, party: str = "provider", **fields: Any) -> Partner:
    name = fields.pop("name", key.title())
    organisation, _ = Organisation.objects.get_or_create(municipality=cycle.municipality, name=name)
    defaults = {"kind": "other", "organisation": organisation, "name": name, "party": party}
    return Partner.objects.create(
        municipality=cycle.municipality, cycle=cycle, key=key, **{**defaults, **fields}
    )


def ambition(cycle: Cycle, key: str = "a-1", **fields: Any) -> Ambition:
    defaults = {"text": "Iedereen kan zichzelf zijn"}
    return Ambition.objects.create(
        municipality=cycle.municipality, cycle=cycle, key=key, **{**defaults, **fields}
    )


def result(ambition: Ambition, key: str = "r-1", **fields: Any) -> Goal:
    defaults = {"text": "In 2026 voelen meer inwoners zich veilig", "kind": "content"}
    return Goal.objects.create(
        municipality=ambition.municipality,
        cycle=ambition.cycle,
        ambition=ambition,
        key=key,
        **{**defaults, **fields},
    )


def subgoal(parent: Goal, key: str, **fields: Any) -> Goal:
    defaults = {"text": f"Subdoel {key}", "kind": "content"}
    child = Goal.objects.create(
        municipality=parent.municipality, cycle=parent.cycle, key=key, **{**defaults, **fields}
    )
    link(parent, child)
    return child


def link(parent: Goal, child: Goal, *, primary: bool = True) -> GoalLink:
    return GoalLink.objects.create(
        municipality=parent.municipality, parent=parent, child=child, primary=primary
    )


def activity(owner: Partner, key: str = "act-1", goals: tuple[Goal, ...] = (), **fields: Any) -> Activity:
    defaults = {"name": f"Activiteit {key}", "status": "running"}
    made = Activity.objects.create(
        municipality=owner.municipality, cycle=owner.cycle, owner=owner, key=key, **{**defaults, **fields}
    )
    for place, goal in enumerate(goals):
        Contribution.objects.create(
            municipality=owner.municipality, activity=made, goal=goal, rationale="Dit helpt", position=place
        )
    return made


def indicator(cycle: Cycle, key: str = "i-1", **fields: Any) -> Indicator:
    defaults = {"name": f"Indicator {key}", "level": "societal", "unit": "%", "favourable": "higher"}
    return Indicator.objects.create(
        municipality=cycle.municipality, cycle=cycle, key=key, **{**defaults, **fields}
    )


def measurement(indicator: Indicator, period: str, value: float, **fields: Any) -> Measurement:
    defaults = {
        "key": f"m-{indicator.key}-{period}",
        "place": "Waterveen",
        "population": "inwoners 15+",
        "sample": "local_survey",
        "series": "enq",
        "source": "Inwonersenquête (verzonnen)",
    }
    return Measurement.objects.create(
        municipality=indicator.municipality,
        cycle=indicator.cycle,
        indicator=indicator,
        period=period,
        value=value,
        **{**defaults, **fields},
    )
