"""The made-up round of conversations of the demo municipality, by the same doors as everybody's round."""

from __future__ import annotations

import datetime
from importlib.resources import as_file, files
from typing import Any

import yaml
from django.conf import settings
from django.utils import translation

from koersvast.activities.models import Activity, Initiative
from koersvast.coding.models import Code, Coding
from koersvast.cycles.models import Cycle
from koersvast.dialogues import (
    actions,
    finding_actions,
    portrait_actions,
    portrait_queries,
    quote_actions,
    quote_queries,
)
from koersvast.dialogues.folder import read_folder
from koersvast.dialogues.import_actions import import_round
from koersvast.dialogues.models import Conversation, DialogueRound, HearTarget, Quote
from koersvast.dialogues.quote_rules import QUESTIONS
from koersvast.goals.models import Goal
from koersvast.people.models import User
from koersvast.texts.models import Text
from koersvast.texts.queries import open_text

CODER = "A"  # whose codings the findings rest on
HELD = datetime.date(2026, 5, 4)


def load_round(cycle: Cycle, *, lead: User, colleague: User) -> DialogueRound:
    """Conversations, codings, findings and quotes, inside the scope of the municipality."""
    heard = yaml.safe_load(files("koersvast.dialogues").joinpath("demo/heard.yaml").read_text("utf-8"))
    with as_file(files("koersvast.dialogues").joinpath("demo/conversations")) as folder:
        staged = read_folder(folder)
    with translation.override(settings.LANGUAGE_CODE):
        row = import_round(
            cycle,
            staged,
            title=heard["title"],
            team=[(lead, "lead"), (colleague, "analyst")],
            today=HELD,
        )
    DialogueRound.objects.filter(pk=row.pk).update(aim=heard["aim"], client=heard["client"])
    for target in heard["targets"]:
        made = actions.add_target(row, group=target["group"], wanted=target["wanted"], by=lead)
        HearTarget.objects.filter(pk=made.pk).update(heard=target["heard"])
    texts = _texts(row, [one.file for one in staged.conversations])
    codes = {one.key: one for one in Code.objects.filter(codebook__collection=row.collection)}
    for one in heard["findings"]:
        _finding(row, one, texts, codes, by=lead)
    for one in heard["quotes"]:
        _quote(row, texts[one["file"]], one["words"], one["status"], maker=lead, reader=colleague)
    for one in heard["portraits"]:
        _portrait(row, one, maker=lead, reader=colleague)
    row.refresh_from_db()
    actions.give_feedback(row, heard["feedback"], today=HELD, by=lead, version=None)
    return row


def _texts(row: DialogueRound, names: list[str]) -> dict[str, Text]:
    """File -> its text: they are numbered in the order of the files."""
    found = Text.objects.filter(collection=row.collection_id).order_by("number").select_related("data_key")
    return dict(zip(names, found, strict=True))


def _finding(
    row: DialogueRound, one: dict[str, Any], texts: dict[str, Text], codes: dict[str, Code], *, by: User
) -> None:
    """On chosen passages, or on every passage where these codes lie together."""
    themes = one.get("together", [])
    made = finding_actions.make_finding(
        row,
        by=by,
        fragments=[_coding(texts[file], start).pk for file, start in one.get("fragments", [])],
        codes=[codes[key].pk for key in one.get("codes", [])],
        together=[codes[key].pk for key in themes],
        statement=one["statement"],
        type=one["type"],
        theme=one.get("theme") or codes[themes[0]].label,
        setting=one.get("setting", ""),
        visibility=one["visibility"],
    )
    goals = Goal.objects.filter(cycle=row.cycle_id, key__in=one.get("goals", []))
    activities = Activity.objects.filter(cycle=row.cycle_id, key__in=one.get("activities", []))
    initiatives = Initiative.objects.filter(cycle=row.cycle_id, name__in=one.get("initiatives", []))
    for kind, rows in (("doel", goals), ("activiteit", activities), ("initiatief", initiatives)):
        finding_actions.link_finding(made, kind, rows.values_list("pk", flat=True), by=by)


def _coding(text: Text, start: int) -> Coding:
    """The passage that starts here: with its code of type, the first of its codes."""
    return Coding.objects.filter(text=text, start=start, coder__name=CODER).order_by("code__position")[0]


def _quote(row: DialogueRound, text: Text, words: str, status: str, *, maker: User, reader: User) -> None:
    opened = open_text(text)
    start = opened.body.index(words)
    conversation = Conversation.objects.select_related("text", "round").get(text=text)
    person = quote_queries.who_said(conversation, opened, start, start + len(words))[0]
    made = quote_actions.make_quote(
        row,
        conversation=conversation,
        participant=person.row.pk,
        start=start,
        end=start + len(words),
        by=maker,
        today=HELD,
    )
    quote_actions.offer(made, by=maker)
    if status == "second_reader":
        return
    quote_actions.read_second(
        made,
        answers=[False] * QUESTIONS,
        reason="Er is niemand aan te herkennen.",
        by=reader,
        today=HELD,
        version=None,
    )
    if status == "asked":
        return
    made = Quote.objects.get(pk=made.pk)
    quote_actions.answer_quote(made, person.row, answer="yes", version=made.version, today=HELD)
    quote_actions.release(made, by=maker)


def _portrait(row: DialogueRound, one: dict[str, Any], *, maker: User, reader: User) -> None:
    """Woven from one passage of each of five conversations."""
    passages = portrait_queries.passages_of(
        Coding.objects.filter(text__collection=row.collection_id, code__key__in=one["codes"])
    )
    chosen = {passage.conversation: passage.coding.pk for passage in reversed(passages) if passage.person}
    picked = list(chosen.values())[:5]
    made = portrait_actions.make_portrait(row, title=one["title"], by=maker, today=HELD)
    portrait_actions.choose_sources(made, shown=picked, picked=picked, by=maker)
    portrait_actions.change_portrait(made, title=one["title"], words=one["words"], by=maker, version=None)
    portrait_actions.offer(made, by=maker)
    portrait_actions.read_second(
        made, passed=True, remark="Er is niemand aan te herkennen.", by=reader, today=HELD, version=None
    )
