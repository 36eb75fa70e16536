"""What the action plan says: everything, in order, honestly."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from koersvast.activities.models import Budget, Funding
from koersvast.decisions.models import Decision
from koersvast.goals.models import Story
from koersvast.indicators.models import GoalIndicator
from koersvast.reports.document import Heading, Note, Picture, Quote, Table
from koersvast.reports.kinds.action_plan import build
from koersvast.reports.rendering import FORMATS
from tests import factories
from tests.reports.conftest import HOSTILE, TODAY, bring_in, plan_file, words

CHAPTERS = [
    "In het kort", "Aanleiding en mandaat", "Doelgroep en begrippen", "Stand van zaken", "Ambities",
    "Maatschappelijke resultaten", "Subdoelen", "Activiteiten", "Kwaliteit en onderbouwing", "Partners en hun rol",
    "Inwoners: betrokken en terugkoppeling", "Budget en dekking", "Risico’s en privacy", "Monitoring- en gespreksritme",
    "Borging", "Besluiten",
]  # fmt: skip

STORED = [text.replace("\x00", "") for text in HOSTILE]  # PostgreSQL refuses NUL; forms and files do too


def tables(document, first_header):
    return [
        block for block in document.blocks if isinstance(block, Table) and block.header[0] == first_header
    ]


def chapter(document, title):
    """The blocks of one chapter."""
    starts = [
        place
        for place, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.level == 1
    ]
    begin = next(place for place in starts if document.blocks[place].text == title)
    end = next((place for place in starts if place > begin), len(document.blocks))
    return document.blocks[begin:end]


def test_all_chapters_stand_in_the_order_of_the_method(action_plan):
    assert list(action_plan.chapters) == CHAPTERS


def test_an_empty_cycle_says_what_is_missing_and_shows_no_empty_table(in_waterveen, waterveen):
    document = build(factories.cycle(waterveen), today=TODAY)
    assert list(document.chapters) == CHAPTERS
    assert not [block for block in document.blocks if isinstance(block, Table)]
    for title in CHAPTERS:
        assert any(
            isinstance(block, Note) and block.kind == "missing" for block in chapter(document, title)
        ), title
    for form in FORMATS.values():
        assert form.render(document)


@pytest.mark.parametrize("name", ["waterveen", "delft", "schiedam", "zaanstad"])
@pytest.mark.django_db
def test_every_real_plan_can_be_printed(name):
    cycle = bring_in(plan_file(name))
    with scope(municipality=cycle.municipality):
        document = build(cycle, today=TODAY)
    assert not [block for block in document.blocks if isinstance(block, Table) and not block.rows]
    assert FORMATS["pdf"].render(document).startswith(b"%PDF")


def test_the_number_of_queries_does_not_grow_with_the_plan(in_waterveen, waterveen):
    small = factories.cycle(waterveen, 1)
    large = factories.cycle(waterveen, 2)
    for cycle, size in ((small, 1), (large, 12)):
        owner = factories.partner(cycle, f"p-{cycle.number}")
        ambition = factories.ambition(cycle)
        for number in range(size):
            result = factories.result(ambition, f"r-{number}")
            factories.subgoal(result, f"s-{number}")
            factories.activity(owner, f"act-{number}", (result,))
            indicator = factories.indicator(cycle, f"i-{number}")
            factories.measurement(indicator, "2022", 20, place_code="GM9901")
    counts = []
    for cycle in (small, large):
        fresh = type(cycle).objects.get(pk=cycle.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            build(fresh, today=TODAY)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 32, counts


class TestHonestFigures:
    def test_a_percentage_of_a_small_group_is_nowhere(self, action_plan):
        said = words(action_plan)
        # 54, 58 and 59 percent of about thirty elderly people
        assert "59%" not in said
        assert "54%" not in said
        assert "te klein om te tonen" in said

    def test_a_small_count_is_nowhere(self, action_plan):
        [signals] = [
            table for table in tables(action_plan, "Indicator") if any("meldpunt" in row[0] for row in table.rows) and len(table.header) == 6
        ]  # fmt: skip
        assert any("27 (2025)" in row[2] for row in signals.rows)
        drawings = " ".join(
            block.svg + block.alt for block in action_plan.blocks if isinstance(block, Picture)
        )
        assert "9 in 2021" not in drawings

    def test_a_national_figure_is_never_taken_for_a_local_one(self, action_plan):
        blocks = chapter(action_plan, "Stand van zaken")
        here = next(
            place
            for place, block in enumerate(blocks)
            if getattr(block, "text", "") == "Cijfers over Waterveen"
        )
        table = next(block for block in blocks[here:] if isinstance(block, Table))
        assert "Nederland" not in " ".join(cell for row in table.rows for cell in row)
        assert any("niet over Waterveen" in getattr(block, "text", "") for block in blocks)

    def test_a_self_selected_sample_gets_a_note_and_no_margin(self, action_plan):
        rows = [
            row for table in tables(action_plan, "Indicator") for row in table.rows if "Panelleden" in row[0]
        ]
        assert any("zelf aangemeld" in cell for row in rows for cell in row)

    def test_two_sources_for_one_year_are_both_told(self, action_plan):
        [note] = [
            block
            for block in action_plan.blocks
            if isinstance(block, Note) and block.title.startswith("Twee bronnen")
        ]
        assert "84%" in note.text
        assert "88%" in note.text
        assert "nog niet gekozen" in note.text

    def test_examples_say_that_they_are_examples(self, action_plan):
        said = words(action_plan)
        assert "Training voor handhaving en politie (voorbeeld)" in said
        assert "(voorbeeld) (voorbeeld)" not in said

    def test_no_verdict_is_given_about_a_result(self, action_plan):
        said = words(action_plan)
        for verdict in ("Bereikt", "Op koers", "Niet op koers"):
            assert verdict not in said

    def test_a_baseline_and_a_latest_figure_come_from_one_series(self, in_waterveen, waterveen):
        cycle = factories.cycle(waterveen)
        result = factories.result(factories.ambition(cycle))
        indicator = factories.indicator(cycle)
        old = factories.measurement(indicator, "2022", 19, n=100, series="oud", place_code="GM9901")
        factories.measurement(indicator, "2026", 24, n=100, series="nieuw", place_code="GM9901")
        GoalIndicator.objects.create(municipality=waterveen, goal=result, indicator=indicator, baseline=old)
        [table] = tables(build(cycle, today=TODAY), "Nr")
        assert table.rows[0][2:4] == ("19% (2022)", "19% (2022)")


class TestPrivacy:
    def test_a_story_without_consent_is_not_told(self, waterveen_plan):
        Story.objects.update(text="Dit mocht niet", consent=False)
        document = build(waterveen_plan, today=TODAY)
        assert not [block for block in document.blocks if isinstance(block, Quote)]
        assert "Dit mocht niet" not in words(document)

    def test_addresses_of_partners_stay_inside(self, action_plan):
        assert "@" not in words(action_plan)


class TestMoney:
    def test_every_column_adds_up_to_the_euro(self, action_plan):
        table = next(table for table in tables(action_plan, "In euro") if len(table.rows) > 3)
        amounts = [[int(cell.replace(".", "")) for cell in row[1:]] for row in table.rows]
        costs, *sources = amounts
        assert [sum(column) for column in zip(*sources, strict=True)] == costs
        [per_activity] = tables(action_plan, "Activiteit, in euro")
        assert [int(cell.replace(".", "")) for cell in per_activity.rows[-1][1:]] == costs
        [fields] = tables(action_plan, "Taakveld")
        sums = [
            sum(int(row[column].replace(".", "")) for row in fields.rows)
            for column in range(1, len(fields.header))
        ]
        assert sums == costs

    def test_what_is_not_covered_is_named(self, action_plan):
        notes = [block for block in chapter(action_plan, "Budget en dekking") if isinstance(block, Note)]
        assert any(note.title == "Nog niet gedekt: 9.000 euro" for note in notes)
        assert any("Regenboogloket: voor 2027 is 9.000 euro nog niet gedekt." in note.text for note in notes)

    def test_money_that_ends_before_the_activity_does_is_named(self, in_waterveen, waterveen):
        cycle = factories.cycle(waterveen)
        activity = factories.activity(factories.partner(cycle, "welzijn"), name="Loket", ends_on="2027-12-31")
        line = Budget.objects.create(
            municipality=waterveen, activity=activity, year=2026, amount=100, taakveld="6.1"
        )
        Funding.objects.create(
            municipality=waterveen, budget=line, source="Rijk", amount=100, ends_on="2026-12-31"
        )
        notes = [
            block
            for block in chapter(build(cycle, today=TODAY), "Budget en dekking")
            if isinstance(block, Note)
        ]
        assert any(
            "Loket loopt ook in 2027. Voor dat jaar is er nog geen begroting." in note.text for note in notes
        )


def test_gaps_in_the_plan_are_said_aloud(action_plan):
    notes = " ".join(block.text for block in chapter(action_plan, "Activiteiten") if isinstance(block, Note))
    assert "Vlag en verlichting op 17 mei" in notes
    assert "5.2 Transgender en intersekse inwoners" in notes


def test_a_decision_says_what_it_is_about(action_plan):
    [table] = tables(action_plan, "Wanneer")[-1:]
    assert ("16 januari 2025", "Overleg van partijen", "Regenboogband voor aanvoerders", "stoppen") in [
        row[:4] for row in table.rows
    ]


def test_the_cover_tells_who_adopted_the_plan(waterveen_plan):
    assert "Collegebesluit 23-048" in build(waterveen_plan, today=TODAY).colophon
    Decision.objects.all().delete()
    assert "Nog niet vastgesteld." in build(waterveen_plan, today=TODAY).colophon


def test_hostile_words_everywhere_still_make_every_format(in_waterveen, waterveen):
    cycle = factories.cycle(waterveen, title=STORED[0], summary="\n".join(STORED))
    owner = factories.partner(cycle, "p", name=STORED[4], interest=STORED[9])
    ambition = factories.ambition(cycle, text=STORED[9], why=STORED[1])
    for number, text in enumerate(STORED):
        result = factories.result(ambition, f"r-{number}", text=text, label=text, place=text)
        goal = factories.subgoal(result, f"s-{number}", text=text)
        factories.activity(owner, f"act-{number}", (goal,), name=text, what=text, anchoring=text)
        indicator = factories.indicator(cycle, f"i-{number}", name=text, unit=text[:40])
        first = factories.measurement(
            indicator, "2022", 20, n=100, place_code="GM9901", place=text, source=text
        )
        factories.measurement(indicator, "2024", 30, n=100, place_code="GM9901", place=text, source=text)
        GoalIndicator.objects.create(municipality=waterveen, goal=result, indicator=indicator, baseline=first)
    document = build(cycle, today=TODAY)
    for form in FORMATS.values():
        assert len(form.render(document)) > 10_000


def test_a_large_plan_is_printed_as_tables(in_waterveen, waterveen):
    cycle = factories.cycle(waterveen)
    ambition = factories.ambition(cycle)
    for number in range(160):
        factories.subgoal(factories.result(ambition, f"r-{number}"), f"s-{number}")
    document = build(cycle, today=TODAY)
    assert not [
        block for block in chapter(document, "Maatschappelijke resultaten") if isinstance(block, Picture)
    ]
    assert any(len(table.rows) == 160 for table in tables(document, "Nr"))
    assert re.search(r"eerste 12 van de 160", words(document))
    assert FORMATS["pdf"].render(document)


def test_every_part_of_the_goal_drawing_has_its_look_on_paper(action_plan):
    """On a page the stylesheet colours the drawing; a part without a look of its own would be black on paper."""
    drawings = [
        block.svg for block in action_plan.blocks if isinstance(block, Picture) and "kv-schema" in block.svg
    ]
    assert len(drawings) == 3
    for drawing in drawings:
        parts = re.findall(r'<(?!g\b)\w+ class="kv-schema__\w+"[^>]*>', drawing)
        assert parts
        assert all("fill=" in part for part in parts), parts
