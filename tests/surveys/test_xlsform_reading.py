"""XLSForms that others made: what comes in, and what is named because it does not."""

import io
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Choice, Questionnaire
from koersvast.surveys.routing import asked, problems
from koersvast.surveys.xlsform import NotAnXlsForm, Reading, read, write

pytestmark = pytest.mark.pure

Table = str  # "type | name | label", a row a line


def form(survey: Table, choices: Table = "", settings: Table = "", **others: Table) -> bytes:
    """A workbook with these tables."""
    book = Workbook()
    book.remove(book.active)
    for name, table in {"survey": survey, "choices": choices, "settings": settings, **others}.items():
        if table:
            sheet = book.create_sheet(name)
            for line in table.strip().splitlines():
                sheet.append([_cell(cell.strip()) for cell in line.split("|")])
    return saved(book)


def _cell(text: str) -> Any:
    return int(text) if text.lstrip("-").isdigit() else (text or None)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def left(reading: Reading) -> list[str]:
    return [str(one) for one in reading.left]


def asks(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    return [(one.key, one.kind) for one in questionnaire.questions]


YES_NO = """
list_name | name | label
yes_no | yes | Yes
yes_no | no | No
"""


def test_a_first_form_as_the_lessons_of_xlsform_have_it() -> None:
    reading = read(form("""
        type | name | label:english
        text | your_name | How are you called?
        integer | your_age | How many years old are you?
    """))  # fmt: skip
    assert asks(reading.questionnaire) == [("your_name", "open"), ("your_age", "number")]
    assert reading.questionnaire.languages == ("en",)
    assert reading.questionnaire.questions[1].whole
    assert not reading.questionnaire.questions[1].may_decline
    assert left(reading) == []


def test_old_spellings_are_read_too() -> None:
    reading = read(form("""
        Type | Tag | Caption::English | Bind::relevant | Bind::required | Constraint Message::English | bind:constraint
        select one from yes_no | good_day | Was it a good day? | | TRUE | |
        begin group | why | Why | ${good_day} = 'no' | | |
        decimal | mark | Which mark do you give it? | | | No more than ten. | . >= 1 and . <= 10
        end group | | | | | |
    """, """
        list name | value | caption::English
        yes_no | yes | Yes
        yes_no | no | No
    """))  # fmt: skip
    day, mark = reading.questionnaire.questions
    assert (day.kind, day.required, [one.key for one in day.choices]) == ("single", True, ["yes", "no"])
    assert (mark.lowest, mark.highest, mark.constraint, mark.whole) == (1.0, 10.0, "", False)
    assert mark.constraint_message == {"en": "No more than ten."}
    assert [one.key for one in asked(reading.questionnaire, {"good_day": "yes"})] == ["good_day"]
    assert [one.key for one in asked(reading.questionnaire, {"good_day": "no"})] == ["good_day", "mark"]
    assert left(reading) == []


def test_specify_other_becomes_a_choice_and_a_question_behind_it() -> None:
    reading = read(form("""
        type | name | label
        select_multiple places or_other | where | Waar kunt u uzelf zijn?
    """, """
        list_name | name | label
        places | home | Thuis
        places | work | Op het werk
    """))  # fmt: skip
    where, other = reading.questionnaire.questions
    assert [one.key for one in where.choices] == ["home", "work", "other"]
    assert (other.key, other.kind) == ("where_other", "open")
    assert [one.key for one in asked(reading.questionnaire, {"where": ("home", "other")})] == [
        "where",
        "where_other",
    ]
    assert [one.key for one in asked(reading.questionnaire, {"where": ("home",)})] == ["where"]


def test_likert_is_a_scale_and_its_scores_come_from_the_names_or_a_column() -> None:
    table = """
        type | name | label | appearance
        select_one {} | safe | Hoe veilig is het? | likert
    """
    by_name = read(form(table.format("five"), """
        list_name | name | label
        five | 1 | Onveilig
        five | 5 | Veilig
        five | liever_niet | Dat zeg ik liever niet
        five | weet_niet | Weet ik niet
    """))  # fmt: skip
    safe = by_name.questionnaire.questions[0]
    assert safe.kind == "scale"
    assert safe.may_decline
    assert [(one.key, one.score) for one in safe.choices] == [("1", 1.0), ("5", 5.0), ("weet_niet", None)]
    assert left(by_name) == []

    by_column = read(form(table.format("two"), """
        list_name | name | label | score
        two | bad | Slecht | -1
        two | good | Goed | 2,5
    """))  # fmt: skip
    assert [one.score for one in by_column.questionnaire.questions[0].choices] == [-1.0, 2.5]

    by_order = read(form(table.format("two"), """
        list_name | name | label
        two | bad | Slecht
        two | good | Goed
    """))  # fmt: skip
    assert [one.score for one in by_order.questionnaire.questions[0].choices] == [1.0, 2.0]
    assert left(by_order) == [
        "Blad survey, rij 2: de schaal heeft geen scores; wij gaven 1, 2, 3 in de volgorde van de lijst."
    ]


@pytest.mark.parametrize(
    "survey",
    [
        """
        type | name | label | hint | appearance
        begin_group | marks | Geef een cijfer | | table-list
        select_one yes_no | home | Thuis | Waar u woont |
        select_one yes_no | work | Werk | |
        end_group | | | |
        """,
        """
        type | name | label | hint | appearance
        begin_group | marks | | | field-list
        select_one yes_no | heads | Geef een cijfer | | label
        select_one yes_no | home | Thuis | Waar u woont | list-nolabel
        select_one yes_no | work | Werk | | list-nolabel
        end_group | | | |
        """,
    ],
)
def test_both_ways_to_make_a_table_give_a_matrix(survey: Table) -> None:
    reading = read(form(survey, YES_NO))
    (group,) = reading.questionnaire.groups
    assert group.matrix
    assert group.label == {"nl": "Geef een cijfer"}
    assert asks(reading.questionnaire) == [("home", "single"), ("work", "single")]
    assert left(reading) == []
    assert read(write(reading.questionnaire)).questionnaire == reading.questionnaire


def test_a_table_that_cannot_share_a_page_becomes_single_questions() -> None:
    reading = read(form("""
        type | name | label | relevant | appearance
        begin_group | marks | Geef een cijfer | | table-list
        select_one yes_no | home | Thuis | |
        select_one yes_no | work | Werk | ${home} = 'yes' |
        end_group | | | |
    """, YES_NO))  # fmt: skip
    assert not reading.questionnaire.groups[0].matrix
    assert left(reading) == ["Blad survey: de tabel marks: bij ons worden het losse vragen."]


def test_languages_come_from_the_heads_and_the_default_comes_first() -> None:
    reading = read(form("""
        type | name | label::English (en) | label::Nederlands (nl) | label::Klingonees | hint::Nederlands (nl)
        text | a | Colour | Kleur | x | Uw lievelingskleur
        text | b | Only English | | |
    """, settings="""
        form_title | form_id | default_language | version | public_key
        Kleuren | kleuren_1 | Nederlands (nl) | 2026 | abc
    """))  # fmt: skip
    assert reading.identifier == "kleuren_1"
    assert reading.questionnaire.languages == ("nl", "en")
    assert reading.questionnaire.title == {"nl": "Kleuren"}
    one, two = reading.questionnaire.questions
    assert one.label == {"nl": "Kleur", "en": "Colour"}
    assert one.hint == {"nl": "Uw lievelingskleur"}
    assert two.label == {"nl": "Only English", "en": "Only English"}
    assert left(reading) == [
        "Blad survey, rij 1: De taal van de kolom label::Klingonees kennen wij niet. Schrijf bijvoorbeeld "
        "label::Turks (tr).",
        "Blad survey, rij 3: de tekst in de eerste taal ontbreekt; wij gebruiken die in taal en.",
        "Blad settings, rij 2: de instelling public_key gebruiken wij niet.",
    ]


def test_a_range_is_a_number_between_bounds() -> None:
    reading = read(form("""
        type | name | label | parameters
        range | mark | Cijfer | start=1 end=10 step=1
        range | part | Deel | start=0 end=1 step=0.5
        range | plain | Zomaar |
    """))  # fmt: skip
    assert [(one.lowest, one.highest, one.whole) for one in reading.questionnaire.questions] == [
        (1.0, 10.0, True),
        (0.0, 1.0, False),
        (1.0, 10.0, True),
    ]


def test_names_we_cannot_keep_are_changed_everywhere() -> None:
    reading = read(form("""
        type | name | label | relevant
        text | e-mail.soort | Welk soort post? |
        text | x | Waarom? | ${e-mail.soort} = ‘brief’
    """))  # fmt: skip
    one, two = reading.questionnaire.questions
    assert one.key == "e_mail_soort"
    assert two.relevance == "${e_mail_soort} = 'brief'"


UNSUPPORTED = """
    type | name | label | relevant | calculation | choice_filter | appearance | required | default | image | constraint
    start | begin | | | | | | | | |
    audit | audit | | | | | | | | |
    deviceid | device | | | | | | | | |
    geopoint | place | Waar bent u? | | | | | | | |
    image | photo | Foto | | | | | | | |
    barcode | code | Code | | | | | | | |
    rank yes_no | order | Volgorde | | | | | | | |
    select_one_from_file list.csv | file | Uit bestand | | | | | | | |
    calculate | twice | | | 1 + 1 | | | | | |
    begin_repeat | people | Wie? | | | | | | | |
    text | person | Naam | | | | | | | |
    begin_group | deep | | | | | | | | |
    text | person2 | Naam | | | | | | | |
    end_group | | | | | | | | | |
    end_repeat | | | | | | | | | |
    text | kept | Dit blijft | ${twice} > 1 | | | | ${twice} > 1 | | |
    date | born | Sinds | | | | no-calendar w1 | | x | | . <= today()
    select_one yes_no | again | Nog eens ${kept}? | ${person} != '' | | name = 'yes' | | yes | | a.png | regex(., '(?=x)')
    time | late | Hoe laat? | | | | | | | |
"""


def test_what_we_do_not_support_is_named_with_its_sheet_and_row() -> None:
    reading = read(form(UNSUPPORTED, YES_NO, settings="form_title\nAlles", uitleg="Zo werkt het\nx"))
    assert asks(reading.questionnaire) == [("kept", "open"), ("born", "date"), ("again", "single")]
    assert problems(reading.questionnaire) == ()
    assert [one.relevance for one in reading.questionnaire.questions] == ["", "", ""]
    assert reading.questionnaire.questions[2].label == {"nl": "Nog eens …?"}
    assert left(reading) == [
        "Blad survey, rij 2: start: wij bewaren geen tijd en geen apparaat.",
        "Blad survey, rij 3: audit: wij bewaren geen tijd en geen apparaat.",
        "Blad survey, rij 4: deviceid: wij bewaren geen tijd en geen apparaat.",
        "Blad survey, rij 5: geopoint: wij vragen niemand waar die is op de kaart.",
        "Blad survey, rij 6: image: wij werken zonder beeld en geluid.",
        "Blad survey, rij 7: barcode: een streepjescode scannen kan niet.",
        "Blad survey, rij 8: rank yes_no: antwoorden op volgorde zetten kan niet.",
        "Blad survey, rij 9: select_one_from_file list.csv: wij lezen geen andere bestanden.",
        "Blad survey, rij 10: de kolom calculation: wij rekenen niet in een vragenlijst.",
        "Blad survey, rij 10: calculate: wij rekenen niet in een vragenlijst.",
        "Blad survey, rij 11: people: vragen herhalen kan niet.",
        "Blad survey, rij 17: verplicht onder een voorwaarde: bij ons is de vraag niet verplicht.",
        "Blad survey, rij 17: relevance: de voorwaarde gaat over twice, en die vraag is niet overgenomen.",
        "Blad survey, rij 18: de kolom default: wij vullen niets alvast in.",
        "Blad survey, rij 18: constraint: In de voorwaarde bij teken 6 (today()): today() kan niet: welke vragen "
        "iemand krijgt, hangt bij ons niet af van de dag.",
        "Blad survey, rij 18: de weergave w1: wij tonen vragen op onze eigen manier.",
        "Blad survey, rij 19: de kolom choice_filter: iedereen krijgt alle antwoorden van de lijst te zien.",
        "Blad survey, rij 19: de kolom image: wij werken zonder beeld en geluid.",
        "Blad survey, rij 19: constraint: In de voorwaarde bij teken 10 ('(?=x)')): in een patroon kennen wij ?=x hier niet.",
        "Blad survey, rij 19: een antwoord herhalen in een tekst kan niet; daar staat nu een beletselteken.",
        "Blad survey, rij 19: relevance: de voorwaarde gaat over person, en die vraag is niet overgenomen.",
        "Blad survey, rij 20: time: wij bewaren geen tijd en geen apparaat.",
        "Blad uitleg: Dit blad lezen wij niet.",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (form("a | b\nc | d", YES_NO), "Er blijft geen vraag over. Blad survey, rij 2: de kolom a:"),
        (form("type | name | label\nnote | a | A"), "De vragenlijst heeft geen vragen"),
        (form("type | name | label\ngeopoint | a | A\nnote | b | B"), "rij 2: geopoint: wij vragen niemand waar die is"),
        (form("type | name | label\ntext | a | A\ntext | b | =A1"), "Hier staat een formule."),
        (form("type | name | label\nselect_one weg | a | A", YES_NO), "rij 2: De lijst weg staat niet op het blad"),
        (form("type | name | label\ntext | a | A\ntext | a | B"), "a: Deze naam staat er twee keer"),
        (form("type | name | label\ntext | a | A\ntext | A | B"), "A: Deze naam staat er twee keer"),
        (form("type | name | label\ntext | | A"), "rij 2: Deze vraag heeft geen naam"),
        (form("type | name | label\nbegin_group | g | G\ntext | a | A"), "heeft geen einde"),
        (form("type | name | label\nbegin_group | g | G\ntext | a | A\nend_repeat | |"), "niet is begonnen"),
        (form("type | name | label\ntext | a | A\nend_group | |"), "niet is begonnen"),
        (form("type | name | label | label\ntext | a | A | B"), "de kolom label er twee keer"),
        (form("type | name | label | relevant\ntext | a | A | ${b} = 1\ntext | b | B | ${a} = 1"), "komt niet eerder"),
        (form("type | name | label | relevant\ntext | a | A | ${a} = 1"), "komt niet eerder"),
        (form("type | name | label | relevant\ntext | a | A | ${weg} = 1"), "die vraag is er niet"),
        (form("type | name | label\nselect_one x | a | A", "list_name | name | label\nx | y | Y"), "rij 2: a: er is maar één antwoord"),
        (form("type | name | label\nselect_one x | a | A", "list_name | name | label\nx | y | Y\nx | y | Z"), "twee keer"),
        (form("type | name | label\nselect_one x | a | A", "list_name | name | label\n| y | Y"), "geen lijst of geen naam"),
        (form("type | name | label\ntext | a | A\nonzin | b | B"), "Volgens pyxform klopt dit formulier niet"),
        (form("type | name | label\n" + "".join(f"begin_group | g{at} | G\n" for at in range(9)) + "text | a | A"), "te veel groepen in elkaar"),
        (form("type | name | label\n" + "".join(f"text | v{at} | A\n" for at in range(301))), "meer dan 300 vragen"),
        (form("type | name | label\ntext | a | " + "a" * 2001), "te lang"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NotAnXlsForm) as refused:
        read(content)
    assert sentence in str(refused.value)


def test_a_question_with_one_answer_is_left_out_and_what_leans_on_it_is_named() -> None:
    reading = read(form(
        "type | name | label | relevant\nselect_one ok | agree | Agree? |\ntext | why | Why? | ${agree} = 'ok'",
        "list_name | name | label\nok | ok | OK",
    ))  # fmt: skip
    assert asks(reading.questionnaire) == [("why", "open")]
    assert left(reading) == [
        "Blad survey, rij 2: agree: er is maar één antwoord.",
        "Blad survey, rij 3: relevance: de voorwaarde gaat over agree, en die vraag is niet overgenomen.",
    ]


def test_a_list_that_names_an_answer_twice_keeps_the_first_where_the_form_says_that_it_may() -> None:
    choices = "list_name | name | label\ntown | a | A in Zuid\ntown | b | B\ntown | a | A in Noord"
    survey = "type | name | label\nselect_one town | town | Which town?"
    reading = read(form(survey, choices, "allow_choice_duplicates\nyes"))
    assert [one.label["nl"] for one in reading.questionnaire.questions[0].choices] == ["A in Zuid", "B"]
    assert "Blad choices, rij 4: a staat twee keer in de lijst. Het eerste antwoord blijft." in left(reading)
    with pytest.raises(NotAnXlsForm, match="twee keer"):
        read(form(survey, choices))


def test_a_sheet_that_is_alone_is_the_survey_whatever_its_name() -> None:
    book = Workbook()
    for line in (("type", "name", "label"), ("text", "a", "A")):
        book.active.append(line)
    book.active.title = "Blad1"
    assert asks(read(saved(book)).questionnaire) == [("a", "open")]


def test_empty_rows_that_have_a_colour_do_not_make_a_sheet_too_large() -> None:
    book = Workbook()
    book.active.title = "survey"
    for line in (("type", "name", "label"), ("text", "a", "A")):
        book.active.append(line)
    settings = book.create_sheet("settings")
    for line in (("form_title",), ("Wonen",)):
        settings.append(line)
    for number in range(3, 2000):
        settings.cell(number, 1).fill = PatternFill("solid", fgColor="FFEEDD")
    book.active.cell(3000, 1).fill = PatternFill("solid", fgColor="FFEEDD")
    assert read(saved(book)).questionnaire.title == {"nl": "Wonen"}


def test_who_types_true_in_libreoffice_says_yes() -> None:
    reading = read(form("type | name | label | required\ntext | a | A | =TRUE()\ntext | b | B | =FALSE()"))
    assert [one.required for one in reading.questionnaire.questions] == [True, False]
    assert left(reading) == []


def test_a_sheet_with_heads_and_no_rows_is_judged_by_its_heads() -> None:
    reading = read(form("_remark | type | name | label\n | text | a | A", "list name | name | label"))
    assert asks(reading.questionnaire) == [("a", "open")]


def test_a_list_in_another_file_is_named_and_the_rest_comes_in() -> None:
    reading = read(form(
        "type | name | label | choice_filter\ntext | a | A |\nselect_one_external town | b | B | part=${a}",
        external_choices="list_name | name | label | part\ntown | a | A | x",
    ))  # fmt: skip
    assert asks(reading.questionnaire) == [("a", "open")]
    assert "Blad external_choices: Dit blad lezen wij niet." in left(reading)


def test_a_row_that_is_switched_off_is_passed_over() -> None:
    reading = read(form("type | name | label | disabled\ntext | a | A |\ntext | b | B | yes"))
    assert asks(reading.questionnaire) == [("a", "open")]


def test_every_sample_question_goes_out_and_comes_back() -> None:
    samples = tuple(kind.sample() for kind in QUESTION_TYPES.values())
    made = Questionnaire({"nl": "Alles"}, ("nl",), samples)
    assert read(write(made)).questionnaire == made
    with pytest.raises(NotAnXlsForm, match="Los dit eerst op"):
        write(Questionnaire({}, ("nl",), samples))


def test_a_form_of_others_goes_out_as_it_came_in() -> None:
    reading = read(form(UNSUPPORTED, YES_NO))
    again = read(write(reading.questionnaire))
    assert again.questionnaire == reading.questionnaire
    assert again.left == ()
    assert again.questionnaire.questions[2].choices[0] == Choice("yes", {"nl": "Yes"})
