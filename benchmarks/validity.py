"""Do the figures keep their promise? Simulated with known truth: how often an interval misses, a test cries wolf.

Usage: .venv/bin/python -m benchmarks.validity [--runs 2000] [--seed 1] [--part sequences]
Every row: what was tried, what was found, the limit, whether it keeps to it (within the noise of the runs themselves).
A new part is one function from (runs, generator) to rows, and one line in PARTS.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import sqrt

import numpy as np

from benchmarks.coverage import METHODS, SHARES, SIZES, clustered_misses, exact_misses
from safefigures.arrays import Floats
from safefigures.evidence import e_bh
from safefigures.lookplans import group_sequential
from safefigures.pairs import sign_flip
from safefigures.sequences import (
    FEWEST_OF_EITHER,
    asymptotic_radius,
    beta_binomial_sequence,
    log_martingale,
    share_sequence,
)

LOOKS = 60
Z = 1.959963984540054
BATCH = 200


@dataclass(frozen=True)
class Row:
    """One line of the table. `limit` None: shown for contrast; `at_least` turns the limit around; `se` of the runs."""

    part: str
    case: str
    found: float
    limit: float | None = None
    at_least: bool = False
    se: float = 0.0

    @property
    def kept(self) -> str:
        if self.limit is None:
            return "-"
        if self.at_least:
            return "yes" if self.found >= self.limit else "NO"
        return (
            "yes"
            if self.found <= self.limit
            else "noise"
            if self.found <= self.limit + 2.6 * self.se
            else "NO"
        )


def rate(part: str, case: str, hits: Floats, limit: float | None = None, *, at_least: bool = False) -> Row:
    """A share of the runs, or the mean of a share per run."""
    found, se = float(hits.mean()), float(hits.std()) / sqrt(len(hits))
    return Row(part, case, found, limit, at_least, se)


def intervals(runs: int, random: np.random.Generator) -> Iterator[Row]:
    """Misses of the intervals of a proportion. Korn-Graubard promises at most 5 %; "auto" takes it where others fail."""
    part = "intervals of a simple random sample, exact: mean and worst miss over p = .02 ... .98"
    for method in METHODS:
        for n in SIZES:
            missed = exact_misses(n, method)
            worst = f"worst {missed.max():.3f} at p = {SHARES[int(missed.argmax())]:g}"
            limit = 0.05 if method == "korn_graubard" else None
            yield Row(part, f"{method}, n = {n} ({worst})", float(missed.mean()), limit)
    part = "intervals of weighted clusters in 4 strata, intraclass correlation .05, simulated"
    for clusters, size in ((24, 10), (40, 25), (80, 60)):
        for p in (0.05, 0.2, 0.5):
            for method, missed in clustered_misses(runs, random, p, clusters, size):
                limit = 0.05 if method in ("korn_graubard", "auto") else None
                yield rate(part, f"{clusters} clusters of {size}, p = {p:g}: {method}", missed, limit)


def sequences(runs: int, random: np.random.Generator) -> Iterator[Row]:
    """Misses at some look out of 60: confidence sequence against the ordinary interval."""
    part = f"{LOOKS} looks: share of runs that miss at some look"
    for p in (0.5, 0.6, 0.1, 0.02):
        for first, last in ((50, 3000), (20, 1200)):
            looks = np.linspace(first, last, LOOKS).astype(int)
            sequence, ordinary, wider = _yes_no_misses(runs, random, p, looks)
            case = f"yes/no, p = {p:g}, n {first}-{last}"
            yield rate(part, f"{case}: confidence sequence ({wider:.2f} x as wide)", sequence, 0.05)
            contrast = 0.30 if p >= 0.5 else None
            yield rate(part, f"{case}: ordinary interval", ordinary, contrast, at_least=True)
    looks = np.linspace(50, 3000, LOOKS).astype(int)
    for p, skew in ((0.5, 0.5), (0.6, 0.8), (0.9, 0.8), (0.1, 0.5), (0.02, 0.5)):
        sequence, ordinary, wider = _weighted_misses(runs, random, p, skew, looks)
        case = f"weighted, p = {p:g}, CV of weights {np.sqrt(np.expm1(skew**2)):.2f}, n 50-3000"
        yield rate(part, f"{case}: confidence sequence ({wider:.2f} x as wide)", sequence, 0.05)
        yield rate(part, f"{case}: ordinary interval", ordinary, 0.30 if p >= 0.5 else None, at_least=True)
    looks = np.linspace(50, 1200, LOOKS).astype(int)
    sequence, ordinary, wider = _skewed_misses(runs, random, looks)
    case = "weighted amounts (exponential), n 50-1200"
    yield rate(part, f"{case}: confidence sequence ({wider:.2f} x as wide)", sequence, 0.05)
    yield rate(part, f"{case}: ordinary interval", ordinary)
    looks = np.arange(20, 20 + LOOKS)
    sequence, ordinary, wider = _clustered_misses(runs, random, looks)
    case = "weighted, clusters of 5-15, 20-79 clusters"
    yield rate(part, f"{case}: confidence sequence ({wider:.2f} x as wide)", sequence, 0.05)
    yield rate(part, f"{case}: ordinary interval", ordinary)


def _yes_no_misses(
    runs: int, random: np.random.Generator, p: float, looks: np.ndarray
) -> tuple[Floats, Floats, float]:
    steps = np.diff(looks, prepend=0)
    yes = random.binomial(steps, p, (runs, len(looks))).cumsum(axis=1).astype(float)
    n = np.broadcast_to(looks.astype(float), yes.shape)
    low, high = (end.reshape(yes.shape) for end in beta_binomial_sequence(yes.ravel(), n.ravel()))
    share = yes / n
    half = Z * np.sqrt(share * (1 - share) / n)
    missed = ((p < low) | (p > high)).any(axis=1)
    missed_plain = (np.abs(share - p) > half).any(axis=1)
    return (
        missed.astype(float),
        missed_plain.astype(float),
        float(np.median((high - low)[:, -1] / (2 * half[:, -1]))),
    )


def _weighted_misses(
    runs: int, random: np.random.Generator, p: float, skew: float, looks: np.ndarray
) -> tuple[Floats, Floats, float]:
    """Log-normal weights, half of whose spread goes with the answer; truth = E[wy] / E[w]."""
    missed, missed_plain, width = [], [], []
    for begin in range(0, runs, BATCH):
        size = (min(BATCH, runs - begin), int(looks[-1]))
        yes = random.random(size) < p
        w = np.exp(skew * random.standard_normal(size) + 0.2 * yes)
        truth = p * np.exp(0.2) / (p * np.exp(0.2) + 1 - p)
        found, spread = _running(w, yes.astype(float), looks, looks)
        miss, plain, wider = _misses(found, spread, looks, truth, 500.0)
        missed.append(miss)
        missed_plain.append(plain)
        width.append(wider)
    return np.concatenate(missed), np.concatenate(missed_plain), float(np.mean(width))


def _clustered_misses(
    runs: int, random: np.random.Generator, looks: np.ndarray
) -> tuple[Floats, Floats, float]:
    size = (runs, int(looks[-1]))
    people = random.integers(5, 16, size)
    share = random.beta(6, 4, size)  # intraclass correlation 1/11
    yes = random.binomial(people, share)
    w = people.astype(float)
    found, spread = _running(w, yes / people, looks, looks)
    return _misses(found, spread, looks, 0.6, 100.0)


def _running(w: Floats, y: Floats, looks: np.ndarray, units: np.ndarray) -> tuple[Floats, Floats]:
    """Weighted mean and SD of its linearised scores at every look, as `confidence_sequence(values=...)` has them."""
    sums = [np.cumsum(column, axis=1)[:, looks - 1] for column in (w, w * y, w**2, w**2 * y, (w * y) ** 2)]
    mean = sums[1] / sums[0]
    squares = sums[4] - 2 * mean * sums[3] + mean**2 * sums[2]
    return mean, np.sqrt(np.maximum(squares, 0) / (units - 1)) * units / sums[0]


def _misses(
    found: Floats, spread: Floats, looks: np.ndarray, truth: float, t_opt: float
) -> tuple[Floats, Floats, float]:
    given = _enough_of_either(found, spread, looks)
    n = np.broadcast_to(looks, found.shape)
    low, high = (
        end.reshape(found.shape)
        for end in share_sequence(found.ravel(), spread.ravel(), n.ravel(), level=0.95, t_opt=t_opt)
    )
    plain = Z * spread / np.sqrt(looks)
    missed = ((truth < low) | (truth > high)) & given
    wider = float(np.median((high - low)[:, -1] / (2 * plain[:, -1])))
    missed_plain = (np.abs(found - truth) > plain).any(axis=1)
    return missed.any(axis=1).astype(float), missed_plain.astype(float), wider


def _enough_of_either(found: Floats, spread: Floats, looks: np.ndarray) -> np.ndarray:
    """Where `confidence_sequence` gives an interval; elsewhere it says TooSmall, and saying nothing is no miss."""
    noise = np.where(spread > 0, spread, np.inf)
    return np.minimum(found, 1 - found) * found * (1 - found) / noise**2 * looks >= FEWEST_OF_EITHER


def _skewed_misses(runs: int, random: np.random.Generator, looks: np.ndarray) -> tuple[Floats, Floats, float]:
    """Weighted means of amounts that have no upper end: exponential, skewness 2."""
    size = (runs, int(looks[-1]))
    y, w = random.exponential(1.0, size), random.uniform(0.5, 1.5, size)
    found, spread = _running(w, y, looks, looks)
    radius = asymptotic_radius(spread, looks, level=0.95, t_opt=500.0)
    thirds = [np.cumsum(w**3 * y**k, axis=1)[:, looks - 1] for k in range(4)]
    third = thirds[3] - 3 * found * thirds[2] + 3 * found**2 * thirds[1] - found**3 * thirds[0]
    mean_weight = np.cumsum(w, axis=1)[:, looks - 1] / looks
    skewness = third / looks / (spread * mean_weight) ** 3
    given = looks >= 25 * skewness**2
    off = np.abs(found - 1.0)
    plain = Z * spread / np.sqrt(looks)
    wider = float(np.median(radius[:, -1] / plain[:, -1]))
    return ((off > radius) & given).any(axis=1).astype(float), (off > plain).any(axis=1).astype(float), wider


def planned_looks(runs: int, random: np.random.Generator) -> Iterator[Row]:
    """Misses at some of the planned looks: group-sequential intervals on proportions."""
    part = "planned looks: share of runs that miss at some look"
    for count in (2, 5, 6):
        n = np.arange(1, count + 1) * (1200 // count)
        yes = random.binomial(1200 // count, 0.6, (runs, count)).cumsum(axis=1)
        share = yes / n
        se = np.sqrt(share * (1 - share) / n)
        off = np.abs(share - 0.6) / se
        for spending in ("obrien_fleming", "pocock"):
            plan = group_sequential(count, spending=spending)
            missed = (off > plan.critical).any(axis=1).astype(float)
            yield rate(part, f"{count} looks, {spending}: group-sequential interval", missed, 0.05)
        yield rate(part, f"{count} looks: ordinary interval", (off > Z).any(axis=1).astype(float))


def paired(runs: int, random: np.random.Generator) -> Iterator[Row]:
    """How often the sign-flip test finds a change where there is none, at .05."""
    part = "paired test: share of runs with p <= .05 without any change"
    for n in (6, 7, 8, 10, 12, 16, 20):
        for kind in ("normal", "five-point scale", "heavy tails"):
            if n == 20 and kind == "heavy tails":
                continue  # 2^19 patterns a run: two kinds are enough
            gains = _no_change(random, kind, (runs, n))
            hits = np.array([sign_flip(row)[0] <= 0.05 for row in gains], dtype=float)
            yield rate(part, f"n = {n}, {kind}", hits, 0.05)
    gains = _no_change(random, "five-point scale", (min(runs, 500), 40))
    hits = np.array(
        [sign_flip(row, draws=2_000, seed=i)[0] <= 0.05 for i, row in enumerate(gains)], dtype=float
    )
    yield rate(part, f"n = 40, five-point scale, 2,000 drawn patterns, {len(gains)} runs", hits, 0.05)


def _no_change(random: np.random.Generator, kind: str, size: tuple[int, int]) -> Floats:
    if kind == "normal":
        return random.standard_normal(size)
    if kind == "heavy tails":
        return random.standard_t(2, size)
    before, after = random.integers(1, 6, size), random.integers(1, 6, size)  # many ties and zeros
    return (after - before).astype(float)


def discoveries(runs: int, random: np.random.Generator) -> Iterator[Row]:
    """False discoveries among 40 indicators, 8 of which really moved; looked at once, and until something is found."""
    from scipy.stats import binom, false_discovery_control

    part = "40 indicators, 8 moved: mean false discovery proportion at .05"
    looks = np.arange(100, 1001, 100)
    p = np.full(40, 0.5)
    p[:8] = 0.58
    moved = np.arange(40) < 8
    yes = random.binomial(100, p, (len(looks), runs, 40)).cumsum(axis=0)
    n = looks[:, None, None]
    p_values = np.minimum(1, 2 * np.minimum(binom.cdf(yes, n, 0.5), binom.sf(yes - 1, n, 0.5)))
    bh = false_discovery_control(p_values, axis=2) <= 0.05
    bets = np.exp(np.minimum(log_martingale(yes, np.broadcast_to(n, yes.shape), 0.5, None), 700))
    ebh = np.array([[e_bh(row).found for row in look] for look in bets])
    for name, found in (("BH", bh), ("e-BH", ebh)):
        once = found[-1]
        stop = np.where(found.any(axis=2).any(axis=0), found.any(axis=2).argmax(axis=0), len(looks) - 1)
        stopped = found[stop, np.arange(runs)]
        yield rate(part, f"{name}, one look at n = 1000", _false_share(once, moved), 0.05)
        open_looks = 0.05 if name == "e-BH" else None
        yield rate(
            part, f"{name}, 10 looks, stopped at the first find", _false_share(stopped, moved), open_looks
        )
        yield Row(part, f"{name}, one look: share of the 8 found (power)", float(once[:, :8].mean()))
    yield from _nothing_moved(runs, random, looks)


def _nothing_moved(runs: int, random: np.random.Generator, looks: np.ndarray) -> Iterator[Row]:
    from scipy.stats import binom, false_discovery_control

    part = "40 indicators, none moved: share of runs with a find, 10 looks"
    yes = random.binomial(100, 0.5, (len(looks), runs, 40)).cumsum(axis=0)
    n = looks[:, None, None]
    p_values = np.minimum(1, 2 * np.minimum(binom.cdf(yes, n, 0.5), binom.sf(yes - 1, n, 0.5)))
    bh = (false_discovery_control(p_values, axis=2) <= 0.05).any(axis=(0, 2))
    bets = np.exp(np.minimum(log_martingale(yes, np.broadcast_to(n, yes.shape), 0.5, None), 700))
    ebh = np.array([[e_bh(row).count > 0 for row in look] for look in bets]).any(axis=0)
    yield rate(part, "BH at every look", bh.astype(float))
    yield rate(part, "e-BH at every look", ebh.astype(float), 0.05)


def _false_share(found: np.ndarray, moved: np.ndarray) -> Floats:
    return (found & ~moved).sum(axis=1) / np.maximum(found.sum(axis=1), 1)


Part = Callable[[int, np.random.Generator], Iterator[Row]]
PARTS: dict[str, Part] = {
    "intervals": intervals,
    "sequences": sequences,
    "planned_looks": planned_looks,
    "paired": paired,
    "discoveries": discoveries,
}


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    reader.add_argument("--runs", type=int, default=2000)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--part", choices=PARTS, default=None)
    asked = reader.parse_args()
    for name in [asked.part] if asked.part else PARTS:
        started, heading = time.perf_counter(), ""
        for row in PARTS[name](asked.runs, np.random.default_rng(asked.seed)):
            if row.part != heading:
                heading = row.part
                print(f"\n{heading} ({asked.runs} runs, seed {asked.seed})")
                print(f"  {'case':<92} {'found':>7} {'limit':>7} {'ratio':>6} kept")
            limit = "-" if row.limit is None else f"{'>' if row.at_least else ''}{row.limit:.3f}"
            ratio = "-" if not row.limit else f"{row.found / row.limit:.2f}"
            print(f"  {row.case:<92} {row.found:>7.4f} {limit:>7} {ratio:>6} {row.kept}", flush=True)
        print(f"  {name}: {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
