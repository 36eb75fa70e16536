"""The order in which college and council decide, and what a decided thing may still become."""

from __future__ import annotations

from datetime import date

import pytest

from koersvast.freezing.rules import NEXT, Refusal, Step, may_become, refusal

TODAY = date(2026, 11, 21)
PLAN = Step("adopt_plan", "college", "2026-02-03", "26-048", "adopted")
MONEY = Step("budget", "council", "2026-11-12", "26-112", "adopted")


def why(new, *others):
    found = refusal(new, others, today=TODAY)
    return found[0] if found else None


def step(like, **changed):
    return Step(**({name: getattr(like, name) for name in Step.__dataclass_fields__} | changed))


@pytest.mark.parametrize(
    ("new", "others", "expected"),
    [
        (PLAN, [], None),
        (MONEY, [PLAN], None),
        (MONEY, [], Refusal.NO_PLAN),
        (MONEY, [step(PLAN, status="on_agenda")], Refusal.NO_PLAN),
        (MONEY, [step(PLAN, status="withdrawn")], Refusal.NO_PLAN),
        (MONEY, [step(PLAN, status="")], None),  # from a file of before there were statuses
        (step(MONEY, decided_on="2026-01"), [PLAN], Refusal.BEFORE_PLAN),
        (step(MONEY, decided_on="2026-02"), [PLAN], None),  # that month may be after the plan
        (step(MONEY, body="college"), [PLAN], Refusal.NOT_ITS_BODY),
        (step(MONEY, body="college", status="prepared"), [PLAN], Refusal.NOT_ITS_BODY),
        (step(PLAN, decided_on="2026-11-22"), [], Refusal.FUTURE),
        (step(PLAN, decided_on="2026-11-22", status="on_agenda"), [], None),
        (step(PLAN, decided_on="2026"), [], None),  # a year that has begun
        (PLAN, [PLAN], Refusal.TWICE),
        (step(PLAN, decided_on="2026-03-01"), [PLAN], Refusal.TWICE),  # the same number
        (step(PLAN, decided_on="2026-03-01", document="26-099"), [PLAN], None),
        (step(PLAN, decided_on="2026-01-01", document="26-001"), [PLAN], Refusal.OLDER),
        (step(PLAN, body="council", decided_on="2026-01-01"), [PLAN], None),
    ],
)
def test_a_decision_fits_what_was_decided_before(new, others, expected):
    assert why(new, *others) is expected


def test_what_was_decided_can_only_be_withdrawn():
    assert [to for to in NEXT if may_become("adopted", to)] == ["adopted", "withdrawn"]
    assert may_become("", "withdrawn")
    assert not may_become("withdrawn", "adopted")
    assert may_become("on_agenda", "adopted")
