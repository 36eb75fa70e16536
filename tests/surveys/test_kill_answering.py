"""Processes that are killed while people answer: who got a receipt is counted once, whole; nobody twice or half."""

from __future__ import annotations

import json
import signal

import pytest

from tests.made_homes import home_with_tables, python

PREPARE = """
import sys
from pathlib import Path
from benchmarks import survey_home
survey_home.prepare(int(sys.argv[1]), int(sys.argv[1]), Path(sys.argv[2]))
"""

# Four people at a time press Verstuur; the process is killed as soon as so many of them got their receipt.
ANSWERED = """
import itertools, json, os, re, signal, sys, threading
import django
django.setup()
from django.conf import settings
from django.test import Client

settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
prepared, first, last, killed_after = json.load(open(sys.argv[1])), *map(int, sys.argv[3:6])
told = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
people, given = iter(range(first, last)), itertools.count(1)

def press():
    client = Client()
    for number in people:
        os.write(told, f"{number}\\n".encode())
        answer = client.post(prepared["answer_url"], {"staat": prepared["pages"][number], "blad": "einde", "doe": "verstuur"})
        receipt = "".join(re.findall(r"<li>([0-9A-Z]{4})</li>", answer.content.decode()))
        assert len(receipt) == 28, answer.content
        os.write(told, f"{number} {receipt}\\n".encode())
        if next(given) == killed_after:
            os.kill(os.getpid(), signal.SIGKILL)

threads = [threading.Thread(target=press) for _one in range(4)]
for one in threads:
    one.start()
for one in threads:
    one.join()
"""

CHECK = """
import json, sys
from dataclasses import asdict
from django_scopes import scopes_disabled
from benchmarks import survey_home
told = json.load(open(sys.argv[1]))
with scopes_disabled():
    found = survey_home.check({int(key): one for key, one in told["acknowledged"].items()}, set(told["tried"]))
print(json.dumps(asdict(found)))
"""
PEOPLE, KILLS = 300, 3


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = home_with_tables(tmp_path_factory.mktemp("answering"))
    done = python(made, "-c", PREPARE, PEOPLE, made / "prepared.json")
    assert done.returncode == 0, done.stderr
    return made


def heard(home):
    """Who pressed, and the receipts that were given."""
    lines = [line.split() for line in (home / "told").read_text().splitlines()]
    return {int(line[0]) for line in lines}, {int(line[0]): line[1] for line in lines if len(line) == 2}


def test_killed_under_load_no_answer_is_lost_doubled_or_half(home):
    (home / "told").touch()
    prepared = home / "prepared.json"
    part = PEOPLE // KILLS
    for number in range(KILLS):
        killed = python(
            home,
            "-c",
            ANSWERED,
            prepared,
            home / "told",
            number * part,
            (number + 1) * part,
            30 + 17 * number,
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    before, receipts = heard(home)
    again = python(home, "-c", ANSWERED, prepared, home / "told", 0, PEOPLE, 0)
    assert again.returncode == 0, again.stderr
    tried, acknowledged = heard(home)
    assert len(acknowledged) == PEOPLE
    assert {number: acknowledged[number] for number in receipts} == receipts  # pressing again gives the same
    assert before < tried
    (home / "told.json").write_text(json.dumps({"acknowledged": acknowledged, "tried": sorted(tried)}))
    checked = python(home, "-c", CHECK, home / "told.json")
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout) == {
        "acknowledged": PEOPLE, "stored": PEOPLE, "lost": 0, "doubled": 0, "half": 0, "other": 0, "unasked": 0,
        "intact": True,
    }  # fmt: skip
