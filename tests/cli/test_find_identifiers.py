"""An operator lists what in a text may point at a person."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

TEXT = "---\nid: X-1\nround: 2026\n---\n👩 Fatima (41) belt 06-70123456.\n"


def run(capsys, *arguments):
    call_command("find_identifiers", *arguments)
    return capsys.readouterr().out


def test_as_json_with_offsets_behind_the_front_matter(tmp_path, capsys):
    file = tmp_path / "gesprek.md"
    file.write_text(TEXT, encoding="utf-8")
    found = json.loads(run(capsys, str(file), "--json"))
    assert found == [
        {"start": 2, "end": 8, "text": "Fatima", "kind": "person"},
        {"start": 10, "end": 12, "text": "41", "kind": "age"},
        {"start": 19, "end": 30, "text": "06-70123456", "kind": "phone"},
    ]


def test_a_text_without_front_matter_and_with_other_line_ends(tmp_path, capsys):
    file = tmp_path / "gesprek.txt"
    file.write_bytes(b"\xef\xbb\xbfhoi\r\nFatima\r\n")
    assert json.loads(run(capsys, str(file), "--json")) == [
        {"start": 4, "end": 10, "text": "Fatima", "kind": "person"}
    ]


def test_as_a_table_it_says_what_was_not_checked(tmp_path, capsys):
    file = tmp_path / "gesprek.md"
    file.write_text(TEXT, encoding="utf-8")
    out = run(capsys, str(file))
    assert "Fatima" in out
    assert "3 plekken gevonden" in out
    assert "niet naar gekeken" in out


def test_its_own_name_points_at_nobody(tmp_path, capsys):
    file = tmp_path / "gesprek.md"
    file.write_text("Hij woont in Zonneveld.", encoding="utf-8")
    assert "Zonneveld" in run(capsys, str(file), "--json")
    assert run(capsys, str(file), "--json", "--municipality", "Zonneveld").strip() == "[]"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hoi\0hoi", "geen tekst"),
        (b"caf\xe9", "geen UTF-8 (byte 4)"),
        (b"a" * 5_000_001, "groter dan 5 MB"),
        (None, "bestaat niet"),
    ],
)
def test_what_it_cannot_read_it_refuses_in_a_sentence(tmp_path, capsys, content, words):
    file = tmp_path / "gesprek.md"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SystemExit, match="1"):
        call_command("find_identifiers", str(file))
    assert words in capsys.readouterr().err


def test_a_folder_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        call_command("find_identifiers", str(tmp_path))
    assert "geen bestand" in capsys.readouterr().err
