"""What Anna does with figures: define, measure, choose between sources, say what they mean, aim."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.audit.models import Entry
from koersvast.cycles import actions as cycles
from koersvast.indicators.models import (
    AmbitionEvidence,
    GoalIndicator,
    Indicator,
    Interpretation,
    Measurement,
)
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
BASE = "/GM9901/ronde/1/"
HOSTILE = ["<script>alert(1)</script>", "=1+1", "a\x07b"]
WHAT = {"name": "Durft hand in hand", "level": "societal", "unit": "%", "favourable": "higher"}
FIGURE = {
    "period": "2026", "value": "61,5", "sample": "local_survey", "place": "Waterveen", "place_code": "GM9901",
    "population": "inwoners 15+", "series": "enq", "source": "Inwonersenquête (verzonnen)", "n": "212",
}  # fmt: skip
SAID = {
    "measured": "Zes op de tien durft het", "recognise": "Ja", "explain": "Er is meer licht", "judge": "Te weinig",
    "act": "Meer licht", "held_on": "2026-10-01", "parties": ["residents"],
}  # fmt: skip


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def goal(cycle):
    return factories.result(factories.ambition(cycle))


@pytest.fixture
def indicator(cycle):
    return factories.indicator(cycle, "i-hand", name="Durft hand in hand")


@pytest.fixture
def measurement(indicator):
    return factories.measurement(indicator, "2025", 58, n=200, place_code="GM9901")


def at(row, end=""):
    return f"{BASE}cijfers/{row.pk}/{end}"


def of(row, end=""):
    return f"{BASE}metingen/{row.pk}/{end}"


def aims(goal, end=""):
    return f"{BASE}doelen/{goal.pk}/cijfer/{end}"


# Anna writes


def test_anna_defines_a_figure_and_measures_it(cycle, anna, client_of):
    client = client_of(anna)
    client.post(f"{BASE}cijfers/nieuw/", WHAT)
    row = Indicator.objects.get()
    client.post(at(row, "meting/"), FIGURE)
    made = row.measurements.get()
    assert (made.value, made.n, made.entered_by) == (61.5, 212, "Anna")
    assert "61,5%" in client.get(at(row)).content.decode()
    assert "61,5%" in client.get(f"{BASE}cijfers/").content.decode()


def test_a_second_measurement_starts_from_the_passport_of_the_first(indicator, measurement, anna, client_of):
    page = client_of(anna).get(at(indicator, "meting/")).content.decode()
    assert 'value="Inwonersenquête (verzonnen)"' in page
    assert 'value="58"' not in page


def test_anna_changes_a_measurement_and_the_history_says_what_it_was(indicator, measurement, anna, client_of):
    client = client_of(anna)
    client.post(of(measurement), FIGURE | {"period": "2025", "value": "59", "version": "1"})
    assert Measurement.objects.get().value == 59
    page = client.get(at(indicator, "geschiedenis/")).content.decode()
    assert "58.0" in page or "58" in page
    assert "59" in page


def test_a_figure_keeps_its_comma_when_it_is_changed(indicator, anna, client_of):
    row = factories.measurement(indicator, "2025", 61.5, n=200)
    assert 'value="61,5"' in client_of(anna).get(of(row)).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": "101"},
        {"value": "NaN"},
        {"value": "veel"},
        {"period": "2026-13"},
        {"margin_low": "70"},
        {"margin_high": "50"},
        {"compare_value": "50"},
        {"n": "-1"},
        {"url": "javascript:alert(1)"},
        *({"source": text} for text in HOSTILE),
    ],
)
def test_a_measurement_that_cannot_be_true_is_not_stored(wrong, indicator, anna, client_of):
    assert client_of(anna).post(at(indicator, "meting/"), FIGURE | wrong).status_code == 200
    assert not Measurement.objects.exists()


def test_a_measurement_that_was_taken_away_comes_back(measurement, anna, client_of):
    client = client_of(anna)
    assert of(measurement, "weg/") in client.post(of(measurement, "weg/"), follow=True).content.decode()
    assert not Measurement.objects.exists()
    client.post(of(measurement, "weg/"), {"terug": "1"})
    assert Measurement.objects.get() == measurement


def both(answer):
    page = answer.content.decode()
    return answer.status_code == 409 and "Van Bilal" in page and "Van Anna" in page


def test_two_people_who_change_a_figure_lose_no_text(indicator, anna, bilal, client_of):
    url = at(indicator, "wijzig/")
    client_of(bilal).post(url, WHAT | {"question": "Van Bilal", "version": "1"})
    assert both(client_of(anna).post(url, WHAT | {"question": "Van Anna", "version": "1"}))
    assert Indicator.objects.get().question == "Van Bilal"


def test_two_people_who_change_a_measurement_lose_nothing(measurement, anna, bilal, client_of):
    url = of(measurement)
    client_of(bilal).post(url, FIGURE | {"break_note": "Van Bilal", "version": "1"})
    assert both(client_of(anna).post(url, FIGURE | {"break_note": "Van Anna", "version": "1"}))


def test_a_form_with_a_mistake_still_knows_what_it_began_with(measurement, anna, bilal, client_of):
    client_of(bilal).post(of(measurement), FIGURE | {"value": "60", "version": "1"})
    page = client_of(anna).post(of(measurement), FIGURE | {"value": "x", "version": "1"}).content.decode()
    assert 'name="version" value="1"' in page


def test_two_people_who_say_what_a_figure_means_lose_no_text(cycle, measurement, anna, bilal, client_of):
    client_of(anna).post(f"{BASE}duiding/nieuw/", SAID | {"measurements": [str(measurement.pk)]})
    url = f"{BASE}duiding/{Interpretation.objects.get().pk}/"
    about = {"measurements": [str(measurement.pk)], "version": "1"}
    client_of(bilal).post(url, SAID | about | {"judge": "Van Bilal"})
    assert both(client_of(anna).post(url, SAID | about | {"judge": "Van Anna"}))


# Two sources


def test_choosing_between_two_sources_keeps_both(indicator, measurement, anna, client_of):
    other = factories.measurement(
        indicator, "2025", 63, key="m-ander", source="GGD (verzonnen)", place_code="GM9901"
    )
    client = client_of(anna)
    assert "Twee bronnen over 2025" in client.get(at(indicator)).content.decode()
    client.post(of(other, "kies/"), {"reason": "Deze is van onszelf"})
    other.refresh_from_db()
    assert (other.chosen, other.choice_reason) == (True, "Deze is van onszelf")
    assert Measurement.objects.count() == 2
    page = client.get(at(indicator)).content.decode()
    assert "Twee bronnen over 2025" not in page
    assert "GGD (verzonnen)" in page
    assert "Inwonersenquête (verzonnen)" in page
    client.post(of(measurement, "kies/"), {"reason": "Toch deze"})
    assert list(Measurement.objects.filter(chosen=True)) == [measurement]


def test_a_choice_needs_a_reason(indicator, measurement, anna, client_of):
    client_of(anna).post(of(measurement, "kies/"), {"reason": ""})
    assert not Measurement.objects.filter(chosen=True).exists()


# Goals and ambitions


def test_anna_says_how_she_knows_that_a_goal_gets_nearer(goal, indicator, measurement, anna, client_of):
    client = client_of(anna)
    client.post(aims(goal), {"indicator": str(indicator.pk), "baseline": str(measurement.pk), "target_value": "65,5", "target_year": "2030"})  # fmt: skip
    made = GoalIndicator.objects.get()
    assert (made.target_value, made.target_year, made.baseline) == (65.5, 2030, measurement)
    assert "Streefwaarde: 65,5% in 2030." in client.get(f"{BASE}doelen/{goal.pk}/").content.decode()
    away = aims(goal, f"{made.pk}/weg/")
    assert away in client.post(away, follow=True).content.decode()
    assert not GoalIndicator.objects.exists()
    client.post(away, {"terug": "1"})
    assert GoalIndicator.objects.get() == made


def test_an_outcome_figure_proves_nothing_about_a_goal(cycle, goal, anna, client_of):
    outcome = factories.indicator(cycle, "i-nut", level="outcome")
    client = client_of(anna)
    assert str(outcome.pk) not in client.get(aims(goal)).content.decode()
    client.post(aims(goal), {"indicator": str(outcome.pk), "no_target_reason": "x"})
    assert not GoalIndicator.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"target_value": "101", "target_year": "2030"}, {"target_value": "60"}, {"target_year": "2030"}, {}],
)
def test_a_target_has_a_value_and_a_year_or_a_reason(wrong, goal, indicator, anna, client_of):
    client_of(anna).post(aims(goal), {"indicator": str(indicator.pk)} | wrong)
    assert not GoalIndicator.objects.exists()


def test_a_baseline_of_another_figure_is_refused(cycle, goal, indicator, measurement, anna, client_of):
    other = factories.indicator(cycle, "i-ander")
    client_of(anna).post(
        aims(goal), {"indicator": str(other.pk), "baseline": str(measurement.pk), "no_target_reason": "x"}
    )
    assert not GoalIndicator.objects.exists()


def test_two_people_who_aim_at_once_lose_no_text(goal, indicator, anna, bilal, client_of):
    client_of(anna).post(aims(goal), {"indicator": str(indicator.pk), "no_target_reason": "Eerst"})
    url = aims(goal, f"{GoalIndicator.objects.get().pk}/")
    client_of(bilal).post(
        url, {"indicator": str(indicator.pk), "no_target_reason": "Van Bilal", "version": "1"}
    )
    answer = client_of(anna).post(
        url, {"indicator": str(indicator.pk), "no_target_reason": "Van Anna", "version": "1"}
    )
    assert both(answer)


def test_an_ambition_rests_on_what_was_measured_and_said(cycle, goal, measurement, anna, client_of):
    evening = cycles.open_session(
        cycle, by=anna, title="Avond", step=1, kind="interpretation", held_on="2026"
    )
    client = client_of(anna)
    client.post(f"{BASE}duiding/nieuw/", SAID | {"measurements": [str(measurement.pk)]})
    said = Interpretation.objects.get()
    url = f"{BASE}ambities/{goal.ambition_id}/onderbouwing/"
    client.post(
        url,
        {
            "measurements": [str(measurement.pk)],
            "interpretations": [str(said.pk)],
            "sessions": [str(evening.pk)],
        },
    )
    assert AmbitionEvidence.objects.count() == 3
    page = client.get(f"{BASE}doelen/{goal.ambition_id}/").content.decode()
    assert "Zes op de tien durft het" in page
    assert "Avond" in page
    client.post(url, {"csrfmiddlewaretoken": "of a form in which nothing is ticked"})
    assert not AmbitionEvidence.objects.exists()


@pytest.mark.parametrize("asked", ["x", "1", "00000000-0000-0000-0000-000000000000"])
def test_an_address_with_nonsense_breaks_nothing(asked, measurement, anna, client_of):
    assert client_of(anna).get(f"{BASE}duiding/nieuw/?cijfer={asked}").status_code == 200


# Small groups


@pytest.mark.parametrize(
    ("unit", "value", "n", "printed"),
    [("%", 37.3, 41, ("37,3", "37.3", "41")), ("aantal", 7, None, ("7.0", ">7<", "7 meld", ": 7,"))],
)
def test_no_page_prints_a_figure_about_few_people(
    unit, value, n, printed, cycle, goal, anna, gerrit, client_of
):
    row = factories.indicator(cycle, "i-klein", name="Kleine groep", unit=unit)
    client = client_of(anna)
    client.post(at(row, "meting/"), FIGURE | {"value": str(value), "n": str(n or ""), "period": "2025"})
    made = Measurement.objects.get()
    client.post(
        aims(goal), {"indicator": str(row.pk), "baseline": str(made.pk), "no_target_reason": "Te klein"}
    )
    client.post(of(made), FIGURE | {"value": str(value), "n": str(n or ""), "period": "2025", "source": "Anders", "version": "1"})  # fmt: skip
    pages = [f"{BASE}cijfers/", at(row), at(row, "draad/"), at(row, "geschiedenis/"), f"{BASE}doelen/{goal.pk}/", f"{BASE}doelen/{goal.pk}/geschiedenis/", f"{BASE}duiding/"]  # fmt: skip
    for page in [(gerrit, url) for url in pages] + [(anna, f"{BASE}duiding/nieuw/"), (anna, aims(goal))]:
        text = client_of(page[0]).get(page[1]).content.decode()
        text = text.replace(str(made.pk), "").replace(str(row.pk), "").replace(str(goal.pk), "")
        for words in printed[:-1] if n else printed:
            assert words not in text, (page[1], words)


# Who reads and who finds nothing

LISTS = ["cijfers/", "duiding/"]


def test_gerrit_and_emre_read_and_change_nothing(goal, indicator, measurement, emre, gerrit, client_of):
    changes = [
        f"{BASE}cijfers/nieuw/", at(indicator, "wijzig/"), at(indicator, "meting/"), of(measurement), of(measurement, "weg/"),
        of(measurement, "kies/"), f"{BASE}duiding/nieuw/", aims(goal), f"{BASE}ambities/{goal.ambition_id}/onderbouwing/",
    ]  # fmt: skip
    for person in (emre, gerrit):
        client = client_of(person)
        for url in [
            *(f"{BASE}{end}" for end in LISTS),
            *(at(indicator, end) for end in ("", "draad/", "geschiedenis/")),
        ]:
            assert client.get(url).status_code == 200
        for url in changes:
            assert client.post(url, FIGURE).status_code == 403
    assert Measurement.objects.get().value == 58


def test_chris_finds_nothing_and_dewi_is_asked_to_sign_in(goal, indicator, measurement, chris, client_of):
    for url in [
        *(f"{BASE}{end}" for end in LISTS),
        at(indicator),
        at(indicator, "geschiedenis/"),
        of(measurement),
        aims(goal),
    ]:
        assert client_of(chris).get(url).status_code == 404
        assert client_of(None).get(url)["Location"].startswith("/account/login/")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", ["name", "unit", "question", "note"])
def test_hostile_texts_are_refused(field, text, cycle, anna, client_of):
    assert client_of(anna).post(f"{BASE}cijfers/nieuw/", WHAT | {field: text}).status_code == 200
    assert not Indicator.objects.exists()


def test_a_name_with_signs_is_shown_as_it_was_written_also_in_a_chart(cycle, anna, client_of):
    row = factories.indicator(cycle, name='Veilig & "vrij" <3')
    for period in ("2024", "2025"):
        factories.measurement(row, period, 60, n=200, source="Bron & <co>")
    page = client_of(anna).get(at(row)).content.decode()
    assert "Veilig &amp; &quot;vrij&quot; &lt;3" in page
    assert "<co>" not in page


@pytest.mark.parametrize("end", LISTS)
def test_a_list_takes_as_many_queries_for_thirty_figures_as_for_three(end, cycle, anna, client_of):
    client = client_of(anna)

    def add(start, count):
        for number in range(start, start + count):
            row = factories.measurement(factories.indicator(cycle, f"i-{number}"), "2025", 60, n=200)
            client.post(f"{BASE}duiding/nieuw/", SAID | {"measurements": [str(row.pk)]})

    def queries():
        with CaptureQueriesContext(connection) as counted:
            assert client.get(f"{BASE}{end}").status_code == 200
        return len(counted)

    add(0, 3)
    few = queries()
    add(3, 27)
    assert Interpretation.objects.count() == 30
    assert queries() == few


def test_every_change_is_written_down_with_who_did_it(cycle, anna, client_of):
    client = client_of(anna)
    client.post(f"{BASE}cijfers/nieuw/", WHAT)
    row = Indicator.objects.get()
    client.post(at(row, "meting/"), FIGURE)
    assert [(entry.verb, entry.by) for entry in Entry.objects.filter(subject_id=row.pk)] == [
        ("measurement.added", anna),
        ("indicator.added", anna),
    ]
