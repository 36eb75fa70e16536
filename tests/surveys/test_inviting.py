"""A confidential survey: who leads it sees who answered what; nobody else does, and it is never called anonymous."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.surveys import actions, inviting
from koersvast.surveys.models import AccessCode, Invitee, Response
from koersvast.vault.guessing import Guesses
from tests.surveys.conftest import Resident, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _patient(monkeypatch):
    monkeypatch.setattr("koersvast.surveys.views.resident.GUESSING", Guesses())


@pytest.fixture
def panel(planned, anna):
    """Dewi and Frits were asked; the survey is open."""
    survey = planned(mode="confidential")
    with scope(municipality=survey.municipality):
        people = [
            ("Dewi", "dewi@huis.example"),
            ("Frits", "frits@huis.example"),
            ("Dewi", "DEWI@huis.example"),
        ]
        assert inviting.invite(survey, people, by=anna) == 2
        return actions.open_survey(survey, by=anna)


def at(survey, name, *args):
    return reverse(name, args=["GM9901", survey.cycle.number, survey.collection_id, *args])


def code_of(survey, name):
    with scope(municipality=survey.municipality):
        return next(one.contact.code for one in inviting.invited(survey) if one.contact.name == name)


def test_dewi_reads_that_it_is_confidential_and_not_anonymous(panel, client_of):
    dewi = Resident(client_of(None), panel, code_of(panel, "Dewi"))
    assert "vertrouwelijk, niet anoniem" in dewi.html
    assert "Wij weten niet wie u bent" not in dewi.html


def test_anna_sees_what_dewi_answered_and_that_is_written_down(panel, anna, client_of):
    walk(Resident(client_of(None), panel, code_of(panel, "Dewi")), safe="nee").press("verstuur")
    client = client_of(anna)
    page = client.get(at(panel, "invitees")).content.decode()
    assert page.count("Deed mee") == 1
    with scope(municipality=panel.municipality):
        dewi = next(one for one in inviting.invited(panel) if one.answered)
    assert "Meer licht op de Turfkade." in client.get(at(panel, "invitee", dewi.pk)).content.decode()
    with scope(municipality=panel.municipality):
        assert Entry.objects.filter(verb="survey.read_person").count() == 1


def test_bilal_analyses_without_names(panel, bilal, gerrit, chris, ilse, client_of):
    with scope(municipality=panel.municipality):
        pk = Invitee.objects.first().pk
    for person in (bilal, gerrit, chris, ilse):
        client = client_of(person)
        for path in (at(panel, "invitees"), at(panel, "invitee", pk), at(panel, "forget_invitee", pk)):
            assert client.get(path).status_code == 404
            assert client.post(path).status_code == 404


def test_names_and_addresses_are_nowhere_in_the_clear(panel):
    with connection.cursor() as cursor:
        everything = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            everything += [
                str(bytes(cell) if isinstance(cell, memoryview) else cell)
                for row in cursor.fetchall()
                for cell in row
            ]
    assert not [cell for cell in everything if "huis.example" in cell or "Frits" in cell]


def test_everybody_gets_the_same_neutral_mail_or_nobody(panel, anna, client_of):
    client_of(anna).post(at(panel, "mail_invitees"))
    assert sorted(letter.to[0] for letter in mail.outbox) == ["dewi@huis.example", "frits@huis.example"]
    assert {letter.subject for letter in mail.outbox} == {"Wonen in Waterveen"}
    assert all(
        "#" + code_of(panel, "Dewi") in letter.body for letter in mail.outbox if "dewi" in letter.to[0]
    )


def test_a_name_is_wiped_and_the_answer_stays_without_one(panel, anna, client_of):
    walk(Resident(client_of(None), panel, code_of(panel, "Dewi"))).press("verstuur")
    with scope(municipality=panel.municipality):
        dewi = next(one for one in inviting.invited(panel) if one.answered)
    client_of(anna).post(at(panel, "forget_invitee", dewi.pk))
    with scope(municipality=panel.municipality):
        assert [one.contact.name for one in inviting.invited(panel)] == ["Frits"]
        assert Response.objects.get().invitee_id is None


def test_an_anonymous_survey_has_no_list(opened, anna, client_of):
    survey, _codes = opened(codes=1)
    assert client_of(anna).get(at(survey, "invitees")).status_code == 404
    with scope(municipality=survey.municipality), pytest.raises(inviting.NotNow, match="anoniem"):
        inviting.invite(survey, [("Dewi", "d@huis.example")], by=anna)


def test_in_an_anonymous_survey_an_answer_has_no_name(opened, resident):
    survey, (code,) = opened(codes=1)
    walk(resident(survey, code)).press("verstuur")
    with scope(municipality=survey.municipality):
        assert Response.objects.get().invitee_id is None


def test_it_does_not_open_before_somebody_was_asked(planned, anna):
    survey = planned(mode="confidential")
    with scope(municipality=survey.municipality), pytest.raises(actions.NotNow, match="op de lijst"):
        actions.open_survey(survey, by=anna)


@pytest.mark.parametrize(
    "lines", ["Dewi", "Dewi; geen adres", "; d@huis.example", "x" * 101 + "; d@huis.example"]
)
def test_a_line_that_is_no_name_with_an_address_is_refused(planned, anna, client_of, lines):
    survey = planned(mode="confidential")
    page = client_of(anna).post(at(survey, "invitees"), {"people": f"Frits; frits@huis.example\n{lines}"})
    assert "Regel 2 is geen naam" in page.content.decode()
    with scope(municipality=survey.municipality):
        assert not AccessCode.objects.exists()
