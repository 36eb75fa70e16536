"""Codebooks and projects of every shape, for laws."""

from __future__ import annotations

import datetime as dt
import random
import uuid

from hypothesis import strategies as st

from koersvast.coding.refi import (
    Case,
    Code,
    Codebook,
    CodeSet,
    Coding,
    Note,
    Project,
    Selection,
    TextSource,
    User,
    Variable,
    VariableValue,
)
from koersvast.coding.refi.model import KINDS

# everything XML can hold, with what goes wrong most often drawn more often
SIGNS = st.one_of(
    st.sampled_from(list("<>&\"'`;%{}\t\n -—…é\u0301\u200b\u202e😀🏳️‍🌈\u00a0=@]")),
    st.characters(
        codec="utf-8",
        exclude_categories=("Cs", "Cc"),
        exclude_characters="\ufffe\uffff",
        include_characters="\t\n",
    ),
)
WORDS = st.text(SIGNS, max_size=12)
NAMES = st.text(SIGNS, min_size=1, max_size=12)
TEXTS = st.text(SIGNS, max_size=60)
GUIDS = st.uuids().map(str)
COLOURS = st.just("") | st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def few(strategy, most=3):
    return st.lists(strategy, max_size=most).map(tuple)


def codes(*, notes):
    def grown(children):
        return st.builds(
            Code,
            guid=st.uuids().map(lambda _each: str(uuid.uuid4())),  # never twice in one book
            name=NAMES,
            colour=COLOURS,
            is_codable=st.booleans(),
            description=TEXTS,
            children=children,
            note_guids=few(GUIDS, 2) if notes else st.just(()),
        )

    return st.recursive(grown(st.just(())), lambda each: grown(few(each, 3)), max_leaves=8)


def trees(*, notes=False):
    return st.lists(codes(notes=notes), min_size=1, max_size=3).map(tuple)


@st.composite
def codebooks(draw):
    found = draw(trees())
    known = st.sampled_from([code.guid for code in found])
    sets = few(st.builds(CodeSet, guid=GUIDS, name=NAMES, description=TEXTS, code_guids=few(known)))
    return Codebook(found, draw(sets))


@st.composite
def projects(draw):
    """Words come from Hypothesis; who refers to what is dealt out by a number, which is much faster to draw."""
    words = draw(st.lists(TEXTS, min_size=1, max_size=6))
    return _Dealer(random.Random(draw(st.integers(0, 2**32))), words).project()


class _Dealer:
    def __init__(self, dice: random.Random, words: list[str]) -> None:
        self.dice = dice
        self.words = words
        self.users = tuple(User(self.guid(), self.word(), self.word()) for _each in range(dice.randint(1, 3)))
        self.codes = self.tree(3) or (Code(self.guid(), "een"),)

    def guid(self) -> str:
        return str(uuid.UUID(int=self.dice.getrandbits(128)))

    def word(self) -> str:
        return self.dice.choice(self.words)[:12]

    def text(self) -> str:
        return "".join(self.dice.choices(self.words, k=self.dice.randint(0, 3)))

    def few(self, make):
        return tuple(make() for _each in range(self.dice.randint(0, 2)))

    def by(self):
        moment = dt.datetime.fromtimestamp(self.dice.randrange(10**9) + self.dice.choice([0, 0.5]), dt.UTC)
        return {
            "user_guid": self.dice.choice(["", *[user.guid for user in self.users]]),
            "created": self.dice.choice([None, moment]),
        }

    def tree(self, layers: int):
        return self.few(
            lambda: Code(
                self.guid(),
                self.word(),
                self.dice.choice(["", "#00ff7f"]),
                self.dice.random() < 0.5,
                self.text(),
                self.tree(layers - 1) if layers else (),
                self.few(self.guid),
            )
        )

    def coding(self) -> Coding:
        return Coding(
            self.guid(), self.dice.choice(self.codes).guid, **self.by(), note_guids=self.few(self.guid)
        )

    def value(self) -> VariableValue:
        return VariableValue(self.guid(), "Text", self.text())

    def source(self) -> TextSource:
        text = self.text()
        selections = []
        for _each in range(self.dice.randint(0, 3)):
            start, end = sorted(self.dice.choices(range(len(text) + 1), k=2))
            if start < end:
                about = (self.word(), self.text(), self.few(self.coding), self.few(self.guid))
                selections.append(Selection(self.guid(), start, end, *about, **self.by()))
        return TextSource(
            self.guid(), self.word(), text, tuple(selections), self.text(), self.few(self.coding),
            self.few(self.guid), self.few(self.value), **self.by(),
        )  # fmt: skip

    def case(self) -> Case:
        return Case(
            self.guid(), self.word(), self.text(), self.few(self.guid), self.few(self.value), self.few(self.guid),
            self.few(self.guid),
        )  # fmt: skip

    def group(self) -> CodeSet:
        return CodeSet(
            self.guid(),
            self.word(),
            self.text(),
            self.few(self.guid),
            self.few(self.guid),
            self.few(self.guid),
        )

    def project(self) -> Project:
        return Project(
            self.word(),
            self.users,
            Codebook(self.codes),
            self.few(lambda: Variable(self.guid(), self.word(), self.dice.choice(KINDS), self.text())),
            self.few(self.case),
            self.few(self.source),
            self.few(lambda: Note(self.guid(), self.word(), self.text(), self.text(), **self.by())),
            self.few(self.group),
            self.text(),
            self.few(self.guid),
            **self.by(),
        )
