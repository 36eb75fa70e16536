from __future__ import annotations

from pathlib import Path

import pytest

from koersvast.exchange.reading import read_plan

PLANS = {
    "waterveen": Path("src/koersvast/exchange/demo/waterveen.yaml"),
    **{name: Path(f"tests/plans/{name}.yaml") for name in ("delft", "schiedam", "zaanstad")},
}


def plan_named(name: str) -> dict:
    reading = read_plan(PLANS[name].read_bytes())
    assert reading.plan is not None, reading.mistakes
    return reading.plan


@pytest.fixture
def waterveen_plan():
    return plan_named("waterveen")
