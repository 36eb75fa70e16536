"""Count tables for the suppression benchmark, as numpy arrays (municipality x group x answer); needs numpy.

two_way(seed)      20 x 10, seeds 0, 1, 2
eight_four_five()  8 x 4 x 5
province()         28 x 3 x 5
national(answers)  342 x 3 x 5, or 342 x 3 with answers=[1.0]; provinces are 12 blocks of 28 municipalities and one of 6
Margins are every sum over a whole dimension, and over a province.
"""

import numpy as np

PROVINCES = [28] * 12 + [6]
GROUPS = [0.93, 0.05, 0.02]
ANSWERS = [0.45, 0.25, 0.15, 0.10, 0.05]


def two_way(seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return draw.poisson(draw.gamma(1.0, 12.0, (20, 10)))


def eight_four_five() -> np.ndarray:
    draw = np.random.default_rng(5)
    return draw.poisson(draw.gamma(1.0, 15.0, (8, 4, 5)))


def _counts(sizes, answers, total, draw) -> np.ndarray:
    share = draw.lognormal(0, 1.0, sum(sizes))
    share /= share.sum()
    return draw.poisson(
        total * share[:, None, None] * np.array(GROUPS)[None, :, None] * np.array(answers)[None, None, :]
    )


def province() -> np.ndarray:
    return _counts([28], ANSWERS, 16_000, np.random.default_rng(2))


def national(answers=ANSWERS) -> np.ndarray:
    return _counts(
        PROVINCES, answers, 200_000, np.random.default_rng(1 if len(answers) == 1 else 3)
    ).squeeze()
