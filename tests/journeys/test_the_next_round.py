"""Anna lets the college adopt the plan, changes it, reads then and now, and opens the next round. Without script."""

from __future__ import annotations

import re

import pytest
from django_scopes import scope

from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_plan
from koersvast.freezing.models import FrozenCopy
from tests.journeys import looks
from tests.journeys.conftest import NARROW
from tests.plans import waterveen_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [NARROW], ids=["320"])  # how it looks wide: test_every_page
def test_from_adopting_to_the_next_round(visitor, anna, waterveen, size):
    cycle = import_plan(waterveen_plan(), by=None)
    window = visitor(anna, viewport=size, javascript=False)

    page = window.goes_to("/GM9901/ronde/2/besluiten/")
    page.get_by_role("link", name="Leg een besluit van college of raad vast").click()
    page.get_by_label("Besluit over het plan").check()
    page.get_by_label("College van B en W").check()
    page.get_by_label("Nummer van het document").fill("Collegebesluit 26-310")
    page.get_by_label("Waarom?").fill("Herzien na het gesprek met de partners")
    page.get_by_role("button", name="Bewaar").click()
    assert "Niets veranderd." in page.inner_text("main")
    assert "Ongeschonden" in page.inner_text("main")
    frozen = page.url

    with scope(municipality=waterveen):
        row = Activity.objects.get(cycle=cycle, key="act-lessen")
    page = window.goes_to(f"/GM9901/ronde/2/activiteiten/{row.pk}/")
    page.get_by_role("link", name="Wijzig", exact=True).first.click()
    page.get_by_label("Naam", exact=False).first.fill("Lesreeks Heel Gewoon")
    page.get_by_role("button", name="Bewaar").click()
    page.goto(frozen)
    assert "Lesreeks Heel Gewoon" in page.inner_text("main")
    assert "Lesreeks Gewoon Anders" in page.inner_text("main")
    assert looks.sideways(page) <= 0

    with scope(municipality=waterveen):
        before = export_plan(cycle)
        kept = bytes(FrozenCopy.objects.get().content)
    page = window.goes_to("/GM9901/ronde/2/volgende-ronde/")
    assert not page.get_by_label(re.compile("Regenboogband voor aanvoerders")).is_checked()
    page.get_by_label("Titel").fill("Waterveen Kleurt 2027-2030")
    page.get_by_label(re.compile("Werkgeverstafel")).uncheck()
    page.get_by_role("button", name="Open deze ronde").click()
    said = page.inner_text("main")
    assert "De nieuwe ronde staat klaar." in said
    assert "Werkgeverstafel" in said
    assert "Alleen een teken, zonder gesprek erbij" in said
    assert looks.sideways(page) <= 0

    page.goto(page.url.replace("wat-veranderde", "doelen"))
    with scope(municipality=waterveen):
        new = Cycle.objects.get(number=3)
        goal = new.goals.get(key="r-veilig")
        assert export_plan(Cycle.objects.get(number=2)) == before
        assert bytes(FrozenCopy.objects.get().content) == kept
    page = window.goes_to(f"/GM9901/ronde/3/doelen/{goal.pk}/door-de-tijd/")
    assert "2 rondes" in page.inner_text("main")
    assert page.locator("main svg").count() > 0
    assert looks.sideways(page) <= 0
