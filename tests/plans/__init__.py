"""Plans of real municipalities, from public sources; what was filled in is marked as illustrative in the files."""

from __future__ import annotations

import copy
from functools import cache
from importlib.resources import files
from typing import Any

from koersvast.exchange.reading import read_plan


def waterveen_plan() -> dict[str, Any]:
    """The demo municipality, which is fictional."""
    return plan_in(files("koersvast.exchange").joinpath("demo/waterveen.yaml").read_bytes())


def plan_of(name: str) -> dict[str, Any]:
    return plan_in(files("tests.plans").joinpath(f"{name}.yaml").read_bytes())


def plan_in(data: bytes) -> dict[str, Any]:
    """The plan of a file without mistakes, to change as you like; a file is read once."""
    return copy.deepcopy(_read(data))


@cache
def _read(data: bytes) -> dict[str, Any]:
    reading = read_plan(data)
    assert reading.plan is not None, reading.mistakes[:3]
    return reading.plan


def delft_at_baseline() -> dict[str, Any]:
    """The plan of Delft as it began: what was heard, agreed and planned, the baseline, and nothing of later."""
    plan = copy.deepcopy(plan_of("delft"))
    local_later = {
        row["key"] for row in plan["measurements"] if row["place"] == "Delft" and row["period"] > "2018"
    }
    for section in ("measurements", "sessions", "interpretations", "decisions"):
        plan[section] = [row for row in plan[section] if not _later(row, local_later)]
    for row in plan["activities"]:
        row.pop("outcomes", None)
        row["status"] = "running"
    return plan


def _later(row: dict[str, Any], measured_later: set[str]) -> bool:
    return (
        row["key"] in measured_later
        or row.get("kind") in ("review", "activity", "result", "close_cycle", "adopt_plan", "budget")
        or bool(measured_later & set(row.get("measurements", ())))
    )
