"""Laws of building a questionnaire: nothing gets lost, whatever is moved."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koersvast.surveys import choice_lines, outline, routing
from koersvast.surveys.questionnaire import Choice, Group
from koersvast.surveys.spoken_conditions import choice_of, condition_of, in_words
from tests.surveys.questionnaires import YES_NO, ask, asking, questionnaires


def keys(made):
    return [one.key for one in made.questions]


@given(questionnaires())
def test_a_questionnaire_comes_back_out_of_its_tree_as_it_was(made):
    back = outline.flattened(made, outline.tree_of(made))
    assert back.questions == made.questions
    assert set(map(repr, back.groups)) == set(map(repr, made.groups))


@given(questionnaires(), st.data())
def test_moving_loses_nothing_and_moving_back_undoes_it(made, data):
    key = data.draw(st.sampled_from([one.key for one in (*made.questions, *made.groups)]))
    up = outline.shifted(made, key, -1)
    assert sorted(keys(up)) == sorted(keys(made))
    assert outline.shifted(outline.shifted(up, key, 1), key, -1).questions == up.questions


SMALL = asking(
    ask("werk"),
    ask("baas", group="op_werk", relevance="${werk} = 'ja'"),
    ask("loon", group="op_werk"),
    ask("buurt"),
    groups=(Group("op_werk", {"nl": "Op het werk"}, relevance="${werk} = 'ja'"),),
)


def test_a_group_moves_with_everything_in_it():
    assert keys(outline.shifted(SMALL, "op_werk", -1)) == ["baas", "loon", "werk", "buurt"]
    assert keys(outline.shifted(SMALL, "buurt", -1)) == ["werk", "buurt", "baas", "loon"]
    assert keys(outline.shifted(SMALL, "baas", -1)) == keys(SMALL)  # the first of its group stays in it


def test_the_questions_of_a_group_stay_when_the_group_goes_but_the_rows_of_a_matrix_do_not():
    less = outline.without(SMALL, "op_werk")
    assert keys(less) == keys(SMALL)
    assert less.groups == ()
    matrix = replace(SMALL, groups=(replace(SMALL.groups[0], matrix=True),))
    assert keys(outline.without(matrix, "op_werk")) == ["werk", "buurt"]


def test_a_new_key_goes_into_every_condition():
    made = outline.put(SMALL, replace(SMALL.questions[0], key="baan"), instead_of="werk")
    assert made.questions[1].relevance == made.groups[0].relevance == "${baan} = 'ja'"
    assert routing.problems(made) == ()


def test_a_question_moves_to_the_end_of_its_new_group():
    made = outline.put(SMALL, replace(SMALL.questions[0], group="op_werk"), instead_of="werk")
    assert keys(made) == ["baas", "loon", "werk", "buurt"]
    assert "komt niet eerder" in str(routing.problems(made)[0])


def test_what_is_not_there_cannot_be_moved():
    with pytest.raises(LookupError):
        outline.shifted(SMALL, "weg", 1)


def test_groups_that_stand_in_each_other_do_not_hang_the_page():
    round_ = asking(
        ask("a", group="x"),
        groups=(Group("x", {"nl": "X"}, parent="y"), Group("y", {"nl": "Y"}, parent="x")),
    )
    assert len(outline.tree_of(round_)) == 1


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Hoe oud bent u?", "hoe_oud_bent_u"),
        ("Eén woord, geïnd", "een_woord_geind"),
        ("3 dagen", "v_3_dagen"),
        ("…?", "v"),
        ("Donaudampfschifffahrtsgesellschaftskapitän", "donaudampfschifffahrtsge"),
    ],
)
def test_a_key_is_made_from_the_words(words, key):
    assert outline.key_from(words) == key
    assert outline.free_key(words, {key}) == f"{key}_2"


CHOICES = st.lists(
    st.builds(
        Choice,
        st.text("abcxyz019_+-.", min_size=1, max_size=5),
        st.fixed_dictionaries({"nl": st.text("abc é'|&", min_size=1, max_size=9).map(lambda t: " | ".join(" ".join(p.split()) for p in t.split("|"))).map(lambda t: " ".join(t.split())).filter(lambda t: t.strip(" |"))}),
        st.none() | st.integers(-9, 9).map(float) | st.just(0.5),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one.key.casefold(),
)  # fmt: skip


@given(CHOICES)
def test_answers_come_back_from_their_lines(made):
    typed = choice_lines.lines_of(made, "nl", first=True)
    assert [(one.key, one.score) for one in choice_lines.choices_of(typed, "nl")] == [
        (one.key, one.score) for one in made
    ]


def test_lines_of_words_alone_get_a_key_and_a_scale_counts_them():
    found = choice_lines.scored(choice_lines.choices_of("Nooit\nSoms wel\n\nnooit", "nl"))
    assert [(one.key, one.score) for one in found] == [("nooit", 1.0), ("soms_wel", 2.0), ("nooit_2", 3.0)]


@pytest.mark.parametrize(
    "text", ["ja |", "ja | Ja\nJA | Ook", "a b | Ja", "liever_niet | Nee", "ja | Ja | veel", "ja | <b>Ja</b>", "ja | ${x}", "ja | Ja | nan", "ja | Ja | 1e400"]
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused_with_a_sentence(text):
    with pytest.raises(choice_lines.WrongLine) as refusal:
        choice_lines.choices_of(text, "nl")
    assert str(refusal.value).endswith(".")


def test_other_languages_follow_the_keys():
    first = choice_lines.choices_of("ja | Ja\nnee | Nee", "nl")
    found = choice_lines.translated(first, "nee | No", "en")
    assert [one.label for one in found] == [{"nl": "Ja"}, {"nl": "Nee", "en": "No"}]
    with pytest.raises(choice_lines.WrongLine):
        choice_lines.translated(first, "maybe | Maybe", "en")


ASKED = asking(
    ask("werk"), ask("waar", "multiple", choices=YES_NO), ask("oud", "number", lowest=0, highest=120)
)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("${werk} = 'ja'", "het antwoord op ‘Vraag werk?’ is ‘Ja’"),
        ("${werk} != 'nee'", "het antwoord op ‘Vraag werk?’ is niet ‘Nee’"),
        ("selected(${waar}, 'ja')", "het antwoord op ‘Vraag waar?’ is ‘Ja’"),
        ("${oud} >= 18 and ${werk} = 'ja'", "het antwoord op ‘Vraag oud?’ is 18 of meer en het antwoord op ‘Vraag werk?’ is ‘Ja’"),
        ("not(${werk} = 'ja')", ""),
        ("${weg} = 'ja'", ""),
        ("${werk} = 'ja' and ${oud} > 3 or ${oud} > 4", ""),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_words_or_left_as_it_is(condition, words):
    assert in_words(ASKED, condition, "nl") == words


def test_a_simple_condition_is_made_from_a_choice_and_found_again():
    for question in ASKED.questions[:2]:
        made = condition_of(question, "nee")
        assert choice_of(ASKED, made) == (question, "nee")
    assert choice_of(ASKED, "${werk} != 'ja'") is None
    assert choice_of(ASKED, "${werk} = 'misschien'") is None
