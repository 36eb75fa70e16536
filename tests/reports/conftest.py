"""The demo plan, brought in by the door that everybody uses."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from django_scopes import scope

from koersvast.cycles.models import Cycle
from koersvast.exchange.actions import import_plan
from koersvast.exchange.reading import read_plan
from koersvast.reports.kinds.action_plan import build

TODAY = date(2026, 11, 21)
PLANS = Path(__file__).parents[1] / "plans"

HOSTILE = [
    '#import "/etc/passwd"', "$x^2$", "*vet* _schuin_", "\\textbf{x}", "<script>alert(1)</script>", "`code`",
    "[link](http://kwaad.example)", "=HYPERLINK(1)", "regel een\nregel twee", "Donaudampfschifffahrt" * 40,
    "regenboog \U0001f308", "שלום \u202eomgekeerd\u202c", "\x00\x07 stil", "&lt; &amp; ]]>", "#{}[]@label <ref>", "łşğ €",
]  # fmt: skip


def bring_in(data: bytes) -> Cycle:
    reading = read_plan(data)
    assert reading.plan is not None, reading.mistakes[:3]
    return import_plan(reading.plan, by=None)


def plan_file(name: str) -> bytes:
    if name == "waterveen":
        return files("koersvast.exchange").joinpath("demo/waterveen.yaml").read_bytes()
    return (PLANS / f"{name}.yaml").read_bytes()


def words(document) -> str:
    """Everything a document says, as one text."""
    from koersvast.reports.rendering.pdf import as_data

    return json.dumps(as_data(document), ensure_ascii=False)


@pytest.fixture
def waterveen_plan(db):
    cycle = bring_in(plan_file("waterveen"))
    with scope(municipality=cycle.municipality):
        yield cycle


@pytest.fixture
def action_plan(waterveen_plan):
    return build(waterveen_plan, today=TODAY)
