"""How recognisable somebody is: laws that hold whatever is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from koersvast.dialogues import kcheck
from koersvast.dialogues.kcheck import AGE, GROUP, PLACE, Attribute, Person
from koersvast.dialogues.words import AGE_BANDS, GROUPS

PLACES = ("Havenkwartier", "Oost", "De Werf")
ages, places = st.sampled_from(["", *AGE_BANDS]), st.sampled_from(["", *PLACES])
groups = st.lists(st.sampled_from([*GROUPS, "trans man"]), max_size=3, unique=True).map(tuple)
persons = st.builds(Person, ages, groups, places, st.integers(1, 3))
towns = st.lists(persons, max_size=40)
attributes = st.one_of(
    st.sampled_from(AGE_BANDS).map(lambda one: Attribute(AGE, one)),
    st.sampled_from(PLACES).map(lambda one: Attribute(PLACE, one)),
    st.sampled_from([*GROUPS, "trans man"]).map(lambda one: Attribute(GROUP, one)),
).flatmap(lambda one: st.sampled_from(list(kcheck.ladder(one))))
shown_sets = st.frozensets(attributes, max_size=4)


@given(towns, shown_sets, st.data())
def test_showing_fewer_attributes_never_lowers_k(people, shown, data):
    fewer = frozenset(one for one in shown if data.draw(st.booleans()))
    assert kcheck.k_of(fewer, people) >= kcheck.k_of(shown, people)


@given(towns, shown_sets, attributes)
def test_saying_something_more_generally_never_lowers_k(people, shown, one):
    before = kcheck.k_of(shown | {one}, people)
    step = kcheck.wider(one)
    after = shown | ({step} if step else set())
    assert kcheck.k_of(after, people) >= before


@given(towns, shown_sets, shown_sets, st.one_of(st.none(), towns))
def test_two_quotes_together_never_have_a_higher_k_than_each(people, one, other, population):
    both = kcheck.k_of(kcheck.together([one, other]), people, population)
    assert both <= min(kcheck.k_of(one, people, population), kcheck.k_of(other, people, population))


@given(towns, shown_sets, shown_sets)
def test_every_proposal_is_at_least_as_safe_as_the_one_before(people, own, others):
    ks = [kcheck.k_of(own | others, people)]
    ks += [one.k for one in kcheck.proposals(own, people, others=others)]
    assert ks == sorted(ks)


@given(persons)
def test_somebody_counts_for_everything_that_is_true_of_them(person):
    assert kcheck.k_of(person.own(), [person]) == person.count
    assert all(kcheck.fits(person, step) for one in person.own() for step in kcheck.ladder(one))


@given(shown_sets)
def test_what_is_stored_reads_back(shown):
    assert kcheck.from_text(kcheck.as_text(shown)) == shown


def town():
    """Forty people: one trans man of 25-34 in Oost; three more trans people; the rest is gay or lesbian."""
    people = [Person("25-34", ("trans man",), "Oost")]
    people += [Person("18-24", ("transgender",), place) for place in PLACES]
    people += [Person("35-49", ("homo",), "Oost")] * 6 + [Person("50-64", ("lesbisch",), "De Werf")] * 30
    return people


def test_the_only_trans_man_is_blocked_and_proposals_say_how_to_hide_him():
    own = frozenset({Attribute(AGE, "25-34"), Attribute(PLACE, "Oost"), Attribute(GROUP, "trans man")})
    assert kcheck.blocks(kcheck.k_of(own, town()))
    steps = [({one.value for one in step.shown}, step.k) for step in kcheck.proposals(own, town())]
    assert steps == [
        ({"18-34", "Oost", "trans man"}, 1),
        ({"18-34", "trans man"}, 1),
        ({"18-34", "transgender"}, 4),
        ({"18-34", "LHBTI persoon"}, 4),
        ({"LHBTI persoon"}, 40),
    ]


def test_two_quotes_of_one_person_are_counted_together():
    people = [Person("35-49", ("homo",), "Oost")] * 12 + [Person("35-49", ("queer",), "De Werf")] * 12
    people += [Person("35-49", ("queer",), "Oost")] * 4
    first, second = frozenset({Attribute(PLACE, "Oost")}), frozenset({Attribute(GROUP, "queer")})
    assert kcheck.k_of(first, people) == kcheck.k_of(second, people) == 16
    assert kcheck.blocks(kcheck.k_of(kcheck.together([first, second]), people))


def test_four_block_five_warn_ten_are_enough():
    assert [(kcheck.blocks(k), kcheck.warns(k)) for k in (4, 5, 9, 10)] == [
        (True, False),
        (False, True),
        (False, True),
        (False, False),
    ]


def test_who_would_rather_not_say_counts_for_nobody():
    assert kcheck.k_of(frozenset({Attribute(AGE, "25-34")}), [Person(), Person("25-34")]) == 1


def test_a_table_of_the_town_can_only_lower_k():
    people, table = [Person("25-34")] * 12, [Person("25-34", count=7), Person("35-49", count=900)]
    assert kcheck.k_of(frozenset({Attribute(AGE, "25-34")}), people, table) == 7
