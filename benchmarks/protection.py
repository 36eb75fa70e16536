"""Safe publication: cells suppressed, proof, time and the global audit, beside the figures listed in tests/safefigures/reference/README.md.

Usage: python -m benchmarks.protection [row ...]     rows: two_way small ten province hard fast exact; all by default
"listed" is what an earlier search with the same attacker reached; suppressed / listed at most 1 is asked. Times are of
two threads on whatever cores are free; cpu is the time both used together.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from safefigures import Dimension, Protection, Rules, Table, protect
from tests.safefigures.reference import make_tables


@dataclass(frozen=True)
class Row:
    key: str
    words: str
    table: Table
    listed: int
    bound: int | None
    limit: float | None = None
    """Seconds that are asked, where they are."""
    solver: str = "exact"
    threshold: int = 5
    time_limit: float | None = None


def dimension(name: str, size: int, parents: dict[str, str] | None = None) -> Dimension:
    return Dimension(name, tuple(f"{name}{i}" for i in range(size)), parents or {})


def provinces() -> Dimension:
    found, start = {}, 0
    for province, size in enumerate(make_tables.PROVINCES):
        found |= {f"gemeente{i}": f"provincie{province}" for i in range(start, start + size)}
        start += size
    return dimension("gemeente", start, found)


def rows() -> Iterator[Row]:
    for seed, listed in enumerate((44, 59, 59)):
        two = (dimension("rij", 20), dimension("kolom", 10))
        yield Row(
            "two_way", f"20 x 10, seed {seed}", Table("t", make_tables.two_way(seed), two), listed, listed
        )
    groups, answers = dimension("groep", 3), dimension("antwoord", 5)
    few = Table("t", make_tables.national([1.0]), (provinces(), groups))
    yield Row("small", "342/13 x 3", few, 227, 227)
    yield Row("ten", "342/13 x 3, T=10", few, 444, 444, threshold=10)
    one = Table("t", make_tables.province(), (dimension("gemeente", 28), groups, answers))
    yield Row("province", "28 x 3 x 5", one, 241, 241)
    hard = (dimension("rij", 8), dimension("kolom", 4), dimension("laag", 5))
    yield Row("hard", "8 x 4 x 5", Table("t", make_tables.eight_four_five(), hard), 58, 53, time_limit=60.0)
    nation = Table("t", make_tables.national(), (provinces(), groups, answers))
    yield Row("fast", "342/13 x 3 x 5, fast", nation, 3500, None, 12.0, "fast")
    yield Row("exact", "342/13 x 3 x 5, exact", nation, 3171, None, 150.0)


def line(row: Row, found: Protection, seconds: float, cpu: float) -> str:
    proof = f"{found.status}" + (f" {found.blocks_proven}/{found.blocks}" if found.blocks else "")
    asked = f"{seconds / row.limit:5.2f}" if row.limit else "    -"
    safe = int(found.audit.protected.sum())
    return (
        f"{row.words:24}{found.cells:7}{found.primary:8}{found.suppressed:7}{row.listed:7}"
        f"{found.suppressed / row.listed:7.3f}{found.bound:8.0f}  {proof:24}{seconds:8.1f}{cpu:8.1f}{asked:>7}"
        f"{safe:7}/{len(found.audit.cells):<5}{found.audit.recoverable:5}"
    )


def main() -> None:
    chosen = set(sys.argv[1:])
    print(
        f"machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    )
    print(
        f"{'table':24}{'cells':>7}{'primary':>8}{'hidden':>7}{'listed':>7}{'ratio':>7}{'bound':>8}  {'proof':24}"
        f"{'seconds':>8}{'cpu':>8}{'/limit':>7}{'protected':>13}{'known':>6}"
    )
    protect(
        Table("warm", np.array([[3, 40], [20, 30]]), (dimension("i", 2), dimension("j", 2))),
        Rules(threshold=5),
    )
    for row in rows():
        if chosen and row.key not in chosen:
            continue
        began, used = time.perf_counter(), time.process_time()
        found = protect(
            row.table, Rules(threshold=row.threshold), solver=row.solver, time_limit=row.time_limit, workers=2
        )
        print(line(row, found, time.perf_counter() - began, time.process_time() - used), flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
