"""How long all papers of government of one cycle take, in a municipality with ten cycles of 200 activities.

Usage: .venv/bin/python benchmarks/papers.py
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

LIMIT = 20.0  # seconds for all papers of a cycle
CYCLES, ACTIVITIES, RESULTS, PARTNERS = 10, 200, 20, 25


def main() -> None:
    os.environ["KOERSVAST_HOME"] = tempfile.mkdtemp(prefix="koersvast-benchmark-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext
    from django_scopes import scope

    from koersvast.jobs.progress import Silent
    from koersvast.reports import actions
    from koersvast.reports.kinds import REPORTS

    call_command("migrate", verbosity=0)
    cycles = municipality()
    today, cycle = date(2026, 11, 21), cycles[-1]
    print(
        f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"{CYCLES} cycles, each {ACTIVITIES} activities, {RESULTS} results, {PARTNERS} partners")
    print(f"{'what':<26}{'queries':>9}{'seconds':>9}{'limit':>8}{'ratio':>8}{'MB file':>9}")
    total = 0.0
    with scope(municipality=cycle.municipality):
        for report in REPORTS.values():
            if not report.slots:
                continue
            reset_queries()
            with CaptureQueriesContext(connection) as asked:
                actions.document_of(cycle, kind=report.key, today=today)
            start = time.perf_counter()
            made = actions.make(cycle, kind=report.key, form="pdf", today=today, progress=Silent())
            took = time.perf_counter() - start
            total += took
            print(f"{report.key:<26}{len(asked):>9}{took:>9.2f}{'':>16}{len(made.content) / 1e6:>9.2f}")
    print(f"{'all papers as PDF':<26}{'':>9}{total:>9.2f}{LIMIT:>8.1f}{total / LIMIT:>8.2f}")


def municipality() -> list:
    """Ten cycles of the size that the product promises to handle."""
    from django_scopes import scope

    from koersvast.activities.models import Budget, Funding
    from koersvast.indicators.models import GoalIndicator
    from koersvast.tenants.models import Municipality
    from tests import factories

    place = Municipality.objects.create(code="GM9998", name="Grootstad")
    found = []
    with scope(municipality=place):
        for number in range(1, CYCLES + 1):
            cycle = factories.cycle(place, number)
            partners = [factories.partner(cycle, f"p-{number}-{n}") for n in range(PARTNERS)]
            ambition = factories.ambition(cycle)
            results = [factories.result(ambition, f"r-{n}", position=n) for n in range(RESULTS)]
            for n, result in enumerate(results):
                indicator = factories.indicator(
                    cycle, f"i-{n}", name=f"Aandeel dat zich thuis voelt, vraag {n}"
                )
                measured = [
                    factories.measurement(
                        indicator,
                        str(year),
                        40 + year % 7,
                        n=400,
                        margin_low=38,
                        margin_high=52,
                        place_code="GM9998",
                    )
                    for year in (2022, 2024, 2026)
                ]
                GoalIndicator.objects.create(
                    municipality=place, goal=result, indicator=indicator, baseline=measured[0],
                    target_value=60, target_year=2026,
                )  # fmt: skip
            for n in range(ACTIVITIES):
                activity = factories.activity(
                    partners[n % PARTNERS], f"act-{n}", (results[n % RESULTS],), name=f"Activiteit nummer {n}",
                    what="Twee avonden in het buurthuis, met koffie en een gesprek.",
                )  # fmt: skip
                for year in (2025, 2026, 2027):
                    budget = Budget.objects.create(
                        municipality=place, activity=activity, year=year, amount=1000 + n, taakveld="6.1"
                    )
                    Funding.objects.create(
                        municipality=place, budget=budget, source="Eigen middelen", amount=900
                    )
            found.append(cycle)
    return found


if __name__ == "__main__":
    main()
