"""What is our share in it: as strong as the weakest necessary link, never a total of points."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import safefigures as sf

STRENGTH = ["refuted", "undetermined", "plausible", "shown"]
RIVALS = st.lists(
    st.builds(
        sf.Rival,
        st.sampled_from(["landelijke campagne", "nieuwe school"]),
        st.sampled_from(["untested", "excluded", "stands"]),
    ),
    max_size=2,
).map(tuple)
LINKS = st.builds(
    sf.Link,
    st.sampled_from(["lessen", "durf", "veiligheid"]),
    st.integers(0, 5),
    st.sampled_from(["none", "for", "against", "mixed"]),
    necessary=st.booleans(),
    rivals=RIVALS,
)
CHAINS = st.lists(LINKS, min_size=1, max_size=5).filter(lambda links: any(link.necessary for link in links))


@pytest.mark.parametrize(
    ("link", "word"),
    [
        (sf.Link("a"), "niet te bepalen"),
        (sf.Link("a", 0, "for"), "niet te bepalen"),
        (sf.Link("a", 1, "for"), "niet te bepalen"),
        (sf.Link("a", 2, "for"), "aannemelijk"),
        (sf.Link("a", 3, "for"), "aannemelijk"),
        (sf.Link("a", 4, "for"), "aangetoond"),
        (sf.Link("a", 5, interval=(0.02, 0.08)), "aangetoond"),
        (sf.Link("a", 5, interval=(-0.02, 0.08)), "niet te bepalen"),
        (sf.Link("a", 5, interval=(-0.08, -0.02)), "weerlegd"),
        (sf.Link("a", 2, "against"), "niet te bepalen"),
        (sf.Link("a", 3, "against"), "weerlegd"),
        (sf.Link("a", 4, "mixed"), "niet te bepalen"),
        (sf.Link("a", 4, "for", rivals=(sf.Rival("b"),)), "aannemelijk"),
        (sf.Link("a", 4, "for", rivals=(sf.Rival("b", "excluded"),)), "aangetoond"),
        (sf.Link("a", 4, "for", rivals=(sf.Rival("b", "stands"),)), "niet te bepalen"),
    ],
)
def test_the_word_for_one_link(link, word):
    assert sf.contribution([link]).word == word


def test_the_chain_is_as_strong_as_its_weakest_necessary_link():
    strong, weak = sf.Link("lessen", 5, "for"), sf.Link("durf", 2, "for")
    found = sf.contribution([strong, weak, strong])
    assert (found.word, found.weakest) == ("aannemelijk", (1,))
    assert "durf" in found.reason
    aside = sf.contribution([strong, replace(weak, necessary=False), strong])
    assert aside.word == "aangetoond"


def test_the_one_item_that_would_flip_it_is_named_with_the_word_it_gives():
    found = sf.contribution(
        [sf.Link("lessen", 5, "for"), sf.Link("durf", 4, "for", rivals=(sf.Rival("campagne"),))]
    )
    assert found.flip == "Sluit deze andere verklaring uit: campagne."
    assert found.flips_to == "aangetoond"
    weaker = sf.contribution([sf.Link("lessen", 2, "for"), sf.Link("durf")])
    assert "durf" in weaker.flip
    assert weaker.flips_to == "aannemelijk"


def test_two_links_equally_weak_cannot_be_flipped_by_one_item():
    found = sf.contribution([sf.Link("lessen"), sf.Link("durf")])
    assert (found.flip, found.flips_to) == ("", "")
    assert "2 schakels zijn even zwak" in found.reason


def test_a_chain_that_is_shown_has_nothing_to_flip():
    found = sf.contribution([sf.Link("lessen", 5, "for")])
    assert (found.word, found.flip) == ("aangetoond", "")


@given(CHAINS)
def test_the_order_of_links_does_not_matter(links):
    assert sf.contribution(links).word == sf.contribution(links[::-1]).word


@given(CHAINS, LINKS)
def test_another_necessary_link_never_makes_the_chain_stronger(links, more):
    before = STRENGTH.index(sf.contribution(links).key)
    after = STRENGTH.index(sf.contribution([*links, replace(more, necessary=True)]).key)
    assert after <= before


@given(CHAINS, LINKS)
def test_a_link_that_is_not_necessary_changes_nothing(links, more):
    assert sf.contribution([*links, replace(more, necessary=False)]).key == sf.contribution(links).key


@given(CHAINS, st.integers(0, 4))
def test_a_better_design_for_the_same_finding_never_weakens_what_supports(links, which):
    place = which % len(links)
    if links[place].finding != "for" or links[place].design == 5:
        return
    better = [*links[:place], replace(links[place], design=links[place].design + 1), *links[place + 1 :]]
    assert STRENGTH.index(sf.contribution(better).key) >= STRENGTH.index(sf.contribution(links).key)


@given(CHAINS)
def test_the_chain_has_the_word_of_its_weakest_necessary_link(links):
    found = sf.contribution(links)
    lowest = min(STRENGTH.index(link.key) for link in found.links if link.necessary)
    assert STRENGTH.index(found.key) == lowest
    assert all(found.links[place].key == found.key for place in found.weakest)
    assert found.reason
    assert bool(found.flip) == bool(found.flips_to)


@pytest.mark.parametrize(
    ("links", "place"),
    [
        ([], "links"),
        ([sf.Link("a", necessary=False)], "links"),
        (["a"], "links[0]"),
        ([sf.Link("a"), sf.Link("b", 6)], "links[1].design"),
        ([sf.Link("a", 2.5)], "links[0].design"),
        ([sf.Link("a", 2, "maybe")], "links[0].finding"),
        ([sf.Link("a", 2, "for", (0.1, 0.2))], "links[0].finding"),
        ([sf.Link("a", 2, interval=(0.2, 0.1))], "links[0].interval"),
        ([sf.Link("a", 2, "for", rivals=(sf.Rival("b", "gone"),))], "links[0].rivals[0]"),
    ],
)
def test_bad_links_are_refused_with_their_place(links, place):
    with pytest.raises(sf.StatInputError) as error:
        sf.contribution(links)
    assert error.value.place == place
