"""How many answered, who is missing, and when to stop asking."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from koersvast.surveys import (
    result_actions,
    shuffling,
    tallying,
)

pytestmark = pytest.mark.django_db(transaction=True)


class TestResponse:
    def test_the_kept_counts_equal_a_recount(self, full, resident):
        from tests.surveys.conftest import walk

        survey = full(60)
        with scope(municipality=survey.municipality):
            assert tallying.kept(survey) == tallying.recount(survey)
        dewi = walk(resident(survey)).press("verstuur")
        dewi.client.post(reverse("receipt", args=["GM9901"]), {"code": dewi.receipt(), "doe": "echt weg"})
        with scope(municipality=survey.municipality):
            shuffling.shuffle([survey.pk])
            assert tallying.kept(survey) == tallying.recount(survey)

    def test_who_is_missing_is_told_in_words_and_never_in_numbers(self, full, anna, client_of):
        survey = full(120)
        with scope(municipality=survey.municipality):
            counts = tallying.kept(survey)["veilig"]
            result_actions.set_margins(survey, "veilig", {"ja": 500, "nee": 9500}, source="CBS 2026", by=anna)
            ((_label, source, groups),) = tallying.missing(survey)
        assert source == "CBS 2026"
        assert [one.share.value for one in groups] == ["many", "few"]
        page = client_of(anna).get(
            reverse("survey", args=["GM9901", survey.cycle.number, survey.collection_id])
        )
        assert "te weinig gehoord" in page.content.decode()
        assert f">{counts['nee']}<" not in page.content.decode()

    def test_of_fewer_than_ten_nothing_is_said(self, full, anna):
        survey = full(9)
        with scope(municipality=survey.municipality):
            result_actions.set_margins(survey, "veilig", {"ja": 500, "nee": 500}, source="CBS", by=anna)
            assert tallying.missing(survey) == []

    def test_it_says_when_to_stop_asking(self):
        assert tallying.enough(None, 120, 120)["enough"]
        assert not tallying.enough(None, 120, 110)["enough"]
        assert not tallying.enough(None, None, 500)["enough"]
