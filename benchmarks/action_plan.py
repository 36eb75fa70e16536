"""How long the action plan of a very large plan takes, against its limit.

Usage: .venv/bin/python benchmarks/action_plan.py [pdf docx odt html]
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import tempfile
import time
from datetime import date

LIMITS = {"pdf": 10.0}  # seconds; the other formats are printed without one
GOALS, ACTIVITIES, MEASUREMENTS = 2_000, 1_000, 20_000


def main() -> None:
    os.environ["KOERSVAST_HOME"] = tempfile.mkdtemp(prefix="koersvast-benchmark-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import translation
    from django_scopes import scope

    from koersvast.jobs.progress import Silent
    from koersvast.reports import actions

    call_command("migrate", verbosity=0)
    cycle = large_plan()
    print(
        f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"{GOALS} goals, {ACTIVITIES} activities, {MEASUREMENTS} measurements")
    print(f"{'what':<24}{'seconds':>9}{'limit':>8}{'ratio':>8}{'MB file':>9}{'MB memory':>11}")
    with scope(municipality=cycle.municipality), translation.override("nl"):
        for form in sys.argv[1:] or ["pdf"]:
            start = time.perf_counter()
            made = actions.make(
                cycle, kind="action_plan", form=form, today=date(2026, 11, 21), progress=Silent()
            )
            took = time.perf_counter() - start
            limit = LIMITS.get(form)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            against = f"{limit:>8.1f}{took / limit:>8.2f}" if limit else f"{'':>8}{'':>8}"
            print(
                f"action plan as {form:<9}{took:>9.2f}{against}{len(made.content) / 1e6:>9.1f}{memory:>11.0f}"
            )


def large_plan():
    """A cycle of the size that the product promises to handle, put in the database directly."""
    from django_scopes import scope

    from koersvast.activities.models import Activity, Budget, Contribution, Funding, Quality
    from koersvast.cycles.models import Cycle, Partner
    from koersvast.goals.models import Ambition, Goal, GoalLink
    from koersvast.indicators.models import GoalIndicator, Indicator, Measurement
    from koersvast.people.models import Organisation
    from koersvast.tenants.models import Municipality

    place = Municipality.objects.create(code="GM9998", name="Grootstad")
    with scope(municipality=place):
        cycle = Cycle.objects.create(
            municipality=place, number=1, title="Groot plan 2023-2026", starts_on="2023", ends_on="2026"
        )
        own = {"municipality": place, "cycle": cycle}
        partners = [
            Partner.objects.create(
                **own,
                key=f"p-{n}",
                name=f"Organisatie {n}",
                kind="other",
                party="provider",
                organisation=Organisation.objects.create(municipality=place, name=f"Organisatie {n}"),
            )
            for n in range(20)
        ]
        ambitions = Ambition.objects.bulk_create(
            Ambition(**own, key=f"a-{n}", text=f"Ambitie {n}: iedereen kan zichzelf zijn", position=n)
            for n in range(10)
        )
        results = Goal.objects.bulk_create(
            Goal(
                **own, key=f"r-{n}", ambition=ambitions[n % 10], text=f"In 2026 voelen meer inwoners zich veilig, {n}",
                by_year=2026, position=n,
            )
            for n in range(GOALS // 10)
        )  # fmt: skip
        subgoals = Goal.objects.bulk_create(
            Goal(
                **own,
                key=f"s-{n}",
                text=f"Wie iets meemaakt, weet waar melden kan en durft dat, {n}",
                position=n,
            )
            for n in range(GOALS - len(results))
        )
        GoalLink.objects.bulk_create(
            GoalLink(municipality=place, parent=results[n % len(results)], child=child, position=n)
            for n, child in enumerate(subgoals)
        )
        indicators = Indicator.objects.bulk_create(
            Indicator(
                **own, key=f"i-{n}", name=f"Voelt zich weleens onveilig in de buurt, {n}", level="societal", unit="%",
                favourable="lower", position=n,
            )
            for n in range(400)
        )  # fmt: skip
        measurements = Measurement.objects.bulk_create(
            Measurement(
                **own, key=f"m-{n}", indicator=indicators[n % 400], place="Grootstad", place_code="GM9998",
                population="inwoners 15+", period=str(1975 + n // 400), value=20 + n % 30, margin_low=15, margin_high=55,
                n=200, sample="local_survey", series="enq", source="Enquête", position=n,
            )
            for n in range(MEASUREMENTS)
        )  # fmt: skip
        GoalIndicator.objects.bulk_create(
            GoalIndicator(
                municipality=place, goal=goal, indicator=indicators[n % 400], baseline=measurements[n % 400],
                target_value=15, target_year=2026,
            )
            for n, goal in enumerate([*results, *subgoals[:400]])
        )  # fmt: skip
        activities = Activity.objects.bulk_create(
            Activity(
                **own, key=f"act-{n}", name=f"Training voor handhaving en politie {n}", what="Twee dagdelen met oefenen.",
                owner=partners[n % 20], status="running", starts_on="2023", ends_on="2027", position=n,
            )
            for n in range(ACTIVITIES)
        )  # fmt: skip
        Contribution.objects.bulk_create(
            Contribution(
                municipality=place, activity=row, goal=subgoals[n], rationale="Wie het herkent, doet iets"
            )
            for n, row in enumerate(activities)
        )
        Quality.objects.bulk_create(
            Quality(municipality=place, activity=row, evidence_level="described", method="Oefenen")
            for row in activities
        )
        budgets = Budget.objects.bulk_create(
            Budget(municipality=place, activity=row, year=year, amount=1000 + n, taakveld="6.1")
            for n, row in enumerate(activities)
            for year in (2024, 2025, 2026)
        )
        Funding.objects.bulk_create(
            Funding(municipality=place, budget=row, source="Eigen middelen", amount=900) for row in budgets
        )
        return Cycle.objects.select_related("municipality").get(pk=cycle.pk)


if __name__ == "__main__":
    main()
