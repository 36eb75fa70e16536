"""Anna reads figures in: from the national ones, from an own table, from a table of CBS."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koersvast.audit.models import Entry
from koersvast.exchange.queries import export_plan
from koersvast.exchange.reading import read_plan
from koersvast.exchange.writing import write_plan
from koersvast.indicators import actions, queries
from koersvast.indicators.models import FigureUpload, Indicator, Measurement
from koersvast.indicators.sources import cbs, national
from tests import factories
from tests.indicators.sources.recorded import LHB, OWN, TABLE, UNSAFE, rows_of, table

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
BASE = "/GM9901/ronde/1/cijfers/invoeren/"
CHOICE = {"columns": ["VoeltZichWeleensOnveilig_43"], "periods": ["2023JJ00", "2025JJ00"], "favourable": "lower", "d0": ["A051734"]}  # fmt: skip


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


def files(*pairs):
    return {"figures": [SimpleUploadedFile(name, data) for name, data in pairs]}


def bring(client, source, *pairs):
    return client.post(f"{BASE}{source}/", files(*pairs))


def stored():
    return sorted(Measurement.objects.values_list("indicator__name", "period", "value"))


# Screens


def test_anna_chooses_between_the_sources_and_her_own_hand(cycle, anna, client_of):
    client = client_of(anna)
    assert BASE in client.get("/GM9901/ronde/1/cijfers/").content.decode()
    page = client.get(BASE).content.decode()
    for words in ("Kies uit landelijke cijfers", "Een eigen tabel (CSV)", "CBS StatLine", "Met de hand"):
        assert words in page


def test_anna_ticks_national_figures_and_they_stand_in_her_cycle(cycle, anna, client_of):
    client = client_of(anna)
    page = client.get(f"{BASE}national/").content.decode()
    assert "SCP 2018, scp-a" in page
    answer = client.post(f"{BASE}national/", {"rij": ["2", "14"]})
    assert answer["Location"] == "/GM9901/ronde/1/cijfers/"
    assert stored() == [
        ("Positief over homo-/biseksualiteit", "2018", 78.0),
        ("Voelt zich weleens onveilig", "2023", 42.0),
    ]
    row = Measurement.objects.get(period="2018")
    assert (row.place, row.place_code) == ("Nederland (landelijk cijfer)", "NL01")
    assert (row.source, row.series, row.retrieved_on) == ("SCP 2022", "scp-b", "2026-11-21")
    assert row.break_note.startswith("andere reeks - niet verbinden")
    assert row.entered_by == "Anna"


def test_anna_who_ticks_nothing_is_asked_to(cycle, anna, client_of):
    answer = client_of(anna).post(f"{BASE}national/", {"rij": ["x", "999999"]})
    assert answer.status_code == 422
    assert "Vink minstens één cijfer aan." in answer.content.decode()


def test_anna_sees_her_own_table_before_it_is_stored(cycle, anna, client_of):
    client = client_of(anna)
    preview = bring(client, "csv", ("eigen.csv", OWN))["Location"]
    page = client.get(preview).content.decode()
    assert "61,5%" in page
    assert "Er is nog niets bewaard" in page
    assert stored() == []
    client.post(preview)
    assert len(stored()) == 3
    assert not FigureUpload.objects.exists()
    assert client.get(preview).status_code == 404


def test_anna_who_changes_her_mind_stores_nothing(cycle, anna, client_of):
    client = client_of(anna)
    preview = bring(client, "csv", ("eigen.csv", OWN))["Location"]
    client.post(f"{preview}weg/")
    assert not FigureUpload.objects.exists()
    assert stored() == []


def test_a_table_with_mistakes_tells_them_and_is_not_kept(cycle, anna, client_of):
    wrong = OWN.replace(b";61,5;", b";veel;").replace(b"NL;2023", b"NL;toen")
    answer = bring(client_of(anna), "csv", ("eigen.csv", wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2 fouten in het bestand" in page
    assert "dit is geen getal" in page
    assert "dit is geen jaar" in page
    assert not FigureUpload.objects.exists()
    assert stored() == []


def test_anna_takes_the_lhb_rows_of_2023_and_2025_from_a_table_of_cbs(cycle, anna, client_of):
    client = client_of(anna)
    preview = bring(client, "cbs", *TABLE)["Location"]
    assert LHB in client.get(preview).content.decode()
    page = client.get(preview, CHOICE).content.decode()
    assert "marge 40,5 tot 43,5" in page
    assert stored() == []
    client.post(preview, CHOICE)
    assert stored() == [
        ("Voelt zich weleens onveilig", "2023", 42.0),
        ("Voelt zich weleens onveilig", "2025", 44.0),
    ]
    row = Measurement.objects.get(period="2025")
    assert (row.margin_low, row.margin_high, row.source) == (42.5, 45.5, "CBS StatLine 85844NED")
    assert row.indicator.favourable == "lower"


def test_2019_is_refused_with_the_reason_and_nothing_is_stored(cycle, anna, client_of):
    client = client_of(anna)
    preview = bring(client, "cbs", *TABLE)["Location"]
    for ask in (client.get, client.post):
        answer = ask(preview, CHOICE | {"periods": ["2019JJ00", "2023JJ00"]})
        assert answer.status_code == 422
        assert "nieuwe vragenlijst" in answer.content.decode()
    assert stored() == []


def test_a_table_without_its_metadata_is_refused(cycle, anna, client_of):
    only_figures = [pair for pair in TABLE if pair[0] == "TypedDataSet.json"]
    answer = bring(client_of(anna), "cbs", *only_figures)
    assert answer.status_code == 422
    assert "DataProperties" in answer.content.decode()


def test_a_choice_that_is_not_in_the_table_is_refused(cycle, anna, client_of):
    client = client_of(anna)
    preview = bring(client, "cbs", *TABLE)["Location"]
    assert client.post(preview, CHOICE | {"d0": ["X"]}).status_code == 422
    assert client.post(preview, {"columns": ["Geluk_1"]}).status_code == 422
    assert stored() == []


def test_a_hostile_name_of_a_file_is_only_shown(cycle, anna, client_of):
    client = client_of(anna)
    name = "<img src=x onerror=alert(1)>.csv"
    preview = bring(client, "csv", (name, OWN))["Location"]
    assert "<img src=x" not in client.get(preview).content.decode()
    assert "<img src=x" not in bring(client, "csv", (name, b"<html>")).content.decode()


def test_a_figure_about_few_people_is_not_printed_before_it_is_stored_either(cycle, anna, client_of):
    small = OWN.replace(b";61,5;88;", b";37,3;88;").replace(b";55,1;67,4;212", b";31,7;43,9;41")
    client = client_of(anna)
    preview = bring(client, "csv", ("eigen.csv", small))["Location"]
    page = client.get(preview).content.decode()
    for printed in ("37,3", "31,7", "43,9"):
        assert printed not in page


def test_bilal_finds_no_file_of_anna_and_after_an_hour_anna_neither(cycle, anna, bilal, client_of):
    preview = bring(client_of(anna), "csv", ("eigen.csv", OWN))["Location"]
    for ask in (client_of(bilal).get, client_of(bilal).post):
        assert ask(preview).status_code == 404
    assert client_of(bilal).post(f"{preview}weg/").status_code == 404
    FigureUpload.objects.update(created_at=timezone.now() - datetime.timedelta(hours=1))
    assert client_of(anna).get(preview).status_code == 404
    bring(client_of(bilal), "csv", ("eigen.csv", OWN))
    assert FigureUpload.objects.get().by == bilal


def test_a_file_of_one_round_is_not_there_in_another(cycle, waterveen, anna, client_of):
    factories.cycle(waterveen, 2)
    preview = bring(client_of(anna), "csv", ("eigen.csv", OWN))["Location"]
    assert client_of(anna).get(preview.replace("ronde/1", "ronde/2")).status_code == 404


@pytest.mark.parametrize("end", ["", "national/", "csv/", "cbs/"])
def test_who_may_not_change_step_1_reads_nothing_in(end, cycle, emre, gerrit, chris, client_of):
    for person, status in ((emre, 403), (gerrit, 403), (chris, 404)):
        assert client_of(person).get(f"{BASE}{end}").status_code == status
        assert client_of(person).post(f"{BASE}{end}", {"rij": "2"}).status_code == status
    assert client_of(None).get(f"{BASE}{end}")["Location"].startswith("/account/login/")
    assert stored() == []


def test_a_source_that_does_not_exist_is_not_found(cycle, anna, client_of):
    assert client_of(anna).get(f"{BASE}internet/").status_code == 404


def test_an_upload_without_a_file_is_asked_again(cycle, anna, client_of):
    answer = client_of(anna).post(f"{BASE}csv/", {})
    assert "Bekijk de cijfers" in answer.content.decode()
    assert not FigureUpload.objects.exists()


# Actions


def test_reading_a_file_twice_stores_it_once(cycle, anna):
    rows = national.read()
    first = actions.import_observations(cycle, rows, by=anna)
    again = actions.import_observations(cycle, rows, by=anna)
    assert (first.measurements, first.known) == (60, 0)
    assert (again.indicators, again.measurements, again.known) == (0, 0, 60)
    assert Measurement.objects.count() == 60


def test_an_indicator_of_that_name_and_unit_is_used_again_but_never_across_levels(cycle, anna):
    mine = factories.indicator(cycle, "i-mijn", name="voelt zich  weleens Onveilig")
    factories.indicator(cycle, "i-nut", name="Voelt zich weleens onveilig in eigen buurt", level="outcome")
    actions.import_observations(cycle, national.read()[:2], by=anna)
    assert mine.measurements.count() == 1
    assert Indicator.objects.filter(name="Voelt zich weleens onveilig in eigen buurt").count() == 2


def test_keys_stay_unique_also_of_what_was_removed(cycle, anna):
    rows = national.read()[:1]
    actions.import_observations(cycle, rows, by=anna)
    Measurement.objects.update(removed_at=timezone.now())
    Indicator.objects.update(removed_at=timezone.now())
    actions.import_observations(cycle, rows, by=anna)
    for model in (Measurement, Indicator):
        assert len(set(model.with_removed.values_list("key", flat=True))) == 2


def test_reading_in_is_written_down_at_each_indicator(cycle, anna):
    actions.import_observations(cycle, national.read()[:1], by=anna)
    made = Indicator.objects.get()
    assert [(e.verb, e.by) for e in Entry.objects.filter(subject_id=made.pk).order_by("verb")] == [
        ("indicator.added", anna),
        ("measurement.imported", anna),
    ]


def test_when_something_goes_wrong_nothing_is_stored(cycle, anna, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions.audit, "record_all", broken)
    with pytest.raises(RuntimeError):
        actions.import_observations(cycle, national.read(), by=anna)
    assert (Indicator.objects.count(), Measurement.objects.count()) == (0, 0)


def test_the_number_of_queries_does_not_grow_with_the_file(cycle, waterveen, anna):
    rows, other = national.read(), factories.cycle(waterveen, 2)
    with CaptureQueriesContext(connection) as few:
        actions.import_observations(cycle, rows[:1], by=anna)
    with CaptureQueriesContext(connection) as many:
        actions.import_observations(other, rows[:30], by=anna)  # SQLite takes some 35 rows at a time
    assert len(many) == len(few)


def test_two_series_of_cbs_before_and_after_a_break_are_two_lines(cycle, anna):
    later = cbs.read(table(), **UNSAFE)
    actions.import_observations(cycle, later, by=anna)
    series = queries.series_per_indicator(cycle)
    assert [len(one.points) for found in series.values() for one in found] == [2]


def test_a_plan_with_figures_that_were_read_in_can_be_taken_out_and_read_back(cycle, anna):
    actions.import_observations(cycle, [*national.read(), *cbs.read(table(), **UNSAFE)], by=anna)
    assert list(read_plan(write_plan(export_plan(cycle)).encode()).mistakes) == []


def test_a_table_with_many_parts_is_a_list_with_a_hint(cycle, anna, client_of):
    rows = rows_of("Kenmerken") + [
        {"Key": f"X{number:06}", "Title": f"Groep {number}"} for number in range(20)
    ]
    preview = bring(client_of(anna), "cbs", ("tabel.json", table(Kenmerken=rows)))["Location"]
    page = client_of(anna).get(preview).content.decode()
    assert "houd Ctrl ingedrukt" in page
    assert "Groep 19" in page


# The command


def test_the_command_reads_a_csv_and_a_table_of_cbs(cycle, tmp_path, capsys):
    own, saved = tmp_path / "eigen.csv", tmp_path / "85844NED.json"
    own.write_bytes(OWN)
    saved.write_bytes(table())
    call_command("import_figures", str(own), "GM9901", "1")
    call_command(
        "import_figures", str(saved), "gm9901", "1", "--column", "Voelt zich weleens onveilig",
        "--period", "2023", "--period", "2025", "--item", f"Kenmerken={LHB}",
    )  # fmt: skip
    assert Measurement.objects.count() == 5
    assert "3 metingen zijn bewaard." in capsys.readouterr().out


def test_the_command_says_no_with_the_reason(cycle, tmp_path, capsys):
    wrong = tmp_path / "eigen.csv"
    wrong.write_bytes(OWN.replace(b";61,5;", b";veel;"))
    for file, gmcode in ((wrong, "GM9901"), (wrong, "GM9909"), (tmp_path / "weg.csv", "GM9901")):
        with pytest.raises(SystemExit) as status:
            call_command("import_figures", str(file), gmcode, "1")
        assert status.value.code == 1
    told = capsys.readouterr().err
    assert "eigen.csv:2: value: dit is geen getal" in told
    assert "GM9909" in told
    assert "Traceback" not in told
    assert stored() == []


# Many rows at once


@pytest.fixture
def in_the_background(settings, monkeypatch):
    """Even two rows go to the background, and the work is done at once."""
    from koersvast.indicators.views import importing

    monkeypatch.setattr(importing, "AT_ONCE", 1)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def test_a_large_table_is_stored_in_the_background_and_followed(
    cycle, anna, client_of, in_the_background, django_capture_on_commit_callbacks
):
    client = client_of(anna)
    preview = bring(client, "csv", ("eigen.csv", OWN))["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(preview)
    assert "/werk/" in answer["Location"]
    page = client.get(answer["Location"]).content.decode()
    assert "Klaar" in page
    assert "/GM9901/ronde/1/cijfers/" in page
    assert len(stored()) == 3
    assert not FigureUpload.objects.exists()


def test_the_choice_from_a_table_of_cbs_goes_along_to_the_background(
    cycle, anna, client_of, in_the_background, django_capture_on_commit_callbacks
):
    client = client_of(anna)
    preview = bring(client, "cbs", *TABLE)["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(preview, CHOICE)
    assert [period for _name, period, _value in stored()] == ["2023", "2025"]


def test_a_cancelled_import_stores_nothing(cycle, anna, waterveen):
    from koersvast.indicators.sources import csv_file
    from koersvast.jobs.progress import Cancelled

    class Stop:
        def step(self, doing, done, total):
            raise Cancelled

    rows = csv_file.read(OWN, home=csv_file.Place("GM9901", "Waterveen"))
    with pytest.raises(Cancelled):
        actions.import_observations(cycle, rows, by=anna, progress=Stop())
    assert stored() == []
    assert not Indicator.objects.exists()
