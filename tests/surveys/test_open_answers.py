"""Open answers come to coding as one source, and words go from there when somebody takes them back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.surveys import (
    actions,
    open_answers,
    queries,
)
from koersvast.texts.models import Text
from koersvast.texts.queries import open_text

pytestmark = pytest.mark.django_db(transaction=True)


class TestOpenAnswers:
    def test_they_come_to_coding_as_one_source(self, closed, anna, client_of):
        survey = closed(60)
        client_of(anna).post(
            reverse("bring_to_coding", args=["GM9901", survey.cycle.number, survey.collection_id])
        )
        with scope(municipality=survey.municipality):
            (text,) = Text.objects.filter(collection=survey.collection)
            body = open_text(text).body
        assert body.startswith("Wat moet er veranderen?\n\nAntwoord 1:\nLicht.")
        assert body.count("Licht.") == body.count("Antwoord ") > 10

    def test_who_takes_answers_back_takes_the_words_out_of_the_source(
        self, opened, full, resident, anna, client_of
    ):
        from tests.surveys.conftest import walk

        survey = full(40)
        dewi = walk(resident(survey), safe="nee").press("verstuur")
        code = dewi.receipt()
        with scope(municipality=survey.municipality):
            actions.close_survey(survey, by=anna)
            survey = queries.survey_with(survey.pk)
            open_answers.bring_to_coding(survey, by=anna)
            (text,) = Text.objects.filter(collection=survey.collection)
            assert "Turfkade" in open_text(text).body
        dewi.client.post(reverse("receipt", args=["GM9901"]), {"code": code, "doe": "echt weg"})
        with scope(municipality=survey.municipality):
            body = open_text(Text.objects.get(pk=text.pk)).body
        assert "Turfkade" not in body
        assert "Licht." in body

    def test_before_ten_answers_nobody_reads_them(self, closed, anna):
        survey = closed(9)
        with scope(municipality=survey.municipality), pytest.raises(open_answers.NotNow, match="tien"):
            open_answers.bring_to_coding(survey, by=anna)
