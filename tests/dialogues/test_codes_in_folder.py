"""Codes and initiatives that lie beside the conversations of a folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from koersvast.activities.models import Initiative
from koersvast.coding.models import Code, Coder, Coding, WaitingCoding
from koersvast.dialogues.folder import read_folder
from koersvast.dialogues.import_actions import import_round
from tests.dialogues.conftest import TODAY

pytestmark = pytest.mark.django_db
FOLDER = Path("src/koersvast/dialogues/demo/conversations")


@pytest.fixture(autouse=True)
def _in_waterveen(in_waterveen):
    """Everything here happens in Waterveen."""


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "folder"
    made.mkdir()
    for name in ("d11.md", "codes.yaml", "identifiers.jsonl", "codings.jsonl"):
        shutil.copy(FOLDER / name, made / name)
    for name in ("identifiers.jsonl", "codings.jsonl"):
        rows = [row for row in (made / name).read_text().splitlines() if json.loads(row)["file"] == "d11.md"]
        (made / name).write_text("\n".join(rows))
    return made


def test_the_synthetic_round_comes_in_with_its_codebook_and_two_coders(cycle):
    refused = []
    made = import_round(cycle, read_folder(FOLDER), title="Gesprekken", today=TODAY, tell=refused.append)
    book = made.collection.codebook
    assert Code.objects.filter(codebook=book, assignable=True).count() == 28
    code = Code.objects.get(key="type.werkt")
    assert code.parent.key == "type"
    assert code.include == "Die trainer zei één ding en hij doet het ook."
    assert {(coder.name, coder.user) for coder in Coder.objects.filter(codebook=book)} == {
        ("A", None),
        ("B", None),
    }
    told = [str(one) for one in refused]
    rows = [json.loads(row) for row in (FOLDER / "codings.jsonl").read_text().splitlines()]
    lost = [one for one in told if one.startswith("codings.jsonl:")]
    assert Coding.objects.count() == len(rows) - len(lost)
    assert Initiative.objects.count() == 26
    assert [one.split(":")[1] for one in told if one.startswith("initiatives.csv")] == ["3", "6", "21", "29"]


def test_a_code_on_words_nobody_may_use_is_refused_with_its_line(cycle, folder):
    text = (folder / "d11.md").read_text()
    spoken = "J5: Thuis praat ik niet.\n\n"
    at = text.index("J6: Bij mij is")
    (folder / "d11.md").write_text(text[:at] + spoken + text[at:])
    body = text[:at].split("\n---\n", 1)[1]
    (folder / "identifiers.jsonl").write_text("")
    start = len(body) + len("J5: ")
    row = {"coder": "A", "file": "d11.md", "start": start, "end": start + 12, "code": "type.werkt"}
    (folder / "codings.jsonl").write_text("\n" + json.dumps(row))
    refused = []
    import_round(cycle, read_folder(folder), title="Gesprekken", today=TODAY, tell=refused.append)
    (said,) = map(str, refused)
    assert said.startswith("codings.jsonl:2: Deze woorden mogen niet worden gebruikt.")
    assert not Coding.objects.exists()


def test_on_texts_nobody_checked_the_codes_wait(cycle, folder):
    (folder / "identifiers.jsonl").unlink()
    import_round(cycle, read_folder(folder), title="Gesprekken", today=TODAY)
    assert not Coding.objects.exists()
    assert WaitingCoding.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": 10**9}, "codings.jsonl:1: Deze plek ligt niet in de tekst."),
        ({"start": "1"}, "codings.jsonl:1: start en end zijn hele getallen."),
        ({"code": "type.feest"}, "codings.jsonl:1: Deze code staat niet in codes.yaml."),
        ({"code": "type"}, "codings.jsonl:1: Deze code is een groep."),
        ({"file": "d99.md"}, "codings.jsonl:1: Dit bestand is er niet."),
        ({"coder": ""}, "codings.jsonl:1: coder is een naam"),
    ],
)
def test_a_mistake_in_a_coding_is_told_with_its_line(folder, change, said):
    row = json.loads((folder / "codings.jsonl").read_text().splitlines()[0]) | change
    (folder / "codings.jsonl").write_text(json.dumps(row))
    assert str(read_folder(folder).mistakes[0]).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("codes: [", "codes.yaml:"),
        ("codes: []", "codes.yaml:1: codes is een lijst"),
        ("codes:\n- id: a\n  label: A\n  parent: b\n", "codes.yaml:2: parent noemt een code die er niet is."),
        (
            "codes:\n- {id: a, label: A, parent: b}\n- {id: b, label: B, parent: a}\n",
            "codes.yaml:2: Deze code hangt",
        ),
        ("codes:\n- &x {id: a, label: A}\n- *x\n", "codes.yaml:"),
        ("codes:\n- {id: a, label: A}\n- {id: a, label: B}\n", "codes.yaml:3: Deze id staat er twee keer."),
    ],
)
def test_a_mistake_in_the_codebook_is_told_with_its_line(folder, text, said):
    (folder / "codings.jsonl").unlink()
    (folder / "codes.yaml").write_text(text)
    assert str(read_folder(folder).mistakes[0]).startswith(said)
