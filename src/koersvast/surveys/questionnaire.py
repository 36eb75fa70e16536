"""A questionnaire as a value: what it asks, of whom, in which words. Pure; the tables and XLSForm are read into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

Words = Mapping[str, str]  # words by language: {"nl": "Hoe oud bent u?", "en": "How old are you?"}

Value = str | float | tuple[str, ...] | bool | None
Answers = Mapping[str, Value]  # by the key of the question; a question that was not asked is not in it

LEFT_OPEN: Final = None  # asked, and passed over
DECLINED: Final = False  # "dat zeg ik liever niet": an answer of its own, never counted as missing
DECLINED_KEY: Final = "liever_niet"  # how it stands in forms and files
INTRO_KEY: Final = "koersvast_intro"  # the introduction, where only questions have a place

KEY: Final = re.compile(
    r"[A-Za-z_][A-Za-z0-9_]{0,63}", re.ASCII
)  # of a question or a group: also a name in SPSS
CHOICE_KEY: Final = re.compile(r"[\w.+-]{1,64}")
LANGUAGE: Final = re.compile(r"[a-z]{2,3}", re.ASCII)
MOST_QUESTIONS: Final = 300
MOST_CHOICES: Final = 100
MOST_GROUPS: Final = 100
DEEPEST_GROUPS: Final = 8
MOST_LANGUAGES: Final = 10
LONGEST_WORDS: Final = 2000  # characters of one text


@dataclass(frozen=True)
class Choice:
    """One answer to choose. ``key`` is what is stored, so it never changes; ``score`` counts on a scale."""

    key: str
    label: Words
    score: float | None = None


@dataclass(frozen=True)
class Group:
    """Questions that belong together, asked when ``relevance`` holds. A matrix shares its choices and its page."""

    key: str
    label: Words = field(default_factory=dict)
    relevance: str = ""  # an expression (expressions.py); empty: always
    parent: str = ""  # key of the group around it
    matrix: bool = False


@dataclass(frozen=True)
class Question:
    """One question. ``kind`` is a key of QUESTION_TYPES."""

    key: str
    kind: str
    label: Words
    hint: Words = field(default_factory=dict)
    group: str = ""
    required: bool = False
    may_decline: bool = True  # offers "dat zeg ik liever niet"
    relevance: str = ""
    constraint: str = ""  # an expression in which "." is the answer itself
    constraint_message: Words = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    lowest: float | None = None  # of a number
    highest: float | None = None
    whole: bool = False  # a number without decimals
    item: str = ""  # key of the validated item in the library that it is

    def choice(self, key: str) -> Choice | None:
        return next((one for one in self.choices if one.key == key), None)


@dataclass(frozen=True)
class Questionnaire:
    """Everything that is asked, in order. ``languages``: the first is the one that every text has."""

    title: Words
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    groups: tuple[Group, ...] = ()
    intro: Words = field(default_factory=dict)

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)

    def group(self, key: str) -> Group | None:
        return next((one for one in self.groups if one.key == key), None)

    def groups_of(self, question: Question) -> Iterator[Group]:
        """The groups around a question, from the inside out. Ends also when they stand around each other."""
        seen: set[str] = set()
        key = question.group
        while key and key not in seen and (found := self.group(key)) is not None:
            yield found
            seen.add(key)
            key = found.parent


def words_in(words: Words, language: str) -> str:
    """The words in a language, or else in the first language that has them."""
    return words.get(language) or next(iter(words.values()), "")
