"""The leaflet: one sheet with two sides. It fits, or it is not made, and what was left out is said on screen."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.utils import timezone

from koersvast.jobs.models import Job
from koersvast.jobs.progress import CannotDo, OnTerminal
from koersvast.papers.models import PaperText
from koersvast.reports import actions, tasks
from koersvast.reports.document import Heading
from koersvast.reports.rendering import FORMATS, pdf
from tests import factories
from tests.dialogues.heard import WISH
from tests.reports.conftest import TODAY, words
from tests.reports.making import document, make

LONG = "Dit is een heel lang verhaal over waarom wij dit doen. " * 120


def test_it_fits_on_two_sides_and_has_goals_actions_help_and_how_to_join(heard):
    found = document(heard, "leaflet")
    assert pdf.pages_per_part(found) == [1, 1]
    assert list(found.chapters)[:3] == ["Waarom?", "Vijf doelen, en hoe het ervoor staat", "Dit doen wij"]
    said = words(found)
    for word in (
        "bel 112",
        "0900-8844",
        "Meldpunt Gelijk Delta",
        "inclusie@waterveen.example",
        "Niet te weten",
    ):
        assert word in said


def test_of_twelve_goals_five_stand_in_it_and_the_others_are_named_on_screen(heard, client_of):
    ambition = factories.ambition(heard.cycle, "a-12")
    for number in range(7):
        factories.result(ambition, f"r-{number}", text=f"Doel nummer {number}")
    found = document(heard, "leaflet")
    assert pdf.pages_per_part(found) == [1, 1]
    assert len([b for b in found.blocks if isinstance(b, Heading) and b.level == 2]) == 5
    assert any("Niet erin:" in hint and "Doel nummer 6" in hint for hint in found.hints)
    assert "Doel nummer 6" not in words(found)
    page = client_of(heard.anna).get("/GM9901/ronde/2/documenten/leaflet/").content.decode()
    assert "Doel nummer 6" in page


def test_two_goals_are_few(in_waterveen, waterveen):
    cycle = factories.cycle(waterveen)
    factories.result(factories.ambition(cycle))
    found = actions.document_of(cycle, kind="leaflet", today=TODAY)
    assert "Een folder heeft liefst drie tot vijf doelen." in found.hints


def test_two_quotes_at_most(heard):
    rows = [heard.published(at) for at in range(3)]
    found = document(heard, "leaflet")
    assert words(found).count(WISH) == 2
    assert len(found.holds) == 2
    assert set(found.holds) < {row.pk for row in rows}


def test_a_closed_evening_is_left_out_and_said_on_screen(heard):
    found = document(heard, "leaflet")
    assert "Besloten avond" not in words(found)
    assert any("Besloten avond" in hint for hint in found.hints)


@pytest.mark.parametrize("form", FORMATS)
def test_what_does_not_fit_is_refused_in_every_format(heard, form):
    too_long(heard)
    with pytest.raises(actions.DoesNotFit, match="kant 1"):
        make(heard, "leaflet", form)


def test_the_screen_says_so_and_the_job_too(heard, client_of):
    too_long(heard)
    page = client_of(heard.anna).get("/GM9901/ronde/2/documenten/leaflet/").content.decode()
    assert "Dit stuk kan nog niet gemaakt worden" in page
    assert "Dit past niet op 2 bladzijden" in page
    job = Job.objects.create(
        municipality=heard.cycle.municipality, name="reports.build", created_at=timezone.now()
    )
    with pytest.raises(CannotDo, match="Maak de tekst korter"):
        tasks.build(OnTerminal(), job=job, cycle_id=str(heard.cycle.pk), kind="leaflet", form="pdf")


def test_the_command_says_so_and_makes_nothing(heard, tmp_path, capsys):
    too_long(heard)
    out = tmp_path / "folder.pdf"
    with pytest.raises(SystemExit) as stop:
        call_command("build_report", "leaflet", "GM9901", "2", "--out", str(out))
    assert stop.value.code == 1
    assert "Maak de tekst korter" in capsys.readouterr().err
    assert not out.exists()


def test_a_goal_as_long_as_a_page_is_refused_too(heard):
    place = factories.result(
        factories.ambition(heard.cycle, "a-lang", position=0), "r-lang", text="Heel lang doel. " * 250
    )
    type(place.ambition).objects.filter(pk=place.ambition_id).update(position=0)
    type(place.ambition).objects.exclude(pk=place.ambition_id).update(position=5)
    with pytest.raises(actions.DoesNotFit):
        make(heard, "leaflet")


def too_long(heard):
    PaperText.objects.create(
        municipality=heard.cycle.municipality, cycle=heard.cycle, kind="leaflet", slot="why", text=LONG
    )
