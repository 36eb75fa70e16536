"""./run: starts, answers, and stops cleanly; a second one on the same port says what to do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings

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
