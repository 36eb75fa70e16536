"""What a kind of question can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from koersvast.surveys.questionnaire import DECLINED, DECLINED_KEY, LEFT_OPEN, Question, Value, words_in


class Refused(Exception):
    """An answer that cannot be taken, with a sentence for who gave it."""


class QuestionType(ABC):
    """A kind of question: reads an answer from a form, and says it again in words."""

    key: ClassVar[str]
    label: ClassVar[str | Promise]
    form_template: ClassVar[str]
    example: ClassVar[Sequence[str]]  # an answer as a browser sends it, to the question of `sample`
    answered: ClassVar[bool] = True  # a note asks nothing
    chosen: ClassVar[bool] = False  # from a list of choices
    many: ClassVar[bool] = False  # as many of them as somebody likes

    @abstractmethod
    def sample(self) -> Question:
        """A question of this kind, for tests and for the builder."""

    def clean(self, question: Question, given: Sequence[str]) -> Value:
        """The answer as it is stored. ``given``: what the browser sent under this question.

        Raises Refused, with a sentence for the person. Whether an answer is required is asked here too.
        """
        filled = [one.strip() for one in given if one.strip()]
        if DECLINED_KEY in filled and question.may_decline:
            if len(filled) > 1 and self.many:
                raise Refused(_("Kies antwoorden, of kies ‘dat zeg ik liever niet’. Niet allebei."))
            return DECLINED
        if not filled:
            if question.required:
                raise Refused(self.missing(question))
            return LEFT_OPEN
        return self._read(question, filled)

    def missing(self, question: Question) -> str:
        return _("Geef een antwoord op deze vraag.")

    @abstractmethod
    def _read(self, question: Question, filled: list[str]) -> Value: ...

    def stored(self, question: Question, value: Value) -> bool:
        """Could this be an answer to this question? For what comes back from a file or an older page."""
        if value is LEFT_OPEN:
            return True
        if value is DECLINED:
            return question.may_decline
        return self._fits(question, value)

    @abstractmethod
    def _fits(self, question: Question, value: Value) -> bool: ...

    def sent(self, value: Value) -> list[str]:
        """The answer as a browser would send it: what `clean` reads back."""
        if value is LEFT_OPEN:
            return []
        if value is DECLINED:
            return [DECLINED_KEY]
        return self._sent(value)

    def _sent(self, value: Value) -> list[str]:
        return [str(value)]

    def spoken(self, question: Question, value: Value, language: str) -> str:
        """The answer in words, for who gave it."""
        if value is LEFT_OPEN:
            return _("Geen antwoord")
        if value is DECLINED:
            return _("Dat zeg ik liever niet")
        return self._spoken(question, value, language)

    def _spoken(self, question: Question, value: Value, language: str) -> str:
        return ", ".join(
            words_in(found.label, language) if (found := question.choice(key)) else key
            for key in self._sent(value)
        )
