"""Adopting on the screen, and then beside now: for who may see it, as far as they may see it."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koersvast.activities.models import Activity
from koersvast.cycles.actions import describe_step
from koersvast.decisions.models import Decision
from koersvast.freezing import queries
from koersvast.freezing.models import FrozenCopy
from koersvast.indicators.models import Measurement
from tests.freezing.conftest import MONEY, PLAN

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
BASE = "/GM9901/ronde/2/"


def text(answer):
    return answer.content.decode()


def page(kept):
    return f"{BASE}vastgesteld/{kept.row.pk}/"


def test_anna_adopts_the_plan_and_reads_what_was_frozen(cycle, anna, client_of):
    answer = client_of(anna).post(f"{BASE}besluiten/nieuw/", PLAN, follow=True)
    assert "Ongeschonden" in text(answer)
    assert "Niets veranderd. Wat toen is vastgesteld, staat er nu nog zo." in text(answer)
    assert FrozenCopy.objects.get().sha256 in text(answer)


def test_the_form_says_in_words_why_not_yet_and_stores_nothing(cycle, anna, client_of):
    client = client_of(anna)
    assert "als het plan is vastgesteld" in text(client.get(f"{BASE}besluiten/nieuw/"))
    answer = client.post(f"{BASE}besluiten/nieuw/", MONEY)
    assert "als het plan is vastgesteld" in answer.context["form"].errors["decided_on"][0]
    assert not Decision.objects.filter(kind="budget").exists()


def test_a_decision_on_the_agenda_needs_no_document_and_gets_a_next_step(cycle, anna, client_of):
    client = client_of(anna)
    planned = PLAN | {"status": "on_agenda", "decided_on": "2027-01-12", "document": ""}
    assert "Op de agenda" in text(client.post(f"{BASE}besluiten/nieuw/", planned, follow=True))
    row = Decision.objects.get(kind="adopt_plan")
    assert "Volgende stap" in text(client.get(f"{BASE}vastgesteld/"))
    address = f"{BASE}besluiten/college-en-raad/{row.pk}/"
    answer = client.post(address, PLAN | {"document": "", "version": row.version})
    assert answer.context["form"].errors["document"]
    answer = client.post(address, PLAN | {"version": row.version}, follow=True)
    assert "Ongeschonden" in text(answer)


def test_two_people_at_once_see_both_versions(cycle, anna, bilal, client_of):
    client_of(anna).post(f"{BASE}besluiten/nieuw/", PLAN | {"status": "prepared"})
    row = Decision.objects.get(kind="adopt_plan")
    address = f"{BASE}besluiten/college-en-raad/{row.pk}/"
    client_of(anna).post(address, PLAN | {"status": "prepared", "reason": "Van Anna", "version": row.version})
    answer = client_of(bilal).post(
        address, PLAN | {"status": "adopted", "reason": "Van Bilal", "version": row.version}
    )
    assert answer.status_code == 409
    assert "Van Anna" in text(answer)
    assert "Van Bilal" in text(answer)
    assert not FrozenCopy.objects.exists()


def test_the_old_page_of_a_decision_leads_to_the_one_that_freezes(adopt, anna, client_of):
    row = adopt().decision
    answer = client_of(anna).get(f"{BASE}besluiten/{row.pk}/", follow=True)
    assert answer.redirect_chain[-1][0].endswith(f"besluiten/college-en-raad/{row.pk}/")
    assert "Wat is vastgesteld, verandert niet meer" in text(answer)
    assert "decided_on" not in answer.context["form"].fields


def test_then_and_now_are_said_by_step_with_both_texts(adopt, cycle, anna, client_of):
    kept = adopt()
    row = Activity.objects.filter(cycle=cycle).first()
    Activity.objects.filter(pk=row.pk).update(name="Helemaal anders")
    answer = text(client_of(anna).get(page(kept)))
    assert row.name in answer
    assert "Helemaal anders" in answer
    assert "Stap 3, " in answer


def test_a_small_group_is_not_shown_then_nor_now(adopt, cycle, anna, client_of):
    row = Measurement.objects.filter(cycle=cycle, indicator__unit="%").first()
    Measurement.objects.filter(pk=row.pk).update(n=7, value=43.75, margin_low=None, margin_high=None)
    kept = adopt()
    Measurement.objects.filter(pk=row.pk).update(n=7, value=56.25)
    answer = text(client_of(anna).get(page(kept)))
    assert "te klein om te tonen" in answer
    assert "43,75" not in answer
    assert "56,25" not in answer


def test_a_damaged_copy_is_an_alarm(adopt, cycle, anna, client_of, monkeypatch):
    kept = adopt()
    monkeypatch.setattr(queries, "digest", lambda _data: "0" * 64)  # as if other bytes lay there
    answer = text(client_of(anna).get(page(kept)))
    assert "Beschadigd" in answer
    assert "dit is niet meer wat is vastgesteld" in answer


def test_the_file_is_what_was_frozen_with_its_hash_and_a_neutral_name(adopt, anna, client_of):
    kept = adopt()
    answer = client_of(anna).get(f"{page(kept)}bestand/")
    assert answer.content == kept.data
    assert json.loads(answer.content)["about"] == "plan"
    assert answer["Content-Disposition"].startswith('attachment; filename="vastgesteld-gm9901-ronde-2-')
    assert answer["Repr-Digest"].startswith("sha-256=:")
    assert answer["Cache-Control"] == "no-store"


def test_removing_says_that_the_text_stays(adopt, anna, client_of):
    kept = adopt()
    answer = client_of(anna).post(f"{BASE}besluiten/{kept.decision.pk}/weg/", follow=True)
    assert "Wat toen is vastgesteld, blijft bewaard." in text(answer)
    assert "Het besluit is later weggehaald" in text(client_of(anna).get(page(kept)))


def test_two_decisions_stand_beside_each_other(adopt, cycle, anna, client_of):
    older = adopt()
    Activity.objects.filter(cycle=cycle).update(anchoring="In de begroting van 2027")
    newer = adopt(PLAN | {"body": "council", "decided_on": "2026-11-19", "document": "Raadsbesluit 26-120"})
    answer = text(client_of(anna).get(f"{BASE}vastgesteld/{newer.row.pk}/naast/{older.row.pk}/"))
    assert "In de begroting van 2027" in answer
    assert answer.index("10 november 2026") < answer.index("19 november 2026")
    assert "Twee besluiten naast elkaar" in text(client_of(anna).get(f"{BASE}vastgesteld/"))


def test_gerrit_of_the_council_reads_and_writes_nothing(adopt, cycle, gerrit, client_of):
    kept, client = adopt(), client_of(gerrit)
    assert client.get(page(kept)).status_code == 200
    assert "Leg een besluit" not in text(client.get(f"{BASE}vastgesteld/"))
    assert client.post(f"{BASE}besluiten/nieuw/", MONEY).status_code == 403
    assert client.get(f"{BASE}besluiten/college-en-raad/{kept.decision.pk}/").status_code == 403


def test_emre_sees_differences_of_the_steps_that_are_open_to_him(emre, adopt, cycle, anna, client_of):
    kept = adopt()
    row = Activity.objects.filter(cycle=cycle).first()
    Activity.objects.filter(pk=row.pk).update(what="Dit is nog geheim")
    assert "Dit is nog geheim" in text(client_of(emre).get(page(kept)))
    describe_step(cycle, 3, by=anna, values={"visibility": "internal"})
    answer = client_of(emre).get(page(kept))
    assert "Dit is nog geheim" not in text(answer)
    assert row.name not in text(answer)
    assert client_of(emre).get(f"{page(kept)}bestand/").status_code == 403
    assert client_of(emre).get(f"{BASE}besluiten/nieuw/").status_code == 403


def test_a_copy_of_another_cycle_or_municipality_is_not_there(adopt, cycle, anna, chris, client_of):
    kept = adopt()
    assert client_of(chris).get(page(kept)).status_code == 404
    assert client_of(None).get(page(kept)).status_code == 302
    assert client_of(anna).get(f"/GM9901/ronde/1/vastgesteld/{kept.row.pk}/").status_code == 404


def test_the_page_asks_as_many_questions_however_much_changed(adopt, cycle, anna, client_of):
    kept, client = adopt(), client_of(anna)
    client.get(page(kept))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page(kept))
    Measurement.objects.filter(cycle=cycle).update(source="Een andere bron")
    Activity.objects.filter(cycle=cycle).update(what="Anders")
    with CaptureQueriesContext(connection) as many:
        client.get(page(kept))
    assert len(many) == len(few)


def test_what_came_from_a_file_is_listed_without_a_copy(cycle, anna, client_of):
    Decision.objects.create(
        municipality=cycle.municipality, cycle=cycle, key="b-oud", **(PLAN | {"status": ""})
    )
    answer = text(client_of(anna).get(reverse("frozen_copies", args=["GM9901", 2])))
    assert "Besloten voordat wij het bewaarden" in answer
