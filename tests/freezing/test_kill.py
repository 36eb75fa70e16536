"""A process that is killed while it freezes: the decision with its copy is there, or neither is."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

import pytest

from tests.made_homes import home_with_tables, python

ROOT = Path(__file__).resolve().parents[2]

# Adopts the plan of the demo, and kills its own process at a chosen moment, without any chance to tidy up.
ADOPT = """
import datetime, os, signal, sys
import django
django.setup()
from django.db import transaction
from django_scopes import scope
from koersvast.freezing import actions
from koersvast.cycles.models import Cycle
from koersvast.people.models import Membership
from koersvast.tenants.models import Municipality

moment = sys.argv[1]
die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
if moment == "reading":
    actions.export_plan = die
elif moment == "before the copy":
    actions.FrozenCopy.objects.create = die
    actions.digest = die
elif moment == "before the end":
    record = actions.audit.record
    actions.audit.record = lambda verb, **more: die() if verb == "decision.frozen" else record(verb, **more)
with scope(municipality=Municipality.objects.get(code="GM9901")):
    actions.register(
        Cycle.objects.get(number=2),
        member=Membership.objects.filter(role="officer").first(),
        now=datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC),
        today=datetime.date(2026, 11, 21),
        kind="adopt_plan", body="council", status="adopted", decided_on="2026-11-10", document="26-1", reason="Klaar",
    )
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home with the demo municipality and an officer."""
    found = home_with_tables(tmp_path_factory.mktemp("home"))
    plan = ROOT / "src/koersvast/exchange/demo/waterveen.yaml"
    python(found, "-m", "koersvast", "import_plan", str(plan)).check_returncode()
    account = """
import django; django.setup()
from koersvast.people.models import Membership, User
from koersvast.tenants.models import Municipality
user = User.objects.create_user("anna@waterveen.example", "x", name="Anna")
Membership.objects.create(user=user, municipality=Municipality.objects.get(), role="officer")
"""
    python(found, "-c", account).check_returncode()
    return found


def counts(home):
    with sqlite3.connect(home / "koersvast.sqlite3") as database:
        one = "select count(*) from decisions_decision where kind = 'adopt_plan' and body = 'council'"
        return tuple(
            database.execute(query).fetchone()[0]
            for query in (one, "select count(*) from freezing_frozencopy")
        )


@pytest.mark.parametrize("moment", ["reading", "before the copy", "before the end"])
def test_killed_while_freezing_neither_is_there(home, moment):
    done = python(home, "-c", ADOPT, moment)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert counts(home) == (0, 0)


def test_left_alone_both_are_there(home):
    done = python(home, "-c", ADOPT, "never")
    assert done.returncode == 0, done.stderr
    assert counts(home) == (1, 1)
