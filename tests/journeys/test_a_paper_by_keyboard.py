"""Anna writes in a paper with the keyboard only and without script, and sees what is no longer true."""

from __future__ import annotations

import re

import pytest
import scipy.stats  # noqa: F401  # the first verdict of a process loads it; a page should not wait for that here
from django_scopes import scope

from koersvast.indicators.models import Measurement
from koersvast.papers.models import PaperText
from tests.journeys import looks
from tests.journeys.conftest import NARROW
from tests.journeys.test_deciding_without_script import follow, tab_to
from tests.reports.conftest import bring_in, plan_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LETTER = "/GM9901/ronde/2/documenten/council_letter/"


@pytest.mark.parametrize("size", [NARROW], ids=["320"])  # how it looks wide: test_every_page
def test_anna_writes_and_looks_again_when_the_figure_changes(visitor, anna, waterveen, size):
    cycle = bring_in(plan_file("waterveen"))
    with scope(municipality=waterveen):
        PaperText.objects.all().delete()
    person = visitor(anna, viewport=size, javascript=False)
    page = person.goes_to(LETTER)
    tab_to(page, page.get_by_role("textbox", name="Kernboodschap"))
    page.keyboard.press("Control+A")
    page.keyboard.type("Nu voelt 21 procent zich weleens onveilig.")
    follow(page, page.get_by_role("button", name=re.compile("Bewaar.*Kernboodschap")))
    assert page.get_by_role("checkbox", name="21 procent").is_checked()
    with scope(municipality=waterveen):
        Measurement.objects.filter(cycle=cycle, key="m-buurt-2026").update(value=19)
    page = person.goes_to(LETTER)
    assert "was 21%, is 19%" in page.inner_text("main")
    assert looks.sideways(page) <= 0
    follow(page, page.get_by_role("button", name="Tekst klopt nog"))
    assert "was 21%, is 19%" not in page.inner_text("main")
    with scope(municipality=waterveen):
        assert PaperText.objects.get().text == "Nu voelt 21 procent zich weleens onveilig."
