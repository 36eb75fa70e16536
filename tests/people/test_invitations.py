"""Ilse invites; a link works once, for a week, for one address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_scopes import scope

from koersvast.people import actions
from koersvast.people.models import Invitation, Membership, Role, User
from tests.people import organisation


@pytest.fixture
def invited(ilse, waterveen):
    with scope(municipality=waterveen):
        return actions.invite(
            municipality=waterveen,
            email="Noor@Elders.example",
            role=Role.READER,
            organisation=None,
            by=ilse,
            now=timezone.now(),
        )


def accept(token, **more):
    defaults = {
        "name": "Noor",
        "password": "een lange zin als wachtwoord",
        "signed_in": None,
        "now": timezone.now(),
    }
    return actions.accept_invitation(token=token, **{**defaults, **more})


def test_noor_accepts_and_works_along(invited, waterveen):
    membership = accept(invited.token)
    assert membership.municipality == waterveen
    assert membership.role == Role.READER
    assert membership.user.email == "noor@elders.example"


def test_the_link_is_stored_nowhere(invited, waterveen):
    with scope(municipality=waterveen):
        row = Invitation.objects.get()
    assert invited.token not in str(vars(row))


def test_a_link_works_once(invited):
    accept(invited.token)
    with pytest.raises(actions.InvitationGone):
        accept(invited.token)


def test_a_link_ends_after_a_week(invited):
    with pytest.raises(actions.InvitationGone):
        accept(invited.token, now=timezone.now() + timedelta(days=8))


def test_a_withdrawn_link_is_gone(invited, waterveen):
    with scope(municipality=waterveen):
        actions.withdraw_invitation(invited.invitation, now=timezone.now())
    with pytest.raises(actions.InvitationGone):
        accept(invited.token)


def test_a_new_invitation_ends_the_earlier_one(invited, ilse, waterveen):
    with scope(municipality=waterveen):
        actions.invite(
            municipality=waterveen,
            email="noor@elders.example",
            role=Role.READER,
            organisation=None,
            by=ilse,
            now=timezone.now(),
        )
    with pytest.raises(actions.InvitationGone):
        accept(invited.token)


def test_who_has_an_account_must_sign_in_first(invited, chris):
    User.objects.filter(pk=chris.pk).update(email="noor@elders.example")
    with pytest.raises(actions.CannotInvite):
        accept(invited.token)
    assert not Membership.objects.filter(user=chris, municipality=invited.invitation.municipality).exists()


def test_chris_cannot_use_a_link_for_somebody_else(invited, chris):
    with pytest.raises(actions.CannotInvite):
        accept(invited.token, signed_in=chris)


def test_a_partner_needs_an_organisation(ilse, waterveen):
    with scope(municipality=waterveen), pytest.raises(actions.CannotInvite):
        actions.invite(
            municipality=waterveen,
            email="x@y.example",
            role=Role.PARTNER,
            organisation=None,
            by=ilse,
            now=timezone.now(),
        )


def test_ilse_invites_in_the_browser_and_the_mail_is_neutral(ilse, waterveen, client_of):
    page = client_of(ilse).post(
        "/GM9901/mensen/", {"email": "noor@elders.example", "role": "reader", "organisation": ""}
    )
    assert page.status_code == 200
    letter = mail.outbox[0]
    assert letter.subject == "Uw toegang"
    assert "LHBTI" not in letter.body + letter.subject
    link = re.search(r"http://\S+", letter.body).group(0)
    assert "/uitnodiging/#" in link


def test_noor_accepts_in_the_browser_and_is_signed_in(invited, client_of, waterveen):
    client = client_of(None)
    answer = client.post(
        "/uitnodiging/", {"token": invited.token, "name": "Noor", "password": "een lange zin als wachtwoord"}
    )
    assert answer.status_code == 302
    assert answer.url == "/GM9901/"
    assert client.get("/GM9901/").status_code == 200


def test_a_weak_password_is_refused_with_words(invited, client_of):
    page = client_of(None).post("/uitnodiging/", {"token": invited.token, "name": "Noor", "password": "kort"})
    assert page.status_code == 200
    assert "12" in page.content.decode()
    assert not User.objects.filter(email="noor@elders.example").exists()


@pytest.mark.parametrize("who", ["anna", "emre", "gerrit"])
def test_only_ilse_manages_people(who, request, client_of):
    assert client_of(request.getfixturevalue(who)).get("/GM9901/mensen/").status_code == 403


def test_chris_does_not_find_the_people_of_waterveen(chris, waterveen, client_of):
    assert client_of(chris).get("/GM9901/mensen/").status_code == 404


def test_a_municipality_keeps_an_administrator(ilse, waterveen):
    membership = Membership.objects.get(user=ilse)
    with pytest.raises(actions.LastAdministrator):
        actions.change_role(membership, role=Role.READER, organisation=None)
    with pytest.raises(actions.LastAdministrator):
        actions.end_membership(membership)


def test_ilse_makes_anna_a_partner_of_an_organisation(ilse, anna, waterveen, client_of):
    school = organisation("De Sluis", waterveen)
    membership = Membership.objects.get(user=anna)
    client_of(ilse).post(
        f"/GM9901/mensen/{membership.pk}/", {"role": "partner", "organisation": str(school.pk)}
    )
    membership.refresh_from_db()
    assert membership.role == Role.PARTNER
    assert membership.organisation_id == school.pk


def test_an_ended_membership_closes_the_door_at_once(ilse, anna, waterveen, client_of):
    client = client_of(anna)
    assert client.get("/GM9901/").status_code == 200
    actions.end_membership(Membership.objects.get(user=anna))
    assert client.get("/GM9901/").status_code == 404
