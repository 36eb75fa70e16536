"""From measurements to one honest word: per figure, per result, per parent."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import safefigures.verdicts
from koersvast.decisions import verdicts
from koersvast.decisions.verdict_words import MARKS, SENTENCES, changed, measured
from koersvast.decisions.verdicts import Aim, Basis, differences, propose, weigh
from koersvast.goals.rules import weakest_and_least_certain
from koersvast.indicators.rules import Point, split

INDICATOR = uuid4()


def point(period, value, low=None, high=None, **more):
    facts = {
        "place": "Waterveen", "place_code": "GM9901", "population": "inwoners 15+", "group": "LHBTI+",
        "compare_group": "", "compare_value": None, "n": 900, "sample": "local_survey", "series": "enq",
        "break_note": "", "source": "Enquête", "retrieved_on": "", "chosen": None, "illustrative": False, "unit": "%",
    }  # fmt: skip
    return Point(
        id=uuid4(), indicator_id=INDICATOR, period=period, value=value, margin_low=low, margin_high=high, **(facts | more)
    )  # fmt: skip


def asked(*points, baseline=0, target=80.0, year=2026, favourable="higher", level="societal", unit="%"):
    start = points[baseline].id if baseline is not None else None
    aim = Aim(INDICATOR, "Voelt zich veilig", unit, level, favourable, start, target, year)
    return weigh(aim, split(points), gmcode="GM9901")


START, END = point("2022", 60, 57, 63), point("2026", 85, 82, 88)


def test_a_figure_that_passed_its_target_with_its_whole_margin_has_reached_it():
    found = asked(START, END)
    assert found.proposed == "reached"
    assert (found.baseline_value, found.last_value, found.change) == (60, 85, 25)
    assert found.change_low == pytest.approx(25 - (3**2 + 3**2) ** 0.5)


def test_lower_is_better_is_the_mirror_of_higher_is_better():
    down = asked(point("2022", 40, 37, 43), point("2026", 15, 12, 18), target=20.0, favourable="lower")
    assert down.proposed == "reached"
    assert asked(
        point("2022", 40, 37, 43), point("2026", 39, 36, 42), target=20.0, favourable="lower"
    ).proposed == ("off_course")


def test_half_way_with_half_the_improvement_is_on_course():
    assert asked(START, point("2024", 72, 69, 75)).proposed == "on_course"


def test_the_picture_of_the_design_a_fall_smaller_than_the_margin_cannot_be_known_with_so_few_people():
    found = asked(
        point("2022", 24, 17, 33, n=112), point("2026", 21, 15, 29, n=118), target=18.0, favourable="lower"
    )
    assert found.proposed == "unknowable"
    assert found.change == -3
    assert (round(found.detectable), found.needed) == (16, 796)
    assert "ziet pas een verschil van 15,8 punten. Voor 6 punten zijn ongeveer 796 deelnemers" in measured(
        found
    )
    assert found.change_low < -13
    assert found.change_high > 7


def test_each_side_of_the_margin_counts_for_itself():
    low, high = verdicts.interval_of_change(point("2022", 24, 17, 33), point("2026", 21, 15, 29))
    assert low == pytest.approx(-3 - (6**2 + 9**2) ** 0.5)
    assert high == pytest.approx(-3 + (8**2 + 7**2) ** 0.5)


def test_the_smallest_change_that_can_be_seen_is_the_one_of_the_core():
    seen = verdicts.detectable(point("2022", 24, n=118), point("2026", 21, n=118))
    assert seen == pytest.approx(15.6, abs=0.1)
    assert verdicts.detectable(point("2022", 24, n=None), point("2026", 21)) is None
    assert verdicts.detectable(point("2022", 0, n=90), point("2026", 21)) is None
    assert verdicts.detectable(point("2022", 6, n=90, unit="cijfer"), point("2026", 7, unit="cijfer")) is None


def test_never_over_a_break_in_the_series():
    other = point("2026", 85, 82, 88, series="enq-nieuw")
    found = asked(START, other)
    assert found.proposed == "unknowable"
    assert "veranderde" in found.reason
    assert found.change is None  # both numbers stand there, their difference does not
    noted = asked(START, replace(END, break_note="Nieuwe vraag"))
    assert (noted.proposed, noted.change) == ("unknowable", None)


def test_a_break_before_the_baseline_is_no_break():
    before, noted = point("2020", 30, 27, 33, series="oud"), replace(START, break_note="Nieuwe vraag")
    assert asked(before, noted, END, baseline=1).proposed == "reached"


def test_another_survey_that_runs_beside_it_breaks_nothing():
    beside = point("2024", 10, 7, 13, series="anders")
    assert asked(START, beside, END).proposed == "reached"


@pytest.mark.parametrize("sample", ["self_selected", "convenience"])
def test_who_chose_to_answer_says_nothing_about_everybody(sample):
    found = asked(point("2022", 60, 57, 63, sample=sample), point("2026", 85, 82, 88, sample=sample))
    assert found.proposed == "unknowable"
    assert found.change_low is None


def test_without_margins_there_is_no_interval():
    assert asked(point("2022", 60), point("2026", 85)).reason == "Van dit cijfer is geen marge bekend."


def test_a_register_counts_everybody_but_a_count_of_events_differs_by_chance():
    rows = {"sample": "register", "n": None}
    assert asked(point("2022", 60, **rows), point("2026", 85, **rows)).proposed == "reached"
    counts = rows | {"unit": "meldingen"}
    found = asked(point("2022", 60, **counts), point("2026", 85, **counts), unit="meldingen")
    assert found.proposed == "unknowable"


@pytest.mark.parametrize("which", [0, 1])
def test_a_group_that_is_too_small_shows_no_number_and_gives_no_verdict(which):
    points = [START, END]
    points[which] = replace(points[which], n=49)
    found = asked(*points)
    assert (found.proposed, found.hidden) == ("unknowable", True)
    assert (found.baseline_value, found.last_value, found.change_low) == (None, None, None)
    assert "60" not in measured(found)
    assert "85" not in measured(found)


@pytest.mark.parametrize(("place", "code"), [("Nederland", "NL01"), ("Zandermeer", "GM9902")])
def test_a_figure_of_elsewhere_says_nothing_about_this_municipality(place, code):
    elsewhere = {"place": place, "place_code": code}
    found = asked(replace(START, **elsewhere), replace(END, **elsewhere))
    assert found.reason == "Dit cijfer gaat niet over deze gemeente."
    assert (found.proposed, found.baseline_value, found.last_value) == ("unknowable", None, None)


def test_a_national_baseline_is_no_baseline_of_ours():
    national = replace(START, place="Nederland", place_code="NL01")
    assert asked(national, END).reason == "Er is geen nulmeting over deze gemeente."


@pytest.mark.parametrize(
    ("asking", "key", "start"),
    [
        ({"target": None, "year": None}, "", "Er is geen streefwaarde"),
        ({"favourable": "ambiguous"}, "unknowable", "Het is niet duidelijk"),
        ({"level": "outcome"}, "", "Dit cijfer gaat over deelnemers"),
        ({"baseline": None}, "too_early", "Er is geen nulmeting"),
        ({"baseline": 1}, "too_early", "Er is nog geen meting na"),
        ({"year": 2022}, "too_early", "De nulmeting ligt niet voor"),
    ],
)
def test_what_is_missing_is_said(asking, key, start):
    found = asked(START, END, **asking)
    assert found.proposed == key
    assert found.reason.startswith(start)
    assert found.would_help or key == ""


def test_nothing_measured_yet():
    aim = Aim(INDICATOR, "x", "%", "societal", "higher", None, 80, 2026)
    assert weigh(aim, (), gmcode="GM9901").reason == "Er is nog niet gemeten."


def test_two_sources_of_which_nobody_chose_one_give_no_word():
    twice = replace(point("2026", 70, 67, 73), source="Krant", n=None)
    assert asked(START, END, twice).reason.startswith("Er zijn twee bronnen")
    chosen = asked(START, replace(END, chosen=True), twice)
    assert chosen.proposed == "reached"
    other = replace(point("2022", 61, 58, 64), chosen=True)
    assert asked(START, END, other).reason.startswith("De nulmeting komt uit een bron")


def said(key, name="x"):
    return Basis(uuid4(), name, "%", key, f"omdat {key}")


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        (("reached", "reached"), "reached"),
        (("reached", "on_course"), "on_course"),
        (("reached", "too_early", "on_course"), "too_early"),
        (("reached", "too_early", "unknowable"), "unknowable"),
        (("reached", "unknowable", "off_course"), "off_course"),
        (("reached", ""), "reached"),
        (("", ""), ""),
        ((), ""),
    ],
)
def test_a_result_is_reached_only_when_every_figure_with_a_target_is(keys, word):
    bases = [said(key, f"cijfer {place}") for place, key in enumerate(keys)]
    found = propose(bases)
    assert found.key == word
    assert not word or found.about == f"cijfer {keys.index(word)}"


def test_a_parent_names_its_weakest_and_its_least_certain_child():
    words = {"a": "reached", "b": "unknowable", "c": "off_course", "d": ""}
    weakest, unsure = weakest_and_least_certain([verdicts.standing(*one) for one in words.items()])
    assert (weakest.node, unsure.node) == ("c", "b")


def test_figures_that_changed_are_told_as_they_were_and_as_they_are():
    then = asked(START, END)
    assert differences([then], [then]) == []
    now = replace(then, last_value=82.0)
    assert changed(*differences([then], [now])[0]) == [
        "Voelt zich veilig, laatste meting: was 85% (2026, marge 82% tot 88%), is 82% (2026, marge 82% tot 88%)."
    ]
    gone, came = (
        replace(then, indicator_id=uuid4(), name="Oud"),
        replace(then, indicator_id=uuid4(), name="Nieuw"),
    )
    assert [line for pair in differences([gone], [came]) for line in changed(*pair)] == [
        "Oud: hoort niet meer bij dit doel.",
        "Nieuw: kwam erbij.",
    ]
    hidden = asked(START, replace(END, n=40))
    assert changed(then, hidden) == ["Voelt zich veilig: de groep is te klein om te tonen."]


def test_every_sentence_of_the_core_stands_in_the_catalogue():
    known = {str(one) for one in SENTENCES}
    words = [value for value in vars(verdicts).values() if isinstance(value, verdicts._Said)]
    assert {text for one in words for text in (one.reason, one.would_help) if text} <= known
    tree = ast.parse(Path(safefigures.verdicts.__file__).read_text())
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    spoken = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs
        and node.value[:1].isupper() and node.value.endswith(".") and "\n" not in node.value
    }  # fmt: skip
    assert len(spoken) > 15
    assert spoken <= known
    assert set(MARKS) == set(safefigures.verdicts.WORDS)


VALUES = st.integers(0, 100)


@given(
    st.lists(
        st.tuples(
            st.integers(2018, 2028), VALUES, VALUES, VALUES, st.sampled_from([None, 0, 1, 60, 10**15]),
            st.sampled_from(list(verdicts.SAMPLES)), st.sampled_from(["%", "meldingen", "cijfer"]),
            st.sampled_from(["enq", "nieuw"]), st.sampled_from(["", "breuk"]),
        ),
        min_size=1, max_size=5,
    ),
    VALUES, st.integers(2018, 2030), st.sampled_from(["higher", "lower", "ambiguous", "none"]),
)  # fmt: skip
def test_whatever_was_measured_there_is_an_answer_and_numbers_only_of_what_may_be_shown(
    rows, target, year, favourable
):
    unit = rows[0][6]
    points = [
        point(str(period), value, min(low, value), max(high, value), n=n, sample=sample, unit=unit, series=series,
              break_note=note)
        for period, value, low, high, n, sample, _unit, series, note in rows
    ]  # fmt: skip
    found = asked(*points, target=float(target), year=year, favourable=favourable, unit=unit)
    assert found.proposed in MARKS
    assert found.reason
    assert found.proposed in ("reached", "on_course", "off_course") or found.would_help
    if found.hidden:
        assert found.last_value is None
    if found.change is not None:
        assert found.change_low <= found.change <= found.change_high
