"""Estimates, intervals and weights agree with R's survey package.

`values.json` was handed to us (R 4.2.2, survey 4.1-1); `r_survey.json` is made by `make_r_survey.R` with the same versions.
"""

from __future__ import annotations

import numpy as np
import pytest

from safefigures import (
    calibrate,
    clopper_pearson,
    design,
    difference,
    estimate,
    interval,
    kish_effect,
    post_stratify,
    wilson,
)
from tests.safefigures.samples import known_design, reference, sample

DESIGNS = ("dstrat", "dclus1", "dclus2")
TYPES = {"E": 4421, "H": 755, "M": 1018}
WIDE = {"No": 1072, "Yes": 5122}


def close(found, wanted, rtol=1e-12):
    np.testing.assert_allclose(np.ravel(found), np.ravel(wanted), rtol=rtol, atol=0)


def printed(found, wanted):
    """Equal to the digits that stand in the file."""
    for mine, theirs in zip(np.ravel(found), np.ravel(wanted), strict=True):
        digits = len(repr(float(theirs)).replace(".", "").lstrip("-0").split("e")[0])
        assert float(f"{mine:.{digits}g}") == pytest.approx(theirs, rel=2 * 10.0 ** (1 - digits), abs=0), (
            mine,
            theirs,
        )


def value(**wanted):
    """The one entry of values.json, "estimates", with these words."""
    found = [e for e in reference()["estimates"] if all(e.get(k) == v for k, v in wanted.items())]
    assert len(found) == 1, wanted
    return found[0]


class TestValuesEstimates:
    """values.json, "estimates": each entry."""

    @pytest.mark.parametrize("name", ["dstrat", "dclus1"])
    def test_the_mean_its_error_its_design_effect_and_its_df(self, name):
        known, made = known_design(name)
        wanted = value(design=name, stat="mean", y="api00")
        found = estimate(made, known.number("api00"))
        close(found.estimate, wanted["est"])
        close(found.se, wanted["se"])
        printed(found.deff, wanted["deff"])
        assert found.df.item() == wanted["df"] == made.df

    @pytest.mark.parametrize("name", ["dstrat", "dclus1"])
    def test_the_total(self, name):
        known, made = known_design(name)
        wanted = value(design=name, stat="total")
        found = estimate(made, known.number("enroll"), "total")
        close(found.estimate, wanted["est"])
        close(found.se, wanted["se"])

    def test_the_ratio(self):
        known, made = known_design("dstrat")
        wanted = value(design="dstrat", stat="ratio")
        found = estimate(made, known.number("api.stu"), "ratio", x=known.number("enroll"))
        close(found.estimate, wanted["est"])
        close(found.se, wanted["se"])

    def test_the_domain_means(self):
        known, made = known_design("dclus1")
        found = estimate(made, known.number("api00"), domains=known.text("stype"))
        for d, label in enumerate(found.domains):
            wanted = value(design="dclus1", domain=f"stype={label}")
            printed([found.estimate[d, 0], found.se[d, 0]], [wanted["est"], wanted["se"]])

    def test_the_contrast_of_two_domains(self):
        known, made = known_design("dclus1")
        wanted = value(design="dclus1", stat="contrast E-M")
        found = estimate(made, known.number("api00"), domains=known.text("stype"), keep_scores=True)
        apart = difference(found.at("E"), found.at("M"), "same_sample")
        printed([apart.difference, apart.se], [wanted["est"], wanted["se"]])

    def test_the_shares_of_the_types(self):
        known, made = known_design("dclus1")
        wanted = value(design="dclus1", stat="share")
        kinds = np.array(known.text("stype"))
        found = estimate(made, {kind: kinds == kind for kind in "EHM"}, "proportion")
        printed(found.estimate, wanted["est"])
        printed(found.se, wanted["se"])

    def test_post_stratified(self):
        known, made = known_design("dclus1")
        wanted = value(design="dclus1 post-stratified on stype (E 4421, H 755, M 1018)")
        found = estimate(post_stratify(made, known.text("stype"), TYPES), known.number("api00"))
        close(found.estimate, wanted["est"])
        close(found.se, wanted["se"])

    def test_calibrated_linearly(self):
        known, made = known_design("dclus1")
        wanted = value(design="dclus1 calibrated linear on stype + api99 (total 3914069)")
        columns = {"stype": known.text("stype"), "api99": known.number("api99")}
        found = estimate(calibrate(made, columns, {"stype": TYPES, "api99": 3914069}), known.number("api00"))
        close(found.estimate, wanted["est"], 1e-10)
        close(found.se, wanted["se"], 1e-10)

    def test_raked(self):
        known, made = known_design("dclus1")
        wanted = value(design="dclus1 raked on stype x sch.wide (No 1072, Yes 5122), converged")
        columns = {"stype": known.text("stype"), "sch.wide": known.text("sch.wide")}
        found = estimate(
            calibrate(made, columns, {"stype": TYPES, "sch.wide": WIDE}, "raking"), known.number("api00")
        )
        close(found.estimate, wanted["est"], 1e-9)
        close(found.se, wanted["se"], 1e-9)


class TestValuesIntervals:
    """values.json, "intervals": each entry."""

    def test_a_share_near_zero_from_clusters(self):
        known, made = known_design("dclus1")
        wanted = reference()["intervals"][0]
        found = estimate(made, known.number("ell") == 0, "proportion")
        printed([found.estimate, found.se], [wanted["est"], wanted["se"]])
        for method in ("logit", "beta"):
            edges = interval(found, method, level=wanted["level"])
            printed([edges.low, edges.high], wanted[method])

    def test_a_share_with_an_effective_n_above_n(self):
        known, made = known_design("dstrat")
        wanted = reference()["intervals"][1]
        found = estimate(made, np.array(known.text("sch.wide")) == "Yes", "proportion")
        printed(found.estimate, wanted["est"])
        for method, name in {
            "logit": "logit",
            "beta": "beta_uncapped",
            "korn_graubard": "korn_graubard_capped",
        }.items():
            edges = interval(found, method)
            printed([edges.low, edges.high], wanted[name])

    @pytest.mark.parametrize(("count", "n", "place"), [(0, 10, 2), (3, 12, 3)])
    def test_a_plain_count(self, count, n, place):
        wanted = reference()["intervals"][place]
        assert wanted["exact binomial"] == f"{count} of {n}"
        sampled = estimate(design(n=n), np.arange(n) < count, "proportion")
        edges = interval(sampled, "korn_graubard")
        for low, high in (clopper_pearson(count, n), (edges.low.item(), edges.high.item())):
            close([low, high], wanted["clopper_pearson"], 1e-11)
        if "wilson" in wanted:
            edges = interval(sampled, "wilson")
            for low, high in (wilson(count, n), (edges.low.item(), edges.high.item())):
                close([low, high], wanted["wilson"], 1e-11)


def r(*words):
    return reference("r_survey")[" ".join(words)]


def agrees(found, wanted, rtol=1e-12):
    """Estimate and standard error, and where R gave them the design effect and df, in the order of R's domains."""
    close(found.estimate, wanted["est"], rtol)
    close(found.se, wanted["se"], rtol)
    if "domains" in wanted:
        assert list(map(str, found.domains)) == wanted["domains"]
    if "deff" in wanted:
        close(found.deff, wanted["deff"], max(rtol, 1e-11))
    if "df" in wanted:
        np.testing.assert_array_equal(found.df.ravel(), np.ravel(wanted["df"]))


@pytest.mark.parametrize("name", DESIGNS)
class TestEveryDesign:
    """R: svymean, svytotal, svyratio, svyby, svycontrast and svyciprop on one-stage and two-stage samples."""

    def test_means_and_totals(self, name):
        known, made = known_design(name)
        y = known.number("api00")
        agrees(estimate(made, y), r(name, "mean api00"))
        agrees(estimate(made, y, "total"), r(name, "total api00"))

    def test_the_ratio_of_those_who_have_both(self, name):
        known, made = known_design(name)
        up, down = known.number("api.stu"), known.number("enroll")
        wanted = dict(r(name, "ratio api.stu enroll"))
        wanted.pop("df")  # R's is of all PSUs, ours of those that answered
        agrees(estimate(made, up, "ratio", x=down, missing="drop"), wanted, rtol=1e-11)

    @pytest.mark.parametrize("by", ["stype", "awards"])
    def test_means_in_domains_that_cross_strata_and_clusters(self, name, by):
        known, made = known_design(name)
        found = estimate(made, known.number("api00"), domains=known.text(by))
        agrees(found, r(name, "mean api00 by", by))

    def test_totals_and_ratios_in_domains(self, name):
        known, made = known_design(name)
        by = known.text("awards")
        agrees(estimate(made, known.number("api00"), "total", domains=by), r(name, "total api00 by awards"))
        found = estimate(
            made, known.number("api.stu"), "ratio", x=known.number("enroll"), domains=by, missing="drop"
        )
        agrees(found, r(name, "ratio by awards"), rtol=1e-11)

    def test_the_covariance_of_domains(self, name):
        known, made = known_design(name)
        found = estimate(made, known.number("api00"), domains=known.text("awards"), covariance=True)
        np.testing.assert_allclose(
            found.covariance.ravel(),
            r(name, "covariance by awards")["vcov"],
            rtol=1e-11,
            atol=1e-11 * found.covariance.max(),
        )

    def test_the_difference_of_domains_and_of_variables(self, name):
        known, made = known_design(name)
        y = {"api00": known.number("api00"), "api99": known.number("api99")}
        found = estimate(made, y, domains=known.text("awards"), keep_scores=True)
        apart = difference(found.at("No", "api00"), found.at("Yes", "api00"), "same_sample")
        wanted = r(name, "contrast No-Yes awards")
        close([apart.difference, apart.se], [wanted["est"], wanted["se"]], 1e-11)
        found = estimate(made, y, keep_scores=True)
        apart = difference(found.at(variables="api00"), found.at(variables="api99"), "same_sample")
        wanted = r(name, "contrast api00-api99")
        close([apart.difference, apart.se], [wanted["est"], wanted["se"]], 1e-11)

    @pytest.mark.parametrize("method", ["logit", "beta", "mean"])
    def test_intervals_of_a_share(self, name, method):
        known, made = known_design(name)
        wide = np.array(known.text("sch.wide")) == "Yes"
        found = estimate(made, wide, "proportion", domains=known.text("stype"))
        ours = "t" if method == "mean" else method
        whole = estimate(made, wide, "proportion")
        for cell, wanted in (
            (whole, r(name, "ciprop", method)),
            (found.at("E"), r(name, "ciprop", method, "stype E")),
        ):
            edges = interval(cell, ours)
            close(cell.estimate, wanted["est"], 1e-9)  # R's logit iterates (glm), to about 1e-9
            close([edges.low, edges.high], wanted["ci"], 1e-8 if method == "logit" else 1e-10)


CALIBRATED = {
    "postStratify sch.wide": lambda k, d: post_stratify(d, k.text("sch.wide"), WIDE),
    "calibrate linear": lambda k, d: calibrate(d, *both(k)),
    "calibrate raking": lambda k, d: calibrate(d, *both(k), "raking"),
    "calibrate logit .4 2.2": lambda k, d: calibrate(d, *both(k), "logit", (0.4, 2.2)),
    "calibrate api99": lambda k, d: calibrate(d, *api99(k)),
    "post then calibrate": lambda k, d: calibrate(post_stratify(d, k.text("stype"), TYPES), *api99(k)),
}


def both(known):
    columns = {"stype": known.text("stype"), "sch.wide": known.text("sch.wide")}
    return columns, {"stype": TYPES, "sch.wide": WIDE}


def api99(known):
    score = known.number("api99")
    return {"one": np.ones(len(score)), "api99": score}, {"one": 6194, "api99": 3914069}


@pytest.mark.parametrize("how", CALIBRATED)
@pytest.mark.parametrize("name", DESIGNS)
class TestCalibratedDesigns:
    """R: postStratify and calibrate (linear, raking, logit with bounds, one after the other), with their own residuals."""

    def test_means_totals_ratios_domains_and_differences(self, name, how):
        known, plain = known_design(name)
        made = CALIBRATED[how](known, plain)
        words = f"{name} {how}"
        y = known.number("api00")
        rtol = 1e-10
        agrees(estimate(made, y), r(words, "mean api00"), rtol)
        agrees(
            estimate(made, known.number("enroll"), "total", missing="drop"), r(words, "total enroll"), rtol
        )
        ratio = estimate(made, known.number("api.stu"), "ratio", x=known.number("enroll"), missing="drop")
        agrees(ratio, r(words, "ratio"), rtol)
        found = estimate(made, y, domains=known.text("awards"), keep_scores=True)
        agrees(found, r(words, "mean api00 by awards"), rtol)
        apart = difference(found.at("Yes"), found.at("No"), "same_sample")
        wanted = r(words, "contrast Yes-No awards")
        close([apart.difference, apart.se], [wanted["est"], wanted["se"]], 1e-8)

    def test_the_weights(self, name, how):
        known, plain = known_design(name)
        made = CALIBRATED[how](known, plain)
        w = made.weights
        close([w.min(), w.max(), (w**2).sum()], r(name, how, "weights")["w"], 1e-10)
        assert made.diagnostics.margin_error < 1e-9
        assert made.diagnostics.kish == pytest.approx(kish_effect(w))


class TestOtherDesigns:
    def test_a_simple_random_sample_has_design_effect_one(self):
        found = estimate(design(n=40), np.arange(40.0) ** 1.5)
        close(found.deff, 1.0)

    def test_linear_calibration_with_bounds(self):
        """R: calibrate(calfun="linear", bounds=c(.88, 1.95)); weights stand on both bounds."""
        known, plain = known_design("dclus1")
        made = calibrate(plain, *both(known), bounds=(0.88, 1.95))
        agrees(estimate(made, known.number("api00")), r("dclus1 linear .88 1.95 mean api00"), 1e-10)
        w = made.weights
        close([w.min(), w.max(), (w**2).sum()], r("dclus1 linear .88 1.95 weights")["w"], 1e-10)

    def test_weights_from_population_counts_over_two_stages(self):
        _, made = known_design("dclus2")
        close(made.weights, r("dclus2 weights")["w"])

    def test_two_stages_without_population_counts_are_ultimate_clusters(self):
        known, _ = known_design("dclus2")
        made = design(psu=[known.text("dnum"), known.text("snum")], weights=known.number("pw"))
        agrees(estimate(made, known.number("api00")), r("dclus2 without fpc mean api00"))

    def test_missing_answers_make_a_domain(self):
        known, made = known_design("dclus2")
        found = estimate(made, known.number("avg.ed"), missing="drop")
        wanted = dict(r("dclus2 mean avg.ed na.rm"))
        wanted.pop("df")  # R's is of all PSUs, ours of those that answered
        agrees(found, wanted)

    @pytest.mark.parametrize("rule", ["certainty", "adjust"])
    def test_one_psu_in_a_stratum(self, rule):
        """R: options(survey.lonely.psu="certainty" and "adjust")."""
        known = sample("apiclus1")
        strata = ["alone" if d == "637" else "rest" for d in known.text("dnum")]
        made = design(strata=strata, psu=known.text("dnum"), weights=known.number("pw"), lonely=rule)
        agrees(estimate(made, known.number("api00")), r("lonely", rule, "mean"))
        agrees(estimate(made, known.number("api00"), "total"), r("lonely", rule, "total"))

    def test_two_waves_in_the_same_neighbourhoods(self):
        """R: both waves stacked, the wave as domain, svycontrast of the two."""
        known, first = known_design("dclus1")
        stays = np.array(known.text("stype")) != "H"

        def kept(column):
            return np.array(column)[stays]

        second = design(
            psu=kept(known.text("dnum")), weights=kept(known.number("pw")), fpc=kept(known.number("fpc"))
        )
        a = estimate(first, known.number("api99"), keep_scores=True)
        b = estimate(second, kept(known.number("api00")), keep_scores=True)
        apart = difference(b, a, "shared_psus")
        wanted = r("panel contrast b-a")
        close([apart.difference, apart.se], [wanted["est"], wanted["se"]], 1e-11)


class TestNhanes:
    """R: the NHANES subset of the survey package, nest=TRUE, na.rm=TRUE."""

    def test_the_mean_and_the_total(self):
        known, made = known_design("dnhanes")
        y = known.number("HI_CHOL")
        agrees(estimate(made, y, missing="drop"), r("nhanes mean HI_CHOL"))
        agrees(estimate(made, y, "total", missing="drop"), r("nhanes total HI_CHOL"))

    @pytest.mark.parametrize("by", ["race", "RIAGENDR", "agecat"])
    def test_the_mean_by(self, by):
        known, made = known_design("dnhanes")
        found = estimate(made, known.number("HI_CHOL"), "proportion", domains=known.text(by), missing="drop")
        agrees(found, r("nhanes HI_CHOL by", by))

    @pytest.mark.parametrize("method", ["logit", "beta"])
    @pytest.mark.parametrize("age", ["(19,39]", "(59,Inf]"])
    def test_intervals(self, method, age):
        known, made = known_design("dnhanes")
        found = estimate(
            made, known.number("HI_CHOL"), "proportion", domains=known.text("agecat"), missing="drop"
        )
        wanted = r("nhanes ciprop", method, age)
        edges = interval(found.at(age), method)
        close([edges.low, edges.high], wanted["ci"], 1e-8 if method == "logit" else 1e-10)
        assert found.at(age).n.item() == wanted["size"][0]
