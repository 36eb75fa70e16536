"""Server time of deciding: reviews, contribution files, council room, red thread, history and papers on the screen.

Usage: .venv/bin/python -m benchmarks.deciding [PART OF A NAME ...]
Ten cycles of 200 activities, everything talked about, judged and decided. Prints milliseconds (median of runs, after one
warm-up) and queries beside the limit, in one process, without a network. With parts of names only those pages. "own" is the time the processor gave this process:
what remains of the milliseconds when others use the machine too.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HOME = Path(os.environ.get("DECIDING_HOME") or tempfile.mkdtemp(prefix="koersvast-bench-"))
os.environ["KOERSVAST_HOME"] = str(HOME)  # a home that is kept is built once
os.environ["DJANGO_SETTINGS_MODULE"] = "koersvast.config.settings"

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

CYCLES, GOALS, ACTIVITIES, MEASUREMENTS, INTERPRETATIONS = 10, 200, 200, 1000, 40
CODE, YEAR = "GM9990", 2025
LIMIT = 200  # milliseconds


class Asked:
    """Counts the questions that a page asks the database."""

    count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def plan(number: int) -> dict[str, Any]:
    """A cycle in which two parties talked about everything, each goal has a contribution file and all is decided."""
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
        goal["verdicts"] = [_verdict(goal) for _turn in range(2)]
        goal["stories"] = [
            {"text": "Ik loop hier weer hand in hand", "source": "Tafelavond", "consent": True}
        ]
    if number > 1:
        made["cycle"]["follows"] = number - 1
        for one in (*_every_goal(made["results"]), *made["indicators"], *made["activities"]):
            one["follows"] = [{"cycle": number - 1, "key": one["key"]}]
    made["interpretations"] = [_interpretation(place) for place in range(INTERPRETATIONS)]
    about = [one["key"] for one in (*made["results"], *made["activities"])]
    made["decisions"] = [_decision(key) for key in about]
    made["commitments"] = [_commitment(goal["key"]) for goal in _every_goal(made["results"])[::4]]
    made["papers"] = [
        {
            "kind": "council_page",
            "about": one["key"],
            "slot": "ask",
            "text": "Wij vragen de raad een besluit.",
        }
        for one in made["results"]
    ]
    made["calendar"] = [
        {"title": f"Stuk {place}", "due_on": f"2026-{place % 12 + 1:02}-01", "status": "open"}
        for place in range(24)
    ]
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


def _interpretation(place: int) -> dict[str, Any]:
    answers = dict.fromkeys(("measured", "recognise", "explain", "judge", "act"), "Wij zeggen dat het zo is")
    return {
        "key": f"duiding-{place}",
        "measurements": [f"m-{at}" for at in range(place, MEASUREMENTS, MEASUREMENTS // 5)],
        "held_on": "2026-10-01",
        "parties": ["municipality", "residents"],
        **answers,
    }


def _verdict(goal: dict[str, Any]) -> dict[str, Any]:
    figures = [
        {
            "indicator": one["indicator"],
            "name": "Inwoners voelen zich veilig",
            "unit": "%",
            "proposed": "on_course",
        }
        for one in goal["indicators"]
    ]
    return {
        "proposed": "on_course",
        "verdict": "too_early",
        "reason": "Er is pas een keer gemeten",
        "parties": ["municipality", "residents"],
        "given_on": "2026-11-12",
        "figures": figures,
    }


def _decision(key: str) -> dict[str, Any]:
    return {
        "key": f"besluit-{key}",
        "decided_on": "2026-11-12",
        "body": "table",
        "kind": "result" if key.startswith("doel") else "activity",
        "about": key,
        "decision": "continue",
        "reason": "Het werkt",
        "parties": ["municipality", "residents"],
        "improvement_actions": [{"text": "Vaker komen", "due_on": "2027-03-01", "status": "open"}],
    }


def _commitment(key: str) -> dict[str, Any]:
    return {
        "key": f"motie-{key}",
        "kind": "motion",
        "text": "De raad vraagt om een plan",
        "by": "De raad",
        "made_on": "2025-03-01",
        "goals": [key],
        "due_on": "2027-01-01",
        "status": "open",
    }


def build() -> None:
    """Ten cycles of one municipality with somebody who works there; the newest is adopted, so it is frozen."""
    from koersvast.council import actions as council
    from koersvast.exchange.actions import import_plan
    from koersvast.freezing import actions as freezing
    from koersvast.people.models import Membership, User

    cycles = [import_plan(plan(number), by=None) for number in range(1, CYCLES + 1)]
    cycle, now = cycles[-1], timezone.now()
    anna = User.objects.create_user("anna@grootveen.example", "een lange zin als wachtwoord", name="Anna")
    with scope(municipality=cycle.municipality):
        member = Membership.objects.create(user=anna, municipality=cycle.municipality, role="officer")
        freezing.register(
            cycle, member=member, now=now, today=now.date(), kind="adopt_plan", body="college", status="adopted",
            decided_on="2026-11-01", document="26-1", reason="Klaar",
        )  # fmt: skip
        for place in range(40):
            council.ask(
                cycle,
                member=member,
                about_key="doel-0",
                sentence="",
                text=f"Hoe weten wij dit? {place}",
                now=now,
            )


def pages() -> dict[str, str]:
    """What is measured: name -> address."""
    from koersvast.activities.models import Budget
    from koersvast.cycles.models import Cycle, Session
    from koersvast.decisions.models import Decision
    from koersvast.freezing.models import FrozenCopy
    from koersvast.goals.models import Ambition, Goal
    from koersvast.indicators.models import Indicator
    from koersvast.tenants.models import Municipality

    place = Municipality.objects.get(code=CODE)
    with scope(municipality=place):
        cycle = Cycle.objects.get(number=CYCLES)
        base = [CODE, CYCLES]
        review = Session.objects.get(cycle=cycle, kind="review")
        result = Goal.objects.get(cycle=cycle, key="doel-0")
        activity = cycle.activities.order_by("position").first()
        ambition = Ambition.objects.filter(cycle=cycle).first()
        figure = Indicator.objects.filter(cycle=cycle).first()
        decision = Decision.objects.filter(cycle=cycle, about_key=activity.key).first()
        budget = Budget.objects.filter(activity=activity).first()
        table = Session.objects.filter(cycle=cycle, key="sessie-0").first()
        frozen = FrozenCopy.objects.get(cycle_number=CYCLES)

    def at(name: str, *more: Any) -> str:
        return reverse(name, args=[*base, *more])

    item = at("review_item", review.pk, "resultaat", result.pk)
    thread = {
        "ambition": at("goal_thread", ambition.pk),
        "goal": at("goal_thread", result.pk),
        "activity": at("activity_thread", activity.pk),
        "figure": at("indicator_thread", figure.pk),
        "decision": at("thread", "besluit", decision.pk),
        "budget": at("thread", "bedrag", budget.pk),
        "session": at("thread", "bijeenkomst", table.pk),
    }
    return {
        "all reviews": at("reviews"),
        "review, overview": at("review", review.pk),
        "review, a result": item,
        "review, on the projector": f"{item}?scherm",
        "review, an activity": at("review_item", review.pk, "activiteit", activity.pk),
        "review, the five answers": at("review_answers", review.pk, "resultaat", result.pk),
        "contribution file": at("contribution_file", result.pk),
        "verdicts": at("verdicts"),
        "council room": at("council"),
        "council page of a result": at("council_result", result.pk),
        "council questions": at("questions"),
        "council, ask a question": at("ask_question", result.pk),
        **{f"red thread, {name}": path for name, path in thread.items()},
        "history": at("history"),
        "what did this money bring": at("money_brought", YEAR),
        "documents": at("documents"),
        **{
            f"paper, {kind}": at("paper", kind)
            for kind in ("council_page", "college_proposal", "annual_report")
        },
        "calendar": at("calendar"),
        "frozen, then and now": at("frozen_copy", frozen.pk),
        "a result through time": at("through_time", result.pk),
    }


def medians(client: Client, path: str, runs: int = 7) -> tuple[float, float]:
    """Milliseconds on the clock and of the processor; the first visit does not count."""
    taken = []
    for _run in range(runs):
        clock, own = time.perf_counter(), time.process_time()
        answer = client.get(path)
        taken.append((1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - own)))
        assert answer.status_code == 200, (path, answer.status_code)
    waited, worked = zip(*taken, strict=True)
    return statistics.median(waited), statistics.median(worked)


def main(wanted: list[str]) -> None:
    from koersvast.cli.database import count_rows
    from koersvast.cli.management.commands.serve import settle_memory
    from koersvast.people.models import User

    settle_memory()  # as the server does
    call_command("migrate", verbosity=0)
    if not User.objects.filter(email="anna@grootveen.example").exists():
        build()
    count_rows()
    client = Client()
    client.force_login(User.objects.get(email="anna@grootveen.example"))
    print(f"machine: {platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}", end=", ")
    print(f"load {os.getloadavg()[0]:.1f}")
    print(f"{CYCLES} cycles, each {GOALS} goals, {ACTIVITIES} activities, {MEASUREMENTS} measurements")
    print(f"{'page':<34} {'ms (median)':>12} {'own':>5} {'queries':>8} {'limit':>7} {'ratio':>6}")
    for name, path in pages().items():
        if wanted and not any(part in name for part in wanted):
            continue
        client.get(path)  # what a process remembers from its first page on
        asked = Asked()
        with connection.execute_wrapper(asked):
            client.get(path)
        took, own = medians(client, path)
        print(
            f"{name:<34} {took:>12.0f} {own:>5.0f} {asked.count:>8} {LIMIT:>7} {took / LIMIT:>6.2f}",
            flush=True,
        )


if __name__ == "__main__":
    with override_settings(
        STORAGES={
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        ALLOWED_HOSTS=["testserver"],
    ):
        main(sys.argv[1:])
