"""What did this money bring? Every euro once, nothing about a small group, and no claim that it did it alone."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from django_scopes import scope

from koersvast.activities.models import Budget, Outcome
from koersvast.cycles.actions import describe_step
from koersvast.decisions.brought_queries import brought
from koersvast.exchange.actions import import_file
from koersvast.people.models import Membership
from koersvast.tenants.models import Municipality
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
PAGE = "/GM9901/ronde/1/activiteiten/geld/opbrengst/2025/"


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def town(cycle):
    return factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")


@pytest.fixture
def results(cycle):
    ambition = factories.ambition(cycle)
    return [factories.result(ambition, f"r-{number}", text=f"Resultaat {number}") for number in (1, 2)]


@pytest.fixture
def cafe(town, results):
    below = factories.subgoal(results[0], "g-1")
    return factories.activity(town, "cafe", (below, results[1]), name="Roze café")


def pay(activity, amount, year=2025, **more):
    return Budget.objects.create(
        municipality=activity.municipality,
        activity=activity,
        year=year,
        amount=amount,
        taakveld="6.1",
        **more,
    )


def test_each_euro_stands_under_the_result_of_its_first_goal(cycle, cafe, town, results):
    loose = factories.activity(town, "vlag", (), name="Vlag")
    pay(cafe, 600)
    pay(loose, 42)
    pay(cafe, 999, year=2026)
    found = brought(cycle, 2025)
    assert [(one.result.text if one.result else None, one.planned) for one in found.purposes] == [
        ("Resultaat 1", 600),
        (None, 42),
    ]
    assert sum(one.planned for one in found.purposes) == found.money.cost == 642


def test_what_was_spent_is_unknown_until_every_cost_is_filled_in(cycle, cafe, town):
    pay(cafe, 600, realised=500)
    half = pay(cafe, 100)
    assert brought(cycle, 2025).realised is None
    Budget.objects.filter(pk=half.pk).update(realised=0)
    assert brought(cycle, 2025).realised == 500


def test_a_year_without_money_does_not_exist(cycle, cafe, anna, client_of):
    assert brought(cycle, 2025) is None
    assert client_of(anna).get(PAGE).status_code == 404


def test_anna_reads_what_the_money_brought_and_that_it_proves_nothing_alone(cycle, cafe, anna, client_of):
    pay(cafe, 1600, realised=1500)
    Outcome.objects.create(
        municipality=cycle.municipality, activity=cafe, period="2025", reached=40, achieved=3, achieved_n=6
    )
    page = client_of(anna).get(PAGE).content.decode()
    assert "Wat bracht 1.600 euro in 2025?" in page
    assert "Dat het geld dit alleen heeft gedaan, kunnen wij niet zeggen" in page
    assert "Bereik: 40" in page
    assert "te klein om te tonen" in page
    assert "3 van 6" not in page


def test_outcome_of_another_year_is_not_counted(cycle, cafe, anna, client_of):
    pay(cafe, 1600)
    Outcome.objects.create(municipality=cycle.municipality, activity=cafe, period="2024-12", reached=4321)
    assert "4321" not in client_of(anna).get(PAGE).content.decode()


def test_steps_that_are_not_for_emre_stay_away(cycle, cafe, results, anna, emre, client_of):
    pay(cafe, 1600)
    Outcome.objects.create(municipality=cycle.municipality, activity=cafe, period="2025", reached=4321)
    for step in (2, 5, 6):
        describe_step(cycle, step, by=anna, values={"visibility": "internal"})
    page = client_of(emre).get(PAGE).content.decode()
    assert "Resultaat 1" not in page
    assert "4321" not in page
    assert "Nog te nemen" not in page


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_stays_the_same(cycle, town, results, count, django_assert_num_queries):
    for number in range(count):
        pay(factories.activity(town, f"act-{number}", (results[number % 2],)), 100 + number)
    with django_assert_num_queries(QUERIES):
        brought(cycle, 2025)


QUERIES = 14


def test_chris_from_elsewhere_finds_nothing(cycle, cafe, chris, client_of):
    pay(cafe, 1600)
    assert client_of(chris).get(PAGE).status_code == 404


def test_the_money_of_schiedam_in_2020_adds_up_on_one_page(db, anna, client_of):
    cycle = import_file(files("tests.plans").joinpath("schiedam.yaml").read_bytes(), by=None)
    schiedam = Municipality.objects.get(code="GM0606")
    Membership.objects.create(municipality=schiedam, user=anna, role="officer")
    with scope(municipality=schiedam):
        found = brought(cycle, 2020)
        assert found.money.cost == sum(one.planned for one in found.purposes) == 62_842
    page = (
        client_of(anna)
        .get(f"/GM0606/ronde/{cycle.number}/activiteiten/geld/opbrengst/2020/")
        .content.decode()
    )
    assert "Wat bracht 62.842 euro in 2020?" in page
    amounts = re.findall(
        r'<td class="kv-rechts">([\d.]+)</td><td class="kv-rechts">[–\d.]+</td>\s*<td>', page
    )
    assert sum(int(amount.replace(".", "")) for amount in amounts) == 62_842
