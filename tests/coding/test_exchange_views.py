"""The pages where a codebook (.qdc) or a project (.qdpx) comes in: looked at first, refused with a sentence, never half."""

from __future__ import annotations

import html
import tempfile
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from koersvast.coding import refi
from koersvast.coding.models import Code, Coding, StagedFile, WaitingCoding
from koersvast.dialogues import actions as dialogues
from koersvast.dialogues.models import Conversation, DialogueRound
from koersvast.dialogues.views import projects
from koersvast.jobs.models import Job
from koersvast.texts.models import Text
from koersvast.vault.models import DataKey
from tests import factories
from tests.coding.test_exchange import elsewhere
from tests.texts.made_files import zipped

pytestmark = pytest.mark.django_db

EVIL_CODEBOOKS = {
    "empty": b"",
    "a zip": zipped({"codeboek.qdc": "<CodeBook/>"}),
    "no xml": b"geen xml",
    "no codes": b'<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>',
    "an entity": b'<!DOCTYPE c [<!ENTITY a "b">]><CodeBook><Codes><Code name="&a;"/></Codes></CodeBook>',
    "an address": b'<!DOCTYPE c SYSTEM "http://127.0.0.1:9/"><CodeBook/>',
    "too deep": b"<Code>" * 5_000,
    "too large": b"<CodeBook>" + b" " * (11 * 1024 * 1024),
}
EVIL_PROJECTS = {
    "empty": b"",
    "no zip": b"<Project/>",
    "half a zip": b"PK\x03\x04",
    "no project in it": zipped({"iets.txt": "x"}),
    "an entity": zipped({"project.qde": '<!DOCTYPE p [<!ENTITY a "b">]><Project name="&a;"/>'}),
    "a way out": zipped({"project.qde": "<Project/>", "../x.txt": "x"}),
    "a zip in a zip": zipped({"project.qde": "<Project/>", "Sources/a.zip": zipped({"a": "b"})}),
    "a bomb": zipped({"project.qde": "<Project/>", "Sources/a.txt": b"\x00" * 30_000_000}),
    "nothing in it": refi.write_project(refi.Project("leeg")),
    "too large": b"PK\x03\x04" + b"x" * (11 * 1024 * 1024),
}


@pytest.fixture
def room(study, anna):
    """The room of coders, as the round of conversations that it is."""
    DialogueRound.objects.create(
        municipality=study.cycle.municipality,
        cycle=study.cycle,
        collection=study.collection,
        title="Gesprekken voorjaar 2026",
    )
    return study


@pytest.fixture
def temporary(monkeypatch, tmp_path):
    """The folder for temporary files, of this test alone."""
    made = tmp_path / "temporary"
    made.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


@pytest.fixture
def at(study):
    def address(name, *more):
        return reverse(name, args=["GM9901", 1, study.collection.pk, *more])

    return address


def sent(browser, address, content, name):
    return browser.post(address, {"file": SimpleUploadedFile(name, content)})


def words_of(answer):
    return html.unescape(answer.content.decode())


def stored():
    """How much there is of everything that a file could bring."""
    return [
        model.objects.count() for model in (StagedFile, DataKey, Code, Coding, WaitingCoding, Text, Conversation)
    ]  # fmt: skip


class TestCodebooks:
    @pytest.mark.parametrize("content", EVIL_CODEBOOKS.values(), ids=EVIL_CODEBOOKS)
    def test_a_file_that_is_none_or_wants_harm_is_refused_at_the_field_and_leaves_nothing(
        self, room, at, bilal, client_of, content, temporary
    ):
        before = stored()
        answer = sent(client_of(bilal), at("exchange_codes"), content, "boek.qdc")
        assert answer.status_code == 422
        assert 'id="id_file_error"' in words_of(answer)
        assert stored() == before
        assert list(temporary.iterdir()) == []

    def test_no_file_at_all_is_said(self, room, at, bilal, client_of):
        answer = client_of(bilal).post(at("exchange_codes"))
        assert answer.status_code == 422
        assert 'id="id_file_error"' in words_of(answer)

    def test_names_that_are_markup_are_shown_as_text(self, room, at, bilal, client_of):
        book = refi.Codebook((replace(elsewhere().codebook.codes[0], name="<b>vet</b>"),))
        page = client_of(bilal).get(
            sent(client_of(bilal), at("exchange_codes"), refi.write_codebook(book), "<i>x</i>.qdc").url
        )
        assert "<b>vet" not in page.content.decode()
        assert "<i>x" not in page.content.decode()
        assert "<b>vet</b>" in words_of(page)

    def test_thrown_away_it_is_gone_and_nothing_of_it_was_stored(self, room, at, bilal, client_of):
        before = stored()
        browser = client_of(bilal)
        kept = sent(browser, at("exchange_codes"), refi.write_codebook(elsewhere().codebook), "boek.qdc").url
        pk = kept.rstrip("/").rpartition("/")[2]
        page = words_of(browser.post(at("drop_staged", "qdc", pk), follow=True))
        assert "Er is niets bewaard." in page
        assert stored() == before
        assert browser.get(kept).status_code == 404

    def test_the_words_of_a_code_that_differs_come_only_with_a_tick(self, room, at, bilal, client_of):
        ours = room.codes["werkt"]
        theirs = refi.Code(str(ours.pk), "werkt", description="Anders gezegd")
        root = refi.Code(str(room.codes["type"].pk), "Soort bevinding", is_codable=False, children=(theirs,))
        content = refi.write_codebook(refi.Codebook((root,)))
        browser = client_of(bilal)
        for tick, meaning in ({}, ""), ({"take": str(ours.pk)}, "Anders gezegd"):
            address = sent(browser, at("exchange_codes"), content, "boek.qdc").url
            assert "In het bestand: Anders gezegd" in " ".join(words_of(browser.get(address)).split())
            browser.post(address, tick)
            assert Code.objects.get(pk=ours.pk).definition == meaning

    def test_a_code_that_nobody_offered_cannot_be_ticked(self, room, at, bilal, client_of):
        browser = client_of(bilal)
        address = sent(browser, at("exchange_codes"), refi.write_codebook(elsewhere().codebook), "b.qdc").url
        assert browser.post(address, {"take": "x"}).status_code == 422
        assert not Code.objects.filter(label="helpers").exists()


class TestProjects:
    def bring(self, browser, at, project=None):
        return sent(browser, at("bring_project"), refi.write_project(project or elsewhere()), "p.qdpx").url

    def test_anna_sees_what_is_in_it_and_takes_it_in(self, room, at, anna, client_of):
        browser, before = client_of(anna), stored()
        address = self.bring(browser, at)
        kept = StagedFile.objects.get()
        assert "conciërge".encode() not in bytes(kept.content)
        page = browser.get(address)
        assert "no-store" in page["Cache-Control"]
        assert "1 nieuwe code" in words_of(page)
        assert stored()[2:] == before[2:]
        page = words_of(browser.post(address, follow=True))
        assert "1 nieuwe teksten, 0 codes, 1 codes die wachten op nakijken" in page
        assert stored()[2:] == [before[2] + 1, before[3], before[4] + 1, before[5] + 1, before[6] + 1]
        assert not StagedFile.objects.exists()
        assert Conversation.objects.get().text.state == "checking"

    @pytest.mark.parametrize("content", EVIL_PROJECTS.values(), ids=EVIL_PROJECTS)
    def test_a_file_that_is_none_or_wants_harm_is_refused_at_the_field_and_leaves_nothing(
        self, room, at, anna, client_of, content, temporary
    ):
        before = stored()
        answer = sent(client_of(anna), at("bring_project"), content, "p.qdpx")
        assert answer.status_code == 422
        assert 'id="id_file_error"' in words_of(answer)
        assert stored() == before
        assert list(temporary.iterdir()) == []

    def test_thrown_away_it_is_gone(self, room, at, anna, client_of):
        browser, before = client_of(anna), stored()
        pk = self.bring(browser, at).rstrip("/").rpartition("/")[2]
        browser.post(at("drop_staged", "qdpx", pk))
        assert stored() == before

    def test_into_a_closed_round_nothing_comes(self, room, at, anna, client_of):
        browser, before = client_of(anna), stored()
        address = self.bring(browser, at)
        DialogueRound.objects.update(status="closed")
        assert "Deze gespreksronde is afgesloten." in words_of(browser.post(address, follow=True))
        assert stored()[2:] == before[2:]

    def test_a_large_one_is_work_for_the_queue_which_holds_no_word_of_it(
        self, room, at, anna, client_of, monkeypatch
    ):
        monkeypatch.setattr(projects, "IN_BACKGROUND", 10)
        browser = client_of(anna)
        answer = browser.post(self.bring(browser, at))
        job = Job.objects.get(name="dialogues.import_project")
        assert str(job.pk) in answer.url
        assert "conciërge" not in str(job.arguments)

    def test_bilal_who_codes_may_not_bring_conversations_in(self, room, at, anna, bilal, client_of):
        address = self.bring(client_of(anna), at)
        for path in (at("bring_project"), address):
            assert client_of(bilal).get(path).status_code == 404
            assert client_of(bilal).post(path).status_code == 404

    def test_another_leader_and_another_room_do_not_find_the_file(
        self, room, at, anna, gerrit, chris, client_of
    ):
        from koersvast.texts import actions as texts

        address = self.bring(client_of(anna), at)
        texts.put_in_team(room.collection, user=gerrit, task="lead", by=anna)
        assert client_of(gerrit).get(at("bring_project")).status_code == 200
        assert client_of(gerrit).get(address).status_code == 404
        assert client_of(chris).get(address).status_code == 404
        other = dialogues.open_round(room.cycle, by=anna, title="Anders")
        elsewhere_here = address.replace(str(room.collection.pk), str(other.collection_id))
        assert client_of(anna).get(elsewhere_here).status_code == 404

    def test_chris_brings_it_into_his_own_municipality_and_nothing_comes_here(
        self, room, chris, zandermeer, client_of
    ):
        before = stored()
        with scope(municipality=zandermeer):
            made = dialogues.open_round(factories.cycle(zandermeer, 1), by=chris, title="Elders")
            base = [zandermeer.code, 1, made.collection_id]
        browser = client_of(chris)
        answer = sent(browser, reverse("bring_project", args=base), refi.write_project(elsewhere()), "p.qdpx")
        browser.post(answer.url)
        assert stored() == before
        with scope(municipality=zandermeer):
            assert Conversation.objects.count() == 1
