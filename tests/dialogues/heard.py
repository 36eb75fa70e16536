"""A round that was listened to: interviews with the same wish, coded; and how a quote comes from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from koersvast.coding import actions as coding
from koersvast.dialogues import finding_actions, quote_actions
from koersvast.dialogues.kcheck import NOTHING
from koersvast.dialogues.models import Conversation, Quote
from koersvast.texts import actions as texts
from koersvast.texts.models import Text
from tests.dialogues.conftest import TODAY, YES, interview, person

BODY = "V: Wat mist u?\nD: Ik mis een plek om te zitten. Thuis kan dat niet."
WISH, HOME = "Ik mis een plek om te zitten.", "Thuis kan dat niet."


@dataclass
class Listened:
    """Rooms of a round with who spoke in each, and the codes."""

    round: Any
    anna: Any
    bilal: Any
    codes: dict[str, Any] = field(default_factory=dict)
    talks: list[Any] = field(default_factory=list)
    people: list[Any] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)
    coder: Any = None

    def code(self, at: int, key: str, words: str = WISH) -> Any:
        text = Text.objects.get(pk=self.talks[at].text_id)
        start = BODY.index(words)
        return coding.code_span(
            text, code=self.codes[key], coder=self.coder, start=start, end=start + len(words), today=TODAY
        )

    def finding(self, *keys: str, together: tuple[str, ...] = (), **more: Any) -> Any:
        fields = {"statement": "Er mist een plek om elkaar te zien.", "type": "behoefte", **more}
        return finding_actions.make_finding(
            self.round,
            by=self.anna,
            codes=[self.codes[key].pk for key in keys],
            together=[self.codes[key].pk for key in together],
            **fields,
        )

    def quote(self, at: int = 0, words: str = WISH, **more: Any) -> Quote:
        start = BODY.index(words)
        return quote_actions.make_quote(
            self.round,
            conversation=Conversation.objects.get(pk=self.talks[at].pk),
            participant=self.people[at].pk,
            start=start,
            end=start + len(words),
            by=self.anna,
            today=TODAY,
            **{"shown": NOTHING, **more},
        )

    def asked(self, at: int = 0, **more: Any) -> Quote:
        """A quote that the participant is asked about."""
        row = self.quote(at, **more)
        quote_actions.offer(row, by=self.anna)
        self.read(row)
        return fresh(row)

    def read(self, row: Quote, answers: Any = None, by: Any = None) -> bool:
        return quote_actions.read_second(
            row,
            answers=answers or [False] * 8,
            reason="Niemand te herkennen.",
            by=by or self.bilal,
            today=TODAY,
            version=fresh(row).version,
        )

    def published(self, at: int = 0, **more: Any) -> Quote:
        row = self.asked(at, **more)
        quote_actions.answer_quote(row, row.participant, answer="yes", version=row.version, today=TODAY)
        quote_actions.release(row, by=self.anna)
        return fresh(row)


def fresh(row: Quote) -> Quote:
    return Quote.objects.select_related("text", "participant", "round").get(pk=row.pk)


def listen(round_: Any, anna: Any, bilal: Any, *, count: int = 6, switches: Any = YES) -> Listened:
    made = Listened(round_, anna, bilal)
    book = coding.open_codebook(round_.collection, by=anna)
    made.coder = coding.coder_for(book, anna)
    for root, label, leaves in (
        ("type", "Soort", ["behoefte", "werkt"]), ("theme", "Thema", ["zorg", "school"]), ("setting", "Plek", ["thuis"]),
    ):  # fmt: skip
        made.codes[root] = coding.add_code(book, label=label, key=root, assignable=False, by=anna)
        for leaf in leaves:
            made.codes[leaf] = coding.add_code(
                book, label=leaf.title(), key=f"{root}.{leaf}", parent=made.codes[root], by=anna
            )
    for _number in range(count):
        talk = interview(round_, anna, body=BODY)
        who, slip = person(talk, "D", switches, age_band="35-49", groups=("queer",))
        texts.finish(talk.text, by=anna, today=TODAY)
        made.talks.append(talk)
        made.people.append(who)
        made.slips.append(slip)
    return made
