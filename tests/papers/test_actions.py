"""Writing in papers: what a text rests on, two at once, and what stays when facts change."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from koersvast.audit.models import Entry
from koersvast.cycles.actions import StaleEdit
from koersvast.indicators.models import GoalIndicator, Measurement
from koersvast.papers import actions, queries
from koersvast.papers.models import PaperText
from tests import factories


@pytest.fixture
def measured(in_waterveen, waterveen):
    """One result whose figure went from 40 to 62 percent of 200 people."""
    cycle = factories.cycle(waterveen)
    goal = factories.result(factories.ambition(cycle), "r-veilig")
    indicator = factories.indicator(cycle, "i-veilig")
    first, _last = (
        factories.measurement(
            indicator, period, value, place_code="GM9901", n=200, margin_low=value - 7, margin_high=value + 7
        )
        for period, value in (("2022", 40), ("2026", 62))
    )
    GoalIndicator.objects.create(
        municipality=waterveen,
        goal=goal,
        indicator=indicator,
        baseline=first,
        target_value=70,
        target_year=2026,
    )
    return cycle


def facts(cycle):
    return queries.facts_of(cycle, gmcode="GM9901")


def write(cycle, anna, text, *, version=0, declined=None):
    return actions.write_text(
        cycle, kind="council_letter", about="", slot="message", text=text, facts=facts(cycle), declined=declined,
        by=anna, version=version,
    )  # fmt: skip


def ambers(cycle):
    found = queries.texts_of(cycle, facts=facts(cycle)).ambers("council_letter")
    assert (
        queries.texts_as_they_stand(cycle).ambers("council_letter") == found
    )  # who only reads sees the same
    return found


def test_a_text_rests_on_the_figure_that_stands_in_it(measured, anna):
    row = write(measured, anna, "Nu zegt 62 procent ja.")
    assert [one.fact for one in row.bound_facts.all()] == ["figure/r-veilig/i-veilig/last"]
    assert ambers(measured) == []


def test_it_turns_amber_when_the_measurement_is_corrected(measured, anna):
    write(measured, anna, "Nu zegt 62 procent ja.")
    Measurement.objects.filter(period="2026").update(value=58, margin_low=51, margin_high=65)
    [amber] = ambers(measured)
    assert (amber.was, amber.now) == ("62%", "58%")
    assert PaperText.objects.get().text == "Nu zegt 62 procent ja."  # nothing is recalculated in a text


def test_still_true_keeps_the_text_and_is_written_down(measured, anna):
    row = write(measured, anna, "Nu zegt 62 procent ja.")
    Measurement.objects.filter(period="2026").update(value=58, margin_low=51, margin_high=65)
    actions.still_true(row, facts=facts(measured), fact="figure/r-veilig/i-veilig/last", by=anna)
    assert ambers(measured) == []
    assert Entry.objects.filter(verb="paper.still_true", by=anna).count() == 1
    Measurement.objects.filter(period="2026").update(value=55, margin_low=48, margin_high=62)
    assert [(one.was, one.now) for one in ambers(measured)] == [("58%", "55%")]


def test_a_figure_that_is_gone_or_too_small_now_is_no_fact(measured, anna):
    write(measured, anna, "Nu zegt 62 procent ja.")
    Measurement.objects.filter(period="2026").update(n=20)
    assert [one.now for one in ambers(measured)] == [""]
    assert not any("62%" in fact.value for fact in facts(measured).values())


def test_two_who_write_at_once_both_keep_their_words(measured, anna, bilal):
    write(measured, anna, "Van Anna.")
    with pytest.raises(StaleEdit) as stale:
        write(measured, bilal, "Van Bilal.")
    assert (stale.value.theirs, stale.value.mine) == ({"text": "Van Anna."}, {"text": "Van Bilal."})
    row = write(measured, anna, "Van Anna, later.", version=PaperText.objects.get().version)
    with pytest.raises(StaleEdit):
        write(measured, bilal, "Van Bilal.", version=1)
    assert PaperText.objects.get() == row
    assert PaperText.objects.get().text == "Van Anna, later."


def test_what_people_untick_stays_unticked(measured, anna):
    row = write(measured, anna, "Ik ben 62 procent zeker.")
    ref = "figure/r-veilig/i-veilig/last"
    write(measured, anna, "Ik ben 62 procent zeker.", version=row.version, declined=[ref])
    write(measured, anna, "Ik ben toch 62 procent zeker.", version=PaperText.objects.get().version)
    Measurement.objects.filter(period="2026").update(value=58, margin_low=51, margin_high=65)
    assert ambers(measured) == []


def test_facts_are_the_same_in_every_language(measured):
    with translation.override("en"):
        english = facts(measured)
    assert english == facts(measured)


def test_the_facts_take_the_same_number_of_queries_however_large_the_plan(in_waterveen, waterveen):
    counts = []
    for number, size in ((1, 1), (2, 12)):
        cycle = factories.cycle(waterveen, number)
        owner = factories.partner(cycle, f"p-{number}")
        for place in range(size):
            goal = factories.result(factories.ambition(cycle, f"a-{place}"), f"r-{place}")
            factories.activity(owner, f"act-{place}", (goal,))
            indicator = factories.indicator(cycle, f"i-{place}")
            GoalIndicator.objects.create(municipality=waterveen, goal=goal, indicator=indicator)
            factories.measurement(indicator, "2022", 20, place_code="GM9901")
        with CaptureQueriesContext(connection) as asked:
            found = queries.facts_of(cycle, gmcode="GM9901")
            queries.texts_of(cycle, facts=found)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 14, counts
