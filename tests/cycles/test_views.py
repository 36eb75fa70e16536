"""A round begins: who takes part, which words mean what, and a table evening of many people at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.audit.models import Entry
from koersvast.cycles import actions
from koersvast.cycles.models import Cycle, Dot, GlossaryTerm, Note, Partner, Session
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_waterveen")]
HOME = "/GM9901/"
BASE = "/GM9901/ronde/1/"
HOSTILE = ["<script>alert(1)</script>", "=1+1", "a\x07b"]
ROUND = {"number": "1", "title": "Ronde 2027", "starts_on": "2027", "visibility": "partners"}
WHO = {"name": "Welzijn Waterveen", "kind": "welfare", "party": "provider"}
WORD = {"term": "Veilig", "agreed": "Jezelf kunnen zijn", "municipality_meaning": "Weinig misdaad"}


@pytest.fixture
def cycle(waterveen):
    return factories.cycle(waterveen, visibility="partners")


@pytest.fixture
def evening(cycle, anna):
    return actions.open_session(
        cycle, by=anna, title="Tafelavond", step=2, kind="table_evening", held_on="2026-10-01", tables=7,
        rounds=2, votes_each=3, parties=[],
    )  # fmt: skip


def at(session, end=""):
    return f"{BASE}bijeenkomsten/{session.pk}/{end}"


def note(session, by, text="Meer licht", **fields):
    return actions.write_note(session, by=by, text=text, **fields)


# Opening a round


def test_anna_opens_a_round(waterveen, anna, client_of):
    client = client_of(anna)
    assert client.get(f"{HOME}ronde/nieuw/").status_code == 200
    assert client.post(f"{HOME}ronde/nieuw/", ROUND)["Location"] == BASE
    assert Cycle.objects.get().title == "Ronde 2027"
    assert "Ronde 2027" in client.get(HOME).content.decode()


def test_a_number_that_is_taken_is_said_at_the_number(cycle, anna, client_of):
    page = client_of(anna).post(f"{HOME}ronde/nieuw/", ROUND).content.decode()
    assert "Er is al een ronde met dit nummer." in page
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"title": text} for text in HOSTILE]
    + [{"starts_on": "ooit"}, {"starts_on": "2027-13"}, {"ends_on": "2026"}],
)
def test_a_round_with_a_mistake_is_not_opened(wrong, waterveen, anna, client_of):
    assert client_of(anna).post(f"{HOME}ronde/nieuw/", ROUND | wrong).status_code == 200
    assert not Cycle.objects.exists()


def test_only_planners_open_a_round(waterveen, emre, gerrit, chris, ilse, client_of):
    for person, status in ((emre, 403), (gerrit, 403), (chris, 404)):
        assert client_of(person).post(f"{HOME}ronde/nieuw/", ROUND).status_code == status
    assert client_of(None).get(f"{HOME}ronde/nieuw/")["Location"].startswith("/account/login/")
    assert client_of(ilse).post(f"{HOME}ronde/nieuw/", ROUND).status_code == 302


def test_two_people_who_change_a_round_lose_no_text(cycle, anna, bilal, client_of):
    client_of(bilal).post(f"{BASE}wijzig/", ROUND | {"title": "Van Bilal", "version": "1"})
    answer = client_of(anna).post(f"{BASE}wijzig/", ROUND | {"title": "Van Anna", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van Bilal" in page
    assert "Van Anna" in page
    cycle.refresh_from_db()
    assert cycle.title == "Van Bilal"


def test_a_form_with_a_mistake_still_knows_what_it_began_with(cycle, anna, bilal, client_of):
    """Else a mistake in a form would let it overwrite what somebody else saved in between."""
    client_of(bilal).post(f"{BASE}wijzig/", ROUND | {"title": "Van Bilal", "version": "1"})
    page = client_of(anna).post(f"{BASE}wijzig/", ROUND | {"title": "", "version": "1"}).content.decode()
    assert 'name="version" value="1"' in page


# Partners


def test_anna_adds_changes_removes_and_brings_back_a_partner(cycle, anna, client_of):
    client = client_of(anna)
    client.post(f"{BASE}partners/nieuw/", WHO)
    row = Partner.objects.get()
    assert (row.name, row.organisation.name) == ("Welzijn Waterveen", "Welzijn Waterveen")
    client.post(f"{BASE}partners/{row.pk}/", WHO | {"interest": "Minder eenzaam", "version": "1"})
    assert Partner.objects.get().interest == "Minder eenzaam"
    page = client.post(f"{BASE}partners/{row.pk}/weg/", follow=True).content.decode()
    assert not Partner.objects.exists()
    assert f"{BASE}partners/{row.pk}/weg/" in page
    client.post(f"{BASE}partners/{row.pk}/weg/", {"terug": "1"})
    assert Partner.objects.get().interest == "Minder eenzaam"


def test_two_people_who_change_a_partner_lose_no_text(cycle, anna, bilal, client_of):
    row = factories.partner(cycle, "welzijn")
    client_of(bilal).post(f"{BASE}partners/{row.pk}/", WHO | {"mandate": "Van Bilal", "version": "1"})
    answer = client_of(anna).post(f"{BASE}partners/{row.pk}/", WHO | {"mandate": "Van Anna", "version": "1"})
    assert answer.status_code == 409
    assert "Van Bilal" in answer.content.decode()
    assert "Van Anna" in answer.content.decode()


def test_the_owner_of_an_activity_stays(cycle, anna, client_of):
    owner = factories.partner(cycle, "welzijn")
    factories.activity(owner)
    page = client_of(anna).post(f"{BASE}partners/{owner.pk}/weg/", follow=True).content.decode()
    assert "eigenaar van een activiteit" in page
    assert Partner.objects.exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_partner_with_a_hostile_name_is_refused(text, cycle, anna, client_of):
    assert client_of(anna).post(f"{BASE}partners/nieuw/", WHO | {"name": text}).status_code == 200
    assert not Partner.objects.exists()


def test_only_who_may_change_step_0_changes_partners(cycle, emre, gerrit, chris, client_of):
    row = factories.partner(cycle, "welzijn")
    for person, status in ((emre, 403), (gerrit, 403), (chris, 404)):
        for end in ("nieuw/", f"{row.pk}/", f"{row.pk}/weg/"):
            assert client_of(person).post(f"{BASE}partners/{end}", WHO).status_code == status
    assert client_of(None).get(f"{BASE}partners/")["Location"].startswith("/account/login/")


# Words


def test_anna_agrees_on_a_word_and_sees_three_meanings_side_by_side(cycle, anna, client_of):
    client = client_of(anna)
    client.post(f"{BASE}begrippen/nieuw/", WORD | {"residents_meaning": "Hand in hand lopen"})
    page = client.get(f"{BASE}begrippen/").content.decode()
    for text in ("Veilig", "Jezelf kunnen zijn", "Weinig misdaad", "Hand in hand lopen"):
        assert text in page


def test_anna_changes_a_word_and_takes_a_meaning_away(cycle, anna, client_of):
    client = client_of(anna)
    client.post(f"{BASE}begrippen/nieuw/", WORD)
    row = GlossaryTerm.objects.get()
    client.post(f"{BASE}begrippen/{row.pk}/", WORD | {"municipality_meaning": "", "residents_meaning": "Rust", "version": "1"})  # fmt: skip
    assert [(one.party, one.meaning) for one in row.meanings.all()] == [("residents", "Rust")]


@pytest.mark.parametrize("field", ["agreed", "municipality_meaning"])
def test_two_people_who_change_a_word_lose_no_text(field, cycle, anna, bilal, client_of):
    row = actions.add_term(cycle, by=anna, term="Veilig", agreed="Jezelf kunnen zijn", meanings={"municipality": "Weinig misdaad"})  # fmt: skip
    url = f"{BASE}begrippen/{row.pk}/"
    client_of(bilal).post(url, WORD | {field: "Van Bilal", "version": "1"})
    answer = client_of(anna).post(url, WORD | {field: "Van Anna", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Van Bilal" in page
    assert "Van Anna" in page
    assert "Van Bilal" in client_of(anna).get(f"{BASE}begrippen/").content.decode()


def test_one_person_may_change_a_word_and_its_meanings_in_one_go(cycle, anna):
    row = actions.add_term(cycle, by=anna, term="Veilig", agreed="Oud", meanings={"municipality": "Oud"})
    actions.change_term(
        row, by=anna, term="Veiligheid", agreed="Nieuw", meanings={"municipality": "Nieuw"}, version=1
    )
    fresh = GlossaryTerm.objects.get()
    assert (fresh.term, fresh.agreed, fresh.meanings.get().meaning) == ("Veiligheid", "Nieuw", "Nieuw")


def test_the_list_of_words_takes_as_many_queries_for_thirty_as_for_three(cycle, anna, client_of):
    client = client_of(anna)

    def queries():
        with CaptureQueriesContext(connection) as counted:
            client.get(f"{BASE}begrippen/")
        return len(counted)

    for number in range(3):
        actions.add_term(cycle, by=anna, term=f"w{number}", agreed="x", meanings={"residents": "y"})
    few = queries()
    for number in range(27):
        actions.add_term(cycle, by=anna, term=f"v{number}", agreed="x", meanings={"residents": "y"})
    assert queries() == few


# A table evening: seven tables, two rounds, sixty notes


def test_sixty_notes_of_several_people_at_once_are_all_there(
    cycle, evening, anna, bilal, emre, ilse, client_of
):
    tables = [client_of(person) for person in (anna, bilal, emre, ilse)]
    for number in range(60):
        tables[number % 4].post(
            at(evening, "notitie/"),
            {"text": f"Notitie {number}", "table": number % 7 + 1, "round": number % 2 + 1},
        )
    assert Note.objects.filter(session=evening).count() == 60
    page = client_of(anna).get(at(evening)).content.decode()
    assert "60 notities" in page
    assert all(f"Notitie {number}<" in page for number in range(60))
    assert {(row.table, row.round) for row in Note.objects.all()} == {
        (n % 7 + 1, n % 2 + 1) for n in range(60)
    }


def test_a_table_keeps_its_place_for_the_next_note(evening, emre, client_of):
    client = client_of(emre)
    client.post(at(evening, "notitie/"), {"text": "Een", "table": "5", "round": "2"})
    page = client.get(at(evening)).content.decode()
    assert 'name="table" value="5"' in page


def test_notes_are_grouped_and_taken_apart(evening, anna, client_of):
    notes = [note(evening, anna, text) for text in ("Licht", "Lampen", "Agenten")]
    client = client_of(anna)
    client.post(at(evening, "groep/"), {"note": [str(row.pk) for row in notes[:2]], "cluster": "Verlichting"})
    assert sorted(Note.objects.filter(cluster="Verlichting").values_list("text", flat=True)) == [
        "Lampen",
        "Licht",
    ]
    assert "Verlichting" in client.get(at(evening)).content.decode()
    client.post(at(evening, "groep/"), {"note": [str(notes[0].pk)], "cluster": ""})
    assert Note.objects.get(text="Licht").cluster == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_notes_and_names_of_groups_are_refused(text, evening, anna, client_of):
    row = note(evening, anna)
    client = client_of(anna)
    client.post(at(evening, "notitie/"), {"text": text})
    client.post(at(evening, "groep/"), {"note": [str(row.pk)], "cluster": text})
    assert [(one.text, one.cluster) for one in Note.objects.all()] == [("Meer licht", "")]


def test_a_note_with_brackets_and_quotes_is_shown_as_it_was_written(evening, anna, client_of):
    note(evening, anna, "1 < 2 & \"ja\" 'nee'")
    assert (
        "1 &lt; 2 &amp; &quot;ja&quot; &#x27;nee&#x27;" in client_of(anna).get(at(evening)).content.decode()
    )


def test_nobody_puts_more_dots_than_the_evening_gives(evening, anna, emre, client_of):
    row = note(evening, anna)
    for person in (anna, emre):
        for _try in range(5):
            client_of(person).post(at(evening, f"notitie/{row.pk}/stip/"))
    assert Dot.objects.filter(by=anna).count() == 3
    assert Dot.objects.filter(by=emre).count() == 3
    assert "Al uw stippen zijn geplakt." in client_of(anna).post(at(evening, f"notitie/{row.pk}/stip/"), follow=True).content.decode()  # fmt: skip


def test_a_dot_taken_off_can_be_put_elsewhere(evening, anna, client_of):
    first, second = note(evening, anna), note(evening, anna, "Tweede")
    client = client_of(anna)
    for _try in range(3):
        client.post(at(evening, f"notitie/{first.pk}/stip/"))
    client.post(at(evening, f"notitie/{first.pk}/stip/"), {"weg": "1"})
    client.post(at(evening, f"notitie/{second.pk}/stip/"))
    assert (first.dots.count(), second.dots.count()) == (2, 1)


def test_nobody_takes_the_dot_of_somebody_else(evening, anna, emre, client_of):
    row = note(evening, anna)
    actions.put_dot(row, by=anna)
    client_of(emre).post(at(evening, f"notitie/{row.pk}/stip/"), {"weg": "1"})
    assert row.dots.count() == 1


def test_dots_on_a_note_that_was_taken_away_are_free_again(evening, anna, client_of):
    row, other = note(evening, anna), note(evening, anna, "Tweede")
    client = client_of(anna)
    for _try in range(3):
        actions.put_dot(row, by=anna)
    client.post(at(evening, f"notitie/{row.pk}/weg/"))
    client.post(at(evening, f"notitie/{other.pk}/stip/"))
    assert other.dots.count() == 1


def test_priorities_stand_in_order_of_votes_with_who_takes_them_up(cycle, evening, anna, emre, client_of):
    owner = factories.partner(cycle, "welzijn", name="Welzijn Waterveen")
    least, most = note(evening, anna, "Een stip"), note(evening, anna, "Twee stippen")
    note(evening, anna, "Geen stip")
    actions.put_dot(least, by=anna)
    actions.put_dot(most, by=anna)
    actions.put_dot(most, by=emre)
    client = client_of(anna)
    client.post(at(evening, f"notitie/{most.pk}/trekker/"), {"owner": str(owner.pk)})
    page = client.get(at(evening, "voorrang/")).content.decode()
    assert page.index("Twee stippen") < page.index("Een stip") < page.index("Geen stip")
    assert Note.objects.get(pk=most.pk).owner == owner
    client.post(at(evening, f"notitie/{most.pk}/trekker/"), {"owner": ""})
    assert Note.objects.get(pk=most.pk).owner is None


def test_a_note_that_was_taken_away_comes_back_with_its_dots(evening, anna, client_of):
    row = note(evening, anna)
    actions.put_dot(row, by=anna)
    client = client_of(anna)
    away = at(evening, f"notitie/{row.pk}/weg/")
    assert away in client.post(away, follow=True).content.decode()
    assert not Note.objects.exists()
    client.post(away, {"terug": "1"})
    assert Note.objects.get().dots.count() == 1
    assert [entry.verb for entry in Entry.objects.filter(subject_id=row.pk)] == [
        "note.brought_back",
        "note.removed",
        "note.written",
    ]


def test_two_people_who_change_an_evening_lose_no_text(evening, anna, bilal, client_of):
    fields = {
        "title": "Tafelavond",
        "kind": "table_evening",
        "step": "2",
        "held_on": "2026-10-01",
        "version": "1",
    }
    client_of(bilal).post(at(evening, "wijzig/"), fields | {"outcome": "Van Bilal"})
    answer = client_of(anna).post(at(evening, "wijzig/"), fields | {"outcome": "Van Anna"})
    assert answer.status_code == 409
    assert "Van Bilal" in answer.content.decode()
    assert "Van Anna" in answer.content.decode()


def test_anna_opens_an_evening_and_it_stands_in_the_list(cycle, anna, client_of):
    client = client_of(anna)
    assert client.get(f"{BASE}bijeenkomsten/nieuw/?stap=x").status_code == 200
    fields = {"title": "Tafelavond", "kind": "table_evening", "step": "2", "held_on": "2026-10-01"}
    made = client.post(f"{BASE}bijeenkomsten/nieuw/", fields)["Location"]
    assert made == at(Session.objects.get())
    assert "Tafelavond" in client.get(f"{BASE}bijeenkomsten/").content.decode()


@pytest.mark.parametrize("nonsense", ["x", "1", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
def test_ids_that_are_no_ids_break_nothing(nonsense, evening, anna, client_of):
    row = note(evening, anna)
    client = client_of(anna)
    assert client.post(at(evening, "groep/"), {"note": nonsense, "cluster": "x"}).status_code == 302
    assert client.post(at(evening, f"notitie/{row.pk}/trekker/"), {"owner": nonsense}).status_code == 404
    assert Note.objects.get().cluster == ""


def test_gerrit_reads_and_does_not_write(evening, anna, gerrit, client_of):
    row = note(evening, anna)
    client = client_of(gerrit)
    page = client.get(at(evening)).content.decode()
    assert "Meer licht" in page
    assert "Plak een stip" not in page
    for end in (
        "notitie/",
        f"notitie/{row.pk}/stip/",
        f"notitie/{row.pk}/weg/",
        f"notitie/{row.pk}/trekker/",
        "groep/",
        "wijzig/",
    ):
        assert client.post(at(evening, end), {"text": "x"}).status_code == 403
    assert Note.objects.count() == 1


def test_emre_writes_and_puts_dots_but_does_not_lead(evening, anna, emre, client_of):
    row = note(evening, anna)
    client = client_of(emre)
    assert client.post(at(evening, "notitie/"), {"text": "Van Emre"}).status_code == 302
    assert client.post(at(evening, f"notitie/{row.pk}/stip/")).status_code == 302
    for end in (f"notitie/{row.pk}/weg/", f"notitie/{row.pk}/trekker/", "groep/", "wijzig/"):
        assert client.post(at(evening, end), {"text": "x"}).status_code == 403


def test_chris_finds_no_evening_and_dewi_is_asked_to_sign_in(evening, anna, chris, client_of):
    row = note(evening, anna)
    for end in ("", "voorrang/"):
        assert client_of(chris).get(at(evening, end)).status_code == 404
        assert client_of(None).get(at(evening, end))["Location"].startswith("/account/login/")
    for end in ("notitie/", "groep/", f"notitie/{row.pk}/stip/"):
        assert client_of(chris).post(at(evening, end), {"text": "x"}).status_code == 404


def test_a_partner_finds_no_evening_of_a_step_that_is_internal(cycle, evening, anna, emre, client_of):
    actions.describe_step(cycle, 2, by=anna, values={"visibility": "internal"})
    assert client_of(emre).get(at(evening)).status_code == 404
    assert client_of(emre).post(at(evening, "notitie/"), {"text": "x"}).status_code == 404
    assert "Tafelavond" not in client_of(emre).get(f"{BASE}bijeenkomsten/").content.decode()


def test_the_page_of_an_evening_takes_as_many_queries_for_sixty_notes_as_for_three(evening, anna, client_of):
    client = client_of(anna)

    def queries(end):
        with CaptureQueriesContext(connection) as counted:
            client.get(at(evening, end))
        return len(counted)

    for _number in range(3):
        note(evening, anna)
    few = [queries(end) for end in ("", "voorrang/")]
    for _number in range(57):
        note(evening, anna)
    assert [queries(end) for end in ("", "voorrang/")] == few
