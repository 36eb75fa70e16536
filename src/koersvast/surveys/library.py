"""Validated items with their passports: the words, the scale, which way is good, where it comes from, beside which
national figure it may stand. Pure; the items are in library.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from koersvast.surveys.questionnaire import Choice, Question, Words

FILE: Final = Path(__file__).with_name("library.yaml")
LANGUAGES: Final = ("nl", "en")
HIGHER, LOWER, AMBIGUOUS, NONE = "higher", "lower", "ambiguous", "none"  # as the directions of an indicator
PROBABILITY, SELF_SELECTED = "probability", "self_selected"

TOPICS: Final[dict[str, str | Promise]] = {
    "attitudes": gettext_lazy("Wat inwoners vinden"),
    "safety": gettext_lazy("Veiligheid"),
    "discrimination": gettext_lazy("Discriminatie"),
    "settings": gettext_lazy("Uzelf zijn, per plek"),
    "school": gettext_lazy("Open zijn op school"),
    "self": gettext_lazy("Wie antwoordt"),
    "weighting": gettext_lazy("Om te wegen"),
}


@dataclass(frozen=True)
class Benchmark:
    """A national figure: always shown as such ("landelijk"), never as a local one."""

    code: str  # of the figure in indicators/data
    year: int
    value: float  # percent
    population: str
    sample: str
    source: str
    group: str = ""  # of whom in that population; empty: everybody
    of: str = "item"  # "whole": of this item and others together, so only for context


@dataclass(frozen=True)
class Share:
    """Which answers make up the percentage, and which way it should go."""

    answers: tuple[str, ...]
    favourable: str
    words: Words


@dataclass(frozen=True)
class Item:
    """A question others ask too, with its passport."""

    key: str
    topic: str
    asks: Question
    favourable: str  # of the score
    source: str
    note: Words
    reversed: bool = False
    share: Share | None = None
    benchmarks: tuple[Benchmark, ...] = ()  # the oldest first
    sensitive: bool = False  # special category of personal data
    margin: str = ""  # weighted to this margin of the population

    def question(self, key: str = "", group: str = "") -> Question:
        """The item as a question for a questionnaire, under another key if need be."""
        return replace(self.asks, key=key or self.key, group=group)

    def is_asked_by(self, question: Question) -> bool:
        """Is it still the item? With other words or other answers no national figure may stand beside it."""
        same_words = all(question.label.get(code) in (None, self.asks.label[code]) for code in LANGUAGES)
        answers = [(one.key, one.score) for one in question.choices]
        return (
            question.item == self.key
            and question.kind == self.asks.kind
            and answers == [(one.key, one.score) for one in self.asks.choices]
            and any(question.label.get(code) for code in LANGUAGES)
            and same_words
        )


def read_library(text: str) -> dict[str, Item]:
    """The items by key, in the order of the file. Raises KeyError, TypeError or ValueError when it is not right."""
    found = yaml.safe_load(text)
    return {key: _item(key, dict(told), found["choices"]) for key, told in found["items"].items()}


def _item(key: str, told: dict[str, Any], lists: Mapping[str, list[dict[str, Any]]]) -> Item:
    choices = told.pop("choices")
    asks = Question(
        key=key,
        kind=told.pop("kind"),
        label=_words(told),
        hint=_words(told.pop("hint", {})),
        choices=tuple(_choice(one) for one in (lists[choices] if isinstance(choices, str) else choices)),
        item=key,
    )
    share = told.pop("share", None)
    return Item(
        key=key,
        asks=asks,
        note=_words(told.pop("note")),
        share=None if share is None else Share(tuple(share["answers"]), share["favourable"], _words(share)),
        benchmarks=tuple(Benchmark(**one) for one in told.pop("benchmarks", ())),
        **{name: value for name, value in told.items() if name not in LANGUAGES},
    )


def _choice(told: Mapping[str, Any]) -> Choice:
    score = told.get("score")
    return Choice(told["key"], _words(told), None if score is None else float(score))


def _words(told: Mapping[str, str]) -> dict[str, str]:
    return {code: told[code] for code in LANGUAGES if code in told}


LIBRARY: Final[Mapping[str, Item]] = read_library(FILE.read_text("utf-8"))
