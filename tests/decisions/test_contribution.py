"""The contribution file: link by link, as strong as the weakest, and never proved by the outcome of one activity."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

import safefigures
from koersvast.audit.models import Entry
from koersvast.cycles.models import Cycle, Step
from koersvast.decisions import contribution_actions as actions
from koersvast.decisions import contribution_rules as rules
from koersvast.decisions.contribution_queries import dossier
from koersvast.decisions.contribution_words import _patterns, in_our_words
from koersvast.decisions.models import ContributionFile, LinkEvidence, LinkRival
from koersvast.exchange.actions import PlanRefused, import_file, import_plan
from koersvast.exchange.queries import export_plan
from koersvast.exchange.writing import write_plan
from koersvast.goals.models import Goal
from tests import factories
from tests.architecture.test_english_pages import dutch_words

Piece = rules.Piece


def address(name, goal, *more):
    return reverse(name, args=["GM9901", 1, goal.pk, *more])


def text(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def safe(result):
    """A subgoal under the result."""
    return factories.subgoal(result, "s-durf", text="Wie iets meemaakt, durft te melden")


@pytest.fixture
def lessons(town, safe):
    return factories.activity(town, "act-lessen", (safe,), name="Lessen")


@pytest.fixture
def file(safe, lessons, anna):
    return actions.write_claim(
        safe, by=anna, values={"claim": "Onze lessen helpen", "reviewer": "", "reviewed_on": ""}, version=None
    )


def found(**more):
    return {"finding": "for", "text": "Meer leerlingen durven te melden", "design": 2, "basis": "source",
            "source": "Rapport", "measurement": None} | more  # fmt: skip


def rival(**more):
    return {
        "claim": "Landelijke campagne",
        "speaks_for": "",
        "speaks_against": "",
        "outcome": "untested",
    } | more


# The rules


@pytest.mark.parametrize(
    ("pieces", "best"),
    [
        ([], (0, "none")),
        ([Piece("for", 2)], (2, "for")),
        ([Piece("for", 2), Piece("against", 1)], (2, "for")),
        ([Piece("for", 2), Piece("against", 2)], (2, "mixed")),
        ([Piece("for", 5), Piece("against", 3)], (5, "mixed")),
        ([Piece("against", 4), Piece("for", 3)], (4, "mixed")),
        ([Piece("against", 3), Piece("for", 2)], (3, "against")),
        ([Piece("mixed", 4), Piece("for", 2)], (4, "mixed")),
        ([Piece("for", 5, of_participants=True)], (1, "for")),
        ([Piece("for", 5, of_participants=True), Piece("against", 2)], (2, "against")),
    ],
)
def test_the_strongest_evidence_speaks_and_strong_dissent_is_never_averaged_away(pieces, best):
    assert rules.best(pieces) == best


PIECES = st.lists(
    st.builds(Piece, st.sampled_from(["for", "against", "mixed"]), st.integers(1, 5), st.booleans()),
    max_size=5,
)


@given(st.lists(PIECES, min_size=1, max_size=4))
def test_a_chain_is_never_stronger_than_its_weakest_necessary_link(chains):
    links = [rules.link("a", pieces, [], necessary=True) for pieces in chains]
    whole, alone = rules.judge(links), [rules.judge([one]) for one in links]
    strength = rules.STRENGTHS.index
    assert strength(whole.key) == min(strength(one.key) for one in alone)


@given(PIECES.filter(bool))
def test_participants_alone_never_make_it_plausible(pieces):
    told = [Piece(one.finding, one.design, of_participants=True) for one in pieces]
    assert rules.judge([rules.link("a", told, [], necessary=True)]).key == "undetermined"


def test_the_weakest_child_is_named_and_a_child_without_a_word_is_not():
    assert rules.weakest([("a", "shown"), ("b", "plausible"), ("c", "")]) == ("b", "plausible")
    assert rules.weakest([("a", "")]) is None


def test_a_link_that_is_not_necessary_holds_nothing_down():
    assert rules.judge([rules.link("a", [], [], necessary=False)]) is None


LINKS = st.builds(
    safefigures.Link,
    st.sampled_from(["Lessen", "Rondes"]),
    st.integers(0, 5),
    st.sampled_from(["none", "for", "against", "mixed"]),
    rivals=st.lists(
        st.builds(
            safefigures.Rival, st.just("de krant"), st.sampled_from(["untested", "excluded", "stands"])
        ),
        max_size=2,
    ).map(tuple),
)


@given(st.lists(LINKS, min_size=1, max_size=4))
def test_every_sentence_of_the_core_stands_in_the_catalogue(links):
    found = safefigures.contribution(links)
    told = [found.reason, found.flip, *(part for one in found.links for part in (one.reason, one.flip))]
    unknown = [one for one in told if one and not any(shape.fullmatch(one) for _source, shape in _patterns())]
    assert unknown == []


def test_the_words_of_people_stay_inside_a_sentence_of_the_core():
    sentence = "De zwakste schakel is: Lessen. Een andere verklaring staat nog: de krant."
    assert in_our_words(sentence) == sentence
    assert in_our_words("Iets anders") == "Iets anders"


# The screen


def test_anna_writes_a_claim_evidence_and_another_explanation(anna, safe, lessons, client_of):
    client = client_of(anna)
    assert "Nog geen bewering" in text(client.get(address("contribution_file", safe)))
    client.post(address("contribution_claim", safe), {"claim": "Onze lessen helpen", "version": 1})
    add = address("add_link_evidence", safe, "activiteit", lessons.pk)
    page = text(client.post(add, found(measurement=""), follow=True))
    assert "Aannemelijk" in page
    assert "Het cijfer bewoog zoals verwacht, zonder vergelijkingsgroep." in page
    other = address("add_link_rival", safe, "activiteit", lessons.pk)
    page = text(client.post(other, rival(outcome="stands"), follow=True))
    assert "Niet te bepalen" in page
    assert "Een andere verklaring staat nog: Landelijke campagne." in page
    row = LinkRival.objects.get()
    client.post(
        address("link_rival", safe, row.pk),
        rival(outcome="excluded", speaks_against="Elders niet", version=1),
    )
    assert "Aannemelijk" in text(client.get(address("contribution_file", safe)))
    assert set(Entry.objects.values_list("verb", flat=True)) == {
        "contribution.claimed", "contribution.evidence_added", "contribution.rival_added", "contribution.rival_changed",
    }  # fmt: skip


def test_the_weakest_link_is_named(anna, safe, lessons, town, file, client_of):
    cafe = factories.activity(town, "act-cafe", (safe,), name="Roze café", position=1)
    actions.add_evidence(file, "activity", lessons.pk, by=anna, values=found(design=5))
    page = text(client_of(anna).get(address("contribution_file", safe)))
    assert "De zwakste schakel is: Roze café. Er is nog geen bewijs." in page
    actions.describe_link(file, "activity", cafe.pk, by=anna, values={"necessary": False}, version=None)
    assert dossier(safe).key == "shown"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text": ""}, "Wat is gevonden?"),
        ({"design": 0}, "Wat voor bewijs"),
        ({"basis": "measurement"}, "Kies welke meting"),
        ({"source": ""}, "Schrijf op waar dit staat"),
        ({"text": "<b>x</b>"}, "Gewone tekst"),
    ],
)
def test_a_mistake_is_said_at_its_field(anna, safe, lessons, file, client_of, wrong, says):
    answer = client_of(anna).post(
        address("add_link_evidence", safe, "activiteit", lessons.pk), found(measurement="") | wrong
    )
    assert answer.status_code == 422
    assert says in text(answer)
    assert not LinkEvidence.objects.exists()


def test_a_result_is_never_proved_by_the_outcome_of_an_activity(anna, cycle, result, cafe, client_of):
    """K09, in the same words as the check."""
    file = actions.write_claim(result, by=anna, values={"claim": "Wij helpen"}, version=None)
    path = address("add_link_evidence", result, "activiteit", cafe.pk)
    answer = client_of(anna).post(path, found(basis="outcome", measurement=""))
    assert answer.status_code == 422
    assert "gaat over deelnemers van een activiteit. Dat bewijst niets over de hele gemeente." in text(answer)
    useful = factories.measurement(
        factories.indicator(cycle, "i-nut", level="outcome", unit="gemiddelde"), "2026", 4, n=60
    )
    answer = client_of(anna).post(path, found(basis="measurement", measurement=str(useful.pk)))
    assert "Dat bewijst niets over de hele gemeente." in text(answer)
    with pytest.raises(actions.WrongLevel):
        actions.add_evidence(file, "activity", cafe.pk, by=anna, values=found(basis="outcome"))
    assert not LinkEvidence.objects.exists()


def test_at_a_subgoal_it_is_kept_with_a_warning_and_counts_as_what_people_say(
    anna, safe, lessons, file, client_of
):
    client_of(anna).post(
        address("add_link_evidence", safe, "activiteit", lessons.pk),
        found(basis="outcome", design=5, measurement=""),
    )
    page = text(client_of(anna).get(address("contribution_file", safe)))
    assert "Het telt hier hoogstens als wat mensen zeggen." in page
    assert "Alleen meningen ondersteunen het." in page


def test_a_measurement_of_a_small_group_is_no_choice_and_no_figure_stands_on_the_page(
    anna, cycle, safe, lessons, file, client_of
):
    indicator = factories.indicator(cycle, name="Durft te melden")
    small = factories.measurement(indicator, "2024", 58, n=12)
    large = factories.measurement(indicator, "2026", 61, n=900)
    form = client_of(anna).get(address("add_link_evidence", safe, "activiteit", lessons.pk))
    assert str(large.pk) in text(form)
    assert str(small.pk) not in text(form)
    actions.add_evidence(
        file, "activity", lessons.pk, by=anna, values=found(basis="measurement", measurement=large, source="")
    )
    page = text(client_of(anna).get(address("contribution_file", safe)))
    assert "Durft te melden</a>, 2026" in page
    assert "61%" not in page


def test_two_people_at_once_see_both_versions(anna, bilal, safe, lessons, file, client_of):
    client_of(anna).post(
        address("contribution_claim", safe), {"claim": "Wij helpen veel", "version": file.version}
    )
    answer = client_of(bilal).post(
        address("contribution_claim", safe), {"claim": "Wij helpen een beetje", "version": file.version}
    )
    assert answer.status_code == 409
    assert "Wij helpen veel" in text(answer)
    assert ContributionFile.objects.get().claim == "Wij helpen veel"
    row = actions.add_evidence(file, "activity", lessons.pk, by=anna, values=found())
    for who, words, code in ((anna, "Eerst", 302), (bilal, "Later", 409)):
        answer = client_of(who).post(
            address("link_evidence", safe, row.pk), found(text=words, measurement="", version=1)
        )
        assert answer.status_code == code


def test_what_is_removed_can_be_put_back(anna, safe, lessons, file, client_of):
    row = actions.add_evidence(file, "activity", lessons.pk, by=anna, values=found())
    path = address("remove_link_evidence", safe, row.pk)
    client_of(anna).post(path)
    assert dossier(safe).key == "undetermined"
    client_of(anna).post(path, {"terug": "1"})
    assert dossier(safe).key == "plausible"


def test_a_link_that_left_the_plan_stays_readable_and_counts_no_more(anna, safe, lessons, file, client_of):
    actions.add_evidence(file, "activity", lessons.pk, by=anna, values=found())
    type(lessons).objects.filter(pk=lessons.pk).update(
        removed_at=datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    )
    page = text(client_of(anna).get(address("contribution_file", safe)))
    assert "Schakels van vroeger" in page
    assert "Meer leerlingen durven te melden" in page
    assert dossier(safe).answer is None


def test_the_parent_names_the_child_with_the_weakest_contribution(
    anna, result, safe, lessons, file, town, client_of
):
    other = factories.subgoal(result, "s-straat", text="Wie op straat werkt, grijpt in")
    walk = factories.activity(town, "act-straat", (other,), name="Rondes")
    second = actions.write_claim(other, by=anna, values={"claim": "Onze rondes helpen"}, version=None)
    actions.add_evidence(second, "activity", walk.pk, by=anna, values=found())
    for path in ("/GM9901/ronde/1/oordelen/", reverse("goal", args=["GM9901", 1, result.pk])):
        page = text(client_of(anna).get(path))
        start = page.index("Zwakste bijdrage")
        assert "Wie iets meemaakt, durft te melden" in page[start : start + 500]
        assert "Niet te bepalen" in page[start : start + 1500]


# Who sees, and who writes


def test_gerrit_reads_emre_writes_and_chris_finds_nothing(
    gerrit, emre, chris, anna, safe, lessons, file, client_of
):
    Cycle.objects.update(visibility="public")
    page = text(client_of(gerrit).get(address("contribution_file", safe)))
    assert "Onze lessen helpen" in page
    assert "Voeg bewijs toe" not in page
    assert client_of(gerrit).post(address("contribution_claim", safe), {"claim": "x"}).status_code == 403
    add = address("add_link_evidence", safe, "activiteit", lessons.pk)
    assert client_of(emre).post(add, found(measurement="")).status_code == 302
    assert client_of(chris).get(address("contribution_file", safe)).status_code == 404
    assert client_of(None).get(address("contribution_file", safe)).status_code == 302


@pytest.mark.parametrize("closed", [2, 3])
def test_of_a_closed_step_emre_reads_nothing(emre, anna, cycle, safe, lessons, file, client_of, closed):
    actions.add_evidence(file, "activity", lessons.pk, by=anna, values=found())
    Step.objects.create(municipality=cycle.municipality, cycle=cycle, number=closed, visibility="internal")
    answer = client_of(emre).get(address("contribution_file", safe))
    assert answer.status_code == (404 if closed == 2 else 200)
    assert "Lessen" not in text(answer).split("<main", 1)[-1].replace("Onze lessen", "")
    assert client_of(emre).get(address("contribution_claim", safe)).status_code == 404


# Numbers of queries, files, English


def test_pages_ask_as_many_questions_however_long_the_chain(anna, safe, lessons, town, file, client_of):
    client, counts = client_of(anna), []
    actions.add_evidence(file, "activity", lessons.pk, by=anna, values=found())
    under = factories.subgoal(safe, "s-eerste")
    actions.write_claim(under, by=anna, values={"claim": "Dit helpt"}, version=None)
    for more in (0, 8):
        for number in range(more):
            extra = factories.activity(town, f"act-meer-{number}", (safe,))
            actions.add_evidence(file, "activity", extra.pk, by=anna, values=found())
            actions.add_rival(file, "activity", extra.pk, by=anna, values=rival())
            child = factories.subgoal(safe, f"s-meer-{number}")
            actions.write_claim(child, by=anna, values={"claim": "Dit helpt"}, version=None)
        for path in (address("contribution_file", safe), "/GM9901/ronde/1/oordelen/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_a_file_goes_out_in_a_plan_and_comes_in_again(anna, cycle, safe, lessons, file):
    under = factories.subgoal(safe, "s-onder")
    actions.add_evidence(file, "activity", lessons.pk, by=anna, values=found())
    actions.add_rival(file, "activity", lessons.pk, by=anna, values=rival(outcome="stands"))
    actions.describe_link(file, "subgoal", under.pk, by=anna, values={"necessary": False}, version=None)
    out = export_plan(cycle)
    told = out["results"][0]["subgoals"][0]["contribution"]
    assert [(one["of"], one["necessary"]) for one in told["links"]] == [
        ("act-lessen", True),
        ("s-onder", False),
    ]
    import_plan(out, by=None, replace=True)
    with scope(municipality=cycle.municipality):
        again = Cycle.objects.get(number=1)
        assert export_plan(again) == out
        assert dossier(Goal.objects.get(key="s-durf")).key == "undetermined"


def test_a_plan_file_with_outcome_as_proof_of_a_result_is_refused(anna, cycle, result, cafe):
    file = actions.write_claim(result, by=anna, values={"claim": "Wij helpen"}, version=None)
    actions.add_evidence(file, "activity", cafe.pk, by=anna, values=found())
    out = export_plan(cycle)
    out["results"][0]["contribution"]["links"][0]["evidence"][0]["basis"] = "outcome"
    with pytest.raises(PlanRefused, match="Dat bewijst niets over de hele gemeente"):
        import_file(write_plan(out).encode(), by=None, replace=True)


def test_whoever_chose_english_reads_english(anna, cycle, result, safe, lessons, town, file, client_of):
    client = client_of(anna)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    Cycle.objects.update(title="Safe and seen")
    Goal.objects.update(text="People report")
    type(lessons).objects.update(name="Lectures")
    lessons.contributions.update(rationale="People talk")
    type(town).objects.update(name="Town")
    ContributionFile.objects.update(claim="We help")
    cycle.ambitions.update(text="Everybody can be themselves")
    evidence = actions.add_evidence(
        file,
        "activity",
        lessons.pk,
        by=anna,
        values=found(text="More reports", source="Paper", basis="outcome"),
    )
    other = actions.add_rival(
        file, "activity", lessons.pk, by=anna, values=rival(claim="Television", outcome="stands")
    )
    paths = [
        address("contribution_file", safe), address("contribution_claim", safe),
        address("add_link_evidence", safe, "activiteit", lessons.pk), address("link_evidence", safe, evidence.pk),
        address("add_link_rival", safe, "activiteit", lessons.pk), address("link_rival", safe, other.pk),
        address("chain_link", safe, "activiteit", lessons.pk), "/GM9901/ronde/1/oordelen/",
    ]  # fmt: skip
    for path in paths:
        assert dutch_words(client.get(path)) == [], path
