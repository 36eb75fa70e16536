"""Conditions of a questionnaire: what they mean, and what we refuse."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.surveys.expressions import DEEPEST, LONGEST, NotUnderstood, parse
from koersvast.surveys.questionnaire import DECLINED, LEFT_OPEN, Answers, Value

pytestmark = pytest.mark.pure

ANSWERS: Answers = {
    "werk": "ja",
    "leeftijd": 41.0,
    "waar": ("thuis", "sport"),
    "sinds": "2024-02-29",
    "open": LEFT_OPEN,
    "liever": DECLINED,
    "cijfer": "7",
}


@pytest.mark.parametrize(
    "text",
    [
        "${werk} = 'ja'",
        '${werk} != "nee"',
        "${leeftijd} >= 18 and ${leeftijd} < 65",
        "${leeftijd} = 41",
        "41 = ${leeftijd}",
        "${cijfer} = 7",
        "${cijfer} > 6.5 and .5 < 1.",
        "not(${werk} = 'nee')",
        "selected(${waar}, 'thuis')",
        "not(selected(${waar}, 'thui'))",
        "selected(${werk}, 'ja')",
        "count-selected(${waar}) = 2",
        "count-selected(${open}) = 0",
        "string-length(${werk}) = 2",
        "${open} = ''",
        "${liever} = ''",
        "${nooit_gevraagd} = ''",
        "not(${open} < 5)",
        "not(${open} > 5)",
        "not(${open} = 5)",
        "${open} != 5",
        "${sinds} < date('2025-01-01')",
        "${sinds} = date('2024-02-29')",
        "date(${sinds} + 1) = '2024-03-01'",
        "date('2024-03-01') - ${sinds} = 1",
        "date('2023-02-29') = ''",
        "if(${werk} = 'ja', 1, 0) = 1",
        "coalesce(${open}, ${werk}) = 'ja'",
        "1 + 2 * 3 = 7",
        "(1 + 2) * 3 = 9",
        "10 - 2 - 3 = 5",
        "7 mod 3 = 1 and -7 mod 3 = -1",
        "7 div 2 = 3.5",
        "--1 = 1 and -(-2) = 2",
        "1 div 0 > 1000000 and -1 div 0 < -1000000",
        "not(0 div 0 = 0 div 0)",
        "not(1 mod 0)",
        "true() or false() and false()",
        "(true() = 'iets')",
        "'tekst'",
        "\n ${werk}\t=\n'ja' ",
    ],
)
def test_what_holds(text: str) -> None:
    assert parse(text).holds(ANSWERS)


@pytest.mark.parametrize(
    "text", ["${open}", "''", "0", "0 div 0", "false()", "${werk} = 'JA'", "${werk} < 'jb'", "'a' = 0"]
)
def test_what_does_not_hold(text: str) -> None:
    assert not parse(text).holds(ANSWERS)


def test_the_answer_itself() -> None:
    fits = parse(". >= 18 and . <= ${leeftijd}")
    assert fits.own
    assert fits.names == {"leeftijd"}
    assert fits.holds(ANSWERS, 20.0)
    assert not fits.holds(ANSWERS, 42.0)
    assert not fits.holds(ANSWERS, LEFT_OPEN)
    assert parse("count-selected(.) <= 2").holds({}, ("a", "b"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "geen voorwaarde"),
        ("   ", "geen voorwaarde"),
        ("${a} =", "niet af"),
        ("${a} = = 1", "teken 8"),
        ("(${a}", "niet af"),
        ("${a})", "teken 5"),
        ("and", "teken 1"),
        ("${a} ${b}", "teken 6 (${b}): hier hoort de voorwaarde op te houden"),
        ("${a b}", "teken 1"),
        ("${ a }", "teken 1"),
        ("$a", "teken 1"),
        ("${}", "teken 1"),
        ("'open", "teken 1"),
        ("/data/a = 1", "teken 1"),
        ("../a = 1", "teken 1"),
        ("..", "teken 1"),
        ("a = 1", "a kennen wij niet"),
        ("pulldata('f', 'a', 'b', 'c')", "pulldata kennen wij niet"),
        (". <= today()", "hangt bij ons niet af van de dag"),
        ("now() > 1", "hangt bij ons niet af van de dag"),
        ("not()", "ander aantal"),
        ("selected(${a})", "ander aantal"),
        ("true(1)", "ander aantal"),
        ("true", "niet af"),
        ("1 | 2", "teken 3"),
        ("a[1]", "teken 2"),
        ("${a} = \u2018x\u2019", "teken 8"),
        ("\u0661 = 1", "teken 1"),
    ],
)
def test_what_we_do_not_understand_is_said_with_its_place(text: str, place: str) -> None:
    with pytest.raises(NotUnderstood, match=r"^[A-Z].*\.$") as said:
        parse(text)
    assert place in str(said.value)


def test_no_text_is_too_deep_or_too_long() -> None:
    for text in ("(" * 1900, "not(" * 470, "(" * 900 + "1" + ")" * 900, "if(" * 600, "1" * (LONGEST + 1)):
        with pytest.raises(NotUnderstood):
            parse(text)
    deepest = "not(" * (DEEPEST - 1) + "true()" + ")" * (DEEPEST - 1)
    assert parse(deepest).holds({}) is (DEEPEST % 2 == 1)
    assert parse("-" * 1990 + "1").holds({})
    assert parse("+".join("1" * 900) + " = 900").holds({})
    assert not parse("9" * 1900 + " - " + "9" * 5 + " = 0").holds({})
    within = "coalesce(" * (DEEPEST - 1) + "${a}" + ", '')" * (DEEPEST - 1)
    assert not parse(within).holds({})


def values() -> st.SearchStrategy[Value]:
    return st.one_of(
        st.none(),
        st.just(False),
        st.text(max_size=6),
        st.floats(allow_nan=False),
        st.dates().map(str),
        st.lists(st.sampled_from("xyz"), unique=True, min_size=1).map(tuple),
    )


NUMBERS = st.one_of(st.integers(0, 99).map(str), st.sampled_from(["0.5", ".25", "3."]))
TEXTS = st.sampled_from(["''", "'x'", '"y z"', "date('2026-01-01')", "true()", "false()"])
LEAVES = st.one_of(st.sampled_from(["${a}", "${b}", "."]), NUMBERS, TEXTS)


def _grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(
        [" or ", " and ", "=", " != ", "<", "<=", " > ", ">=", "+", " - ", "*", " div ", " mod "]
    )
    return st.one_of(
        st.tuples(parts, signs, parts).map("".join),
        parts.map("({})".format),
        parts.map("-{}".format),
        parts.map("not({})".format),
        parts.map("string-length({})".format),
        parts.map("count-selected( {} )".format),
        parts.map("date({})".format),
        st.tuples(parts, parts).map("selected({0[0]}, {0[1]})".format),
        st.tuples(parts, parts).map("coalesce({0[0]},{0[1]})".format),
        st.tuples(parts, parts, parts).map("if({0[0]}, {0[1]}, {0[2]})".format),
    )


EXPRESSIONS = st.recursive(LEAVES, _grown, max_leaves=12)


@given(EXPRESSIONS, values(), values(), values())
def test_any_expression_is_judged_and_reads_back_the_same(text: str, a: Value, b: Value, own: Value) -> None:
    expression = parse(text)
    again = parse(str(expression))
    answers = {"a": a, "b": b}
    assert again == expression
    assert again.names <= {"a", "b"}
    assert again.holds(answers, own) is expression.holds(answers, own)
    assert parse(f"not({text})").holds(answers, own) is not expression.holds(answers, own)
    assert parse(f"({text}) and true()").holds(answers, own) is expression.holds(answers, own)


@given(EXPRESSIONS, EXPRESSIONS, values(), values())
def test_and_and_or_mirror_each_other(one: str, other: str, a: Value, own: Value) -> None:
    answers = {"a": a}
    both = parse(f"not(({one}) and ({other}))").holds(answers, own)
    assert both is parse(f"not({one}) or not({other})").holds(answers, own)


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(-999, 999))
def test_sums_are_those_of_everybody(one: int, two: int, three: int) -> None:
    text = f"${{a}} - {two} * {three} + {one}"
    assert parse(f"({text}) = {one - two * three + one}").holds({"a": float(one)})
    if three:
        rest = math.fmod(two, three)
        assert parse(f"({two}) mod {three} = {rest:.0f}").holds({})


@given(st.text(max_size=60) | st.text("${}()'\"., =<>!-+*aor1tnd", max_size=60))
def test_any_text_is_understood_or_refused(text: str) -> None:
    with contextlib.suppress(NotUnderstood):
        parse(text).holds({})
