"""Who has not sent yet is reminded, once, with a mail that says nothing outside."""

from __future__ import annotations

import datetime
import smtplib
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.dialogues.rules import telling_words
from koersvast.outcome_forms import actions, mails
from tests.outcome_forms.conftest import ADDRESS, ANSWER, IN_A_MONTH, TODAY

pytestmark = pytest.mark.django_db
SOON = IN_A_MONTH - datetime.timedelta(days=14)


def test_fourteen_days_before_and_on_the_day_one_mail_each(sluis):
    days = [TODAY + datetime.timedelta(days=n) for n in range(40)]
    sent = [day for day in days if mails.remind_partners(today=day).sent]
    assert sent == [SOON, IN_A_MONTH]
    assert [letter.to for letter in mail.outbox] == [[ADDRESS], [ADDRESS]]
    assert mails.remind_partners(today=IN_A_MONTH).sent == 0


def test_the_mail_says_nothing_of_what_it_is_about(sluis):
    mails.remind_partners(today=SOON)
    (letter,) = mail.outbox
    assert letter.subject == "Er staat iets voor u klaar"
    assert telling_words(letter.subject + letter.from_email + letter.body) == []
    assert "GSA" not in letter.body
    assert sluis.code not in letter.body
    assert "/GM9901/vier-vragen/" in letter.body


def test_who_sent_is_left_alone_and_who_has_to_mend_is_not(sluis, anna, now):
    with scope(municipality=sluis.row.municipality):
        actions.send(now(sluis.row), ANSWER, version=1, today=TODAY)
        assert mails.remind_partners(today=SOON).sent == 0
        actions.send_back(now(sluis.row), "Alles?", version=2, by=anna)
    assert mails.remind_partners(today=SOON).sent == 1


def test_anna_reminds_everybody_at_once_and_twice_a_day_sends_once(sluis, anna, at, client_of):
    client = client_of(anna)
    for words in ("1 herinnering verstuurd.", "0 herinneringen verstuurd."):
        assert words in client.post(at("remind_partners"), follow=True).content.decode()
    assert len(mail.outbox) == 1
    with scope(municipality=sluis.row.municipality):
        assert Entry.objects.get(verb="outcome_request.reminded").by == anna


def test_what_the_mail_server_refuses_is_tried_again(sluis, now, monkeypatch):
    def refuse(**_letter):
        raise smtplib.SMTPServerDisconnected("weg")

    monkeypatch.setattr(mails, "send_mail", refuse)
    assert mails.remind_partners(today=SOON).failed == 1
    assert now(sluis.row).reminded_on is None
    monkeypatch.undo()


def test_the_command_counts_these_mails_too(sluis, monkeypatch):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "localdate", lambda: SOON)
    out = StringIO()
    call_command("remind", stdout=out)
    assert "1 mail verstuurd." in out.getvalue()


def test_made_up_people_have_no_mailbox(sluis, settings):
    place = sluis.row.municipality
    place.is_demo = True
    place.save()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert mails.remind_partners(today=SOON) == mails.Posted()
