"""How long freezing a cycle, comparing then and now, and one line through ten cycles take, against their limits.

Usage: .venv/bin/python benchmarks/freezing.py
"""

from __future__ import annotations

import datetime
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

CYCLES, ACTIVITIES, GOALS, MEASUREMENTS = 10, 200, 300, 4_000
LIMITS = {"freeze a cycle": 2.0, "then and now, nothing changed": 2.0, "then and now, a third changed": 2.0,
          "two frozen copies": 2.0, "open the next cycle": 10.0, "what changed between two": 2.0,
          "one result through ten": 0.2}  # fmt: skip


def main() -> None:
    os.environ["KOERSVAST_HOME"] = tempfile.mkdtemp(prefix="koersvast-benchmark-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import translation
    from django_scopes import scope

    from benchmarks.big_plan import big_plan
    from koersvast.cycles.models import Cycle
    from koersvast.decisions.models import Decision
    from koersvast.exchange.actions import import_plan
    from koersvast.exchange.queries import export_plan
    from koersvast.exchange.telling import tell
    from koersvast.freezing import actions, queries
    from koersvast.goals.models import Goal
    from koersvast.indicators.models import Measurement
    from koersvast.next_cycle import actions as following
    from koersvast.next_cycle import queries as lines
    from koersvast.next_cycle.offers import offers
    from koersvast.people.models import Membership, User

    call_command("migrate", verbosity=0)
    plan = big_plan(GOALS, ACTIVITIES, MEASUREMENTS)
    cycle = import_plan(plan, by=None)
    print(
        f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(
        f"{CYCLES} cycles, each {ACTIVITIES} activities, {GOALS} goals; {MEASUREMENTS} measurements in the first"
    )
    print(f"{'what':<34}{'seconds':>9}{'limit':>8}{'ratio':>8}")

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        found = work()
        took = time.perf_counter() - start
        print(f"{name:<34}{took:>9.2f}{LIMITS[name]:>8.1f}{took / LIMITS[name]:>8.2f}", flush=True)
        return found

    with scope(municipality=cycle.municipality), translation.override("nl"):
        user = User.objects.create_user("a@x.example", "x", name="A")
        member = Membership.objects.create(user=user, municipality=cycle.municipality, role="officer")
        now = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)

        def adopt(document: str, day: str) -> Decision:
            return actions.register(
                cycle, member=member, now=now, today=now.date(), kind="adopt_plan", body="college", status="adopted",
                decided_on=day, document=document, reason="Klaar",
            )  # fmt: skip

        timed("freeze a cycle", lambda: adopt("26-1", "2026-11-01"))
        (kept,) = queries.copies_of(cycle)
        timed("then and now, nothing changed", lambda: queries.then_and_now(kept, cycle))
        with transaction.atomic():
            for row in Measurement.objects.filter(cycle=cycle)[: MEASUREMENTS // 3]:
                Measurement.objects.filter(pk=row.pk).update(source="Een andere bron")
        found = timed("then and now, a third changed", lambda: queries.then_and_now(kept, cycle))
        assert len(found) >= MEASUREMENTS // 3
        adopt("26-2", "2026-11-02")
        newer, older = queries.copies_of(cycle)
        timed("two frozen copies", lambda: tell(older.plan, newer.plan))

        def open_next(old: Cycle) -> Cycle:
            chosen = [(offer.section, offer.key) for offer in offers(export_plan(old)) if offer.carry]
            facts = {"number": old.number + 1, "title": f"Ronde {old.number + 1}", "starts_on": str(2027 + old.number),
                     "visibility": "internal"}  # fmt: skip
            return following.open_next(old, member=member, facts=facts, chosen=chosen)[0]

        last = timed("open the next cycle", lambda: open_next(cycle))
        timed("what changed between two", lambda: lines.changes(cycle, last))
        while last.number < CYCLES:
            last = open_next(last)
        goal = Goal.objects.select_related("cycle").get(cycle=last, key="doel-0")
        seen = {step: range(1, CYCLES + 1) for step in range(7)}
        stations = timed("one result through ten", lambda: lines.through_time(goal, seen=seen))
        assert len(stations) == CYCLES


if __name__ == "__main__":
    main()
