"""Every value of tests/safefigures/reference/values.json beside ours, and how far apart they are.

Usage: .venv/bin/python -m benchmarks.agreement
`digits` is how far apart two equal numbers may lie because the reference was printed to so many digits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

import safefigures as sf
from safefigures.sequences import best_rho, normal_mixture_boundary
from tests.safefigures.samples import known_design, reference, sample

TYPES = {"E": 4421, "H": 755, "M": 1018}


@dataclass(frozen=True)
class Row:
    """One reference number, ours, and the relative distance allowed between them."""

    section: str
    what: str
    wanted: float
    found: float
    allowed: float

    @property
    def apart(self) -> float:
        return abs(self.found - self.wanted) / abs(self.wanted) if self.wanted else abs(self.found)

    @property
    def agrees(self) -> bool:
        return self.apart <= self.allowed


def digits(value: float) -> float:
    """One unit in the last printed digit, relative; at least 1e-12."""
    text = f"{value!r}".split("e")[0].replace("-", "")
    if float(value) == 0 or float(value).is_integer():
        return 1e-12
    significant = text.replace(".", "").lstrip("0")
    return float(
        max(1e-12, 10.0 ** (1 - len(significant)) / float(f"{significant[0]}.{significant[1:] or 0}"))
    )


def both(section: str, what: str, wanted: Any, found: Any, allowed: float | None = None) -> Iterator[Row]:
    ours, theirs = np.ravel(found), np.ravel(wanted)
    if len(ours) != len(theirs):
        raise ValueError(f"{section} {what}: {len(ours)} numbers beside {len(theirs)}")
    for i, (mine, value) in enumerate(zip(ours, theirs, strict=True)):
        name = what if len(theirs) == 1 else f"{what} [{i}]"
        limit = digits(float(value)) if allowed is None else allowed
        yield Row(section, name, float(value), float(mine), limit)


def estimates() -> Iterator[Row]:
    for entry in reference()["estimates"]:
        name = entry["design"].split()[0]
        known, made = known_design(name)
        found = _estimate(entry, known, made)
        what = f"{entry['design']}: {entry['stat']} {entry['y']} {entry.get('domain', '')}".strip()
        loose = 1e-9 if "raked" in entry["design"] else None
        for key, ours in zip(("est", "se", "deff", "df"), found, strict=False):
            if key in entry:
                yield from both("estimates", f"{what}, {key}", entry[key], ours, loose)


def _estimate(entry: dict[str, Any], known: Any, made: sf.Design) -> tuple[Any, ...]:
    stat, design = entry["stat"], entry["design"]
    if "post-stratified" in design:
        made = sf.post_stratify(made, known.text("stype"), TYPES)
    elif "calibrated" in design:
        columns = {"stype": known.text("stype"), "api99": known.number("api99")}
        made = sf.calibrate(made, columns, {"stype": TYPES, "api99": 3914069})
    elif "raked" in design:
        columns = {"stype": known.text("stype"), "sch.wide": known.text("sch.wide")}
        totals = {"stype": TYPES, "sch.wide": {"No": 1072, "Yes": 5122}}
        made = sf.calibrate(made, columns, totals, "raking")
    if stat == "share":
        kinds = np.array(known.text("stype"))
        found = sf.estimate(made, {kind: kinds == kind for kind in "EHM"}, "proportion")
        return found.estimate, found.se
    if stat in ("domain mean", "contrast E-M"):
        found = sf.estimate(made, known.number("api00"), domains=known.text("stype"), keep_scores=True)
        if stat == "contrast E-M":
            apart = sf.difference(found.at("E"), found.at("M"), "same_sample")
            return apart.difference, apart.se
        cell = found.at(entry["domain"].split("=")[1])
        return cell.estimate, cell.se
    x = known.number(entry["x"]) if stat == "ratio" else None
    found = sf.estimate(made, known.number(entry["y"]), stat, x=x)
    return found.estimate, found.se, found.deff, found.df


def intervals() -> Iterator[Row]:
    clusters, strata, none, three = reference()["intervals"]
    known, made = known_design("dclus1")
    few = sf.estimate(made, known.number("ell") == 0, "proportion")
    yield from both(
        "intervals", "dclus1 ell==0, est, se", [clusters["est"], clusters["se"]], [few.estimate, few.se]
    )
    for method in ("logit", "beta"):
        ends = sf.interval(few, method)
        yield from both("intervals", f"dclus1 ell==0, {method}", clusters[method], [ends.low, ends.high])
    known, made = known_design("dstrat")
    wide = sf.estimate(made, np.array(known.text("sch.wide")) == "Yes", "proportion")
    yield from both("intervals", "dstrat sch.wide, est", strata["est"], wide.estimate)
    for method, name in (
        ("logit", "logit"),
        ("beta", "beta_uncapped"),
        ("korn_graubard", "korn_graubard_capped"),
    ):
        ends = sf.interval(wide, method)
        yield from both("intervals", f"dstrat sch.wide, {name}", strata[name], [ends.low, ends.high])
    yield from both(
        "intervals", "0 of 10, Clopper-Pearson", none["clopper_pearson"], sf.clopper_pearson(0, 10)
    )
    yield from both(
        "intervals", "3 of 12, Clopper-Pearson", three["clopper_pearson"], sf.clopper_pearson(3, 12)
    )
    yield from both("intervals", "3 of 12, Wilson", three["wilson"], sf.wilson(3, 12))


def paired() -> Iterator[Row]:
    wanted = reference()["paired"]
    before = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    after = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = sf.paired_change(before, after)
    yield from both("paired", "t, p_t", [wanted["t"], wanted["p_t"]], [found.t, found.p_t])
    yield from both("paired", "ci95", wanted["ci95"], [found.low, found.high])
    yield from both("paired", "p_sign_flip_exact", wanted["p_sign_flip_exact"], found.p_sign_flip, 0.0)
    yield from both("paired", "d_z", wanted["d_z"], found.d_z)


def small_areas() -> Iterator[Row]:
    """The reference stopped early: 1e-6 absolute, as it says; and fully converged refvar 1e-10."""
    wanted, milk = reference()["fay_herriot_milk"], sample("milk")
    areas = np.array([[a == str(k) for k in (2, 3, 4)] for a in milk.text("MajorArea")], dtype=float)
    found = sf.fay_herriot(milk.number("yi"), milk.number("SD") ** 2, areas)
    yield from both("fay_herriot_milk", "refvar, fully converged", 0.0185503347627663, found.refvar, 1e-10)
    for key, ours in (
        ("refvar", found.refvar),
        ("beta", found.beta),
        ("eblup_first5", found.estimate[:5]),
        ("mse_first5", found.mse[:5]),
    ):
        for i, (theirs, mine) in enumerate(zip(np.ravel(wanted[key]), np.ravel(ours), strict=True)):
            yield Row(
                "fay_herriot_milk", f"{key} [{i}]", float(theirs), float(mine), 1e-6 / abs(float(theirs))
            )


def multiple() -> Iterator[Row]:
    holm = reference()["multiple"]["holm"]
    yield from both("multiple", "holm", holm["adjusted"], sf.adjust(holm["p"], "holm"), 1e-12)


def power() -> Iterator[Row]:
    (wanted,) = reference()["power"].values()
    yield from both("power", "n per group, .60 to .65", wanted, sf.needed_sample(0.60, 0.65).exact)


def anytime() -> Iterator[Row]:
    """The constants were cut off at their last digit, not rounded."""
    tables = reference()["anytime"]
    normal = tables["normal_mixture_two_sided(v=100, alpha=.05, v_opt=100, alpha_opt=.05)"]
    ours = float(normal_mixture_boundary(100, best_rho(100, 0.05), 0.05))
    yield from both("anytime", "normal mixture, two-sided", normal, ours)
    for (yes, n, t_opt), wanted in tables[
        "bernoulli_confidence_interval(successes, trials, alpha=.05, t_opt)"
    ]:
        yield from both(
            "anytime", f"{yes} of {n}, t_opt {t_opt}", wanted, sf.beta_binomial_sequence(yes, n, t_opt=t_opt)
        )
    for (yes, n), wanted in tables["beta-binomial mixture, uniform prior, alpha .05"]:
        yield from both("anytime", f"{yes} of {n}, uniform prior", wanted, sf.beta_binomial_sequence(yes, n))


def suppression() -> Iterator[Row]:
    """A cell is 1 where it is hidden."""
    (known,) = reference()["suppression"]
    regions, sexes = sf.Dimension("region", "ABCD"), sf.Dimension("gender", "mf")
    table = sf.Table("protectTable", [[18, 2], [14, 19], [12, 10], [11, 14]], (regions, sexes))
    found = sf.protect(table, sf.Rules(threshold=5), cost="counts")
    yield from both("suppression", "cost of the optimum", known["cost_of_optimum"], found.cost, 0.0)
    hidden = {",".join(str(node) for node in cell) for cell in found.tables[0].suppressed}
    for cell in sorted(hidden | set(known["optimal"])):
        yield Row(
            "suppression", f"{cell} is hidden", float(cell in known["optimal"]), float(cell in hidden), 0.0
        )


SECTIONS = {
    "estimates": estimates,
    "intervals": intervals,
    "paired": paired,
    "fay_herriot_milk": small_areas,
    "multiple": multiple,
    "power": power,
    "anytime": anytime,
    "suppression": suppression,
}


def rows() -> Iterator[Row]:
    for section in SECTIONS.values():
        yield from section()


def main() -> None:
    every = list(rows())
    print(f"{'section':17} {'what':74} {'reference':>20} {'ours':>20} {'apart':>8} {'allowed':>8}")
    for row in every:
        said = "" if row.agrees else "  DIFFERS"
        numbers = f"{row.wanted:20.14g} {row.found:20.14g} {row.apart:8.0e} {row.allowed:8.0e}"
        print(f"{row.section:17} {row.what[:74]:74} {numbers}{said}")
    print(f"\n{sum(row.agrees for row in every)} of {len(every)} agree")


if __name__ == "__main__":
    main()
