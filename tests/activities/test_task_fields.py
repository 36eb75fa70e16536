"""The table of task fields: begun, changed, renumbered, taken away and put back; money keeps its number."""

from __future__ import annotations

import pytest

from koersvast.activities.models import Budget, TaskField
from koersvast.audit.models import Entry
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
PAGE = "/GM9901/ronde/1/activiteiten/taakvelden/"
FIELD = {"code": "6.1", "name": "Samenkracht", "from_year": "2017", "until_year": "", "successor": ""}


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def cafe(cycle):
    town = factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")
    return factories.activity(town, "cafe", name="Roze café")


@pytest.fixture
def field(cycle):
    return TaskField.objects.create(
        municipality=cycle.municipality, cycle=cycle, code="6.1", name="Samenkracht", from_year=2017
    )


def budget(activity, year, **more):
    values = {"amount": 1000, "taakveld": "6.1", **more}
    return Budget.objects.create(municipality=activity.municipality, activity=activity, year=year, **values)


def test_anna_begins_with_the_usual_list_once(cycle, anna, client_of):
    client = client_of(anna)
    assert b"Begin met de gebruikelijke lijst" in client.get(PAGE).content
    for _press in range(2):
        assert client.post(f"{PAGE}begin/").status_code == 302
    assert TaskField.objects.filter(code="6.1").count() == 1


def test_anna_adds_a_task_field(cycle, anna, client_of):
    client = client_of(anna)
    assert client.post(f"{PAGE}nieuw/", FIELD).status_code == 302
    assert "Samenkracht" in client.get(PAGE).content.decode()
    assert Entry.objects.filter(verb="task_field.added").count() == 1


def test_renumbering_changes_no_money_and_says_where_it_no_longer_fits(cycle, cafe, field, anna, client_of):
    kept = budget(cafe, 2027)
    values = {**FIELD, "until_year": "2026", "successor": "6.11", "version": field.version}
    client = client_of(anna)
    assert client.post(f"{PAGE}{field.pk}/", values).status_code == 302
    kept.refresh_from_db()
    assert (kept.taakveld, kept.version) == ("6.1", 1)
    for page in (PAGE, "/GM9901/ronde/1/activiteiten/geld/"):
        assert "Roze café, 2027: 6.1 geldt dan niet meer, het heet 6.11" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"code": "zes"}, "Schrijf een nummer zoals in Iv3"),
        ({"from_year": "26"}, "Schrijf een jaar met vier cijfers."),
        ({"until_year": "2016"}, "Het laatste jaar ligt voor het eerste jaar."),
        ({"successor": "6.11"}, "Tot en met welk jaar geldt het oude nummer?"),
        ({"name": "=1+1"}, "formule"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(cycle, anna, client_of, change, says):
    answer = client_of(anna).post(f"{PAGE}nieuw/", {**FIELD, **change})
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not TaskField.objects.exists()


def test_two_people_changing_one_field_see_both_texts(cycle, field, anna, bilal, client_of):
    first = {**FIELD, "name": "Van Anna", "version": field.version}
    client_of(anna).post(f"{PAGE}{field.pk}/", first)
    answer = client_of(bilal).post(f"{PAGE}{field.pk}/", {**FIELD, "name": "Van Bilal", "version": 1})
    assert answer.status_code == 409
    assert {"Van Anna", "Van Bilal"} <= set(answer.content.decode().replace("<", ">").split(">"))


def test_taking_a_field_away_can_be_undone(cycle, field, anna, client_of):
    client = client_of(anna)
    client.post(f"{PAGE}{field.pk}/weg/")
    assert not TaskField.objects.exists()
    client.post(f"{PAGE}{field.pk}/weg/", {"terug": "1"})
    assert TaskField.objects.get().name == "Samenkracht"


def test_who_reads_cannot_change(cycle, field, gerrit, client_of):
    client = client_of(gerrit)
    page = client.get(PAGE)
    assert page.status_code in (200, 404)
    assert b"Voeg een taakveld toe" not in page.content
    assert client.post(f"{PAGE}nieuw/", FIELD).status_code in (403, 404)


def test_chris_from_elsewhere_finds_nothing(cycle, field, chris, client_of):
    client = client_of(chris)
    assert {client.get(PAGE).status_code, client.get(f"{PAGE}{field.pk}/").status_code} == {404}


def test_what_was_spent_is_kept_with_the_cost_and_shown(cycle, cafe, anna, client_of):
    client = client_of(anna)
    line = budget(cafe, 2025)
    form = {"year": "2025", "amount": "1000", "taakveld": "6.1", "realised": "900", "version": "1"}
    formset = {"dekking-TOTAL_FORMS": "0", "dekking-INITIAL_FORMS": "0"}
    answer = client.post(f"/GM9901/ronde/1/activiteiten/{cafe.pk}/bedrag/{line.pk}/", {**form, **formset})
    assert answer.status_code == 302
    line.refresh_from_db()
    assert line.realised == 900
    page = client.get("/GM9901/ronde/1/activiteiten/geld/").content.decode()
    assert "100 minder" in page


def test_one_cost_that_nobody_filled_in_keeps_the_difference_open(cycle, cafe, anna, client_of):
    budget(cafe, 2025, realised=900)
    budget(cafe, 2025)
    page = client_of(anna).get("/GM9901/ronde/1/activiteiten/geld/").content.decode()
    assert "Nog niet te zeggen: 1 post is niet ingevuld" in page
