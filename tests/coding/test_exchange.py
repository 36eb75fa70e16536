"""Codebooks and projects to and from other programs."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from koersvast.audit.models import Entry
from koersvast.coding import actions, exchange, refi, staging
from koersvast.coding.exchange_actions import (
    codebook_file,
    project_file,
    settle_waiting,
    take_codes,
    take_project,
)
from koersvast.coding.models import Code, Coder, Coding, StagedFile, WaitingCoding
from koersvast.texts import actions as texts
from koersvast.texts.models import Decided, Text
from koersvast.vault.models import DataKey
from tests.coding.conftest import TODAY, finished

pytestmark = pytest.mark.django_db
DOOR = "Een lokaal met een deur."


@pytest.fixture
def at(study):
    def address(name, *more):
        return reverse(name, args=["GM9901", 1, study.collection.pk, *more])

    return address


def other_book(study, anna):
    return actions.open_codebook(texts.new_collection(study.cycle, title="Elders", by=anna), by=anna)


def brought(study, project, by):
    """A project taken into the room, its new texts as bare texts."""
    return take_project(
        study.codebook,
        project,
        origin_key=lambda source: f"project:{source.guid}",
        bring_in=lambda source: texts.bring_in(
            study.collection,
            origin_key=f"project:{source.guid}",
            party="residents",
            body=source.plain_text,
            by=by,
        ),
        by=by,
        today=TODAY,
    )


def elsewhere(text="V: Wie helpt?\nD: De conciërge 🌊 van school.", words="De conciërge"):
    """A project of another program: one text, one code, one coder."""
    guid = "11111111-1111-4111-8111-11111111111{}".format
    start = text.index(words)
    coding = refi.Coding(guid(4), guid(2), user_guid=guid(3))
    return refi.Project(
        "Elders",
        users=(refi.User(guid(3), "Zoë"),),
        codebook=refi.Codebook((refi.Code(guid(2), "helpers", description="Wie helpt"),)),
        sources=(
            refi.TextSource(
                guid(1), "Interview Riet.docx", text,
                selections=(refi.Selection(guid(5), start, start + len(words), codings=(coding,)),),
            ),
        ),
    )  # fmt: skip


class TestCodebooks:
    def test_a_codebook_that_went_out_comes_in_elsewhere_with_every_meaning(self, study, anna):
        code = study.codes["werkt"]
        actions.change_code(
            code,
            {"definition": "Iets helpt", "include": "Eén ding", "exclude": "Een plan"},
            version=None,
            by=anna,
        )
        book = other_book(study, anna)
        read = refi.read_codebook(codebook_file(study.codebook, by=anna))
        take_codes(book, read.codebook.codes, by=anna)
        ours = [(c.label, c.assignable, c.definition) for c in Code.objects.filter(codebook=study.codebook)]
        theirs = [(c.label, c.assignable, c.definition) for c in Code.objects.filter(codebook=book)]
        assert sorted(ours) == sorted(theirs)
        made = Code.objects.get(codebook=book, label="werkt")
        assert (made.include, made.exclude, made.parent.label) == ("Eén ding", "Een plan", "Soort bevinding")

    def test_the_same_file_twice_adds_nothing(self, study, anna):
        read = refi.read_codebook(codebook_file(study.codebook, by=anna))
        before = Code.objects.count()
        take_codes(study.codebook, read.codebook.codes, by=anna)
        assert Code.objects.count() == before
        assert {row.state for row in exchange.compared(study.codebook, read.codebook.codes)} == {"same"}

    def test_a_code_with_the_same_path_is_the_same_code_and_a_difference_is_told_and_ours_stays(
        self, study, anna
    ):
        codes = (
            refi.Code(
                "22222222-2222-4222-8222-222222222222", "soort bevinding", is_codable=False,
                children=(refi.Code("22222222-2222-4222-8222-222222222223", "Werkt", description="Anders"),),
            ),
        )  # fmt: skip
        rows = exchange.compared(study.codebook, codes)
        assert [row.code for row in rows] == [study.codes["type"], study.codes["werkt"]]
        assert {change.field for change in rows[1].changes} == {"label", "definition"}
        take_codes(study.codebook, codes, by=anna)
        assert Code.objects.get(pk=study.codes["werkt"].pk).definition == ""
        take_codes(study.codebook, codes, take={rows[1].incoming.guid}, by=anna)
        assert Code.objects.get(pk=study.codes["werkt"].pk).definition == "Anders"

    def test_a_code_that_was_merged_here_is_not_made_again(self, study, anna):
        read = refi.read_codebook(codebook_file(study.codebook, by=anna))
        actions.merge(study.codes["vraag"], study.codes["behoefte"], by=anna, today=TODAY, now=timezone.now())
        found = take_codes(study.codebook, read.codebook.codes, by=anna)
        assert found[str(study.codes["vraag"].pk)] == study.codes["behoefte"]
        assert not Code.objects.filter(label="vraag", removed_at=None).exists()

    def test_bilal_sees_what_changes_before_anything_is_stored(self, study, at, bilal, client_of):
        content = refi.write_codebook(elsewhere().codebook)
        browser = client_of(bilal)
        sent = browser.post(at("exchange_codes"), {"file": SimpleUploadedFile("boek.qdc", content)})
        assert sent.status_code == 302
        with scope(municipality=study.cycle.municipality):
            kept = StagedFile.objects.get()
            assert b"helpers" not in bytes(kept.content)
            assert staging.content_of(kept) == content
            assert not Code.objects.filter(label="helpers").exists()
        page = browser.get(sent.url).content.decode()
        assert "1 nieuwe code" in page
        browser.post(sent.url)
        with scope(municipality=study.cycle.municipality):
            assert Code.objects.filter(label="helpers", guid=elsewhere().codebook.codes[0].guid).exists()
            assert not StagedFile.objects.exists()
            assert Entry.objects.filter(verb="codebook.imported").exists()

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<CodeBook/>", b"<!DOCTYPE x><CodeBook/>"])
    def test_a_file_that_is_no_codebook_is_refused_with_a_sentence_and_not_kept(
        self, study, at, bilal, client_of, content
    ):
        answer = client_of(bilal).post(at("exchange_codes"), {"file": SimpleUploadedFile("x.qdc", content)})
        assert answer.status_code == 422
        with scope(municipality=study.cycle.municipality):
            assert not StagedFile.objects.exists()

    def test_nobody_sees_the_file_of_a_colleague(self, study, at, anna, bilal, client_of):
        content = refi.write_codebook(elsewhere().codebook)
        sent = client_of(bilal).post(at("exchange_codes"), {"file": SimpleUploadedFile("boek.qdc", content)})
        assert client_of(anna).get(sent.url).status_code == 404


class TestProjects:
    def test_only_what_may_be_read_leaves_and_a_name_only_when_asked(self, study, anna):
        study.code("werkt", DOOR)
        study.code("behoefte", "Een plek met een achterdeur 🌊", coder=study.bilal)
        for named, names in (
            (False, {"Codeur 1", "Codeur 2"}),
            (True, {study.anna.user.name, study.bilal.user.name}),
        ):
            content = project_file(study.codebook, coder=study.anna, named=named, by=anna)
            project = refi.read_project(content).project
            assert {user.name for user in project.users} == names
        (source,) = project.sources
        assert "Dit mag niet mee" not in source.plain_text
        assert "[weggelaten]" in source.plain_text
        assert "\u2588" not in source.plain_text
        words = {source.plain_text[one.start : one.end] for one in source.selections}
        assert words == {DOOR, "Een plek met een achterdeur 🌊"}
        assert Entry.objects.filter(verb="project.exported").exists()
        assert Entry.objects.filter(verb="text.read", subject_id=study.text.pk).exists()

    def test_what_went_out_and_comes_back_is_there_already(self, study, anna):
        study.code("werkt", DOOR)
        study.code("behoefte", "Een plek met een achterdeur 🌊")
        project = refi.read_project(
            project_file(study.codebook, coder=study.anna, named=False, by=anna)
        ).project
        taken = brought(study, project, anna)
        assert (taken.there, taken.codings, taken.new_texts) == (2, 0, 0)
        Coding.objects.all().delete()
        taken = brought(study, project, anna)
        assert taken.codings == 2
        row = Coding.objects.get(code=study.codes["behoefte"])
        assert (row.start, row.end) == study.span("Een plek met een achterdeur 🌊")
        assert row.coder.user is None

    def test_a_text_from_elsewhere_waits_to_be_checked_and_its_codes_with_it(self, study, anna):
        taken = brought(study, elsewhere(), anna)
        row = Text.objects.get(origin_key__startswith="project:")
        assert (taken.new_texts, taken.waiting, taken.codings) == (1, 1, 0)
        assert row.state == "checking"
        assert not Coding.objects.filter(text=row).exists()
        assert "Riet" not in repr(list(Text.objects.values()))
        texts.finish(row, by=anna, today=TODAY)
        done = settle_waiting(study.codebook)
        assert (done.codings, done.refused) == (1, 0)
        coding = Coding.objects.get(text=row)
        assert (coding.coder.name, coding.code.label) == ("Zoë", "helpers")
        assert not WaitingCoding.objects.exists()

    def test_a_code_on_words_that_were_marked_never_meanwhile_is_refused(self, study, anna):
        brought(study, elsewhere(), anna)
        row = Text.objects.get(origin_key__startswith="project:")
        texts.mark_passage(row, start=14, end=30, kind="other", decided=Decided.NEVER, by=anna)
        texts.finish(row, by=anna, today=TODAY)
        assert settle_waiting(study.codebook).refused == 1
        assert not Coding.objects.filter(text=row).exists()

    def test_a_text_that_reads_differently_here_gets_no_codes(self, study, anna):
        project = elsewhere()
        brought(study, project, anna)
        other = elsewhere(text="V: Wie?\nD: De conciërge, en nog iemand.")
        taken = brought(study, other, anna)
        assert (taken.changed_texts, taken.waiting) == (1, 0)
        assert "anders zijn" in taken.told()[0]

    def test_a_withdrawn_text_does_not_come_back(self, study, anna):
        brought(study, elsewhere(), anna)
        row = Text.objects.get(origin_key__startswith="project:")
        texts.forget(row.origin_key, by=anna)
        actions.forget_text(row.pk)
        taken = brought(study, elsewhere(), anna)
        assert (taken.gone_texts, taken.new_texts, taken.waiting) == (1, 0, 0)
        assert Text.objects.get(pk=row.pk).data_key is None

    def test_blind_coders_do_not_get_each_others_codes_in_a_file(self, study, anna):
        study.code("werkt", DOOR)
        study.code("vraag", DOOR, coder=study.bilal)
        actions.set_blind(study.codebook, blind=True, by=anna)
        study.codebook.refresh_from_db()
        content = project_file(study.codebook, coder=study.anna, named=False, by=anna)
        (source,) = refi.read_project(content).project.sources
        given = [coding.code_guid for one in source.selections for coding in one.codings]
        assert given == [str(study.codes["werkt"].pk)]

    def test_only_who_leads_takes_words_out(self, study, at, anna, bilal, client_of):
        assert client_of(bilal).post(at("project_file")).status_code == 404
        answer = client_of(anna).post(at("project_file"))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert 'filename="gesprekken.qdpx"' in answer["Content-Disposition"]


def test_nobody_outside_the_team_finds_an_address(study, at, anna, chris, emre, gerrit, ilse, client_of):
    kept = staging.keep(
        study.cycle.municipality, about=study.collection.pk, kind="qdc", file_name="x", content=b"x", by=anna,
        now=timezone.now(),
    )  # fmt: skip
    pages = [
        at("exchange_codes"), at("codebook_file"), at("project_file"), at("check_codebook", kept.pk),
        at("drop_staged", "qdc", kept.pk), at("bring_project"), at("check_project", kept.pk),
    ]  # fmt: skip
    for person in (chris, emre, gerrit, ilse):
        browser = client_of(person)
        for address in pages:
            assert browser.get(address).status_code in (404, 405), address
            assert browser.post(address).status_code in (404, 405), address


def test_a_file_that_waited_an_hour_is_gone_key_and_all(study, anna):
    now = timezone.now()
    before = DataKey.objects.count()
    staging.keep(
        study.cycle.municipality,
        about=study.collection.pk,
        kind="qdc",
        file_name="x",
        content=b"x",
        by=anna,
        now=now,
    )
    assert staging.forget_old(now + datetime.timedelta(minutes=61)) == 1
    assert (StagedFile.objects.count(), DataKey.objects.count()) == (0, before)


def test_a_coder_of_a_file_never_becomes_somebody_with_an_account(study, anna):
    study.code("werkt", DOOR)
    project = refi.read_project(project_file(study.codebook, coder=study.anna, named=True, by=anna)).project
    Coding.objects.all().delete()
    brought(study, project, anna)
    assert not Coding.objects.filter(coder=study.anna).exists()
    assert Coder.objects.get(user=None).name.endswith("(uit bestand)")


def test_a_finished_text_of_another_room_is_not_ours(study, anna):
    """A guid that points at a text of another collection opens nothing there."""
    room = texts.new_collection(study.cycle, title="Anders", by=anna)
    row = finished(room, anna, key="c:9", body="Iets heel anders.")
    project = elsewhere(text="Iets heel anders.", words="Iets")
    source = project.sources[0]
    changed = refi.Project(
        project.name, users=project.users, codebook=project.codebook,
        sources=(refi.TextSource(str(row.pk), "x", source.plain_text, selections=source.selections),),
    )  # fmt: skip
    taken = brought(study, changed, anna)
    assert taken.new_texts == 1
    assert not Coding.objects.filter(text=row).exists()
