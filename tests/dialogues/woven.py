"""How a portrait comes to be in the tests: codings of several people, words of the team, a second reader."""

from __future__ import annotations

from typing import Any

from koersvast.dialogues import portrait_actions
from koersvast.dialogues.models import Portrait
from tests.dialogues.conftest import TODAY

OWN = "Zij zoeken een eigen plek in de stad.\n\nThuis durven zij niet."


def fresh(row: Portrait) -> Portrait:
    return Portrait.objects.select_related("data_key", "round", "municipality").get(pk=row.pk)


def woven(
    heard: Any,
    *,
    count: int = 3,
    upto: str = "publishable",
    title: str = "Op zoek naar een plek",
    words: str = OWN,
) -> Portrait:
    """A portrait of the first so many people; ``upto``: "draft" and "words" are written and not offered yet."""
    row = portrait_actions.make_portrait(heard.round, title=title, by=heard.anna, today=TODAY)
    codings = [heard.code(at, "behoefte") for at in range(count)]
    if codings:
        picked = [one.pk for one in codings]
        portrait_actions.choose_sources(row, shown=picked, picked=picked, by=heard.anna)
    portrait_actions.change_portrait(row, title=title, words=words, by=heard.anna, version=None)
    if upto in ("second_reader", "publishable"):
        portrait_actions.offer(row, by=heard.anna)
    if upto == "publishable":
        portrait_actions.read_second(
            row, passed=True, remark="Van niemand.", by=heard.bilal, today=TODAY, version=None
        )
    return fresh(row)
