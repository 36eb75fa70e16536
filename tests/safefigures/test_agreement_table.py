"""Each number of values.json agrees with ours; benchmarks/agreement.py prints the same rows as a table."""

from __future__ import annotations

import pytest

from benchmarks.agreement import SECTIONS, digits, rows
from tests.safefigures.samples import reference


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: f"{row.section} {row.what}")
def test_agrees(row):
    assert row.found == pytest.approx(row.wanted, rel=row.allowed, abs=0.0)


def test_no_section_of_the_reference_is_left_out():
    assert set(SECTIONS) == set(reference()) - {"about"}


@pytest.mark.parametrize(
    ("printed", "room"), [(1.20446, 1e-5 / 1.20446), (0.0271, 1e-4 / 0.0271), (662.287363159321, 1e-12)]
)
def test_the_room_is_one_in_the_last_printed_digit(printed, room):
    assert digits(printed) == pytest.approx(room, rel=1e-9)
