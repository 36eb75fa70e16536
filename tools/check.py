"""./run test: formatting, lint, types, contracts, unit tests on both databases, browser tests.

Stops at the first step that fails. What could not be run is said in one line at the end.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import postgres

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv/bin"
BROWSER_PACKAGES = ["chromium"]


def step(name: str, *command: str, env: dict[str, str] | None = None) -> None:
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=ROOT, env={**os.environ, **(env or {})}
    ).returncode
    print(f"== {name}: {time.monotonic() - started:.0f} s", flush=True)
    if code:
        sys.exit(f"== {name}: niet goed (afsluitcode {code})")


@contextmanager
def beside(name: str, *command: str) -> Iterator[None]:
    """A step on the other core, while the steps inside are taken; what it says comes after theirs."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [str(BIN / command[0]), *command[1:]], cwd=ROOT, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            yield
            code = process.wait()
        finally:
            process.kill()  # a step inside was not right: nobody waits for this one
            process.wait()
        said.seek(0)
        print(
            f"\n== {name} (beside the others)\n{said.read()}== {name}: {time.monotonic() - started:.0f} s",
            flush=True,
        )
    if code:
        sys.exit(f"== {name}: niet goed (afsluitcode {code})")


def install(packages: list[str]) -> None:
    """Debian packages, when we may: as root and with apt-get. Silent where it cannot be done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=env, **quiet)  # type: ignore[call-overload]
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=env, **quiet
    )  # type: ignore[call-overload]


def main(pytest_arguments: list[str]) -> None:
    not_run: list[str] = []
    # tests keep their files in a folder of their own, also where settings are read before the tests begin
    os.environ["KOERSVAST_HOME"] = tempfile.mkdtemp(prefix="koersvast-test-")
    # without bytecode each of the hundreds of processes would compile Django anew; with it out of sight, nobody is bothered
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        os.environ["PYTHONPYCACHEPREFIX"] = tempfile.mkdtemp(prefix="koersvast-bytecode-")
    if pytest_arguments:
        step("tests", "pytest", *pytest_arguments)
        return
    if not shutil.which("xgettext"):
        install(["gettext"])
    if not shutil.which("xgettext"):
        not_run.append("de test of elke zin in de catalogus staat: xgettext staat niet op deze machine")
    if postgres.server_programs() is None:
        install(["postgresql-15"])
    if postgres.server_programs() is None:
        not_run.append("de tests op PostgreSQL: er is geen PostgreSQL-server op deze machine")
    with postgres.running() if postgres.server_programs() else nullcontext("") as address:
        on_postgres = {"KOERSVAST_DATABASE_URL": address} if address else {}
        with beside("types", "mypy"):
            step("formatting", "ruff", "format", "--check", ".")
            step("lint", "ruff", "check", ".")
            step("templates", "djlint", "--lint", "--quiet", "src")
            step("contracts", "lint-imports")
            step("migrations", "koersvast", "makemigrations", "--check", "--dry-run")
            step("tables for the tests", "python", "-m", "tests.made_homes", env=on_postgres)
        step("unit tests on SQLite", "pytest", "-q", "-n", "2", "-m", "not browser")
        if address:
            knows_a_database = "not browser and not pure"
            step(
                "unit tests on PostgreSQL", "pytest", "-q", "-n", "2", "-m", knows_a_database, env=on_postgres
            )
    if not shutil.which("chromium"):
        install(BROWSER_PACKAGES)
    if not shutil.which("chromium"):
        not_run.append(
            "de browsertests: Chromium staat niet op deze machine en mocht niet worden geïnstalleerd"
        )
    else:
        # walks past every page take long: each worker takes one test at a time
        one_by_one = ["-n", "2", "--dist", "load", "--maxschedchunk", "1"]
        step("browser tests", "pytest", "-q", *one_by_one, "-m", "browser")
    for line in not_run:
        print(f"Niet gedraaid: {line}.")


if __name__ == "__main__":
    main(sys.argv[1:])
