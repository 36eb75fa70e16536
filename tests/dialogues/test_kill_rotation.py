"""Keys that are changed while the process is killed: everything stays readable, the next run finishes, and nothing is
left under an old key."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
from contextlib import closing

import pytest

from tests.dialogues.test_kill import FOLDER, SET_UP, said
from tests.made_homes import home_with_tables, python

# a contact beside the round, and a second municipality with a conversation of its own
MORE = """
import django; django.setup()
from django.utils import timezone
from django_scopes import scope
from koersvast.cycles.models import Cycle
from koersvast.dialogues import actions, contact_actions
from koersvast.dialogues.models import DialogueRound
from koersvast.people.models import User
from koersvast.tenants.models import Municipality
anna = User.objects.create_user("anna@waterveen.example", "x", name="Anna")
today = timezone.localdate()
with scope(municipality=Municipality.objects.get(code="GM9901")):
    for name in ("Kees", "Loes"):
        contact_actions.keep_contact(DialogueRound.objects.get(), name=name, phone="1", email="", person=None, today=today, by=anna)
other = Municipality.objects.create(code="GM9902", name="Zandermeer")
with scope(municipality=other):
    cycle = Cycle.objects.create(municipality=other, number=1, title="Ronde 1", starts_on="2026")
    made = actions.open_round(cycle, by=anna, title="Gesprekken")
    actions.plan_conversation(made, kind="interview", by=anna, body="D: Hier ook.")
"""
# everything that is sealed, opened; and which keys there are
READ = """
import hashlib, json
import django; django.setup()
from django_scopes import scope, scopes_disabled
from koersvast.dialogues import queries
from koersvast.dialogues.models import Conversation, DialogueRound
from koersvast.tenants.models import Municipality
from koersvast.texts.models import Text
from koersvast.texts.queries import open_texts
from koersvast.vault.actions import check_keys
from koersvast.vault.models import DataKey, MunicipalityKey
from koersvast.vault.queries import municipality_secret
found = []
for town in Municipality.objects.order_by("code"):
    with scope(municipality=town):
        found += sorted(one.body for one in open_texts(list(Text.objects.all())).values())
        for row in DialogueRound.objects.all():
            found += [reach.name for _one, reach in queries.contacts_of(row)]
        abouts = queries.abouts_of(Conversation.objects.select_related("text"))
        found += sorted(about.as_text() for about in abouts.values())
        try:
            found.append(municipality_secret(town).hex())
        except LookupError:
            pass
with scopes_disabled():
    keys = [str(pk) for pk in MunicipalityKey.objects.exclude(purpose="receipt").order_by("pk").values_list("pk", flat=True)]
    under = sorted({str(pk) for pk in DataKey.objects.values_list("under", flat=True)})
    roots = sorted(set(MunicipalityKey.objects.values_list("root", flat=True)))
check = check_keys()
print(json.dumps({"read": hashlib.sha256("|".join(found).encode()).hexdigest(), "things": len(found), "keys": keys,
                  "under": under, "roots": roots, "broken": len(check.broken), "count": check.data_keys}))
"""
# what can be read after the death, then the command once more to its end, and what can be read then
AGAIN = f"""
import sys, django; django.setup()
from django.core.management import call_command
{READ}
call_command("rotate_keys", *sys.argv[1:])
{READ}
"""
# the command itself, with a death somewhere in it
ROTATE = """
import os, signal, sys
import django; django.setup()
from django.core.management import call_command
from koersvast.vault import actions, root
die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
actions.AT_ONCE = 3
moment, arguments = sys.argv[1], sys.argv[2:]
calls = {"n": 0}

def at_call(number, real):
    def acting(*a, **k):
        calls["n"] += 1
        return die() if calls["n"] == number else real(*a, **k)
    return acting

if moment == "before anything is wrapped":
    actions._wrap_again = die
elif moment == "inside the second piece":
    seal = actions.rules.seal
    actions.rules.seal = at_call(1 + 3 + 2, seal)  # the new key itself, a piece of three, then the second one
elif moment == "after some pieces":
    actions._wrap_again = at_call(4, actions._wrap_again)
elif moment == "all wrapped, old key still there":
    from django.db.models.query import QuerySet
    QuerySet.delete = die
elif moment == "second municipality":
    actions._key_to_go_to = at_call(3, actions._key_to_go_to)
elif moment == "root: while the file is written":
    import pathlib
    pathlib.Path.replace = die
elif moment == "root: one wrapped":
    actions.rules.seal = at_call(2, actions.rules.seal)
elif moment == "root: all wrapped":
    root.forget_older = die
call_command("rotate_keys", *arguments)
"""
MOMENTS = [
    "before anything is wrapped", "inside the second piece", "after some pieces",
    "all wrapped, old key still there", "second municipality",
]  # fmt: skip
OF_ROOT = ["root: while the file is written", "root: one wrapped", "root: all wrapped"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    home = home_with_tables(tmp_path_factory.mktemp("rotation"))
    said(home, "-c", SET_UP)
    said(home, "-m", "koersvast", "import_round", str(FOLDER), "--municipality", "GM9901")
    said(home, "-c", MORE)
    return home


@pytest.fixture
def home(filled, tmp_path):
    return shutil.copytree(filled, tmp_path / "home")


@pytest.fixture(scope="module")
def before(filled):
    return everything(filled)


def everything(home):
    return json.loads(said(home, "-c", READ))


def before_and_after_again(home, *arguments):
    told = [line for line in said(home, "-c", AGAIN, *arguments).splitlines() if line.startswith("{")]
    return [json.loads(line) for line in told]


def wrapped(home):
    """Every wrapped key as it is stored now."""
    with closing(sqlite3.connect(home / "koersvast.sqlite3")) as database:
        rows = database.execute(
            "select wrapped from vault_municipalitykey where purpose <> 'receipt' union all select wrapped from vault_datakey"
        )
        return {bytes(row[0]) for row in rows}


def left_in_files(home, old):
    """In which files one of the old wrapped keys still stands."""
    return [
        path.name for path in home.rglob("koersvast.sqlite3*") if any(key in path.read_bytes() for key in old)
    ]


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_municipality_keys_change(home, before, moment):
    old = wrapped(home)
    assert before["things"] > 30
    done = python(home, "-c", ROTATE, moment)
    assert done.returncode == -signal.SIGKILL, done.stderr
    between, after = before_and_after_again(home)
    assert (between["read"], between["broken"], between["count"]) == (before["read"], 0, before["count"])
    assert (after["read"], after["broken"], after["count"]) == (before["read"], 0, before["count"])
    assert not set(before["keys"]) & set(after["keys"])
    assert len(after["keys"]) == len(before["keys"])  # no key of a killed run is left over
    assert set(after["under"]) <= set(after["keys"])
    assert not old & wrapped(home)
    assert left_in_files(home, old) == []  # nor anywhere else in the files


@pytest.mark.parametrize("moment", OF_ROOT)
def test_killed_while_the_root_key_changes(home, before, moment):
    old = (home / "root_key").read_text().split()
    assert len(old) == 1
    done = python(home, "-c", ROTATE, moment, "--root")
    assert done.returncode == -signal.SIGKILL, done.stderr
    between, after = before_and_after_again(home, "--root")
    assert between["read"] == before["read"]
    assert (after["read"], after["broken"], len(after["roots"])) == (before["read"], 0, 1)
    assert after["roots"] != before["roots"]
    new = (home / "root_key").read_text().split()
    assert len(new) == 1
    assert new != old
    (home / "root_key").write_text(old[0] + "\n")
    refused = python(home, "-m", "koersvast", "keycheck")
    assert refused.returncode == 1
    assert "hoofdsleutel" in refused.stderr


def test_while_the_server_has_the_database_open_no_old_key_stays_in_its_journal(home):
    old = wrapped(home)
    with closing(sqlite3.connect(home / "koersvast.sqlite3")) as server:
        server.execute("select count(*) from vault_datakey").fetchone()
        said(home, "-m", "koersvast", "rotate_keys")
        assert not old & wrapped(home)
        assert left_in_files(home, old) == []
