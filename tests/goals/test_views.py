"""The screens of the goal tree: who sees them, what they say, and that they work without script."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.goals import actions, queries
from koersvast.goals.models import Ambition, Goal
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
HTMX = {"HX-Request": "true"}
PAGES = ["", "tabel/", "schema/", "schema/?heel=1", "matrix/", "matrix/?rijen=themas", "matrix/?rijen=eigen-woorden",
         "geschiedenis/", "sneltoetsen/"]  # fmt: skip
OF_ONE = ["", "rode-draad/", "geschiedenis/"]
FORMS = ["tekst/", "beschrijving/", "koppel/", "verplaats/", "laat-zo/"]
CHANGES = [
    "stap/",
    "verplaats/",
    "koppel/",
    "ontkoppel/",
    "verwijder/",
    "tekst/",
    "beschrijving/",
    "laat-zo/",
]


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def plan(cycle):
    result = factories.result(
        factories.ambition(cycle), "r", groups=["elderly"], label="Pijler 1", theme="safety"
    )
    other = factories.result(result.ambition, "r2", text="Ontmoeting stimuleren", position=1)
    return {"a": result.ambition, "r": result, "r2": other, "s": factories.subgoal(result, "s")}


def tree_url(end=""):
    return f"/GM9901/ronde/1/doelen/{end}"


def url_of(row, end=""):
    return tree_url(f"{row.pk}/{end}")


@pytest.mark.parametrize("end", PAGES)
def test_anna_and_gerrit_and_emre_read_every_view_of_the_tree(end, plan, anna, gerrit, emre, client_of):
    for person in (anna, gerrit, emre):
        assert client_of(person).get(tree_url(end)).status_code == 200


@pytest.mark.parametrize("end", OF_ONE + FORMS)
def test_anna_opens_every_page_of_a_goal(end, plan, anna, client_of):
    assert client_of(anna).get(url_of(plan["s"], end)).status_code == 200


@pytest.mark.parametrize("end", OF_ONE)
def test_an_ambition_has_the_same_three_tabs(end, plan, anna, client_of):
    assert client_of(anna).get(url_of(plan["a"], end)).status_code == 200


@pytest.mark.parametrize("end", PAGES)
def test_chris_from_another_municipality_finds_nothing(end, plan, chris, client_of):
    assert client_of(chris).get(tree_url(end)).status_code == 404


@pytest.mark.parametrize("end", OF_ONE + FORMS)
def test_chris_finds_no_goal(end, plan, chris, client_of):
    assert client_of(chris).get(url_of(plan["s"], end)).status_code == 404
    assert client_of(chris).post(url_of(plan["s"], end)).status_code in (404, 405)


def test_dewi_is_asked_to_sign_in(plan, client_of):
    answer = client_of(None).get(tree_url())
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


@pytest.mark.parametrize("end", CHANGES)
def test_emre_and_gerrit_read_only(end, plan, emre, gerrit, client_of):
    for person in (emre, gerrit):
        assert client_of(person).post(url_of(plan["s"], end), {"text": "x", "version": 1}).status_code == 403
        assert client_of(person).post(tree_url("nieuw/"), {"text": "x"}).status_code == 403
        assert client_of(person).post(tree_url("ongedaan/")).status_code == 403


def test_readers_see_no_forms_in_the_tree(plan, gerrit, client_of):
    page = client_of(gerrit).get(tree_url()).content.decode()
    assert "data-bewerken" not in page
    assert "/verwijder/" not in page


def test_a_step_that_is_internal_is_not_there_for_a_partner(waterveen, emre, client_of):
    factories.cycle(waterveen, visibility="internal")
    assert client_of(emre).get(tree_url()).status_code == 404


def test_an_empty_tree_asks_for_one_sentence_and_takes_it(cycle, anna, client_of):
    client = client_of(anna)
    page = client.get(tree_url()).content.decode()
    assert "Nog geen doelen. Begin met één zin: wat moet er anders zijn?" in page
    client.post(tree_url("nieuw/"), {"text": "Leven zonder angst"})
    assert Ambition.objects.get().text == "Leven zonder angst"


def test_without_script_a_tree_grows_moves_and_comes_back(plan, anna, client_of, cycle):
    client = client_of(anna)
    answer = client.post(tree_url("nieuw/"), {"text": "Een subdoel", "under": str(plan["r"].pk)})
    made = Goal.objects.get(text="Een subdoel")
    assert answer["Location"].endswith(f"?doel={made.pk}#doel-{made.pk}")
    client.post(url_of(made, "stap/"), {"richting": "in"})
    assert queries.goal(cycle, made.pk).number == "1.1.1"
    client.post(url_of(made, "koppel/"), {"onder": str(plan["r2"].pk)})
    assert [ref.number for ref in queries.goal(cycle, made.pk).also_under] == ["2"]
    client.post(url_of(made, "verplaats/"), {"onder": str(plan["r"].pk)})
    assert queries.goal(cycle, made.pk).number == "1.2"
    client.post(url_of(made, "ontkoppel/"), {"onder": str(plan["r2"].pk)})
    client.post(url_of(made, "verwijder/"))
    assert queries.goal(cycle, made.pk) is None
    client.post(tree_url("ongedaan/"))
    client.post(tree_url("ongedaan/"))
    assert [ref.number for ref in queries.goal(cycle, made.pk).also_under] == ["2"]
    client.post(tree_url("opnieuw/"))
    assert queries.goal(cycle, made.pk).also_under == ()


def test_what_is_not_possible_is_said_and_changes_nothing(plan, anna, client_of):
    client = client_of(anna)
    page = client.post(url_of(plan["r"], "verplaats/"), {"onder": str(plan["s"].pk)}, follow=True)
    assert "kring" in page.content.decode()
    part = client.post(url_of(plan["r"], "stap/"), {"richting": "in"}, headers=HTMX)
    assert part.status_code == 409
    assert "Er staat geen doel boven" in part.content.decode()
    assert client.post(url_of(plan["r"], "stap/"), {"richting": "schuin"}).status_code == 404


def test_the_script_gets_only_the_part_that_changes(plan, anna, client_of):
    part = client_of(anna).get(tree_url(f"?doel={plan['s'].pk}"), headers=HTMX).content.decode()
    assert part.lstrip().startswith('<div id="doelenboom"')
    assert f'data-gekozen="{plan["s"].pk}"' in part


def test_one_selection_in_the_list_and_the_diagram(plan, anna, client_of):
    page = client_of(anna).get(tree_url(f"?doel={plan['s'].pk}")).content.decode()
    assert page.count('aria-current="true"') == 3  # the row and the two drawings, wide and narrow


def test_anna_sees_both_texts_when_bilal_was_first(plan, anna, bilal, client_of):
    actions.rename(row=plan["s"], text="Tekst van Bilal", version=1, by=bilal)
    answer = client_of(anna).post(url_of(plan["s"], "tekst/"), {"text": "Tekst van Anna", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Tekst van Bilal" in page
    assert "Tekst van Anna" in page
    assert "Bilal bewaarde intussen" in page
    assert 'name="version" value="2"' in page
    client_of(anna).post(url_of(plan["s"], "tekst/"), {"text": "Samen", "version": 2})
    assert Goal.objects.get(pk=plan["s"].pk).text == "Samen"


def test_a_description_that_crosses_another_keeps_both(plan, anna, bilal, client_of):
    actions.describe(row=plan["s"], fields={"place": "Van Bilal"}, version=1, by=bilal)
    mine = {"kind": "content", "place": "Van Anna", "version": 1, "groups": ["youth"]}
    page = client_of(anna).post(url_of(plan["s"], "beschrijving/"), mine)
    assert page.status_code == 409
    assert "Van Bilal" in page.content.decode()
    assert "Van Anna" in page.content.decode()
    client_of(anna).post(url_of(plan["s"], "beschrijving/"), mine | {"version": 2})
    assert Goal.objects.get(pk=plan["s"].pk).place == "Van Anna"


def test_a_quiet_save_answers_with_the_time_and_the_new_version(plan, anna, client_of):
    answer = client_of(anna).post(
        url_of(plan["s"], "tekst/"), {"text": "Nieuw", "version": 1}, headers={"X-Bewaar": "stil"}
    )
    assert answer.json()["version"] == 2
    assert answer.json()["saved"].startswith("Bewaard om ")


@pytest.mark.parametrize("text", ["", "   ", "<b>vet</b>", "=1+1", "x" * 2001])
def test_a_text_that_a_plan_cannot_hold_is_refused_and_stays_in_the_field(text, plan, anna, client_of):
    answer = client_of(anna).post(url_of(plan["s"], "tekst/"), {"text": text, "version": 1})
    assert answer.status_code == 422
    assert Goal.objects.get(pk=plan["s"].pk).text == "Subdoel s"
    added = client_of(anna).post(tree_url("nieuw/"), {"text": text, "under": str(plan["r"].pk)})
    assert added.status_code == 422


def test_a_hostile_text_is_only_text(plan, anna, client_of):
    Goal.objects.filter(pk=plan["s"].pk).update(text='<script>alert(1)</script>" onload="x')
    for end in PAGES:
        page = client_of(anna).get(tree_url(end)).content.decode()
        assert "<script>alert(1)" not in page
        assert '" onload="x' not in page


def test_a_goal_that_reads_as_an_activity_gets_a_hint_and_may_stay_with_a_reason(plan, anna, client_of):
    client = client_of(anna)
    page = client.get(tree_url(f"?doel={plan['r2'].pk}")).content.decode()
    assert "leest als activiteit" in page
    assert "In 2026 is er meer ontmoeting dan nu." in page
    for end in ("", "tekst/"):
        assert "In 2026 is er meer ontmoeting dan nu." in client.get(url_of(plan["r2"], end)).content.decode()
    assert client.get(url_of(plan["r2"], "laat-zo/")).status_code == 200
    assert client.post(url_of(plan["r2"], "laat-zo/"), {"reason": ""}).status_code == 422
    client.post(url_of(plan["r2"], "laat-zo/"), {"reason": "Zo staat het in het akkoord"})
    assert "leest als activiteit" not in client.get(tree_url()).content.decode()
    assert "Zo staat het in het akkoord" in client.get(url_of(plan["r2"])).content.decode()


def test_taking_over_the_proposal_puts_it_in_the_field(plan, anna, client_of):
    page = client_of(anna).get(url_of(plan["r2"], "tekst/?tekst=In+2026+is+er+meer"))
    assert "In 2026 is er meer" in page.content.decode()


def test_the_history_says_who_changed_what_and_takes_it_back(plan, anna, bilal, client_of):
    actions.rename(row=plan["s"], text="Anders", version=1, by=bilal)
    page = client_of(anna).get(url_of(plan["s"], "geschiedenis/")).content.decode()
    assert "Bilal" in page
    assert "Subdoel s" in page
    entry = queries.history(plan["s"].cycle)[0]
    client_of(anna).post(tree_url(f"geschiedenis/{entry.pk}/ongedaan/"))
    assert Goal.objects.get(pk=plan["s"].pk).text == "Subdoel s"


def test_choosing_narrows_by_words_and_says_why_not(plan, anna, client_of):
    page = client_of(anna).get(url_of(plan["s"], "koppel/")).content.decode()
    assert "Dit doel draagt daar al aan bij." in page
    narrowed = client_of(anna).get(url_of(plan["s"], "koppel/?zoek=ontmoet")).content.decode()
    assert "Ontmoeting stimuleren" in narrowed
    assert "In 2026 voelen meer inwoners" not in narrowed


def test_the_matrix_names_the_groups_that_no_goal_mentions(plan, anna, client_of):
    page = client_of(anna).get(tree_url("matrix/")).content.decode()
    assert "Nog nergens genoemd:" in page
    assert "Intersekse" in page


def test_activity_counts_come_from_the_function_that_settings_name(plan, anna, client_of, settings):
    settings.GOALS_COUNT_ACTIVITIES_WITH = "tests.goals.test_views.three_for_each"
    assert "3 activiteiten" in client_of(anna).get(tree_url(f"?doel={plan['s'].pk}")).content.decode()


def three_for_each(cycle):
    return {goal.pk: 3 for goal in Goal.objects.filter(cycle=cycle)}


@pytest.mark.parametrize("end", PAGES)
def test_a_page_costs_the_same_queries_for_ten_goals_and_for_three_hundred(end, waterveen, anna, client_of):
    def grown(number, results):
        cycle = factories.cycle(waterveen, number)
        ambition = factories.ambition(cycle)
        for n in range(results):
            result = factories.result(ambition, f"r-{n}", groups=["youth"], label=f"Pijler {n}")
            for s in range(4):
                factories.subgoal(result, f"r-{n}-{s}")

    def count(number):
        client = client_of(anna)
        client.get(f"/GM9901/ronde/{number}/doelen/{end}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/GM9901/ronde/{number}/doelen/{end}").status_code == 200
        return len(captured)

    grown(8, 2)
    grown(9, 60)
    assert count(9) == count(8)
