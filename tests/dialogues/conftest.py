"""A round of conversations in Waterveen: Anna leads it, Bilal codes, Dewi took part."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.dialogues import actions, participant_actions
from koersvast.dialogues.rules import About
from koersvast.dialogues.words import SWITCHES, ConversationKind
from koersvast.texts import actions as texts
from tests import factories
from tests.made_homes import home_with_tables, python

TODAY = datetime.date(2026, 11, 22)
YES = dict.fromkeys(SWITCHES, True)
TABLE = """GL: Waar kun je jezelf zijn?

J1: Op school, sinds we een eigen lokaal hebben.
En op de boot.

J2: Nergens echt.
NB: dat zei J2 zacht.

J1: Kom dan bij ons.

GL: Wat moet er komen?

J2: Een plek met een achterdeur.
"""


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    """A root key and a log of deletions of its own for each test."""
    settings.HOME = tmp_path
    settings.ROOT_KEY = ""
    settings.ROOT_KEY_FILE = tmp_path / "root_key"


@pytest.fixture
def cycle(waterveen):
    with scope(municipality=waterveen):
        return factories.cycle(waterveen, 2, visibility="public")


@pytest.fixture
def round_(cycle, anna, bilal):
    with scope(municipality=cycle.municipality):
        made = actions.open_round(cycle, by=anna, title="Gesprekken voorjaar 2026")
        texts.put_in_team(made.collection, user=bilal, task="analyst", by=anna)
    return made


def interview(round_, by, body="", **more):
    return actions.plan_conversation(round_, kind=ConversationKind.INTERVIEW, by=by, body=body, **more)


def person(conversation, speaker="", switches=YES, **about):
    """A participant and the code of the receipt."""
    return participant_actions.add_participant(
        conversation, about=About(speaker=speaker, **about), switches=switches, today=TODAY, by=None
    )


@pytest.fixture
def dewi(round_, anna):
    """Dewi talked alone with Anna; ``code`` is on her slip."""
    with scope(municipality=round_.municipality):
        talk = interview(round_, anna, body="V: Hoe gaat het?\nD: Op de Turfkade durf ik niet.")
        row, code = person(talk, "D", age_band="35-49", groups=("queer",))
    return SimpleNamespace(talk=talk, row=row, code=code)


@pytest.fixture
def table(round_, anna):
    """A table with J1 and J2, typed out and waiting to be checked."""
    with scope(municipality=round_.municipality):
        talk = actions.plan_conversation(round_, kind=ConversationKind.GROUP_TABLE, by=anna, body=TABLE)
        first, first_code = person(talk, "J1")
        second, second_code = person(talk, "J2")
    return SimpleNamespace(
        talk=talk, first=first, second=second, codes={first.pk: first_code, second.pk: second_code}
    )


@pytest.fixture
def at(round_):
    """The address of a page about the round: at("conversation", pk)."""

    def address(name, *args):
        return reverse(name, args=["GM9901", 2, round_.collection_id, *args])

    return address


# a round that begins in a folder of its own: for processes that are killed
BEGIN = """
import django
django.setup()
from django_scopes import scope
from koersvast.cycles.models import Cycle
from koersvast.dialogues.actions import open_round
from koersvast.tenants.models import Municipality
place = Municipality.objects.create(code="GM9901", name="Waterveen")
with scope(municipality=place):
    cycle = Cycle.objects.create(
        municipality=place, number=1, title="Ronde", starts_on="2025-01-01", ends_on="2026-12-31"
    )
    open_round(cycle, by=None, title="Gesprekken")
"""


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    home = home_with_tables(tmp_path_factory.mktemp("begun"))
    python(home, "-c", BEGIN).check_returncode()
    return home
