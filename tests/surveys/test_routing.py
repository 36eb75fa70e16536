"""Which questions people get, and what keeps a questionnaire from being used."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.surveys.questionnaire import (
    DECLINED,
    DECLINED_KEY,
    Answers,
    Choice,
    Group,
    Question,
    Questionnaire,
)
from koersvast.surveys.routing import asked, asks, fits, kept, pages, problems, shown
from tests.surveys.questionnaires import answered, ask, asking, questionnaires

pytestmark = pytest.mark.pure

WORK = asking(
    ask("werkt"),
    ask("hallo", "note", group="werk"),
    ask("cijfer", "scale", group="werk"),
    ask("uit", relevance="${cijfer} > 3", group="thuis"),
    ask("waarom", "open", relevance="${uit} = 'nee'", group="thuis"),
    ask("slot", "open"),
    ask("dank", "note"),
    groups=(Group("werk", relevance="${werkt} = 'ja'"), Group("thuis", parent="werk")),
)


def keys(questions: tuple[Question, ...]) -> list[str]:
    return [one.key for one in questions]


def test_somebody_without_work_gets_no_questions_about_work() -> None:
    assert problems(WORK) == ()
    assert keys(asked(WORK, {})) == ["werkt", "slot"]
    assert keys(asked(WORK, {"werkt": "nee"})) == ["werkt", "slot"]
    assert keys(asked(WORK, {"werkt": "ja"})) == ["werkt", "cijfer", "slot"]
    assert keys(asked(WORK, {"werkt": "ja", "cijfer": "5"})) == ["werkt", "cijfer", "uit", "slot"]


def test_an_answer_to_a_question_that_is_not_asked_does_not_count() -> None:
    hidden: Answers = {
        "werkt": "nee",
        "cijfer": "5",
        "uit": "nee",
        "waarom": "x",
        "vreemd": "y",
        "hallo": "z",
    }
    assert keys(asked(WORK, hidden)) == ["werkt", "slot"]
    assert kept(WORK, hidden) == {"werkt": "nee"}


def test_a_chain_of_conditions_stops_at_the_first_question_that_is_not_asked() -> None:
    chain = asking(ask("a"), ask("b", relevance="${a} = 'ja'"), ask("c", relevance="${b} = 'ja'"))
    assert keys(asked(chain, {"a": "ja", "b": "ja"})) == ["a", "b", "c"]
    assert keys(asked(chain, {"a": "nee", "b": "ja", "c": "ja"})) == ["a"]
    assert kept(chain, {"a": "nee", "b": "ja", "c": "ja"}) == {"a": "nee"}


def test_a_page_is_one_question_with_the_notes_before_it() -> None:
    found = pages(WORK, {"werkt": "ja"})
    assert [(keys(page.notes), keys(page.questions)) for page in found] == [
        ([], ["werkt"]),
        (["hallo"], ["cijfer"]),
        ([], ["slot"]),
        (["dank"], []),
    ]
    assert [page.key for page in found] == ["werkt", "cijfer", "slot", "dank"]


def test_a_matrix_is_one_page_with_the_rows_that_are_asked() -> None:
    settings = asking(
        ask("werkt"),
        ask("thuis", "scale", group="cijfers"),
        ask("werk", "scale", group="cijfers", relevance="${werkt} = 'ja'"),
        ask("sport", "scale", group="cijfers"),
        ask("slot", "open"),
        groups=(Group("cijfers", {"nl": "Geef een cijfer"}, matrix=True),),
    )
    assert problems(settings) == ()
    assert [keys(page.questions) for page in pages(settings, {})] == [["werkt"], ["thuis", "sport"], ["slot"]]
    assert keys(pages(settings, {"werkt": "ja"})[1].questions) == ["thuis", "werk", "sport"]
    matrix = pages(settings, {})[1].matrix
    assert matrix is not None
    assert matrix.key == "cijfers"


def test_no_answer_and_declining_meet_every_constraint() -> None:
    age = ask("leeftijd", "number", constraint=". >= 18")
    assert fits(age, {}, None)
    assert fits(age, {}, DECLINED)
    assert fits(age, {}, 18.0)
    assert not fits(age, {}, 17.0)


@given(answered())
def test_what_is_asked_depends_only_on_what_is_kept(made: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = made
    left = kept(questionnaire, answers)
    assert asked(questionnaire, left) == asked(questionnaire, answers)
    assert kept(questionnaire, left) == left
    assert set(left) <= {one.key for one in asked(questionnaire, answers)}


@given(answered())
def test_everything_that_is_shown_is_on_one_page_in_order(made: tuple[Questionnaire, Answers]) -> None:
    questionnaire, answers = made
    found = pages(questionnaire, answers)
    assert [one for page in found for one in page.questions] == list(asked(questionnaire, answers))
    on_pages = [one for page in found for one in (*page.notes, *page.questions)]
    assert sorted(keys(tuple(on_pages))) == sorted(keys(shown(questionnaire, answers)))
    assert len({page.key for page in found}) == len(found)
    assert all(len(page.questions) == 1 or page.matrix for page in found[:-1])


@given(answered(), st.data())
def test_a_later_answer_never_changes_what_was_asked_before(
    made: tuple[Questionnaire, Answers], data: st.DataObject
) -> None:
    questionnaire, answers = made
    at = data.draw(st.integers(0, len(questionnaire.questions) - 1))
    earlier = {one.key for one in questionnaire.questions[:at]}
    before = {key: value for key, value in answers.items() if key in earlier}
    reached = {one.key for one in questionnaire.questions[: at + 1]}
    assert [one for one in asked(questionnaire, answers) if one.key in reached] == [
        one for one in asked(questionnaire, before) if one.key in reached
    ]


@given(questionnaires())
def test_the_questionnaires_of_these_tests_have_no_problems(questionnaire: Questionnaire) -> None:
    assert problems(questionnaire) == ()


LONG = {"nl": "a" * 2001}
MATRIX = (Group("m", {"nl": "m"}, matrix=True),)


@pytest.mark.parametrize(
    ("questionnaire", "place", "sentence"),
    [
        (asking(), "", "heeft geen vragen"),
        (asking(ask("dank", "note")), "", "heeft geen vragen"),
        (asking(*(ask(f"v{at}", "open") for at in range(301))), "", "meer dan 300"),
        (asking(ask("a"), groups=tuple(Group(f"g{at}") for at in range(101))), "", "meer dan 100 groepen"),
        (replace(asking(ask("a")), title={}), "", "ontbreekt: de titel"),
        (replace(asking(ask("a")), title={"nl": "  "}), "", "ontbreekt: de titel"),
        (replace(asking(ask("a")), intro={"en": "Hello"}), "", "taal die niet is gekozen: de inleiding"),
        (replace(asking(ask("a")), languages=()), "", "één tot tien"),
        (replace(asking(ask("a")), languages=("nl", "nl")), "", "verschillende talen"),
        (replace(asking(ask("a")), languages=("nl", "Engels")), "", "twee of drie letters"),
        (asking(ask("1a")), "1a", "met een letter beginnen"),
        (asking(ask("a b")), "a b", "Gebruik letters"),
        (asking(ask("a"), ask("A")), "A", "twee keer"),
        (asking(ask("a"), ask("b", group="B"), groups=(Group("B"),)), "b", "twee keer"),
        (asking(ask("a", "rank")), "a", "soort vraag"),
        (asking(ask("a", group="weg")), "a", "groep die er niet is"),
        (asking(ask("a", group="g"), groups=(Group("g", parent="weg"),)), "g", "groep die er niet is"),
        (asking(ask("a", group="g"), groups=(Group("g", parent="g"),)), "g", "in zichzelf"),
        (asking(ask("a", group="g"), groups=(Group("g", parent="h"), Group("h", parent="g"))), "h", "in zichzelf"),
        (asking(ask("a"), groups=(Group("g"),)), "g", "geen vragen"),
        (asking(ask("a", group="g"), ask("b"), ask("c", group="g"), groups=(Group("g"),)), "g", "niet bij elkaar"),
        (asking(ask("a", group="g"), groups=(Group("g", {"en": "x"}),)), "g", "ontbreekt"),
        (asking(ask("a", group="g"), groups=(Group("g", relevance="${a} = 1"),)), "g", "komt niet eerder"),
        (asking(ask("a", group="g"), groups=(Group("g", relevance="1 ="),)), "g", "niet af"),
        (asking(ask("a", "open", group="m"), groups=MATRIX), "m", "één antwoord en schalen"),
        (asking(ask("a", group="m"), ask("b", "scale", group="m"), groups=MATRIX), "m", "dezelfde antwoorden"),
        (asking(ask("a", group="m"), ask("b", group="m", may_decline=False), groups=MATRIX), "m", "dezelfde antw"),
        (asking(ask("a", group="g"), groups=(*MATRIX, Group("g", parent="m"))), "g", "geen groep staan"),
        (asking(ask("a", group="m"), ask("b", group="m", relevance="${a} = 1"), groups=MATRIX), "b", "niet eerder"),
        (asking(ask("a", label={})), "a", "ontbreekt: de vraag"),
        (asking(ask("a", label=LONG)), "a", "te lang: de vraag"),
        (asking(ask("a", hint={"en": "x"})), "a", "de uitleg"),
        (asking(ask("a", constraint_message={"en": "x"})), "a", "de melding"),
        (asking(ask("a", relevance="${a} = 'ja'")), "a", "komt niet eerder"),
        (asking(ask("a", relevance="${b} = 'ja'"), ask("b", relevance="${a} = 'ja'")), "a", "komt niet eerder"),
        (asking(ask("a", relevance=". = 'ja'")), "a", "over de vraag zelf"),
        (asking(ask("a", relevance="${weg} = 'ja'")), "a", "over weg, en die vraag is er niet"),
        (asking(ask("n", "note"), ask("a", relevance="${n} = ''")), "a", "die vraag is er niet"),
        (asking(ask("a", relevance="rm(-rf)")), "a", "rm kennen wij niet"),
        (asking(ask("a", constraint=". > ${a}")), "a", "komt niet eerder"),
        (asking(ask("a", constraint=". >")), "a", "niet af"),
        (asking(ask("a", choices=())), "a", "minstens twee"),
        (asking(ask("a", choices=tuple(Choice(str(at), {"nl": "x"}) for at in range(101)))), "a", "meer dan 100"),
        (asking(ask("a", choices=(Choice("x", {"nl": "x"}),) * 2)), "a", "staat er twee keer"),
        (asking(ask("a", choices=(Choice("x y", {"nl": "x"}), Choice("z", {"nl": "x"})))), "a", "De naam van een"),
        (asking(ask("a", choices=(Choice("x", {}), Choice("z", {"nl": "x"})))), "a", "ontbreekt: het antwoord x"),
        (asking(ask("a", choices=(Choice(DECLINED_KEY, {"nl": "x"}), Choice("z", {"nl": "x"})))), "a", "vinkje"),
        (asking(ask("a", "scale", choices=ask("b").choices)), "a", "een punt"),
        (asking(ask("a", "open", choices=ask("b").choices)), "a", "geen antwoorden om te kiezen"),
        (asking(ask("a"), ask("n", "note", required=True)), "n", "geen antwoord"),
        (asking(ask("a", "open", whole=True)), "a", "Alleen een getal"),
        (asking(ask("a", "number", lowest=2, highest=1)), "a", "hoger dan"),
        (asking(ask("a", "number", lowest=float("nan"))), "a", "moeten getallen zijn"),
    ],
)  # fmt: skip
def test_a_problem_is_named_with_its_place(questionnaire: Questionnaire, place: str, sentence: str) -> None:
    found = problems(questionnaire)
    assert any(one.place == place and sentence in one.sentence for one in found), found
    assert all(one.sentence.endswith((".", "-")) for one in found)


def test_a_broken_questionnaire_is_still_shown_without_loops() -> None:
    groups = (Group("g", parent="h"), Group("h", parent="g"))
    broken = asking(ask("a", group="g", relevance="${b}"), ask("b", relevance="(("), groups=groups)
    assert keys(asked(broken, {})) == ["b"]


def test_three_hundred_questions_are_routed_in_a_blink() -> None:
    chain = [ask("v0"), *(ask(f"v{at}", relevance=f"${{v{at - 1}}} = 'ja'") for at in range(1, 300))]
    long = asking(*chain)
    answers = {one.key: "ja" for one in chain}
    began = time.perf_counter()
    assert problems(long) == ()
    assert len(asked(long, answers)) == 300
    assert len(pages(long, answers)) == 300
    assert time.perf_counter() - began < 1
    assert sum(map(asks, long.questions)) == 300
