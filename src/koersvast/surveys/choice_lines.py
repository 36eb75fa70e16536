"""Answers to choose from, one on a line: ``sleutel | woorden | score``. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from koersvast.cycles.rules import unsafe_text
from koersvast.surveys.outline import free_key
from koersvast.surveys.questionnaire import (
    CHOICE_KEY,
    DECLINED_KEY,
    KEY,
    LONGEST_WORDS,
    MOST_CHOICES,
    Choice,
    Words,
)

BETWEEN = "|"
LONGEST_LINE = 60  # characters that are repeated in a sentence


class WrongLine(Exception):
    """A line that cannot be read, with a sentence for who typed it."""


def lines_of(choices: Sequence[Choice], language: str, *, first: bool) -> str:
    """As they are typed. ``first``: the language that every answer has, with the scores."""
    shown = []
    for one in choices:
        words = " ".join(one.label.get(language, "").split())
        if not words and not first:
            continue
        parts = [one.key, words]
        if (first and one.score is not None) or BETWEEN in words:
            parts.append(_score_words(one.score) if first and one.score is not None else "")
        shown.append(" | ".join(parts).rstrip())
    return "\n".join(shown)


def choices_of(text: str, language: str) -> tuple[Choice, ...]:
    """The answers in the first language. A line of words alone gets a key. Raises WrongLine."""
    found: list[Choice] = []
    for line in _filled(text):
        key, words, score = _parts(line)
        taken = {DECLINED_KEY, *(one.key.casefold() for one in found)}
        key = key or (words if words.isdecimal() else free_key(words, taken))
        _judge(line, words, known=bool(CHOICE_KEY.fullmatch(key)))
        if key == DECLINED_KEY:
            raise WrongLine(_("‘Dat zeg ik liever niet’ zet u aan met het vinkje. Haal die regel hier weg."))
        if key.casefold() in taken:
            raise WrongLine(_("De sleutel van ‘%(line)s’ staat er twee keer.") % {"line": _short(line)})
        found.append(Choice(key, {language: words}, _score_of(score, line)))
    if len(found) > MOST_CHOICES:
        raise WrongLine(_("Er zijn meer dan %(most)d antwoorden.") % {"most": MOST_CHOICES})
    return tuple(found)


def rows_of(text: str, language: str, taken: set[str]) -> tuple[Choice, ...]:
    """The rows of a matrix: key and words. ``taken``: keys that stand elsewhere, without capitals. Raises WrongLine."""
    found: list[Choice] = []
    for line in _filled(text):
        key, words, _score = _parts(line)
        key = key or free_key(words, taken)
        _judge(line, words, known=bool(KEY.fullmatch(key)))
        if key.casefold() in taken:
            raise WrongLine(_("De sleutel van ‘%(line)s’ is al gebruikt.") % {"line": _short(line)})
        taken = taken | {key.casefold()}
        found.append(Choice(key, {language: words}))
    return tuple(found)


def _judge(line: str, words: str, *, known: bool) -> None:
    if not words:
        raise WrongLine(_("Bij ‘%(line)s’ ontbreken de woorden.") % {"line": _short(line)})
    if not known:
        said = _("De sleutel van ‘%(line)s’ mag alleen letters, cijfers en _ hebben.")
        raise WrongLine(said % {"line": _short(line)})
    if "${" in words or unsafe_text(words) in ("markup", "control"):
        raise WrongLine(_("In ‘%(line)s’ staan tekens die niet kunnen.") % {"line": _short(line)})
    if len(words) > LONGEST_WORDS:
        raise WrongLine(_("‘%(line)s’ is te lang.") % {"line": _short(line)})


def translated(choices: Sequence[Choice], text: str, language: str) -> tuple[Choice, ...]:
    """The answers with their words in another language: ``sleutel | woorden``. Raises WrongLine."""
    said: dict[str, str] = {}
    known = {one.key for one in choices}
    for line in _filled(text):
        key, words, _score = _parts(line)
        if key not in known:
            raise WrongLine(
                _("‘%(line)s’ begint niet met de sleutel van een antwoord.") % {"line": _short(line)}
            )
        said[key] = words
    return tuple(replace(one, label=_with(one.label, language, said.get(one.key, ""))) for one in choices)


def _with(words: Words, language: str, text: str) -> Mapping[str, str]:
    return {**words, language: text} if text else dict(words)


def scored(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """For a scale: without any score, the first counts 1, the second 2, and so on."""
    if any(one.score is not None for one in choices):
        return tuple(choices)
    return tuple(replace(one, score=float(at)) for at, one in enumerate(choices, start=1))


def _filled(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parts(line: str) -> tuple[str, str, str]:
    """Key, words and score. Words may hold a bar when a score, or nothing behind one, closes the line."""
    parts = [one.strip() for one in line.split(BETWEEN)]
    if len(parts) == 1:
        return "", parts[0], ""
    if len(parts) == 2:
        return parts[0], parts[1], ""
    return parts[0], f" {BETWEEN} ".join(parts[1:-1]), parts[-1]


def _score_of(text: str, line: str) -> float | None:
    if not text:
        return None
    try:
        score = float(text.replace(",", "."))
    except ValueError:
        score = float("nan")
    if not -1e6 <= score <= 1e6:
        raise WrongLine(_("De score van ‘%(line)s’ is geen getal.") % {"line": _short(line)})
    return score


def _score_words(score: float) -> str:
    return str(int(score)) if score == int(score) else str(score).replace(".", ",")


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
