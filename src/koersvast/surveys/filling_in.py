"""Walking through a questionnaire: which page, what was filled in on it, what is still missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from koersvast.surveys import routing
from koersvast.surveys.question_types import QUESTION_TYPES, Refused
from koersvast.surveys.questionnaire import Answers, Question, Questionnaire, Value, words_in
from koersvast.surveys.routing import Page

END = "einde"  # the page that shows all answers before they are sent
FIELD = "a-"  # before the key of a question in a form
SECONDS_A_PAGE = 20


class NotThisPage(Exception):
    """Something was filled in that this page does not ask: a page of yesterday, or made by hand."""


@dataclass(frozen=True)
class Filled:
    """What somebody filled in on one page. ``given``: as it was typed, also where it is wrong."""

    answers: dict[str, Value] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    given: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where somebody is. ``number`` counts from 1; of how many may change with the answers."""

    number: int
    of: int

    @property
    def minutes(self) -> int:
        return max(1, round((self.of - self.number + 1) * SECONDS_A_PAGE / 60))


def page_with(questionnaire: Questionnaire, answers: Answers, key: str) -> Page | None:
    """The page with this key, when it is asked and everything before it was answered or passed."""
    for page in routing.pages(questionnaire, answers):
        if page.key == key:
            return page
        if any(question.key not in answers for question in page.questions):
            return None
    return None


def first_open(questionnaire: Questionnaire, answers: Answers) -> Page | None:
    """The first page that has not been seen through. None: everything was."""
    for page in routing.pages(questionnaire, answers):
        if any(question.key not in answers for question in page.questions):
            return page
    return None


def next_after(questionnaire: Questionnaire, answers: Answers, key: str) -> Page | None:
    """The page after this one; None after the last."""
    pages = routing.pages(questionnaire, answers)
    at = next((number for number, page in enumerate(pages) if page.key == key), len(pages))
    return pages[at + 1] if at + 1 < len(pages) else None


def before(questionnaire: Questionnaire, answers: Answers, key: str) -> Page | None:
    """The page before this one (``END``: the last); None at the first."""
    pages = routing.pages(questionnaire, answers)
    if key == END:
        return pages[-1] if pages else None
    at = next((number for number, page in enumerate(pages) if page.key == key), 0)
    return pages[at - 1] if at > 0 else None


def place_of(questionnaire: Questionnaire, answers: Answers, page: Page) -> Place:
    pages = routing.pages(questionnaire, answers)
    return Place(next(number for number, one in enumerate(pages, start=1) if one.key == page.key), len(pages))


def read_page(
    questionnaire: Questionnaire,
    answers: Answers,
    page: Page,
    form: Mapping[str, Sequence[str]],
    *,
    language: str,
) -> Filled:
    """What was filled in. ``form``: every field of the page with its values. Raises NotThisPage."""
    on_page = {question.key for question in page.questions}
    named = {name.removeprefix(FIELD) for name in form if name.startswith(FIELD)}
    if named - on_page:
        raise NotThisPage
    filled = Filled()
    for question in page.questions:
        given = list(form.get(FIELD + question.key, []))
        filled.given[question.key] = given
        try:
            value = QUESTION_TYPES[question.kind].clean(question, given)
        except Refused as refused:
            filled.errors[question.key] = str(refused)
            continue
        if not routing.fits(question, {**answers, **filled.answers}, value):
            filled.errors[question.key] = _broken_rule(question, language)
            continue
        filled.answers[question.key] = value
    return filled


def _broken_rule(question: Question, language: str) -> str:
    return words_in(question.constraint_message, language) or _("Dit antwoord past niet bij de vraag.")


def spoken_answers(
    questionnaire: Questionnaire, answers: Answers, *, language: str
) -> list[tuple[Page, list[tuple[str, str]]]]:
    """All answers in words, page by page."""
    found = []
    for page in routing.pages(questionnaire, answers):
        lines = [
            (
                words_in(question.label, language),
                QUESTION_TYPES[question.kind].spoken(question, answers.get(question.key), language),
            )
            for question in page.questions
        ]
        if lines:
            found.append((page, lines))
    return found
