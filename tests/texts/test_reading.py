"""Bilal brings in what he typed during a conversation, in the form his own program gives it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.texts.reading import CannotRead, Turn, plain_name, read
from tests.texts.made_files import docx, odt, paragraph

DIALOGUES = Path("src/koersvast/dialogues/demo/conversations")


def test_an_offset_of_the_synthetic_conversations_counts_in_the_text_after_the_front_matter():
    content = (DIALOGUES / "d01.md").read_bytes()

    reading = read("d01.md", content)

    assert reading.text[117:121] == "Riet"
    assert reading.front["id"] == "WV-01"
    assert reading.front["held_on"] == dt.date(2026, 2, 11)
    assert reading.warnings == ()


@pytest.mark.parametrize(
    "name", ["gesprek.txt", "gesprek.md", "GESPREK.TXT", "zonder-punt", "d:\\map\\gesprek.txt"]
)
def test_plain_text_is_taken_as_it_stands(name):
    assert read(name, "V: Hoe is het?\n\nD: Góéd 🙂".encode()).text == "V: Hoe is het?\n\nD: Góéd 🙂"


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_another_system_become_one_sign(ending):
    assert read("a.txt", f"een{ending}twee{ending}".encode()).text == "een\ntwee\n"


def test_a_mark_of_the_encoding_is_no_text():
    assert read("a.txt", b"\xef\xbb\xbfhallo").text == "hallo"
    assert read("a.txt", "hallo é".encode("utf-16")).text == "hallo é"


def test_old_letters_of_windows_are_read_with_a_warning():
    reading = read("a.txt", "Zoë zei: één euro is €1".encode("cp1252"))

    assert reading.text == "Zoë zei: één euro is €1"
    assert "é en ë" in reading.warnings[0]


def test_a_strange_sign_is_replaced_by_one_sign_so_nothing_moves():
    reading = read("a.txt", b"voor\x01na\x0cnieuwe bladzijde")

    assert reading.text == "voor\ufffdna\nnieuwe bladzijde"
    assert reading.warnings == ("Eén teken was niet leesbaar en is vervangen.",)


def test_letters_that_turn_the_reading_direction_are_told():
    assert "leesrichting" in read("a.txt", "naam\u202eeman".encode()).warnings[0]


def test_a_line_of_dashes_that_is_no_front_matter_stays_in_the_text():
    reading = read("a.md", b"---\nzomaar een zin: met: dubbele punten\n---\nde rest\n")

    assert reading.text.startswith("---\nzomaar")
    assert reading.front == {}
    assert len(reading.warnings) == 1


def test_a_word_document_gives_its_paragraphs_lists_and_tables():
    body = (
        paragraph("V: Hoe is het?")
        + "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>een punt</w:t></w:r></w:p>"
        + "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('Wie')}</w:tc><w:tc>{paragraph('Wat')}{paragraph('nog')}</w:tc></w:tr>"
        + f"<w:tr><w:tc>{paragraph('Henk')}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )

    assert read("a.docx", docx(body)).text == "V: Hoe is het?\n- een punt\na\tb\nc\nWie\tWat\nnog\nHenk"


def test_what_was_deleted_hidden_or_in_the_margin_of_a_word_document_does_not_come_along():
    body = (
        "<w:p><w:r><w:t>Dit blijft</w:t></w:r>"
        "<w:del><w:r><w:delText>Fatima</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>Samira</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Rik</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> ook</w:t></w:r>"
        "<w:r><w:commentReference/><w:footnoteReference/></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>en dit</w:t></w:r></w:p>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>vak</w:t></mc:Choice>"
        "<mc:Fallback><w:t>vak</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    reading = read("a.docx", docx(body))

    assert reading.text == "Dit blijft ook\nen dit\nvak"
    for word in ("kantlijn", "Voetnoten", "verwijderd", "verborgen"):
        assert any(word in sentence for sentence in reading.warnings)


def test_a_word_document_may_call_its_text_by_another_name():
    assert read("a.docx", docx(paragraph("hallo"), part="word/document2.xml")).text == "hallo"


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_document_that_another_program_made_is_read(kind, tmp_path):
    """Pandoc writes the files here; the reader never does."""
    import pypandoc

    said = "**V:** Hoe is het?\n\n**D:** Góéd, 🙂\\\nwant ja.\n\n- een\n- twee\n\n| a | b |\n|---|---|\n| c | d |\n"
    made = tmp_path / f"gesprek.{kind}"
    pypandoc.convert_text(said, kind, format="markdown", outputfile=str(made))

    reading = read(made.name, made.read_bytes())

    words = [line for line in reading.text.split("\n") if line.strip()]
    assert words == ["V: Hoe is het?", "D: Góéd, 🙂", "want ja.", "- een", "- twee", "a\tb", "c\td"]
    assert [turn.speaker for turn in reading.turns] == ["V", "D"]


def test_an_open_document_gives_its_paragraphs_lists_tables_and_spaces():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Fatima</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:h>Verslag</text:h><text:p>een <text:s text:c='2'/>twee\n   drie<text:tab/>vier<text:line-break/>vijf</text:p>"
        "<text:list><text:list-item><text:p>punt</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Wie</text:p></table:table-cell>"
        "<table:table-cell><text:p>Wat</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>slot<office:annotation><text:p>Rik</text:p></office:annotation>"
        "<text:note><text:note-body><text:p>Samira</text:p></text:note-body></text:note></text:p>"
    )

    reading = read("a.odt", odt(body))

    assert reading.text == "Verslag\neen   twee drie\tvier\nvijf\n- punt\nWie\tWat\nslot"
    assert len(reading.warnings) == 3


def test_subtitles_lose_their_numbers_and_times_and_each_speaker_keeps_a_line():
    content = (
        "WEBVTT\n\nNOTE gemaakt door een program\n\n1\n00:00:01.000 --> 00:00:03.000\n<v Anna>Hoe is het om hier\n"
        "te wonen?\n\n2\n00:00:03.500 --> 00:00:04.000\n<v Anna>Vertel.</v>\n\n3\n00:04.500 --> 00:06.000\n"
        "<v Dewi>Goed &amp; <i>rustig</i>.</v> <v Anna>Ja?</v>\n"
    )

    reading = read("gesprek.vtt", content.encode())

    assert reading.text == "Anna: Hoe is het om hier te wonen? Vertel.\n\nDewi: Goed & rustig.\n\nAnna: Ja?"
    assert [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns] == [
        ("Anna", "Hoe is het om hier te wonen? Vertel."),
        ("Dewi", "Goed & rustig."),
        ("Anna", "Ja?"),
    ]


def test_srt_without_speakers_becomes_paragraphs_where_somebody_was_silent():
    content = "1\n00:00:01,000 --> 00:00:02,000\nIk woon hier\n\n2\n00:00:02,100 --> 00:00:03,000\nal lang.\n\n3\n00:00:09,000 --> 00:00:10,000\nNou ja.\n"

    assert read("a.srt", content.replace("\n", "\r\n").encode()).text == "Ik woon hier al lang.\n\nNou ja."
    assert (
        read("a.txt", content.encode()).text == "Ik woon hier al lang.\n\nNou ja."
    )  # its content says what it is


def test_labels_inside_subtitles_are_speakers_too():
    content = "".join(
        f"{index}\n00:00:0{index},000 --> 00:00:0{index},900\n{said}\n\n"
        for index, said in enumerate(["V: Hoe is het?", "D: Goed.", "Echt goed.", "V: Mooi."], 1)
    )

    reading = read("a.srt", content.encode())

    assert reading.text.split("\n\n") == ["V: Hoe is het?", "D: Goed. Echt goed.", "V: Mooi."]
    assert [turn.speaker for turn in reading.turns] == ["V", "D", "V"]


def test_markup_in_subtitles_that_is_not_for_looks_is_what_somebody_said():
    content = "WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script> &lt;b&gt;\n"

    assert read("a.vtt", content.encode()).text == "<script>alert(1)</script> <b>"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF-1.7\n...", "pdf"),
        ("a.txt", b"%PDF-1.7\n...", "pdf"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "oud Office-bestand"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "wachtwoord"),
        ("a.rtf", b"{\\rtf1 hallo}", "rtf"),
        ("a.docm", docx(paragraph("x")), "macro"),
        ("a.xlsx", b"geen zip", "past niet bij zijn naam"),
        ("a.docx", b"gewone tekst", "past niet bij zijn naam"),
        ("a.txt", docx(paragraph("x")), "past niet bij zijn naam"),
        ("a.exe", b"MZ", "kennen we niet"),
        ("a.html", b"<p>hallo</p>", "kennen we niet"),
        ("a.csv", b"a;b", "tabel"),
        ("a.txt", b"", "geen tekst"),
        ("a.txt", b" \n\t\r\n", "geen tekst"),
        ("a.md", b"---\nid: 1\n---\n \n", "geen tekst"),
        ("a.docx", docx("<w:p/>"), "geen tekst"),
        ("a.txt", b"een\x00twee", "gewone tekst"),
        ("a.txt", b"\x81\x8d\xff", "gewone tekst"),
        ("a.txt", b"a" * 1_000_001, "te lang"),
        ("a.txt", b"a" * (10 * 1024 * 1024 + 1), "10 MB"),
        ("a.vtt", b"WEBVTT\n\nzonder tijden\n", "geen tijden"),
        (
            "a.odt",
            odt("<text:p>x</text:p>", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"}),
            "wachtwoord",
        ),
    ],
)
def test_a_refusal_says_in_one_sentence_what_to_do(name, content, words):
    with pytest.raises(CannotRead) as refused:
        read(name, content)

    assert words in str(refused.value)
    assert len(str(refused.value)) < 160


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Gesprek met R. (2).docx", "Gesprek met R. (2)"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Bilal\\tafel 3.odt", "tafel 3"),
        ("gesprek\u202etxt.exe", "gesprek txt.exe"),
        ("a\x00\r\nb.txt", "a b"),
        ("x" * 300 + ".txt", "x" * 120),
        (".txt", ".txt"),
        ("", ""),
    ],
)
def test_a_name_is_shown_without_folders_and_without_anything_invisible(name, shown):
    assert plain_name(name) == shown


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=300))
def test_whatever_is_typed_comes_in_with_every_sign_at_its_place(typed):
    """Law: line ends apart, the text has the length and the signs of what was typed."""
    try:
        reading = read("a.txt", typed.encode())
    except CannotRead:
        return
    if reading.front or typed.startswith(("\ufeff", "---")) or " --> " in typed:
        return
    lined = typed.replace("\r\n", "\n").replace("\r", "\n")
    assert len(reading.text) == len(lined)
    assert all(one == other or one in "\ufffd\n" for one, other in zip(reading.text, lined, strict=True))
    assert all(0 <= turn.start <= turn.end <= len(reading.text) for turn in reading.turns)


@given(
    st.lists(
        st.tuples(st.sampled_from(["V", "D", "J12"]), st.text("ab 🙂é", min_size=1, max_size=30)), min_size=2
    )
)
def test_every_turn_is_found_where_it_was_written(spoken):
    said = [(speaker, words) for speaker, words in spoken if words.strip()]
    if len({speaker for speaker, _words in said}) < 2:
        return
    text = "\n\n".join(f"{speaker}: {words}" for speaker, words in said)

    reading = read("a.txt", text.encode())

    assert [(turn.speaker, reading.text[turn.start : turn.end]) for turn in reading.turns] == [
        (speaker, words.strip()) for speaker, words in said
    ]


def test_a_turn_of_nothing_has_a_place_but_no_length():
    assert read("a.txt", b"V: \nD: ja\nV: nee").turns[0] == Turn(3, 3, "V")
