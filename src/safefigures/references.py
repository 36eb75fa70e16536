"""Was it our policy? The own municipality against reference municipalities, with the question asked of each of them.

Sources: difference-in-differences with one treated unit, Donald & Lang 2007, Conley & Taber 2011; placebo over the
references, Abadie, Diamond & Hainmueller 2010; pre-trends, Rambachan & Roth 2023; synthetic control with an intercept,
Doudchenko & Imbens 2016, Ferman & Pinto 2021.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np

from safefigures.arrays import Floats, choice
from safefigures.errors import SafefiguresError, StatInputError, TooSmall
from safefigures.scalars import above_zero, column, confidence, number, raw

FEWEST_PRE, FEWEST_POST, FEWEST_REFERENCES = 2, 1, 2
FEWEST_PRE_SYNTHETIC, FEWEST_DONORS = 8, 15


class PoorFit(SafefiguresError):
    """The references did not move as the own municipality did before the start, so they cannot say what would have been.

    `own` is how far the own gap moved beforehand, `usual` how far that of a reference does (root mean square).
    """

    def __init__(self, message: str, *, own: float, usual: float, place: str = "own") -> None:
        super().__init__(message, place=place)
        self.own = own
        self.usual = usual


@dataclass(frozen=True, eq=False)
class Comparison:
    """The extra change of the own municipality after the start, over what the references did.

    `estimate, se, low, high` in the unit of the figures; `df` of the Student interval; None
    where the references all changed equally, so that nothing measures the noise. `placebo` (J,): the same answer
    for each reference as if the policy were theirs; `p` = (1 + #{|placebo| >= |estimate|}) / (J + 1), never below
    1 / (J + 1). `pre_rms`: how far the own gap moved before the start, `placebo_pre_rms` what is usual. `weights` (J,)
    of the references. `words` is Dutch.
    """

    estimate: float
    se: float | None
    low: float | None
    high: float | None
    level: float
    df: int
    p: float
    placebo: Floats
    pre_rms: float
    placebo_pre_rms: float
    weights: Floats
    method: str
    pre: int
    post: int
    words: str


def compare_with_reference(
    own: Any,
    reference: Any,
    times: Any,
    start: float,
    *,
    method: str = "did",
    level: float = 0.95,
    own_se: float | None = None,
    tolerance: float = 2.5,
) -> Comparison:
    """Difference-in-differences of one municipality against J others.

    `own` (T,), `reference` (T, J), `times` (T,); from `start` on the policy counts. `method`: "did" (all references
    weigh the same; 2 moments before and 1 after, 2 references) or "synthetic" (non-negative weights that follow the own
    figures best before the start; 8 moments before, 15 references). `own_se`: the sampling error of one own figure,
    where it is larger than that of the references. `tolerance`: refused (PoorFit) when the own gap before the start, or
    its slope, moved more than this many times what is usual among the references; at 2.5 about 1 in 50 good fits is
    refused too. Raises TooSmall, PoorFit, StatInputError.
    """
    level = confidence(level, "level")
    choice(method, "method", ("did", "synthetic"))
    panel, when = _panel(own, reference, times)
    before = when < number(start, "start")
    _enough(before, panel.shape[1] - 1, method)
    weigh = _equal if method == "did" else _synthetic
    gaps, weights = _gaps(panel, before, weigh)
    pre_rms = np.sqrt((gaps[before] ** 2).sum(axis=0) / max(int(before.sum()) - 1, 1))
    _check_fit(gaps, when, before, pre_rms, own_se, above_zero(tolerance, "tolerance"))
    effects = gaps[~before].mean(axis=0)
    estimate, placebo = float(effects[0]), effects[1:]
    p = (1 + int((np.abs(placebo) >= abs(estimate) * (1 - 1e-12)).sum())) / (len(placebo) + 1)
    se, df = _noise(panel, before, placebo, method)
    reach = _reach(level, df) * se if se is not None else None
    return Comparison(
        estimate=estimate,
        se=se,
        low=None if reach is None else estimate - reach,
        high=None if reach is None else estimate + reach,
        level=level,
        df=df,
        p=p,
        placebo=placebo,
        pre_rms=float(pre_rms[0]),
        placebo_pre_rms=_rms(pre_rms[1:]),
        weights=weights,
        method=method,
        pre=int(before.sum()),
        post=int((~before).sum()),
        words=_words(p, len(placebo), 1 - level),
    )


def _panel(own: Any, reference: Any, times: Any) -> tuple[Floats, Floats]:
    """(T, 1 + J) with the own municipality first, rows in order of time."""
    mine = column(own, "own")
    table = raw(reference, "reference")
    if table.ndim != 2 or table.shape[0] != len(mine):
        raise StatInputError(
            f"needs {len(mine)} rows (times) by municipalities, found shape {table.shape}", place="reference"
        )
    columns = [column(table[:, j], f"reference[:, {j}]") for j in range(table.shape[1])]
    when = column(times, "times", length=len(mine))
    order = np.argsort(when, kind="stable")
    twice = np.diff(when[order]) == 0
    if twice.any():
        raise StatInputError(
            "a time stands there twice", place=f"times[{int(order[int(twice.argmax()) + 1])}]"
        )
    return np.column_stack([mine, *columns])[order], when[order]


def _enough(before: np.ndarray[Any, Any], references: int, method: str) -> None:
    synthetic = method == "synthetic"
    for what, found, needed in (
        ("times before the start", int(before.sum()), FEWEST_PRE_SYNTHETIC if synthetic else FEWEST_PRE),
        ("times after the start", int((~before).sum()), FEWEST_POST),
        ("reference municipalities", references, FEWEST_DONORS if synthetic else FEWEST_REFERENCES),
    ):
        if found < needed:
            place = "reference" if what.startswith("reference") else "times"
            raise TooSmall(f"too few {what}", needed=needed, found=found, place=place)


def _gaps(panel: Floats, before: np.ndarray[Any, Any], weigh: Any) -> tuple[Floats, Floats]:
    """(T, 1 + J): each unit minus its own comparison, moved to mean 0 before the start; and the own weights (J,)."""
    level = panel - panel[before].mean(axis=0)
    gaps = np.empty_like(panel)
    own_weights = np.zeros(panel.shape[1] - 1)
    for unit in range(panel.shape[1]):
        others = np.array([j for j in range(1, panel.shape[1]) if j != unit])
        weights = weigh(level[before][:, unit], level[before][:, others])
        gaps[:, unit] = level[:, unit] - level[:, others] @ weights
        if unit == 0:
            own_weights = weights
    # what only rounding left over is nothing
    size = float(np.abs(panel).max(initial=0.0))
    return np.where(np.abs(gaps) <= 1e-12 * size, 0.0, gaps), own_weights


def _equal(target: Floats, donors: Floats) -> Floats:
    return np.full(donors.shape[1], 1 / donors.shape[1])


def _synthetic(target: Floats, donors: Floats) -> Floats:
    """Weights >= 0 that add up to 1, least squares on the level-free figures before the start."""
    from scipy.optimize import nnls

    size = float(np.abs(donors).max(initial=0.0)) or 1.0
    heavy = 1e4  # the row that makes the weights add up; what is left is taken away below
    system = np.vstack([donors / size, np.full(donors.shape[1], heavy)])
    weights, _ = nnls(system, np.append(target / size, heavy))
    found: Floats = weights / weights.sum()
    return found


def _check_fit(
    gaps: Floats,
    when: Floats,
    before: np.ndarray[Any, Any],
    pre_rms: Floats,
    own_se: float | None,
    tolerance: float,
) -> None:
    noise = 0.0 if own_se is None else number(own_se, "own_se", low=0.0)
    t = when[before] - when[before].mean()
    across = float((t**2).sum())
    slopes = (t @ gaps[before]) / across
    for what, moved, sampling in (
        ("the gap to the references moved", pre_rms, noise),
        ("the gap to the references had a slope", slopes, noise / sqrt(across)),
    ):
        usual = sqrt(_rms(moved[1:]) ** 2 + sampling**2)
        if abs(float(moved[0])) > tolerance * usual:
            raise PoorFit(f"{what} before the start, too much to compare", own=float(moved[0]), usual=usual)


def _noise(
    panel: Floats, before: np.ndarray[Any, Any], placebo: Floats, method: str
) -> tuple[float | None, int]:
    """SE of the own effect from the spread among the references, and its df (Donald & Lang 2007)."""
    j = len(placebo)
    if not placebo.any():
        return None, j - 1
    if method == "synthetic":
        return _rms(placebo), j - 1
    changes = panel[~before, 1:].mean(axis=0) - panel[before, 1:].mean(axis=0)
    return float(changes.std(ddof=1)) * sqrt(1 + 1 / j), j - 1


def _reach(level: float, df: int) -> float:
    from scipy.stats import t

    return float(t.ppf((1 + level) / 2, df))


def _rms(column: Floats) -> float:
    return sqrt(float((column**2).mean()))


def _words(p: float, references: int, alpha: float) -> str:
    proof = "Dat bewijst nog niet dat ons beleid de oorzaak is: er kan ook iets anders in onze gemeente zijn gebeurd."
    if p <= alpha:
        return f"Onze gemeente veranderde anders dan de {references} andere gemeenten. {proof}"
    said = (
        f"Het verschil met de {references} andere gemeenten is niet groter dan toeval. Geen oorzaak bewezen."
    )
    if 1 / (references + 1) > alpha:
        needed = int(np.ceil(1 / alpha - 1e-9)) - 1
        said += (
            f" Met {references} gemeenten kan deze toets ook niets aantonen. Daarvoor zijn er {needed} nodig."
        )
    return said
