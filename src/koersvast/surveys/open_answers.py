"""Open answers as one source for coding: the answers to one question under each other, in chance order.

Who takes answers back, takes them back from here too: her words are overwritten where they stand.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.people.models import User
from koersvast.surveys import queries
from koersvast.surveys.models import Survey
from koersvast.surveys.questionnaire import Question, Value, words_in
from koersvast.surveys.rules import SHOWN_FROM
from koersvast.surveys.words import SurveyStatus
from koersvast.texts import actions as texts
from koersvast.texts import queries as text_queries
from koersvast.texts import rules as text_rules
from koersvast.texts.actions import NotNow
from koersvast.texts.models import Party, Text

WITHDRAWN = "withdrawn"  # kind of mark
_CHANCE = random.SystemRandom()
_BETWEEN = "\n\n"


def origin_of(survey: Survey, place: int) -> str:
    """Begins the origin of the texts of the open question at this place in the questionnaire."""
    return f"survey:{survey.pk.hex}:{place}:"


@transaction.atomic
def bring_to_coding(survey: Survey, *, by: User) -> list[Text]:
    """One text per open question, to be looked through for names first. Raises NotNow."""
    if survey.status != SurveyStatus.CLOSED:
        raise NotNow(_("Sluit de peiling eerst: dan staan alle antwoorden bij elkaar."))
    made = []
    everybody = [answers for _week, answers in queries.settled_answers(survey)]
    if len(everybody) < SHOWN_FROM:
        raise NotNow(_("Er zijn minder dan tien antwoorden. Dan leest niemand ze."))
    for place, question in open_questions(survey):
        words = [value for row in everybody if isinstance(value := row.get(question.key), str)]
        origin = origin_of(survey, place)
        if not words or Text.objects.filter(origin_key__startswith=origin).exists():
            continue
        _CHANCE.shuffle(words)
        for part, body in enumerate(_bodies(words_in(question.label, "nl"), words)):
            row = texts.bring_in(
                survey.collection, origin_key=f"{origin}{part}", party=Party.RESIDENTS, body=body, by=by
            )
            texts.suggest_identifiers(row, by=by)
            made.append(row)
    if not made:
        raise NotNow(_("Er zijn geen nieuwe open antwoorden om te coderen."))
    return made


def _bodies(label: str, words: list[str]) -> Iterator[str]:
    """The answers under each other, in as many texts as needed: a text holds a million signs."""
    lines, size = [label], len(label)
    for number, one in enumerate(words, start=1):
        line = f"{_head(number)}{one}"
        if size + len(line) + len(_BETWEEN) > text_rules.LONGEST_TEXT:
            yield _BETWEEN.join(lines)
            lines, size = [label], len(label)
        lines.append(line)
        size += len(line) + len(_BETWEEN)
    yield _BETWEEN.join(lines)


def open_questions(survey: Survey) -> list[tuple[int, Question]]:
    """Those that people answer in words of their own, with their place among all."""
    asked = queries.questionnaire_of(survey.edition).questions
    return [(place, one) for place, one in enumerate(asked) if one.kind == "open"]


def _head(number: int) -> str:
    return _("Antwoord %(number)s:") % {"number": number} + "\n"


def take_words_back(survey: Survey, answers: Mapping[str, Value]) -> None:
    """Overwrites somebody's words in the texts for coding. Where they cannot be found, a person must read again."""
    for at, question in open_questions(survey):
        said = answers.get(question.key)
        rows = Text.objects.filter(origin_key__startswith=origin_of(survey, at), data_key__isnull=False)
        if isinstance(said, str) and rows and not _struck(list(rows.select_related("data_key")), said):
            for row in rows:
                texts.check_again(row, by=None)


def _struck(rows: list[Text], said: str) -> bool:
    for row in rows:
        place = next(_places(text_queries.open_text(row).body, said), None)
        if place is not None:
            texts.strike_at_once(row, [place], kind=WITHDRAWN, by=None)
            return True
    return False


def _places(body: str, said: str) -> Iterator[tuple[int, int]]:
    """Where an answer stands, also when names in it were overwritten already. Several may be alike: any will do."""
    said = text_rules.clean(said)
    at = body.find(":\n")
    while at >= 0:
        start, end = at + 2, at + 2 + len(said)
        here = body[start:end]
        whole = end == len(body) or body[end : end + len(_BETWEEN)] == _BETWEEN
        alike = all(one in (other, text_rules.FILLER) for one, other in zip(here, said, strict=False))
        if whole and len(here) == len(said) and alike and here.strip(text_rules.FILLER):
            yield start, end
        at = body.find(":\n", at + 1)
