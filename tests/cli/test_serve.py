"""./run: starts, answers, and stops cleanly; a second one on the same port says what to do."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from koersvast.cli.database import count_rows
from tests.made_homes import home_with_tables

pytestmark = pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="starting is the same on both databases"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(home, port):
    env = {key: value for key, value in os.environ.items() if not key.startswith("KOERSVAST_")}
    env |= {"KOERSVAST_HOME": str(home), "PORT": str(port), "KOERSVAST_WORKERS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "koersvast", "serve"],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_for(address, seconds=60):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            return urllib.request.urlopen(address, timeout=5)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def children(pid):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(line) for line in found.split()]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_it_starts_answers_and_leaves_nothing_behind(tmp_path, how):
    port = free_port()
    if how is signal.SIGINT:  # once from nothing, as on the first day
        home_with_tables(tmp_path)
    server = start(tmp_path, port)
    try:
        page = wait_for(f"http://127.0.0.1:{port}/account/login/").read().decode()
        assert "Inloggen" in page
        mine = children(server.pid)
        assert mine
        if how is signal.SIGINT:
            os.killpg(server.pid, how)  # what a terminal does
        else:
            server.send_signal(how)
        out, _err = server.communicate(timeout=20)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
    assert server.returncode == 0
    assert f"http://127.0.0.1:{port}" in out
    assert "anna@waterveen.example" in out
    assert out.rstrip().endswith("Gestopt.")
    assert "Traceback" not in out
    for pid in mine:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_port_in_use_is_said_with_what_to_do(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        out, _err = start(tmp_path, port).communicate(timeout=60)
    assert f"Poort {port} is bezet" in out
    assert f"PORT={port + 1}" in out


def test_an_unknown_setting_is_named():
    done = subprocess.run(
        [sys.executable, "-m", "koersvast", "check"],
        env={**os.environ, "KOERSVAST_HOEM": "x"},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "KOERSVAST_HOEM" in done.stderr


def loaded(pid, part):
    """Did this process load a library whose file has this in its name?"""
    with contextlib.suppress(OSError):
        return part in Path(f"/proc/{pid}/maps").read_text()
    return False


@pytest.mark.skipif(
    not Path("/proc/self/maps").exists(), reason="looks at what a process loaded, as Linux tells"
)
def test_the_statistics_of_a_first_verdict_are_loaded_before_somebody_asks(tmp_path):
    port = free_port()
    server = start(home_with_tables(tmp_path), port)
    try:
        wait_for(f"http://127.0.0.1:{port}/account/login/")
        until = time.monotonic() + 60
        while not (found := [pid for pid in children(server.pid) if loaded(pid, "/scipy/stats/")]):
            assert time.monotonic() < until, "nobody loaded the statistics"
            time.sleep(0.1)
        assert found
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.communicate(timeout=20)


def test_after_loading_a_verdict_waits_for_nothing():
    code = """
import sys, uuid, django
django.setup()
from koersvast.decisions import contribution_rules, loading, verdicts
from koersvast.indicators.rules import Point, split
loading.load_statistics()
assert "scipy.stats" in sys.modules
before = set(sys.modules)
place = ("GM9901", "GM9901", "inwoners", "", "")
def point(year, value):
    return Point(uuid.uuid4(), uuid.uuid4(), *place, year, value, None, value - 3, value + 3, 800, "probability", "enq",
                 "", "bron", "", None, False, "%")
first, last = point("2022", 40.0), point("2024", 41.0)
aim = verdicts.Aim(uuid.uuid4(), "Thuis", "%", "societal", "higher", first.id, 60.0, 2026)
basis = verdicts.weigh(aim, split([first, last]), gmcode="GM9901")
assert basis.proposed and verdicts.needed(first, 60.0) and verdicts.detectable(first, last)
links = [contribution_rules.link("x", [contribution_rules.Piece("for", 2, False)], [("y", "untested")], necessary=True)]
assert contribution_rules.judge(links)
new = {name for name in set(sys.modules) - before if name.startswith(("scipy", "numpy", "safefigures"))}
assert not new, new
"""
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "koersvast.config.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-600:]


@pytest.mark.django_db
def test_sqlite_counts_its_rows_and_keeps_no_contents_of_them(waterveen):
    count_rows()
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'tenants_municipality'")
        assert all(set(stat) <= set("0123456789 ") for _index, stat in cursor.fetchall())
        cursor.execute("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat4'")
        assert cursor.fetchall() == []
