"""Another wording gets another number: what somebody said yes to stays readable, and nobody is moved along in silence."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.dialogues import queries
from koersvast.dialogues.consent_texts import consent_text, wordings, write_consent_text
from koersvast.dialogues.models import ConsentText
from koersvast.dialogues.participant_actions import give_consent, withdraw_switch
from koersvast.dialogues.views import receipts as page_of
from koersvast.dialogues.words import CONSENT
from koersvast.texts import actions as texts
from koersvast.texts.actions import NotNow
from koersvast.vault.guessing import Guesses
from tests.dialogues.conftest import TODAY, YES

pytestmark = pytest.mark.django_db
OTHER = {**CONSENT, "quote": "Een zin van mij mag in een verslag. Ik lees die zin eerst en zeg ja of nee."}


@pytest.fixture
def other(round_, anna):
    with scope(municipality=round_.municipality):
        consent_text(round_.municipality)
        return write_consent_text(round_.municipality, OTHER, instead_of=1, by=anna)


def page_with(client, path, **sent):
    answer = client.post(path, sent, follow=True) if sent else client.get(path)
    return html.unescape(answer.content.decode())


def test_anna_sees_which_text_holds_and_who_said_yes_to_which(anna, at, dewi, table, other, client_of):
    with scope(municipality=dewi.talk.municipality):
        give_consent(table.first, YES, today=TODAY, by=anna)  # asked again, by the words that hold now
        give_consent(table.second, {}, today=TODAY, by=anna)
        assert [(one.row.number, one.holds, one.yes) for one in wordings(dewi.talk.round)] == [
            (2, True, 1), (1, False, 1)
        ]  # fmt: skip
    page = page_with(client_of(anna), at("consent_texts"))
    assert page.index("Tekst 2") < page.index("Tekst 1")
    assert page.count("Geldt nu") == 1
    assert page.count("zei 1 deelnemer ja op deze tekst") == 2
    assert OTHER["quote"] in page
    assert CONSENT["quote"] in page


def test_she_writes_another_text_and_it_holds_from_then_on(anna, at, dewi, client_of):
    page = page_with(client_of(anna), at("write_consent_text"), version="1", **OTHER)
    assert "Vanaf nu geldt tekst 2." in page
    with scope(municipality=dewi.talk.municipality):
        assert queries.latest_consents([dewi.row.pk])[dewi.row.pk].text.number == 1
        last = withdraw_switch(dewi.row, "recontact", today=TODAY, by=None)
        assert last.text.number == 2
        assert ConsentText.objects.get(number=1).quote == CONSENT["quote"]
        assert Entry.objects.filter(verb="consent_text.written", by=anna).count() == 1


def test_the_same_words_are_no_new_text(anna, at, dewi, client_of):
    page = page_with(client_of(anna), at("write_consent_text"), version="1", **CONSENT)
    assert "De woorden zijn hetzelfde." in page
    with scope(municipality=dewi.talk.municipality):
        assert ConsentText.objects.count() == 1


def test_who_writes_at_the_same_time_as_a_colleague_is_told_and_keeps_the_words(
    anna, at, dewi, other, client_of
):
    later = {**CONSENT, "audio": "Geluid mag."}
    page = page_with(client_of(anna), at("write_consent_text"), version="1", **later)
    assert "Iemand anders schreef intussen een nieuwe tekst." in page
    assert "Geluid mag." in page
    with scope(municipality=dewi.talk.municipality):
        assert ConsentText.objects.count() == 2
        with pytest.raises(NotNow):
            write_consent_text(dewi.talk.municipality, later, instead_of=1, by=anna)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"quote": ""}, "Dit veld is verplicht"),
        ({"notes": "U mag opschrijven dat ik homo ben."}, "Schrijf het neutraal"),
        ({"audio": "x" * 301}, "300 tekens"),
    ],
)
def test_a_wording_that_cannot_be_is_said_at_its_field(anna, at, dewi, client_of, change, says):
    page = page_with(client_of(anna), at("write_consent_text"), version="1", **{**CONSENT, **change})
    assert says in page
    with scope(municipality=dewi.talk.municipality):
        assert ConsentText.objects.count() == 1


def test_only_who_leads_the_round_reads_or_writes_them(
    anna, bilal, gerrit, ilse, chris, emre, at, round_, client_of
):
    with scope(municipality=round_.municipality):
        texts.put_in_team(round_.collection, user=gerrit, task="interviewer", by=anna)
    for who in (bilal, gerrit, ilse, chris, emre):
        for name in ("consent_texts", "write_consent_text"):
            assert client_of(who).get(at(name)).status_code == 404
            assert client_of(who).post(at(name), {"version": "1", **OTHER}).status_code == 404


class TestWhoChoseBefore:
    @pytest.fixture(autouse=True)
    def _nobody_guessed(self, monkeypatch):
        monkeypatch.setattr(page_of, "GUESSING", Guesses())

    def test_dewi_is_told_on_her_own_page_and_can_read_what_stood_there(self, dewi, other, client_of):
        path = reverse("receipt", args=["GM9901"])
        page = page_with(client_of(None), path, code=dewi.code)
        assert "Wij schrijven dit nu anders op" in page
        assert CONSENT["quote"] in page
        assert OTHER["quote"] in page
        sent = {**dict.fromkeys(YES, "on"), "code": dewi.code, "doe": "verander"}
        page = page_with(client_of(None), path, **sent)
        assert "Wij schrijven dit nu anders op" not in page

    def test_and_on_the_phone_of_the_interviewer(self, anna, at, dewi, other, client_of):
        page = page_with(client_of(anna), at("consent", dewi.talk.pk, dewi.row.pk))
        assert "Wij schrijven dit nu anders op" in page

    def test_who_chose_by_the_words_of_now_is_told_nothing(self, dewi, client_of):
        page = page_with(client_of(None), reverse("receipt", args=["GM9901"]), code=dewi.code)
        assert "Wij schrijven dit nu anders op" not in page


def test_help_and_where_to_report_stand_on_every_screen_of_a_conversation(anna, at, dewi, client_of):
    paths = [at(name, dewi.talk.pk) for name in ("conversation", "add_participant")]
    paths += [at("consent", dewi.talk.pk, dewi.row.pk), reverse("receipt", args=["GM9901"])]
    for path in paths:
        page = page_with(client_of(anna), path)
        for number in ("112", "0800-0113", "088 0767 000", "0800-0880", "0900-8844"):
            assert number in page, path
    page = page_with(client_of(None), reverse("receipt", args=["GM9901"]), code=dewi.code)
    assert "Snel weg" in page
    assert "0800-0880" in page
