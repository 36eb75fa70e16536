"""What goes along to the next cycle: what people decided, whole, and nothing that was measured or told as new."""

from __future__ import annotations

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koersvast.exchange.reading import read_plan
from koersvast.exchange.writing import write_plan
from koersvast.next_cycle.beside import aligned, all_follows, splits
from koersvast.next_cycle.offers import offers, open_improvements
from koersvast.next_cycle.rules import Words, carry_over, newest_usable
from tests.exchange.made_up import plans
from tests.plans import waterveen_plan

LAWS = settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
NEXT = {"title": "De volgende", "number": 3, "starts_on": "2027", "ends_on": "2030", "visibility": "internal"}
WORDS = Words("Streefwaarde uit ronde {cycle}.", "Uit ronde {cycle}.", "Verbeteractie uit ronde {cycle}")


@pytest.fixture(scope="module")
def plan():
    return waterveen_plan()


def carried(plan, chosen=None, **cycle):
    if chosen is None:
        chosen = [(offer.section, offer.key) for offer in offers(plan) if offer.carry]
    return carry_over(plan, chosen, cycle=NEXT | cycle, why={}, stored={}, words=WORDS)


def keys(plan, section):
    return [key for key, _follows in all_follows(plan, section)]


@LAWS
@given(plans(), st.data())
def test_whatever_is_chosen_the_new_plan_can_be_read(plan, data):
    every = [(offer.section, offer.key) for offer in offers(plan)]
    chosen = data.draw(st.sets(st.sampled_from(every))) if every else set()
    before = copy.deepcopy(plan)
    found = carried(plan, chosen).plan
    assert plan == before  # the old one stays as it is
    reading = read_plan(write_plan(found).encode())
    assert reading.plan is not None, reading.mistakes
    assert found["cycle"]["follows"] == plan["cycle"]["number"]


@LAWS
@given(plans())
def test_what_goes_along_says_where_it_came_from_and_brings_nothing_that_happened(plan):
    every = [(offer.section, offer.key) for offer in offers(plan)]
    found = carried(plan, every).plan
    for section in ("results", "indicators", "activities"):
        assert set(keys(found, section)) <= set(keys(plan, section))
        for key, follows in all_follows(found, section):
            assert [(one["cycle"], one["key"]) for one in follows] == [(plan["cycle"]["number"], key)]
    text = repr(found.get("results", []))
    assert "'verdicts'" not in text
    assert "'stories'" not in text
    assert all("outcomes" not in row for row in found.get("activities", []))
    assert all("realised" not in one for row in found.get("activities", []) for one in row.get("outputs", []))
    assert not {"decisions", "sessions", "interpretations", "steps"} & set(found)
    used = {one.get("baseline") for _key, row in goals(found) for one in row.get("indicators", [])} - {None}
    assert {row["key"] for row in found.get("measurements", [])} == used


def goals(plan):
    rows = list(plan.get("results", []))
    while rows:
        row = rows.pop(0)
        yield row["key"], row
        rows.extend(row.get("subgoals", []))


def test_the_decision_is_the_default_and_its_reason_stands_beside_it(plan):
    found = {(offer.section, offer.key): offer for offer in offers(plan)}
    band = found["activities", "act-band"]
    assert (band.carry, band.word) == (False, "stop")
    assert band.reason.startswith("Alleen een teken")
    assert found["activities", "act-lessen"].carry
    assert found["results", "r-praten"].word == "adapt"
    assert {offer.section for offer in offers(plan)} >= {
        "ambitions",
        "organisations",
        "glossary",
        "commitments",
    }
    assert all(row["status"] == "open" for _sign, _decision, row in open_improvements(plan))


def test_the_last_decision_holds(plan):
    changed = copy.deepcopy(plan)
    changed["decisions"].append(
        {"key": "b-later", "decided_on": "2026-11-01", "body": "table", "kind": "activity", "about": "act-band",
         "decision": "continue", "reason": "Toch, met een gesprek"}
    )  # fmt: skip
    assert next(offer for offer in offers(changed) if offer.key == "act-band").carry


def test_a_result_that_stops_leaves_what_is_under_it_behind_unless_somebody_says_otherwise(plan):
    changed = copy.deepcopy(plan)
    result = next(row for row in changed["results"] if row.get("subgoals"))
    changed["decisions"].append(
        {"key": "b-x", "decided_on": "2026-11-01", "body": "table", "kind": "result", "about": result["key"],
         "decision": "stop", "reason": "Bereikt"}
    )  # fmt: skip
    under = {key for key, _row in goals({"results": result["subgoals"]})}
    found = {offer.key: offer.carry for offer in offers(changed) if offer.section == "results"}
    assert not found[result["key"]]
    assert not any(found[key] for key in under)


def test_a_subgoal_moves_up_when_the_one_above_it_stays_behind(plan):
    result = {"key": "r", "ambition": "a", "text": "Boven", "kind": "content", "subgoals": [
        {"key": "s", "text": "Tussen", "kind": "content", "subgoals": [
            {"key": "t", "text": "Onder", "kind": "content", "also_under": ["r"]}]}]}  # fmt: skip
    small = {**plan, "ambitions": [{"key": "a", "text": "Ambitie", "evidence": []}], "results": [result]}
    for section in ("activities", "commitments", "decisions"):
        small.pop(section, None)
    found = carried(small, [("results", "r"), ("results", "t")])
    (top,) = found.plan["results"]
    assert [child["key"] for child in top["subgoals"]] == ["t"]
    assert "also_under" not in top["subgoals"][0]  # it stands there already
    assert {note.code for note in found.notes} == {"ambition", "moved_up"}
    alone = carried(small, [("results", "t")])
    assert "results" not in alone.plan
    assert [note.code for note in alone.notes] == ["without_parent"]


def test_an_activity_takes_its_owner_along_and_only_money_of_the_new_years(plan):
    row = next(one for one in plan["activities"] if one.get("budget"))
    changed = copy.deepcopy(plan)
    line = {"year": 2027, "amount": 12_000, "taakveld": "6.1"}
    next(one for one in changed["activities"] if one["key"] == row["key"])["budget"].append(line)
    found = carried(changed, [("activities", row["key"])])
    (activity,) = found.plan["activities"]
    assert activity["budget"] == [line]
    assert [one["key"] for one in found.plan["organisations"]] == [row["owner"]]
    assert activity["contributes_to"] == []
    assert {note.code for note in found.notes} == {"owner", "without_goal"}


def test_an_open_improvement_becomes_a_promise_of_the_new_cycle(plan):
    open_ones = list(open_improvements(plan))
    found = carried(plan).plan
    texts = {row["text"]: row for row in found["commitments"]}
    assert open_ones
    for _sign, _decision, row in open_ones:
        assert texts[row["text"]]["source"] == "Verbeteractie uit ronde 2"
        assert texts[row["text"]]["due_on"] == row["due_on"]


def test_targets_go_along_to_be_looked_at_again(plan):
    aims = [
        one for _key, row in goals(carried(plan).plan) for one in row.get("indicators", []) if "target" in one
    ]
    assert aims
    assert all(one["note"].endswith("Streefwaarde uit ronde 2.") for one in aims)


# The baseline


def row(period, value=40.0, **fields):
    start = {"key": f"m-{period}", "indicator": "i", "place": "Waterveen", "place_code": "GM9901", "n": 400}
    return start | {"population": "15+", "period": period, "value": value, "sample": "local_survey", "series": "enq",
                    "source": "Enquête"} | fields  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("2023"), row("2025")], ("m-2025", "")),
        ([row("2023")], ("m-2023", "no_later")),
        ([row("2023"), row("2025", n=30)], ("m-2023", "no_later")),  # too small to show
        ([row("2023"), row("2025", series="nieuw")], ("m-2023", "no_later")),  # another series
        ([row("2023"), row("2025", population="jongeren")], ("m-2023", "no_later")),
        ([row("2023"), row("2025", place="Zandermeer", place_code="GM9902")], ("m-2023", "no_later")),
        (
            [row("2023"), row("2024"), row("2025"), row("2025", key="m-b", source="Ander")],
            ("m-2024", ""),
        ),  # not chosen
        ([row("2023", place="Nederland", place_code="NL01")], ("m-2023", "elsewhere")),
    ],
)
def test_the_baseline_is_the_last_measurement_that_may_be_used(rows, expected):
    assert newest_usable(rows, "m-2023", unit="%", gmcode="GM9901") == expected


def test_without_a_baseline_the_newest_line_about_here_gives_one():
    assert newest_usable([row("2023"), row("2025")], None, unit="%", gmcode="GM9901") == ("m-2025", "")
    assert newest_usable([], None, unit="%", gmcode="GM9901") == (None, "none")


# Two cycles beside each other


def test_a_renamed_key_is_the_same_thing_and_a_split_is_said(plan):
    new = carried(plan).plan
    new["results"][0]["key"] = "r-nieuwe-naam"
    assert keys(aligned(plan, new), "results")[0] == "r-nieuwe-naam"
    half = {name: value for name, value in new["results"][1].items() if name != "subgoals"} | {
        "key": "r-helft"
    }
    new["results"].append(half)
    assert splits(plan, new) == [((plan["results"][1]["key"],), (plan["results"][1]["key"], "r-helft"))]
    new["results"][0]["follows"].append({"cycle": 2, "key": plan["results"][2]["key"]})
    assert any(len(before) == 2 for before, _after in splits(plan, new))
