"""Questionnaires for tests: one of each kind by hand, and any that has no problems by Hypothesis."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import (
    LEFT_OPEN,
    Answers,
    Choice,
    Group,
    Question,
    Questionnaire,
    Value,
    Words,
)

YES_NO = (Choice("ja", {"nl": "Ja"}), Choice("nee", {"nl": "Nee"}))


def ask(key: str, kind: str = "single", **changes: Any) -> Question:
    """A question as a test needs it."""
    choices = {"single": YES_NO, "multiple": YES_NO, "scale": QUESTION_TYPES["scale"].sample().choices}
    question = Question(key, kind, {"nl": f"Vraag {key}?"}, choices=choices.get(kind, ()))
    return replace(question, **changes)


def asking(*questions: Question, groups: tuple[Group, ...] = ()) -> Questionnaire:
    return Questionnaire({"nl": "Veilig in de buurt"}, ("nl",), questions, groups)


PLAIN = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyz ÉéëIJ€'\"&<=+-@%{}$,.?\n1"), min_size=1, max_size=30
)


def words(languages: tuple[str, ...], *, needed: bool = True) -> st.SearchStrategy[Words]:
    text = PLAIN.map(str.strip).filter(lambda made: made and "${" not in made)
    first = st.fixed_dictionaries({languages[0]: text}, optional=dict.fromkeys(languages[1:], text))
    return first if needed else st.just({}) | first


def choices(languages: tuple[str, ...], kind: str) -> st.SearchStrategy[tuple[Choice, ...]]:
    key = st.just("ja") | st.text(st.sampled_from("abcxyz019_+-."), min_size=1, max_size=5)
    scores = st.none() | st.integers(-9, 9).map(float) | st.sampled_from([0.5, -2.25, 1e-7, 1e300])
    one = st.builds(Choice, key, words(languages), scores)
    listed = st.lists(one, min_size=2, max_size=5, unique_by=lambda choice: choice.key).map(tuple)
    if kind == "scale":
        return listed.filter(lambda found: len({one.score for one in found} - {None}) > 1)
    return listed


BOUNDS = st.tuples(st.none() | st.integers(-50, 0), st.none() | st.integers(1, 150) | st.just(7.5))


@st.composite
def question(
    draw: Callable, key: str, languages: tuple[str, ...], before: tuple[str, ...], kinds: tuple[str, ...]
) -> Question:
    kind = QUESTION_TYPES[draw(st.sampled_from(kinds))]
    named = st.sampled_from(before).map("${{{}}}".format) if before else st.just("true()")
    condition = named.map("({} = 'ja')".format) | named.map("not({}) or 1 < 2".format)
    low, high = draw(BOUNDS) if kind.key == "number" else (None, None)
    asks = kind.answered
    return Question(
        key=key,
        kind=kind.key,
        label=draw(words(languages)),
        hint=draw(words(languages, needed=False)),
        required=asks and draw(st.booleans()),
        may_decline=draw(st.booleans()),
        relevance=draw(st.just("") | condition),
        constraint=draw(
            st.just("")
            | condition
            | st.sampled_from([". >= 0", ". >= 1 and . <= 3", ". > 2", "regex(., '[a-z]{2}|1+')"])
        )
        if asks
        else "",
        constraint_message=draw(words(languages, needed=False)) if asks else {},
        choices=draw(choices(languages, kind.key)) if kind.chosen else (),
        lowest=None if low is None else float(low),
        highest=None if high is None else float(high),
        whole=kind.key == "number" and draw(st.booleans()),
        item=draw(st.sampled_from(["", "ess_freehms"])) if asks else "",
    )


@st.composite
def questionnaires(draw: Callable) -> Questionnaire:
    """Any questionnaire without problems: with groups in groups, matrices and conditions that look back."""
    languages = draw(st.sampled_from([("nl",), ("nl", "en"), ("en", "nl", "ar")]))
    groups: list[Group] = []
    questions: list[Question] = []
    around: list[str] = []
    for _turn in range(draw(st.integers(1, 8))):
        before = tuple(one.key for one in questions if QUESTION_TYPES[one.kind].answered)
        move = draw(st.sampled_from(["ask", "ask", "open", "close", "matrix"]))
        if move == "close" and around:
            around.pop()
            continue
        inside = around[-1] if around else ""
        if move in ("open", "matrix"):
            inside = f"groep{len(groups)}"
            relevance = draw(st.sampled_from(["", "true()", *(f"${{{key}}} != 'x'" for key in before)]))
            label = draw(words(languages, needed=move == "matrix"))
            groups.append(Group(inside, label, relevance, around[-1] if around else "", move == "matrix"))
        if move == "open":
            around.append(inside)
        key = f"vraag{len(questions)}"
        if move == "matrix":
            row = draw(question(key, languages, before, ("single", "scale")))
            questions.append(replace(row, group=inside))
            label = draw(words(languages))
            questions.append(replace(row, key=f"vraag{len(questions)}", label=label, group=inside))
        else:
            questions.append(
                replace(draw(question(key, languages, before, tuple(QUESTION_TYPES))), group=inside)
            )
    if not any(QUESTION_TYPES[one.kind].answered for one in questions):
        questions.append(draw(question("laatste", languages, (), ("open",))))
    title, intro = draw(words(languages)), draw(words(languages, needed=False))
    return Questionnaire(title, languages, tuple(questions), tuple(groups), intro)


def answers_to(one: Question) -> st.SearchStrategy[Value]:
    """Any answer that could be stored with it."""
    found: list[st.SearchStrategy[Value]] = [st.just(LEFT_OPEN)]
    if one.may_decline:
        found.append(st.just(False))
    keys = [choice.key for choice in one.choices]
    if one.kind in ("single", "scale"):
        found.append(st.sampled_from(keys))
    elif one.kind == "multiple":
        found.append(st.lists(st.sampled_from(keys), min_size=1, unique=True).map(tuple))
    elif one.kind == "number":
        found.append(st.floats(one.lowest or 0, one.highest or 99).map(lambda number: float(round(number))))
    elif one.kind == "date":
        found.append(st.dates().map(str))
    elif one.kind == "open":
        found.append(PLAIN)
    return st.one_of(found)


@st.composite
def answered(draw: Callable) -> tuple[Questionnaire, Answers]:
    """A questionnaire with answers to some of it, also to what would not be asked."""
    questionnaire = draw(questionnaires())
    answers = {one.key: draw(answers_to(one)) for one in questionnaire.questions if draw(st.booleans())}
    return questionnaire, answers
