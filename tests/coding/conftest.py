"""A collection with a finished text, its codebook and two coders."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import pytest
from django_scopes import scope

from koersvast.coding import actions, queries
from koersvast.cycles.models import Cycle
from koersvast.texts import actions as texts
from koersvast.texts.models import Decided, Text

TODAY = datetime.date(2026, 5, 4)
BODY = (
    "GL: Wat helpt?\n"
    "J1: Een lokaal met een deur. De docent is streng maar is er altijd.\n"
    "J5: Dit mag niet mee. Echt niet.\n"
    "J4: Een plek met een achterdeur 🌊. Ik meen het."
)


@pytest.fixture(autouse=True)
def vault(settings, tmp_path):
    settings.ROOT_KEY, settings.ROOT_KEY_FILE = "", tmp_path / "root_key"


@dataclass
class Study:
    """The room of a team: its texts, codes and coders."""

    cycle: Any
    collection: Any
    codebook: Any
    text: Any
    codes: dict[str, Any]
    anna: Any
    bilal: Any

    def span(self, words):
        at = BODY.index(words)
        return at, at + len(words)

    def code(self, key, words, coder=None, text=None):
        start, end = self.span(words)
        return actions.code_span(
            text or self.text,
            code=self.codes[key],
            coder=coder or self.anna,
            start=start,
            end=end,
            today=TODAY,
        )

    def on_text(self, coder):
        found = queries.codings_on(self.text, codebook=self.codebook, coder=coder)
        return [(row.code.key, BODY[row.start : row.end]) for row in found]


def finished(collection, by, *, key="conversation:1", body=BODY, party="residents"):
    row = texts.bring_in(collection, origin_key=key, party=party, body=body, by=by)
    if "J5: " in body:
        start, end = body.index("Dit mag niet mee"), body.index("J4: ") - 1
        texts.mark_passage(row, start=start, end=end, kind="other", decided=Decided.NEVER, by=by)
    texts.finish(row, by=by, today=TODAY)
    return Text.objects.get(pk=row.pk)


@pytest.fixture
def study(waterveen, anna, bilal):
    with scope(municipality=waterveen):
        cycle = Cycle.objects.create(
            municipality=waterveen, number=1, title="Ronde", starts_on="2025-01-01", ends_on="2026-12-31"
        )
        collection = texts.new_collection(cycle, title="Gesprekken voorjaar 2026", by=anna)
        texts.put_in_team(collection, user=bilal, task="analyst", by=anna)
        codebook = actions.open_codebook(collection, by=anna)
        codes = {}
        for root, label, leaves in (
            ("type", "Soort bevinding", ["werkt", "werkt niet", "vraag", "behoefte"]),
            ("plek", "Plek", ["school", "thuis"]),
        ):
            codes[root] = actions.add_code(codebook, label=label, key=root, assignable=False, by=anna)
            for leaf in leaves:
                codes[leaf] = actions.add_code(
                    codebook, label=leaf, key=f"{root}.{leaf}", parent=codes[root], by=anna
                )
        yield Study(
            cycle,
            collection,
            codebook,
            finished(collection, anna),
            codes,
            actions.coder_for(codebook, anna),
            actions.coder_for(codebook, bilal),
        )
