"""Imports a plan of 2,000 goals, 1,000 activities and 20,000 measurements and prints what that took.

python benchmarks/import_plan.py: a table with this machine's name, seconds, peak memory, limits.
The import runs as an operator runs it, in a process of its own, on a fresh database in a temporary folder.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT_SECONDS, LIMIT_MB = 20, 400


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="koersvast-benchmark-") as folder:
        environment = {**os.environ, "KOERSVAST_HOME": folder}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "koersvast.config.settings")
        plan = Path(folder) / "big.yaml"
        subprocess.run([sys.executable, "benchmarks/big_plan.py", str(plan)], check=True, env=environment)
        koersvast = [sys.executable, "-m", "koersvast"]
        subprocess.run([*koersvast, "migrate", "--verbosity", "0"], check=True, env=environment)
        rows = [
            _measured("import_plan", [*koersvast, "import_plan", str(plan)], environment),
            _measured("export_plan", [*koersvast, "export_plan", "GM9990", "1"], environment),
            _measured(
                "import_plan --replace", [*koersvast, "import_plan", str(plan), "--replace"], environment
            ),
        ]
        size = plan.stat().st_size / 1024 / 1024
    print(
        f"{platform.node()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    print(f"2,000 goals, 1,000 activities, 20,000 measurements: {size:.1f} MB")
    print(f"{'what':24}{'seconds':>9}{'of 20 s':>9}{'of CPU':>9}{'peak MB':>9}{'of 400 MB':>11}")
    for name, seconds, busy, megabytes in rows:
        print(
            f"{name:24}{seconds:9.1f}{seconds / LIMIT_SECONDS:9.0%}"
            f"{busy:9.1f}{megabytes:9.0f}{megabytes / LIMIT_MB:11.0%}"
        )


def _measured(name: str, command: list[str], environment: dict[str, str]) -> tuple[str, float, float, float]:
    """Seconds, CPU seconds and peak memory (MB) of one command. The peak only ever rises: ask a fresh process."""
    asker = (
        "import json, resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)\n"
        "use = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "busy = use.ru_utime + use.ru_stime\n"
        "print(json.dumps([done.returncode, busy, use.ru_maxrss, done.stderr]))"
    )
    start = time.perf_counter()
    answer = subprocess.run(
        [sys.executable, "-c", asker, *command], check=True, env=environment, capture_output=True, text=True
    )
    seconds = time.perf_counter() - start
    status, busy, peak, complaint = json.loads(answer.stdout)
    if status:
        raise SystemExit(f"{name} failed:\n{complaint}")
    return name, seconds, busy, peak / 1024


if __name__ == "__main__":
    main()
