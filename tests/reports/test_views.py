"""Documents in the browser: a button for each format, made in the background."""

from __future__ import annotations

import pytest
from django_scopes import scope

from koersvast.cycles.models import Step
from koersvast.jobs.models import Job, JobState
from koersvast.jobs.tasks import run_job
from tests import factories

PAGE = "/GM9901/ronde/1/documenten/"


@pytest.fixture
def cycle(waterveen):
    with scope(municipality=waterveen):
        return factories.cycle(waterveen, visibility="public")


def jobs(waterveen):
    with scope(municipality=waterveen):
        return list(Job.objects.all())


def test_anna_sees_a_button_for_every_format(anna, cycle, client_of):
    page = client_of(anna).get(PAGE).content.decode()
    for form in ("PDF", "Word (DOCX)", "LibreOffice (ODT)", "HTML"):
        assert f"Actieplan als </span>{form}</button>" in page


def test_anna_gets_the_document_as_a_file(anna, cycle, waterveen, client_of):
    client = client_of(anna)
    answer = client.post(f"{PAGE}action_plan/pdf/maak/")
    [job] = jobs(waterveen)
    assert answer.status_code == 302
    assert str(job.pk) in answer.url
    run_job.call(job_id=str(job.pk), municipality_id=str(waterveen.pk))
    download = client.get(f"/GM9901/werk/{job.pk}/bestand/")
    assert download.content.startswith(b"%PDF")
    assert download["Content-Disposition"] == 'attachment; filename="actieplan-gm9901-ronde-1.pdf"'
    assert download["X-Content-Type-Options"] == "nosniff"


def test_a_document_that_is_cancelled_is_not_made(anna, cycle, waterveen, client_of):
    client_of(anna).post(f"{PAGE}action_plan/pdf/maak/")
    [job] = jobs(waterveen)
    client_of(anna).post(f"/GM9901/werk/{job.pk}/stop/")
    run_job.call(job_id=str(job.pk), municipality_id=str(waterveen.pk))
    [job] = jobs(waterveen)
    assert (job.state, job.content) == (JobState.CANCELLED, None)


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}action_plan/pdf/maak/"])
def test_chris_finds_nothing(chris, cycle, client_of, address):
    client = client_of(chris)
    assert (client.get(address) if address == PAGE else client.post(address)).status_code == 404


def test_dewi_is_asked_to_sign_in(cycle, client_of):
    assert client_of(None).get(PAGE).status_code == 302


def test_looking_makes_nothing(anna, cycle, waterveen, client_of):
    assert client_of(anna).get(f"{PAGE}action_plan/pdf/maak/").status_code == 405
    assert jobs(waterveen) == []


@pytest.mark.parametrize("wrong", ["stadskrant/pdf", "action_plan/exe"])
def test_a_kind_or_format_that_does_not_exist_is_not_found(anna, cycle, waterveen, client_of, wrong):
    assert client_of(anna).post(f"{PAGE}{wrong}/maak/").status_code == 404
    assert jobs(waterveen) == []


def test_who_may_not_see_every_step_gets_no_document(emre, cycle, waterveen, client_of):
    with scope(municipality=waterveen):
        Step.objects.create(municipality=waterveen, cycle=cycle, number=1, visibility="internal")
    client = client_of(emre)
    assert "Delen van deze ronde zijn intern" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}action_plan/pdf/maak/").status_code == 403
    assert jobs(waterveen) == []
