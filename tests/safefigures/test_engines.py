"""Another engine gives the same estimates as numpy: DuckDB always, PostgreSQL where one runs, Trino and Spark compiled."""

from __future__ import annotations

import os
import secrets
import sys
from urllib.parse import parse_qs, urlparse

import numpy as np
import polars as pl
import pytest

from safefigures import DesignError, StatInputError, design, estimate
from safefigures.engines import EngineMissing, compile_passes, estimate_table
from tests.safefigures.reference.make_monitor import monitor
from tests.safefigures.samples import known_design

ibis = pytest.importorskip("ibis")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
ITEMS = ["q00", "q01", "gaps", "yes"]


def frame() -> pl.DataFrame:
    """The benchmark monitor, small, with a yes/no item and an item that not everybody answered."""
    found = monitor(4000).with_columns(yes=pl.col("q02") > 3)
    draw = np.random.default_rng(5)
    gaps = pl.Series([None if draw.random() < 0.1 else float(v) for v in found["q03"]], dtype=pl.Float64)
    return found.with_columns(gaps=gaps, region=pl.col("municipality") % 12, fpc=pl.lit(90)).select(
        "region", "wave", "group", "psu", "weight", "fpc", *ITEMS
    )


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return frame()


@pytest.fixture(scope="module")
def duckdb_table(rows):
    return ibis.duckdb.connect().create_table("answers", rows.to_arrow())


@pytest.fixture(scope="module")
def postgres_table(rows):
    """A table of our own in the PostgreSQL the tests were given; gone afterwards."""
    address = urlparse(os.environ.get("KOERSVAST_DATABASE_URL", ""))  # noqa: TID251  # no settings: no Django here
    if not address.scheme.startswith("postgres"):
        pytest.skip("no PostgreSQL in KOERSVAST_DATABASE_URL")
    connection = ibis.postgres.connect(
        user=address.username,
        password=address.password,
        host=parse_qs(address.query).get("host", [address.hostname])[0],
        port=address.port or 5432,
        database=address.path.lstrip("/"),
    )
    name = f"safefigures_{secrets.token_hex(6)}"
    try:
        yield connection.create_table(name, rows.to_arrow())
    finally:
        connection.drop_table(name, force=True)
        connection.disconnect()


@pytest.fixture(params=["duckdb", "postgres"])
def table(request):
    return request.getfixturevalue(f"{request.param}_table")


def same(found, wanted):
    assert found.domains == wanted.domains
    assert found.variables == wanted.variables
    for name in ("estimate", "se", "n", "n_effective", "deff", "df", "missing"):
        np.testing.assert_allclose(getattr(found, name), getattr(wanted, name), rtol=1e-9, err_msg=name)


DESIGNS = {
    "clusters in strata": {"strata": ["region", "wave"], "psu": "psu", "weights": "weight", "fpc": "fpc"},
    "clusters": {"psu": "psu", "weights": "weight"},
    "elements in strata": {"strata": ["region"], "weights": "weight"},
    "a simple random sample": {},
}


def in_numpy(rows, names):
    strata = names.get("strata")
    key = None if strata is None else rows.select(pl.concat_str(strata, separator="-")).to_series()
    columns = {role: rows[names[role]] for role in ("psu", "weights", "fpc") if role in names}
    return design(strata=key, n=len(rows), **columns)


@pytest.mark.parametrize("names", DESIGNS.values(), ids=DESIGNS)
@pytest.mark.parametrize("stat", ["mean", "total", "ratio"])
def test_the_table_of_the_engine_is_that_of_numpy(rows, table, stat, names):
    x = "q01" if stat == "ratio" else None
    found = estimate_table(table, ITEMS, stat, x, ["group", "wave"], missing="drop", **names)
    wanted = estimate(
        in_numpy(rows, names),
        rows.select(ITEMS),
        stat,
        x=None if x is None else rows[x],
        domains=[rows["group"], rows["wave"]],
        missing="drop",
    )
    same(found, wanted)


def test_proportions_without_domains(rows, table):
    found = estimate_table(table, "yes", "proportion", psu="psu", weights="weight")
    same(found, estimate(design(psu=rows["psu"], weights=rows["weight"]), rows.select("yes"), "proportion"))


def test_not_a_number_is_a_missing_answer(rows, duckdb_table):
    with_nan = rows.with_columns(gaps=pl.col("gaps").fill_null(float("nan")))
    held = ibis.duckdb.connect().create_table("nan", with_nan.to_arrow())
    found = estimate_table(held, "gaps", domains="group", missing="drop")
    same(found, estimate_table(duckdb_table, "gaps", domains="group", missing="drop"))


def test_equal_answers_have_no_error(duckdb_table):
    found = estimate_table(duckdb_table.mutate(seven=ibis.literal(4.7)), "seven", weights="weight")
    assert found.se.item() == 0
    assert np.isnan(found.deff.item())


@pytest.mark.parametrize("name", ["dstrat", "dclus1"])
def test_the_reference_values_of_r_in_duckdb(name):
    known, made = known_design(name)
    columns = {c: known.text(c) for c in ("stype", "dnum", "awards")}
    columns |= {c: known.number(c) for c in ("api00", "pw", "fpc")}
    held = ibis.duckdb.connect().create_table("schools", pl.DataFrame(columns).to_arrow())
    role = {"strata": "stype"} if name == "dstrat" else {"psu": "dnum"}
    found = estimate_table(held, "api00", domains="awards", weights="pw", fpc="fpc", **role)
    same(found, estimate(made, {"api00": known.number("api00")}, domains=known.text("awards")))


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "trino", "pyspark"])
def test_the_passes_compile_for(dialect, duckdb_table, monkeypatch):
    """Spark's compiler reads an option that pyspark itself would set."""

    class Spark(ibis.config.Config):
        treat_nan_as_null: bool = False

    if ibis.options.pyspark is None:
        monkeypatch.setattr(ibis.options, "pyspark", Spark())
    for names in DESIGNS.values():
        first, second = compile_passes(duckdb_table, dialect, ITEMS, domains="group", **names)
        assert "GROUP BY" in first
        assert "VAR_POP" in second.upper()


class TestRefusals:
    @pytest.fixture
    def held(self):
        def make(**columns):
            base = {"h": ["a", "a", "b", "b"], "c": [1, 2, 1, 2], "w": [1.0, 1, 1, 1], "y": [1.0, 2, 3, 4]}
            base |= {"d": ["p", "q", "p", "q"], "f": [9, 9, 9, 9], "x": [1.0, 1, 1, 1]}
            return ibis.memtable(pl.DataFrame(base | columns).to_arrow())

        return make

    @pytest.mark.parametrize(
        ("columns", "words", "error", "place"),
        [
            ({}, {"psu": "nobody"}, StatInputError, "nobody"),
            ({"w": [1.0, -1, 1, 1]}, {}, StatInputError, "w, stratum 'a'"),
            ({"w": [1.0, None, 1, 1]}, {}, StatInputError, "w, stratum 'a'"),
            ({"w": [0.0, 0, 0, 0]}, {}, StatInputError, "w"),
            ({"h": ["a", "a", None, "b"]}, {}, StatInputError, "h"),
            ({"c": [1, 2, None, 2]}, {}, StatInputError, "c, stratum 'b'"),
            ({"d": ["p", None, "p", "q"]}, {}, StatInputError, "d"),
            ({"c": [1, 2, 1, 1]}, {}, DesignError, "stratum 'b'"),
            ({"f": [9, 9, 9, 8]}, {}, DesignError, "f, stratum 'b'"),
            ({"f": [9, 9, 1, 1]}, {}, DesignError, "stratum 'b'"),
            ({"y": [1.0, None, 3, 4]}, {}, StatInputError, "domain 'q', y"),
            (
                {"y": [1.0, float("nan"), 3, float("nan")]},
                {"missing": "drop"},
                StatInputError,
                "domain 'q', y",
            ),
            ({"y": [1.0, float("inf"), 3, 4]}, {}, StatInputError, "domain 'q', y"),
            ({}, {"stat": "proportion"}, StatInputError, "domain 'p', y"),
            ({}, {"stat": "ratio"}, StatInputError, "x"),
            ({"x": [1.0, 0, 1, 0]}, {"stat": "ratio", "x": "x"}, StatInputError, "domain 'q', y"),
        ],
    )
    def test_what_cannot_be_is_named(self, held, columns, words, error, place):
        names = {"domains": "d", "strata": "h", "psu": "c", "weights": "w", "fpc": "f"} | words
        with pytest.raises(error) as refusal:
            estimate_table(held(**columns), "y", **names)
        assert refusal.value.place == place

    def test_without_ibis_it_says_what_to_install(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "ibis", None)
        with pytest.raises(EngineMissing, match="engines"):
            estimate_table(object(), "y")
