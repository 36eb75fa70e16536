"""How a figure is called: its answer and its group in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.surveys.estimating import EVERYBODY, HIGHEST, LOWEST, MEAN, boxes_of
from koersvast.surveys.questionnaire import Question, Questionnaire, words_in


def answer_name(question: Question, answer: str) -> str:
    if answer == MEAN:
        return _("Gemiddelde")
    if answer in (HIGHEST, LOWEST):
        keys = boxes_of(question).get(answer, ())
        return _(" of ").join(answer_name(question, key) for key in keys)
    choice = question.choice(answer)
    return words_in(choice.label, "nl") if choice else answer


def group_name(group: str, questionnaire: Questionnaire) -> str:
    """Empty for everybody."""
    if group == EVERYBODY:
        return ""
    key, _equals, answer = group.partition("=")
    question = questionnaire.question(key)
    return answer_name(question, answer) if question else group
