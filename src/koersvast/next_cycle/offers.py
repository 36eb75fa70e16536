"""What may go along to the next cycle, with the default that people decided. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Plan = Mapping[str, Any]
Choice = tuple[str, str]  # section and key

STOP = "stop"
LEAVES = ("stopped", "done")  # states of an activity that is over
IMPROVEMENTS = "improvement_actions"
OFFERED = (
    "ambitions",
    "results",
    "activities",
    "indicators",
    "organisations",
    "glossary",
    "commitments",
    IMPROVEMENTS,
)


@dataclass(frozen=True)
class Offer:
    """One thing that may go along. ``word``: what was decided about it; ``reason``: why, in people's own words."""

    section: str
    key: str
    title: str
    carry: bool
    word: str = ""
    reason: str = ""
    depth: int = 0


def offers(plan: Plan) -> list[Offer]:
    """Everything that may go along, with the default: what people decided, else as it stands."""
    decided = newest_decisions(plan)
    return [
        *(Offer("ambitions", row["key"], row["text"], True) for row in plan.get("ambitions", ())),
        *_goal_offers(plan.get("results", ()), decided, above=True, depth=0),
        *(_activity_offer(row, decided) for row in plan.get("activities", ())),
        *(Offer("indicators", row["key"], row["name"], True) for row in plan.get("indicators", ())),
        *(Offer("organisations", row["key"], row["name"], True) for row in plan.get("organisations", ())),
        *(
            Offer("glossary", str(place), row["term"], True)
            for place, row in enumerate(plan.get("glossary", ()))
        ),
        *(
            Offer("commitments", row["key"], row["text"], True)
            for row in plan.get("commitments", ())
            if row["status"] == "open"
        ),
        *(Offer(IMPROVEMENTS, sign, row["text"], True) for sign, _decision, row in open_improvements(plan)),
    ]


def newest_decisions(plan: Plan) -> dict[str, Plan]:
    """Key of a thing -> the last decision with a word about it."""
    found: dict[str, Plan] = {}
    for row in plan.get("decisions", ()):
        about_key = row.get("about", "")
        if row.get("decision") and about_key:
            known = found.get(about_key)
            if known is None or row["decided_on"] >= known["decided_on"]:
                found[about_key] = row
    return found


def open_improvements(plan: Plan) -> Iterator[tuple[str, Plan, Plan]]:
    """A name, the decision and the improvement action, for what is not done yet."""
    for decision in plan.get("decisions", ()):
        for place, row in enumerate(decision.get("improvement_actions", ())):
            if row["status"] == "open":
                yield f"{decision['key']}.{place}", decision, row


def _goal_offers(
    goals: Iterable[Plan], decided: Mapping[str, Plan], *, above: bool, depth: int
) -> Iterator[Offer]:
    for goal in goals:
        decision = decided.get(goal["key"], {})
        carry = above and decision.get("decision") != STOP
        word, reason = decision.get("decision", ""), decision.get("reason", "")
        yield Offer("results", goal["key"], goal["text"], carry, word, reason, depth)
        yield from _goal_offers(goal.get("subgoals", ()), decided, above=carry, depth=depth + 1)


def _activity_offer(row: Plan, decided: Mapping[str, Plan]) -> Offer:
    decision = decided.get(row["key"])
    if decision is None:
        return Offer("activities", row["key"], row["name"], row["status"] not in LEAVES)
    word = decision["decision"]
    return Offer("activities", row["key"], row["name"], word != STOP, word, decision["reason"])
