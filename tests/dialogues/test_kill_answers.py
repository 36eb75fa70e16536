"""A process that is killed while it takes answers in: before, or after, never between; and the file waits for the next time."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.made_homes import python

TABLES = ["texts_text", "dialogues_conversation", "texts_mark", "coding_stagedfile", "vault_datakey"]
# an import that kills its own process, without any chance to tidy up, at a chosen step; -1: never
TAKEN_IN = """
import datetime, os, signal, sys
import django
django.setup()
from django.utils import timezone
from django_scopes import scope
from koersvast.coding import staging
from koersvast.coding.models import StagedFile
from koersvast.dialogues.answer_actions import bring_answers
from koersvast.dialogues.answers import answers_of
from koersvast.dialogues.models import DialogueRound
from koersvast.people.models import User
from koersvast.tenants.models import Municipality
from koersvast.texts.reading import answer_table

class Killer:
    left = int(sys.argv[1])
    def step(self, doing, done, total):
        self.left -= 1
        if self.left == -1:
            os.kill(os.getpid(), signal.SIGKILL)

place = Municipality.objects.get(code="GM9901")
with scope(municipality=place):
    row = DialogueRound.objects.get()
    by, _new = User.objects.get_or_create(email="anna@waterveen.example", defaults={"name": "Anna"})
    kept = StagedFile.objects.first()
    if kept is None:
        content = ("nr;wat\\n" + "".join(f"{n};Op de Turfkade durf ik niet, zei {n}.\\n" for n in range(12))).encode()
        kept = staging.keep(
            place, about=row.collection_id, kind="answers", file_name="a.csv", content=content, by=by,
            now=timezone.now(),
        )
    table = answer_table(kept.file_name, staging.content_of(kept))
    answers = answers_of(table, {0: "reference", 1: "words"})
    bring_answers(row, answers, by=by, today=datetime.date(2026, 5, 4), kept=kept, progress=Killer())
"""


def counts(home):
    with sqlite3.connect(home / "koersvast.sqlite3") as database:
        return [database.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES]


@pytest.mark.parametrize("step", [0, 6, 11])
def test_killed_halfway_nothing_is_stored_and_the_next_time_everything(step, begun, tmp_path):
    home = Path(shutil.copytree(begun, tmp_path / "home"))
    killed = python(home, "-c", TAKEN_IN, str(step))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert counts(home) == [0, 0, 0, 1, 1]  # the file waits, sealed
    python(home, "-c", TAKEN_IN, "-2").check_returncode()
    assert counts(home) == [12, 12, 12, 0, 12]


def test_no_word_of_an_answer_lies_readable_in_the_folder(begun, tmp_path):
    home = Path(shutil.copytree(begun, tmp_path / "home"))
    for step in ("6", "-2"):
        python(home, "-c", TAKEN_IN, step)
        files = [file for file in home.rglob("*") if file.is_file()]
        assert [file for file in files if b"Turfkade" in file.read_bytes()] == []
