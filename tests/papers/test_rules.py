"""Sentences that turn amber, colours, logos and dates: pure rules."""

from __future__ import annotations

import struct
import zlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.papers import rules
from koersvast.papers.png import kept_png
from koersvast.papers.rules import Bound, Fact

UNSAFE = Fact("figure/r/i/last", "62%", "onveilig, laatste meting 2026")


def bound(value="62%", written="62 procent", **more):
    return Bound("figure/r/i/last", "onveilig, laatste meting 2026", written, value, **more)


class TestFindingFacts:
    @pytest.mark.parametrize(
        "sentence",
        [
            "62% is onveilig.",
            "Dat is 62 procent.",
            "Nu: 62 %.",
            "Van 60 naar 62%.",
            "(62%)",
            "62%, zegt men.",
        ],
    )
    def test_a_figure_is_found_however_people_write_it(self, sentence):
        assert [one.fact for one in rules.found_in(sentence, [UNSAFE])] == [UNSAFE.ref]

    @pytest.mark.parametrize("sentence", ["162%", "62,5%", "1,62%", "62 mensen", "x62%", "620 procent", ""])
    def test_a_part_of_another_number_is_no_figure(self, sentence):
        assert rules.found_in(sentence, [UNSAFE]) == []

    @pytest.mark.parametrize("text", ["16.000 euro", "€ 16.000", "€16.000", "16000 euro", "€ 16.000,-"])
    def test_money_is_found_in_the_ways_a_clerk_writes_it(self, text):
        money = Fact("money/cost/2026", "16.000 euro", "kosten in 2026")
        assert rules.found_in(f"Het kost {text} per jaar.", [money])
        assert not rules.found_in("Het kost 116.000 euro.", [money])

    def test_a_bare_count_needs_the_word_it_counts(self):
        count = Fact("count/activities", "20", "aantal activiteiten", ("activiteit",))
        assert rules.found_in("Er zijn 20 activiteiten.", [count])
        assert not rules.found_in("Er kwamen 20 mensen.", [count])


class TestAmber:
    def test_a_sentence_turns_amber_when_its_fact_changes(self):
        text = "Het gaat goed. Nu is 62 procent onveilig. Wij gaan door."
        [amber] = rules.ambers(text, [bound()], {UNSAFE.ref: Fact(UNSAFE.ref, "58%", "x")})
        assert (amber.sentence, amber.was, amber.now) == ("Nu is 62 procent onveilig.", "62%", "58%")

    def test_a_fact_that_is_gone_turns_it_amber_too(self):
        [amber] = rules.ambers("Nu 62 procent.", [bound()], {})
        assert (amber.was, amber.now) == ("62%", "")

    def test_what_people_said_it_is_not_about_never_does(self):
        assert rules.ambers("Nu 62 procent.", [bound(declined=True)], {}) == []

    def test_saving_again_does_not_hide_a_change(self):
        now = [Fact(UNSAFE.ref, "58%", "x")]
        [kept] = rules.rebind("Nu is 62 procent erg onveilig.", [bound()], now)
        assert kept.value == "62%"

    def test_writing_the_new_figure_ends_it(self):
        now = [Fact(UNSAFE.ref, "58%", "x")]
        [kept] = rules.rebind("Nu is 58 procent onveilig.", [bound()], now)
        assert (kept.value, kept.written) == ("58%", "58 procent")
        assert rules.ambers("Nu is 58 procent onveilig.", [kept], {UNSAFE.ref: now[0]}) == []

    values = st.integers(0, 100).map(lambda number: f"{number}%")

    @given(before=values, after=values)
    def test_amber_exactly_when_the_value_differs(self, before, after):
        fact = Fact("f", before, "feit")
        text = f"Eerst iets. Het is nu {before}. Dan nog iets."
        kept = rules.rebind(text, [], [fact])
        found = rules.ambers(text, kept, {"f": Fact("f", after, "feit")})
        assert bool(found) == (before != after)
        assert all(amber.sentence in text for amber in found)

    @given(text=st.text(max_size=200), value=values)
    def test_no_text_breaks_the_rules_and_none_is_changed(self, text, value):
        facts = [Fact("f", value, "feit")]
        kept = rules.rebind(text, [], facts)
        assert rules.rebind(text, kept, facts) == kept
        assert rules.ambers(text, kept, {"f": facts[0]}) == []


class TestHouseStyle:
    @pytest.mark.parametrize(
        ("colour", "mistake"),
        [("", ""), ("#0b4654", ""), ("#767676", ""), ("#777777", "contrast"), ("#ffff00", "contrast"),
         ("red", "shape"), ("#fff", "shape"), ("#12345g", "shape"), ("#0b4654;}", "shape")],
    )  # fmt: skip
    def test_a_colour_reads_on_white(self, colour, mistake):
        assert rules.colour_mistake(colour) == mistake

    def test_a_png_keeps_its_picture_and_nothing_else(self):
        kept = kept_png(png(extra=[(b"tEXt", b"Author\x00Anna")]) + b"<script>")
        assert kept == png()
        assert b"Anna" not in kept

    @pytest.mark.parametrize(
        "content",
        [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0jpeg", b"GIF89a"],
    )
    def test_what_is_no_png_is_refused_whatever_its_name(self, content):
        assert rules.logo_mistake(content) == "type"
        assert kept_png(content) == b""

    def test_a_broken_or_bursting_png_is_refused(self):
        whole = png()
        assert kept_png(whole[:-20] + b"x" + whole[-19:]) == b""
        assert kept_png(png(rows=1)) == b""
        assert kept_png(png(data=b"\x00" * 10_000_000)) == b""

    def test_a_large_logo_is_refused(self):
        assert rules.logo_mistake(png(extra=[(b"tEXt", b"x" * 300_001)])) == "size"
        assert rules.logo_mistake(png(width=4000)) == "side"


def png(width=8, height=4, rows=None, data=None, extra=()):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    points = data if data is not None else (b"\x00" + b"\x10\x20\x30" * width) * (rows or height)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + b"".join(chunk(kind, body) for kind, body in extra)
        + chunk(b"IDAT", zlib.compress(points))
        + chunk(b"IEND", b"")
    )


class TestCalendar:
    @pytest.mark.parametrize(
        ("due_on", "status", "expected"),
        [("2026-10-01", "to_do", "late"), ("2026-11-30", "to_do", "now"), ("2026-12-15", "to_do", "later"),
         ("2026-10-01", "sent", "done"), ("2026", "to_do", "now"), ("2026-11", "to_do", "now"), ("2025", "to_do", "late")],
    )  # fmt: skip
    def test_what_is_due_stands_out(self, due_on, status, expected):
        assert rules.when(due_on, status, date(2026, 11, 22)) == expected

    @given(year=st.integers(1990, 2100))
    def test_a_proposed_year_leaves_room_before_what_the_law_asks(self, year):
        found = {what: (due_on, about) for what, due_on, about, _paper in rules.proposed_year(year)}
        assert found["begroting"] < (f"{year}-11-15", year + 2)
        assert found["begroting"][1] == year + 1
        assert found["jaarverslag"] < (f"{year}-07-15", year)
        assert found["jaarverslag"][1] == year - 1
