"""A questionnaire as a tree of groups and questions, to build it: put in, move, take out. Pure; nothing changes in place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from koersvast.surveys.questionnaire import INTRO_KEY, Group, Question, Questionnaire, Words

LONGEST_KEY = 24  # characters of a key that is made from words
_WORD = re.compile(r"[a-z0-9]+")


@dataclass
class Branch:
    """A question, or a group with what is in it."""

    thing: Question | Group
    inside: list[Branch] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.thing.key

    @property
    def placed(self) -> bool:
        """Has it a place among the questions? A group without questions has none."""
        return isinstance(self.thing, Question) or any(one.placed for one in self.inside)


def tree_of(questionnaire: Questionnaire) -> list[Branch]:
    """In order. A group stands where its first question stands; one without questions comes last."""
    groups = {one.key: one for one in questionnaire.groups}
    made: dict[str, Branch] = {}
    roots: list[Branch] = []

    def room(key: str) -> list[Branch]:
        place = roots
        for group in _around(groups, key):
            if group.key not in made:
                made[group.key] = Branch(group)
                place.append(made[group.key])
            place = made[group.key].inside
        return place

    for question in questionnaire.questions:
        room(question.group).append(Branch(question))
    for group in questionnaire.groups:
        room(group.key)
    return roots


def _around(groups: dict[str, Group], key: str) -> list[Group]:
    """The group with this key and those around it, from the outside in. Ends also when they stand around each other."""
    found: dict[str, Group] = {}
    while key in groups and key not in found:
        found[key] = groups[key]
        key = groups[key].parent
    return list(found.values())[::-1]


def flattened(questionnaire: Questionnaire, roots: list[Branch]) -> Questionnaire:
    """The questionnaire in the order of the tree; everything belongs to the group it stands in."""
    questions: list[Question] = []
    groups: list[Group] = []

    def walk(branches: list[Branch], parent: str) -> None:
        for branch in branches:
            if isinstance(branch.thing, Group):
                groups.append(replace(branch.thing, parent=parent))
                walk(branch.inside, branch.key)
            else:
                questions.append(replace(branch.thing, group=parent))

    walk(roots, "")
    return replace(questionnaire, questions=tuple(questions), groups=tuple(groups))


def _rooms(branches: list[Branch]) -> Iterator[list[Branch]]:
    yield branches
    for branch in branches:
        yield from _rooms(branch.inside)


def _find(roots: list[Branch], key: str) -> tuple[list[Branch], int]:
    """Where it stands. Raises LookupError."""
    for room in _rooms(roots):
        for at, branch in enumerate(room):
            if branch.key == key:
                return room, at
    raise LookupError(key)


def _room_of(roots: list[Branch], group: str) -> list[Branch]:
    """What stands in a group; empty: outside all groups. Raises LookupError."""
    if not group:
        return roots
    room, at = _find(roots, group)
    return room[at].inside


def shifted(questionnaire: Questionnaire, key: str, steps: int) -> Questionnaire:
    """A question, or a group with all that is in it, a place up (-1) or down (1). Raises LookupError."""
    roots = tree_of(questionnaire)
    room, at = _find(roots, key)
    to = min(max(at + steps, 0), len(room) - 1)
    room.insert(to, room.pop(at))
    return flattened(questionnaire, roots)


def without(questionnaire: Questionnaire, key: str) -> Questionnaire:
    """Takes a question away, or a group: its questions stay, but the rows of a matrix go with it. Raises LookupError."""
    roots = tree_of(questionnaire)
    room, at = _find(roots, key)
    gone = room.pop(at)
    if isinstance(gone.thing, Group) and not gone.thing.matrix:
        room[at:at] = gone.inside
    return flattened(questionnaire, roots)


def put(
    questionnaire: Questionnaire,
    thing: Question | Group,
    *,
    instead_of: str = "",
    rows: tuple[Question, ...] | None = None,
) -> Questionnaire:
    """A question or group in its group: in the place of another, or else at the end. ``rows``: of a matrix.

    A new key goes into every condition. Raises LookupError.
    """
    roots = tree_of(questionnaire)
    wanted = thing.parent if isinstance(thing, Group) else thing.group
    branch = Branch(thing)
    if instead_of:
        room, at = _find(roots, instead_of)
        branch.inside = room[at].inside
        target = _room_of(roots, wanted)
        if target is room:
            room[at] = branch
        else:
            room.pop(at)
            target.append(branch)
    else:
        _room_of(roots, wanted).append(branch)
    if rows is not None:
        branch.inside = [Branch(row) for row in rows]
    made = flattened(questionnaire, roots)
    return _renamed(made, instead_of, thing.key) if instead_of and instead_of != thing.key else made


def _renamed(questionnaire: Questionnaire, old: str, new: str) -> Questionnaire:
    def said(text: str) -> str:
        return text.replace(f"${{{old}}}", f"${{{new}}}")

    return replace(
        questionnaire,
        groups=tuple(replace(one, relevance=said(one.relevance)) for one in questionnaire.groups),
        questions=tuple(
            replace(one, relevance=said(one.relevance), constraint=said(one.constraint))
            for one in questionnaire.questions
        ),
    )


def key_from(words: str) -> str:
    """A key that somebody recognises: "Hoe oud bent u?" is hoe_oud_bent_u."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    made = ""
    for word in _WORD.findall(plain):
        if made and len(made) + len(word) >= LONGEST_KEY:
            break
        made = f"{made}_{word}" if made else word[:LONGEST_KEY]
    return made if made[:1].isalpha() else f"v_{made}".rstrip("_")


def free_key(words: str, taken: Collection[str]) -> str:
    """A key made from words. ``taken``: without capitals."""
    return numbered(key_from(words), taken)


def numbered(key: str, taken: Collection[str]) -> str:
    """The key, with a number behind it when there is one already."""
    made, number = key, 2
    while made.casefold() in taken:
        made, number = f"{key}_{number}", number + 1
    return made


def keys_of(questionnaire: Questionnaire) -> set[str]:
    """What no new question or group may be called, without capitals."""
    groups = {one.key.casefold() for one in questionnaire.groups}
    return groups | {one.key.casefold() for one in questionnaire.questions} | {INTRO_KEY, "meta"}


def in_languages(content: Questionnaire, languages: tuple[str, ...]) -> Questionnaire:
    """In these languages only: words in another go."""

    def some(words: Words) -> dict[str, str]:
        return {one: text for one, text in words.items() if one in languages}

    return replace(
        content,
        languages=languages,
        title=some(content.title),
        intro=some(content.intro),
        groups=tuple(replace(one, label=some(one.label)) for one in content.groups),
        questions=tuple(
            replace(
                one,
                label=some(one.label),
                hint=some(one.hint),
                constraint_message=some(one.constraint_message),
                choices=tuple(replace(choice, label=some(choice.label)) for choice in one.choices),
            )
            for one in content.questions
        ),
    )
