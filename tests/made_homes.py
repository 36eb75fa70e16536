"""Tables are made once per version of the migrations; whoever needs a database of its own gets a copy of them.

Every process of a test run would otherwise run every migration: minutes in all, and always with the same outcome.
That the migrations run from nothing is seen here, each time one of them changes, and by the first start in test_serve.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

import django

ROOT = Path(__file__).resolve().parents[1]
NAME = "koersvast.sqlite3"


def python(home: Path, *command: object) -> subprocess.CompletedProcess[str]:
    """Run Python with this folder as the home of the product, on SQLite: a process forked from a warm one."""
    words = [str(word) for word in command]
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        out.touch()
        err.touch()
        asked = {"command": words, "environment": _environment(home), "out": str(out), "err": str(err)}
        parent = _warm_parent()
        assert parent.stdin
        assert parent.stdout
        parent.stdin.write(json.dumps(asked) + "\n")
        parent.stdin.flush()
        answer = parent.stdout.readline()
        assert answer, "the warm parent is gone"
        return subprocess.CompletedProcess(words, int(answer), out.read_text(), err.read_text())


def python_anew(
    home: Path, *command: object, more: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """The same, in a Python that starts from nothing."""
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT, env={**_environment(home), **more}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "KOERSVAST_DATABASE_URL"}
    # first the source beside this file: an installed product may be another one
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    ours = {
        "KOERSVAST_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "koersvast.config.settings",
        "PYTHONPATH": path,
    }
    return kept | ours


@cache
def _warm_parent() -> subprocess.Popen[str]:
    """One for each process of the tests; it ends with them."""
    home = tempfile.TemporaryDirectory(prefix="koersvast-warm-")
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.warm_parent"],
        cwd=ROOT, env=_environment(Path(home.name)), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def end() -> None:
        assert parent.stdin
        parent.stdin.close()
        parent.wait(timeout=20)
        home.cleanup()

    atexit.register(end)
    return parent


def home_with_tables(home: Path) -> Path:
    """A home as it is after the first `koersvast migrate`."""
    shutil.copyfile(empty_database(), home / NAME)
    return home


@cache
def empty_database() -> Path:
    """A migrated database without a row of anybody; never write in it."""
    digest = _digest()
    wanted = Path(tempfile.gettempdir()) / f"koersvast-tables-{os.getuid()}-{digest}.sqlite3"
    with wanted.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the workers of a run wait for the first
        if not wanted.exists():
            _migrate(wanted)
    return wanted


def _digest() -> str:
    found = hashlib.sha256(django.__version__.encode())
    sources = [*ROOT.glob("src/koersvast/*/migrations/*.py"), ROOT / "src/koersvast/config/settings.py"]
    for path in sorted([*sources, *ROOT.glob("requirements/*.lock")]):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:20]


def _migrate(wanted: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        done = python_anew(Path(home), "-m", "koersvast", "migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        made = wanted.with_suffix(f".{os.getpid()}")
        # through SQLite itself: what stands in its journal comes along
        with sqlite3.connect(Path(home) / NAME) as source, sqlite3.connect(made) as target:
            source.backup(target)
        target.close()
        made.replace(wanted)


def tables_on_postgres(address: str) -> str:
    """The name of a migrated database on this server, made once; a test database begins as a copy of it."""
    import psycopg

    wanted = f"koersvast_tables_{_digest()}"
    with (
        (Path(tempfile.gettempdir()) / f"{wanted}-{os.getuid()}.lock").open("w") as lock,
        psycopg.connect(address, autocommit=True) as server,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        if server.execute("select 1 from pg_database where datname = %s", [wanted]).fetchone():
            return wanted
        half = f"{wanted}_{os.getpid()}"
        server.execute(f'create database "{half}"')
        with tempfile.TemporaryDirectory() as home:
            there = {"KOERSVAST_DATABASE_URL": urlsplit(address)._replace(path=f"/{half}").geturl()}
            done = python_anew(Path(home), "-m", "koersvast", "migrate", "--verbosity", "0", more=there)
        assert done.returncode == 0, done.stderr
        server.execute(f'alter database "{half}" rename to "{wanted}"')
    return wanted


def begin_with_tables() -> None:
    """Test databases begin as a copy; the `migrate` that Django runs next finds nothing to do."""
    address = os.environ.get("KOERSVAST_DATABASE_URL", "")
    if address:
        _begin_with_tables_on_postgres(address)
    else:
        _begin_with_tables_on_sqlite()


def _begin_with_tables_on_postgres(address: str) -> None:
    from django.db.backends.postgresql.creation import DatabaseCreation

    words = DatabaseCreation.sql_table_creation_suffix

    def words_with_template(self: DatabaseCreation) -> str:
        self.connection.settings_dict["TEST"]["TEMPLATE"] = tables_on_postgres(address)
        return str(words(self))

    DatabaseCreation.sql_table_creation_suffix = words_with_template


def _begin_with_tables_on_sqlite() -> None:
    from django.db.backends.sqlite3.creation import DatabaseCreation

    make = DatabaseCreation._create_test_db

    def make_and_fill(self: DatabaseCreation, *arguments: object, **named: object) -> str:
        name = make(self, *arguments, **named)
        target = sqlite3.connect(name, uri=True)
        with sqlite3.connect(empty_database()) as source:
            source.backup(target)
        _kept_open.append(target)  # a database in memory is gone with its last connection
        return str(name)

    DatabaseCreation._create_test_db = make_and_fill


_kept_open: list[sqlite3.Connection] = []


if __name__ == "__main__":  # before the tests begin, while something else takes the other core
    empty_database()
    if given := os.environ.get("KOERSVAST_DATABASE_URL"):
        tables_on_postgres(given)
