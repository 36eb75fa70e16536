"""What we write as XLSForm, we read back the same; and pyxform has nothing against it."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from koersvast.surveys.questionnaire import Questionnaire
from koersvast.surveys.xlsform import read, write
from koersvast.surveys.xlsform.bounds import Bounds, apart, bounded
from tests.surveys.questionnaires import ask, questionnaires

pytestmark = pytest.mark.pure


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(questionnaires())
def test_a_questionnaire_comes_back_as_it_went(questionnaire: Questionnaire) -> None:
    content = write(questionnaire, "meting_2026")
    reading = read(content)
    assert reading.left == ()
    assert reading.identifier == "meting_2026"
    assert reading.questionnaire == questionnaire
    cells = [
        cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row
    ]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}


@pytest.mark.parametrize(
    ("constraint", "apart_"),
    [
        (". >= 0 and . <= 120", (0.0, 120.0, "")),
        (".>=-1.5", (-1.5, None, "")),
        (". <= 7", (None, 7.0, "")),
        (". >= 0 and (. mod 2 = 0)", (0.0, None, ". mod 2 = 0")),
        ("true() and (. >= 0)", (None, None, ". >= 0")),
        (". >= 0 and (. < 5) or (. > 9)", (None, None, ". >= 0 and (. < 5) or (. > 9)")),
        (". >= 9 and . <= 1", (None, None, ". >= 9 and . <= 1")),
        (". > 0", (None, None, ". > 0")),
        ("true()", (None, None, "true()")),
        ("", (None, None, "")),
    ],
)
def test_bounds_are_read_out_of_a_constraint(constraint: str, apart_: Bounds) -> None:
    assert apart(constraint) == apart_


@pytest.mark.parametrize(
    "constraint",
    ["", ". >= 0", ". >= 0 and (. < 5) or (. > 9)", "true()", "true() and (. > 1)", "(. > 1)"],
)
@pytest.mark.parametrize("bounds", [(None, None), (0.0, None), (None, 7.5), (1e-7, 1e15), (-1e300, 5e-324)])
def test_bounds_and_constraint_go_together_and_come_apart(
    constraint: str, bounds: tuple[float | None, float | None]
) -> None:
    number = ask("a", "number", constraint=constraint, lowest=bounds[0], highest=bounds[1])
    assert apart(bounded(number)) == (*bounds, constraint)
