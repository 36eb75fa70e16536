"""Conditions in words for who builds a questionnaire, and the simple ones made from a choice. Pure."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import Question, Questionnaire, words_in

_TERM = re.compile(
    r"""\s*(?:selected\(\s*\$\{(?P<many>\w+)\}\s*,\s*'(?P<ticked>[^']*)'\s*\)
    | \$\{(?P<key>\w+)\}\s*(?P<sign>=|!=|<=|>=|<|>)\s*(?:'(?P<choice>[^']*)'|(?P<number>-?\d+(?:\.\d+)?)))\s*""",
    re.VERBOSE | re.ASCII,
)
LONGEST = 60  # characters of a question that is repeated in a condition


def condition_of(question: Question, choice: str) -> str:
    """The condition that somebody gave this answer."""
    if QUESTION_TYPES[question.kind].many:
        return f"selected(${{{question.key}}}, '{choice}')"
    return f"${{{question.key}}} = '{choice}'"


def choice_of(questionnaire: Questionnaire, condition: str) -> tuple[Question, str] | None:
    """The question and the answer of a condition that `condition_of` could have made."""
    found = _TERM.fullmatch(condition)
    question = questionnaire.question((found["key"] or found["many"]) if found else "")
    if found is None or question is None:
        return None
    choice = found["choice"] or found["ticked"] or ""
    same = condition_of(question, choice).replace(" ", "") == condition.replace(" ", "")
    return (question, choice) if same and question.choice(choice) else None


def in_words(questionnaire: Questionnaire, condition: str, language: str) -> str:
    """As people say it; empty when it is too much for words and the condition itself has to be read."""
    for between, word in ((" and ", _("en")), (" or ", _("of"))):
        said = [_term(questionnaire, part, language) for part in condition.split(between)]
        if all(said):
            return f" {word} ".join(said)
    return ""


def _term(questionnaire: Questionnaire, text: str, language: str) -> str:
    found = _TERM.fullmatch(text)
    question = questionnaire.question((found["key"] or found["many"]) if found else "")
    if found is None or question is None:
        return ""
    asked = " ".join(words_in(question.label, language).split())
    asked = asked if len(asked) <= LONGEST else f"{asked[:LONGEST]}…"
    if found["number"] is not None:
        return _compared(found["sign"]) % {"asked": asked, "answer": found["number"].replace(".", ",")}
    answer = found["ticked"] if found["many"] else found["choice"]
    choice = question.choice(answer)
    if choice is None or found["sign"] not in ("=", "!=", None):
        return ""
    return _compared(found["sign"] or "=") % {"asked": asked, "answer": words_in(choice.label, language)}


def _compared(sign: str) -> str:
    return {
        "=": _("het antwoord op ‘%(asked)s’ is ‘%(answer)s’"),
        "!=": _("het antwoord op ‘%(asked)s’ is niet ‘%(answer)s’"),
        "<": _("het antwoord op ‘%(asked)s’ is minder dan %(answer)s"),
        "<=": _("het antwoord op ‘%(asked)s’ is %(answer)s of minder"),
        ">": _("het antwoord op ‘%(asked)s’ is meer dan %(answer)s"),
        ">=": _("het antwoord op ‘%(asked)s’ is %(answer)s of meer"),
    }[sign]
