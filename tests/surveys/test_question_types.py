"""What every kind of question promises: the same test for all of them, also for one that is added later."""

import contextlib
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.surveys.question_types import QUESTION_TYPES, QuestionType, Refused
from koersvast.surveys.question_types.writing import LONGEST
from koersvast.surveys.questionnaire import DECLINED, DECLINED_KEY, LEFT_OPEN, Question, Value
from koersvast.surveys.routing import problems
from koersvast.surveys.xlsform import read, write
from tests.surveys.questionnaires import answers_to, ask, asking, questionnaires

pytestmark = pytest.mark.pure

every_kind = pytest.mark.parametrize("kind", QUESTION_TYPES.values(), ids=QUESTION_TYPES)
EVIL: tuple[Any, ...] = (
    "", " ", "x" * (LONGEST + 1), "\x00", "a\x00b", "\ud800", " ja ", "ja\r\nnee", "2026-02-30", "2026-W09-7", True, 7,
    math.nan, math.inf, -math.inf, 1e300, 0.12345678, (), ("ja", "ja"), ("nee", "ja"), ("x",), (1,), ["ja"], {"a": 1},
    b"ja", DECLINED_KEY, "<script>alert(1)</script>",
)  # fmt: skip


@every_kind
def test_it_has_a_name_a_template_and_a_sample_without_problems(kind: QuestionType) -> None:
    assert QUESTION_TYPES[kind.key] is kind
    assert str(kind.label)
    assert kind.form_template == f"surveys/kinds/_{kind.key}.html"
    sample = kind.sample()
    assert sample.kind == kind.key
    assert problems(asking(ask("eerst"), sample)) == ()
    assert bool(sample.choices) is kind.chosen


@every_kind
def test_its_example_is_an_answer(kind: QuestionType) -> None:
    sample = kind.sample()
    value = kind.clean(sample, kind.example)
    assert kind.stored(sample, value)
    assert kind.spoken(sample, value, "nl")
    assert (value is not LEFT_OPEN) is kind.answered
    assert kind.clean(sample, kind.sent(value)) == value


@every_kind
def test_leaving_it_open_and_declining_are_two_things(kind: QuestionType) -> None:
    sample = kind.sample()
    assert kind.clean(sample, []) is LEFT_OPEN
    assert kind.clean(sample, ["", "  "]) is LEFT_OPEN
    assert kind.stored(sample, LEFT_OPEN)
    assert kind.sent(LEFT_OPEN) == []
    if kind.answered:
        assert kind.clean(sample, [DECLINED_KEY]) is DECLINED
        assert kind.stored(sample, DECLINED)
        assert kind.sent(DECLINED) == [DECLINED_KEY]
        assert kind.spoken(sample, DECLINED, "nl") != kind.spoken(sample, LEFT_OPEN, "nl")
    assert not kind.stored(replace(sample, may_decline=False), DECLINED)


@every_kind
def test_a_question_that_is_required_says_so_in_words(kind: QuestionType) -> None:
    required = replace(kind.sample(), required=True)
    if not kind.answered:
        assert kind.clean(required, []) is LEFT_OPEN
        return
    for given_ in ([], [""], [" \n "]):
        with pytest.raises(Refused, match=r"^[A-Z].+\.$"):
            kind.clean(required, given_)
    assert kind.clean(required, [DECLINED_KEY]) is DECLINED
    assert kind.clean(required, kind.example) is not LEFT_OPEN


@every_kind
@pytest.mark.parametrize("evil", EVIL, ids=[repr(one)[:20] for one in EVIL])
def test_a_strange_value_is_known_or_refused_and_never_breaks_it(kind: QuestionType, evil: Any) -> None:
    sample = kind.sample()
    if kind.stored(sample, evil):
        assert kind.clean(sample, kind.sent(evil)) == evil
    if isinstance(evil, str):
        with contextlib.suppress(Refused):
            assert kind.stored(sample, kind.clean(sample, [evil]))


@given(st.data())
def test_any_answer_goes_through_a_form_and_a_file_unchanged(data: st.DataObject) -> None:
    questionnaire = data.draw(questionnaires())
    for question in questionnaire.questions:
        kind = QUESTION_TYPES[question.kind]
        value: Value = data.draw(answers_to(question))
        assert value is not DECLINED or kind.answered or question.kind == "note"
        if kind.stored(question, value) and not (question.required and value is LEFT_OPEN):
            assert kind.clean(question, kind.sent(value)) == value
            assert kind.spoken(question, value, questionnaire.languages[0])


@given(st.sampled_from(sorted(QUESTION_TYPES)), st.lists(st.text(max_size=12), max_size=3))
def test_whatever_a_browser_sends_becomes_an_answer_or_is_refused(key: str, sent: list[str]) -> None:
    kind = QUESTION_TYPES[key]
    sample = kind.sample()
    try:
        value = kind.clean(sample, sent)
    except Refused:
        return
    assert kind.stored(sample, value)
    assert kind.clean(sample, kind.sent(value)) == value


@every_kind
def test_it_goes_out_as_xlsform_and_comes_back(kind: QuestionType) -> None:
    made = asking(ask("eerst"), kind.sample())
    assert read(write(made)).questionnaire == made


def clean(question: Question, *sent: str) -> Value:
    return QUESTION_TYPES[question.kind].clean(question, sent)


@pytest.mark.parametrize(
    ("question", "sent", "value"),
    [
        (ask("a", "number"), "7,5", 7.5),
        (ask("a", "number"), "1 000", 1000.0),
        (ask("a", "number"), "-3.25", -3.25),
        (ask("a", "date"), "1-3-2026", "2026-03-01"),
        (ask("a", "date"), "01/03/2026", "2026-03-01"),
        (ask("a", "open"), " Meer\r\nbankjes \x07", "Meer\nbankjes"),
        (ask("a", "open"), "\x00\x07", LEFT_OPEN),
    ],
)
def test_people_write_answers_in_their_own_way(question: Question, sent: str, value: Value) -> None:
    assert clean(question, sent) == value


@pytest.mark.parametrize(
    ("question", "sent", "sentence"),
    [
        (ask("a"), ("misschien",), "staat niet in de lijst"),
        (ask("a"), ("ja", "nee"), "één antwoord"),
        (ask("a", may_decline=False), (DECLINED_KEY,), "staat niet in de lijst"),
        (ask("a", "multiple"), ("ja", DECLINED_KEY), "Niet allebei"),
        (ask("a", "multiple"), ("ja", "x"), "staat niet in de lijst"),
        (ask("a", "number"), ("veel",), "geen getal"),
        (ask("a", "number"), ("1e9",), "geen getal"),
        (ask("a", "number"), ("٣",), "geen getal"),
        (ask("a", "number", whole=True), ("1,5",), "heel getal"),
        (ask("a", "number", lowest=18), ("17",), "van 18 of meer"),
        (ask("a", "number", highest=7.5), ("8",), "van 7,5 of minder"),
        (ask("a", "date"), ("30-2-2026",), "geen datum"),
        (ask("a", "date"), ("gisteren",), "geen datum"),
        (ask("a", "open"), ("x" * (LONGEST + 1),), "te lang"),
        (ask("a", "open", required=True), ("\x00",), "Schrijf een antwoord"),
    ],
)
def test_a_refusal_says_what_to_do(question: Question, sent: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        clean(question, *sent)
    assert sentence in str(refused.value)


def test_answers_are_said_again_in_words() -> None:
    date, number, single = QUESTION_TYPES["date"], QUESTION_TYPES["number"], QUESTION_TYPES["single"]
    assert date.spoken(ask("a", "date"), "2026-03-01", "nl") == "1-3-2026"
    assert number.spoken(ask("a", "number"), 7.5, "nl") == "7,5"
    assert single.spoken(ask("a"), "ja", "en") == "Ja"
    assert QUESTION_TYPES["multiple"].spoken(ask("a", "multiple"), ("ja", "nee"), "nl") == "Ja, Nee"
