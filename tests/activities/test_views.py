"""What Anna and Emre do with activities: write, pay, tell; and who may not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.activities.models import Activity, Budget, Contribution, Funding, Initiative, Outcome, Quality
from koersvast.audit.models import Entry
from koersvast.cycles.actions import describe_step
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
BASE = "/GM9901/ronde/1/"
HOSTILE = ["<script>alert(1)</script>", "=1+1", "a\x07b"]
COST = {
    "year": "2027",
    "amount": "1000",
    "taakveld": "6.1",
    "dekking-TOTAL_FORMS": "2",
    "dekking-INITIAL_FORMS": "0",
}
TOLD = {
    "period": "2026",
    "reached": "40",
    "usefulness_mean": "4,2",
    "usefulness_n": "31",
    "usefulness_scale": "1-5",
}


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def welfare(cycle, emre):
    """Emre's own organisation, which has an account."""
    return factories.partner(cycle, "welzijn", name="Welzijn Waterveen")


@pytest.fixture
def town(cycle):
    return factories.partner(cycle, "gemeente", party="municipality", name="Gemeente Waterveen")


@pytest.fixture
def goal(cycle):
    return factories.result(factories.ambition(cycle))


@pytest.fixture
def cafe(welfare, goal):
    return factories.activity(welfare, "cafe", (goal,), name="Roze café")


@pytest.fixture
def training(town):
    return factories.activity(town, "training", name="Training")


def at(activity, end=""):
    return f"{BASE}activiteiten/{activity.pk}/{end}"


def fields(owner, **changed):
    return {"name": "Roze café", "owner": str(owner.pk), "status": "running"} | changed


# Anna writes


def test_anna_adds_an_activity_with_who_helps(cycle, welfare, town, anna, client_of):
    client = client_of(anna)
    assert client.get(f"{BASE}activiteiten/nieuw/").status_code == 200
    asked = fields(welfare, partners=[str(town.pk)], themes=["safety"], groups=["elderly"])
    made = client.post(f"{BASE}activiteiten/nieuw/", asked)["Location"]
    row = Activity.objects.get()
    assert made == at(row)
    assert (row.name, row.owner, row.themes, row.groups) == ("Roze café", welfare, ["safety"], ["elderly"])
    assert [link.partner for link in row.cooperations.all()] == [town]
    assert "Roze café" in client.get(f"{BASE}activiteiten/").content.decode()


def test_anna_changes_an_activity_and_the_history_says_what_it_was(cafe, welfare, anna, client_of):
    client = client_of(anna)
    client.post(at(cafe, "wijzig/"), fields(welfare, name="Regenboogcafé", version="1"))
    page = client.get(at(cafe, "geschiedenis/")).content.decode()
    assert "<del>Roze café</del>" in page
    assert "<ins>Regenboogcafé</ins>" in page


def test_two_people_who_change_an_activity_lose_no_text(cafe, welfare, anna, bilal, client_of):
    client_of(bilal).post(at(cafe, "wijzig/"), fields(welfare, what="Van Bilal", version="1"))
    answer = client_of(anna).post(at(cafe, "wijzig/"), fields(welfare, what="Van Anna", version="1"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van Bilal" in page
    assert "Van Anna" in page
    assert Activity.objects.get().what == "Van Bilal"


def test_a_form_with_a_mistake_still_knows_what_it_began_with(cafe, welfare, anna, bilal, client_of):
    client_of(bilal).post(at(cafe, "wijzig/"), fields(welfare, what="Van Bilal", version="1"))
    page = client_of(anna).post(at(cafe, "wijzig/"), fields(welfare, name="", version="1")).content.decode()
    assert 'name="version" value="1"' in page


def test_an_activity_that_was_taken_away_comes_back_whole(cafe, goal, anna, client_of):
    client = client_of(anna)
    page = client.post(at(cafe, "weg/"), follow=True).content.decode()
    assert "Roze café" in page
    assert client.get(at(cafe)).status_code == 404
    assert "Roze café" not in client.get(f"{BASE}activiteiten/").content.decode()
    client.post(at(cafe, "weg/"), {"terug": "1"})
    assert Activity.objects.get().contributions.get().goal == goal


def test_anna_ties_an_activity_to_a_goal_with_the_reason(training, goal, anna, client_of):
    client = client_of(anna)
    client.post(at(training, "bijdrage/"), {"goal": str(goal.pk), "rationale": "Wie het leert, grijpt in"})
    assert "Wie het leert, grijpt in" in client.get(at(training)).content.decode()
    assert "Wie het leert, grijpt in" in client.get(at(training, "draad/")).content.decode()


def test_a_contribution_needs_a_reason(training, goal, anna, client_of):
    client_of(anna).post(at(training, "bijdrage/"), {"goal": str(goal.pk), "rationale": ""})
    assert not Contribution.objects.exists()


def test_two_people_who_change_a_reason_lose_no_text(cafe, goal, anna, bilal, client_of):
    url = at(cafe, f"bijdrage/{Contribution.objects.get().pk}/")
    client_of(bilal).post(url, {"goal": str(goal.pk), "rationale": "Van Bilal", "version": "1"})
    answer = client_of(anna).post(url, {"goal": str(goal.pk), "rationale": "Van Anna", "version": "1"})
    assert answer.status_code == 409
    assert "Van Bilal" in answer.content.decode()
    assert "Van Anna" in answer.content.decode()


@pytest.mark.parametrize("kind", ["bijdrage", "bedrag", "outcome"])
def test_a_part_that_was_taken_away_comes_back(kind, cafe, anna, welfare, emre, client_of):
    budget = Budget.objects.create(
        municipality=cafe.municipality, activity=cafe, year=2027, amount=9, taakveld="6.1"
    )
    outcome = Outcome.objects.create(municipality=cafe.municipality, activity=cafe, period="2026", reached=40)
    row = {"bijdrage": Contribution.objects.get(), "bedrag": budget, "outcome": outcome}[kind]
    client = client_of(emre)
    away = at(cafe, f"{kind}/{row.pk}/weg/")
    assert away in client.post(away, follow=True).content.decode()
    assert not type(row).objects.exists()
    client.post(away, {"terug": "1"})
    assert type(row).objects.get() == row


def test_a_kind_of_part_that_does_not_exist_is_not_found(cafe, anna, client_of):
    assert client_of(anna).post(at(cafe, f"iets/{cafe.pk}/weg/")).status_code == 404


# Money


def test_a_year_has_its_cost_and_where_the_money_comes_from(training, anna, client_of):
    client = client_of(anna)
    client.post(at(training, "bedrag/"), COST | {"dekking-0-source": "Rijk", "dekking-0-amount": "600", "dekking-1-source": "Begroting", "dekking-1-amount": "400"})  # fmt: skip
    assert list(Funding.objects.order_by("position").values_list("source", "amount")) == [
        ("Rijk", 600),
        ("Begroting", 400),
    ]
    assert "Rijk" in client.get(at(training)).content.decode()
    assert client.get(f"{BASE}activiteiten/geld/").status_code == 200


def test_more_money_than_cost_is_refused(training, anna, client_of):
    answer = client_of(anna).post(
        at(training, "bedrag/"), COST | {"dekking-0-source": "Rijk", "dekking-0-amount": "1001"}
    )
    assert "De dekking is hoger dan de kosten." in answer.content.decode()
    assert not Budget.objects.exists()
    assert not Funding.objects.exists()


def test_money_without_a_name_is_refused(training, anna, client_of):
    client_of(anna).post(at(training, "bedrag/"), COST | {"dekking-0-amount": "100"})
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"amount": "-1"}, {"amount": "veel"}, {"year": "27"}, {"year": "99999"}, {"taakveld": "=1+1"}]
)
def test_a_budget_with_a_mistake_is_not_stored(wrong, training, anna, client_of):
    assert client_of(anna).post(at(training, "bedrag/"), COST | wrong).status_code == 200
    assert not Budget.objects.exists()


def test_two_people_who_change_a_budget_lose_nothing(training, anna, bilal, client_of):
    client_of(anna).post(at(training, "bedrag/"), COST)
    url = at(training, f"bedrag/{Budget.objects.get().pk}/")
    client_of(bilal).post(url, COST | {"amount": "2000", "version": "1"})
    answer = client_of(anna).post(url, COST | {"amount": "3000", "version": "1"})
    assert answer.status_code == 409
    assert "2000" in answer.content.decode()
    assert "3000" in answer.content.decode()
    assert Budget.objects.get().amount == 2000


# Steps 4 and 5: who owns the activity


def test_emre_tells_about_his_own_activity(cafe, emre, client_of):
    client = client_of(emre)
    client.post(at(cafe, "kwaliteit/"), {"evidence_level": "described", "method": "Ontmoeten", "version": ""})
    client.post(
        at(cafe, "outcome/"), TOLD | {"improvements": "Vroeger open\n\nMeer stoelen", "story": "Het hielp"}
    )
    assert Quality.objects.get().method == "Ontmoeten"
    told = Outcome.objects.get()
    assert (told.reached, told.usefulness_mean, told.usefulness_n) == (40, 4.2, 31)
    assert [row.text for row in told.improvements.all()] == ["Vroeger open", "Meer stoelen"]
    page = client.get(at(cafe)).content.decode()
    for text in ("Ontmoeten", "4,2", "Meer stoelen", "Het hielp"):
        assert text in page


def test_emre_does_not_write_about_the_activity_of_somebody_else(training, emre, client_of):
    for end in ("kwaliteit/", "outcome/"):
        for ask in (client_of(emre).get, client_of(emre).post):
            assert ask(at(training, end), TOLD).status_code == 403
    assert not Outcome.objects.exists()


def test_anna_does_not_write_what_a_partner_with_an_account_writes(cafe, training, anna, client_of):
    assert client_of(anna).post(at(cafe, "outcome/"), TOLD).status_code == 403
    assert client_of(anna).post(at(training, "outcome/"), TOLD).status_code == 302


def test_anna_writes_for_a_partner_without_an_account(cycle, anna, client_of):
    small = factories.activity(factories.partner(cycle, "klein", name="Klein Clubje"), "klein")
    assert client_of(anna).post(at(small, "outcome/"), TOLD).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"achieved": "9", "achieved_n": "8"},
        {"achieved": "9"},
        {"dropped": "9", "started": "8"},
        {"usefulness_n": ""},
        {"period": "ooit"},
        {"reached": "-1"},
        *({"story": text} for text in HOSTILE),
        *({"improvements": text} for text in HOSTILE),
    ],
)
def test_an_outcome_that_cannot_be_true_is_not_stored(wrong, cafe, emre, client_of):
    assert client_of(emre).post(at(cafe, "outcome/"), TOLD | wrong).status_code == 200
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("end", ["kwaliteit/", "outcome/"])
def test_two_people_who_tell_at_once_lose_no_text(end, training, anna, bilal, client_of):
    start = {"kwaliteit/": {"evidence_level": "described", "method": "x"}, "outcome/": TOLD}[end]
    field = {"kwaliteit/": "method", "outcome/": "story"}[end]
    client_of(anna).post(at(training, end), start)
    url = at(training, end) if end == "kwaliteit/" else at(training, f"outcome/{Outcome.objects.get().pk}/")
    client_of(bilal).post(url, start | {field: "Van Bilal", "version": "1"})
    answer = client_of(anna).post(url, start | {field: "Van Anna", "version": "1"})
    assert answer.status_code == 409
    assert "Van Bilal" in answer.content.decode()
    assert "Van Anna" in answer.content.decode()


def test_no_page_prints_a_figure_about_few_people(cafe, emre, gerrit, client_of):
    # no time of day looks like 4.77
    small = {
        "period": "2026", "known": "3", "reached": "7", "target_group": "8", "usefulness_mean": "4,77", "usefulness_n": "9",
        "achieved": "5", "achieved_n": "6", "dropped": "1", "started": "4", "story": "Het hielp",
    }  # fmt: skip
    client_of(emre).post(at(cafe, "outcome/"), small)
    url = at(cafe, f"outcome/{Outcome.objects.get().pk}/")
    client_of(emre).post(url, small | {"usefulness_mean": "4,78", "version": "1"})
    assert Outcome.objects.get().usefulness_mean == 4.78
    for page in (at(cafe), at(cafe, "draad/"), at(cafe, "geschiedenis/"), f"{BASE}outcome/"):
        text = client_of(gerrit).get(page).content.decode()
        for printed in ("4,8", "4,77", "4.77", "4,78", "4.78", "5 van 6", "1 van 4", "7 mensen", ">7<", "<dd>7", "van 8", "3 kennen", "<ins>9<", "<ins>6<", "<ins>5<"):  # fmt: skip
            assert printed not in text, (page, printed)
        assert "te klein" in text or "Te weinig" in text or page.endswith("draad/")


def test_figures_about_enough_people_are_printed(cafe, emre, client_of):
    client_of(emre).post(
        at(cafe, "outcome/"), TOLD | {"achieved": "12", "achieved_n": "31", "dropped": "2", "started": "40"}
    )
    page = client_of(emre).get(at(cafe)).content.decode()
    for printed in ("<dd>40", "4,2", "12 van 31", "2 van 40"):
        assert printed in page
    assert "<ins>40</ins>" in client_of(emre).get(at(cafe, "geschiedenis/")).content.decode()


def test_what_belongs_to_an_internal_step_is_not_on_the_page_of_another(cycle, cafe, anna, emre, client_of):
    client_of(emre).post(at(cafe, "kwaliteit/"), {"evidence_level": "described", "method": "Stille methode"})
    client_of(emre).post(at(cafe, "outcome/"), TOLD | {"story": "Stil verhaal"})
    for step in (4, 5):
        describe_step(cycle, step, by=anna, values={"visibility": "internal"})
    for end in ("", "draad/", "geschiedenis/"):
        page = client_of(emre).get(at(cafe, end)).content.decode()
        assert "Stille methode" not in page
        assert "Stil verhaal" not in page
    assert "Stil verhaal" in client_of(anna).get(at(cafe)).content.decode()


# Who reads and who finds nothing

LISTS = [
    "activiteiten/",
    "activiteiten/groepen/",
    "activiteiten/geld/",
    "kwaliteit/",
    "outcome/",
    "initiatieven/",
]
CHANGES = ["wijzig/", "weg/", "bijdrage/", "bedrag/", "kwaliteit/", "outcome/"]


def test_gerrit_reads_everything_and_changes_nothing(cafe, gerrit, client_of):
    client = client_of(gerrit)
    for end in LISTS:
        assert client.get(f"{BASE}{end}").status_code == 200
    for end in ("", "draad/", "geschiedenis/"):
        assert client.get(at(cafe, end)).status_code == 200
    for end in CHANGES:
        assert client.post(at(cafe, end), TOLD).status_code == 403
    part = Contribution.objects.get()
    assert client.post(at(cafe, f"bijdrage/{part.pk}/weg/")).status_code == 403
    assert client.post(f"{BASE}activiteiten/nieuw/", {}).status_code == 403
    assert "wijzig/" not in client.get(at(cafe)).content.decode()


def test_chris_finds_nothing_and_dewi_is_asked_to_sign_in(cafe, chris, client_of):
    for url in [*(f"{BASE}{end}" for end in LISTS), at(cafe), *(at(cafe, end) for end in CHANGES)]:
        assert client_of(chris).post(url).status_code in (404, 405)
        assert client_of(chris).get(url).status_code in (404, 405)
        assert client_of(None).get(url)["Location"].startswith("/account/login/")


def test_an_activity_of_another_round_is_not_found(cafe, waterveen, anna, client_of):
    factories.cycle(waterveen, 2)
    assert client_of(anna).get(at(cafe).replace("ronde/1", "ronde/2")).status_code == 404


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["name", "what", "anchoring"])
def test_hostile_texts_are_refused(field, text, welfare, anna, client_of):
    assert (
        client_of(anna).post(f"{BASE}activiteiten/nieuw/", fields(welfare, **{field: text})).status_code
        == 200
    )
    assert not Activity.objects.exists()


def test_a_name_with_signs_is_shown_as_it_was_written(welfare, goal, anna, client_of):
    made = factories.activity(welfare, "x", (goal,), name='Café "Samen" & <3')
    for end in ("", "draad/", "geschiedenis/"):
        page = client_of(anna).get(at(made, end)).content.decode()
        assert "Café &quot;Samen&quot; &amp; &lt;3" in page


@pytest.mark.parametrize("end", LISTS)
def test_a_list_takes_as_many_queries_for_thirty_activities_as_for_three(
    end, cycle, welfare, goal, anna, client_of
):
    client = client_of(anna)

    def add(start, count):
        for number in range(start, start + count):
            row = factories.activity(welfare, f"n{number}", (goal,), groups=["elderly"])
            budget = Budget.objects.create(
                municipality=row.municipality, activity=row, year=2027, amount=10, taakveld="6.1"
            )
            Funding.objects.create(municipality=row.municipality, budget=budget, source="Rijk", amount=5)
            Outcome.objects.create(municipality=row.municipality, activity=row, period="2026", reached=40)
            Quality.objects.create(municipality=row.municipality, activity=row, evidence_level="described")
            Initiative.objects.create(
                municipality=row.municipality, cycle=cycle, key=f"ini-{number}", name=f"i{number}"
            )

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"{BASE}{end}").status_code == 200
        return len(counted)

    add(0, 3)
    few = queries()
    add(3, 27)
    assert queries() == few


# The inventory


def test_an_initiative_becomes_an_activity_with_an_owner(cycle, welfare, anna, client_of):
    client = client_of(anna)
    client.post(
        f"{BASE}initiatieven/nieuw/", {"name": "Kookclub", "what": "Samen eten", "themes": ["safety"]}
    )
    row = Initiative.objects.get()
    start = f"{BASE}initiatieven/{row.pk}/activiteit/"
    for nobody in ("", "x", "00000000-0000-0000-0000-000000000000"):
        assert (
            "Kies eerst wie eigenaar wordt."
            in client.post(start, {"owner": nobody}, follow=True).content.decode()
        )
    client.post(start, {"owner": str(welfare.pk)})
    made = Activity.objects.get()
    assert (made.name, made.initiative, made.owner, made.themes) == ("Kookclub", row, welfare, ["safety"])
    assert Initiative.objects.exists()


def test_two_people_who_change_an_initiative_lose_no_text(cycle, anna, bilal, client_of):
    client_of(anna).post(f"{BASE}initiatieven/nieuw/", {"name": "Kookclub"})
    url = f"{BASE}initiatieven/{Initiative.objects.get().pk}/"
    client_of(bilal).post(url, {"name": "Kookclub", "what": "Van Bilal", "version": "1"})
    answer = client_of(anna).post(url, {"name": "Kookclub", "what": "Van Anna", "version": "1"})
    assert answer.status_code == 409
    assert "Van Bilal" in answer.content.decode()
    assert "Van Anna" in answer.content.decode()


def test_every_change_is_written_down_with_who_did_it(cafe, emre, client_of):
    client_of(emre).post(at(cafe, "outcome/"), TOLD)
    assert [(entry.verb, entry.by) for entry in Entry.objects.filter(subject_id=cafe.pk)] == [
        ("activity.outcome_told", emre)
    ]
