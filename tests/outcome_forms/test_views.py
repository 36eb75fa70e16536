"""Anna asks, follows and takes over on the screen; partners see their own; strangers find nothing."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django_scopes import scope

from koersvast.activities.models import Outcome
from koersvast.outcome_forms import actions, queries
from koersvast.outcome_forms.models import OutcomeRequest
from koersvast.vault import receipts
from tests import factories
from tests.outcome_forms.conftest import ANSWER, FILLED, IN_A_MONTH, PATH, TODAY, asked_about

pytestmark = pytest.mark.django_db
ASKED = {
    "period": "2026",
    "due_on": IN_A_MONTH.isoformat(),
    "participants": "leerlingen",
    "goal_sentence": "ik sta er niet meer alleen voor.",
    "contact": "Anna, 010 000 00 00",
}


def text_of(answer):
    return " ".join(answer.content.decode().split())


def send(row, answer=ANSWER):
    with scope(municipality=row.municipality):
        fresh = OutcomeRequest.objects.select_related("data_key").get(pk=row.pk)
        actions.send(fresh, answer, version=fresh.version, today=TODAY)


def codes_on(page):
    return [code.replace(" ", "") for code in re.findall(r"vier-vragen/#([0-9A-Z]{28})", page)]


def test_anna_asks_and_gets_the_link_once(anna, gsa, at, client_of):
    client = client_of(anna)
    form = text_of(client.get(at("ask_outcome", gsa.pk)))
    assert "post@desluis.example" in form  # who the municipality writes to anyway
    page = text_of(client.post(at("ask_outcome", gsa.pk), ASKED))
    (code,) = codes_on(page)
    assert receipts.fits(code)
    assert "Een link staat maar één keer op het scherm" in page
    assert mail.outbox == []
    again = text_of(client.post(at("ask_outcome", gsa.pk), ASKED))
    assert "Over deze periode zijn de vragen al gesteld" in again
    found = text_of(client_of(None).post(PATH, {"code": code}))
    assert "Hoeveel van hen zeggen: ik sta er niet meer alleen voor?" in found


def test_the_link_can_be_mailed_and_the_mail_says_nothing_outside(anna, gsa, at, client_of):
    page = text_of(
        client_of(anna).post(
            at("ask_outcome", gsa.pk), {**ASKED, "address": "a@b.example", "mail_link": "on"}
        )
    )
    (letter,) = mail.outbox
    assert letter.to == ["a@b.example"]
    assert letter.subject == "Er staat iets voor u klaar"
    assert codes_on(letter.body) == codes_on(page)
    assert "GSA" not in letter.body + letter.from_email
    assert "1 link gemaild." in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"period": "2026-H1"}, "Schrijf een jaar, of een jaar en een maand"),
        ({"due_on": "2020-01-01"}, "Deze dag is voorbij."),
        ({"due_on": "morgen"}, "Schrijf een dag"),
        ({"goal_sentence": "<b>vet</b>"}, "Gewone tekst is genoeg."),
        ({"address": "geen adres"}, "Dit is geen e-mailadres."),
        ({"address": "a@b.example\nBcc: c@d.example"}, "Dit is geen e-mailadres."),
    ],
)
def test_a_question_that_is_not_right_is_not_asked(anna, gsa, at, client_of, wrong, sentence):
    assert sentence in text_of(client_of(anna).post(at("ask_outcome", gsa.pk), {**ASKED, **wrong}))
    with scope(municipality=gsa.municipality):
        assert not OutcomeRequest.objects.exists()


def test_anna_sees_the_answer_beside_last_year_and_takes_it_over(anna, sluis, gsa, at, client_of, now):
    send(sluis.row)
    client = client_of(anna)
    page = text_of(client.get(at("outcome_request", sluis.row.pk)))
    for words in ("29 van 36", "20 van 31", ">81<", ">74<", "Meer verhalen van bi+ leerlingen."):
        assert words in page
    answer = client.post(
        at("take_over_outcome", sluis.row.pk), {"version": now(sluis.row).version}, follow=True
    )
    assert "Overgenomen." in text_of(answer)
    assert "Dit is overgenomen" in text_of(answer)
    with scope(municipality=gsa.municipality):
        assert Outcome.objects.get(period="2026").achieved == 29
    assert "29 van 36" in text_of(client.get(at("activity", gsa.pk)))


def test_a_small_group_stays_unsaid_on_the_page_of_the_municipality(anna, sluis, at, client_of):
    from koersvast.outcome_forms.rules import Answer

    send(sluis.row, Answer(reached=40, answered=7, usefulness=4.0, achieved=6, improvements=("Meer",)))
    page = text_of(client_of(anna).get(at("outcome_request", sluis.row.pk)))
    assert "6 van 7" not in page
    assert "te weinig om te tonen" in page


def test_sent_back_the_partner_reads_the_question_above_the_form(anna, sluis, at, client_of, now):
    send(sluis.row)
    client = client_of(anna)
    empty = client.post(at("send_back_outcome", sluis.row.pk), {"version": 2, "question": ""})
    assert "Schrijf wat u wilt weten." in text_of(empty)
    client.post(at("send_back_outcome", sluis.row.pk), {"version": 2, "question": "Zijn dit alle locaties?"})
    page = text_of(client_of(None).post(PATH, {"code": sluis.code}))
    assert page.index("Zijn dit alle locaties?") < page.index("Hoeveel leerlingen deden mee?")
    assert 'value="81"' in page


def test_a_click_on_an_old_page_takes_nothing_over(anna, sluis, at, client_of, gsa):
    send(sluis.row)
    page = client_of(anna).post(at("take_over_outcome", sluis.row.pk), {"version": 1}, follow=True)
    assert "Dit is intussen veranderd" in text_of(page)
    with scope(municipality=gsa.municipality):
        assert not Outcome.objects.filter(period="2026").exists()


def test_a_new_link_stops_the_old_one(anna, sluis, at, client_of, now):
    client = client_of(anna)
    assert "De oude werkt daarna niet meer" in text_of(client.get(at("new_outcome_code", sluis.row.pk)))
    page = text_of(client.post(at("new_outcome_code", sluis.row.pk), {"was": now(sluis.row).code_mark}))
    (code,) = codes_on(page)
    assert "GSA" in text_of(client_of(None).post(PATH, {"code": code}))
    assert "kennen we niet" in text_of(client_of(None).post(PATH, {"code": sluis.code}))
    twice = client.post(at("new_outcome_code", sluis.row.pk), {"was": sluis.row.code_mark}, follow=True)
    assert "Er is al een nieuwe code gemaakt" in text_of(twice)


def test_the_overview_tells_who_was_asked_sent_waits_and_is_late(anna, sluis, gsa, at, client_of):
    with scope(municipality=gsa.municipality):
        cafe = factories.activity(gsa.owner, "act-cafe", name="Roze café", position=1)
        factories.activity(gsa.owner, "act-loop", name="Loop", position=2)
    asked_about(cafe, anna, due_on=TODAY.replace(year=TODAY.year - 1), address="")
    send(sluis.row)
    page = text_of(client_of(anna).get(at("outcome_requests")))
    assert "1 van 2 verstuurd. Wacht op de gemeente: 1. Overgenomen: 0. Te laat: 1." in page
    assert "Van 1 vraag is geen e-mailadres bekend." in page
    assert re.search("Nog niet gevraagd over de laatste periode:.*>Loop<", page)


def test_anna_asks_everybody_about_a_period(anna, sluis, gsa, at, client_of):
    with scope(municipality=gsa.municipality):
        cafe = factories.activity(gsa.owner, "act-cafe", name="Roze café")
        idle = factories.activity(gsa.owner, "act-idle", name="Niet vragen")
    client = client_of(anna)
    page = text_of(client.get(at("ask_everybody")))
    assert "ik sta er op school niet meer alleen voor" in page  # the sentence of the last time
    wanted = {
        "period": "2026", "due_on": IN_A_MONTH.isoformat(), "contact": "Anna", f"ask_{gsa.pk}": "on",
        f"goal_{gsa.pk}": "ik durf meer", f"ask_{cafe.pk}": "on", f"goal_{cafe.pk}": "ik voel mij thuis",
        f"goal_{idle.pk}": "niets",
    }  # fmt: skip
    made = text_of(client.post(at("ask_everybody"), wanted))
    assert len(codes_on(made)) == 1
    assert "Al eerder gevraagd over deze periode: GSA&#x27;s op alle locaties." in made
    with scope(municipality=gsa.municipality):
        assert set(OutcomeRequest.objects.values_list("activity_key", flat=True)) == {"act-gsa", "act-cafe"}


def test_without_a_sentence_nobody_is_asked(anna, gsa, at, client_of):
    wanted = {"period": "2026", "due_on": IN_A_MONTH.isoformat(), "contact": "Anna", f"ask_{gsa.pk}": "on"}
    page = text_of(client_of(anna).post(at("ask_everybody"), wanted))
    assert "wat wie meedoet zou moeten zeggen" in page
    none = {**wanted, f"ask_{gsa.pk}": ""}
    assert "Kies ten minste één activiteit." in text_of(client_of(anna).post(at("ask_everybody"), none))


def test_paper_forms_are_typed_in_one_after_the_other(anna, sluis, gsa, at, client_of, now):
    with scope(municipality=gsa.municipality):
        cafe = factories.activity(gsa.owner, "act-cafe", name="Roze café", position=1)
    second = asked_about(cafe, anna).asked.row
    client = client_of(anna)
    assert client.get(at("type_forms")).headers["Location"] == at("type_form", sluis.row.pk)
    wrong = text_of(client.post(at("type_form", sluis.row.pk), {**FILLED, "version": 1, "achieved": "99"}))
    assert "Dit kunnen er niet meer zijn" in wrong
    after = client.post(at("type_form", sluis.row.pk), {**FILLED, "version": 1})
    assert after.headers["Location"] == at("type_form", second.pk)
    last = client.post(at("type_form", second.pk), {**FILLED, "version": 1}, follow=True)
    assert "Alle formulieren zijn ingevoerd." in text_of(last)
    assert now(sluis.row).on_paper
    assert "Op papier ingevuld" in text_of(client.get(at("outcome_request", sluis.row.pk)))
    closed = client.get(at("type_form", second.pk), follow=True)
    assert "Hierop is al geantwoord." in text_of(closed)


def test_the_paper_form_has_the_same_questions_and_empty_boxes(anna, sluis, at, client_of):
    for path in (at("paper_form", sluis.row.pk), at("paper_forms")):
        page = text_of(client_of(anna).get(path))
        assert "Hoeveel van hen zeggen: ik sta er op school niet meer alleen voor?" in page
        assert page.count("kv-papier__vak") >= 6
        assert sluis.code not in page


def test_a_question_is_changed_or_withdrawn(anna, sluis, at, client_of, now):
    client = client_of(anna)
    page = text_of(client.get(at("edit_outcome_request", sluis.row.pk)))
    assert "post@desluis.example" in page
    changed = {**ASKED, "version": 1, "goal_sentence": "ik durf meer", "address": ""}
    client.post(at("edit_outcome_request", sluis.row.pk), changed)
    assert now(sluis.row).goal_sentence == "ik durf meer"
    assert now(sluis.row).reach is None
    stale = client.post(at("edit_outcome_request", sluis.row.pk), {**changed, "goal_sentence": "anders"})
    assert "Dit is intussen veranderd" in text_of(stale)
    gone = client.post(at("withdraw_outcome_request", sluis.row.pk), follow=True)
    assert "De vraag is ingetrokken" in text_of(gone)
    assert "kennen we niet" in text_of(client_of(None).post(PATH, {"code": sluis.code}))


OF_ONE = (
    "outcome_request", "edit_outcome_request", "new_outcome_code", "withdraw_outcome_request",
    "take_over_outcome", "send_back_outcome", "paper_form", "type_form",
)  # fmt: skip
OF_ALL = ("outcome_requests", "ask_everybody", "remind_partners", "paper_forms", "type_forms")


def every(at, sluis, gsa):
    return (
        [at(name, sluis.row.pk) for name in OF_ONE]
        + [at(name) for name in OF_ALL]
        + [at("ask_outcome", gsa.pk)]
    )


def test_chris_finds_nothing(chris, sluis, gsa, at, client_of):
    client = client_of(chris)
    for path in every(at, sluis, gsa):
        assert 404 in {client.get(path).status_code, client.post(path, ASKED).status_code}, path


def test_emre_of_another_organisation_sees_only_what_is_his(emre, anna, sluis, gsa, at, client_of):
    with scope(municipality=gsa.municipality):
        welfare = factories.partner(sluis.row.cycle, "welzijn", name="Welzijn Waterveen")
        own = factories.activity(welfare, "act-own", name="Inloop")
    made = asked_about(own, anna).asked.row
    client = client_of(emre)
    page = text_of(client.get(at("outcome_requests")))
    assert "Inloop" in page
    assert "GSA" not in page
    for name in OF_ONE:
        assert 404 in {
            client.get(at(name, sluis.row.pk)).status_code,
            client.post(at(name, sluis.row.pk)).status_code,
        }
    assert client.get(at("outcome_request", made.pk)).status_code == 200
    assert client.post(at("take_over_outcome", made.pk), {"version": 1}).status_code == 403
    assert client.get(at("ask_outcome", gsa.pk)).status_code == 404
    for name in ("ask_everybody", "type_forms"):
        assert client.get(at(name)).status_code == 403
    assert client.post(at("remind_partners")).status_code == 403


def test_gerrit_reads_the_outcome_and_not_who_is_late(gerrit, sluis, gsa, at, client_of):
    client = client_of(gerrit)
    for path in every(at, sluis, gsa):
        assert client.get(path).status_code in (403, 405), path
    assert "Vier vragen" not in text_of(client.get(at("outcomes")))
    assert "Stel de vier vragen" not in text_of(client.get(at("activity", gsa.pk)))


def test_the_activity_and_step_five_lead_there(anna, sluis, gsa, at, client_of):
    client = client_of(anna)
    page = text_of(client.get(at("activity", gsa.pk)))
    assert at("ask_outcome", gsa.pk) in page
    assert at("outcome_request", sluis.row.pk) in page
    assert at("outcome_requests") in text_of(client.get(at("step", 5)))


def test_a_closed_step_three_hides_the_names_for_a_partner(emre, anna, gsa, at, client_of, cycle):
    from koersvast.cycles.models import Step

    with scope(municipality=gsa.municipality):
        welfare = factories.partner(cycle, "welzijn", name="Welzijn Waterveen")
        own = factories.activity(welfare, "act-own", name="Inloop")
    made = asked_about(own, anna).asked.row
    with scope(municipality=gsa.municipality):
        Step.objects.create(municipality=gsa.municipality, cycle=cycle, number=3, visibility="internal")
    assert "Inloop" not in text_of(client_of(emre).get(at("outcome_requests")))
    assert client_of(emre).get(at("outcome_request", made.pk)).status_code == 404


def test_pages_ask_a_fixed_number_of_questions(anna, gsa, at, client_of, django_assert_max_num_queries):
    for number in range(8):
        with scope(municipality=gsa.municipality):
            row = factories.activity(gsa.owner, f"act-{number}")
        asked_about(row, anna)
    client = client_of(anna)
    client.get(at("outcome_requests"))
    with django_assert_max_num_queries(40):
        client.get(at("outcome_requests"))
    with scope(municipality=gsa.municipality), django_assert_max_num_queries(2):
        assert len(queries.requests_of(gsa.cycle)) == 8
