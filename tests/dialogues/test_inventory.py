"""A list of initiatives that people kept by hand: every oddity is found, a person decides, nothing before that."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope
from openpyxl import Workbook

from koersvast.activities.models import Initiative
from koersvast.coding.models import StagedFile
from koersvast.dialogues.inventory import read_inventory
from koersvast.dialogues.inventory_actions import take_sure
from koersvast.texts.reading import CannotRead

FILE = Path("src/koersvast/dialogues/demo/conversations/initiatives.csv")
HEAD = "name;organisation;reach_per_year;cost_per_year;description\n"


@pytest.fixture(scope="module")
def lines():
    return {line.values["name"]: line for line in read_inventory("initiatives.csv", FILE.read_bytes())}


def one(row):
    (line,) = read_inventory("x.csv", (HEAD + row).encode())
    return line


class TestReading:
    def test_one_initiative_under_two_spellings_is_found_and_no_other(self, lines):
        twins = [line for line in lines.values() if line.twin]
        assert [(line.number, line.twin.line, line.proposal) for line in twins] == [(3, 2, "merge")]

    @pytest.mark.parametrize(
        ("name", "kind", "asks"),
        [
            ("De Roze Tafel (Vlonder)", "range", True),
            ("Paarse Vrijdag", "date", True),
            ("Boekenclub bi plus (online)", "unknown", True),
            ("Besloten appgroep", "secret", True),
            ("Maatjes LHBTI-statushouders", "amount", False),
            ("Scholing jeugdgezondheidszorg intersekse", "amount", False),
            ("De Roze Tafel (Vlonder)", "case", False),
            ("Roze Loper", "empty", False),
        ],
    )
    def test_each_planted_defect_is_found(self, lines, name, kind, asks):
        (found,) = [odd for odd in lines[name].odd if odd.kind == kind][:1]
        assert found.asks is asks

    def test_only_rows_with_a_question_ask(self, lines):
        assert sorted(line.number for line in lines.values() if line.asks) == [3, 6, 21, 29]

    def test_amounts_are_read_and_nothing_is_lost(self, lines):
        assert lines["Maatjes LHBTI-statushouders"].values["cost"] == 4200
        assert lines["Scholing jeugdgezondheidszorg intersekse"].values["cost"] == 2250
        assert lines["Paarse Vrijdag"].values["reach"] == ""
        assert lines["De Roze Tafel (Vlonder)"].values["reach"] == "12 à 15"
        assert "Wijk: Centrum." in lines["De Roze Tafel (Vlonder)"].values["note"]
        assert "Voor wie: professionals." in lines["Eén-zin-afspraak"].values["note"]
        assert lines["Roze tafel"].values["groups"] == ["elderly", "lesbian", "gay"]

    def test_what_must_not_be_published_is_left_out_unless_somebody_says_so(self, lines):
        assert lines["Besloten appgroep"].proposal == "skip"

    @pytest.mark.parametrize(
        ("row", "kind"),
        [
            ("Tafel;Huis;10;12-03-2026;x", "date"), ("Tafel;Huis;10;100-200;x", "range"), ("Tafel;Huis;veel;1;x", "number"),
            (";Huis;10;1;x", "nameless"), ("Tafel;Huis;10;1;bel 06-70123456", "contact"), ("Tafel;Huis;10;1;x;y", "cells"),
        ],
    )  # fmt: skip
    def test_other_oddities_ask_too(self, row, kind):
        assert kind in one(row).kinds
        assert one(row).asks

    def test_a_workbook_is_read_as_well(self):
        book = Workbook()
        book.active.append(["naam", "organisatie", "kosten"])
        book.active.append(["Roze tafel", "Buurthuis", "€ 1.200,50"])
        file = io.BytesIO()
        book.save(file)
        (line,) = read_inventory("lijst.xlsx", file.getvalue())
        assert (line.values["name"], line.values["cost"]) == ("Roze tafel", 1200)

    @pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", HEAD.encode(), b"PK\x03\x04kapot"])
    def test_a_file_without_initiatives_is_refused_with_a_sentence(self, content):
        with pytest.raises(CannotRead):
            read_inventory("x.csv", content)


@pytest.mark.django_db
class TestStoring:
    @pytest.fixture
    def send(self, cycle, anna, client_of):
        def go(content=None):
            file = SimpleUploadedFile("initiatives.csv", FILE.read_bytes() if content is None else content)
            return client_of(anna).post(reverse("bring_inventory", args=["GM9901", 2]), {"file": file})

        return go

    def sure(self):
        rows = read_inventory("i.csv", FILE.read_bytes())
        return {f"r{line.number}-do": "take" for line in rows if not line.asks}

    def test_anna_decides_per_row_and_all_of_it_is_stored_at_once(self, cycle, anna, client_of, send):
        address = send().url
        with scope(municipality=cycle.municipality):
            assert not Initiative.objects.exists()
            assert b"appgroep" not in bytes(StagedFile.objects.get().content)
        page = client_of(anna).get(address).content.decode()
        assert "Over 4 rijen hebben we een vraag." in page
        assert "Lijkt op “Roze tafel” (100 procent hetzelfde)." in page
        mended = {
            "r3-do": "merge", "r3-name": "De Roze Tafel (Vlonder)", "r6-do": "take", "r6-name": "Paarse Vrijdag",
            "r6-reach": "900", "r21-do": "skip", "r29-do": "take", "r29-name": "Boekenclub",
        }  # fmt: skip
        client_of(anna).post(address, {**self.sure(), **mended})
        with scope(municipality=cycle.municipality):
            assert Initiative.objects.count() == 28
            assert (
                "Ook opgegeven als: De Roze Tafel (Vlonder)."
                in Initiative.objects.get(name="Roze tafel").note
            )
            assert Initiative.objects.get(name="Paarse Vrijdag").reach == "900"
            assert not Initiative.objects.filter(name__contains="appgroep").exists()
            assert not StagedFile.objects.exists()

    def test_a_row_without_a_name_is_asked_for_again_and_nothing_is_stored(
        self, cycle, anna, client_of, send
    ):
        address = send().url
        answer = client_of(anna).post(address, {**self.sure(), "r3-do": "take", "r3-name": ""})
        assert answer.status_code == 422
        with scope(municipality=cycle.municipality):
            assert not Initiative.objects.exists()

    def test_the_same_list_again_asks_about_every_row(self, cycle, anna, client_of, send):
        with scope(municipality=cycle.municipality):
            take_sure(cycle, read_inventory("i.csv", FILE.read_bytes()))
            count = Initiative.objects.count()
        page = client_of(anna).get(send().url).content.decode()
        assert count == 26
        assert "Over 30 rijen hebben we een vraag." in page

    def test_markup_in_a_cell_is_text(self, anna, client_of, send):
        page = client_of(anna).get(send((HEAD + "<b>x</b>;Huis;onbekend;;").encode()).url).content.decode()
        assert "<b>x</b>" not in page
        assert "&lt;b&gt;x" in page

    def test_chris_emre_and_gerrit_find_nothing(self, cycle, send, bilal, chris, emre, gerrit, client_of):
        address = send().url
        for person in (chris, emre, gerrit, bilal):
            assert client_of(person).get(address).status_code in (403, 404)
            assert client_of(person).post(address + "weg/").status_code in (403, 404)
        with scope(municipality=cycle.municipality):
            assert StagedFile.objects.exists()
