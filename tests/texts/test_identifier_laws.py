"""Laws of the suggestions, for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from koersvast.texts.identifiers import Known, find

PIECES = st.sampled_from(
    [
        "Anna",
        "anna",
        "meneer",
        "De Wit",
        "06-70123456",
        "bel",
        "(72)",
        "is",
        "41",
        "jaar",
        "@anna_9",
        "a.b@c.example",
        "Wisselstraat 12-b",
        "Kerk",
        "de",
        "van",
        "der",
        "in",
        "Zwolle",
        ".",
        ",",
        "\n",
        ":",
        '"',
        "'s",
        "999990111",
        "NL76 KVST 0719 2640 38",
        "KO-417-E",
        "nul",
        "zes",
        "zeventig",
        "basisschool",
        "De Klimop",
        "vv",
        "roos",
        "heet",
        "juf",
        "14",
        "februari",
        "👩\u200d👩\u200d👧",
        "é",
        "Zoë",
        "İ",
        "ß",
        "ŉ",
        "de enige",
        "ik ben",
        "conducteur",
        "Het",
        "Het Hof",
        "zaak",
        "2026-01-02",
        "X",
        "-",
        "nr",
        "Mo",
        "mo",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=40).map(" ".join),
    st.lists(PIECES, max_size=30).map("".join),
)
KNOWN = Known(places=("De Klimop", "Zwolle"), names=("Roos",), municipality=("Zwolle",))


@given(TEXTS)
def test_spans_lie_inside_in_order_and_on_nothing_else(text):
    for known in (Known(), KNOWN):
        last = 0
        for one in find(text, known=known):
            assert last <= one.start < one.end <= len(text)
            assert text[one.start : one.end] == one.text
            last = one.end


@given(TEXTS)
def test_the_same_text_gives_the_same_answer(text):
    assert find(text) == find(text)


@given(TEXTS)
def test_an_emoji_before_it_moves_everything_one_place(text):
    """Between them stands a line end, so the text still opens a sentence and a line."""
    plain = [(one.start, one.end, one.kind) for one in find("\n" + text)]
    moved = [(one.start - 1, one.end - 1, one.kind) for one in find("🏳\n" + text)]
    assert moved == plain
