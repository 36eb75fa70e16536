"""A process that is killed while it takes a project in: before, or after, never between."""

from __future__ import annotations

import shutil
import signal
import sqlite3
from pathlib import Path

import pytest

from koersvast.coding import refi
from tests.exchange.test_kill import koersvast
from tests.made_homes import python

TABLES = [
    "texts_text",
    "dialogues_conversation",
    "coding_code",
    "coding_waitingcoding",
    "coding_coder",
    "vault_datakey",
]
# an import that kills its own process, without any chance to tidy up, at a chosen step
KILLED = """
import os, signal, sys
import django
django.setup()
from koersvast.cli.management.commands import import_qdpx

class Killer:
    left = int(sys.argv[2])
    def step(self, doing, done, total):
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    def close(self):
        pass

import_qdpx.OnTerminal = Killer
from django.core.management import call_command
call_command("import_qdpx", sys.argv[1], "--municipality", "GM9901", "--round", "Gesprekken")
"""


def guid(number):
    return f"11111111-1111-4111-8111-{number:012d}"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    file = tmp_path_factory.mktemp("project") / "p.qdpx"
    sources = tuple(
        refi.TextSource(
            guid(number), "x", f"V: Vraag {number}?\nD: Antwoord.",
            selections=(refi.Selection(guid(100 + number), 3, 8, codings=(refi.Coding(guid(200 + number), guid(99)),)),),
        )
        for number in range(12)
    )  # fmt: skip
    file.write_bytes(
        refi.write_project(
            refi.Project("P", codebook=refi.Codebook((refi.Code(guid(99), "vraag"),)), sources=sources)
        )
    )
    return file


def counts(home):
    with sqlite3.connect(home / "koersvast.sqlite3") as database:
        return [database.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES]


@pytest.mark.parametrize("step", [0, 6, 11])
def test_killed_halfway_nothing_is_stored_and_the_next_time_everything(step, begun, project, tmp_path):
    home = Path(shutil.copytree(begun, tmp_path / "home"))
    before = counts(home)
    killed = python(home, "-c", KILLED, project, step)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert counts(home) == before
    again = koersvast(home, "import_qdpx", str(project), "--municipality", "GM9901", "--round", "Gesprekken")
    assert again.returncode == 0, again.stderr
    assert "12 nieuwe teksten" in again.stdout
    assert counts(home)[:5] == [12, 12, 1, 12, 1]
    twice = koersvast(home, "import_qdpx", str(project), "--municipality", "GM9901", "--round", "Gesprekken")
    assert "0 nieuwe teksten, 12 die er al waren" in twice.stdout
    assert counts(home)[:5] == [12, 12, 1, 12, 1]


def test_an_export_writes_a_file_only_its_owner_reads(begun, project, tmp_path):
    home = Path(shutil.copytree(begun, tmp_path / "home"))
    koersvast(home, "import_qdpx", str(project), "--municipality", "GM9901", "--round", "Gesprekken")
    out = tmp_path / "uit.qdpx"
    made = koersvast(home, "export_qdpx", "GM9901", "Gesprekken", "--out", str(out))
    assert made.returncode == 0, made.stderr
    assert out.stat().st_mode & 0o077 == 0
    read = refi.read_project(out.read_bytes()).project
    assert read.sources == ()  # nobody checked the texts yet
    assert [code.name for code in read.codebook.codes] == ["vraag"]
    missing = koersvast(home, "export_qdpx", "GM9901", "Anders", "--out", str(out))
    assert missing.returncode == 1
    assert "Deze gespreksronde is er niet." in missing.stderr
