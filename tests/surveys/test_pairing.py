"""Before and after an activity, with a code that people make themselves."""

from __future__ import annotations

import random

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.surveys import actions, answering, pairing, planning, queries, result_actions, shuffling
from koersvast.surveys.page_state import PageState
from koersvast.texts import actions as texts
from koersvast.vault.queries import open_box
from tests.surveys.conftest import ABOUT_LIVING, PLAN, TODAY, Resident, fields


def person(number, *, thuis="2", control=None, code=True):
    """Answers of somebody: the number says which code she makes."""
    made = {
        "zc_letters": float(number % 12 + 1),
        "zc_dag": float(number % 28 + 1),
        "zc_telefoon": float(number % 90),
    }
    return {"thuis": thuis, "zc_maand": float(control or number % 12 + 1), **(made if code else {})}


class TestPairs:
    def test_two_answers_with_the_same_code_are_a_pair(self):
        found = pairing.pair([person(1), person(2)], [person(2), person(3)])
        assert len(found.pairs) == 1
        assert (found.before, found.after, found.double, found.mismatch) == (2, 2, 0, 0.0)

    def test_a_code_that_stands_twice_is_never_guessed(self):
        found = pairing.pair([person(1), person(1)], [person(1)])
        assert (len(found.pairs), found.double) == (0, 1)

    def test_the_control_measures_how_often_the_code_is_wrong(self):
        before = [person(number) for number in range(20)]
        after = [person(number, control=13 - number % 12 if number < 4 else None) for number in range(20)]
        found = pairing.pair(before, after)
        wrong = sum(one["zc_maand"] != other["zc_maand"] for one, other in zip(before, after, strict=True))
        assert found.mismatch == wrong / 20
        assert len(found.trusted) == 20 - wrong

    def test_who_made_no_code_is_counted_and_not_paired(self):
        found = pairing.pair([person(1, code=False)], [person(1)])
        assert (len(found.pairs), found.without_code, found.mismatch) == (0, 1, None)

    def test_the_change_is_that_of_safefigures(self):
        """Sleep data of Student (1908), the same as `t.test(paired = TRUE)` of R: mean of the differences 1.58."""
        first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
        second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
        before = [person(number) | {"leeftijd": score} for number, score in enumerate(first)]
        after = [person(number) | {"leeftijd": score} for number, score in enumerate(second)]
        found = pairing.changes_of(pairing.pair(before, after), ABOUT_LIVING)
        (age,) = [one for one in found if one["question"] == "leeftijd"]
        assert (age["change"], age["low"], age["high"]) == (1.6, 0.7, 2.5)

    def test_below_ten_pairs_nothing_is_told(self):
        rows = [person(number) for number in range(9)]
        assert pairing.changes_of(pairing.pair(rows, rows), ABOUT_LIVING) == []


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both(cycle, anna, bilal):
    """Thirty participants before, of whom some came back after; with the second survey closed."""

    def make(count=30):
        with scope(municipality=cycle.municipality):
            edition = actions.new_questionnaire(
                cycle.municipality, title="Training", content=ABOUT_LIVING, by=anna
            )
            surveys, earlier = [], None
            for wave, score in enumerate(("2", "4")):
                made = actions.plan_survey(
                    cycle, edition, by=anna, **fields(mode="open", paired=True, earlier=earlier)
                )
                texts.put_in_team(made.collection, user=bilal, task="analyst", by=anna)
                planning.keep_plan(made, PLAN, version=None, by=anna)
                made = actions.open_survey(made, by=anna)
                box, chance = open_box(made.data_key), random.Random(wave)
                for number in range(count - 4 * wave):
                    state = PageState(edition=made.edition_id)
                    row = person(number, thuis=str(min(5, int(score) + chance.randint(0, 1))))
                    answering.send(made, box, state, row, today=timezone.localdate())
                shuffling.shuffle([made.pk])
                actions.close_survey(made, by=anna)
                earlier = queries.survey_with(made.pk)
                surveys.append(earlier)
            return queries.surveys_with([surveys[1].pk])[0]

    return make


def test_what_changed_in_the_group_is_told_with_its_margin_and_the_measured_mistakes(
    both, bilal, anna, client_of
):
    survey = both()
    with scope(municipality=survey.municipality):
        made = result_actions.publish(survey, [], today=TODAY, by=bilal)
    pairs = made.content["pairs"]
    assert (pairs["enough"], pairs["pairs"], pairs["mismatch"]) == (True, 25, 0)
    home = next(one for one in pairs["changes"] if one["question"] == "thuis")
    assert home["low"] > 1 < home["high"] < 3
    path = reverse("results", args=["GM9901", survey.cycle.number, survey.collection_id])
    page = client_of(anna).get(path).content.decode()
    assert "Voor en na" in page
    assert "dit bewijst niet dat het door de activiteit komt" in page


def test_a_small_group_sees_nothing(both, bilal):
    survey = both(12)
    with scope(municipality=survey.municipality):
        answered, content = result_actions.work_out(survey, [])
    assert answered.n == 8
    assert content["pairs"] == {"enough": False, "pairs": None, "mismatch": None, "lost": None, "changes": []}


def test_the_code_is_in_no_figure(both, bilal):
    survey = both()
    with scope(municipality=survey.municipality):
        result_actions.publish(survey, [], today=TODAY, by=bilal)
        told = str(queries.every_figure(survey)) + str(queries.publication_of(survey).content)
    assert "zc_" not in told


def test_participants_make_their_code_on_the_first_page(opened, resident):
    survey = opened(paired=True)
    someone = Resident(resident(survey).client, survey).press("begin")
    assert "Maak uw eigen code" in someone.html
    someone.press(zc_letters="5", zc_dag="32", zc_telefoon="07", zc_maand="3")
    assert "van 31 of minder" in someone.html
    someone.press(zc_letters="5", zc_dag="31", zc_telefoon="07", zc_maand="3")
    assert "Voelt u zich veilig in uw buurt?" in someone.html
