"""Step 6 on the screen: who decides what, what stands out, and what stays closed for whom."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koersvast.audit.models import Entry
from koersvast.cycles.actions import describe_step
from koersvast.decisions.models import Commitment, Decision, ImprovementAction
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
BASE = "/GM9901/ronde/1/"
HOSTILE = ["<script>alert(1)</script>", "=1+1", "a\x07b"]


@pytest.fixture(autouse=True)
def november(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args: datetime.date(2026, 11, 21))


def choice(town, **changed):
    return {
        "decision": "adapt",
        "reason": "Weinig jongeren, en zij missen een eigen avond",
        "parties": ["municipality", "residents"],
        "owner": str(town.pk),
        "decided_on": "2026-11-20",
        "body": "table",
        "document": "",
        "seen": "0",
    } | changed


def promise(**changed):
    return {
        "kind": "motion",
        "text": "Onderzoek een vast loket",
        "by": "Gemeenteraad",
        "made_on": "2025-06-19",
        "status": "open",
    } | changed


def text(answer):
    return answer.content.decode()


# Deciding about an activity


def test_anna_decides_about_an_activity(cycle, cafe, town, anna, client_of):
    client = client_of(anna)
    assert "Nog geen besluit" in text(client.get(f"{BASE}besluiten/"))
    answer = client.post(f"{BASE}besluiten/activiteit/{cafe.pk}/", choice(town), follow=True)
    assert "Het besluit over Roze café is bewaard." in text(answer)
    row = Decision.objects.get()
    assert (row.about_key, row.kind, row.decision, row.owner) == (cafe.key, "activity", "adapt", town)
    assert row.parties == ["municipality", "residents"]
    assert "Over 1 van de 1 activiteiten is besloten." in text(answer)


def test_the_first_improvement_comes_along(cycle, cafe, town, anna, client_of):
    first = {"better": "Een eigen avond", "better_owner": str(town.pk), "better_due_on": "2027-03"}
    client_of(anna).post(f"{BASE}besluiten/activiteit/{cafe.pk}/", choice(town, **first))
    assert ImprovementAction.objects.get().due_on == "2027-03"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"decision": ""}, "decision"),
        ({"reason": " "}, "reason"),
        ({"parties": []}, "parties"),
        ({"owner": ""}, "owner"),
        ({"decided_on": "gisteren"}, "decided_on"),
        ({"body": "koning"}, "body"),
        ({"better": "Iets beters"}, "better_owner"),
        ({"better_due_on": "2027"}, "better"),
        *(({"reason": hostile}, "reason") for hostile in HOSTILE),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_stored(
    cycle, cafe, town, anna, client_of, changed, field
):
    answer = client_of(anna).post(f"{BASE}besluiten/activiteit/{cafe.pk}/", choice(town, **changed))
    assert answer.context["form"].errors[field]
    assert not Decision.objects.exists()
    assert "<script>alert" not in text(answer)


def test_bilal_sees_annas_decision_before_he_saves_his(cycle, cafe, town, anna, bilal, client_of):
    address = f"{BASE}besluiten/activiteit/{cafe.pk}/"
    client_of(anna).post(address, choice(town, reason="Van Anna"))
    client = client_of(bilal)
    answer = client.post(address, choice(town, reason="Van Bilal", decision="stop"))
    assert "Iemand anders legde net ook een besluit vast" in text(answer)
    assert "Van Anna" in text(answer)
    assert "Van Bilal" in text(answer)
    again = choice(town, reason="Van Bilal", decision="stop", seen=answer.context["form"]["seen"].value())
    assert client.post(address, again).status_code == 302
    assert Decision.objects.count() == 2


def test_emre_decides_at_the_table_but_not_for_the_college(cycle, cafe, town, emre, client_of):
    client, address = client_of(emre), f"{BASE}besluiten/activiteit/{cafe.pk}/"
    assert "college" not in text(client.get(address)).split("<main")[1].split("</main")[0].lower()
    client.post(address, choice(town, body="college"))
    assert not Decision.objects.exists()
    assert client.post(address, choice(town)).status_code == 302
    assert client.get(f"{BASE}besluiten/nieuw/").status_code == 403


def test_gerrit_reads_and_dewi_and_chris_find_nothing(cycle, cafe, decided, gerrit, chris, client_of):
    row = decided(cafe)
    page = client_of(gerrit).get(f"{BASE}besluiten/")
    assert "Bezoekers komen terug" in text(page)
    assert "Neem een" not in text(page)
    assert "De ronde afsluiten" not in text(page)
    assert client_of(gerrit).get(f"{BASE}besluiten/{row.pk}/").status_code == 403
    for path in ("besluiten/", "verbeteracties/", "toezeggingen/", f"besluiten/{row.pk}/"):
        assert client_of(chris).get(BASE + path).status_code == 404
        assert client_of(None).get(BASE + path).status_code == 302


def test_a_result_has_a_decision_too(cycle, result, town, anna, client_of):
    client_of(anna).post(f"{BASE}besluiten/resultaat/{result.pk}/", choice(town, decision="continue"))
    row = Decision.objects.get()
    assert (row.kind, row.about_key) == ("result", "r-1")
    assert "Neem een nieuw besluit" in text(client_of(anna).get(f"{BASE}besluiten/"))


def test_anna_changes_a_decision_and_bilal_sees_both_versions(
    cycle, cafe, town, decided, anna, bilal, client_of
):
    address = f"{BASE}besluiten/{decided(cafe).pk}/"
    page = client_of(bilal).get(address)
    assert page.context["version"] == 1
    client_of(anna).post(address, choice(town, reason="Van Anna", version="1"))
    answer = client_of(bilal).post(address, choice(town, reason="Van Bilal", decision="stop", version="1"))
    assert answer.status_code == 409
    assert "<pre>Aanpassen</pre>" in text(answer)
    assert "<pre>Stoppen</pre>" in text(answer)
    assert "Van Anna" in text(answer)
    assert "Van Bilal" in text(answer)
    assert Decision.objects.get().reason == "Van Anna"


def test_what_is_removed_can_be_put_back_from_the_message_and_from_the_list(
    cycle, cafe, decided, anna, client_of
):
    client, row = client_of(anna), decided(cafe)
    address = f"{BASE}besluiten/{row.pk}/weg/"
    assert f'action="{address}"' in text(client.post(address, follow=True))
    assert not Decision.objects.exists()
    assert "Bezoekers komen terug" in text(client.get(f"{BASE}besluiten/weg/"))
    client.post(address, {"terug": "1"})
    assert Decision.objects.get() == row


# Closing


CLOSING = {"decided_on": "2026-12-15", "body": "table", "parties": ["municipality"], "reason": "Rond"}


def test_the_same_words_stand_on_the_page_and_in_the_refusal(cycle, cafe, training, decided, anna, client_of):
    decided(cafe)
    client, said = client_of(anna), "Nog geen besluit: Training."
    page = text(client.get(f"{BASE}besluiten/"))
    assert said in page
    assert "/besluiten/afsluiten/" not in page
    for answer in (
        client.get(f"{BASE}besluiten/afsluiten/", follow=True),
        client.post(f"{BASE}besluiten/afsluiten/", CLOSING, follow=True),
    ):
        assert f"<p>De ronde kan pas dicht als elke activiteit een besluit heeft. {said}</p>" in text(answer)
    assert not Decision.objects.filter(kind="close_cycle").exists()


def test_anna_closes_the_cycle_and_everybody_reads_it(cycle, cafe, decided, anna, gerrit, client_of):
    decided(cafe)
    assert "/besluiten/afsluiten/" in text(client_of(anna).get(f"{BASE}besluiten/"))
    client_of(anna).post(f"{BASE}besluiten/afsluiten/", CLOSING)
    for person in (anna, gerrit):
        assert "Deze ronde is afgesloten op 15 december 2026." in text(
            client_of(person).get(f"{BASE}besluiten/")
        )


def test_how_the_cycle_before_was_closed_does_not_close_this_one(cycle, cafe, decided, anna, client_of):
    decided(
        cafe, "", about_key="", kind="close_cycle", decided_on="2022-12-13", reason="Ronde 1 is besproken"
    )
    client = client_of(anna)
    page = text(client.get(f"{BASE}besluiten/"))
    assert "Ronde 1 is besproken" in page
    assert "Deze ronde is afgesloten" not in page
    decided(cafe, key="b-2")
    early = CLOSING | {"decided_on": "2022-12-13"}
    assert client.post(f"{BASE}besluiten/afsluiten/", early).context["form"].errors["decided_on"]


def test_emre_does_not_close_the_cycle(cycle, cafe, decided, emre, client_of):
    decided(cafe)
    client_of(emre).post(f"{BASE}besluiten/afsluiten/", CLOSING)
    assert not Decision.objects.filter(kind="close_cycle").exists()


# Step 6, the activity and the compass


def test_step_6_lists_every_activity_with_its_decision_or_without(
    cycle, cafe, training, decided, anna, gerrit, client_of
):
    decided(cafe, "strengthen")
    page = text(client_of(anna).get(f"{BASE}stap/6/"))
    assert "Versterken" in page
    assert f"/besluiten/activiteit/{training.pk}/" in page
    assert "neem een besluit" not in text(client_of(gerrit).get(f"{BASE}stap/6/"))


def test_the_page_of_an_activity_says_what_was_decided(cycle, cafe, decided, anna, emre, client_of):
    decided(cafe, "strengthen")
    page = text(client_of(anna).get(f"{BASE}activiteiten/{cafe.pk}/"))
    assert "Bezoekers komen terug" in page
    assert f"/besluiten/activiteit/{cafe.pk}/" in page
    describe_step(cycle, 6, by=anna, values={"visibility": "internal"})
    page = text(client_of(emre).get(f"{BASE}activiteiten/{cafe.pk}/"))
    assert "Bezoekers komen terug" not in page
    assert "besluiten" not in page.split("<main")[1]


def test_activities_and_goals_of_a_closed_step_stay_unnamed(
    cycle, cafe, result, decided, better, anna, emre, client_of
):
    row = decided(cafe)
    better(row)
    for step in (2, 3):
        describe_step(cycle, step, by=anna, values={"visibility": "internal"})
    client = client_of(emre)
    for path in ("besluiten/", "verbeteracties/", "toezeggingen/", "toezeggingen/nieuw/", "stap/6/"):
        page = text(client.get(BASE + path))
        assert "Roze café" not in page
        assert "meer inwoners zich veilig" not in page
    assert client.get(f"{BASE}besluiten/activiteit/{cafe.pk}/").status_code == 404
    assert client.get(f"{BASE}besluiten/resultaat/{result.pk}/").status_code == 404


def test_what_is_late_stands_on_the_compass_and_in_step_6(
    cycle, cafe, decided, better, promised, anna, client_of
):
    better(decided(cafe))
    promised(due_on="2026-09-30")
    assert "2 afspraken zijn te laat" in text(client_of(anna).get(BASE))
    for path in ("stap/6/", "wenken/"):
        assert "zou klaar zijn voor" in text(client_of(anna).get(BASE + path))
    checks = text(client_of(anna).get(f"{BASE}wenken/"))
    assert f"{BASE}verbeteracties/" in checks
    assert f"{BASE}toezeggingen/" in checks


# What will be done better


def test_an_improvement_from_a_decision_to_done(cycle, cafe, town, decided, anna, client_of):
    client, row = client_of(anna), decided(cafe)
    data = {"text": "Ook op zondag open", "owner": str(town.pk), "due_on": "2026-10-01"}
    page = client.post(f"{BASE}besluiten/{row.pk}/verbeteractie/", data, follow=True)
    assert "Te laat, moest klaar zijn voor 1 oktober 2026" in text(page)
    assert "Eén verbeteractie is te laat." in text(page)
    made = ImprovementAction.objects.get()
    done = text(client.post(f"{BASE}verbeteracties/{made.pk}/gedaan/", follow=True))
    assert "Gedaan op 21 november 2026." in done
    assert "Te laat" not in done
    client.post(f"{BASE}verbeteracties/{made.pk}/gedaan/", {"terug": "1"})
    assert ImprovementAction.objects.get().status == "open"


def test_an_improvement_is_changed_removed_and_put_back(
    cycle, cafe, town, decided, better, anna, bilal, client_of
):
    row = better(decided(cafe), owner=town)
    data = {"text": "Ook op zaterdag", "owner": str(town.pk), "due_on": "2027-01-15", "version": "1"}
    assert client_of(anna).post(f"{BASE}verbeteracties/{row.pk}/", data).status_code == 302
    late = client_of(bilal).post(f"{BASE}verbeteracties/{row.pk}/", data | {"text": "Van Bilal"})
    assert late.status_code == 409
    client_of(anna).post(f"{BASE}verbeteracties/{row.pk}/weg/")
    assert not ImprovementAction.objects.exists()
    client_of(anna).post(f"{BASE}verbeteracties/{row.pk}/weg/", {"terug": "1"})
    assert ImprovementAction.objects.get().text == "Ook op zaterdag"


def test_an_improvement_of_a_removed_decision_is_not_there(cycle, cafe, decided, better, anna, client_of):
    decision = decided(cafe)
    row = better(decision)
    Decision.objects.filter(pk=decision.pk).update(removed_at=timezone.now())
    assert "Ook op zondag" not in text(client_of(anna).get(f"{BASE}verbeteracties/"))
    assert client_of(anna).post(f"{BASE}verbeteracties/{row.pk}/gedaan/").status_code == 404


# Promises


def test_anna_keeps_a_motion_until_it_is_done(cycle, result, anna, client_of):
    client = client_of(anna)
    client.post(f"{BASE}toezeggingen/nieuw/", promise(goals=[str(result.pk)], due_on="2026-12-01"))
    row = Commitment.objects.get()
    page = text(client.get(f"{BASE}toezeggingen/"))
    assert "Bijna, klaar voor 1 december 2026" in page
    assert "meer inwoners zich veilig" in page
    address = f"{BASE}toezeggingen/{row.pk}/"
    done = promise(status="done", version="1", goals=[str(result.pk)])
    assert client.post(address, done).context["form"].errors["what_was_done"]
    client.post(address, done | {"what_was_done": "Het loket is open sinds mei"})
    page = text(client.get(f"{BASE}toezeggingen/"))
    assert "Wat is ermee gedaan: Het loket is open sinds mei" in page
    assert "Bijna" not in page


def test_a_late_promise_says_so_in_words(cycle, promised, gerrit, client_of):
    promised(due_on="2026-09-30")
    promised("c-2", text="Zonder datum")
    page = text(client_of(gerrit).get(f"{BASE}toezeggingen/"))
    assert "Te laat, moest klaar zijn voor 30 september 2026" in page
    assert "Eén afspraak is te laat." in page
    assert page.count("Te laat,") == 1


def test_a_promise_is_changed_by_two_removed_and_put_back(cycle, promised, anna, bilal, client_of):
    row = promised()
    address = f"{BASE}toezeggingen/{row.pk}/"
    client_of(anna).post(address, promise(by="Wethouder", version="1"))
    assert client_of(bilal).post(address, promise(by="College", version="1")).status_code == 409
    assert Commitment.objects.get().by == "Wethouder"
    client_of(anna).post(f"{address}weg/")
    assert not Commitment.objects.exists()
    assert "Onderzoek een vast loket" in text(client_of(anna).get(f"{BASE}besluiten/weg/"))
    client_of(anna).post(f"{address}weg/", {"terug": "1"})
    assert Commitment.objects.count() == 1


def test_goals_of_elsewhere_are_no_choice(cycle, result, waterveen, anna, client_of):
    other = factories.result(factories.ambition(factories.cycle(waterveen, 2)))
    answer = client_of(anna).post(f"{BASE}toezeggingen/nieuw/", promise(goals=[str(other.pk)]))
    assert answer.context["form"].errors["goals"]
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("path", ["besluiten/", "verbeteracties/", "toezeggingen/"])
def test_a_page_asks_as_many_questions_for_forty_as_for_two(
    cycle, town, result, decided, better, promised, anna, client_of, path
):
    def grow(count):
        for number in range(count):
            row = decided(factories.activity(town, f"act-{count}-{number}"), key=f"b-{count}-{number}")
            better(row, owner=town)
            promised(f"c-{count}-{number}", due_on="2026-01-01")

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client_of(anna).get(BASE + path).status_code == 200
        return len(found)

    grow(2)
    few = asked()
    grow(40)
    assert asked() == few


def test_every_act_is_written_down_with_who_did_it(cycle, cafe, town, anna, client_of):
    client_of(anna).post(f"{BASE}besluiten/activiteit/{cafe.pk}/", choice(town))
    entry = Entry.objects.get()
    assert (entry.verb, entry.by) == ("decision.taken", anna)
