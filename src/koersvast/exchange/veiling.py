"""Hides what stands on too few people before a plan is shown beside another one (K12). Pure.

A hidden figure still compares: that it changed may be said, what it was or is may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from koersvast.activities.rules import OUTCOME_BASES, OUTCOME_COUNTS, small_figures
from koersvast.indicators.rules import large_enough

FIGURES = ("value", "compare_value", "margin_low", "margin_high", "n")
# the numbers of an outcome: its part and field in the plan -> the name that activities.rules knows it by
OUTCOME = {
    ("reach", "known"): "known",
    ("reach", "reached"): "reached",
    ("reach", "target_group"): "target_group",
    ("usefulness", "mean"): "usefulness_mean",
    ("usefulness", "n"): "usefulness_n",
    ("goal_realisation", "achieved"): "achieved",
    ("goal_realisation", "n"): "achieved_n",
    ("dropout", "dropped"): "dropped",
    ("dropout", "started"): "started",
}
EVERY_NUMBER = {
    *OUTCOME_COUNTS,
    *OUTCOME_BASES,
    *(name for names in OUTCOME_BASES.values() for name in names),
}


@dataclass(frozen=True)
class Small:
    """A figure that may not be shown. Equal to another one of the same value; its text never says it."""

    value: Any

    def __repr__(self) -> str:
        return "Small()"


def veiled(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The plan with every figure of a small group replaced. Figures of verdicts are left out: they never change."""
    units = {row["key"]: row["unit"] for row in plan.get("indicators", ())}
    found = dict(plan)
    if "measurements" in plan:
        found["measurements"] = [_measurement(row, units) for row in plan["measurements"]]
    if "activities" in plan:
        found["activities"] = [_activity(row) for row in plan["activities"]]
    if "results" in plan:
        found["results"] = [_goal(row) for row in plan["results"]]
    return found


def _measurement(row: Mapping[str, Any], units: Mapping[str, str]) -> Mapping[str, Any]:
    if large_enough(row["value"], units.get(row["indicator"], ""), row.get("n")):
        return row
    return {name: Small(value) if name in FIGURES else value for name, value in row.items()}


def _activity(row: Mapping[str, Any]) -> Mapping[str, Any]:
    if "outcomes" not in row:
        return row
    return {**row, "outcomes": [_outcome(one) for one in row["outcomes"]]}


def _outcome(row: Mapping[str, Any]) -> Mapping[str, Any]:
    numbers = dict.fromkeys(EVERY_NUMBER) | {
        name: row.get(part, {}).get(field) for (part, field), name in OUTCOME.items()
    }
    secret = small_figures(numbers)
    if not secret:
        return row
    found = dict(row)
    for (part, field), name in OUTCOME.items():
        if name in secret and field in row.get(part, {}):
            found[part] = {**found[part], field: Small(row[part][field])}
    return found


def _goal(row: Mapping[str, Any]) -> Mapping[str, Any]:
    found = dict(row)
    if "verdicts" in row:
        found["verdicts"] = [
            {name: value for name, value in one.items() if name != "figures"} for one in row["verdicts"]
        ]
    if "subgoals" in row:
        found["subgoals"] = [_goal(child) for child in row["subgoals"]]
    return found
