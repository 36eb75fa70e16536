"""A document is a value that cannot be wrong in itself."""

from __future__ import annotations

import pytest

from koersvast.reports.document import Document, Heading, Picture, Table, plain


def document(*blocks):
    return Document("Titel", "Actieplan", "Onder", "Gemeente Waterveen", blocks)


def test_levels_of_headings_are_never_skipped():
    document(Heading(1, "a"), Heading(2, "b"), Heading(1, "c"))
    with pytest.raises(ValueError, match="Heading level 3"):
        document(Heading(1, "a"), Heading(3, "b"))


def test_a_row_has_as_many_cells_as_the_header():
    with pytest.raises(ValueError, match="as many cells"):
        Table(("a", "b"), (("1",),))


def test_a_picture_says_the_same_in_words():
    with pytest.raises(ValueError, match="a text for who"):
        Picture("<svg/>", " ")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        ("\x00stil\x07\ufeff", "stil"),
        ("\u202edraai\u202c", "draai"),
        ("e\u0301e\u0301n", "één"),
        ("half \ud83c", "half ?"),
        ("שלום 🌈", "שלום 🌈"),
    ],
)
def test_plain_text_holds_no_steering_signs(given, kept):
    assert plain(given) == kept
