"""A questionnaire and answers as plain values, for JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from koersvast.surveys.questionnaire import Answers, Choice, Group, Question, Questionnaire, Value


def to_plain(questionnaire: Questionnaire) -> dict[str, Any]:
    """What JSON can hold; without what is as it always is, so that a changed default changes nothing stored."""
    return {
        "title": dict(questionnaire.title),
        "intro": dict(questionnaire.intro),
        "languages": list(questionnaire.languages),
        "groups": [_bare(group) for group in questionnaire.groups],
        "questions": [_bare(question) for question in questionnaire.questions],
    }


def _bare(thing: Group | Question) -> dict[str, Any]:
    return {name: _listed(value) for name, value in asdict(thing).items()}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def from_plain(plain: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that `to_plain` wrote. Fields that a later program added keep their default."""
    return Questionnaire(
        title=plain["title"],
        intro=plain.get("intro", {}),
        languages=tuple(plain["languages"]),
        groups=tuple(Group(**_known(Group, group)) for group in plain.get("groups", [])),
        questions=tuple(_question(question) for question in plain["questions"]),
    )


def _question(plain: Mapping[str, Any]) -> Question:
    known = _known(Question, plain)
    known["choices"] = tuple(Choice(**_known(Choice, one)) for one in plain.get("choices", []))
    return Question(**known)


def _known(kind: Any, plain: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in plain.items() if name in names}


def answers_to_plain(answers: Answers) -> dict[str, Any]:
    return {key: _listed(value) for key, value in answers.items()}


def answers_from_plain(plain: Mapping[str, Any]) -> dict[str, Value]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in plain.items()}
