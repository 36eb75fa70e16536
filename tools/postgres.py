"""A PostgreSQL server of our own for the tests: in a temporary folder, as an ordinary user, without a port."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def server_programs() -> Path | None:
    """The folder with initdb and pg_ctl, or None where no server is installed."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("pg_ctl")
    if found:
        candidates.append(Path(found).resolve().parent)
    return next(
        (path for path in candidates if (path / "initdb").exists() and (path / "pg_ctl").exists()), None
    )


def ordinary_user() -> str | None:
    """PostgreSQL refuses to run as root: then somebody else runs it. None: we are ordinary ourselves."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def running(*, keeps: bool = False) -> Iterator[str]:
    """Start a server and yield its address; stop it and throw it away afterwards.

    ``keeps``: it waits for the disk, as a server with data of people does. Tests do not need that.
    """
    programs, user = server_programs(), ordinary_user()
    if programs is None:
        raise FileNotFoundError("no PostgreSQL server programs")
    folder = Path(tempfile.mkdtemp(prefix="koersvast-pg-"))
    if user:
        shutil.chown(folder, user)
    run = _runner(user)
    try:
        run(
            [
                programs / "initdb",
                "-D",
                folder / "data",
                "-U",
                "koersvast",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "-N",
            ]
        )
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=100"
            f" -c fsync={'on' if keeps else 'off'}"
        )
        run([programs / "pg_ctl", "-D", folder / "data", "-o", options, "-l", folder / "log", "-w", "start"])
        try:
            yield f"postgresql://koersvast@/postgres?host={folder}"
        finally:
            run([programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _runner(user: str | None):  # type: ignore[no-untyped-def]
    def run(command: list[object]) -> None:
        words = [str(word) for word in command]
        done = subprocess.run(
            words, user=user, cwd="/", capture_output=True, text=True, env={"PATH": os.defpath, "HOME": "/"}
        )
        if done.returncode:
            raise RuntimeError(f"{Path(words[0]).name}: {done.stderr or done.stdout}")

    return run
