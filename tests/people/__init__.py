"""The people of the tests. Everybody has a reason to be here.

Anna    policy officer of Waterveen; she owns the plan.
Bilal   analyst at the research desk of Waterveen; he works with her.
Chris   policy officer of Zandermeer, another municipality; he must find nothing of Waterveen.
Dewi    resident of Waterveen without an account; unsafe to be known.
Emre    volunteer at Welzijn Waterveen, a partner; little time.
Gerrit  council member of Waterveen; he reads.
Ilse    administrator of Waterveen; she invites people.
"""

from __future__ import annotations

from django.test import Client
from django_scopes import scopes_disabled

from koersvast.people.models import Membership, Organisation, Role, User
from koersvast.tenants.models import Municipality

PASSWORD = "een lange zin als wachtwoord"


def municipality(code: str, name: str) -> Municipality:
    return Municipality.objects.create(code=code, name=name)


def person(name: str, home: Municipality, role: str, organisation: Organisation | None = None) -> User:
    user = User.objects.create_user(f"{name.lower()}@{home.name.lower()}.example", PASSWORD, name=name)
    Membership.objects.create(user=user, municipality=home, role=role, organisation=organisation)
    return user


def organisation(name: str, home: Municipality) -> Organisation:
    with scopes_disabled():
        return Organisation.objects.create(municipality=home, name=name)


def client_of(user: User | None) -> Client:
    """A browser in which this person is signed in; None is Dewi, who has no account."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


ROLES = {
    "anna": Role.OFFICER,
    "bilal": Role.OFFICER,
    "gerrit": Role.READER,
    "ilse": Role.ADMINISTRATOR,
}
