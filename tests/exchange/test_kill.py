"""A process that is killed while it imports: the database is as before, or as after, never between."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.big_plan import big_plan
from koersvast.exchange.writing import write_plan
from tests.made_homes import home_with_tables, python

ROOT = Path(__file__).resolve().parents[2]
TABLES = ["cycles_cycle", "cycles_partner", "indicators_measurement", "goals_goal", "activities_activity",
          "people_organisation", "tenants_municipality", "activities_outcome", "audit_entry"]  # fmt: skip

# An import that kills its own process, without any chance to tidy up, at a chosen step.
KILLED = """
import os, signal, sys
import django
django.setup()
from koersvast.exchange import actions
from koersvast.exchange.reading import read_plan

class Killer:
    left = int(sys.argv[2])
    def step(self, doing, done, total):
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

with open(sys.argv[1], "rb") as file:
    actions.import_plan(read_plan(file.read()).plan, by=None, progress=Killer())
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    file = tmp_path_factory.mktemp("plan") / "big.yaml"
    file.write_text(write_plan(big_plan(100, 100, 2000)))
    return file


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    return home_with_tables(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def home(migrated, tmp_path):
    return Path(shutil.copytree(migrated, tmp_path / "home"))


def in_home(home, *command):
    """The command with its own home folder; the rest of the environment stays."""
    settings = [f"KOERSVAST_HOME={home}", "DJANGO_SETTINGS_MODULE=koersvast.config.settings"]
    return ["env", "-u", "KOERSVAST_DATABASE_URL", *settings, sys.executable, *map(str, command)]


def koersvast(home, *arguments):
    return python(home, "-m", "koersvast", *arguments)


def counts(home):
    with sqlite3.connect(home / "koersvast.sqlite3") as database:
        return {table: database.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES}


NOTHING = dict.fromkeys(TABLES, 0)
EVERYTHING = {
    "cycles_cycle": 1, "cycles_partner": 40, "indicators_measurement": 2000, "goals_goal": 100,
    "activities_activity": 100, "people_organisation": 40, "tenants_municipality": 1, "activities_outcome": 100,
    "audit_entry": 1,
}  # fmt: skip


@pytest.mark.parametrize("step", [0, 8, 17])
def test_killed_at_a_step_nothing_is_stored(step, home, plan):
    killed = python(home, "-c", KILLED, plan, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert counts(home) == NOTHING
    again = koersvast(home, "import_plan", str(plan))
    assert again.returncode == 0, again.stderr
    assert counts(home) == EVERYTHING


def test_killed_at_any_moment_nothing_or_everything_is_stored(home, plan):
    """Not only between steps: at moments of the clock, until an import is fast enough to finish."""
    seen = []
    for wait in (0.9, 1.3, 1.7, 2.1, 60.0):
        process = subprocess.Popen(
            in_home(home, "-m", "koersvast", "import_plan", plan),
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + wait
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        if process.poll() is None:
            process.kill()
        process.wait()
        seen.append(counts(home))
        if seen[-1] == EVERYTHING:
            break
    assert all(count in (NOTHING, EVERYTHING) for count in seen)
    assert seen[-1] == EVERYTHING
