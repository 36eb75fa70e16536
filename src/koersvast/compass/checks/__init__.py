"""The rules of the compass (kompas-checks), one file each. A new rule is one more line here."""

from __future__ import annotations

from koersvast.compass.checks import (
    k01_three_parties,
    k02_evidence,
    k03_content_result,
    k04_no_activity_as_result,
    k05_baseline,
    k06_count_and_tell,
    k07_goal_and_activity,
    k08_outcome_measure,
    k09_levels_apart,
    k10_one_line_one_series,
    k11_interpretation,
    k12_small_numbers,
    k13_few_indicators,
    k14_decision,
    k15_feedback,
    k16_task_field,
    k17_cover,
    k18_in_time,
    k19_discussed,
)
from koersvast.compass.checks.finding import Check, Finding
from koersvast.compass.facts import PlanFacts

CHECKS: dict[str, Check] = {
    module.CHECK.key: module.CHECK
    for module in (
        k01_three_parties,
        k02_evidence,
        k03_content_result,
        k04_no_activity_as_result,
        k05_baseline,
        k06_count_and_tell,
        k07_goal_and_activity,
        k08_outcome_measure,
        k09_levels_apart,
        k10_one_line_one_series,
        k11_interpretation,
        k12_small_numbers,
        k13_few_indicators,
        k14_decision,
        k15_feedback,
        k16_task_field,
        k17_cover,
        k18_in_time,
        k19_discussed,
    )
}


def findings(facts: PlanFacts) -> list[Finding]:
    """What all checks say about a cycle, in the order of the checks."""
    return [finding for check in CHECKS.values() for finding in check.run(facts)]
