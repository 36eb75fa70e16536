"""What we write as XLSForm, we read back the same; and pyxform has nothing against it."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from koersvast.surveys.questionnaire import Questionnaire
from koersvast.surveys.xlsform import read, write
from tests.surveys.questionnaires import questionnaires

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
