"""Each check of the compass: a plan that breaks it, and one that does not."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest

from koersvast.compass import facts as f
from koersvast.compass.checks import CHECKS, findings
from koersvast.compass.checks.finding import Severity
from tests.compass import facts as plans

OTHER = uuid.UUID(int=99)


def said(plan: f.PlanFacts) -> set[str]:
    return {finding.check for finding in findings(plan)}


def test_a_sound_plan_gives_no_findings():
    assert findings(plans.sound()) == []


def link(**fields: object) -> f.GoalIndicatorFact:
    return replace(f.GoalIndicatorFact(plans.RESULT, plans.INDICATOR, "sound", True, False), **fields)


def indicator(**fields: object) -> dict[uuid.UUID, f.IndicatorFact]:
    return {
        plans.INDICATOR: replace(
            f.IndicatorFact(plans.INDICATOR, "Cijfer", "societal", "%", "lower"), **fields
        )
    }


def many(count: int) -> dict[str, object]:
    idents = [uuid.UUID(int=1000 + number) for number in range(count)]
    return {
        "indicators": {one: f.IndicatorFact(one, str(one), "societal", "aantal", "lower") for one in idents}
        | indicator(),
        "goal_indicators": (link(), *(link(indicator=one, baseline="none") for one in idents)),
    }


BREAKS = {
    "K01 no residents at the table": (
        "K01",
        {"partners": (plans.partner("municipality"), plans.partner("provider"))},
    ),
    "K01 nobody at the table": ("K01", {"partners": ()}),
    "K02 an ambition on nothing": (
        "K02",
        {"ambitions": (f.AmbitionFact(plans.AMBITION, "Zonder angst", 0, False),)},
    ),
    "K02 a figure nobody talked about": (
        "K02",
        {"ambitions": (f.AmbitionFact(plans.AMBITION, "Zonder angst", 2, False),)},
    ),
    "K03 only a result about working methods": (
        "K03",
        {"goals": (plans.goal(kind="process", children=0, activities=1),)},
    ),
    "K03 no result at all": ("K03", {"goals": (), "goal_indicators": ()}),
    "K04 organising something": (
        "K04",
        {"goals": (plans.goal(text="Organiseren van bijeenkomsten", children=0, activities=1),)},
    ),
    "K04 making something discussable": (
        "K04",
        {"goals": (plans.goal(text="Diversiteit bespreekbaar maken in de klas", children=0, activities=1),)},
    ),
    "K05 a result without a baseline": ("K05", {"goal_indicators": (link(baseline="none"),)}),
    "K05 a baseline without a source": ("K05", {"goal_indicators": (link(baseline="bare"),)}),
    "K06 counted, not told": ("K06", {"goals": (plans.goal(stories=0, children=0, activities=1),)}),
    "K06 told, not counted": ("K06", {"goal_indicators": ()}),
    "K07 a subgoal without an activity": ("K07", {"goals": (plans.goal(children=0, activities=0),)}),
    "K07 an activity without a goal": ("K07", {"activities": (plans.activity(goals=0),)}),
    "K08 only output": ("K08", {"activities": (plans.activity(outcomes=()),)}),
    "K08 only reach": (
        "K08",
        {
            "activities": (
                plans.activity(outcomes=(plans.outcome(has_usefulness=False, has_realisation=False),)),
            )
        },
    ),
    "K09 participants prove the city": ("K09", {"indicators": indicator(level="outcome")}),
    "K10 another series on one line": (
        "K10",
        {"measurements": (plans.measurement(), plans.measurement(id=OTHER, period="2024", series="nieuw"))},
    ),
    "K10 another kind of sample on one line": (
        "K10",
        {
            "measurements": (
                plans.measurement(),
                plans.measurement(id=OTHER, period="2024", sample="self_selected"),
            )
        },
    ),
    "K11 the newest figure was not discussed": ("K11", {"series": (plans.series(newest="2024"),)}),
    "K12 a percentage of 49": ("K12", {"measurements": (plans.measurement(n=49),)}),
    "K12 a count of 9": (
        "K12",
        {"indicators": indicator(unit="aantal"), "measurements": (plans.measurement(value=9, n=None),)},
    ),
    "K12 nine participants answered": (
        "K12",
        {"activities": (plans.activity(outcomes=(plans.outcome(achieved_n=9),)),)},
    ),
    "K12 nine people were reached": (
        "K12",
        {"activities": (plans.activity(outcomes=(plans.outcome(reached=9),)),)},
    ),
    "K13 four figures for one result": ("K13", many(3)),
    "K13 thirteen figures in the plan": ("K13", many(12)),
    "K15 the conversations are over and nobody heard back": (
        "K15",
        {"dialogues": (f.DialogueFact(plans.RESULT, "Gesprekken", ended=True, feedback=False),)},
    ),
    "K14 the cycle ends and nothing is decided": ("K14", {"today": date(2026, 12, 31)}),
    "K16 no task field": ("K16", {"activities": (plans.activity(budgets=(plans.budget(taakveld=""),)),)}),
    "K16 a task field in words": (
        "K16",
        {"activities": (plans.activity(budgets=(plans.budget(taakveld="welzijn"),)),)},
    ),
    "K17 a year without money": ("K17", {"activities": (plans.activity(ends_on="2027-06-30"),)}),
    "K17 less money than cost": (
        "K17",
        {"activities": (plans.activity(budgets=(plans.budget(funded=3999),)),)},
    ),
    "K18 an improvement that is late": ("K18", {"due": (plans.due(due_on="2025-02-28"),)}),
    "K18 a promise that is almost due": (
        "K18",
        {"due": (plans.due(kind="commitment", due_on="2025-03-10"),)},
    ),
    "K19 a review without a word about the activity": (
        "K19",
        {"sessions": (plans.review("2025-02"),), "discussed": frozenset({plans.RESULT})},
    ),
    "K17 a grant that stops in the year": (
        "K17",
        {"activities": (plans.activity(budgets=(plans.budget(funding_ends=("2026-06-30",)),)),)},
    ),
}


ALSO = {"K06 told, not counted": {"K05"}}  # without a figure there is no baseline either


@pytest.mark.parametrize("case", BREAKS)
def test_a_plan_that_breaks_it(case):
    check, change = BREAKS[case]
    assert said(plans.sound(**change)) == {check} | ALSO.get(case, set())


KEEPS = {
    "K02 three ambitions on conversations": {
        "ambitions": (f.AmbitionFact(plans.AMBITION, "Zonder angst", 1, True),)
    },
    "K04 a wording that people answered for": {
        "goals": (plans.goal(text="Organiseren van ontmoeting", wording_kept=True, children=0, activities=1),)
    },
    "K07 a result whose subgoals have activities": {},
    "K08 an idea has nothing to tell yet": {"activities": (plans.activity(status="idea", outcomes=()),)},
    "K10 a break that is marked": {
        "measurements": (
            plans.measurement(),
            plans.measurement(id=OTHER, period="2024", series="nieuw", break_note=True),
        )
    },
    "K10 another place is another line": {
        "measurements": (
            plans.measurement(),
            plans.measurement(id=OTHER, period="2024", series="vm", place="Nederland"),
        )
    },
    "K10 two sources for one year": {
        "measurements": (plans.measurement(), plans.measurement(id=OTHER, series="krant"))
    },
    "K11 a national figure needs no talk here": {
        "series": (plans.series(), plans.series(place="Nederland", place_code="NL01", interpreted=""))
    },
    "K12 a percentage of 50": {"measurements": (plans.measurement(n=50),)},
    "K12 an unknown number is not a small one": {"measurements": (plans.measurement(n=None),)},
    "K13 three figures for one result": many(2),
    "K15 the conversations still go on": {
        "dialogues": (f.DialogueFact(plans.RESULT, "Gesprekken", ended=False, feedback=False),)
    },
    "K15 people heard back": {
        "dialogues": (f.DialogueFact(plans.RESULT, "Gesprekken", ended=True, feedback=True),)
    },
    "K14 the end is far away": {"today": date(2026, 6, 1)},
    "K14 everything decided": {"today": date(2026, 12, 31), "decided": frozenset({"r-1", "act-1"})},
    "K16 a task field with letters": {
        "activities": (plans.activity(budgets=(plans.budget(taakveld="6.71a"),)),)
    },
    "K18 there is time": {"due": (plans.due(due_on="2025-04-01"),)},
    "K19 the review is still to come": {"sessions": (plans.review("2025-03-02"),)},
    "K19 everything was talked about": {
        "sessions": (plans.review("2025-03-01"),),
        "discussed": frozenset({plans.RESULT, plans.ACTIVITY}),
    },
    "K17 no end, no gap": {"activities": (plans.activity(ends_on=""),)},
    "K17 no budget at all is no gap": {"activities": (plans.activity(budgets=()),)},
}


@pytest.mark.parametrize("change", KEEPS.values(), ids=KEEPS)
def test_a_plan_that_keeps_it(change):
    assert said(plans.sound(**change)) == set()


def test_every_check_is_broken_by_some_test():
    assert {check for check, _change in BREAKS.values()} == set(CHECKS)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
class TestEveryCheck:
    def test_its_findings_carry_its_own_name_and_a_whole_sentence(self, check):
        for key, change in BREAKS.values():
            if key == check.key:
                for finding in check.run(plans.sound(**change)):
                    assert finding.check == check.key
                    assert finding.reason.endswith((".", "?"))

    def test_it_says_nothing_about_an_empty_plan_that_it_could_not_know(self, check):
        empty = f.PlanFacts(today=date(2025, 1, 1), gmcode="GM9901", place="Waterveen")
        assert all(finding.check == "K01" for finding in check.run(empty))


def test_k18_reminds_before_the_date_and_warns_after_it():
    said = [
        (finding.severity, "28 februari 2025" in finding.reason)
        for day in (20, 28, 29)
        for finding in findings(
            plans.sound(
                today=date(2025, 3, 1) if day == 29 else date(2025, 2, day),
                due=(plans.due(due_on="2025-02-28"),),
            )
        )
    ]
    assert said == [(Severity.HINT, True), (Severity.HINT, True), (Severity.WARNING, True)]


def test_k14_warns_before_the_end_and_blocks_at_it():
    before = [finding.severity for finding in findings(plans.sound(today=date(2026, 10, 1)))]
    after = [finding.severity for finding in findings(plans.sound(today=date(2027, 1, 1)))]
    assert set(before) == {Severity.WARNING}
    assert set(after) == {Severity.ERROR}
