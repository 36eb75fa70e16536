"""A form that somebody else made: read, answered, sent out again, and compared by the eyes of pyxform itself."""

from xml.etree import ElementTree

import pytest
from pyxform.xls2xform import convert

from koersvast.surveys.library import LIBRARY
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Questionnaire, Value
from koersvast.surveys.routing import asked, fits, pages
from koersvast.surveys.xlsform import read, write
from tests.surveys.test_xlsform_reading import form

pytestmark = pytest.mark.pure

# the shapes of the lessons on xlsform.org: groups in groups, a table, other, a range, a constraint, two languages
LESSON = form(
    """
    type | name | label::English (en) | label::Nederlands (nl) | hint::Nederlands (nl) | required | relevant | constraint | constraint_message::Nederlands (nl) | appearance | parameters
    note | welcome | Welcome | Welkom | | | | | | |
    select_one yes_no | works | Do you work? | Werkt u? | Ook als vrijwilliger | yes | | | | |
    begin_group | work | Work | Werk | | | ${works} = 'yes' | | | |
    integer | hours | How many hours? | Hoeveel uur? | Per week | | | . >= 1 and . <= 80 | Tussen 1 en 80. | |
    begin_group | inside | | | | | ${hours} > 8 | | | |
    select_multiple places | where | Where can you be open? | Waar kunt u open zijn? | | | | count-selected(.) <= 2 | Kies er hooguit twee. | |
    text | where_else | Where else? | Waar nog meer? | | | selected(${where}, 'elsewhere') | | | multiline |
    end_group | | | | | | | | | |
    end_group | | | | | | | | | |
    begin_group | opinions | What do you think? | Wat vindt u? | | | | | | table-list |
    select_one agree | free | Free to live | Vrij om te leven | | | | | | |
    select_one agree | kiss | Kiss in public | Zoenen op straat | | | | | | |
    end_group | | | | | | | | | |
    select_one agree | safe | It is safe here | Het is hier veilig | | | | | | likert |
    decimal | mark | A mark? | Een cijfer? | | | | . >= 1 and . <= 10 | | |
    date | since | Since when? | Sinds wanneer? | | | not(${works} = 'yes') | | | |
    text | postcode | Postal code? | Postcode? | | | | regex(., '[1-9][0-9]{3} ?[A-Z]{2}') | | |
    """,
    """
    list_name | name | label::English (en) | label::Nederlands (nl)
    yes_no | yes | Yes | Ja
    yes_no | no | No | Nee
    places | home | At home | Thuis
    places | team | In my team | In mijn team
    places | elsewhere | Elsewhere | Ergens anders
    agree | 1 | Agree | Eens
    agree | 2 | Neutral | Neutraal
    agree | 3 | Disagree | Oneens
    agree | liever_niet | Rather not say | Zeg ik liever niet
    """,
    """
    form_title | form_id | default_language
    Open op het werk | open_op_het_werk | Nederlands (nl)
    """,
)


def answer(questionnaire: Questionnaire, said: dict[str, list[str]]) -> dict[str, Value]:
    """What somebody says, question after question, as the pages ask it."""
    answers: dict[str, Value] = {}
    for turn in range(len(questionnaire.questions)):
        given = pages(questionnaire, answers)
        if turn == len(given):
            break
        for question in given[turn].questions:
            value = QUESTION_TYPES[question.kind].clean(question, said.get(question.key, []))
            assert fits(question, answers, value)
            answers[question.key] = value
    return answers


def test_it_is_read_whole() -> None:
    reading = read(LESSON)
    assert reading.left == ()
    assert reading.identifier == "open_op_het_werk"
    assert reading.questionnaire.languages == ("nl", "en")
    assert len(reading.questionnaire.questions) == 11
    assert [one.key for one in reading.questionnaire.groups] == ["work", "inside", "opinions"]


def test_two_people_answer_it() -> None:
    questionnaire = read(LESSON).questionnaire
    worker = {
        "works": ["yes"],
        "hours": ["36"],
        "where": ["home", "elsewhere"],
        "where_else": ["Koor"],
        "free": ["1"],
    }
    answers = answer(
        questionnaire, worker | {"kiss": ["liever_niet"], "safe": ["3"], "postcode": ["1234 AB"]}
    )
    assert [one.key for one in asked(questionnaire, answers)] == [
        "works", "hours", "where", "where_else", "free", "kiss", "safe", "mark", "postcode",
    ]  # fmt: skip
    assert answers["where"] == ("home", "elsewhere")
    assert answers["kiss"] is False
    other = answer(questionnaire, {"works": ["no"], "since": ["1-3-2026"], "mark": ["7,5"]})
    assert [one.key for one in asked(questionnaire, other)] == [
        "works", "free", "kiss", "safe", "mark", "since", "postcode",
    ]  # fmt: skip
    assert (other["since"], other["mark"]) == ("2026-03-01", 7.5)


def binds(content: bytes) -> dict[str, dict[str, str]]:
    """What pyxform makes of each question: its place, and its kind, condition, constraint and whether it is required."""
    xform = ElementTree.fromstring(convert(content, form_name="data").xform)
    found = {}
    for bind in xform.iter("{http://www.w3.org/2002/xforms}bind"):
        told = {name: text for name, text in bind.attrib.items() if not name.startswith("{")}
        place = told.pop("nodeset")
        if "generated" not in place and "reserved" not in place:
            found[place] = told
    return found


def test_what_goes_out_is_the_same_form_to_pyxform() -> None:
    reading = read(LESSON)
    again = write(reading.questionnaire, reading.identifier)
    assert binds(again) == binds(LESSON)
    assert read(again).questionnaire == reading.questionnaire


def test_pyxform_reads_the_file_with_the_whole_library_without_a_remark() -> None:
    questions = tuple(item.question() for item in LIBRARY.values())
    made = Questionnaire({"nl": "Alles", "en": "Everything"}, ("nl", "en"), questions)
    remarks: list[str] = []
    convert(write(made), warnings=remarks, form_name="data")
    assert remarks == []
