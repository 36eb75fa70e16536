"""Write the benchmark monitor: 200,000 respondents, 342 municipalities, 3 groups, 2 waves, 30 items (1..5).

Stratum = municipality x wave; PSU = neighbourhood cluster (5..40 per municipality); weights lognormal.
Usage: python make_monitor.py OUT.parquet [n]      needs numpy and polars; seed fixed, so everybody measures the same data.
"""

import sys

import numpy as np
import polars as pl

MUNICIPALITIES, ITEMS, SEED = 342, 30, 20260401


def monitor(n: int = 200_000) -> pl.DataFrame:
    draw = np.random.default_rng(SEED)
    share = draw.lognormal(0, 1, MUNICIPALITIES)
    share = np.maximum(share / share.sum(), 200 / n)
    share /= share.sum()
    municipality = draw.choice(MUNICIPALITIES, n, p=share).astype(np.int16)
    wave = draw.integers(0, 2, n).astype(np.int8)
    group = draw.choice(3, n, p=[0.93, 0.05, 0.02]).astype(np.int8)
    clusters = 5 + (share * n / 60).astype(int).clip(0, 35)
    psu = (draw.random(n) * clusters[municipality]).astype(np.int16)
    weight = 1000 * draw.lognormal(0, 0.5, n)
    level = (
        draw.normal(0, 0.4, (MUNICIPALITIES, 1))[municipality]
        + draw.normal(0, 0.5, (1, ITEMS))
        + 0.15 * wave[:, None]
        - 0.3 * (group > 0)[:, None]
        + draw.normal(0, 1, (n, ITEMS))
    )
    answers = (np.digitize(level, [-1.2, -0.4, 0.4, 1.2]) + 1).astype(np.int8)
    columns = {"municipality": municipality, "wave": wave, "group": group, "psu": psu, "weight": weight}
    return pl.DataFrame(columns | {f"q{j:02d}": answers[:, j] for j in range(ITEMS)})


if __name__ == "__main__":
    table = monitor(int(sys.argv[2]) if len(sys.argv) > 2 else 200_000)
    table.write_parquet(sys.argv[1])
    print(table.shape)
