"""Work in the background: in the municipality's scope, followed by who asked for it, cancelled with a button."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import get_scope, scope

from koersvast.jobs import actions, board, tasks
from koersvast.jobs.models import Job, JobState
from koersvast.jobs.progress import CannotDo
from koersvast.vault.models import DataKey


@pytest.fixture
def work(monkeypatch):
    """Put a function in the place of a task, and run a job of it at once."""

    def put(function):
        monkeypatch.setattr(tasks, "find", lambda name: function)

    return put


def job_of(person, municipality, **fields):
    with scope(municipality=municipality):
        return Job.objects.create(
            municipality=municipality,
            name="reports.build",
            by_id=person.pk,
            created_at=timezone.now(),
            **fields,
        )


def made_for(person, municipality, content=b"Kanarie"):
    """Work that is done, with a file that waits."""
    job = job_of(person, municipality, state=JobState.DONE)
    with scope(municipality=municipality):
        actions.keep_file(job, name="a.pdf", media_type="application/pdf", content=content)
        return Job.objects.get(pk=job.pk)


def run(job, municipality):
    tasks.run_job.func(job_id=str(job.pk), municipality_id=str(municipality.pk))
    with scope(municipality=municipality):
        return Job.objects.get(pk=job.pk)


def test_work_runs_in_the_scope_of_its_municipality(anna, waterveen, work):
    seen = {}
    work(lambda progress, job: seen.update(get_scope()))
    assert run(job_of(anna, waterveen), waterveen).state == JobState.DONE
    assert seen["municipality"] == waterveen


def test_what_the_work_returns_is_kept(anna, waterveen, work):
    work(lambda progress, job: {"url": "/GM9901/"})
    assert run(job_of(anna, waterveen), waterveen).result == {"url": "/GM9901/"}


def test_a_reason_that_a_person_can_use_is_shown(anna, waterveen, work, client_of):
    def refuse(progress, job):
        raise CannotDo("De ronde bestaat niet meer.")

    work(refuse)
    job = run(job_of(anna, waterveen), waterveen)
    assert job.state == JobState.FAILED
    page = client_of(anna).get(reverse("job", args=["GM9901", job.pk])).content.decode()
    assert "De ronde bestaat niet meer." in page


def test_an_unexpected_error_says_nothing_of_its_content(anna, waterveen, work, client_of):
    def break_down(progress, job):
        raise ValueError("geheime tekst")

    work(break_down)
    job = job_of(anna, waterveen)
    with pytest.raises(ValueError):
        run(job, waterveen)
    page = client_of(anna).get(reverse("job", args=["GM9901", job.pk])).content.decode()
    assert "geheime tekst" not in page
    assert "Dit lukte niet" in page


def test_anna_cancels_work_that_runs(anna, waterveen, work, client_of):
    steps = []

    def slow(progress, job):
        for number in range(100):
            steps.append(number)
            if number == 3:
                client_of(anna).post(reverse("job_cancel", args=["GM9901", job.pk]))
            progress.last = 0.0
            progress.step("bezig", number, 100)

    work(slow)
    job = run(job_of(anna, waterveen), waterveen)
    assert job.state == JobState.CANCELLED
    assert len(steps) == 4
    assert not board.stop_asked(job.pk)


def test_work_that_waits_does_not_start_after_a_cancel(anna, waterveen, work):
    work(lambda progress, job: pytest.fail("it started"))
    job = job_of(anna, waterveen)
    actions.ask_to_cancel(job)
    assert run(job, waterveen).state == JobState.CANCELLED


def test_work_is_never_done_twice(anna, waterveen, work):
    times = []
    work(lambda progress, job: times.append(1))
    job = job_of(anna, waterveen)
    run(job, waterveen)
    run(job, waterveen)
    assert len(times) == 1


def test_the_page_shows_how_far_it_is(anna, waterveen, client_of):
    job = job_of(anna, waterveen, state=JobState.RUNNING)
    board.write(job.pk, board.Standing("Metingen bewaren", 3, 10))
    page = client_of(anna).get(reverse("job", args=["GM9901", job.pk])).content.decode()
    assert "Metingen bewaren" in page
    assert 'value="3" max="10"' in page
    board.clear(job.pk)


@pytest.mark.parametrize("name", ["job", "job_cancel", "job_download"])
def test_only_who_asked_for_it_sees_it(anna, bilal, chris, waterveen, client_of, name):
    job = made_for(anna, waterveen)
    for other, status in ((bilal, 404), (chris, 404), (None, 302)):
        client = client_of(other)
        ask = client.post if name == "job_cancel" else client.get
        assert ask(reverse(name, args=["GM9901", job.pk])).status_code == status


def test_a_download_is_an_attachment_that_is_not_kept(anna, waterveen, client_of):
    job = made_for(anna, waterveen)
    answer = client_of(anna).get(reverse("job_download", args=["GM9901", job.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_waits_sealed_and_comes_out_as_it_went_in(anna, waterveen, client_of):
    job = made_for(anna, waterveen)
    assert b"Kanarie" not in bytes(job.content)
    assert client_of(anna).get(reverse("job_download", args=["GM9901", job.pk])).content == b"Kanarie"


def test_a_file_that_is_taken_away_cannot_be_opened_by_anybody(anna, waterveen, client_of):
    job = made_for(anna, waterveen)
    with scope(municipality=waterveen):
        assert actions.forget_files("reports.build", message="Weg.") == 1
        assert not DataKey.objects.exists()
    assert client_of(anna).get(reverse("job_download", args=["GM9901", job.pk])).status_code == 404


def test_a_name_without_a_task_is_an_error():
    with pytest.raises(LookupError):
        tasks.find("reports.dance")


def test_a_board_without_a_word_is_empty():
    assert board.read(uuid.uuid4()) == board.Standing()
