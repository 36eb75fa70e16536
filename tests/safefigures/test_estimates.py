"""Estimates: laws that hold for every sample, a second opinion, and what is refused."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safefigures import StatInputError, calibrate, design, difference, estimate, interval
from tests.safefigures.samples import known_design


class Drawn:
    """A random stratified cluster sample with 2 to 4 clusters per stratum, and domains that cross both."""

    def __init__(self, seed: int, n: int = 60) -> None:
        draw = np.random.default_rng(seed)
        self.strata = np.concatenate([np.repeat([0, 1, 2], 4), draw.integers(0, 3, n - 12)])
        self.psu = np.concatenate([np.tile([0, 1, 0, 1], 3), draw.integers(0, 4, n - 12)])
        self.weights = draw.lognormal(0, 0.7, n)
        self.y = draw.normal(3, 2, n) + self.strata
        self.x = draw.uniform(1, 5, n)
        self.share = (draw.random(n) < 0.4).astype(np.int8)
        self.domains = np.concatenate([np.arange(3).repeat(2), draw.integers(0, 3, n - 6)])
        self.n = n

    def design(self, order=slice(None), scale=1.0):
        return design(strata=self.strata[order], psu=self.psu[order], weights=scale * self.weights[order])


samples = st.integers(0, 10_000).map(Drawn)
STATS = {"mean": "y", "proportion": "share", "ratio": "y"}


def table(drawn, made, stat, order=slice(None)):
    x = drawn.x[order] if stat == "ratio" else None
    return estimate(
        made, getattr(drawn, STATS.get(stat, "y"))[order], stat, x=x, domains=drawn.domains[order]
    )


def same(found, wanted, names=("estimate", "se", "n_effective", "df", "n"), rtol=1e-10):
    for name in names:
        np.testing.assert_allclose(getattr(found, name), getattr(wanted, name), rtol=rtol, atol=1e-13)


@given(samples, st.sampled_from(list(STATS)), st.floats(1e-6, 1e6))
def test_the_scale_of_the_weights_does_not_matter(drawn, stat, scale):
    same(table(drawn, drawn.design(scale=scale), stat), table(drawn, drawn.design(), stat))


@given(samples, st.sampled_from([*STATS, "total"]), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(drawn, stat, random):
    order = list(range(drawn.n))
    random.shuffle(order)
    same(table(drawn, drawn.design(order), stat, order), table(drawn, drawn.design(), stat))


@given(samples, st.sampled_from([*STATS, "total"]))
def test_the_names_of_strata_and_psus_do_not_matter(drawn, stat):
    names = np.array(["zuid", "noord", "midden"])[drawn.strata]
    renamed = design(strata=names, psu=[f"wijk {9 - c}" for c in drawn.psu], weights=drawn.weights)
    same(table(drawn, renamed, stat), table(drawn, drawn.design(), stat))


@given(samples, st.sampled_from(list(STATS)))
def test_a_merged_domain_lies_between_its_parts(drawn, stat):
    x = drawn.x if stat == "ratio" else None
    y = getattr(drawn, STATS[stat])
    parts = estimate(drawn.design(), y, stat, x=x, domains=drawn.domains).estimate
    whole = estimate(drawn.design(), y, stat, x=x).estimate.item()
    assert parts.min() - 1e-12 <= whole <= parts.max() + 1e-12


@given(samples)
def test_totals_of_domains_add_up(drawn):
    parts = estimate(drawn.design(), drawn.y, "total", domains=drawn.domains).estimate
    assert parts.sum() == pytest.approx(estimate(drawn.design(), drawn.y, "total").estimate.item())


@given(samples)
def test_adding_a_constant_moves_the_mean_and_nothing_else(drawn):
    """Also a very large one: residuals are taken before they are squared, and the mean's own rounding is taken out."""
    y = np.round(drawn.y * 256) / 256  # so that y + 2**40 is exact
    far = estimate(drawn.design(), y + 2.0**40, domains=drawn.domains)
    near = estimate(drawn.design(), y, domains=drawn.domains)
    np.testing.assert_allclose(far.se, near.se, rtol=1e-10)
    np.testing.assert_allclose(far.n_effective, near.n_effective, rtol=1e-6)
    np.testing.assert_allclose(far.estimate - 2.0**40, near.estimate, atol=2.0**-12)


@given(samples)
def test_domains_as_labels_and_as_yes_no_columns_are_the_same(drawn):
    labels = table(drawn, drawn.design(), "mean")
    masks = {int(d): drawn.domains == d for d in labels.domains}
    same(estimate(drawn.design(), drawn.y, domains=masks), labels)
    matrix = np.stack(list(masks.values()), axis=1)
    same(estimate(drawn.design(), drawn.y, domains=matrix), labels)


@given(samples, st.sampled_from(["mean", "total", "ratio"]))
def test_kept_scores_give_the_same_variance_by_another_road(drawn, stat):
    """The sparse sums of neighbours against dense scores per unit."""
    x = drawn.x if stat == "ratio" else None
    found = estimate(drawn.design(), drawn.y, stat, x=x, domains=drawn.domains)
    dense = estimate(drawn.design(), drawn.y, stat, x=x, domains=drawn.domains, covariance=True)
    same(dense, found, rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(np.diag(dense.covariance)), found.se.ravel(), rtol=1e-9, atol=1e-12)


@given(samples)
def test_two_stages_agree_with_the_textbook_sum_over_stages(drawn):
    """Särndal e.a. 1992: between PSUs, plus the drawn share of the variance within each."""
    fpc_1, fpc_2 = 9, 50
    made = design(
        psu=[drawn.strata, np.arange(drawn.n)], weights=drawn.weights, fpc=[fpc_1, np.full(drawn.n, fpc_2)]
    )
    z = drawn.weights * drawn.y
    first = np.bincount(drawn.strata, weights=z)
    wanted = (1 - 3 / fpc_1) * 3 * np.var(first, ddof=1)
    for h in range(3):
        part = z[drawn.strata == h]
        m = len(part)
        wanted += 3 / fpc_1 * (1 - m / fpc_2) * m * np.var(part, ddof=1)
    found = estimate(made, drawn.y, "total")
    assert found.se.item() == pytest.approx(np.sqrt(wanted), rel=1e-11)


@given(samples)
def test_missing_answers_are_a_domain(drawn):
    gone = drawn.domains == 0
    y = np.where(gone, np.nan, drawn.y)
    dropped = estimate(drawn.design(), y, missing="drop")
    same(dropped, estimate(drawn.design(), drawn.y, domains={"answered": ~gone}))
    assert dropped.missing.item() == gone.sum()


def test_a_second_opinion_of_svy():
    """svy 0.35 (Python): mean and proportion with their errors, by domain, on dstrat and dclus1."""
    import svy

    for name, roles in (("dstrat", {"stratum": "stype"}), ("dclus1", {"psu": "dnum"})):
        known, made = known_design(name)
        columns = {key: known.text(key) for key in ("stype", "dnum", "awards")}
        frame = pl.DataFrame(columns | {key: known.number(key) for key in ("api00", "pw", "fpc")})
        sampled = svy.Sample(frame, svy.Design(wgt="pw", pop_size="fpc", **roles))
        for by in (None, "awards"):
            theirs = sampled.estimation.mean("api00", by=by).to_polars()
            ours = estimate(made, known.number("api00"), domains=None if by is None else known.text(by))
            np.testing.assert_allclose(ours.estimate.ravel(), theirs["est"].to_numpy(), rtol=1e-10)
            np.testing.assert_allclose(ours.se.ravel(), theirs["se"].to_numpy(), rtol=1e-10)


@pytest.mark.parametrize("method", ["korn-graubard", "beta", "logit"])
@pytest.mark.parametrize(("name", "roles"), [("dstrat", {"stratum": "stype"}), ("dclus1", {"psu": "dnum"})])
def test_a_second_opinion_on_intervals_in_domains(name, roles, method):
    """svy 0.35: estimation.prop(ci_method=...), whose df are per domain as ours are."""
    import svy

    known, made = known_design(name)
    wide = (np.array(known.text("sch.wide")) == "Yes").astype(int)
    columns = {"stype": known.text("stype"), "dnum": known.text("dnum"), "wide": wide}
    frame = pl.DataFrame(columns | {key: known.number(key) for key in ("pw", "fpc")})
    sampled = svy.Sample(frame, svy.Design(wgt="pw", pop_size="fpc", **roles))
    theirs = sampled.estimation.prop("wide", by="stype", ci_method=method).to_polars()
    theirs = theirs.filter(pl.col("wide").cast(pl.String) == "1")
    found = estimate(made, wide, "proportion", domains=known.text("stype"))
    ours = interval(found, method.replace("-", "_"))
    np.testing.assert_allclose(ours.low.ravel(), theirs["lci"].to_numpy(), rtol=1e-9)
    np.testing.assert_allclose(ours.high.ravel(), theirs["uci"].to_numpy(), rtol=1e-9)
    assert found.df.ravel().tolist() == theirs["df"].to_list()


def test_many_variables_and_crossed_domains_have_one_table():
    drawn = Drawn(1, 300)
    frame = pl.DataFrame({"cijfer": drawn.y, "ja": drawn.share.astype(bool)})
    found = estimate(drawn.design(), frame, domains=[drawn.domains, drawn.share])
    assert found.variables == ("cijfer", "ja")
    assert found.estimate.shape == (6, 2)
    assert found.domains[1] == (0, 1)
    assert found.at((0, 1), "ja").estimate.item() == 1
    one = estimate(drawn.design(), drawn.y, domains={"x": (drawn.domains == 0) & (drawn.share == 1)})
    same(found.at((0, 1), "cijfer"), one)


@pytest.mark.parametrize("kind", [np.int8, np.float32, np.float64, bool])
def test_columns_of_any_type_give_the_same(kind):
    drawn = Drawn(2)
    same(estimate(drawn.design(), drawn.share.astype(kind)), estimate(drawn.design(), drawn.share))


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("count", [2, 11, 17])
def test_a_matrix_is_its_columns(order, count):
    drawn = Drawn(6, 9000)  # more rows than are copied at a time
    y = np.asarray(np.random.default_rng(7).integers(1, 6, (9000, count)).astype(np.int8), order=order)
    found = estimate(drawn.design(), y, "ratio", x=y[:, ::-1] + 1, domains=drawn.domains)
    assert found.variables == tuple(f"y{j}" for j in range(count))
    for j in (0, count // 2, count - 1):
        one = estimate(drawn.design(), y[:, j], "ratio", x=y[:, count - 1 - j] + 1, domains=drawn.domains)
        same(found.at(variables=f"y{j}"), one)


def test_a_stratum_where_nobody_answered_takes_no_degree_of_freedom():
    """R: degf(subset(design, !is.na(y))) counts the strata that are left."""
    made = design(strata=list("aaabbbcc"))
    found = estimate(made, [1, 2, 3, 4, 5, 6, np.nan, np.nan], missing="drop")
    assert found.df.item() == 4
    assert found.se.item() > 0


def test_a_column_of_yes_and_no_with_gaps():
    frame = pl.DataFrame({"ja": [True, False, None, True]})
    found = estimate(design(n=4), frame, "proportion", missing="drop")
    assert found.estimate.item() == pytest.approx(2 / 3)
    assert found.n.item() == 3


def test_equal_answers_have_no_error_and_no_design_effect():
    found = estimate(Drawn(3).design(), np.full(60, 4.7))
    assert found.se.item() == 0
    assert np.isnan(found.deff.item())
    assert found.n_effective.item() == 60


def test_everybody_says_yes_is_exactly_one():
    found = estimate(Drawn(4).design(), np.ones(60), "proportion", domains=Drawn(4).domains)
    assert (found.estimate == 1).all()


def refused(*arguments, **words):
    with pytest.raises(StatInputError) as refusal:
        estimate(*arguments, **words)
    return refusal.value.place


class TestRefusals:
    made = design(n=4)
    y = np.array([1.0, 2.0, 3.0, 4.0])

    def test_a_column_of_another_length(self):
        assert refused(self.made, [1, 2, 3]) == "y"
        assert refused(self.made, {"veilig": [1, 2, 3]}) == "veilig"

    def test_a_missing_answer_is_named_by_row(self):
        assert refused(self.made, [1, np.nan, 3, 4]) == "y[1]"
        assert refused(self.made, pl.DataFrame({"veilig": [1, 2, None, 4]})) == "veilig[2]"

    def test_an_infinite_answer_is_named_by_row(self):
        assert refused(self.made, [1, 2, 3, np.inf], missing="drop") == "y[3]"

    def test_numbers_and_weights_beyond_what_adds_up(self):
        assert refused(self.made, [1e308, 1e308, 1, 1]) == "domain 'all', y"
        assert refused(design(weights=[1e308] * 4), self.y) == "domain 'all', y"
        assert refused(design(weights=[1e-320] * 4), self.y) == "domain 'all', y"

    def test_rows_of_different_lengths_and_complex_numbers(self):
        refused(self.made, [[1, 2], [3]])
        assert refused(self.made, np.array([1j, 2, 3, 4])) == "y"

    def test_words_where_numbers_belong(self):
        assert refused(self.made, ["a", "b", "c", "d"]) == "y"

    def test_a_proportion_of_something_else_than_yes_and_no(self):
        assert refused(self.made, [0, 1, 2, 1], "proportion") == "y[2]"

    def test_an_empty_domain(self):
        assert refused(self.made, self.y, domains={"niemand": np.zeros(4, bool)}) == "domain 'niemand'"

    def test_a_domain_without_answers(self):
        place = refused(self.made, [1, np.nan, 3, np.nan], domains=["a", "b", "a", "b"], missing="drop")
        assert place == "domain 'b', y"

    def test_a_domain_without_weight(self):
        made = design(weights=[1, 1, 0, 0])
        assert refused(made, self.y, domains=["a", "a", "b", "b"]) == "domain 'b'"

    def test_a_row_without_a_domain(self):
        assert refused(self.made, self.y, domains=["a", None, "b", "b"]) == "domains[1]"

    def test_domains_of_another_length(self):
        assert refused(self.made, self.y, domains=["a", "b"]) == "domains"
        assert refused(self.made, self.y, domains={"a": np.ones(3, bool)}) == "domain 'a'"

    def test_a_ratio_without_a_denominator_and_a_mean_with_one(self):
        assert refused(self.made, self.y, "ratio") == "x"
        assert refused(self.made, self.y, "mean", x=self.y) == "x"
        assert refused(self.made, self.y, "ratio", x=np.ones((4, 2))) == "x"

    def test_a_denominator_of_zero(self):
        place = refused(self.made, self.y, "ratio", x=[1, 1, 0, 0], domains=["a", "a", "b", "b"])
        assert place == "domain 'b', y"

    def test_a_statistic_that_is_not_one(self):
        assert refused(self.made, self.y, "median") == "stat"

    def test_a_label_that_is_not_there(self):
        with pytest.raises(StatInputError, match="'c'"):
            estimate(self.made, self.y, domains=list("aabb")).at("c")

    def test_more_covariances_than_anybody_reads(self):
        made = design(n=5000)
        assert refused(made, np.arange(5000.0), domains=np.arange(5000), covariance=True) == "covariance"


def test_a_calibrated_design_keeps_its_domains_and_its_differences():
    drawn = Drawn(5, 200)
    made = calibrate(drawn.design(), {"d": drawn.share}, {"d": {0: 600.0, 1: 400.0}})
    found = estimate(made, drawn.share, "proportion", keep_scores=True)
    assert found.estimate.item() == pytest.approx(0.4)
    assert found.se.item() == pytest.approx(0, abs=1e-9)
    assert difference(found, found, "same_sample").se.item() == 0
