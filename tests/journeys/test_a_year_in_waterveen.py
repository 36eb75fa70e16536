"""Anna walks one whole cycle in the browser, from an empty compass to the action plan in her hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django_scopes import scope

from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle, Note
from koersvast.goals.models import Goal
from tests.journeys.conftest import NARROW
from tests.people import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def work_is_done_at_once(settings):
    """No worker runs beside these tests: a queued job runs when its transaction is done."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def save(page, name="Bewaar"):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_from_an_empty_compass_to_the_action_plan(visitor, anna, waterveen, work_is_done_at_once):
    person = visitor(None)
    page = person.goes_to("/")
    page.get_by_label("E-mailadres").fill(anna.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url("**/GM9901/")

    page.get_by_role("link", name="Begin een ronde").click()
    page.get_by_label("Titel").fill("Veilig thuis in Waterveen")
    page.get_by_label("Begint op").fill("2027-01-01")
    page.get_by_label("Eindigt op").fill("2030-12-31")
    save(page)
    assert "Deze ronde is nog leeg" in page.locator("h1").inner_text()
    base = page.url.removeprefix(person.base)

    for name, party in (
        ("Gemeente Waterveen", "Gemeente"),
        ("Regenboograad", "Inwoners"),
        ("Welzijn", "Aanbieders"),
    ):
        page = person.goes_to(f"{base}partners/nieuw/")
        page.get_by_label("Naam", exact=True).fill(name)
        page.get_by_label("Soort").select_option("Anders")
        page.get_by_label("Partij").select_option(party)
        page.get_by_label("Belang").fill("Meedoen")
        page.get_by_label("Mandaat").fill("Tekent mee")
        save(page)

    page = person.goes_to(f"{base}bijeenkomsten/nieuw/")
    page.get_by_label("Titel").fill("Tafelavond")
    page.get_by_label("Soort").select_option("Tafelavond")
    page.get_by_label("Gehouden op").fill("2027-02-01")
    save(page)
    for number, text in enumerate(("Wie is uitgescholden, meldt dat niet.", "Docenten weten niet hoe.")):
        page.get_by_role("textbox", name="Notitie").fill(text)
        page.get_by_role("button", name="Zet erbij").click()
        page.get_by_role("heading", name=f"{number + 1} notitie").wait_for()
    page.get_by_role("button", name=re.compile("Plak een stip ?: Wie is uitgescholden")).click()
    page.get_by_text("1 stem").first.wait_for()

    page = person.goes_to(f"{base}cijfers/nieuw/")
    page.get_by_label("Wat meten wij?").fill("Onveilig in de buurt")
    page.get_by_label("Welke kant op is beter?").select_option("Lager is beter")
    save(page)
    page.get_by_role("link", name="Schrijf een meting op").click()
    for label, value in (
        ("Over welke periode?", "2026"),
        ("Waarde", "24"),
        ("Marge laag", "17"),
        ("Marge hoog", "33"),
        ("Aantal deelnemers", "112"),
        ("Bevolking", "inwoners 15+"),
        ("Reeks", "enq"),
        ("Bron", "Inwonersenquête"),
    ):
        page.get_by_label(label, exact=True).or_(
            page.get_by_label(re.compile(f"^{re.escape(label)} \\("))
        ).first.fill(value)
    page.get_by_label("Soort steekproef").select_option("Lokale enquête")
    save(page)
    assert page.locator("svg.kv-grafiek").first.count() == 1
    page.get_by_role("link", name="Schrijf een duiding").click()
    for label in (
        "Wat is gemeten?",
        "Herkennen we dit?",
        "Hoe verklaren we het?",
        "Wat vinden we ervan?",
        "Wat doen we?",
    ):
        page.get_by_label(label).fill("Vooral rond het station.")
    for party in ("Gemeente", "Inwoners"):
        page.get_by_label(party, exact=True).check()
    save(page)

    page = person.goes_to(f"{base}doelen/")
    page.locator("#eerste").fill("Inwoners leven zonder angst")
    page.get_by_role("button", name=re.compile("^(Begin|Voeg toe|Bewaar)")).first.click()
    page.locator("#nieuw-onder").wait_for()
    page.locator("#nieuw-onder").fill("In 2030 voelen minder inwoners zich onveilig in hun buurt")
    page.get_by_role("button", name="Voeg toe", exact=True).click()
    page.get_by_text("In 2030 voelen minder inwoners zich onveilig in hun buurt").first.wait_for()
    with scope(municipality=waterveen):
        cycle = Cycle.objects.get()
        result = Goal.objects.get()

    page = person.goes_to(f"{base}doelen/{result.pk}/cijfer/")
    page.get_by_label("Hoe weten we dat het beter gaat?").select_option("Onveilig in de buurt")
    page.get_by_label(re.compile("^Nulmeting")).select_option(index=1)
    page.get_by_label(re.compile("^Streefwaarde")).fill("18")
    page.get_by_label(re.compile("^In welk jaar")).fill("2030")
    save(page)
    assert "Streefwaarde: 18% in 2030" in page.inner_text("main")

    page = person.goes_to(f"{base}activiteiten/nieuw/")
    page.get_by_label("Naam", exact=True).fill("Training voor handhavers")
    page.get_by_label("Eigenaar", exact=True).select_option("Gemeente Waterveen")
    page.get_by_label("Status", exact=True).select_option("Loopt")
    page.get_by_label("Veiligheid", exact=True).check()
    save(page)
    page.get_by_role("link", name="Koppel aan een doel").click()
    page.get_by_label("Aan welk doel draagt dit bij?").select_option(index=1)
    page.get_by_label("Waarom dit helpt").fill("Wie het herkent, doet iets.")
    save(page)
    page.get_by_role("link", name="Voeg een jaar toe").click()
    page.get_by_label("Jaar", exact=True).fill("2027")
    page.get_by_label("Bedrag in euro").first.fill("4000")
    page.get_by_label(re.compile("^Bron van het geld")).first.fill("Eigen middelen")
    page.get_by_label(re.compile("^Bedrag in euro")).nth(1).fill("3000")
    save(page)
    page.get_by_role("link", name="Vertel over kwaliteit").click()
    page.get_by_label("Is bekend dat het werkt?").select_option("Proef")
    save(page)
    page.get_by_role("link", name="Vertel over een periode").click()
    page.get_by_label("Over welke periode?").fill("2027")
    page.get_by_label(re.compile("^hoeveel deden mee", re.I)).fill("22")
    save(page)

    page = person.goes_to(f"{base}documenten/")
    page.get_by_role("button", name="Actieplan als PDF").click()
    page.get_by_role("heading", name="Klaar").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Haal het bestand op").click()
    assert download.value.suggested_filename == f"actieplan-gm9901-ronde-{cycle.number}.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    with scope(municipality=waterveen):
        assert Note.objects.count() == 2
        assert Activity.objects.get().budgets.get().fundings.get().amount == 3000


def test_two_people_write_the_same_partner_and_nothing_is_lost(visitor, anna, bilal, waterveen):
    from tests import factories

    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen)
        partner = factories.partner(cycle, "welzijn", name="Welzijn")
    path = f"/GM9901/ronde/{cycle.number}/partners/{partner.pk}/"
    hers, his = visitor(anna).goes_to(path), visitor(bilal).goes_to(path)
    hers.get_by_label("Belang").fill("Tekst van Anna")
    save(hers)
    his.get_by_label("Belang").fill("Tekst van Bilal")
    save(his)
    shown = his.inner_text("main")
    assert "Tekst van Anna" in shown
    assert "Tekst van Bilal" in shown
    his.get_by_role("textbox", name="Belang").fill("Tekst van beiden")
    save(his, "Bewaar deze tekst")
    with scope(municipality=waterveen):
        partner.refresh_from_db()
    assert partner.interest == "Tekst van beiden"


def test_emre_fills_in_his_own_activity_on_a_phone(visitor, emre, waterveen):
    from tests import factories

    with scope(municipality=waterveen):
        cycle = factories.cycle(waterveen, visibility="partners")
        own = factories.partner(cycle, "welzijn", name="Welzijn Waterveen")
        activity = factories.activity(own)
    page = visitor(emre, viewport=NARROW).goes_to(f"/GM9901/ronde/{cycle.number}/activiteiten/{activity.pk}/")
    page.get_by_role("link", name="Vertel over een periode").click()
    page.get_by_label("Over welke periode?").fill("2026")
    page.get_by_label(re.compile("^hoeveel deden mee", re.I)).fill("33")
    save(page)
    assert "33" in page.inner_text("main")
