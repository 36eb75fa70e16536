"""What the papers of government say: three questions, one page, money to the euro, drafts that say so."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from koersvast.activities.models import Budget, Funding
from koersvast.activities.queries import money_lines
from koersvast.dialogues import actions as dialogues
from koersvast.indicators.models import GoalIndicator, Measurement
from koersvast.jobs.progress import OnTerminal
from koersvast.papers.models import HouseStyle, PaperText
from koersvast.reports import actions
from koersvast.reports.document import Heading, NewPage, Note, Table
from koersvast.reports.kinds import REPORTS
from koersvast.reports.rendering import FORMATS, html, pdf
from tests import factories
from tests.papers.test_rules import png
from tests.reports.conftest import HOSTILE, TODAY, bring_in, plan_file, words

PAPERS = [report for report in REPORTS.values() if report.slots]
STORED = [text.replace("\x00", "") for text in HOSTILE]


def document(cycle, kind, **choice):
    return actions.document_of(cycle, kind=kind, today=TODAY, choice=choice)


def chapters_of(found):
    return list(found.chapters)


def euros(cell):
    return int(cell.replace(".", "").replace("−", "-"))


def money_tables(found):
    return [block for block in found.blocks if isinstance(block, Table) and block.header[1:] == ("Kosten", "Gedekt", "Niet gedekt")]  # fmt: skip


class TestWhatEachHolds:
    def test_the_budget_answers_three_questions(self, waterveen_plan):
        found = document(waterveen_plan, "budget_text")
        assert chapters_of(found) == [
            "Wat willen we bereiken?",
            "Wat gaan we ervoor doen?",
            "Wat mag het kosten?",
        ]
        assert found.kind == "Tekst voor de programmabegroting 2027"

    def test_the_annual_report_looks_back_with_three_questions(self, waterveen_plan):
        found = document(waterveen_plan, "annual_report")
        assert chapters_of(found) == [
            "Wat hebben we bereikt?",
            "Wat hebben we ervoor gedaan?",
            "Wat heeft het gekost?",
        ]
        assert "72.700 euro" in words(found)  # as the demo plan adds up
        later = document(waterveen_plan, "annual_report", year=2026)
        assert "Nog niet ingevuld: wat er in 2026 is uitgegeven." in words(later)

    def test_the_proposal_asks_for_a_decision_and_says_what_speaks_against(self, waterveen_plan):
        found = document(waterveen_plan, "college_proposal")
        for title in (
            "Voorgesteld besluit",
            "Argumenten",
            "Kanttekeningen",
            "Financiën",
            "Communicatie",
            "Vervolg",
        ):
            assert title in chapters_of(found)
        assert "9.000 euro voor 2027" in words(found)

    def test_the_letter_says_what_became_of_promises(self, waterveen_plan):
        said = words(document(waterveen_plan, "council_letter"))
        assert "open, te laat: moest klaar zijn voor 30 september 2026" in said

    def test_the_interim_report_says_only_what_differs(self, waterveen_plan):
        said = words(document(waterveen_plan, "interim_report"))
        assert "Lesreeks Gewoon Anders" in said  # adapt
        assert "GSA's op alle locaties" not in said  # continue

    def test_the_annex_has_a_chapter_per_partner_and_the_four_questions(self, waterveen_plan):
        found = document(waterveen_plan, "subsidy_annex")
        assert "Gemeente Waterveen" not in chapters_of(found)
        assert len(chapters_of(found)) > 5
        one = document(waterveen_plan, "subsidy_annex", partner="lyceum")
        assert chapters_of(one) == ["Scholengroep De Sluis"]
        for word in ("Bereik:", "Nut:", "Doel:", "Verbetering:"):
            assert word in words(one)
        assert "Roze Loper" not in words(one)

    def test_the_page_for_the_council_has_five_questions_and_at_most_five_indicators(self, waterveen_plan):
        found = document(waterveen_plan, "council_page", result="r-veilig")
        heads = [block.text for block in found.blocks if isinstance(block, Heading) and block.level == 2]
        assert heads == [
            "Waar staan we?",
            "Hoe zeker is dat?",
            "Wat doen we?",
            "Wat kost het?",
            "Wat vragen we u?",
        ]

    def test_of_many_indicators_five_stand_there(self, in_waterveen, waterveen):
        cycle = factories.cycle(waterveen)
        goal = factories.result(factories.ambition(cycle))
        for number in range(8):
            GoalIndicator.objects.create(
                municipality=waterveen, goal=goal, indicator=factories.indicator(cycle, f"i-{number}")
            )
        [table] = [b for b in document(cycle, "council_page").blocks if isinstance(b, Table)]
        assert len(table.rows) == 5

    def test_every_result_of_waterveen_fits_on_one_page(self, waterveen_plan):
        found = document(waterveen_plan, "council_page")
        assert sum(isinstance(block, NewPage) for block in found.blocks) == 4
        assert pdf.pages_per_part(found) == [1, 1, 1, 1, 1]

    def test_a_text_that_is_too_long_is_told_in_words(self, waterveen_plan):
        PaperText.objects.filter(kind="council_page").update(text="Een lang verhaal. " * 250)
        made = actions.make(
            waterveen_plan, kind="council_page", form="pdf", today=TODAY, progress=OnTerminal(), choice={"result": "r-veilig"}
        )  # fmt: skip
        [warning] = made.warnings
        assert "past niet op één bladzijde, maar op 2" in warning

    @pytest.mark.parametrize("name", ["delft", "schiedam", "zaanstad"])
    @pytest.mark.parametrize("report", PAPERS, ids=lambda report: report.key)
    @pytest.mark.django_db
    def test_every_paper_of_a_real_plan_can_be_printed(self, report, name):
        cycle = bring_in(plan_file(name))
        with scope(municipality=cycle.municipality):
            found = document(cycle, report.key)
            assert FORMATS["pdf"].render(found).startswith(b"%PDF")
            assert not [b for b in found.blocks if isinstance(b, Table) and not b.rows]


class TestMoney:
    @pytest.mark.parametrize("report", PAPERS, ids=lambda report: report.key)
    def test_every_total_is_the_sum_of_its_rows_to_the_euro(self, report, waterveen_plan):
        for table in money_tables(document(waterveen_plan, report.key)):
            for column in (1, 2, 3):
                assert sum(euros(row[column]) for row in table.rows[:-1]) == euros(table.rows[-1][column])
            assert all(euros(row[1]) == euros(row[2]) + euros(row[3]) for row in table.rows)

    def test_the_totals_are_those_of_a_recount(self, waterveen_plan):
        lines = money_lines(waterveen_plan)
        [years, fields] = money_tables(document(waterveen_plan, "college_proposal"))
        recount = sum(Budget.objects.filter(activity__cycle=waterveen_plan).values_list("amount", flat=True))
        assert (
            euros(years.rows[-1][1]) == euros(fields.rows[-1][1]) == recount == sum(x.amount for x in lines)
        )
        annexes = money_tables(document(waterveen_plan, "subsidy_annex"))
        own = Budget.objects.filter(activity__cycle=waterveen_plan).exclude(
            activity__owner__kind="municipality"
        )
        assert sum(euros(table.rows[-1][1]) for table in annexes) == sum(own.values_list("amount", flat=True))

    def test_two_activities_of_one_name_keep_their_own_money(self, in_waterveen, waterveen):
        cycle = factories.cycle(waterveen)
        for key, amount in (("p-1", 100), ("p-2", 250)):
            activity = factories.activity(factories.partner(cycle, key), f"act-{key}", name="Café")
            budget = Budget.objects.create(
                municipality=waterveen, activity=activity, year=2026, amount=amount, taakveld="6.1"
            )
            Funding.objects.create(municipality=waterveen, budget=budget, source="Rijk", amount=amount)
        [table] = money_tables(document(cycle, "subsidy_annex", partner="p-2"))
        assert euros(table.rows[-1][1]) == 250


class TestDrafts:
    @pytest.fixture
    def corrected(self, waterveen_plan):
        Measurement.objects.filter(key="m-buurt-2026").update(value=19)
        return waterveen_plan

    def test_a_sentence_whose_figure_changed_gets_a_note_and_the_paper_is_a_draft(self, corrected):
        found = document(corrected, "council_page", result="r-veilig")
        [note] = [b for b in found.blocks if isinstance(b, Note) and b.title == "Kijk dit na"]
        assert "was 21%, is 19%" in note.text
        assert "Klopt de tekst nog?" in note.text
        assert found.kind == "Concept: Voor de raad"
        assert found.colophon[0].startswith("Concept:")

    @pytest.mark.parametrize("form", FORMATS)
    def test_it_says_so_in_every_format(self, corrected, form):
        assert FORMATS[form].render(document(corrected, "council_page", result="r-veilig"))
        said = html.render(document(corrected, "council_page")).decode()
        assert "was 21%, is 19%" in said

    def test_what_was_written_stays_letter_for_letter(self, corrected):
        assert "Nu voelt 21 procent zich weleens onveilig" in words(document(corrected, "council_page"))


class TestHouseStyle:
    @pytest.fixture
    def styled(self, waterveen_plan):
        HouseStyle.objects.create(
            municipality=waterveen_plan.municipality, name="Gemeente <Zee>", colour="#6b2a8c", colour_in_headings=True,
            sender="Plein 1\n=HYPERLINK(1)", footer="#import & <b>", logo=png(),
        )  # fmt: skip
        return waterveen_plan

    @pytest.mark.parametrize("kind", ["action_plan", "council_letter"])
    @pytest.mark.parametrize("form", FORMATS)
    def test_every_format_wears_it(self, styled, kind, form):
        found = document(styled, kind)
        assert (found.look.colour, found.municipality) == ("6b2a8c", "Gemeente <Zee>")
        assert FORMATS[form].render(found)

    def test_it_stands_in_html_escaped_and_with_its_own_logo(self, styled):
        page = html.render(document(styled, "council_letter")).decode()
        assert "Gemeente &lt;Zee&gt;" in page
        assert "<Zee>" not in page
        assert "#6b2a8c" in page
        assert "img-src data:" in page
        assert re.findall(r'(?:src|href)="(?!data:image/png;base64,|#)[^"]+"', page) == []

    def test_word_and_libreoffice_have_logo_colour_sender_and_foot(self, styled):
        from koersvast.reports.rendering import archive

        found = document(styled, "council_letter")
        docx = archive.read(FORMATS["docx"].render(found))
        body = docx["word/document.xml"].decode()
        assert body.index("Plein") < body.index("Waterveen Kleurt")
        assert "6b2a8c" in docx["word/styles.xml"].decode()
        assert "#import &amp; &lt;b&gt;" in docx["word/footer9.xml"].decode()
        assert any(name.startswith("word/media/") and name.endswith(".png") for name in docx)
        odt = archive.read(FORMATS["odt"].render(found))
        content = odt["content.xml"].decode()
        assert content.index("Plein") < content.index("Waterveen Kleurt")
        assert "6b2a8c" in odt["styles.xml"].decode()
        assert "#import &amp; &lt;b&gt;" in odt["styles.xml"].decode()

    def test_a_result_still_fits_on_one_page(self, styled):
        assert set(pdf.pages_per_part(document(styled, "council_page"))) == {1}

    def test_without_one_a_document_looks_as_before(self, waterveen_plan):
        assert document(waterveen_plan, "action_plan").look.colour == ""


@pytest.mark.parametrize("report", PAPERS, ids=lambda report: report.key)
class TestEveryPaper:
    def test_hostile_texts_stay_text(self, report, in_waterveen, waterveen):
        cycle = factories.cycle(waterveen, title=STORED[0])
        place = factories.partner(cycle, "p-1", name=STORED[4])
        goal = factories.result(factories.ambition(cycle), "r-1", text=STORED[4])
        factories.activity(place, "act-1", (goal,), name=STORED[3])
        heard = dialogues.open_round(cycle, by=None, title="Gesprekken", heard=STORED[4])
        for slot in report.slots:
            about = {"result": "r-1", "partner": "p-1", "round": str(heard.pk)}.get(slot.about, "")
            PaperText.objects.create(
                municipality=waterveen, cycle=cycle, kind=report.key, about_key=about, slot=slot.key,
                text="\n\n".join(STORED),
            )  # fmt: skip
        found = document(cycle, report.key)
        for form in FORMATS.values():
            made = form.render(found)
            assert made
            if form.key == "html":
                assert b"<script>" not in made
                assert b"&lt;script&gt;alert(1)" in made

    def test_the_number_of_queries_does_not_grow(self, report, in_waterveen, waterveen):
        counts = []
        for number, size in ((1, 1), (2, 12)):
            cycle = factories.cycle(waterveen, number)
            ambition = factories.ambition(cycle)
            for place in range(size):
                owner = factories.partner(cycle, f"p-{number}-{place}")
                result = factories.result(ambition, f"r-{place}")
                factories.activity(owner, f"act-{place}", (result,))
                indicator = factories.indicator(cycle, f"i-{place}")
                GoalIndicator.objects.create(municipality=waterveen, goal=result, indicator=indicator)
                factories.measurement(indicator, "2022", 20, place_code="GM9901")
            fresh = type(cycle).objects.get(pk=cycle.pk)
            with CaptureQueriesContext(connection) as queries:
                document(fresh, report.key)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 56, counts

    def test_a_choice_it_does_not_know_is_refused(self, report, waterveen_plan):
        for name in {"year", "partner", "result", "round"} - set(report.options):
            with pytest.raises(actions.UnknownDocument):
                actions.check(report.key, "pdf", {name: "x"})

    def test_its_slots_have_a_question_and_a_help_text(self, report, waterveen_plan):
        assert all(str(slot.question) and str(slot.help_text) for slot in report.slots)
        assert len({slot.key for slot in report.slots}) == len(report.slots)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["subsidy_annex", "--partner", "niemand"], "De organisatie niemand doet niet mee in deze ronde."),
        (["council_page", "--result", "r-weg"], "Het resultaat r-weg staat niet in deze ronde."),
        (["council_letter", "--year", "3"], "Kies een jaar van 1990 tot en met 2100."),
        (["college_proposal", "--year", "2026"], "is year niet te kiezen"),
    ],
)
def test_an_operator_hears_why_a_paper_cannot_be_made(waterveen_plan, tmp_path, capsys, arguments, reason):
    kind, *more = arguments
    with pytest.raises(SystemExit):
        call_command("build_report", kind, "GM9901", "2", *more, "--out", str(tmp_path / "x.pdf"))
    assert reason in capsys.readouterr().err
