"""The papers of a dialogue round: what may be told, in every format, and nothing else."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pikepdf
import pytest
from django.core.management import call_command
from django.urls import reverse

from koersvast.activities.models import Activity, Initiative
from koersvast.dialogues import actions as dialogues
from koersvast.dialogues.finding_actions import link_finding
from koersvast.dialogues.models import Audible, DialogueRound, Published
from koersvast.dialogues.rules import TELLING
from koersvast.dialogues.withdrawing import withdraw_participant
from koersvast.papers.models import PaperText
from koersvast.red_thread import readers
from koersvast.reports import actions
from koersvast.reports.document import Beside, Heading, Table
from koersvast.reports.kinds import REPORTS
from koersvast.reports.rendering import FORMATS, archive, html, pdf
from tests.dialogues.heard import BODY, WISH
from tests.dialogues.woven import OWN, woven
from tests.reports.conftest import HOSTILE, SECRET, TODAY, plan_file, words
from tests.reports.making import document, make

KINDS = ["perspectives", "leaflet", "feedback_letter"]
CHAPTERS = [
    "Aanleiding en vraag", "Werkwijze: met wie spraken wij?", "Wat helpt al", "Wat werkt, en wat werkt niet",
    "Vragen en behoeften", "Perspectieven", "Kansen en voorstellen", "Hoe verder", "Cijfers ter vergelijking",
    "Bijlage: initiatieven",
]  # fmt: skip


def initiative(heard, **fields):
    return Initiative.objects.create(
        municipality=heard.cycle.municipality, cycle=heard.cycle, key="ini-1", **fields
    )


class TestPerspectives:
    def test_it_has_the_chapters_of_the_method_in_their_order(self, heard):
        found = document(heard, "perspectives")
        assert list(found.chapters) == CHAPTERS
        assert (found.title, found.kind) == ("Perspectieven", "Gesprekken voorjaar 2026")

    def test_findings_stand_under_their_theme_with_place_and_strength(self, heard):
        found = document(heard, "perspectives")
        sides = [side for block in found.blocks if isinstance(block, Beside) for side in block.sides]
        assert ("works", (("Een eigen lokaal helpt.", "School, in 4 losse gesprekken"),)) in [
            (side.tone, side.items) for side in sides
        ]
        assert ("Een plek om te zitten.", "in minder dan drie gesprekken") in [
            item for side in sides for item in side.items
        ]

    def test_only_what_is_public_is_told(self, heard):
        for kind in KINDS:
            said = words(document(heard, kind))
            assert SECRET not in said
            assert "Alleen voor partners." not in said

    def test_a_quote_comes_after_everybody_said_yes_and_goes_when_one_takes_it_back(self, heard):
        waiting = heard.asked(0)
        assert WISH not in words(document(heard, "perspectives"))
        assert document(heard, "perspectives").holds == ()
        row = heard.published(1)
        found = document(heard, "perspectives")
        assert words(found).count(WISH) == 1
        assert "Een deelnemer" in words(found)
        assert found.holds == (row.pk,)
        assert waiting.pk not in found.holds
        withdraw_participant(heard.people[1], why="receipt", today=TODAY, by=None)
        after = document(heard, "perspectives")
        assert WISH not in words(after)
        assert after.holds == ()
        assert "in 3 losse gesprekken" in words(after)

    def test_a_portrait_that_may_be_shown_is_told_and_named_in_what_it_holds(self, heard):
        assert "Nog niet ingevuld: portretten" in words(document(heard, "perspectives"))
        row = woven(heard)
        found = document(heard, "perspectives")
        assert "Op zoek naar een plek" in [b.text for b in found.blocks if isinstance(b, Heading)]
        assert OWN.split("\n")[0] in words(found)
        assert row.pk in found.holds
        withdraw_participant(heard.people[0], why="receipt", today=TODAY, by=None)
        assert row.pk not in document(heard, "perspectives").holds

    def test_nothing_of_what_was_said_is_in_any_paper(self, heard):
        for line in BODY.split("\n"):
            for kind in KINDS:
                assert line.split(": ")[1] not in words(document(heard, kind))

    def test_initiatives_that_findings_speak_of_become_proposals(self, heard):
        row = initiative(heard, name="Roze tafel", organisation="De Vlonder")
        link_finding(heard.works, "initiatief", [row.pk], by=heard.anna)
        said = words(document(heard, "perspectives"))
        assert "Roze tafel (De Vlonder): Een eigen lokaal helpt (in 4 losse gesprekken)." in said
        assert "Roze tafel (De Vlonder): staat nog niet in het plan." in said

    def test_what_calls_itself_closed_is_left_out(self, heard):
        row = initiative(heard, name="Appgroep", what="Besloten, niet opnemen.")
        link_finding(heard.works, "initiatief", [row.pk], by=heard.anna)
        assert "Appgroep" not in words(document(heard, "perspectives"))

    def test_programme_and_practice_follow_from_what_findings_are_about(self, heard):
        gsa = Activity.objects.get(key="act-gsa")
        link_finding(heard.works, "activiteit", [gsa.pk], by=heard.anna)
        said = words(document(heard, "perspectives"))
        assert "GSA's op alle locaties (voorbeeld), 2023–2026." in said
        assert "Scholengroep De Sluis: GSA's op alle locaties." in said

    def test_national_figures_say_that_they_are_national(self, heard):
        found = document(heard, "perspectives")
        at = next(
            i
            for i, b in enumerate(found.blocks)
            if isinstance(b, Heading) and b.text == "Cijfers ter vergelijking"
        )
        assert "landelijk cijfer, niet over Waterveen" in str(found.blocks[at + 1])
        [table] = [b for b in found.blocks[at:] if isinstance(b, Table)][:1]
        said = str(table.rows)
        assert "Steekproef".lower() in said
        assert "26% (2022)" not in said  # of Waterveen itself

    def test_a_text_belongs_to_one_round(self, heard):
        other = dialogues.open_round(
            heard.cycle, by=heard.anna, title="Gesprekken 2020", starts_on="2020-01-01", status="running"
        )
        PaperText.objects.create(
            municipality=heard.cycle.municipality, cycle=heard.cycle, kind="perspectives",
            about_key=str(heard.round.pk), slot="reason", text="Over het voorjaar.",
        )  # fmt: skip
        assert "Over het voorjaar." in words(document(heard, "perspectives"))
        assert "Over het voorjaar." not in words(document(heard, "perspectives", round=other.title))

    def test_a_round_with_nothing_to_tell_says_what_is_missing(self, heard):
        dialogues.open_round(heard.cycle, by=heard.anna, title="Leeg")
        said = words(document(heard, "perspectives", round="leeg"))
        assert "Er is nog geen gesprek gevoerd." in said
        assert "Bevindingen die openbaar zijn." in said
        assert pdf.render(document(heard, "perspectives", round="leeg")).startswith(b"%PDF")


class TestFeedbackLetter:
    def test_it_says_what_was_heard_what_is_done_and_what_not(self, heard):
        found = document(heard, "feedback_letter")
        assert list(found.chapters) == [
            "Aan wie meedeed", "Dit hoorden wij", "Dit doen wij", "Dit doen wij niet, en daarom", "Wat kunt u nu doen?",
        ]  # fmt: skip
        assert "Geen vlag, want geen geld." in words(found)
        assert "Wij voerden 6 gesprekken, van februari 2026 tot en met april 2026." in words(found)

    def test_nothing_in_it_gives_away_what_it_is_about(self, heard):
        """Somebody else may open the letter, or see the file."""
        DialogueRound.objects.update(title="Regenboog 2026")
        said = words(document(heard, "feedback_letter")).casefold()
        assert not [word for word in TELLING if word in said]
        name = make(heard, "feedback_letter").name
        assert name == "terugkoppeling-gm9901-ronde-2.pdf"

    def test_without_feedback_it_says_where_to_write_it(self, heard):
        DialogueRound.objects.update(heard="", doing="", not_doing="")
        assert words(document(heard, "feedback_letter")).count("onder Koppel terug") == 3


@pytest.mark.parametrize("kind", KINDS)
class TestEveryOne:
    def test_is_a_tagged_pdf_with_a_title_and_a_language(self, heard, kind):
        heard.published(0)
        with pikepdf.open(io.BytesIO(make(heard, kind).content)) as found:
            assert found.Root.MarkInfo.Marked
            assert str(found.Root.Lang).startswith("nl")
            assert found.Root.StructTreeRoot
            assert b"pdfuaid:part" in bytes(found.Root.Metadata.read_bytes())

    def test_hostile_words_stay_words_in_every_format(self, heard, kind):
        DialogueRound.objects.update(
            heard=HOSTILE[4], doing="\n".join(HOSTILE).replace("\x00", ""), aim=HOSTILE[4]
        )
        for number, text in enumerate(HOSTILE):
            heard.finding(
                "werkt",
                statement=text.replace("\x00", "")[:900],
                type="werkt",
                theme=HOSTILE[number % 5][:100],
                visibility=Audible.PUBLIC,
            )
        found = document(heard, kind)
        for form in FORMATS.values():
            made = form.render(found)
            assert made
            if form.key == "html":
                assert b"<script>" not in made

    def test_somebody_reads_it_on_screen_for_one_round(self, heard, kind, client_of):
        page = client_of(heard.anna).get(f"/GM9901/ronde/2/documenten/{kind}/?gesprekken={heard.round.pk}")
        assert page.status_code == 200
        assert (
            client_of(heard.anna).get(f"/GM9901/ronde/2/documenten/{kind}/?gesprekken=weg").status_code == 404
        )

    def test_an_operator_makes_it_of_a_round_by_its_title(self, heard, kind, tmp_path, capsys):
        out = tmp_path / "stuk.html"
        call_command(
            "build_report",
            kind,
            "GM9901",
            "2",
            "--round",
            heard.round.title,
            "--format",
            "html",
            "--out",
            str(out),
        )
        assert out.read_bytes().startswith(b"<!doctype")
        with pytest.raises(SystemExit):
            call_command(
                "build_report", kind, "GM9901", "2", "--round", "Zomer", "--out", str(tmp_path / "x.pdf")
            )
        assert "De gespreksronde Zomer staat niet in deze ronde." in capsys.readouterr().err


class TestWhatLeaves:
    @pytest.mark.parametrize("kind", ["perspectives", "leaflet"])
    def test_what_left_in_a_file_is_kept_by_its_day(self, heard, kind):
        row = heard.published(0)
        make(heard, kind)
        [left] = Published.objects.all()
        assert (left.subject, left.kind, left.on) == (row.pk, kind, TODAY)

    def test_looking_at_it_is_not_letting_it_leave(self, heard, client_of):
        heard.published(0)
        client_of(heard.anna).get("/GM9901/ronde/2/documenten/perspectives/")
        assert not Published.objects.exists()

    def test_words_taken_back_while_it_was_made_do_not_leave(self, heard, monkeypatch):
        heard.published(0)

        def taken_back(document):
            withdraw_participant(heard.people[0], why="receipt", today=TODAY, by=None)
            return html.render(document)

        monkeypatch.setitem(FORMATS, "html", replace(FORMATS["html"], render=taken_back))
        with pytest.raises(actions.UnknownDocument, match="trok iemand woorden terug"):
            make(heard, "perspectives", "html")
        assert not Published.objects.exists()


def test_lists_beside_each_other_are_there_in_every_format(heard):
    found = document(heard, "perspectives")
    page = html.render(found).decode()
    assert '<div class="side works"><p><strong>Werkt</strong></p><ul><li>Een eigen lokaal helpt.' in page
    docx = archive.read(FORMATS["docx"].render(found))["word/document.xml"].decode()
    odt = archive.read(FORMATS["odt"].render(found))["content.xml"].decode()
    for body in (docx, odt):
        assert "lokaal" in re.sub(r"<[^>]+>", "", body)
        assert "(School," in re.sub(r"<[^>]+>", "", body)


def test_a_text_about_a_round_is_written_and_comes_back_at_its_round(heard, client_of):
    client = client_of(heard.anna)
    page = "/GM9901/ronde/2/documenten/perspectives/"
    answer = client.post(
        f"{page}schrijf/reason/{heard.round.pk}/", {"text": "Omdat het nodig is.", "version": "0"}
    )
    assert answer.url == f"{page}?gesprekken={heard.round.pk}#plek-reason-{heard.round.pk}"
    assert "Omdat het nodig is." in client.get(answer.url).content.decode()
    assert client.post(f"{page}schrijf/reason/", {"text": "x", "version": "0"}).status_code == 404


def test_the_red_thread_of_a_text_leads_to_the_page_of_its_round(heard):
    text = PaperText.objects.create(
        municipality=heard.cycle.municipality, cycle=heard.cycle, kind="perspectives", about_key=str(heard.round.pk), slot="reason", text="Blijft."
    )  # fmt: skip
    said = readers.sentences(heard.cycle, [text.pk], gmcode="GM9901")[text.pk]
    assert f"?gesprekken={heard.round.pk}#plek-reason-{heard.round.pk}" in said.content


def test_the_round_page_leads_to_its_papers(heard, client_of):
    page = client_of(heard.anna).get(reverse("dialogue", args=["GM9901", 2, heard.round.collection_id]))
    for kind in KINDS:
        assert f"documenten/{kind}/?gesprekken={heard.round.pk}" in page.content.decode()


def test_texts_about_a_round_stay_when_the_plan_is_replaced(heard):
    from koersvast.exchange.actions import import_plan
    from koersvast.exchange.reading import read_plan

    PaperText.objects.create(
        municipality=heard.cycle.municipality, cycle=heard.cycle, kind="perspectives", about_key=str(heard.round.pk), slot="reason", text="Blijft."
    )  # fmt: skip
    plan = read_plan(plan_file("waterveen")).plan
    assert plan is not None
    cycle = import_plan(plan, by=None, replace=True)
    assert "Blijft." in words(actions.document_of(cycle, kind="perspectives", today=TODAY))


def test_the_three_kinds_stand_under_what_came_from_conversations():
    assert [key for key, report in REPORTS.items() if report.group == "heard"] == KINDS
    assert REPORTS["leaflet"].most_pages == 2
