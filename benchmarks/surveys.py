"""Answering under load and in bad luck, on the product's own server (2 web processes, the loopback address).

Usage: .venv/bin/python -m benchmarks.surveys load [--postgres] [--sessions 5000] [--minutes 10]
       .venv/bin/python -m benchmarks.surveys kills [--postgres] [--kills 100] [--answers 20000]
       .venv/bin/python -m benchmarks.surveys replies [--postgres] [--answers 1000]
       .venv/bin/python -m benchmarks.surveys many [--answers 84000]
Each prints a table with the limit and the ratio to it. Everything happens in homes that are thrown away afterwards;
only processes that were started here are killed. The residents are a process of their own on the same machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections import Counter
from typing import Any
from urllib.request import urlopen

from benchmarks import survey_presses
from benchmarks.survey_server import ROOT, WORKERS, Place, Watch, places

P95, MEMORY = 500, 2048  # milliseconds, megabytes
THINK = 2.0  # seconds a page: short, so that many are busy at once


def machine() -> None:
    print(f"machine: {os.cpu_count()} cores, Python {platform.python_version()}", end=", ")
    print(f"load before {os.getloadavg()[0]:.1f}", flush=True)


def row(what: str, value: float, limit: float | None, digits: int = 0) -> None:
    """A limit of 0 is kept or it is not."""
    ratio = "" if limit is None else ("ok" if not value else "NOT") if not limit else f"{value / limit:.2f}"
    print(
        f"{what:<44} {value:>12,.{digits}f} {'' if limit is None else f'{limit:,.0f}':>8} {ratio:>6}",
        flush=True,
    )


def percentile(values: list[float], share: float) -> float:
    """In milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def residents(place: Place, wish: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Let residents do something, in a process of their own."""
    question, told = place.home / "asked.json", place.home / "answered.json"
    question.write_text(json.dumps(asked | {"port": place.port}))
    subprocess.run(
        [sys.executable, "-m", "benchmarks.survey_residents", wish, question, told], cwd=ROOT, check=True
    )
    found: dict[str, Any] = json.loads(told.read_text())
    return found


def warm(place: Place, prepared: dict[str, Any]) -> None:
    """The server stands there before people come: its first pages and its statistics are loaded."""
    for _page in range(20):
        urlopen(f"http://127.0.0.1:{place.port}{prepared['code_url']}").close()
    time.sleep(5)


def load(place: Place, options: argparse.Namespace) -> None:
    prepared = place.prepare(options.sessions, 0)
    place.start()
    warm(place, prepared)
    watch = Watch(place)
    watch.start()
    asked = {
        "sessions": options.sessions,
        "seconds": 60 * options.minutes,
        "peak": options.peak,
        "think": THINK,
        "seed": 7,
    }
    begun, used = time.monotonic(), place.processor_seconds()
    told = residents(place, "load", prepared | asked)
    took, used = time.monotonic() - begun, place.processor_seconds() - used
    watch.over.set()
    place.stop()
    receipts = {int(number): receipt for number, receipt in told["receipts"].items()}
    stored = place.check(receipts, range(options.sessions))
    print(f"{options.sessions:,} sessions of 12 requests, {took:.0f} s, {WORKERS} web processes")
    print(
        f"\n{'request (ms)':<24} {'count':>8} {'p50':>7} {'p95':>7} {'p99':>7} {'worst':>7} {'limit':>7} {'ratio':>6}"
    )
    every = [one for waited in told["waited"].values() for one in waited]
    for kind, waited in [*told["waited"].items(), ("all", every)]:
        shares = " ".join(f"{percentile(waited, share):>7.0f}" for share in (0.5, 0.95, 0.99, 1))
        print(f"{kind:<24} {len(waited):>8,} {shares} {P95:>7} {percentile(waited, 0.95) / P95:>6.2f}")
    _head()
    row("errors", options.sessions - len(receipts), 0)
    for said, count in told["errors"].items():
        row(f"  {said}"[:44], count, 0)
    _tell_stored(stored)
    row("receipts given twice", len(receipts) - len(set(receipts.values())), 0)
    row("answers a second, busiest second", _busiest(told["sent"], 1), None)
    row("answers a second, busiest ten seconds", _busiest(told["sent"], 10), None, 1)
    row("requests a second, mean", len(every) / took, None)
    row("processor of the server a request, ms", 1000 * used / max(1, len(every)), None, 1)
    row("memory of the server, MB (PSS)", watch.ours, MEMORY)
    if watch.database:
        row("memory of PostgreSQL beside it, MB (PSS)", watch.database, None)
    row("residents late by themselves, worst ms", 1000 * told["late"], None)
    row("load of the machine, highest", watch.load, None, 1)


def kills(place: Place, options: argparse.Namespace) -> None:
    spare = options.answers // 5 + 12 * options.kills  # those who give up
    prepared = place.prepare(options.answers + spare, options.answers + spare)
    begun = time.monotonic()
    pressing = survey_presses.kill_under_load(place, prepared, kills=options.kills, answers=options.answers)
    took = time.monotonic() - begun
    place.stop()
    stored = place.check(pressing.receipts, pressing.tried)
    print(
        f"kill -9 of all web processes {options.kills} times (each tenth: of everything), 8 residents at once, {took:.0f} s"
    )
    _head()
    row("kills", options.kills, None)
    row("presses without a reply", pressing.cut, None)
    row("given up without a receipt", len(pressing.tried) - len(pressing.receipts), None)
    for said, count in pressing.wrong.items():
        row(f"refused: {said}", count, 0)
    _tell_stored(stored)


def replies(place: Place, options: argparse.Namespace) -> None:
    people, whole = options.answers, options.answers + options.deaths
    prepared = place.prepare(whole, whole)
    place.start()
    cut = survey_presses.hang_up(place, prepared, range(people))
    place.kill()
    place.start("benchmarks.survey_dying")
    dead = survey_presses.die_each_time(place, prepared, range(people, whole))
    place.kill()
    stored = place.check(cut[0] | dead[0], range(whole))
    _head()
    for what, asked, (receipts, gone, differ) in (
        ("the resident hangs up before reading", people, cut),
        ("the process dies before replying", options.deaths, dead),
    ):
        row(f"{what}: cut", gone, None)
        row("  receipts not recovered by repeating", asked - len(receipts), 0)
        row("  other receipt at the next press", differ, 0)
    _tell_stored(stored)


def many(place: Place, options: argparse.Namespace) -> None:
    place.python("benchmarks.survey_million", options.answers)


def _head() -> None:
    print(f"\n{'what':<44} {'measured':>12} {'limit':>8} {'ratio':>6}")


def _tell_stored(stored: dict[str, Any]) -> None:
    row("answers acknowledged", stored["acknowledged"], None)
    row("answers stored", stored["stored"], None)
    for name in ("lost", "doubled", "half", "other", "unasked"):
        row(f"  {name}", stored[name], 0)
    row("  the database is not intact", not stored["intact"], 0)


def _busiest(sent: list[float], seconds: int) -> float:
    """Answers a second in the busiest stretch of so many seconds."""
    per = Counter(int((at - min(sent)) // seconds) for at in sent)
    return max(per.values(), default=0) / seconds


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("what", choices=sorted(PARTS))
    options.add_argument("--postgres", action="store_true")
    options.add_argument("--sqlite", action="store_true", help="the default")
    options.add_argument("--sessions", type=int, default=5000)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument(
        "--answers", type=int, help="default: 20,000 with kills, 1,000 with replies, 84,000 with many"
    )
    options.add_argument(
        "--deaths", type=int, default=1000, help="with replies: processes that die before replying"
    )
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument(
        "--peak", type=float, default=25, help="how many come a second at the busiest moment"
    )
    asked = options.parse_args()
    asked.answers = asked.answers or {"kills": 20_000, "many": 84_000}.get(asked.what, 1000)
    machine()
    with places(on_postgres=asked.postgres) as place:
        print(f"{asked.what} on {'PostgreSQL' if asked.postgres else 'SQLite'}")
        PARTS[asked.what](place, asked)


PARTS = {"load": load, "kills": kills, "many": many, "replies": replies}

if __name__ == "__main__":
    main()
