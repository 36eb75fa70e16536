"""Which questions somebody gets, given the answers so far, and whether the questions hang together.

Pure, and in one pass: every question looks back only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.surveys.expressions import NotUnderstood, parse
from koersvast.surveys.question_types import QUESTION_TYPES
from koersvast.surveys.questionnaire import (
    CHOICE_KEY,
    DECLINED,
    DECLINED_KEY,
    DEEPEST_GROUPS,
    INTRO_KEY,
    KEY,
    LANGUAGE,
    LEFT_OPEN,
    LONGEST_WORDS,
    MOST_CHOICES,
    MOST_GROUPS,
    MOST_LANGUAGES,
    MOST_QUESTIONS,
    Answers,
    Group,
    Question,
    Questionnaire,
    Value,
    Words,
)


@dataclass(frozen=True)
class Page:
    """One thing to answer: a question, or all of a matrix, with the notes before it. The last may hold notes only."""

    notes: tuple[Question, ...]
    questions: tuple[Question, ...]
    matrix: Group | None = None

    @property
    def key(self) -> str:
        """Tells the page apart: the key of its first question, or else of its first note."""
        return (self.questions or self.notes)[0].key


def asked(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions that are asked. Notes ask nothing, so they are not among them."""
    return tuple(one for one in shown(questionnaire, answers) if asks(one))


def shown(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions and notes that somebody sees, in order.

    An answer to a question that is not asked counts as none. An expression that is not understood holds: ``problems``
    names it, and no question disappears by it.
    """
    opened = _Opened(questionnaire)
    known: dict[str, Value] = {}
    found: list[Question] = []
    for question in questionnaire.questions:
        if opened.holds(question.group, known) and _holds(question.relevance, known):
            found.append(question)
            if asks(question) and question.key in answers:
                known[question.key] = answers[question.key]
    return tuple(found)


def kept(questionnaire: Questionnaire, answers: Answers) -> dict[str, Value]:
    """The answers without those to what is not asked."""
    return {one.key: answers[one.key] for one in asked(questionnaire, answers) if one.key in answers}


def fits(question: Question, answers: Answers, value: Value) -> bool:
    """Does the answer meet the constraint of its question? No answer always does."""
    if not question.constraint or value is LEFT_OPEN or value is DECLINED:
        return True
    return _holds(question.constraint, answers, value)


def pages(questionnaire: Questionnaire, answers: Answers) -> tuple[Page, ...]:
    """What is asked, a page at a time."""
    return tuple(_paged(questionnaire, shown(questionnaire, answers)))


def _paged(questionnaire: Questionnaire, seen: tuple[Question, ...]) -> Iterator[Page]:
    matrices = {one.key: one for one in questionnaire.groups if one.matrix}
    notes: list[Question] = []
    rows: list[Question] = []
    for question in seen:
        if rows and question.group != rows[0].group:
            yield Page(tuple(notes), tuple(rows), matrices[rows[0].group])
            notes, rows = [], []
        if not asks(question):
            notes.append(question)
        elif question.group in matrices:
            rows.append(question)
        else:
            yield Page(tuple(notes), (question,))
            notes = []
    if rows:
        yield Page(tuple(notes), tuple(rows), matrices[rows[0].group])
    elif notes:
        yield Page(tuple(notes), ())


def asks(question: Question) -> bool:
    """Does it ask anything? A note does not."""
    kind = QUESTION_TYPES.get(question.kind)
    return kind is None or kind.answered


def _holds(text: str, answers: Answers, own: Value = LEFT_OPEN) -> bool:
    if not text.strip():
        return True
    try:
        return parse(text).holds(answers, own)
    except NotUnderstood:
        return True


class _Opened:
    """Which groups are open. Each is judged once, at its first question."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.groups = {one.key: one for one in questionnaire.groups}
        self.judged: dict[str, bool] = {"": True}

    def holds(self, key: str, answers: Answers) -> bool:
        around: list[Group] = []
        seen: set[str] = set()
        while key not in self.judged and key not in seen and key in self.groups:
            seen.add(key)
            around.append(self.groups[key])
            key = self.groups[key].parent
        held = self.judged.get(key, True)
        for group in reversed(around):  # from the outside in
            held = held and _holds(group.relevance, answers)
            self.judged[group.key] = held
        return held


@dataclass(frozen=True)
class Problem:
    """What keeps a questionnaire from being used. ``place``: key of the question or group; empty: the whole."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


def problems(questionnaire: Questionnaire) -> tuple[Problem, ...]:
    """Everything that must be mended before anybody can answer, in the order of the questionnaire."""
    if len(questionnaire.questions) > MOST_QUESTIONS:
        said = _("Er zijn meer dan %(most)d vragen. Splits de vragenlijst.")
        return (Problem("", said % {"most": MOST_QUESTIONS}),)
    if len(questionnaire.groups) > MOST_GROUPS:
        said = _("Er zijn meer dan %(most)d groepen. Voeg groepen samen.")
        return (Problem("", said % {"most": MOST_GROUPS}),)
    return tuple(Problem(place, sentence) for place, sentence in _Checker(questionnaire).all())


_Found = Iterator[tuple[str, str]]


class _Checker:
    """Looks at every part once."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.groups = {one.key: one for one in questionnaire.groups}
        self.place = {one.key: at for at, one in reversed(list(enumerate(questionnaire.questions)))}
        self.notes = {one.key for one in questionnaire.questions if not asks(one)}

    def all(self) -> _Found:
        yield from self.whole()
        yield from self.keys()
        yield from self.grouping()
        for question in self.questionnaire.questions:
            for sentence in self.question(question):
                yield question.key, sentence

    def whole(self) -> _Found:
        languages = self.questionnaire.languages
        if not languages or len(languages) > MOST_LANGUAGES or len(set(languages)) < len(languages):
            yield "", _("Kies één tot tien verschillende talen.")
        if not all(LANGUAGE.fullmatch(one) for one in languages):
            yield "", _("Schrijf een taal met twee of drie letters, bijvoorbeeld nl.")
        if not any(asks(one) for one in self.questionnaire.questions):
            yield "", _("De vragenlijst heeft geen vragen.")
        for sentence in self.words(_("de titel"), self.questionnaire.title, needed=True):
            yield "", sentence
        for sentence in self.words(_("de inleiding"), self.questionnaire.intro):
            yield "", sentence

    def keys(self) -> _Found:
        seen: set[str] = set()
        groups = [one.key for one in self.questionnaire.groups]
        for key in groups + [one.key for one in self.questionnaire.questions]:
            if not KEY.fullmatch(key):
                yield key, _("De naam moet met een letter beginnen. Gebruik letters, cijfers en _.")
            if key.casefold() in (INTRO_KEY, "meta"):
                yield key, _("Deze naam heeft al een betekenis. Kies een andere naam.")
            if key.casefold() in seen:
                yield key, _("Deze naam staat er twee keer. Geef elke vraag en groep een eigen naam.")
            seen.add(key.casefold())

    def grouping(self) -> _Found:
        first: dict[str, int] = {}  # of each group: where its first question stands
        open_now: list[str] = []
        torn: set[str] = set()
        for at, question in enumerate(self.questionnaire.questions):
            around = [one.key for one in self.questionnaire.groups_of(question)][::-1]
            torn |= {key for key in around if key in first and key not in open_now}
            for key in around:
                first.setdefault(key, at)
            open_now = around
        for group in self.questionnaire.groups:
            for sentence in self.group(group, first.get(group.key)):
                yield group.key, sentence
            if group.key in torn:
                yield group.key, _("De vragen van deze groep staan niet bij elkaar.")

    def group(self, group: Group, first: int | None) -> Iterator[str]:
        yield from self.words(_("de naam van de groep"), group.label)
        if group.parent and group.parent not in self.groups:
            yield _("De groep hoort bij een groep die er niet is.")
        elif (depth := self.depth(group)) is None:
            yield _("De groep staat in zichzelf.")
        elif depth > DEEPEST_GROUPS:
            yield _("Er staan te veel groepen in elkaar.")
        elif first is None:
            yield _("De groep heeft geen vragen.")
        else:
            yield from self.condition(group.relevance, first)
        if group.parent in self.groups and self.groups[group.parent].matrix:
            yield _("In een matrix kan geen groep staan.")
        if group.matrix:
            yield from self.matrix([one for one in self.questionnaire.questions if one.group == group.key])

    def depth(self, group: Group) -> int | None:
        """How many groups stand around its questions; None when it stands in itself."""
        seen: set[str] = set()
        key = group.key
        while key in self.groups and key not in seen:
            seen.add(key)
            key = self.groups[key].parent
        return None if key in seen else len(seen)

    def matrix(self, rows: list[Question]) -> Iterator[str]:
        if any(one.kind not in ("single", "scale") for one in rows):
            yield _("In een matrix kunnen alleen vragen met één antwoord en schalen staan.")
        if len({(one.kind, repr(one.choices), one.may_decline) for one in rows}) > 1:
            yield _("Alle vragen van een matrix hebben dezelfde antwoorden.")

    def question(self, question: Question) -> Iterator[str]:
        kind = QUESTION_TYPES.get(question.kind)
        if kind is None:
            yield _("Dit soort vraag kennen wij niet.")
            return
        if question.group and question.group not in self.groups:
            yield _("De vraag hoort bij een groep die er niet is.")
        yield from self.words(_("de vraag"), question.label, needed=True)
        yield from self.words(_("de uitleg"), question.hint)
        yield from self.words(_("de melding"), question.constraint_message)
        at = self.place[question.key]
        yield from self.condition(question.relevance, self.page(at))
        if question.constraint:
            yield from self.condition(question.constraint, at, own=True)
        if kind.chosen:
            yield from self.choices(question)
        elif question.choices:
            yield _("Bij dit soort vraag horen geen antwoorden om te kiezen.")
        if question.key in self.notes and (question.required or question.constraint):
            yield _("Op een uitleg komt geen antwoord, dus die kan niet verplicht zijn.")
        yield from self.bounds(question)

    def page(self, at: int) -> int:
        """Where the page of a question begins: what is asked on one page cannot decide about itself."""
        group = self.questionnaire.questions[at].group
        if group in self.groups and self.groups[group].matrix:
            while at and self.questionnaire.questions[at - 1].group == group:
                at -= 1
        return at

    def bounds(self, question: Question) -> Iterator[str]:
        low, high = question.lowest, question.highest
        if question.kind != "number":
            if low is not None or high is not None or question.whole:
                yield _("Alleen een getal heeft een laagste en een hoogste waarde.")
        elif not all(math.isfinite(one) for one in (low, high) if one is not None):
            yield _("De laagste en de hoogste waarde moeten getallen zijn.")
        elif low is not None and high is not None and low > high:
            yield _("De laagste waarde is hoger dan de hoogste.")

    def choices(self, question: Question) -> Iterator[str]:
        keys = [one.key for one in question.choices]
        if len(keys) < 2:
            yield _("Geef minstens twee antwoorden om uit te kiezen.")
        if len(keys) > MOST_CHOICES:
            yield _("Er zijn meer dan %(most)d antwoorden om uit te kiezen.") % {"most": MOST_CHOICES}
            return
        if len({key.casefold() for key in keys}) < len(keys):
            yield _("Een antwoord staat er twee keer. Geef elk antwoord een eigen naam.")
        if not all(CHOICE_KEY.fullmatch(key) for key in keys):
            yield _("De naam van een antwoord heeft alleen letters, cijfers en _ . + -")
        if DECLINED_KEY in keys:
            yield _("‘Dat zeg ik liever niet’ zet u aan met een vinkje. Haal het uit de lijst.")
        scores = [one.score for one in question.choices if one.score is not None]
        if not all(map(math.isfinite, scores)) or (question.kind == "scale" and len(set(scores)) < 2):
            yield _("Geef de antwoorden van een schaal een punt, en niet allemaal hetzelfde.")
        for choice in question.choices:
            yield from self.words(
                _("het antwoord %(key)s") % {"key": choice.key[:64]}, choice.label, needed=True
            )

    def words(self, what: str, words: Words, *, needed: bool = False) -> Iterator[str]:
        languages = self.questionnaire.languages
        if (needed or words) and languages and not words.get(languages[0], "").strip():
            said = _("In de eerste taal (%(language)s) ontbreekt: %(what)s.")
            yield said % {"language": languages[0], "what": what}
        if not set(words) <= set(languages):
            yield _("Deze tekst staat in een taal die niet is gekozen: %(what)s.") % {"what": what}
        if any("${" in one for one in words.values()):
            yield _("In deze tekst staat ${, en een antwoord herhalen kan niet: %(what)s.") % {"what": what}
        if any(len(one) > LONGEST_WORDS for one in words.values()):
            said = _("Deze tekst is te lang: %(what)s. Er passen %(most)d tekens.")
            yield said % {"what": what, "most": LONGEST_WORDS}

    def condition(self, text: str, before: int, *, own: bool = False) -> Iterator[str]:
        """An expression that may ask about the questions before a place, and about its own answer."""
        if not text.strip():
            return
        try:
            expression = parse(text)
        except NotUnderstood as fault:
            yield str(fault)
            return
        if expression.own and not own:
            yield _("De voorwaarde gaat over de vraag zelf. Dan weten wij nooit of wij die moeten stellen.")
        for name in sorted(expression.names):
            if name not in self.place or name in self.notes:
                said = _("De voorwaarde gaat over %(name)s, en die vraag is er niet.")
            elif self.place[name] >= before:
                said = _("De voorwaarde gaat over %(name)s, en die vraag komt niet eerder.")
            else:
                continue
            yield said % {"name": name}
