"""The product's own server on the loopback address, in a home of its own: started, watched, killed and started again."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.made_homes import home_with_tables
from tools import postgres

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2


@dataclass
class Place:
    """A home and its database; ``server`` is the folder of PostgreSQL, None with SQLite."""

    home: Path
    environment: dict[str, str]
    server: Path | None
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None)

    def python(self, *words: object) -> None:
        """Run a module in this home, in a process of its own."""
        subprocess.run([sys.executable, "-m", *map(str, words)], cwd=ROOT, env=self.environment, check=True)

    def prepare(self, codes: int, pages: int) -> dict[str, Any]:
        self.python("benchmarks.survey_home", "prepare", codes, pages, self.home / "prepared.json")
        found: dict[str, Any] = json.loads((self.home / "prepared.json").read_text())
        return found

    def check(self, acknowledged: dict[int, str], tried: Sequence[int]) -> dict[str, Any]:
        told = self.home / "told.json"
        told.write_text(json.dumps({"acknowledged": acknowledged, "tried": list(tried)}))
        self.python("benchmarks.survey_home", "check", told, self.home / "stored.json")
        found: dict[str, Any] = json.loads((self.home / "stored.json").read_text())
        return found

    def start(self, *words: str) -> None:
        """As ./run does, or as this module does it. Returns when it answers."""
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *(words or ("koersvast", "serve"))],
                cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=log,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            assert self.process.poll() is None, (self.home / "server.log").read_text()[-2000:]
            time.sleep(0.05)
        raise TimeoutError

    def pids(self) -> list[int]:
        """The server and its children: web processes and the worker."""
        return family(self.process.pid) if self.process and self.process.poll() is None else []

    def kill(self) -> None:
        """All of its processes at once, without any chance to tidy up."""
        found = self.pids()
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process:
            self.process.wait()
        for pid in found[1:]:  # their parent is gone: somebody else collects them
            while _alive(pid):
                time.sleep(0.005)
        self.process = None

    def kill_web(self) -> None:
        """The web processes at once; their parent starts others. The eldest child is the worker."""
        found = sorted((pid for pid in self.pids() if _parent(pid) == self.pids()[0]), key=_born)[1:]
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(8)
            except subprocess.TimeoutExpired:
                self.kill()
        self.process = None

    def processor_seconds(self) -> float:
        """What the processes of the server used so far, without those that ended."""
        used = 0.0
        for pid in self.pids():
            told = _told(pid) or ["0"] * 13
            used += (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
        return used

    def postgres_pids(self) -> list[int]:
        if self.server is None:
            return []
        return family(int((self.server / "data" / "postmaster.pid").read_text().splitlines()[0]))


def family(pid: int) -> list[int]:
    """This process and those it started, as /proc tells."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text().split():
                found += family(int(child))
    return found


def _told(pid: int) -> list[str]:
    """State, parent and so on as /proc tells; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _alive(pid: int) -> bool:
    return _told(pid)[:1] not in ([], ["Z"])


def _parent(pid: int) -> int:
    return int((_told(pid) or "00")[1])


def _born(pid: int) -> int:
    return int((_told(pid) or ["0"] * 20)[19])


def megabytes(pids: Sequence[int]) -> float:
    """Memory of these processes together; what they share counts once (PSS)."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


class Watch(threading.Thread):
    """Looks at the memory every two seconds, and at the load of the machine."""

    def __init__(self, place: Place) -> None:
        super().__init__(daemon=True)
        self.place = place
        self.ours = self.database = self.load = 0.0
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(2):
            self.ours = max(self.ours, megabytes(self.place.pids()))
            self.database = max(self.database, megabytes(self.place.postgres_pids()))
            self.load = max(self.load, os.getloadavg()[0])


@contextmanager
def places(*, on_postgres: bool) -> Iterator[Place]:
    """An empty home on SQLite, or on a PostgreSQL server of its own that waits for the disk. Thrown away afterwards."""
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="koersvast-bench-")))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KOERSVAST_")}
        environment |= {
            "KOERSVAST_HOME": str(home),
            "KOERSVAST_DEMO": "0",
            "KOERSVAST_WORKERS": str(WORKERS),
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "koersvast.config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        server = None
        if not on_postgres:
            home_with_tables(home)
        else:
            address = stack.enter_context(postgres.running(keeps=True))
            environment["KOERSVAST_DATABASE_URL"] = address
            server = Path(address.partition("host=")[2])
        place = Place(home, environment, server, port)
        stack.callback(place.stop)
        yield place
