"""Writes a made-up plan of any size: python benchmarks/big_plan.py OUT.yaml.

Three numbers behind it change the size: goals, activities, measurements.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

THEMES = ["safety", "education", "youth", "sport", "work", "family"]
GROUPS = ["lesbian", "gay", "bi_plus", "transgender", "youth", "elderly"]


def big_plan(goals: int = 2000, activities: int = 1000, measurements: int = 20_000) -> dict[str, Any]:
    """A plan in which everything hangs together: the same one every time."""
    dice = random.Random(20_26)
    indicators = [_indicator(number) for number in range(max(1, measurements // 100))]
    partners = [_organisation(number) for number in range(40)]
    results = _results(goals, indicators, dice)
    goal_keys = list(_keys(results))
    return {
        "koersvast": 1,
        "municipality": {"name": "Grootveen", "code": "GM9990", "acronym": "LHBTI+"},
        "cycle": {
            "title": "Een heel groot plan",
            "number": 1,
            "starts_on": "2023-01-01",
            "ends_on": "2026-12-31",
            "visibility": "internal",
        },
        "organisations": partners,
        "sessions": [_session(number) for number in range(20)],
        "indicators": indicators,
        "measurements": [_measurement(number, indicators, dice) for number in range(measurements)],
        "ambitions": [
            {"key": f"ambitie-{n}", "text": f"Ambitie nummer {n} van de stad", "evidence": [f"m-{n}"]}
            for n in range(10)
        ],
        "results": results,
        "activities": [_activity(number, partners, goal_keys, dice) for number in range(activities)],
    }


def _keys(goals: list[dict[str, Any]]) -> Iterator[str]:
    for goal in goals:
        yield goal["key"]
        yield from _keys(goal.get("subgoals", []))


def _organisation(number: int) -> dict[str, Any]:
    return {
        "key": f"org-{number}",
        "name": f"Organisatie {number}",
        "kind": "welfare",
        "party": ("municipality", "residents", "provider")[number % 3],
    }


def _session(number: int) -> dict[str, Any]:
    return {
        "key": f"sessie-{number}",
        "step": number % 7,
        "kind": "table_evening",
        "title": f"Tafelavond {number}",
        "held_on": "2023-05-17",
        "parties": ["municipality", "residents"],
        "notes": [{"text": f"Notitie {n} van tafelavond {number}", "votes": n} for n in range(60)],
    }


def _indicator(number: int) -> dict[str, Any]:
    return {
        "key": f"i-{number}",
        "name": f"Inwoners voelen zich veilig, vraag {number}",
        "level": "societal",
        "unit": "%",
        "favourable": "higher",
        "instrument": "Inwonersenquête",
    }


def _measurement(number: int, indicators: list[dict[str, Any]], dice: random.Random) -> dict[str, Any]:
    value = round(dice.uniform(5, 95), 1)
    return {
        "key": f"m-{number}",
        "indicator": indicators[number % len(indicators)]["key"],
        "place": f"Wijk {number % 60}",
        "population": "inwoners 15+",
        "period": str(2015 + number % 12),
        "value": value,
        "margin_low": round(value - 3, 1),
        "margin_high": round(value + 3, 1),
        "n": dice.randrange(100, 1000),
        "sample": "local_survey",
        "series": "enq",
        "source": "Inwonersenquête (verzonnen)",
        "illustrative": True,
    }


def _results(goals: int, indicators: list[dict[str, Any]], dice: random.Random) -> list[dict[str, Any]]:
    """Results with subgoals in four levels; one in ten subgoals also helps the result before it."""
    results: list[dict[str, Any]] = []
    numbers = iter(range(goals))
    for number in numbers:
        result = _goal(number, indicators, dice)
        result["ambition"] = f"ambitie-{number % 10}"
        results.append(result)
        parents = [result]
        for under in range(19):
            child = next(numbers, None)
            if child is None:
                break
            goal = _goal(child, indicators, dice)
            if under % 10 == 9 and len(results) > 1:
                goal["also_under"] = [results[-2]["key"]]
            parents[under // 3].setdefault("subgoals", []).append(goal)
            parents.append(goal)
    return results


def _goal(number: int, indicators: list[dict[str, Any]], dice: random.Random) -> dict[str, Any]:
    return {
        "key": f"doel-{number}",
        "text": f"In 2026 voelen meer inwoners zich thuis in buurt {number}",
        "kind": "content",
        "theme": dice.choice(THEMES),
        "groups": dice.sample(GROUPS, 2),
        "indicators": [
            {
                "indicator": indicators[number % len(indicators)]["key"],
                "baseline": f"m-{number % len(indicators)}",
                "target": {"value": 80, "year": 2026},
            }
        ],
    }


def _activity(
    number: int, partners: list[dict[str, Any]], goals: list[str], dice: random.Random
) -> dict[str, Any]:
    owner, other = dice.sample(partners, 2)
    return {
        "key": f"act-{number}",
        "name": f"Activiteit {number}",
        "owner": owner["key"],
        "partners": [other["key"]],
        "themes": [dice.choice(THEMES)],
        "groups": [dice.choice(GROUPS)],
        "status": "running",
        "contributes_to": [
            {"goal": goal, "rationale": "Wie elkaar kent, groet elkaar"} for goal in dice.sample(goals, 2)
        ],
        "budget": [
            {
                "year": year,
                "amount": 10_000,
                "taakveld": "6.1",
                "funding": [{"source": "Rijk", "amount": 6000}, {"source": "Eigen middelen", "amount": 4000}],
            }
            for year in (2024, 2025)
        ],
        "outcomes": [
            {"period": "2024", "reach": {"reached": 40}, "goal_realisation": {"achieved": 19, "n": 28}}
        ],
    }


def main() -> None:
    import django

    django.setup()
    from koersvast.exchange.writing import write_plan

    out, *sizes = sys.argv[1:]
    Path(out).write_text(write_plan(big_plan(*(int(size) for size in sizes))), encoding="utf-8")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
    main()
