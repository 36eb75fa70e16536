"""Facts to build: a plan without a flaw, and changes that break one rule at a time."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from koersvast.compass import facts as f

AMBITION, RESULT, SUBGOAL, INDICATOR, MEASURED, ACTIVITY = (uuid.UUID(int=number) for number in range(1, 7))


def partner(party: str, **fields: object) -> f.PartnerFact:
    base = f.PartnerFact(uuid.uuid4(), party.title(), party, True, True)
    return replace(base, **fields)


def goal(**fields: object) -> f.GoalFact:
    base = f.GoalFact(
        RESULT, "In 2026 voelen minder inwoners zich onveilig", "content", AMBITION, (), 1, 1, 0, 2026
    )
    return replace(base, **fields)


def series(**fields: object) -> f.SeriesFact:
    base = f.SeriesFact(INDICATOR, "Waterveen", "GM9901", "", "enq", "local_survey", "2022", "2022")
    return replace(base, **fields)


def measurement(**fields: object) -> f.MeasurementFact:
    base = f.MeasurementFact(
        MEASURED, INDICATOR, "Waterveen", "", "2022", 24, 112, "local_survey", "enq", False
    )
    return replace(base, **fields)


def budget(**fields: object) -> f.BudgetFact:
    return replace(f.BudgetFact(2026, 4000, "6.1", 4000, ()), **fields)


def outcome(**fields: object) -> f.OutcomeFact:
    return replace(f.OutcomeFact("2025", 40, 30, 30, True, True), **fields)


def activity(**fields: object) -> f.ActivityFact:
    base = f.ActivityFact(
        ACTIVITY, "act-1", "Training", "running", "2026-12-31", False, 1, True, (budget(),), (outcome(),)
    )
    return replace(base, **fields)


def due(**fields: object) -> f.DueFact:
    base = f.DueFact(uuid.uuid4(), "improvement", "Ook op zondag open", "2025-02-28")
    return replace(base, **fields)


def review(held_on: str) -> f.SessionFact:
    return f.SessionFact(uuid.uuid4(), 6, "review", "Verbetergesprek", ("municipality",), held_on)


def sound(**fields: object) -> f.PlanFacts:
    """A small plan about which the compass has nothing to say."""
    plan = f.PlanFacts(
        today=date(2025, 3, 1),
        gmcode="GM9901",
        place="Waterveen",
        ends_on="2026-12-31",
        terms=4,
        partners=(partner("municipality"), partner("residents"), partner("provider")),
        ambitions=(f.AmbitionFact(AMBITION, "Zonder angst", 1, True),),
        goals=(
            goal(),
            goal(
                id=SUBGOAL,
                ambition=None,
                parents=(RESULT,),
                children=0,
                activities=1,
                text="Wie iets meemaakt, durft te melden",
            ),
        ),
        goal_indicators=(f.GoalIndicatorFact(RESULT, INDICATOR, "sound", True, False),),
        indicators={INDICATOR: f.IndicatorFact(INDICATOR, "Onveilig in de buurt", "societal", "%", "lower")},
        series=(series(),),
        measurements=(measurement(),),
        activities=(activity(),),
        goal_keys={RESULT: "r-1"},
    )
    return replace(plan, **fields)
