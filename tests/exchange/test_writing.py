"""What is written reads back as the same plan, in this reader and in others."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koersvast.exchange.reading import read_plan
from koersvast.exchange.schema import json_schema
from koersvast.exchange.writing import quote, write_plan
from tests.exchange.made_up import ODD_TEXTS, may_stand, plans, texts

FILES = ["src/koersvast/exchange/demo/waterveen.yaml", *(f"tests/plans/{name}.yaml" for name in ("delft", "schiedam", "zaanstad"))]  # fmt: skip
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def with_summary(text: str) -> dict:
    return {
        "koersvast": 1,
        "municipality": {"name": "Waterveen", "code": "GM9901", "acronym": "LHBTI+"},
        "cycle": {
            "title": "R", "number": 1, "starts_on": "2023", "visibility": "internal", "summary": text
        },
    }  # fmt: skip


@given(plans())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_written_plan_reads_back_the_same_and_keeps_to_the_schema(plan):
    reading = read_plan(write_plan(plan).encode())
    assert reading.mistakes == []
    assert reading.plan == plan
    assert [error.message for error in VALIDATOR.iter_errors(plan)] == []


@given(texts(300))
@settings(max_examples=100, deadline=None)
def test_an_ordinary_reader_of_yaml_reads_the_same_text(text):
    """PyYAML's own loader follows YAML 1.1, where "yes" and "12:30" are no texts."""
    assert yaml.safe_load(write_plan(with_summary(text)))["cycle"]["summary"] == text


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_survive(text):
    if may_stand(text):
        assert read_plan(write_plan(with_summary(text)).encode()).plan == with_summary(text)


@given(st.text())
def test_a_quoted_text_stays_on_one_line(text):
    assert len(quote(text).splitlines()) == 1


def test_texts_of_several_lines_are_a_block():
    assert '\n  summary: |-\n    een\n\n    twee "drie"\n' in write_plan(with_summary('een\n\ntwee "drie"'))


def test_words_and_dates_stand_bare_and_texts_between_quotes():
    text = write_plan(with_summary("yes"))
    assert "starts_on: 2023\n" in text
    assert "visibility: internal\n" in text
    assert 'summary: "yes"\n' in text
    assert text.endswith("\n")
    assert "\r" not in text


@pytest.mark.parametrize("file", FILES)
def test_the_real_plans_are_written_without_loss(file):
    original = Path(file).read_bytes()
    plan = read_plan(original).plan
    assert yaml.safe_load(write_plan(plan)) == yaml.safe_load(original)
    assert list(VALIDATOR.iter_errors(plan)) == []
