"""What came out: Bilal sees every figure, the others what is safe; and looking early misleads nobody."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest
from django.urls import reverse
from django_scopes import scope

import safefigures
from koersvast.indicators.models import Measurement
from koersvast.surveys import (
    actions,
    answering,
    estimating,
    planning,
    publishing,
    queries,
    result_actions,
)
from koersvast.surveys.models import Look, Publication
from koersvast.surveys.page_state import PageState
from koersvast.texts.models import TeamMember
from koersvast.vault.queries import open_box
from tests.surveys.conftest import ABOUT_LIVING, PLAN, TODAY, people

pytestmark = pytest.mark.django_db(transaction=True)


class TestPublishing:
    def test_what_is_stored_equals_a_recount(self, closed, bilal):
        survey = closed()
        with scope(municipality=survey.municipality):
            stored = result_actions.count(survey, ["veilig"])
            _answered, again = result_actions.work_out(survey, ["veilig"])
            assert (
                queries.every_figure(survey)
                == json.loads(json.dumps(again))
                == json.loads(json.dumps(stored))
            )

    def test_the_published_tables_pass_the_audit_again(self, closed, bilal):
        survey = closed()
        with scope(municipality=survey.municipality):
            made = result_actions.publish(survey, ["veilig"], today=TODAY, by=bilal)
            tables = publishing.tables_of(queries.answered_of(survey), ["veilig"], population=survey.pk.hex)
            hidden = {
                table["name"]: [tuple(cell["cell"]) for cell in table["cells"] if cell["count"] is None]
                for table in made.content["tables"]
            }
            assert safefigures.audit(tables, rules=result_actions.RULES, suppressed=hidden).passed

    def test_a_group_of_three_is_in_no_published_figure(self, opened, full, anna, bilal):
        survey = opened()
        with scope(municipality=survey.municipality):
            box = open_box(survey.data_key)
            rows = [{"veilig": "ja", "thuis": "5", "straat": "4"}] * 120 + [
                {"veilig": "nee", "waar": ("thuis",), "thuis": "1", "straat": "1"}
            ] * 3
            for answers in rows:
                answering.send(survey, box, PageState(edition=survey.edition_id), answers, today=TODAY)
            actions.close_survey(survey, by=anna)
            survey.refresh_from_db()
            made = result_actions.publish(survey, [], today=TODAY, by=bilal)
        told = [one for one in made.content["figures"] if one["told"]]
        assert not [one for one in told if one["question"] == "veilig"]
        counts = [cell["count"] for table in made.content["tables"] for cell in table["cells"]]
        assert not {1, 2, 3} & set(counts)

    def test_shares_are_told_in_whole_percents_with_their_margin_rounded_outwards(self, closed, bilal):
        survey = closed()
        with scope(municipality=survey.municipality):
            made = result_actions.publish(survey, [], today=TODAY, by=bilal)
            exact = {(one["question"], one["answer"]): one for one in queries.every_figure(survey)["figures"]}
        for one in made.content["figures"]:
            if one["told"] and one["answer"] != estimating.MEAN:
                assert one["estimate"] * 100 == pytest.approx(round(one["estimate"] * 100))
                precise = exact[one["question"], one["answer"]]
                assert one["low"] <= precise["low"] <= precise["high"] <= one["high"]
                assert one["n"] % 10 == 0

    def test_a_second_publication_is_judged_together_with_the_first(self, closed, bilal):
        survey = closed()
        with scope(municipality=survey.municipality):
            result_actions.publish(survey, [], today=TODAY, by=bilal)
            first = len(queries.ledger_of(survey))
            result_actions.publish(survey, ["veilig"], today=TODAY, by=bilal)
            assert len(queries.ledger_of(survey)) == first + 1

    def test_while_it_runs_nothing_is_published(self, full, bilal):
        survey = full()
        with scope(municipality=survey.municipality), pytest.raises(result_actions.NotNow, match="Sluit"):
            result_actions.publish(survey, [], today=TODAY, by=bilal)

    def test_a_change_since_the_survey_before_comes_with_its_margin(self, closed, full, planned, anna, bilal):
        before = closed(300, seed=2, safe=0.4)
        with scope(municipality=before.municipality):
            after = actions.plan_survey(
                before.cycle, before.edition, by=anna, **fields_of(before) | {"earlier": before}
            )
            planning.keep_plan(after, PLAN, version=None, by=anna)
            after = actions.open_survey(after, by=anna)
            full(300, survey=after, seed=3, safe=0.75)
            actions.close_survey(after, by=anna)
            after = queries.survey_with(after.pk)
            made = result_actions.publish(after, [], today=TODAY, by=bilal)
        yes = next(
            one for one in made.content["changes"] if (one["question"], one["answer"]) == ("veilig", "ja")
        )
        assert yes["low"] > 0.15 < yes["difference"] < yes["high"] < 0.6


def fields_of(survey):
    names = (
        "title",
        "public_title",
        "whom",
        "about",
        "contact",
        "mode",
        "opens_on",
        "closes_on",
        "keep_until",
    )
    return {name: getattr(survey, name) for name in names}


class TestLooking:
    def test_a_look_is_registered_and_is_wider_than_an_ordinary_margin(self, full, anna):
        survey = full()
        with scope(municipality=survey.municipality):
            found = result_actions.look(survey, "veilig", "ja", today=TODAY, by=anna)
            ordinary = next(
                one
                for one in estimating.figures(
                    queries.answered_of(survey), estimating.weighted(queries.answered_of(survey), {})
                )
                if one.answer == "ja"
            )
            assert found.high - found.low > (ordinary.high - ordinary.low) * 100
            assert Look.objects.count() == 1

    def test_with_a_handful_of_answers_nothing_is_said(self, full, anna):
        survey = full(12)
        with scope(municipality=survey.municipality), pytest.raises(result_actions.NotNow, match="te weinig"):
            result_actions.look(survey, "veilig", "ja", today=TODAY, by=anna)

    def test_answers_that_wait_for_the_shuffle_do_not_count(self, opened, anna):
        survey = opened()
        with scope(municipality=survey.municipality):
            box = open_box(survey.data_key)
            for answers in people(60):
                answering.send(survey, box, PageState(edition=survey.edition_id), answers, today=TODAY)
            assert queries.answered_of(survey).n == 0


class TestPages:
    def at(self, survey, name, *args):
        return reverse(name, args=["GM9901", survey.cycle.number, survey.collection_id, *args])

    def test_anna_sees_what_is_safe_and_bilal_everything(self, closed, anna, bilal, client_of):
        survey = closed()
        with scope(municipality=survey.municipality):
            result_actions.publish(survey, ["veilig"], today=TODAY, by=bilal)
        page = client_of(anna).get(self.at(survey, "results")).content.decode()
        assert "Voelt u zich veilig in uw buurt?" in page
        assert "<svg" in page
        assert "Toon als tabel" in page
        assert client_of(anna).get(self.at(survey, "every_figure")).status_code == 404
        all_of_it = client_of(bilal).get(self.at(survey, "every_figure"))
        assert all_of_it.status_code == 200
        assert "Standaardfout" in all_of_it.content.decode()

    def test_anna_reads_what_is_missing_before_anything_can_be_shared(self, closed, anna, bilal, client_of):
        survey = closed()
        url = reverse("results", args=["GM9901", survey.cycle.number, survey.collection_id])
        assert "De analist heeft de uitkomsten nog niet gedeeld." in client_of(anna).get(url).content.decode()
        with scope(municipality=survey.municipality):
            TeamMember.objects.filter(collection=survey.collection, user=bilal).delete()
        page = client_of(anna).get(url).content.decode()
        assert "Zet een analist in het team" in page
        assert "Breng de open antwoorden naar het coderen" in page

    def test_without_open_questions_nothing_is_said_of_open_answers(self, full, planned, anna, client_of):
        content = replace(
            ABOUT_LIVING, questions=tuple(one for one in ABOUT_LIVING.questions if one.key != "wat")
        )
        survey = planned(content, mode="open")
        with scope(municipality=survey.municipality):
            actions.close_survey(actions.open_survey(survey, by=anna), by=anna)
        url = reverse("results", args=["GM9901", survey.cycle.number, survey.collection_id])
        assert "open antwoorden" not in client_of(anna).get(url).content.decode()

    def test_small_and_uncertain_are_told_apart_and_each_once(self, closed, anna, bilal, client_of):
        survey = closed()
        with scope(municipality=survey.municipality):
            row = result_actions.publish(survey, [], today=TODAY, by=bilal)
            for one in row.content["figures"]:
                if one["question"] == "thuis":
                    one |= {"told": False, "reason": publishing.HIDDEN}
                if one["question"] == "straat":
                    one |= {"told": False, "reason": "Te onzeker."}
            row.save()
        url = reverse("results", args=["GM9901", survey.cycle.number, survey.collection_id])
        page = client_of(anna).get(url).content.decode()
        assert "Kleine aantallen niet getoond</span> </p>" in page
        assert "Niet alle antwoorden zijn getoond.</span> Te onzeker. </p>" in page
        assert "Kleine aantallen niet getoond</span> Kleine aantallen" not in page

    def test_a_plan_that_cannot_be_known_is_mended_before_it_opens(self, planned, anna, client_of):
        survey = planned(mode="open")
        url = reverse("survey", args=["GM9901", survey.cycle.number, survey.collection_id])
        assert "Open de peiling" in client_of(anna).get(url).content.decode()
        with scope(municipality=survey.municipality):
            planning.keep_plan(survey, PLAN | {"invited": 100}, version=None, by=anna)
        page = client_of(anna).get(url).content.decode()
        assert "Open de peiling" not in page
        assert "schrijf waarom u het toch doet" in page
        with scope(municipality=survey.municipality):
            planning.keep_plan(
                survey, PLAN | {"invited": 100, "anyway": "Om te leren."}, version=None, by=anna
            )
        assert "Open de peiling" in client_of(anna).get(url).content.decode()

    def test_strangers_and_colleagues_outside_the_team_find_nothing(
        self, closed, chris, gerrit, ilse, client_of
    ):
        survey = closed(40)
        for name in ("survey", "results", "every_figure", "plan_to_know", "make_letters", "edit_survey"):
            for person in (chris, gerrit, ilse):
                assert client_of(person).get(self.at(survey, name)).status_code == 404, (name, person)
            assert client_of(None).get(self.at(survey, name)).status_code == 302

    def test_bilal_shares_what_is_safe_through_the_queue(self, closed, bilal, client_of):
        from koersvast.jobs.tasks import run_job

        survey = closed()
        answer = client_of(bilal).post(self.at(survey, "count_survey"), {"groups": ["veilig"], "doe": "deel"})
        assert answer.status_code == 302
        from koersvast.jobs.models import Job

        with scope(municipality=survey.municipality):
            job = Job.objects.get()
            run_job.func(job_id=str(job.pk), municipality_id=str(survey.municipality_id))
            job.refresh_from_db()
            assert job.state == "done", job.message
            assert Publication.objects.count() == 1

    def test_below_ten_not_even_how_many_is_told(self, full, anna, client_of):
        page = client_of(anna).get(self.at(full(9), "survey")).content.decode()
        assert "Nog geen tien antwoorden" in page

    def test_the_number_of_answers_is_told_in_tens(self, full, anna, client_of):
        page = client_of(anna).get(self.at(full(37), "survey")).content.decode()
        assert "Meer dan 30 antwoorden" in page
        assert "37 antwoorden" not in page

    def test_anna_gives_known_numbers_of_inhabitants(self, full, anna, client_of):
        survey = full(12)
        client = client_of(anna)
        path = self.at(survey, "set_margins", "veilig")
        client.post(path, {"source": "CBS Bevolking 2026", "aantal-ja": "20000", "aantal-nee": "5000"})
        with scope(municipality=survey.municipality):
            assert queries.margins_of(survey) == {"veilig": {"ja": 20000, "nee": 5000}}

    def test_a_look_by_the_page(self, full, anna, client_of):
        survey = full(80)
        page = client_of(anna).post(self.at(survey, "look_at_survey"), {"what": "veilig=ja"}, follow=True)
        assert "Tot nu toe: tussen" in page.content.decode()


def test_answers_are_wiped_when_their_time_is_over(closed):
    survey = closed(20)
    with scope(municipality=survey.municipality):
        assert actions.wipe_expired(survey.municipality, today=survey.keep_until) == 0
        assert (
            actions.wipe_expired(survey.municipality, today=survey.keep_until + datetime.timedelta(days=1))
            == 1
        )
        survey = queries.survey_with(survey.pk)
        assert survey.data_key is None
        assert queries.counts_of(survey) == (0, 0)
        with pytest.raises(result_actions.NotNow):
            result_actions.count(survey, [])


class TestIntoTheCompass:
    def test_a_published_figure_becomes_a_measurement_with_its_passport(self, closed, anna, bilal, client_of):
        survey = closed()
        with scope(municipality=survey.municipality):
            result_actions.publish(survey, [], today=TODAY, by=bilal)
        path = reverse("measure_from_survey", args=["GM9901", survey.cycle.number, survey.collection_id])
        page = client_of(anna).post(path, {"figure": "veilig|ja|", "indicator": ""}, follow=True)
        assert page.status_code == 200
        with scope(municipality=survey.municipality):
            row = Measurement.objects.get()
            told = next(
                one
                for one in queries.publication_of(survey).content["figures"]
                if (one["question"], one["answer"]) == ("veilig", "ja")
            )
        assert row.value == pytest.approx(told["estimate"] * 100)
        assert (row.n, row.sample, row.population) == (told["n"], "self_selected", survey.whom)
        assert row.margin_low is None  # people chose themselves: no margin is drawn
        assert row.series == "Veiligheid, versie 1"
        assert survey.title in row.source

    def test_a_figure_that_was_not_told_cannot_be_taken(self, closed, anna, bilal, client_of):
        survey = closed()
        with scope(municipality=survey.municipality):
            result_actions.publish(survey, [], today=TODAY, by=bilal)
        path = reverse("measure_from_survey", args=["GM9901", survey.cycle.number, survey.collection_id])
        for figure in ("veilig|misschien|", "waar|op_het_werk|", "wat||", "veilig|ja|thuis=1"):
            client_of(anna).post(path, {"figure": figure})
        with scope(municipality=survey.municipality):
            assert not Measurement.objects.exists()

    def test_a_percentage_that_the_compass_would_hide_is_not_offered(
        self, closed, anna, bilal, client_of, monkeypatch
    ):
        monkeypatch.setattr("koersvast.indicators.rules.SMALLEST_FOR_PERCENTAGE", 1000)
        survey = closed()
        with scope(municipality=survey.municipality):
            made = result_actions.publish(survey, [], today=TODAY, by=bilal)
        assert any(one["told"] and one["answer"] == "ja" for one in made.content["figures"])
        path = reverse("measure_from_survey", args=["GM9901", survey.cycle.number, survey.collection_id])
        page = client_of(anna).get(path, follow=True).content.decode()
        assert "Een percentage staat" in page
        assert "veilig|ja|" not in page
        client_of(anna).post(path, {"figure": "veilig|ja|", "indicator": ""})
        with scope(municipality=survey.municipality):
            assert not Measurement.objects.exists()

    def test_the_figures_of_a_survey_that_closed_early_are_of_the_days_that_people_could_answer(
        self, closed, bilal
    ):
        survey = closed()
        assert survey.closes_on == TODAY

    def test_chris_and_gerrit_put_nothing_anywhere(self, closed, chris, gerrit, bilal, client_of):
        survey = closed()
        with scope(municipality=survey.municipality):
            result_actions.publish(survey, [], today=TODAY, by=bilal)
        path = reverse("measure_from_survey", args=["GM9901", survey.cycle.number, survey.collection_id])
        assert client_of(chris).post(path, {"figure": "veilig|ja|"}).status_code == 404
        assert client_of(gerrit).post(path, {"figure": "veilig|ja|"}).status_code == 403
