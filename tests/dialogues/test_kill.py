"""Processes that are killed while they import or take back, and what stands in the files afterwards, byte by byte."""

from __future__ import annotations

import json
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.made_homes import home_with_tables, python

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src/koersvast/dialogues/demo/conversations"
MOMENTS = ["first", "middle", "last"]

IMPORT = """
import os, pathlib, signal, sys
import django
django.setup()
from django.utils import timezone
from django_scopes import scope
from koersvast.cycles.models import Cycle
from koersvast.dialogues import import_actions
from koersvast.dialogues.folder import read_folder
from koersvast.tenants.models import Municipality

wanted = {"first": 1, "middle": 8, "last": 16}.get(sys.argv[2])
def step(done, total):
    if done == wanted:
        os.kill(os.getpid(), signal.SIGKILL)
with scope(municipality=Municipality.objects.get(code="GM9901")):
    staged = read_folder(pathlib.Path(sys.argv[1]))
    assert not staged.mistakes
    import_actions.import_round(
        Cycle.objects.get(number=1), staged, title="Gesprekken", today=timezone.localdate(), step=step
    )
"""

# somebody at the table takes everything back; the process dies before, in the middle, or just before the end
WITHDRAW = """
import datetime, os, signal, sys
import django
django.setup()
from django_scopes import scope
from koersvast.dialogues import withdrawing
from koersvast.dialogues.models import Participant
from koersvast.tenants.models import Municipality

die = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[1] == "first":
    withdrawing.note_down = die
elif sys.argv[1] == "middle":
    withdrawing.texts.strike_at_once = withdrawing.texts.forget = die
elif sys.argv[1] == "last":
    withdrawing.audit.record = lambda verb, **more: die() if verb == "participant.withdrawn" else None
with scope(municipality=Municipality.objects.get(code="GM9901")):
    row = Participant.objects.filter(conversation__kind=sys.argv[2], withdrawn_on=None).order_by("pk").first()
    withdrawing.withdraw_participant(row, today=datetime.date(2026, 11, 22), why="receipt", by=None)
"""

SET_UP = """
import django; django.setup()
from django_scopes import scope
from koersvast.cycles.models import Cycle
from koersvast.tenants.models import Municipality
town = Municipality.objects.create(code="GM9901", name="Waterveen")
with scope(municipality=town):
    Cycle.objects.create(municipality=town, number=1, title="Ronde 1", starts_on="2026")
"""

TABLES = (
    "dialogues_dialogueround", "dialogues_conversation", "dialogues_participant", "texts_text", "texts_mark",
    "vault_datakey", "dialogues_participant where withdrawn_on is not null", "dialogues_deletion",
)  # fmt: skip

REAPPLY = """
import django; django.setup()
from koersvast.dialogues.withdrawing import reapply_deletions
print(reapply_deletions())
"""


def counts(home):
    """How many rounds, conversations, participants, texts, marks, keys, withdrawn people and deletions."""
    with sqlite3.connect(home / "koersvast.sqlite3") as database:
        return [database.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES]


def said(home, *command):
    done = python(home, *command)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    found = home_with_tables(tmp_path_factory.mktemp("home"))
    python(found, "-c", SET_UP).check_returncode()
    return found


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """A home where the round was brought in."""
    found = home_with_tables(tmp_path_factory.mktemp("heard"))
    python(found, "-c", SET_UP).check_returncode()
    said(found, "-m", "koersvast", "import_round", str(FOLDER), "--municipality", "GM9901")
    return found


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_importing_nothing_is_there(home, moment):
    done = python(home, "-c", IMPORT, str(FOLDER), moment)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert counts(home) == [0] * 8


def test_left_alone_all_of_it_is_there_and_the_command_says_so(tmp_path):
    home = home_with_tables(tmp_path)
    python(home, "-c", SET_UP).check_returncode()
    out = said(home, "-m", "koersvast", "import_round", str(FOLDER), "--municipality", "GM9901")
    assert "16 gesprekken" in out
    assert counts(home)[:4] == [1, 16, 30, 16]
    again = python(home, "-m", "koersvast", "import_round", str(FOLDER), "--municipality", "GM9901")
    assert again.returncode == 1
    assert "al ingelezen" in again.stderr


@pytest.mark.parametrize("kind", ["group_table", "interview"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_while_taking_back_it_is_before_and_the_next_start_finishes_it(heard, moment, kind):
    before = counts(heard)
    done = python(heard, "-c", WITHDRAW, moment, kind)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert counts(heard) == before
    finished = int(said(heard, "-c", REAPPLY))
    after = counts(heard)
    assert finished == (0 if moment == "first" else 1)  # before it was noted down, nothing was asked yet
    assert after[6] - before[6] == finished


def test_mistakes_of_a_folder_are_told_with_file_and_line_and_nothing_comes_in(home, tmp_path):
    text = (FOLDER / "d11.md").read_text()
    (tmp_path / "d11.md").write_text(text.replace("group_table", "feestje"))
    before = counts(home)
    done = python(home, "-m", "koersvast", "import_round", str(tmp_path), "--municipality", "GM9901")
    assert done.returncode == 1
    assert "d11.md:3: " in done.stderr
    assert counts(home) == before


CANARIES = {
    "said": "De reiger op de kade zag mij huilen",
    "name": "Wilhelmientje Kanarievogel",
    "phone": "06-70998877",
    "email": "kanarie@vogel.example",
    "speaker": "KANARIEVOGEL",
    "neighbourhood": "Kanariewijk",
}
PAGES = """
import json, os, re, signal, sys, uuid
import django
django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
from django.test import Client
from koersvast.people.models import Membership, User
from koersvast.tenants.models import Municipality

c = json.loads(sys.argv[1])
town = Municipality.objects.get(code="GM9901")
anna = User.objects.create_user("anna@waterveen.example", "x", name="Anna")
Membership.objects.create(user=anna, municipality=town, role="officer")
browser, dewi = Client(), Client()
browser.force_login(anna)

def post(path, **data):
    answer = browser.post(path, data)
    assert answer.status_code in (200, 302), (path, answer.status_code)
    return answer

here = post("/GM9901/ronde/1/gesprekken/nieuw/", title="Kanarie", contact_days=90).url
talk = post(here + "gesprek/nieuw/", kind="interview", held_on="2026-11-22").url
yes = dict.fromkeys(("take_part", "notes", "quote", "recontact"), "on")
slip = post(talk + "deelnemer/", deelnemer=str(uuid.uuid4()), speaker=c["speaker"], age_band="35-49",
            groups="intersekse", neighbourhood=c["neighbourhood"], **yes).content.decode()
code = "".join(re.findall("<li>([0-9A-Z]{4})</li>", slip))
assert len(code) == 28
for version, words in ((1, c["said"]), (2, c["said"] + " " + c["name"])):
    post(talk + "typen/", body="D: " + words, version=version)
post(talk + "plakken/", body="D: " + c["said"] + ". " + c["name"], version=3)
post(here + "bereiken/", name=c["name"], phone=c["phone"], email=c["email"])
pages = [browser.get(path).content.decode() for path in (here, talk, here + "bereiken/")]
assert any(c["phone"] in page for page in pages) and any(c["neighbourhood"] in page for page in pages)
browser.get(talk + "deelnemer/" + str(uuid.uuid4()) + "/")
print(code)
if "weg" in sys.argv:
    answer = dewi.post("/GM9901/bewijs/", {"code": code, "doe": "echt weg"})
    assert "Alles is weggehaald" in answer.content.decode()
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)  # no tidying up: the journal of the database stays as it is
"""


@pytest.mark.parametrize("withdrawn", [[], ["weg"]], ids=["in use", "after taking back"])
def test_what_was_typed_into_any_page_is_in_no_file_and_no_log(tmp_path, withdrawn):
    home_with_tables(tmp_path)
    python(tmp_path, "-c", SET_UP).check_returncode()
    done = python(tmp_path, "-c", PAGES, json.dumps(CANARIES), *withdrawn)
    assert done.returncode == -signal.SIGKILL, done.stderr
    code = done.stdout.strip()
    files = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    journal = next(data for path, data in files.items() if path.name.endswith("-wal"))
    assert journal or withdrawn  # taking back empties it
    assert any(b"Kanarie" in data for data in files.values())  # the title of the round: the search does find
    secret = [*CANARIES.values(), code, "intersekse"]
    found = [
        (path.name, word)
        for path, data in files.items()
        for word in secret
        for form in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode())
        if form in data
    ]
    assert found == []
    assert [word for word in secret if word in done.stderr] == []
