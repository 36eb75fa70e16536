"""Anna brings a survey from elsewhere in by the pages; others cannot, and nothing is stored before she says so."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from koersvast.coding.models import StagedFile
from koersvast.jobs.models import Job
from koersvast.jobs.tasks import run_job
from koersvast.surveys import actions, queries, result_actions
from koersvast.surveys.models import Publication, Survey
from tests.surveys.conftest import ABOUT_LIVING, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

EVIL = "<script>alert(1)</script>"
FILE = (
    f"veilig;leeftijd;e-mail;{EVIL};w\n" + "1;41;a@b.nl;x;2\n2;999;c@d.nl;y;1\nweet niet;30;e@f.nl;z;1\n" * 10
).encode()
ABOUT = {
    "title": "GGD 2024",
    "brought_from": "GGD Gezondheidsmonitor 2024",
    "whom": "Inwoners",
    "opens_on": "2024-01-01",
    "closes_on": "2024-03-01",
    "keep_until": str(TODAY.replace(year=TODAY.year + 2, day=1)),
    "told": "on",
}
COLUMNS = {"c0": "veilig", "c1": "leeftijd", "c2": "-", "c3": "-", "c4": "gewicht"}
VALUES = {"v0-0": "ja", "v0-1": "nee", "v0-2": "liever_niet", "v1-0": "overgeslagen"}


@pytest.fixture
def edition(cycle, anna):
    with scope(municipality=cycle.municipality):
        return actions.new_questionnaire(
            cycle.municipality, title="Veiligheid", content=ABOUT_LIVING, by=anna
        )


def url(cycle, name, *args):
    return reverse(name, args=[cycle.municipality.code, cycle.number, *args])


def bring(client, cycle, edition, content=FILE, name="x.csv"):
    return client.post(
        url(cycle, "bring_answered_survey"),
        {"file": SimpleUploadedFile(name, content), "edition": str(edition.pk)},
    )


def test_anna_says_what_columns_and_values_are_and_the_survey_comes_in(client_of, anna, cycle, edition):
    client = client_of(anna)
    check = bring(client, cycle, edition)["Location"]
    page = client.get(check).content.decode()
    assert "Er zijn 30 rijen" in page
    assert "Dit lijkt iemand aan te wijzen" in page
    assert "a@b.nl" not in page
    assert EVIL not in page
    page = client.post(check, COLUMNS).content.decode()
    assert "weet niet, 10 keer" in page
    assert "999, 10 keer" in page
    assert "a@b.nl" not in page
    answer = client.post(check, COLUMNS | VALUES | ABOUT | {"lees": "1"})
    with scope(municipality=cycle.municipality):
        job = Job.objects.get()
        assert answer["Location"] == reverse("job", args=["GM9901", job.pk])
        assert "weet niet" not in str(job.arguments)
        run_job.func(job_id=str(job.pk), municipality_id=str(cycle.municipality_id))
        job.refresh_from_db()
        assert job.state == "done", job.message
        row = queries.survey_with(Survey.objects.get().pk)
        assert (row.title, row.brought_from) == ("GGD 2024", "GGD Gezondheidsmonitor 2024")
        assert sorted((repr(one.answers), one.weight) for one in queries.settled(row))[::10] == [
            ("{'veilig': 'ja', 'leeftijd': 41.0}", 2.0),
            ("{'veilig': 'nee', 'leeftijd': None}", 1.0),
            ("{'veilig': False, 'leeftijd': 30.0}", 1.0),
        ]
        assert not StagedFile.objects.exists()
    page = client.get(job.result["url"]).content.decode()
    assert "GGD Gezondheidsmonitor 2024" in page
    assert "Adres om mee te doen" not in page


def test_what_a_value_means_must_be_said(client_of, anna, cycle, edition):
    client = client_of(anna)
    check = bring(client, cycle, edition)["Location"]
    answer = client.post(check, COLUMNS | VALUES | ABOUT | {"lees": "1", "v0-2": ""})
    assert answer.status_code == 422
    assert "Zeg wat deze waarde betekent." in answer.content.decode()
    with scope(municipality=cycle.municipality):
        assert not Job.objects.exists()


def test_a_number_that_cannot_be_is_named_by_its_row(client_of, anna, cycle, edition):
    client = client_of(anna)
    check = bring(client, cycle, edition)["Location"]
    answer = client.post(check, COLUMNS | VALUES | ABOUT | {"lees": "1", "v1-0": "zelf"})
    assert answer.status_code == 422
    assert "Rij 2 past niet bij kolom ‘leeftijd’" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"told": ""}, "Lees de antwoorden dan niet in"),
        ({"closes_on": "2023-01-01"}, "Dit is vóór de eerste dag."),
        ({"keep_until": "2024-01-02"}, "Dit is vóór de laatste dag"),
        ({"brought_from": ""}, "Dit veld is"),
    ],
)
def test_where_it_comes_from_must_be_said(client_of, anna, cycle, edition, wrong, said):
    client = client_of(anna)
    check = bring(client, cycle, edition)["Location"]
    answer = client.post(check, COLUMNS | VALUES | ABOUT | {"lees": "1"} | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_one_question_is_taken_from_one_column(client_of, anna, cycle, edition):
    client = client_of(anna)
    check = bring(client, cycle, edition)["Location"]
    answer = client.post(check, COLUMNS | {"c1": "veilig"})
    assert answer.status_code == 422
    assert "al bij een andere kolom gekozen" in answer.content.decode()
    assert "Kies bij minstens één kolom" in client.post(check, dict.fromkeys(COLUMNS, "-")).content.decode()


def test_a_file_that_cannot_be_read_is_not_kept(client_of, anna, cycle, edition):
    answer = bring(client_of(anna), cycle, edition, b"$FL2" + b"x" * 300, "x.sav")
    assert answer.status_code == 422
    assert "beschadigd" in answer.content.decode()
    with scope(municipality=cycle.municipality):
        assert not StagedFile.objects.exists()


def test_the_file_goes_with_its_key_when_anna_throws_it_away(client_of, anna, cycle, edition):
    client = client_of(anna)
    check = bring(client, cycle, edition)["Location"]
    with scope(municipality=cycle.municipality):
        [kept] = StagedFile.objects.all()
        client.post(url(cycle, "drop_answered_survey", kept.pk))
        assert not StagedFile.objects.exists()
    assert client.get(check).status_code == 404


def test_bilal_does_not_find_the_file_of_anna_and_gerrit_and_chris_find_nothing(
    client_of, anna, bilal, chris, gerrit, cycle, edition
):
    check = bring(client_of(anna), cycle, edition)["Location"]
    for person in (bilal, chris, gerrit):
        assert client_of(person).get(check).status_code in (403, 404), person
        assert client_of(person).post(check, COLUMNS).status_code in (403, 404), person
    for person in (chris, gerrit):
        assert client_of(person).get(url(cycle, "bring_answered_survey")).status_code in (403, 404)
    assert client_of(None).get(check).status_code == 302


def test_anna_finds_it_from_the_list_of_surveys(client_of, anna, cycle, edition):
    assert url(cycle, "bring_answered_survey") in client_of(anna).get(url(cycle, "surveys")).content.decode()


def test_its_results_say_where_it_comes_from_and_how_it_was_weighted(client_of, anna, cycle, edition):
    client = client_of(anna)
    check = bring(client, cycle, edition)["Location"]
    client.post(check, COLUMNS | VALUES | ABOUT | {"lees": "1"})
    with scope(municipality=cycle.municipality):
        run_job.func(job_id=str(Job.objects.get().pk), municipality_id=str(cycle.municipality_id))
        row = queries.survey_with(Survey.objects.get().pk)
        Publication.objects.create(
            municipality=cycle.municipality,
            survey=row,
            made_on=TODAY,
            ledger=b"",
            content={
                "figures": [],
                "changes": [],
                "how": "",
                "groups": [],
                "weighting": result_actions.work_out(row, [])[1]["weighting"],
            },
        )
    page = client.get(url(cycle, "results", row.collection_id)).content.decode()
    assert "Deze peiling is van elders: GGD Gezondheidsmonitor 2024." in page
    assert "Gewogen met de gewichten die bij deze peiling van elders horen." in page
    assert "Niet gewogen" not in page
    assert "meldden zich zelf aan" not in page
