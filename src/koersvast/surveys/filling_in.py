"""Walking through a questionnaire: which page, what was filled in on it, what is still missing. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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


@dataclass(frozen=True)
class Way:
    """The pages that somebody's answers lead along. Worked out once, and then asked for this page and that."""

    questionnaire: Questionnaire
    answers: Answers

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        return routing.pages(self.questionnaire, self.answers)

    def page_with(self, key: str) -> Page | None:
        """The page with this key, when it is asked and everything before it was answered or passed."""
        for page in self.pages:
            if page.key == key:
                return page
            if not self._seen_through(page):
                return None
        return None

    def first_open(self) -> Page | None:
        """The first page that has not been seen through. None: everything was."""
        return next((page for page in self.pages if not self._seen_through(page)), None)

    def next_after(self, key: str) -> Page | None:
        """The page after this one; None after the last."""
        at = self._number(key)
        return self.pages[at + 1] if at is not None and at + 1 < len(self.pages) else None

    def before(self, key: str) -> Page | None:
        """The page before this one (``END``: the last); None at the first."""
        at = len(self.pages) if key == END else self._number(key) or 0
        return self.pages[at - 1] if at > 0 else None

    def place_of(self, page: Page) -> Place:
        at = self._number(page.key)
        assert at is not None  # a page is only shown on its own way
        return Place(at + 1, len(self.pages))

    def _seen_through(self, page: Page) -> bool:
        return all(question.key in self.answers for question in page.questions)

    def _number(self, key: str) -> int | None:
        return next((number for number, page in enumerate(self.pages) if page.key == key), None)


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
