"""Do coders read the same in the same words? Percent agreement, Cohen's kappa, Krippendorff's alpha.

Sources: Cohen 1960; Krippendorff 2011 ("Computing Krippendorff's Alpha-Reliability") and 2018, chapter 12; Light 1971
(mean kappa over pairs of coders); the interval is a percentile bootstrap over the units (Efron 1979).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from safefigures.arrays import Floats, choice
from safefigures.errors import StatInputError, TooSmall
from safefigures.scalars import confidence, whole

SCALES = ("nominal", "ordinal", "interval", "ratio")
FEWEST_UNITS = 2
MOST_UNDEFINED = 0.05


class NoVariation(StatInputError):
    """Everybody gave every unit the same code: agreement beyond chance is not defined, however equal the codes are."""


@dataclass(frozen=True)
class Agreement:
    """How far the coders agree.

    `percent` (0..1): share of the pairs of codings of one unit that are equal. `kappa`: Cohen's, for more than two
    coders the mean over all pairs (`kappa_pairs` of them); None where chance alone explains everything (`reason`).
    `alpha`: Krippendorff's, with `low, high` its bootstrap interval; None where too many draws held one code only.
    `units`: with two codes or more; `units_left_out`: with fewer.
    """

    percent: float
    kappa: float | None
    kappa_pairs: int
    alpha: float
    low: float | None
    high: float | None
    level: float
    scale: str
    coders: int
    units: int
    units_left_out: int
    reason: str
    words: str


def agreement(
    codings: Any,
    *,
    scale: str = "nominal",
    order: Any = None,
    level: float = 0.95,
    draws: int = 2_000,
    seed: int = 0,
    times: Any = None,
) -> Agreement:
    """Agreement between coders over the same units.

    `codings`: one row per coder, one column per unit, shape (coders, units); None or NaN where a coder gave no code.
    `times`: how many units each column stands for, whole numbers of 0 and up, when many units were coded alike.
    `scale`: "nominal", "ordinal", "interval" or "ratio"; the last three need numbers, or `order`, the codes from low to
    high, for ordinal. `draws` 0 leaves the interval out. Raises NoVariation, TooSmall, StatInputError.
    """
    choice(scale, "scale", SCALES)
    level, draws, seed = confidence(level, "level"), whole(draws, "draws"), whole(seed, "seed")
    table, codes = _table(codings, order, scale)
    if not table.size or not len(codes):
        raise TooSmall("no units", needed=FEWEST_UNITS, found=0, place="codings")
    stands_for = _times(times, table.shape[1])
    counts = np.stack([(table == code).sum(axis=0) for code in range(len(codes))], axis=1).astype(float)
    rated = (counts.sum(axis=1) >= 2) & (stands_for > 0)
    kept, alike = np.unique(counts[rated], axis=0, return_inverse=True)
    weights = np.bincount(alike.ravel(), weights=stands_for[rated], minlength=len(kept)).astype(float)
    units = int(weights.sum())
    if units < FEWEST_UNITS:
        raise TooSmall(
            "too few units with two codes or more", needed=FEWEST_UNITS, found=units, place="codings"
        )
    if (kept.sum(axis=0) > 0).sum() < 2:
        raise NoVariation(
            "every unit has the same code, so chance alone would agree as much; add units that differ",
            place="codings",
        )
    coincidences = _coincidences(kept)
    together = np.tensordot(weights, coincidences, axes=1)
    low, high = _bootstrap(coincidences, weights, codes, scale, level, draws, seed)
    kappa, pairs = _mean_kappa(table, stands_for, len(codes))
    alpha = _alpha(together, _distances(together.sum(axis=0), codes, scale))
    return Agreement(
        percent=_percent(kept, weights),
        kappa=kappa,
        kappa_pairs=pairs,
        alpha=alpha,
        low=low,
        high=high,
        level=level,
        scale=scale,
        coders=len(table),
        units=units,
        units_left_out=int(stands_for.sum()) - units,
        reason=_reason(kappa, low, draws),
        words=_words(alpha),
    )


def _table(codings: Any, order: Any, scale: str) -> tuple[NDArray[np.int64], Floats]:
    """Codes as 0..K-1, -1 for missing, shape (coders, units); and the value of each code on the scale (K,)."""
    rows = [_row(row, f"codings[{coder}]") for coder, row in enumerate(_row(codings, "codings"))]
    if len(rows) < 2:
        raise TooSmall("agreement takes two coders", needed=2, found=len(rows), place="codings")
    for coder, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise StatInputError(
                f"has {len(row)} units where {len(rows[0])} are needed", place=f"codings[{coder}]"
            )
    _check_codes(rows)
    found = {code for row in rows for code in row if not _missing(code)}
    if order is not None:
        known = _row(order, "order")
        if scale != "ordinal" or len(set(known)) != len(known):
            raise StatInputError("an order is for an ordinal scale, each code once", place="order")
        values = np.arange(len(known), dtype=float)
    else:
        known = (
            sorted(found, key=str)
            if scale == "nominal"
            else sorted(found, key=lambda code: _number(code, rows))
        )
        values = np.arange(len(known), dtype=float)
        if scale != "nominal":
            values = np.array([_number(code, rows) for code in known], dtype=float)
    place_of = {code: index for index, code in enumerate(known)}
    for coder, row in enumerate(rows):
        for unit, code in enumerate(row):
            if not _missing(code) and code not in place_of:
                raise StatInputError(f"{code!r} is not in the order", place=f"codings[{coder}][{unit}]")
    if scale == "ratio" and (values < 0).any():
        raise StatInputError("a ratio scale has no values below 0", place="codings")
    table = [[-1 if _missing(code) else place_of[code] for code in row] for row in rows]
    return np.array(table, dtype=np.int64), values


def _times(times: Any, columns: int) -> Floats:
    """How many units each column stands for, shape (columns,)."""
    if times is None:
        return np.ones(columns)
    row = _row(times, "times")
    if len(row) != columns:
        raise StatInputError(f"has {len(row)} numbers where {columns} are needed", place="times")
    for column, number in enumerate(row):
        if isinstance(number, bool) or not isinstance(number, (int, np.integer)) or number < 0:
            raise StatInputError(f"{number!r} is not a number of units", place=f"times[{column}]")
    return np.array(row, dtype=float)


def _row(codes: Any, place: str) -> list[Any]:
    """The codes of one coder, or the coders themselves; a word is a code and no row."""
    try:
        if not isinstance(codes, (str, bytes)):
            return list(codes)
    except TypeError as error:
        raise StatInputError("needs one row of codes per coder", place=place) from error
    raise StatInputError("needs one row of codes per coder, not a word", place=place)


def _check_codes(rows: list[list[Any]]) -> None:
    for coder, row in enumerate(rows):
        for unit, code in enumerate(row):
            if not isinstance(code, Hashable):
                raise StatInputError(f"{code!r} is not one code", place=f"codings[{coder}][{unit}]")


def _missing(code: Any) -> bool:
    return code is None or (isinstance(code, (float, np.floating)) and bool(np.isnan(code)))


def _number(code: Any, rows: list[list[Any]]) -> float:
    if isinstance(code, (bool, int, float, np.number)) and bool(np.isfinite(code)):
        return float(code)
    coder, unit = next((c, row.index(code)) for c, row in enumerate(rows) if code in row)
    raise StatInputError(f"{code!r} is not a number", place=f"codings[{coder}][{unit}]")


def _coincidences(kept: Floats) -> Floats:
    """Per unit the pairs of codes, each weighed 1 / (m - 1), shape (units, K, K)."""
    rated = kept.sum(axis=1)
    pairs = kept[:, :, None] * kept[:, None, :]
    codes = np.arange(kept.shape[1])
    pairs[:, codes, codes] -= kept
    found: Floats = pairs / (rated - 1)[:, None, None]
    return found


def _distances(margins: Floats, codes: Floats, scale: str) -> Floats:
    """Squared difference between two codes, shape (K, K); ordinal distances depend on how often codes were used."""
    if scale == "nominal":
        return 1.0 - np.eye(len(codes))
    if scale == "ordinal":
        position = np.cumsum(margins) - margins / 2
        return (position[:, None] - position[None, :]) ** 2
    apart = codes[:, None] - codes[None, :]
    if scale == "ratio":
        together = codes[:, None] + codes[None, :]
        return np.divide(apart, together, out=np.zeros_like(apart), where=together > 0) ** 2
    return (apart / max(float(np.abs(apart).max()), 1e-300)) ** 2


def _alpha(pairs: Floats, distances: Floats) -> float:
    margins = pairs.sum(axis=0)
    expected = float(margins @ distances @ margins) / float(margins.sum() - 1)
    return 1.0 - float((pairs * distances).sum()) / expected


def _bootstrap(
    coincidences: Floats, weights: Floats, codes: Floats, scale: str, level: float, draws: int, seed: int
) -> tuple[float | None, float | None]:
    """Percentile interval over the units; a draw that holds one code only has no alpha and counts as undefined.

    Drawing units is drawing how often each way of coding is taken: a multinomial.
    """
    random = np.random.default_rng(seed)
    units = int(weights.sum())
    found = []
    for _ in range(draws):
        taken = random.multinomial(units, weights / units)
        pairs = np.tensordot(taken, coincidences, axes=1)
        margins = pairs.sum(axis=0)
        if (margins > 0).sum() >= 2:
            found.append(_alpha(pairs, _distances(margins, codes, scale)))
    if not draws or len(found) < (1 - MOST_UNDEFINED) * draws:
        return None, None
    tail = (1 - level) / 2
    return float(np.quantile(found, tail)), float(np.quantile(found, 1 - tail))


def _percent(kept: Floats, weights: Floats) -> float:
    rated = kept.sum(axis=1)
    return float(weights @ (kept * (kept - 1)).sum(axis=1) / (weights @ (rated * (rated - 1))))


def _mean_kappa(table: NDArray[np.int64], stands_for: Floats, codes: int) -> tuple[float | None, int]:
    found = []
    for one, other in combinations(table, 2):
        both = (one >= 0) & (other >= 0) & (stands_for > 0)
        if not both.any():
            continue
        cross = np.zeros((codes, codes))
        np.add.at(cross, (one[both], other[both]), stands_for[both])
        cross /= cross.sum()
        chance = float(cross.sum(axis=0) @ cross.sum(axis=1))
        if chance < 1 - 1e-12:
            found.append((float(np.trace(cross)) - chance) / (1 - chance))
    return (sum(found) / len(found), len(found)) if found else (None, 0)


def _reason(kappa: float | None, low: float | None, draws: int) -> str:
    said = []
    if kappa is None:
        said.append("Kappa is niet te berekenen: elk paar codeurs gebruikte samen maar een code.")
    if low is None and draws:
        said.append("Een marge is niet te berekenen: bijna alle codes zijn gelijk.")
    return " ".join(said)


def _words(alpha: float) -> str:
    """Krippendorff's own limits: .800 to rely on, .667 for tentative conclusions."""
    if alpha >= 0.8:
        return "De codeurs lezen hetzelfde. U kunt op deze codes bouwen."
    if alpha >= 0.667:
        return "De codeurs lezen meestal hetzelfde. Trek alleen voorlopige conclusies."
    return "De codeurs lezen te vaak iets anders. Bespreek de verschillen en codeer opnieuw."
