"""The survey before stands beside the answers of now: with an open dot, and behind a zigzag where the questions changed."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.surveys import actions, planning, queries, result_actions
from koersvast.surveys.figure_charts import Answers, Bar, Before, draw, words_of
from tests.surveys.conftest import PLAN, TODAY
from tests.surveys.test_results import fields_of


@pytest.fixture
def second_wave(closed, full, anna, bilal):
    """Two surveys after each other. Gives the second; its results are shared, and those of the first when asked."""

    def make(*, other_questions: bool, first_is_shared: bool = True):
        before = closed(100, seed=2, safe=0.3, title="Peiling 2024")
        with scope(municipality=before.municipality):
            if first_is_shared:
                result_actions.publish(before, [], today=TODAY, by=bilal)
            edition = before.edition
            if other_questions:
                edition = actions.new_edition(edition, break_note="Nu ook over de avond.", by=anna)
            wanted = fields_of(before) | {"title": "Peiling 2026", "earlier": before}
            after = actions.plan_survey(before.cycle, edition, by=anna, **wanted)
            planning.keep_plan(after, PLAN, version=None, by=anna)
            full(100, survey=actions.open_survey(after, by=anna), seed=3, safe=0.8)
            actions.close_survey(after, by=anna)
            after = queries.survey_with(after.pk)
            result_actions.publish(after, [], today=TODAY, by=bilal)
        return after

    return make


def page(client, survey):
    url = reverse("results", args=[survey.municipality.code, survey.cycle.number, survey.collection_id])
    return client.get(url).content.decode()


@pytest.mark.django_db
class TestThePage:
    def test_the_same_questions_stand_beside_each_other(self, second_wave, anna, client_of):
        html = page(client_of(anna), second_wave(other_questions=False))
        assert "Het open rondje is van ‘Peiling 2024’." in html
        told = re.search(r"<desc[^>]*>Ja: (\d+)%, marge [^.]*\. Peiling 2024: (\d+)%, marge ", html)
        assert int(told.group(1)) > int(told.group(2)) + 20
        assert '<th scope="col">Peiling 2024</th>' in html
        assert "kv-g-breuk" not in html

    def test_other_questions_stand_behind_a_break(self, second_wave, anna, client_of):
        html = page(client_of(anna), second_wave(other_questions=True))
        assert "De vragen waren toen anders: vergelijk de twee niet." in html
        assert "Nu ook over de avond." in html
        assert "kv-g-breuk" in html
        assert "Reeksbreuk: de vragen zijn anders dan in Peiling 2024." in html

    def test_what_was_not_shared_before_is_not_shown_now(self, second_wave, anna, client_of):
        html = page(client_of(anna), second_wave(other_questions=False, first_is_shared=False))
        assert "open rondje" not in html
        assert not re.search(r"<desc[^>]*>[^<]*Peiling 2024", html)


YES = Bar("Ja", 70.0, 60.0, 80.0, 100)
BEFORE = Bar("Ja", 40.0, 30.0, 50.0, 100)


def test_an_answer_that_was_not_told_before_stands_alone():
    answers = Answers(
        "u", "Veilig?", (YES, Bar("Nee", 30.0, 20.0, 40.0, 100)), before=Before("2024", {"Ja": BEFORE})
    )
    assert draw(answers, narrow=True).count("<circle") == 3
    assert words_of(answers) == (
        "Ja: 70%, marge 60% tot 80%. 2024: 40%, marge 30% tot 50%. Nee: 30%, marge 20% tot 40%."
    )


@pytest.mark.parametrize("narrow", [True, False])
def test_the_zigzag_stays_inside_the_drawing(narrow):
    drawn = draw(
        Answers("u", "Veilig?", (YES,), before=Before("2024", {"Ja": BEFORE}, broken=True)), narrow=narrow
    )
    path = re.search(r' d="M([^"]*)"', drawn).group(1)
    width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', drawn).groups())
    for x, y in (map(float, point.split()) for point in path.split("L")):
        assert 0 < x < width
        assert 0 < y < height
