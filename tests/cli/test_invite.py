"""An operator lets the first administrator in."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from koersvast.people.actions import accept_invitation
from koersvast.people.models import Membership, Role
from koersvast.tenants.models import Municipality


def link(capsys, *arguments):
    call_command("invite", *arguments)
    return capsys.readouterr().out.strip()


def test_the_first_administrator_of_a_new_municipality(db, capsys):
    address = link(capsys, "GM0503", "ilse@delft.example", "--name", "Delft")
    token = address.partition("#")[2]
    accept_invitation(token=token, name="Ilse", password="een lange zin", signed_in=None, now=timezone.now())
    membership = Membership.objects.get()
    assert membership.role == Role.ADMINISTRATOR
    assert membership.municipality == Municipality.objects.get(code="GM0503")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["GM0503", "ilse@delft.example"], "--name"),
        (["Delft", "ilse@delft.example", "--name", "Delft"], "GM"),
        (["GM0503", "geen adres", "--name", "Delft"], "mail"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_stored(db, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("invite", *arguments)
    assert not Municipality.objects.exists()


def test_who_is_in_already_needs_no_link(ilse, waterveen):
    with pytest.raises(CommandError, match="hoort al"):
        call_command("invite", "GM9901", ilse.email)
