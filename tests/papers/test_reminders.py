"""Who gets a mail when something comes due; and that it never says what it is about."""

from __future__ import annotations

import smtplib
from datetime import date
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django_scopes import scope

from koersvast.cycles.actions import describe_step
from koersvast.decisions.models import Commitment, Decision, ImprovementAction, NoReminders, Reminder
from koersvast.papers import reminders
from koersvast.papers.models import CalendarItem
from tests import factories, people

TODAY = date(2026, 6, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def better(cycle):
    """An improvement action of Welzijn Waterveen, Emre's organisation."""

    def make(owner=None, **values):
        decision = Decision.objects.create(
            municipality=cycle.municipality, cycle=cycle, key=f"b-{Decision.objects.count()}",
            decided_on="2026-01-01", body="table", kind="activity", decision="adapt", reason="x",
        )  # fmt: skip
        return ImprovementAction.objects.create(
            municipality=cycle.municipality,
            decision=decision,
            owner=owner,
            **{"text": "Ook roze avonden", "due_on": "2026-05-31"} | values,
        )

    return make


@pytest.fixture
def welfare(cycle, emre):
    return factories.partner(cycle, "welzijn", party="provider", name="Welzijn Waterveen")


def to():
    return sorted(address for message in mail.outbox for address in message.to)


def test_what_an_organisation_does_goes_to_its_people_and_to_nobody_else(better, welfare, anna, emre, gerrit):
    better(welfare)
    assert reminders.remind(today=TODAY).sent == 1
    assert to() == [emre.email]


def test_what_has_no_owner_goes_to_the_officers(better, anna, emre, gerrit, ilse):
    better()
    reminders.remind(today=TODAY)
    assert to() == [anna.email]


def test_the_municipality_answers_for_who_has_no_account(better, cycle, anna):
    better(factories.partner(cycle, "koor", party="residents", name="Koor zonder account"))
    reminders.remind(today=TODAY)
    assert to() == [anna.email]


def test_a_town_without_officers_writes_to_its_administrators(better, ilse, gerrit):
    better()
    reminders.remind(today=TODAY)
    assert to() == [ilse.email]


def test_commitments_and_the_calendar_count_too(cycle, better, anna):
    owned = {"municipality": cycle.municipality, "cycle": cycle}
    Commitment.objects.create(
        **owned, key="t", kind="motion", text="x", by="Raad", made_on="2025", due_on="2026-06", status="open"
    )
    CalendarItem.objects.create(**owned, title="Begroting", due_on="2026-06-10")
    better()
    reminders.remind(today=date(2026, 6, 16))
    assert "Binnenkort klaar: 1 ding." in mail.outbox[0].body
    assert "Te laat: 2 dingen." in mail.outbox[0].body


def test_the_mail_never_says_what_it_is_about(better, welfare, emre):
    better(welfare)
    reminders.remind(today=TODAY)
    (message,) = mail.outbox
    assert message.subject == "Koersvast: er staat iets voor u klaar"
    for word in ("roze", "waterveen", "welzijn", "lhbti", "verbeteractie", "GM9901"):
        assert word.lower() not in (message.subject + message.body).lower()


def test_emre_hears_nothing_of_a_step_that_is_internal(cycle, better, welfare, anna, emre):
    better(welfare)
    describe_step(cycle, 6, by=anna, values={"visibility": "internal"})
    reminders.remind(today=TODAY)
    assert to() == []


@pytest.mark.parametrize(
    "values", [{"status": "done"}, {"due_on": "2026-12-31"}, {"removed_at": "2026-01-01T00:00Z"}]
)
def test_what_is_done_far_away_or_removed_reminds_nobody(better, anna, values):
    better(**values)
    reminders.remind(today=TODAY)
    assert to() == []


def test_twice_on_one_day_sends_once_and_a_missed_week_is_caught_up_once(better, anna):
    better()
    for day in (1, 1, 2, 20, 21):
        reminders.remind(today=date(2026, 6, day))
    assert len(mail.outbox) == 2
    assert [row.sent_on.day for row in Reminder.objects.all()] == [1, 20]


def test_somebody_who_works_in_two_towns_gets_one_mail(better, anna, zandermeer):
    better()
    people.Membership.objects.create(user=anna, municipality=zandermeer, role="officer")
    with scope(municipality=zandermeer):
        CalendarItem.objects.create(
            municipality=zandermeer, cycle=factories.cycle(zandermeer), title="x", due_on="2026-06-05"
        )
    reminders.remind(today=TODAY)
    (message,) = mail.outbox
    assert "Binnenkort klaar: 1 ding." in message.body
    assert "Te laat: 1 ding." in message.body


def test_chris_hears_nothing_of_waterveen(better, anna, chris):
    better()
    reminders.remind(today=TODAY)
    assert chris.email not in to()


def test_in_the_language_of_the_account(better, anna, settings):
    type(anna).objects.update(language="en")
    better()
    seen = []
    real, reminders.words = (
        reminders.words,
        lambda counts: seen.append(reminders.translation.get_language()) or "x",
    )
    try:
        reminders.remind(today=TODAY)
    finally:
        reminders.words = real
    assert seen == ["en"]


def test_who_left_or_switched_it_off_gets_nothing(better, anna, bilal, waterveen):
    better()
    NoReminders.objects.create(municipality=waterveen, user=bilal)
    type(anna).objects.filter(pk=anna.pk).update(is_active=False)
    reminders.remind(today=TODAY)
    assert to() == []


def test_made_up_people_get_no_mail_from_a_real_mail_server(better, anna, waterveen, settings):
    better()
    type(waterveen).objects.update(is_demo=True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert reminders.letters_of(TODAY) == []


class TestMailServer:
    def fail(self, monkeypatch, error):
        def refuse(**_more):
            raise error

        monkeypatch.setattr(reminders, "send_mail", refuse)

    def test_a_server_that_is_away_is_told_in_one_line_and_tried_again(self, better, anna, monkeypatch):
        better()
        with monkeypatch.context() as away:
            self.fail(away, ConnectionRefusedError())
            out, err = StringIO(), StringIO()
            with pytest.raises(SystemExit) as stopped:
                call_command("remind", stdout=out, stderr=err)
            assert stopped.value.code == 1
            assert err.getvalue().strip().count("\n") == 0
            assert "ConnectionRefusedError" in err.getvalue()
            assert anna.email not in out.getvalue() + err.getvalue()
        assert not Reminder.objects.exists()
        call_command("remind", stdout=StringIO())
        assert to() == [anna.email]

    def test_one_address_that_is_refused_does_not_hold_up_the_others(self, better, anna, bilal, monkeypatch):
        better()
        real = reminders.send_mail

        def refuse(**more):
            if more["recipient_list"] == [anna.email]:
                raise smtplib.SMTPRecipientsRefused({})
            real(**more)

        monkeypatch.setattr(reminders, "send_mail", refuse)
        found = reminders.remind(today=TODAY)
        assert found.failed == 1
        assert anna.email not in to()
        assert not Reminder.objects.filter(user=anna).exists()


class TestOwnChoice:
    PAGE = "/GM9901/herinneringen/"

    def test_emre_switches_it_off_and_on_again(self, emre, client_of):
        client = client_of(emre)
        assert "checked" in client.get(self.PAGE).content.decode()
        assert client.post(self.PAGE, {}).status_code == 302
        assert NoReminders.objects.filter(user=emre).exists()
        assert "checked" not in client.get(self.PAGE).content.decode()
        client.post(self.PAGE, {"wanted": "on"})
        assert not NoReminders.objects.exists()

    def test_chris_from_elsewhere_finds_nothing(self, waterveen, chris, client_of):
        assert client_of(chris).get(self.PAGE).status_code == 404

    def test_dewi_without_an_account_is_asked_to_sign_in(self, waterveen, client):
        assert client.get(self.PAGE).status_code == 302
