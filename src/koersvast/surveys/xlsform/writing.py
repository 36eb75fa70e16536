"""A questionnaire as an XLSForm. Every cell is a text, so that no spreadsheet takes it for a formula."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from koersvast.activities.ledger import Sheet, as_xlsx
from koersvast.surveys.questionnaire import (
    DECLINED_KEY,
    INTRO_KEY,
    Group,
    Question,
    Questionnaire,
    Words,
    words_in,
)
from koersvast.surveys.routing import problems
from koersvast.surveys.xlsform.bounds import bounded, plain
from koersvast.surveys.xlsform.judging import judge
from koersvast.surveys.xlsform.languages import named
from koersvast.surveys.xlsform.sheets import CHOICES, SETTINGS, SURVEY, NotAnXlsForm

Cells = dict[str, str]
Lists = dict[str, Question]  # the first question with each list of choices

TYPES = {"date": "date", "open": "text", "note": "note"}
DECLINE: Words = {"nl": "Dat zeg ik liever niet", "en": "I would rather not say"}
ORDER = (
    "list_name",
    "type",
    "name",
    "label",
    "hint",
    "required",
    "relevance",
    "constraint",
    "constraint_message",
)
# columns of our own, which other programs pass over
ITEM, MAY_DECLINE, TITLE = "koersvast_item", "koersvast_decline", "koersvast_title_"


def write(questionnaire: Questionnaire, identifier: str = "vragenlijst") -> bytes:
    """The .xlsx. Raises NotAnXlsForm when the questionnaire has problems."""
    if found := problems(questionnaire):
        raise NotAnXlsForm(_("Los dit eerst op. %(problem)s") % {"problem": found[0]})
    lists: Lists = {}
    survey = list(_survey(questionnaire, lists))
    filled = {
        SURVEY: survey,
        CHOICES: list(_choices(lists, questionnaire.languages)),
        SETTINGS: [_settings(questionnaire, identifier)],
    }
    judge(
        filled,
        {name: list(dict.fromkeys(head for row in rows for head in row)) for name, rows in filled.items()},
    )
    labels = [f"label::{named(code)}" for code in questionnaire.languages]
    always = {SURVEY: ["type", "name", *labels], CHOICES: ["list_name", "name", *labels], SETTINGS: []}
    return as_xlsx(tuple(_sheet(name, rows, always[name]) for name, rows in filled.items()))


def _sheet(name: str, rows: list[Cells], always: list[str]) -> Sheet:
    found = dict.fromkeys([*always, *(head for row in rows for head in row)])
    heads = tuple(sorted(found, key=_order))  # within a column the languages stay in their order
    return Sheet(name, (heads, *(tuple(row.get(head, "") for head in heads) for row in rows)))


def _order(head: str) -> int:
    column = head.partition("::")[0]
    return ORDER.index(column) if column in ORDER else len(ORDER)


def _settings(questionnaire: Questionnaire, identifier: str) -> Cells:
    first, *others = questionnaire.languages
    titles = {TITLE + code: questionnaire.title[code] for code in others if questionnaire.title.get(code)}
    return {
        "form_title": questionnaire.title[first],
        "form_id": identifier,
        "default_language": named(first),
        **titles,
    }


def _survey(questionnaire: Questionnaire, lists: Lists) -> Iterator[Cells]:
    languages = questionnaire.languages
    if questionnaire.intro:
        yield {"type": "note", "name": INTRO_KEY, **_words("label", questionnaire.intro, languages)}
    opened: list[Group] = []
    for question in questionnaire.questions:
        around = list(questionnaire.groups_of(question))[::-1]
        while opened and opened != around[: len(opened)]:
            opened.pop()
            yield {"type": "end_group"}
        for group in around[len(opened) :]:
            opened.append(group)
            yield _group(group, languages)
        yield _question(question, languages, lists)
    for _group_left in opened:
        yield {"type": "end_group"}


def _group(group: Group, languages: tuple[str, ...]) -> Cells:
    return _filled(
        type="begin_group",
        name=group.key,
        relevance=group.relevance,
        appearance="table-list" if group.matrix else "",
    ) | _words("label", group.label, languages)


def _question(question: Question, languages: tuple[str, ...], lists: Lists) -> Cells:
    return (
        _filled(type=_type(question, lists), name=question.key)
        | _words("label", question.label, languages)
        | _words("hint", question.hint, languages)
        | _filled(
            required="yes" if question.required else "",
            relevance=question.relevance,
            constraint=bounded(question),
            appearance={"scale": "likert", "open": "multiline"}.get(question.kind, ""),
            **{ITEM: question.item, MAY_DECLINE: "" if question.choices else _yes(question.may_decline)},
        )
        | _words("constraint_message", question.constraint_message, languages)
    )


def _type(question: Question, lists: Lists) -> str:
    if question.kind == "number":
        return "integer" if question.whole else "decimal"
    if question.kind in TYPES:
        return TYPES[question.kind]
    first = lists.setdefault(repr((question.choices, question.may_decline)), question)
    return f"{'select_multiple' if question.kind == 'multiple' else 'select_one'} {_list_name(first)}"


def _list_name(question: Question) -> str:
    return f"lijst_{question.key}"


def _choices(lists: Lists, languages: tuple[str, ...]) -> Iterator[Cells]:
    for question in lists.values():
        name = _list_name(question)
        for choice in question.choices:
            score = "" if choice.score is None else plain(choice.score)
            labels = _words("label", choice.label, languages)
            yield {"list_name": name, "name": choice.key, **labels, "score": score}
        if question.may_decline:
            words = {code: words_in(DECLINE, code if code in DECLINE else "en") for code in languages}
            yield {"list_name": name, "name": DECLINED_KEY, **_words("label", words, languages)}


def _words(column: str, words: Words, languages: tuple[str, ...]) -> Cells:
    return {f"{column}::{named(code)}": words[code] for code in languages if words.get(code)}


def _filled(**cells: str) -> Cells:
    return {column: text for column, text in cells.items() if text}


def _yes(value: bool) -> str:
    return "yes" if value else ""
