"""The demo plan, brought in by the door that everybody uses."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from django_scopes import scope

from koersvast.cycles.models import Cycle
from koersvast.dialogues import actions as dialogues
from koersvast.dialogues.models import Audible, Conversation, DialogueRound
from koersvast.exchange.actions import import_plan
from koersvast.reports.kinds.action_plan import build
from koersvast.texts.actions import put_in_team
from tests.dialogues.heard import listen
from tests.plans import plan_in

TODAY = date(2026, 11, 21)
SECRET = "Alleen het team weet dit."
PLANS = Path(__file__).parents[1] / "plans"

HOSTILE = [
    '#import "/etc/passwd"', "$x^2$", "*vet* _schuin_", "\\textbf{x}", "<script>alert(1)</script>", "`code`",
    "[link](http://kwaad.example)", "=HYPERLINK(1)", "regel een\nregel twee", "Donaudampfschifffahrt" * 40,
    "regenboog \U0001f308", "שלום \u202eomgekeerd\u202c", "\x00\x07 stil", "&lt; &amp; ]]>", "#{}[]@label <ref>", "łşğ €",
]  # fmt: skip


def bring_in(data: bytes) -> Cycle:
    return import_plan(plan_in(data), by=None)


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


@pytest.fixture
def heard(settings, tmp_path, waterveen, anna, bilal):
    """The demo plan, with a round that was listened to: findings, a quote, a portrait."""
    settings.HOME, settings.ROOT_KEY, settings.ROOT_KEY_FILE = tmp_path, "", tmp_path / "root_key"
    cycle = bring_in(plan_file("waterveen"))
    with scope(municipality=cycle.municipality):
        row = dialogues.open_round(
            cycle, by=anna, title="Gesprekken voorjaar 2026", aim="Weten hoe het gaat.", starts_on="2026-02-11", ends_on="2026-04-02", status="running",
        )  # fmt: skip
        put_in_team(row.collection, user=bilal, task="analyst", by=anna)
        made = listen(row, anna, bilal)
        Conversation.objects.update(held_on=TODAY)
        for at in range(4):
            made.code(at, "werkt")
        made.works = made.finding(
            "werkt", statement="Een eigen lokaal helpt.", type="werkt", theme="Onderwijs", setting="School", visibility=Audible.PUBLIC
        )  # fmt: skip
        made.finding(
            "behoefte", statement="Een plek om te zitten.", theme="Ontmoeting", visibility=Audible.PUBLIC
        )
        made.finding("behoefte", statement=SECRET, visibility=Audible.TEAM)
        made.finding("behoefte", statement="Alleen voor partners.", visibility=Audible.PARTNERS)
        dialogues.give_feedback(
            row, {"heard": "Dat een plek helpt.", "doing": "Wij zoeken een lokaal.", "not_doing": "Geen vlag, want geen geld."},
            today=TODAY, by=anna, version=None,
        )  # fmt: skip
        made.round = DialogueRound.objects.get(pk=row.pk)
        made.cycle = cycle
        yield made
