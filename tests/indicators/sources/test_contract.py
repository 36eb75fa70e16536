"""What every source promises. A new source is in SOURCES and has a recorded file; then these hold for it too."""

from __future__ import annotations

import dataclasses
import math

import pytest

from koersvast.cycles.rules import unsafe_text
from koersvast.indicators.models import Favourable, IndicatorLevel, SampleType
from koersvast.indicators.sources import SOURCES
from koersvast.indicators.sources.observation import PERIOD, Observation, Unreadable, impossible
from tests.indicators.sources.recorded import RECORDED

EVERY = pytest.mark.parametrize("source", SOURCES.values(), ids=list(SOURCES))
HOSTILE = {
    "nothing": b"",
    "spaces": b"  \n \n",
    "a page": b"<!DOCTYPE html><html><body>Log in</body></html>",
    "another encoding": "code;één\n1;2".encode("latin-1"),
    "utf-16": "code;label_nl\n".encode("utf-16"),
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "a zero": b"code;label_nl\x00;level",
    "too large": b"a" * (10 * 1024 * 1024 + 1),
    "deep": b"[" * 20_000,
    "a number": b"7",
    "not a number": b'{"TypedDataSet": [{"a": NaN}]}',
    "a huge number": b'{"TypedDataSet": [{"a": ' + b"9" * 5000 + b"}]}",
    "lists of nothing": b'{"TypedDataSet": [], "DataProperties": [], "Perioden": []}',
    "the wrong shape": b'{"TypedDataSet": {"value": 3}, "DataProperties": {"value": [1]}}',
    "bare words": b"hallo",
}


def observations(source):
    data, choices = RECORDED[source.key]
    return source.read(data, **choices)


@EVERY
def test_a_source_has_a_key_a_name_and_a_verdict(source):
    assert SOURCES[source.key] is source
    assert str(source.label)
    assert str(source.help_text)
    assert source.check_settings() or source.check_settings().reason


@EVERY
def test_the_recorded_file_gives_figures_that_can_be_true(source):
    found = observations(source)
    assert found
    for row in found:
        assert isinstance(row, Observation)
        assert impossible(row) == []
        assert math.isfinite(row.value)
        assert PERIOD.match(row.period)


@EVERY
def test_each_figure_has_a_whole_passport(source):
    for row in observations(source):
        assert all(
            (row.code, row.name, row.unit, row.place, row.place_code, row.population, row.series, row.source)
        )
        assert row.level in IndicatorLevel.values
        assert row.sample in SampleType.values
        assert row.favourable in Favourable.values


@EVERY
def test_no_text_of_a_source_can_do_harm(source):
    for row in observations(source):
        texts = [value for value in dataclasses.asdict(row).values() if isinstance(value, str)]
        assert [unsafe_text(text) for text in texts if unsafe_text(text)] == []


@EVERY
def test_reading_twice_gives_the_same(source):
    assert observations(source) == observations(source)


@EVERY
def test_a_figure_cannot_be_changed_after_reading(source):
    with pytest.raises(dataclasses.FrozenInstanceError):
        observations(source)[0].value = 3


@EVERY
@pytest.mark.parametrize("data", HOSTILE.values(), ids=list(HOSTILE))
def test_what_is_no_file_of_this_source_is_refused_in_words(source, data):
    if not data and not source.extensions:
        return  # this one brings its own file
    with pytest.raises(Unreadable) as refusal:
        source.read(data)
    assert refusal.value.mistakes[0].what


@EVERY
def test_a_saved_page_is_called_a_page(source):
    with pytest.raises(Unreadable, match="webpagina"):
        source.read(HOSTILE["a page"])
