"""What operators do: take back by receipt, delete what is over its term."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django_scopes import scope

from koersvast.dialogues import contact_actions
from koersvast.dialogues.models import Contact, Conversation
from koersvast.vault import receipts
from tests.dialogues.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_withdraw_takes_back_everything_of_who_has_the_code(dewi, capsys):
    call_command("withdraw", " ".join(receipts.groups(dewi.code)))
    assert "De woorden zijn weg" in capsys.readouterr().out
    with scope(municipality=dewi.talk.municipality):
        assert Conversation.objects.get().withdrawn_on
    call_command("withdraw", dewi.code)
    assert "al teruggetrokken" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "said"),
    [("ABC", "typefout"), (receipts.make(), "kennen we niet")],
    ids=["a typing mistake", "unknown"],
)
def test_a_code_that_nobody_has_is_refused(dewi, code, said, capsys):
    with pytest.raises(SystemExit):
        call_command("withdraw", code)
    assert said in capsys.readouterr().err


def test_delete_expired_shows_beforehand_and_then_deletes(dewi, anna, capsys):
    with scope(municipality=dewi.talk.municipality):
        contact_actions.keep_contact(
            dewi.talk.round, name="D.", phone="1", email="", person=None, today=TODAY, by=anna
        )
        Contact.objects.update(delete_after=datetime.date(2020, 1, 1))
    call_command("delete_expired", "--show")
    assert "binnen twee weken gaan de gegevens van 1 mens weg" in capsys.readouterr().out
    with scope(municipality=dewi.talk.municipality):
        assert Contact.objects.exists()
    call_command("delete_expired")
    assert "de gegevens van 1 mens zijn gewist" in capsys.readouterr().out
    with scope(municipality=dewi.talk.municipality):
        assert not Contact.objects.exists()
