"""Server time of a review and of contribution files: ten cycles of 200 activities, everything talked about.

Usage: .venv/bin/python -m benchmarks.review
Prints milliseconds (median of runs, after one warm-up) and queries beside the limit, in one process, without a network.
"""

from __future__ import annotations

import os
import platform
import tempfile
from typing import Any

os.environ["KOERSVAST_HOME"] = tempfile.mkdtemp(prefix="koersvast-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "koersvast.config.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django_scopes import scope

CYCLES, GOALS, ACTIVITIES, MEASUREMENTS = 10, 60, 200, 600
LIMIT = 200  # milliseconds


class Asked:
    """Counts the questions that a page asks the database."""

    count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def plan(number: int) -> dict[str, Any]:
    """A cycle in which two parties talked about everything, and every goal has a contribution file."""
    from benchmarks.big_plan import big_plan

    made = big_plan(GOALS, ACTIVITIES, MEASUREMENTS)
    made["cycle"] = {**made["cycle"], "number": number, "title": f"Ronde {number}"}
    helped: dict[str, list[str]] = {}
    for activity in made["activities"]:
        for link in activity["contributes_to"]:
            helped.setdefault(link["goal"], []).append(activity["key"])
    for goal in _every_goal(made["results"]):
        goal["contribution"] = {
            "claim": "Onze inzet helpt",
            "links": [_link(key) for key in helped.get(goal["key"], [])],
        }
    about = [one["key"] for one in (*made["results"], *made["activities"])]
    made["sessions"].append(
        {
            "key": "gesprek",
            "step": 6,
            "kind": "review",
            "title": "Verbetergesprek",
            "held_on": "2026-11-12",
            "parties": ["municipality", "residents"],
            "notes": [],
            "review": {"starts_at": "19:30", "ends_at": "21:30", "discussed": [_topic(key) for key in about]},
        }
    )
    return made


def _every_goal(goals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for goal in goals for one in (goal, *_every_goal(goal.get("subgoals", [])))]


def _link(key: str) -> dict[str, Any]:
    evidence = {
        "finding": "for",
        "text": "Het cijfer bewoog",
        "design": 2,
        "basis": "source",
        "source": "Rapport",
    }
    rival = {"claim": "Een campagne", "outcome": "untested"}
    return {"of": key, "necessary": True, "evidence": [evidence] * 2, "rivals": [rival]}


def _topic(key: str) -> dict[str, Any]:
    answers = dict.fromkeys(("measured", "recognise", "explain", "judge", "act"), "Wij zeggen dat het zo is")
    remarks = [
        {"party": party, "stance": "own", "text": f"Onze kijk, {number}"}
        for number in range(3)
        for party in ("municipality", "residents", "provider")
    ]
    return {"about": key, **answers, "parties": ["municipality", "residents"], "remarks": remarks}


def main() -> None:
    from benchmarks.pages import median
    from koersvast.cli.management.commands.serve import settle_memory
    from koersvast.cycles.models import Session
    from koersvast.exchange.actions import import_plan
    from koersvast.goals.models import Goal
    from koersvast.people.models import Membership, User

    settle_memory()  # as the server does
    call_command("migrate", verbosity=0)
    cycles = [import_plan(plan(number), by=None) for number in range(1, CYCLES + 1)]
    cycle = cycles[-1]
    anna = User.objects.create_user("anna@grootveen.example", "een lange zin als wachtwoord", name="Anna")
    Membership.objects.create(user=anna, municipality=cycle.municipality, role="officer")
    client = Client()
    client.force_login(anna)
    base = [cycle.municipality.code, cycle.number]
    with scope(municipality=cycle.municipality):
        review = Session.objects.get(cycle=cycle, kind="review")
        result = Goal.objects.filter(cycle=cycle, ambition__isnull=False).order_by("position").first()
        activity = cycle.activities.order_by("position").first()
    item = reverse("review_item", args=[*base, review.pk, "resultaat", result.pk])
    pages = {
        "all reviews": reverse("reviews", args=base),
        "one review, overview": reverse("review", args=[*base, review.pk]),
        "a result in the review": item,
        "the same on the projector": f"{item}?scherm",
        "an activity in the review": reverse(
            "review_item", args=[*base, review.pk, "activiteit", activity.pk]
        ),
        "the five answers": reverse("review_answers", args=[*base, review.pk, "resultaat", result.pk]),
        "contribution file": reverse("contribution_file", args=[*base, result.pk]),
        "verdicts with contributions": reverse("verdicts", args=base),
    }
    print(f"machine: {platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{CYCLES} cycles, each {GOALS} goals, {ACTIVITIES} activities, {MEASUREMENTS} measurements")
    print(f"{'page':<34} {'ms (median)':>12} {'queries':>8} {'limit':>7} {'ratio':>6}")
    for name, path in pages.items():
        asked = Asked()
        with connection.execute_wrapper(asked):
            client.get(path)
        took = median(client, path)
        print(f"{name:<34} {took:>12.0f} {asked.count:>8} {LIMIT:>7} {took / LIMIT:>6.2f}")


if __name__ == "__main__":
    with override_settings(
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        ALLOWED_HOSTS=["testserver"],
    ):
        main()
