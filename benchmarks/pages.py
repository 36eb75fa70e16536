"""Server time of pages: Waterveen's own pages, and the overview of a very large plan.

Usage: .venv/bin/python -m benchmarks.pages
Prints milliseconds (median of runs, after one warm-up) beside the limit, in one process, without a network.
"""

from __future__ import annotations

import os
import platform
import statistics
import tempfile
import time

os.environ["KOERSVAST_HOME"] = tempfile.mkdtemp(prefix="koersvast-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "koersvast.config.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

RUNS = 9
NAMES = [
    "compass", "checks", "partners", "glossary", "sessions", "indicators", "interpretations", "goals", "goals_table",
    "goals_diagram", "goals_matrix", "activities", "money", "activity_groups", "quality", "outcomes", "decisions", "documents",
]  # fmt: skip


def median(client: Client, path: str, runs: int = RUNS) -> float:
    taken = []
    for run in range(runs + 1):
        started = time.perf_counter()
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        if run:
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main() -> None:
    from benchmarks.big_plan import big_plan
    from koersvast.cli.demo import load_demo
    from koersvast.cli.management.commands.serve import settle_memory
    from koersvast.exchange.actions import import_plan
    from koersvast.people.models import Membership, User
    from koersvast.tenants.models import Municipality

    settle_memory()  # as the server does
    call_command("migrate", verbosity=0)
    load_demo(password=lambda: "een lange zin als wachtwoord")
    anna = User.objects.get(email="anna@waterveen.example")
    client = Client()
    client.force_login(anna)
    print(f"machine: {platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'page':<34} {'ms (median)':>12} {'limit':>7} {'ratio':>6}")
    for name in NAMES:
        took = median(client, reverse(name, args=["GM9901", 2]))
        print(f"Waterveen {name:<24} {took:>12.0f} {100:>7} {took / 100:>6.2f}")
    cycle = import_plan(big_plan(), by=None)
    Membership.objects.get_or_create(user=anna, municipality=cycle.municipality, defaults={"role": "officer"})
    code = Municipality.objects.get(pk=cycle.municipality_id).code
    for name in ("compass", "checks", "goals", "indicators", "activities", "money"):
        took = median(client, reverse(name, args=[code, cycle.number]), runs=3)
        limit = 300 if name == "compass" else None
        print(
            f"2,000 goals {name:<22} {took:>12.0f} {limit or '':>7} {f'{took / limit:.2f}' if limit else '':>6}"
        )


if __name__ == "__main__":
    with override_settings(
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        ALLOWED_HOSTS=["testserver"],
    ):
        main()
