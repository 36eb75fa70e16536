"""60,120 estimates with standard errors: safefigures beside duckdb, polars and R, and how it grows.

Usage: .venv/bin/python -m benchmarks.estimates [--runs 9] [--millions 0.2 1 5] [--no-r] [--r-seconds 180]
The national table: 200,000 respondents x 30 items, 2,004 domains (municipality x wave x group), 684 strata, 8,928 PSUs.
Every engine runs in a process of its own: milliseconds are of the estimates alone (data in memory, design made), memory
is what that process held at its peak, whole and above what it held before. All answers are compared with ours.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.safefigures.reference.make_monitor import ITEMS, monitor

ITEM_NAMES = [f"q{j:02d}" for j in range(ITEMS)]
KEYS = ["municipality", "wave", "group"]
LIMIT_MS, LIMIT_MB = 100, 200

Answer = tuple[Any, Any]  # estimates and standard errors, (2004, 30), domains in the order of their keys


def safefigures_engine(frame: Any) -> tuple[Callable[[], Answer], dict[str, float]]:
    from safefigures import design, estimate

    matrix = np.ascontiguousarray(frame.select(ITEM_NAMES).to_numpy())
    municipality, wave, group = (frame[key].to_numpy().astype(np.int64) for key in KEYS)
    strata, domains = municipality * 2 + wave, municipality * 6 + wave * 3 + group
    started = time.perf_counter()
    made = design(strata=strata, psu=frame["psu"], weights=frame["weight"])
    took = (time.perf_counter() - started) * 1000

    def run() -> Answer:
        found = estimate(made, matrix, domains=domains)
        return found.estimate, found.se

    return run, {"design": took}


def duckdb_engine(frame: Any) -> tuple[Callable[[], Answer], dict[str, float]]:
    import duckdb

    connection = duckdb.connect(config={"threads": os.cpu_count() or 1})
    connection.register("frame", frame.to_arrow())
    connection.execute("create table t as select * from frame")
    keys = 'municipality, wave, "group"'

    def each(text: str) -> str:
        return ", ".join(text.format(q=q) for q in ITEM_NAMES)

    query = f"""
        with m as (select {keys}, sum(weight) as w, {each("sum(weight * {q}) / sum(weight) as m_{q}")} from t group by all),
        z as (select {keys}, psu, any_value(w) as w, {each("any_value(m_{q}) as m_{q}, sum(weight * ({q} - m_{q})) as z_{q}")}
              from t join m using ({keys}) group by {keys}, psu),
        h as (select municipality, wave, count(distinct psu)::double as n from t group by all)
        select {keys}, {each("any_value(m_{q}) as e_{q}")},
               {each("sqrt(any_value(n / (n - 1)) * greatest(sum(z_{q} * z_{q}) - sum(z_{q}) * sum(z_{q}) / any_value(n), 0)) / any_value(w) as s_{q}")}
        from z join h using (municipality, wave) group by {keys} order by {keys}"""

    def run() -> Answer:
        found = connection.execute(query).fetchnumpy()
        return tuple(np.stack([found[f"{part}_{q}"] for q in ITEM_NAMES], axis=1) for part in "es")

    return run, {}


def polars_engine(frame: Any) -> tuple[Callable[[], Answer], dict[str, float]]:
    import polars as pl

    w = pl.col("weight")

    def run() -> Answer:
        rows = frame.lazy()
        means = rows.group_by(KEYS).agg(
            w.sum().alias("w"), *((w * pl.col(q)).sum().alias(f"m_{q}") for q in ITEM_NAMES)
        )
        means = means.with_columns(pl.col(f"m_{q}") / pl.col("w") for q in ITEM_NAMES)
        units = (
            rows.join(means, on=KEYS)
            .group_by([*KEYS, "psu"])
            .agg((w * (pl.col(q) - pl.col(f"m_{q}"))).sum().alias(f"z_{q}") for q in ITEM_NAMES)
        )
        strata = rows.group_by(["municipality", "wave"]).agg(
            pl.col("psu").n_unique().cast(pl.Float64).alias("n")
        )
        n = pl.col("n").first()
        squares = (
            units.join(strata, on=["municipality", "wave"])
            .group_by(KEYS)
            .agg(
                (n / (n - 1) * (pl.col(f"z_{q}").pow(2).sum() - pl.col(f"z_{q}").sum().pow(2) / n))
                .clip(0)
                .sqrt()
                .alias(f"s_{q}")
                for q in ITEM_NAMES
            )
        )
        found = means.join(squares, on=KEYS).with_columns(pl.col(f"s_{q}") / pl.col("w") for q in ITEM_NAMES)
        table = found.sort(KEYS).collect()
        return (
            table.select(f"m_{q}" for q in ITEM_NAMES).to_numpy(),
            table.select(f"s_{q}" for q in ITEM_NAMES).to_numpy(),
        )

    return run, {}


def memory_engine(frame: Any) -> tuple[Callable[[], Answer], dict[str, float]]:
    """One read of the same bytes: the answers and the weights."""
    matrix, weights = frame.select(ITEM_NAMES).to_numpy(), frame["weight"].to_numpy()
    bytes_of_both = np.concatenate([matrix.ravel().view(np.uint8), weights.view(np.uint8)])
    words = bytes_of_both[: len(bytes_of_both) // 8 * 8].view(np.int64)

    def run() -> Answer:
        words.max()
        return None, None

    return run, {"megabytes": bytes_of_both.nbytes / 1e6}


ENGINES = {
    "safefigures": safefigures_engine,
    "duckdb": duckdb_engine,
    "polars": polars_engine,
    "memory": memory_engine,
}


def memory(word: str) -> float:
    """VmRSS or VmHWM of this process in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(word):
            return int(line.split()[1]) / 1024
    return float("nan")


def measure(name: str, file: str, runs: int, answer: str) -> None:
    """In a process of its own: time one engine and print what it took as json."""
    import polars as pl

    run, extra = ENGINES[name](pl.read_parquet(file))
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here
    taken = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        found = run()
        taken.append((time.perf_counter() - started) * 1000)
    peak = memory("VmHWM")
    if answer:
        np.savez(answer, estimate=found[0], se=found[1])
    taken = taken[1:]
    print(
        json.dumps(
            {"ms": statistics.median(taken), "best": min(taken), "peak": peak, "more": peak - before} | extra
        )
    )


def in_process(name: str, file: str, runs: int, answer: str = "") -> dict[str, float]:
    words = [sys.executable, "-m", "benchmarks.estimates", "--measure", name, file, str(runs), answer]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def apart(mine: str, other: str) -> float:
    """The largest relative difference between two engines' answers; errors that are nothing but rounding do not count."""
    a, b = np.load(mine), np.load(other)
    real = a["se"] > 1e-9
    ratios = [
        np.abs(b["estimate"] / a["estimate"] - 1).max(),
        np.abs(b["se"][real] / a["se"][real] - 1).max(),
    ]
    return float(max(ratios))


R_PROGRAM = """
suppressMessages(library(survey))
t <- read.csv("{csv}")
d <- svydesign(id = ~psu, strata = ~stratum, weights = ~weight, data = t, nest = TRUE)
options(survey.lonely.psu = "fail")
started <- proc.time()[["elapsed"]]
found <- svyby(~q00, ~domain, d, svymean)
cat(proc.time()[["elapsed"]] - started, gc()[2, 6] + gc()[1, 6], "\\n")
write.csv(data.frame(estimate = coef(found), se = SE(found)), "{out}", row.names = FALSE)
"""


def r_survey(frame: Any, folder: str, seconds: int) -> None:
    """R's svyby of one item (30 at once do not fit in memory), stopped after so many seconds."""
    if not shutil.which("Rscript"):
        print("R: not installed")
        return
    import polars as pl

    csv, out = f"{folder}/one.csv", f"{folder}/r.csv"
    stratum = pl.col("municipality").cast(pl.Int64) * 2 + pl.col("wave")
    domain = pl.col("municipality").cast(pl.Int64) * 6 + pl.col("wave") * 3 + pl.col("group")
    frame.select("psu", "weight", "q00", stratum=stratum, domain=domain).write_csv(csv)
    try:
        done = subprocess.run(
            ["Rscript", "-e", R_PROGRAM.format(csv=csv, out=out)],
            capture_output=True,
            text=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        print(f"R survey svyby, 1 item of 30: not ready after {seconds} s")
        return
    if done.returncode:
        print(f"R survey svyby: {done.stderr.strip().splitlines()[-1]}")
        return
    took, megabytes = map(float, done.stdout.split())
    theirs, mine = pl.read_csv(out), np.load(f"{folder}/safefigures.npz")
    real = mine["se"][:, 0] > 1e-9
    off = np.abs(theirs["se"].to_numpy()[real] / mine["se"][real, 0] - 1).max()
    print(
        f"{'R survey svyby, 1 item of 30':<30} {took * 1000:>9.0f} {'':>9} {megabytes:>9.0f} {'':>9} {'':>7} {off:>10.1e}"
    )


def table(frame: Any, folder: str, runs: int, r_seconds: int) -> None:
    file = f"{folder}/table.parquet"
    frame.write_parquet(file)
    print(
        f"{'engine':<30} {'ms median':>9} {'ms best':>9} {'peak MB':>9} {'more MB':>9} {'ratio':>7} {'apart':>10}"
    )
    found: dict[str, dict[str, float]] = {}
    for name in ("safefigures", "duckdb", "polars", "memory"):
        found[name] = in_process(name, file, runs, "" if name == "memory" else f"{folder}/{name}.npz")
        one, ours = found[name], found["safefigures"]["ms"]
        label = f"one read of {one['megabytes']:.1f} MB" if name == "memory" else name
        off = (
            ""
            if name in ("memory", "safefigures")
            else f"{apart(f'{folder}/safefigures.npz', f'{folder}/{name}.npz'):.1e}"
        )
        print(
            f"{label:<30} {one['ms']:>9.2f} {one['best']:>9.2f} {one['peak']:>9.0f} {one['more']:>9.0f}"
            f" {one['ms'] / ours:>7.2f} {off:>10}"
        )
    if r_seconds:
        r_survey(frame, folder, r_seconds)
    ours = found["safefigures"]
    print(
        f"limit {LIMIT_MS} ms, {LIMIT_MB} MB: {ours['ms'] / LIMIT_MS:.2f} of the time, {ours['peak'] / LIMIT_MB:.2f} of the memory"
    )
    print(
        f"the design itself: {ours['design']:.0f} ms; {ours['ms'] / found['memory']['ms']:.0f} times one read of the same memory"
    )


def growth(millions: list[float], folder: str, runs: int) -> None:
    print(
        f"\n{'rows':>12} {'design ms':>10} {'ms median':>10} {'ms per million':>15} {'peak MB':>9} {'more MB':>9}"
    )
    for size in millions:
        file = f"{folder}/growth.parquet"
        monitor(int(size * 1e6)).write_parquet(file)
        one = in_process("safefigures", file, max(3, runs // 3))
        print(
            f"{int(size * 1e6):>12,} {one['design']:>10.0f} {one['ms']:>10.0f} {one['ms'] / size:>15.0f}"
            f" {one['peak']:>9.0f} {one['more']:>9.0f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--millions", type=float, nargs="*", default=[0.2, 1, 5])
    parser.add_argument("--no-r", action="store_true")
    parser.add_argument("--r-seconds", type=int, default=180)
    parser.add_argument("--measure", nargs=4)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure[0], given.measure[1], int(given.measure[2]), given.measure[3])
        return
    print(
        f"machine: {platform.node()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}"
    )
    with tempfile.TemporaryDirectory(prefix="safefigures-bench-") as folder:
        table(monitor(), folder, given.runs, 0 if given.no_r else given.r_seconds)
        growth(given.millions, folder, given.runs)


if __name__ == "__main__":
    main()
