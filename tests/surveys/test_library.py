"""The library of items: every passport is whole, and no national figure differs from the one in the compass."""

import csv
from dataclasses import replace

import pytest

from koersvast.indicators.sources import national
from koersvast.surveys.library import (
    AMBIGUOUS,
    HIGHER,
    LANGUAGES,
    LIBRARY,
    LOWER,
    NONE,
    PROBABILITY,
    SELF_SELECTED,
    TOPICS,
    Item,
    read_library,
)
from koersvast.surveys.questionnaire import Choice, Group, Questionnaire
from koersvast.surveys.routing import pages, problems
from koersvast.surveys.xlsform import read, write

pytestmark = pytest.mark.pure

every_item = pytest.mark.parametrize("item", LIBRARY.values(), ids=LIBRARY)
SETTINGS = ("home", "work", "school", "sport", "care", "street", "faith")


def figures() -> dict[tuple[str, int], dict[str, str]]:
    rows = csv.DictReader(national.FILE.read_text("utf-8").splitlines(), delimiter=";")
    return {(row["code"], int(row["year"])): row for row in rows if row["place"] == "NL"}


def test_what_a_plan_needs_is_there() -> None:
    assert {"ess_freehms", "ess_hmsfmlsh", "ess_hmsacld", "unsafe_ever", "unsafe_neighbourhood"} <= set(
        LIBRARY
    )
    assert {"school_open_other", "school_open_self", "discriminated", "age", "sex"} <= set(LIBRARY)
    assert {"orientation", "gender", "intersex", "transgender"} <= set(LIBRARY)
    assert {f"mark_{one}" for one in SETTINGS} <= set(LIBRARY)
    assert {item.topic for item in LIBRARY.values()} == set(TOPICS)


@every_item
def test_a_passport_is_whole(item: Item) -> None:
    assert item.topic in TOPICS
    assert item.favourable in (HIGHER, LOWER, NONE)
    assert item.source
    assert set(item.note) == set(LANGUAGES)
    assert item.margin in ("", "age", "sex")
    scored = {one.score for one in item.asks.choices} - {None}
    assert bool(scored) is (item.asks.kind == "scale")
    if item.share:
        assert set(item.share.answers) < {one.key for one in item.asks.choices}
        assert item.share.favourable in (HIGHER, LOWER, NONE, AMBIGUOUS)
        assert set(item.share.words) == set(LANGUAGES)
    assert item.asks.may_decline


@every_item
def test_each_national_figure_is_the_one_of_the_compass(item: Item) -> None:
    for benchmark in item.benchmarks:
        row = figures()[benchmark.code, benchmark.year]
        assert benchmark.value == float(row["value"])
        assert (benchmark.source, benchmark.sample) == (row["source"], row["sample"])
        assert benchmark.population == row["population"]
        assert benchmark.group in (row["group"], "")
        assert benchmark.group or row["group"] == "bevolking"
        assert benchmark.sample in (PROBABILITY, SELF_SELECTED)
        if benchmark.of == "item":
            assert item.share
            assert item.share.favourable == row["direction"]
    assert list(item.benchmarks) == sorted(item.benchmarks, key=lambda one: one.year)


def test_the_reversed_item_of_the_ess_points_the_other_way() -> None:
    free, ashamed = LIBRARY["ess_freehms"], LIBRARY["ess_hmsfmlsh"]
    assert [one.score for one in free.asks.choices] == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert free.asks.choices == ashamed.asks.choices
    assert (free.favourable, free.reversed) == (LOWER, False)
    assert (ashamed.favourable, ashamed.reversed) == (HIGHER, True)
    assert ashamed.share
    assert ashamed.share.favourable == LOWER
    assert "officiële Nederlandse vragenlijst" in free.note["nl"]


def test_who_somebody_is_may_always_be_declined_and_is_never_required() -> None:
    for item in LIBRARY.values():
        assert item.sensitive is (item.topic == "self")
        assert item.question().may_decline
        assert not item.question().required


def everything() -> Questionnaire:
    marks = Group("cijfers", {"nl": "Geef een cijfer", "en": "Give a mark"}, matrix=True)
    questions = [
        item.question(group="cijfers" if item.topic == "settings" else "") for item in LIBRARY.values()
    ]
    return Questionnaire({"nl": "Alles", "en": "Everything"}, LANGUAGES, tuple(questions), (marks,))


def test_all_items_together_make_a_questionnaire() -> None:
    made = everything()
    assert problems(made) == ()
    assert len(pages(made, {})) == len(LIBRARY) - len(SETTINGS) + 1
    reading = read(write(made))
    assert reading.questionnaire == made
    assert all(LIBRARY[one.item].is_asked_by(one) for one in reading.questionnaire.questions)


@every_item
def test_an_item_with_other_words_or_answers_is_that_item_no_more(item: Item) -> None:
    asked = item.question("eigen_naam")
    assert (asked.key, asked.item) == ("eigen_naam", item.key)
    assert item.is_asked_by(asked)
    assert item.is_asked_by(replace(asked, label={"nl": asked.label["nl"]}, required=True))
    assert item.is_asked_by(replace(asked, label={**asked.label, "ar": "x"}))
    assert not item.is_asked_by(replace(asked, label={"nl": f"{asked.label['nl']} Toch?"}))
    assert not item.is_asked_by(replace(asked, label={"ar": "x"}))
    assert not item.is_asked_by(replace(asked, choices=asked.choices[::-1]))
    assert not item.is_asked_by(replace(asked, choices=(*asked.choices, Choice("z", {"nl": "z"}))))
    assert not item.is_asked_by(replace(asked, item=""))


def test_a_field_that_nobody_knows_is_no_passport() -> None:
    with pytest.raises(TypeError):
        read_library("{choices: {}, items: {a: {kind: open, choices: [], nl: x, note: {nl: x}, vreemd: 1}}}")
