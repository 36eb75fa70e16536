"""A paper in the making in the browser: read the facts, write the judgement, look at what turned amber."""

from __future__ import annotations

import pytest
from django_scopes import scope

from koersvast.cycles.models import Step
from koersvast.indicators.models import Measurement
from koersvast.jobs.models import Job
from koersvast.papers.models import PaperText
from tests.reports.conftest import bring_in, plan_file

LETTER = "/GM9901/ronde/2/documenten/council_letter/"
PAGE = "/GM9901/ronde/2/documenten/council_page/"
WRITE = f"{LETTER}schrijf/message/"


@pytest.fixture
def cycle(waterveen):
    return bring_in(plan_file("waterveen"))


def row(cycle, kind="council_letter"):
    with scope(municipality=cycle.municipality):
        return PaperText.objects.get(kind=kind)


def test_anna_sees_facts_to_read_and_places_to_write(anna, cycle, client_of):
    page = client_of(anna).get(LETTER).content.decode()
    assert "Waar staan we?" in page
    assert 'name="text"' in page
    assert "Deze tekst gaat over:" in page
    assert "59%" not in page  # of thirty elderly people


def test_a_sentence_that_is_no_longer_true_says_so_with_two_ways_out(anna, cycle, client_of):
    page = client_of(anna).get(LETTER).content.decode()
    assert "nulmeting 2022: was 26%, is 24%." in page
    assert "Tekst klopt nog" in page
    assert "Pas de tekst aan" in page
    assert "1 zin om na te kijken" in client_of(anna).get("/GM9901/ronde/2/documenten/").content.decode()


def test_anna_says_that_it_still_holds(anna, cycle, client_of):
    client, text = client_of(anna), row(cycle)
    answer = client.post(f"{LETTER}klopt/{text.pk}/", {"feit": "figure/r-veilig/i-buurt/baseline"})
    assert answer.url.endswith("#plek-message")
    assert "Tekst klopt nog" not in client.get(LETTER).content.decode()
    assert row(cycle).text == text.text


def test_anna_writes_and_unticks_what_it_is_not_about(anna, cycle, client_of):
    client = client_of(anna)
    client.post(WRITE, {"text": "Nu 21 procent.", "version": str(row(cycle).version)})
    client.post(
        WRITE,
        {
            "text": "Nu 21 procent.",
            "version": str(row(cycle).version),
            "shown": ["figure/r-veilig/i-buurt/last"],
        },
    )
    with scope(municipality=cycle.municipality):
        Measurement.objects.filter(key="m-buurt-2026").update(value=19)
    assert "Tekst klopt nog" not in client.get(LETTER).content.decode()


def test_bilal_was_first_so_anna_sees_both_texts(anna, bilal, cycle, client_of):
    seen = str(row(cycle).version)
    client_of(bilal).post(WRITE, {"text": "Van Bilal.", "version": seen})
    answer = client_of(anna).post(WRITE, {"text": "Van Anna.", "version": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van Bilal." in page
    assert "Van Anna." in page
    assert row(cycle).text == "Van Bilal."


def test_a_mistake_stands_at_its_own_place_with_the_text_kept(anna, cycle, client_of):
    answer = client_of(anna).post(WRITE, {"text": "<b>vet</b>", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "&lt;b&gt;vet&lt;/b&gt;" in page
    assert 'aria-invalid="true"' in page
    assert row(cycle).text.startswith("Wij werken")


def test_a_text_left_empty_brings_the_proposal_back(anna, cycle, client_of):
    client = client_of(anna)
    client.post(WRITE, {"text": "", "version": str(row(cycle).version)})
    assert "Dit is een voorstel uit de feiten" in client.get(LETTER).content.decode()


def test_every_result_has_its_own_question(anna, cycle, client_of):
    client = client_of(anna)
    client.post(f"{PAGE}schrijf/ask/r-school/", {"text": "Wij vragen u steun.", "version": "0"})
    page = client.get(PAGE).content.decode()
    assert "Wij vragen u steun." in page
    assert "Besluit bij de kadernota of het loket" in page


@pytest.mark.parametrize(
    "address",
    [f"{PAGE}schrijf/ask/", f"{PAGE}schrijf/ask/niets/", f"{LETTER}schrijf/message/r-school/", f"{LETTER}schrijf/niets/",
     "/GM9901/ronde/2/documenten/action_plan/", "/GM9901/ronde/2/documenten/niets/"],
)  # fmt: skip
def test_a_place_that_is_not_there_is_not_found(anna, cycle, client_of, address):
    assert client_of(anna).get(address).status_code == 404
    assert client_of(anna).post(address, {"text": "x"}).status_code in (404, 405)


def test_anna_makes_it_for_one_result_and_year(anna, cycle, waterveen, client_of):
    client = client_of(anna)
    client.post(f"{PAGE}pdf/maak/", {"result": "r-school", "year": "2026"})
    with scope(municipality=waterveen):
        assert Job.objects.get().arguments["choice"] == {"result": "r-school", "year": 2026}
    assert client.post(f"{PAGE}pdf/maak/", {"result": "van-een-ander"}).status_code == 404


def test_gerrit_reads_but_does_not_write(gerrit, cycle, client_of):
    client = client_of(gerrit)
    page = client.get(LETTER).content.decode()
    assert "Bij veiligheid daalde het cijfer" in page
    assert 'name="text"' not in page
    assert client.post(WRITE, {"text": "x", "version": "1"}).status_code == 403
    assert client.post(f"{LETTER}klopt/{row(cycle).pk}/", {"feit": "x"}).status_code == 403


def test_who_may_not_see_every_step_sees_no_paper(emre, cycle, waterveen, client_of):
    with scope(municipality=waterveen):
        Step.objects.create(municipality=waterveen, cycle=cycle, number=1, visibility="internal")
    assert client_of(emre).get(LETTER).status_code == 403


def test_chris_finds_nothing_and_dewi_is_asked_to_sign_in(chris, cycle, client_of):
    for address in (LETTER, WRITE, f"{PAGE}schrijf/ask/r-school/"):
        assert client_of(chris).get(address).status_code == 404
        assert client_of(None).get(address).status_code == 302


def test_a_paper_takes_a_fixed_number_of_queries(
    anna, cycle, waterveen, client_of, django_assert_max_num_queries
):
    client = client_of(anna)
    client.get(LETTER)
    with django_assert_max_num_queries(110):
        client.get(PAGE)
