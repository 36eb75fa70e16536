"""Questions that are answered by writing: a number, a date, words. And a note, which asks nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.surveys.question_types.kind import QuestionType, Refused
from koersvast.surveys.questionnaire import DECLINED_KEY, LEFT_OPEN, Question, Value

LONGEST = 4000  # characters of an open answer: two pages
_NUMBER = re.compile(r"^[+-]?\d{1,12}(?:[.,]\d{1,6})?$", re.ASCII)
_DUTCH_DATE = re.compile(r"^(\d{1,2})[-/ .](\d{1,2})[-/ .](\d{4})$", re.ASCII)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # also what no database can keep


def _one(filled: list[str]) -> str:
    if len(filled) > 1:
        raise Refused(_("Geef één antwoord."))
    return filled[0]


class Number(QuestionType):
    """A number, with or without decimals, between bounds."""

    key = "number"
    label = gettext_lazy("Getal")
    form_template = "surveys/kinds/_number.html"
    example = ("41",)

    def sample(self) -> Question:
        return Question(
            key="leeftijd", kind=self.key, label={"nl": "Hoe oud bent u?"}, whole=True, lowest=0, highest=120
        )

    def missing(self, question: Question) -> str:
        return _("Vul een getal in.")

    def _read(self, question: Question, filled: list[str]) -> Value:
        text = _one(filled).replace(" ", "")
        if not _NUMBER.fullmatch(text):
            raise Refused(_("Dit is geen getal. Gebruik alleen cijfers, bijvoorbeeld 41."))
        number = float(text.replace(",", "."))
        if question.whole and number != int(number):
            raise Refused(_("Vul een heel getal in, zonder komma."))
        if question.lowest is not None and number < question.lowest:
            raise Refused(_("Vul een getal in van %(lowest)s of meer.") % {"lowest": _plain(question.lowest)})
        if question.highest is not None and number > question.highest:
            raise Refused(
                _("Vul een getal in van %(highest)s of minder.") % {"highest": _plain(question.highest)}
            )
        return number

    def _fits(self, question: Question, value: Value) -> bool:
        if not isinstance(value, float | int) or isinstance(value, bool) or not math.isfinite(value):
            return False
        try:
            return self._read(question, self._sent(value)) == value
        except Refused:
            return False

    def _sent(self, value: Value) -> list[str]:
        return [_plain(value)] if isinstance(value, float | int) else []


def _plain(number: float) -> str:
    """As people write it: 41, or 7,5."""
    return str(int(number)) if number == int(number) else str(number).replace(".", ",")


class Date(QuestionType):
    """A day."""

    key = "date"
    label = gettext_lazy("Datum")
    form_template = "surveys/kinds/_date.html"
    example = ("2026-03-01",)

    def sample(self) -> Question:
        return Question(key="sinds", kind=self.key, label={"nl": "Sinds wanneer woont u hier?"})

    def missing(self, question: Question) -> str:
        return _("Vul een datum in.")

    def _read(self, question: Question, filled: list[str]) -> Value:
        text = _one(filled)
        dutch = _DUTCH_DATE.fullmatch(text)
        try:
            if dutch:
                return date(int(dutch[3]), int(dutch[2]), int(dutch[1])).isoformat()
            if len(text) != 10:
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Refused(
                _("Dit is geen datum. Schrijf dag, maand en jaar, bijvoorbeeld 1-3-2026.")
            ) from None

    def _fits(self, question: Question, value: Value) -> bool:
        try:
            return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False

    def _spoken(self, question: Question, value: Value, language: str) -> str:
        """As it is written here: 1-3-2026."""
        day = date.fromisoformat(str(value))
        return f"{day.day}-{day.month}-{day.year}"


class Open(QuestionType):
    """Words. They go to coding, sealed, as one source."""

    key = "open"
    label = gettext_lazy("Eigen woorden")
    form_template = "surveys/kinds/_open.html"
    example = ("Meer bankjes bij het water.",)

    def sample(self) -> Question:
        return Question(key="beter", kind=self.key, label={"nl": "Wat kan er beter?"})

    def missing(self, question: Question) -> str:
        return _("Schrijf een antwoord.")

    def _read(self, question: Question, filled: list[str]) -> Value:
        text = _UNSEEN.sub("", _one(filled).replace("\r\n", "\n").replace("\r", "\n")).strip()
        if not text:
            return self.clean(question, [])
        if len(text) > LONGEST:
            raise Refused(
                _("Uw tekst is te lang: %(length)s tekens. Er passen er %(most)s.")
                % {"length": len(text), "most": LONGEST}
            )
        return text

    def _fits(self, question: Question, value: Value) -> bool:
        if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
            return False
        declines = question.may_decline and value == DECLINED_KEY
        return value == value.strip() and not declines and not _UNSEEN.search(value)


class Note(QuestionType):
    """Words of ours, between the questions. Nothing is asked."""

    key = "note"
    label = gettext_lazy("Uitleg")
    form_template = "surveys/kinds/_note.html"
    example = ()
    answered = False

    def sample(self) -> Question:
        return Question(key="uitleg", kind=self.key, label={"nl": "Nu komen vragen over uw buurt."})

    def clean(self, question: Question, given: Sequence[str]) -> Value:
        return LEFT_OPEN

    def stored(self, question: Question, value: Value) -> bool:
        return value is LEFT_OPEN

    def _read(self, question: Question, filled: list[str]) -> Value:
        return LEFT_OPEN

    def _fits(self, question: Question, value: Value) -> bool:
        return False
