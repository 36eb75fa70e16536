"""Numbers as people write them; what could mean two things is refused, with both meanings."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from koersvast.cycles.forms import NumberField


@pytest.mark.parametrize(
    ("written", "meant"), [("6,5", 6.5), ("6.5", 6.5), ("12345", 12345.0), (" 7 ", 7.0), ("-3,25", -3.25)]
)
def test_a_comma_and_a_point_both_work(written, meant):
    assert NumberField().clean(written) == meant


@pytest.mark.parametrize("written", ["12.345", "1.234.567", "-1.000"])
def test_a_point_that_could_stand_between_thousands_is_refused(written):
    with pytest.raises(ValidationError, match="zonder punt"):
        NumberField().clean(written)


@pytest.mark.parametrize("written", ["zes", "6,5,1", "nan", "inf", "1e999"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(ValidationError):
        NumberField().clean(written)


@pytest.mark.parametrize(
    ("kept", "shown"), [(6.5, "6,5"), (24.0, "24"), (12345.0, 12345.0), (0.125, "0,125")]
)
def test_a_number_comes_back_in_the_form_as_people_write_it(kept, shown):
    assert NumberField().prepare_value(kept) == shown
