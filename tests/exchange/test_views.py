"""Bringing a plan in and taking it out, in the browser."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from koersvast.cycles.models import Cycle, Step
from koersvast.exchange import actions, tasks, views
from koersvast.exchange.models import Upload
from koersvast.exchange.reading import read_plan
from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, Silent
from tests import factories
from tests.exchange.conftest import PLANS, plan_named

pytestmark = pytest.mark.django_db
BRING_IN = "/GM9901/plan/invoeren/"
TAKE_OUT = "/GM9901/ronde/2/plan/uitvoeren/"
WATERVEEN = PLANS["waterveen"].read_bytes()


def brings_in(client, content=WATERVEEN, name="plan.yaml"):
    """The answer to an upload: the preview, or the form again."""
    return client.post(BRING_IN, {"file": SimpleUploadedFile(name, content)}, follow=True)


def only_upload():
    with scopes_disabled():
        return Upload.objects.get()


def cycles():
    with scopes_disabled():
        return list(Cycle.objects.values_list("number", "title"))


@pytest.fixture
def stored(waterveen):
    return actions.import_plan(plan_named("waterveen"), by=None)


def test_anna_looks_first_and_then_stores(anna, client_of):
    client = client_of(anna)
    page = brings_in(client)
    assert "Waterveen Kleurt 2023-2026" in page.content.decode()
    assert "Bewaar het plan" in page.content.decode()
    assert cycles() == []
    stored = client.post(page.redirect_chain[-1][0])
    assert stored.status_code == 302
    assert stored.url == "/GM9901/ronde/2/"
    assert cycles() == [(2, "Waterveen Kleurt 2023-2026")]
    with scopes_disabled():
        assert not Upload.objects.exists()


def test_the_preview_counts_what_changes(stored, anna, client_of):
    changed = WATERVEEN.replace(b'name: "Politie Waterveen"', b'name: "Politie Delta"')
    page = brings_in(client_of(anna), changed).content.decode()
    assert "Ronde 2 bestaat al" in page
    row = page[page.index("Organisaties") :]
    assert [cell.split("<")[0] for cell in row.split('kv-rechts">')[1:6]] == ["13", "13", "0", "1", "0"]


def test_a_round_is_replaced_only_when_somebody_says_so(stored, anna, client_of):
    client = client_of(anna)
    page = brings_in(client, WATERVEEN.replace(b"Waterveen Kleurt 2023-2026", b"Nieuwe titel"))
    address = page.redirect_chain[-1][0]
    refused = client.post(address)
    assert refused.status_code == 200
    assert cycles() == [(2, "Waterveen Kleurt 2023-2026")]
    client.post(address, {"replace": "on"})
    assert cycles() == [(2, "Nieuwe titel")]


def test_a_round_that_came_in_between_is_not_overwritten(anna, client_of, monkeypatch, stored):
    """Between the preview and the button somebody else stored the same round."""
    client = client_of(anna)
    page = brings_in(client, WATERVEEN.replace(b"Waterveen Kleurt 2023-2026", b"Nieuwe titel"))
    seen = iter([None, stored])
    monkeypatch.setattr(views.queries, "cycle_numbered", lambda number: next(seen))
    answer = client.post(page.redirect_chain[-1][0])
    assert answer.status_code == 302
    assert cycles() == [(2, "Waterveen Kleurt 2023-2026")]


def test_mistakes_are_listed_with_line_and_field(anna, client_of):
    page = brings_in(client_of(anna), WATERVEEN.replace(b"number: 2\n", b"number: twee\n")).content.decode()
    assert "Dit plan klopt nog niet" in page
    assert ">7</td>" in page
    assert "cycle.number" in page
    assert "is geen geheel getal" in page
    assert cycles() == []


def test_a_file_with_mistakes_cannot_be_stored(anna, client_of):
    client = client_of(anna)
    page = brings_in(client, b"koersvast: 2\n")
    assert client.post(page.redirect_chain[-1][0], {"replace": "on"}).status_code == 200
    assert cycles() == []


def test_an_empty_file_is_explained(anna, client_of):
    assert "leeg" in brings_in(client_of(anna), b"").content.decode()


def test_a_form_without_a_file_asks_for_it(anna, client_of):
    page = client_of(anna).post(BRING_IN)
    assert page.status_code == 200
    assert "Er klopt iets niet" in page.content.decode()


def test_a_file_that_is_too_big_is_refused_at_the_door(anna, client_of):
    page = brings_in(client_of(anna), b"#" * (10 * 1024 * 1024 + 1))
    assert "10 MB" in page.content.decode()
    with scopes_disabled():
        assert not Upload.objects.exists()


def test_a_plan_of_another_municipality_is_refused(anna, client_of):
    client = client_of(anna)
    page = brings_in(client, WATERVEEN.replace(b"GM9901", b"GM9902"))
    assert "Dit plan is van een andere gemeente" in page.content.decode()
    client.post(page.redirect_chain[-1][0], {"replace": "on"})
    assert cycles() == []


def test_markup_in_names_titles_and_mistakes_is_shown_as_text(anna, client_of):
    evil = "<script>alert(1)</script>"
    page = brings_in(client_of(anna), f'koersvast: "{evil}"\n{evil}: 1\n'.encode(), name=f"{evil}.yaml")
    assert evil not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()


def test_a_title_with_an_ampersand_is_shown_as_text(anna, client_of):
    page = brings_in(client_of(anna), WATERVEEN.replace(b'"Waterveen Kleurt', b"\"Water & 'veen' > Kleurt"))
    assert "Water &amp; &#x27;veen&#x27; &gt; Kleurt" in page.content.decode()


def test_anna_can_think_again(anna, client_of):
    client = client_of(anna)
    page = brings_in(client)
    client.post(page.redirect_chain[-1][0] + "weg/")
    with scopes_disabled():
        assert not Upload.objects.exists()
    assert client.get(page.redirect_chain[-1][0]).status_code == 404


def test_after_an_hour_the_file_is_gone(anna, client_of):
    client = client_of(anna)
    page = brings_in(client)
    with scopes_disabled():
        Upload.objects.update(created_at=timezone.now() - datetime.timedelta(hours=1))
    assert client.get(page.redirect_chain[-1][0]).status_code == 404


def test_bilal_does_not_see_what_anna_brought_in(anna, bilal, client_of):
    page = brings_in(client_of(anna))
    address = page.redirect_chain[-1][0]
    assert client_of(bilal).get(address).status_code == 404
    assert client_of(bilal).post(address, {"replace": "on"}).status_code == 404
    assert client_of(bilal).post(address + "weg/").status_code == 404


def test_chris_finds_nothing(stored, anna, chris, client_of):
    page = brings_in(client_of(anna))
    for address in (BRING_IN, TAKE_OUT, page.redirect_chain[-1][0]):
        assert client_of(chris).get(address).status_code == 404
        assert client_of(chris).get(address.replace("GM9901", "GM9999")).status_code == 404
    assert client_of(chris).post(BRING_IN).status_code == 404


def test_emre_and_gerrit_may_not_bring_a_plan_in(emre, gerrit, client_of):
    for person in (emre, gerrit):
        assert client_of(person).get(BRING_IN).status_code == 403
        assert client_of(person).post(BRING_IN).status_code == 403
        assert client_of(person).get(f"{BRING_IN}{uuid.uuid4()}/").status_code == 403
        assert client_of(person).post(f"{BRING_IN}{uuid.uuid4()}/weg/").status_code == 403


def test_dewi_is_asked_to_sign_in(stored, client_of):
    for address in (BRING_IN, TAKE_OUT):
        answer = client_of(None).get(address)
        assert answer.status_code == 302
        assert answer.url.startswith("/account/")


def test_anna_takes_the_plan_out(stored, anna, client_of):
    answer = client_of(anna).get(TAKE_OUT)
    assert answer["Content-Disposition"] == 'attachment; filename="plan-gm9901-ronde-2.yaml"'
    assert answer["Content-Type"].startswith("application/yaml")
    assert read_plan(answer.content).plan == plan_named("waterveen")


def test_emre_and_gerrit_take_a_public_plan_out(emre, gerrit, stored, client_of):
    for person in (emre, gerrit):
        assert client_of(person).get(TAKE_OUT).status_code == 200


def test_who_may_not_see_a_step_cannot_take_it_out(waterveen, emre, gerrit, stored, client_of):
    """The file holds every step."""
    with scope(municipality=waterveen):
        Step.objects.create(municipality=waterveen, cycle=stored, number=1, visibility="internal")
    assert client_of(emre).get(TAKE_OUT).status_code == 403
    assert client_of(gerrit).get(TAKE_OUT).status_code == 200


def test_an_internal_cycle_is_not_there_for_a_partner(waterveen, emre, client_of):
    with scope(municipality=waterveen):
        factories.cycle(waterveen, 2)
    assert client_of(emre).get(TAKE_OUT).status_code == 404


def test_a_cycle_that_does_not_exist_cannot_be_taken_out(anna, client_of):
    assert client_of(anna).get(TAKE_OUT).status_code == 404


def test_looking_changes_nothing(stored, anna, client_of):
    client = client_of(anna)
    page = brings_in(client)
    for _ in range(2):
        client.get(page.redirect_chain[-1][0])
        client.get(TAKE_OUT)
    assert client.get(page.redirect_chain[-1][0] + "weg/").status_code == 405
    assert only_upload().file_name == "plan.yaml"


def big_waterveen():
    return WATERVEEN + b"# " + b"x" * views.AT_ONCE + b"\n"


def test_a_big_plan_is_stored_in_the_background(anna, client_of):
    client = client_of(anna)
    page = brings_in(client, big_waterveen())
    answer = client.post(page.redirect_chain[-1][0])
    with scopes_disabled():
        job = Job.objects.select_related("municipality").get()
    assert answer.url == reverse("job", args=["GM9901", job.pk])
    assert cycles() == []
    with scope(municipality=job.municipality):
        result = tasks.import_plan(Silent(), job=job, **job.arguments)
    assert result == {"url": "/GM9901/ronde/2/"}
    assert cycles() == [(2, "Waterveen Kleurt 2023-2026")]
    with scopes_disabled():
        assert not Upload.objects.exists()


def test_background_work_on_a_file_that_is_gone_says_so(anna, client_of):
    client = client_of(anna)
    page = brings_in(client, big_waterveen())
    client.post(page.redirect_chain[-1][0])
    with scopes_disabled():
        job = Job.objects.select_related("municipality").get()
    client.post(page.redirect_chain[-1][0] + "weg/")
    with scope(municipality=job.municipality), pytest.raises(CannotDo, match="niet meer bewaard"):
        tasks.import_plan(Silent(), job=job, **job.arguments)


def test_background_work_does_not_overwrite_unasked(anna, client_of):
    client = client_of(anna)
    page = brings_in(client, big_waterveen())
    client.post(page.redirect_chain[-1][0])
    with scopes_disabled():
        job = Job.objects.select_related("municipality").get()
    actions.import_plan(plan_named("waterveen"), by=None)
    with scope(municipality=job.municipality), pytest.raises(CannotDo, match="bestaat al"):
        tasks.import_plan(Silent(), job=job, **job.arguments)
