"""Questions with a list of answers to choose from."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.surveys.question_types.kind import QuestionType, Refused
from koersvast.surveys.questionnaire import Choice, Question, Value


def _unknown() -> Refused:
    return Refused(_("Dit antwoord staat niet in de lijst. Kies een antwoord dat er staat."))


class Single(QuestionType):
    """One of the answers."""

    key = "single"
    label = gettext_lazy("Eén antwoord")
    form_template = "surveys/kinds/_single.html"
    example = ("ja",)
    chosen = True

    def sample(self) -> Question:
        return Question(
            key="buurt",
            kind=self.key,
            label={"nl": "Woont u in deze buurt?"},
            choices=(Choice("ja", {"nl": "Ja"}), Choice("nee", {"nl": "Nee"})),
        )

    def missing(self, question: Question) -> str:
        return _("Kies een antwoord.")

    def _read(self, question: Question, filled: list[str]) -> Value:
        if len(filled) > 1:
            raise Refused(_("Kies één antwoord."))
        if question.choice(filled[0]) is None:
            raise _unknown()
        return filled[0]

    def _fits(self, question: Question, value: Value) -> bool:
        return isinstance(value, str) and question.choice(value) is not None


class Scale(Single):
    """One of the answers, in an order that counts: each has a score."""

    key = "scale"
    label = gettext_lazy("Schaal")
    form_template = "surveys/kinds/_scale.html"
    example = ("4",)

    def sample(self) -> Question:
        return Question(
            key="veilig",
            kind=self.key,
            label={"nl": "Hoe veilig voelt u zich in uw buurt?"},
            choices=tuple(Choice(str(score), {"nl": str(score)}, float(score)) for score in range(1, 6)),
        )


class Multiple(QuestionType):
    """Any number of the answers. Counted per answer, never per combination: a combination points at one person."""

    key = "multiple"
    label = gettext_lazy("Meer antwoorden")
    form_template = "surveys/kinds/_multiple.html"
    example = ("thuis", "werk")
    chosen = True
    many = True

    def sample(self) -> Question:
        return Question(
            key="waar",
            kind=self.key,
            label={"nl": "Waar kunt u uzelf zijn?"},
            choices=(Choice("thuis", {"nl": "Thuis"}), Choice("werk", {"nl": "Op het werk"})),
        )

    def missing(self, question: Question) -> str:
        return _("Kies één of meer antwoorden.")

    def _read(self, question: Question, filled: list[str]) -> Value:
        if any(question.choice(key) is None for key in filled):
            raise _unknown()
        return _in_order(question, filled)

    def _fits(self, question: Question, value: Value) -> bool:
        return isinstance(value, tuple) and bool(value) and value == _in_order(question, value)

    def _sent(self, value: Value) -> list[str]:
        return list(value) if isinstance(value, tuple) else []


def _in_order(question: Question, keys: Collection[str]) -> tuple[str, ...]:
    """In the order of the list: in which order somebody ticked is nobody's business."""
    return tuple(one.key for one in question.choices if one.key in keys)
