"""Requests of one person come in at the same moment: together they put no more dots than one person has.

Each request is a process of its own with a database in a file, as when several workers serve the page. Here the
write lock of SQLite keeps them apart; on PostgreSQL the row of the evening does (select_for_update).
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_homes import home_with_tables

ROOT = Path(__file__).resolve().parents[2]
BEGIN = """
import django
django.setup()
from django_scopes import scope
from koersvast.cycles import actions
from tests import factories, people

waterveen = people.municipality("GM9901", "Waterveen")
anna = people.person("Anna", waterveen, "officer")
with scope(municipality=waterveen):
    evening = actions.open_session(
        factories.cycle(waterveen), by=anna, title="Tafelavond", step=2, kind="table_evening",
        held_on="2026-10-01", votes_each=2,
    )
    actions.write_note(evening, by=anna, text="Meer licht")
"""
# Waits for the others behind a file, then puts three dots.
PUT = """
import sys, time
from pathlib import Path
import django
django.setup()
from django_scopes import scope
from koersvast.cycles import actions
from koersvast.cycles.models import Note
from koersvast.people.models import User
from koersvast.tenants.models import Municipality

with scope(municipality=Municipality.objects.get()):
    note, anna = Note.objects.get(), User.objects.get()
    print("ready", flush=True)
    sys.stdin.readline()
    for _number in range(3):
        try:
            actions.put_dot(note, by=anna)
            print("put")
        except actions.NoDotsLeft:
            print("refused")
"""


def in_home(home, *command):
    settings = [
        f"KOERSVAST_HOME={home}",
        "DJANGO_SETTINGS_MODULE=koersvast.config.settings",
        f"PYTHONPATH={ROOT}",
    ]
    return ["env", "-u", "KOERSVAST_DATABASE_URL", *settings, sys.executable, *command]


@pytest.fixture
def home(tmp_path):
    home_with_tables(tmp_path)
    subprocess.run(in_home(tmp_path, "-c", BEGIN), cwd=ROOT, check=True, timeout=120)
    return tmp_path


def test_requests_at_once_put_no_dot_too_many(home):
    requests = [
        subprocess.Popen(
            in_home(home, "-c", PUT), cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _number in range(3)
    ]
    for request in requests:
        assert request.stdout.readline() == "ready\n"
    for request in requests:
        request.stdin.write("\n")
        request.stdin.flush()
    answers = [word for request in requests for word in request.communicate(timeout=60)[0].split()]
    assert sorted(answers) == ["put"] * 2 + ["refused"] * 7
    with sqlite3.connect(home / "koersvast.sqlite3") as database:
        assert database.execute("select count(*) from cycles_dot").fetchone() == (2,)
