"""Where a cycle stands: Anna sees it, Emre sees what is open to partners, Chris finds nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.cycles.models import Step
from koersvast.exchange.actions import import_plan
from koersvast.exchange.reading import read_plan
from tests import factories
from tests.plans import waterveen_plan


@pytest.fixture
def cycle(waterveen):
    return import_plan(waterveen_plan(), by=None)


QUERIES = 35  # of the overview, the page that asks most


def address(name, cycle, *args):
    return reverse(name, args=["GM9901", cycle.number, *args])


def test_anna_sees_the_ring_the_list_and_what_to_do(anna, client_of, cycle):
    page = client_of(anna).get(address("compass", cycle)).content.decode()
    assert "Nu te doen" in page
    assert "Stap 2" in page
    assert "Maatschappelijk resultaat" in page
    assert "Politieregistraties" in page


@pytest.mark.parametrize(
    "name", ["compass", "checks", "goals", "indicators", "activities", "money", "decisions", "partners"]
)
def test_chris_from_another_municipality_finds_nothing(chris, client_of, cycle, name):
    assert client_of(chris).get(address(name, cycle)).status_code == 404


@pytest.mark.parametrize(
    "name", ["compass", "checks", "goals", "indicators", "activities", "money", "decisions", "partners"]
)
def test_dewi_without_an_account_is_asked_to_sign_in(client_of, cycle, name):
    answer = client_of(None).get(address(name, cycle))
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")


def test_emre_sees_nothing_of_an_internal_cycle(emre, waterveen, client_of):
    with scope(municipality=waterveen):
        inside = factories.cycle(waterveen, visibility="internal")
    assert client_of(emre).get(address("compass", inside)).status_code == 404


def test_emre_sees_an_open_cycle_but_not_a_step_that_stays_inside(emre, waterveen, client_of):
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen, visibility="partners")
        Step.objects.create(municipality=waterveen, cycle=cycle, number=1, visibility="internal")
    assert client_of(emre).get(address("compass", cycle)).status_code == 200
    assert client_of(emre).get(address("step", cycle, 1)).status_code == 404
    assert client_of(emre).get(address("indicators", cycle)).status_code == 404
    assert client_of(emre).get(address("step", cycle, 3)).status_code == 200


def test_gerrit_of_the_council_reads_and_changes_nothing(gerrit, client_of, cycle, waterveen):
    client = client_of(gerrit)
    assert client.get(address("step", cycle, 2)).status_code == 200
    answer = client.post(address("step", cycle, 2), {"ready": "on", "ready_reason": "Klaar"})
    assert answer.status_code == 403
    with scope(municipality=waterveen):
        assert not Step.objects.filter(cycle=cycle, ready=True).exists()


def test_anna_calls_a_step_ready_only_with_a_reason(anna, client_of, cycle, waterveen):
    client = client_of(anna)
    refused = client.post(address("step", cycle, 0), {"ready": "on", "ready_reason": ""})
    assert "Schrijf in één zin waarom" in refused.content.decode()
    client.post(address("step", cycle, 0), {"ready": "on", "ready_reason": "Iedereen zit aan tafel."})
    with scope(municipality=waterveen):
        assert Step.objects.get(cycle=cycle, number=0).ready_reason == "Iedereen zit aan tafel."
        assert Entry.objects.filter(verb="step.described").exists()
    assert "Iedereen zit aan tafel." in client.get(address("compass", cycle)).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_plan(anna, client_of, waterveen):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(cycle):
        client = client_of(anna)
        client.get(address("compass", cycle))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address("compass", cycle)).status_code == 200
        return len(captured)

    with scope(municipality=waterveen):
        small, large = factories.cycle(waterveen, 1), factories.cycle(waterveen, 2)
        for cycle, size in ((small, 2), (large, 40)):
            owner = factories.partner(cycle, "gemeente", "municipality")
            indicator = factories.indicator(cycle)
            for number in range(size):
                ambition = factories.ambition(cycle, f"a-{number}")
                result = factories.result(ambition, f"r-{number}")
                leaf = factories.subgoal(result, f"s-{number}")
                factories.activity(owner, f"act-{number}", (leaf,))
                factories.measurement(indicator, f"{1950 + number}", 20)
    assert count(small) == count(large) == QUERIES


def test_the_checks_page_names_each_thing_with_a_link(anna, client_of, cycle):
    page = client_of(anna).get(address("checks", cycle)).content.decode()
    assert "K04" in page
    assert "Seksuele en genderdiversiteit bespreekbaar maken" in page
    assert "K17" in page


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "{{ 7|add:7 }}", '"><img src=x onerror=alert(1)>']
)
def test_a_hostile_title_is_only_text(anna, client_of, waterveen, hostile):
    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen, title=hostile, summary=hostile)
    page = client_of(anna).get(address("compass", cycle)).content.decode()
    assert hostile not in page.replace("{{ 7|add:7 }}", "") or "{{" in hostile
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_reading_of_the_demo_plan_has_no_mistakes():
    from importlib.resources import files

    data = files("koersvast.exchange").joinpath("demo/waterveen.yaml").read_bytes()
    assert read_plan(data).mistakes == []


def test_a_step_says_which_party_was_missing(anna, client_of, cycle):
    page = client_of(anna).get(address("step", cycle, 4)).content.decode()
    assert page.count("Ontbrekend perspectief") == 3
    page = client_of(anna).get(address("step", cycle, 3)).content.decode()
    assert "Ontbrekend perspectief" not in page
