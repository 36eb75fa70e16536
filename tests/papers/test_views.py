"""The calendar and the house style in the browser."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope

from koersvast.papers.models import CalendarItem, HouseStyle
from tests import factories
from tests.papers.test_rules import png

CALENDAR = "/GM9901/ronde/1/kalender/"
STYLE = "/GM9901/huisstijl/"


@pytest.fixture
def cycle(waterveen):
    with scope(municipality=waterveen):
        return factories.cycle(waterveen, visibility="public")


@pytest.fixture
def item(waterveen, cycle):
    with scope(municipality=waterveen):
        return CalendarItem.objects.create(
            municipality=waterveen, cycle=cycle, title="Kadernota", due_on="2020-05-01", paper="budget_text"
        )


class TestCalendar:
    def test_anna_starts_with_the_usual_year_once(self, anna, cycle, waterveen, client_of):
        for _time in range(2):
            client_of(anna).post(CALENDAR, {"year": "2027"})
        with scope(municipality=waterveen):
            rows = list(CalendarItem.objects.values_list("title", "year", "paper"))
        assert len(rows) == 6
        assert ("Tekst voor de programmabegroting", 2028, "budget_text") in rows

    def test_what_is_late_stands_out_in_words_and_leads_to_its_paper(self, anna, item, client_of):
        page = client_of(anna).get(CALENDAR).content.decode()
        assert "Te laat, uiterlijk 1 mei 2020" in page
        assert "/GM9901/ronde/1/documenten/budget_text/" in page

    def test_it_stands_on_the_page_of_documents_too(self, anna, item, client_of):
        page = client_of(anna).get("/GM9901/ronde/1/documenten/").content.decode()
        assert "Te laat, uiterlijk 1 mei 2020" in page

    def test_anna_changes_takes_away_and_puts_back(self, anna, item, waterveen, client_of):
        client, address = client_of(anna), f"{CALENDAR}{item.pk}/"
        values = {"title": "Kadernota", "due_on": "2027-05-01", "paper": "budget_text", "status": "sent"}
        assert client.post(address, {**values, "version": "1"}).status_code == 302
        assert client.post(address, {**values, "title": "Anders", "version": "1"}).status_code == 409
        client.post(f"{address}weg/")
        with scope(municipality=waterveen):
            assert not CalendarItem.objects.exists()
        client.post(f"{address}weg/", {"terug": "1"})
        with scope(municipality=waterveen):
            assert CalendarItem.objects.get().status == "sent"

    @pytest.mark.parametrize(
        "wrong",
        [{"due_on": "gauw"}, {"due_on": "2026-02-30"}, {"year": "99999"}, {"title": "<b>x</b>"}, {"status": "weg"}],
    )  # fmt: skip
    def test_what_cannot_be_is_refused_and_kept_in_the_form(self, anna, cycle, waterveen, client_of, wrong):
        values = {"title": "Brief", "due_on": "2026-12-15", "status": "to_do", **wrong}
        page = client_of(anna).post(f"{CALENDAR}nieuw/", values)
        assert page.status_code == 200
        with scope(municipality=waterveen):
            assert not CalendarItem.objects.exists()

    def test_a_reader_and_a_partner_read_only(self, gerrit, emre, item, client_of):
        for person in (gerrit, emre):
            client = client_of(person)
            assert client.get(CALENDAR).status_code == 200
            assert "Wijzig" not in client.get(CALENDAR).content.decode()
            assert client.post(CALENDAR, {"year": "2027"}).status_code == 403
            assert client.post(f"{CALENDAR}{item.pk}/weg/").status_code == 403

    def test_chris_finds_nothing(self, chris, item, client_of):
        assert client_of(chris).get(CALENDAR).status_code == 404
        assert client_of(chris).get(f"{CALENDAR}{item.pk}/").status_code == 404


class TestHouseStyle:
    def values(self, **more):
        return {
            "name": "Gemeente Waterveen aan Zee",
            "colour": "#6B2A8C",
            "sender": "Plein 1\n1234 AB Waterveen",
            **more,
        }

    def test_ilse_sets_it_with_a_logo(self, ilse, waterveen, client_of):
        logo = SimpleUploadedFile("x.svg", png(extra=[(b"tEXt", b"wie")]))
        assert client_of(ilse).post(STYLE, self.values(version="0", logo=logo)).status_code == 302
        with scope(municipality=waterveen):
            row = HouseStyle.objects.get()
        assert (row.name, row.colour, bytes(row.logo)) == ("Gemeente Waterveen aan Zee", "#6b2a8c", png())

    def test_two_at_once_see_both(self, ilse, waterveen, client_of):
        client = client_of(ilse)
        client.post(STYLE, self.values(version="0"))
        assert client.post(STYLE, self.values(version="0", name="Anders")).status_code == 409

    def test_the_logo_can_go_again(self, ilse, waterveen, client_of):
        client = client_of(ilse)
        client.post(STYLE, self.values(version="0", logo=SimpleUploadedFile("x.png", png())))
        with scope(municipality=waterveen):
            version = HouseStyle.objects.get().version
        client.post(STYLE, self.values(version=str(version), no_logo="on"))
        with scope(municipality=waterveen):
            assert bytes(HouseStyle.objects.get().logo) == b""

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [({"colour": "#ffff00"}, "contrast is 1,1 en moet 4,5 zijn"), ({"colour": "paars"}, "hekje en zes tekens")],
    )  # fmt: skip
    def test_a_colour_nobody_can_read_is_refused_with_words(self, ilse, waterveen, client_of, wrong, words):
        page = client_of(ilse).post(STYLE, self.values(version="0", **wrong))
        assert page.status_code == 422
        assert words in page.content.decode()

    def test_a_picture_of_another_kind_is_refused(self, ilse, waterveen, client_of):
        svg = SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
        page = client_of(ilse).post(STYLE, self.values(version="0", logo=svg))
        assert "Dit is geen PNG" in page.content.decode()
        with scope(municipality=waterveen):
            assert not HouseStyle.objects.exists()

    def test_only_an_administrator_may(self, anna, chris, waterveen, client_of):
        assert client_of(anna).get(STYLE).status_code == 403
        assert client_of(chris).get(STYLE).status_code == 404
