"""Patterns that answers have to fit: the same outcome as everywhere, and never a long wait."""

import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.surveys.expressions import NotUnderstood, parse
from koersvast.surveys.patterns import BadPattern, matching

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("pattern", "fits", "not_"),
    [
        (r"^[1-9][0-9]{3} ?[A-Z]{2}$", ("1234 AB", "1234AB"), ("0234 AB", "1234 A", "1234 ab", " 1234 AB")),
        (r"(06|\+316)\d{8}", ("0612345678", "+31612345678"), ("061234567", "316123456789")),
        (r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", ("a.b@c.nl",), ("a@b", "a b@c.nl", "@c.nl")),
        (r"[^aeiou]*", ("", "xyz"), ("a", "xay")),
        (r"(?:a|b)?c+", ("c", "acc", "bc"), ("ab", "abc", "")),
        (r"[\d-]{2,4}", ("1-", "1234"), ("1", "12345")),
        (r"[]x]", ("]", "x"), ("y",)),
        (r"\.\\\$", (".\\$",), ("x",)),
        (r"\S\W\D", ("a-b",), ("a b c", "aab", "a-1")),
        (r"", ("",), ("a",)),
        (r"a|b|", ("a", "b", ""), ("ab",)),
        (r".", ("é",), ("", "\n")),
    ],
)
def test_a_pattern_fits_whole_texts(pattern: str, fits: tuple[str, ...], not_: tuple[str, ...]) -> None:
    found = matching(pattern)
    assert [one for one in fits if not found(one)] == []
    assert [one for one in not_ if found(one)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "(", ")", "[", "[a", "a{", "a{x}", "a{2,1}", "a{1,2,3}", "*", "+a", "a**", "a+?", "a{2}{3}", "a$b", "a^", "(a", "a)",
        r"(a)\1", r"\bx", r"\Ax", r"\p{L}", r"\x41", r"\u0041", "(?=a)", "(?!a)", "(?<=a)", "(?P<n>a)", "(?i)a", "a{1000}",
        "[z-a]", "[[:alpha:]]", "[a&&b]", "\\", "(" * 50 + ")" * 50, "(a{50}){50}", "((((a{9}){9}){9}){9}){9}",
    ],
)  # fmt: skip
def test_what_needs_backtracking_or_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        matching(pattern)
    with pytest.raises(NotUnderstood, match=r"^In de voorwaarde bij teken 10"):
        parse(f"regex(., '{pattern}')")


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(a*)*b", "(a|a)*b", "(a?){60}a{60}b", ".*.*.*.*.*x", "(.*a){20}", "((a*)*)*"]
)
def test_no_pattern_makes_anybody_wait(pattern: str) -> None:
    fits = matching(pattern)
    began = time.perf_counter()
    fits("a" * 4000 + "!")
    assert time.perf_counter() - began < 5


def test_an_answer_is_never_a_pattern() -> None:
    assert parse("regex(., '[a-z]+')").holds({}, "abc")
    assert not parse("regex(${a}, '[a-z]+')").holds({"a": "ABC"})
    with pytest.raises(NotUnderstood, match="tussen aanhalingstekens"):
        parse("regex('abc', ${a})")


ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", r"\d", r"\w", "[a-c1]", r"\."])


def _grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeats = st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}", "{2,3}"])
    return st.one_of(
        st.tuples(parts, parts).map("".join),
        st.tuples(parts, parts).map("|".join),
        parts.map("({})".format),
        st.tuples(parts, repeats).map("(?:{0[0]}){0[1]}".format),
    )


@given(st.recursive(ATOMS, _grown, max_leaves=6), st.text("abc1.-", max_size=8))
def test_it_agrees_with_the_patterns_of_python(pattern: str, text: str) -> None:
    try:
        fits = matching(pattern)
    except BadPattern:
        return  # too large when written out
    assert fits(text) is bool(re.fullmatch(pattern, text, re.ASCII))


@given(st.text(r"ab[](){}|*+?.^$\-,12dw", max_size=12))
def test_any_text_is_a_pattern_or_refused(pattern: str) -> None:
    with contextlib.suppress(BadPattern):
        assert isinstance(matching(pattern)("ab12"), bool)
