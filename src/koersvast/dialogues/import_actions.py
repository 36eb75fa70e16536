"""Bring a folder of conversations in as a round: all of it, or nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.cycles.models import Cycle
from koersvast.dialogues.actions import open_round, plan_conversation
from koersvast.dialogues.code_actions import store_codes, store_codings
from koersvast.dialogues.folder import INITIATIVES, Mistake, Staged, StagedConversation
from koersvast.dialogues.inventory_actions import take_sure
from koersvast.dialogues.leaving_out import leave_out_without_consent
from koersvast.dialogues.models import Conversation, DialogueRound
from koersvast.dialogues.participant_actions import add_participant
from koersvast.dialogues.words import RoundStatus
from koersvast.people.models import User
from koersvast.texts import actions as texts
from koersvast.texts.models import Decided, Text


class AlreadyThere(Exception):
    """This folder was brought in before."""


@transaction.atomic
def import_round(
    cycle: Cycle,
    staged: Staged,
    *,
    title: str,
    team: Iterable[tuple[User, str]] = (),
    today: datetime.date,
    again: bool = False,
    step: Callable[[int, int], None] = lambda done, total: None,
    tell: Callable[[Mistake], None] = lambda refused: None,
) -> DialogueRound:
    """The round, its conversations, who took part and what they allow, and the texts.

    With identifiers everything they name is replaced and the texts are finished; else they wait for a person.
    Codes come with them, and initiatives about which nothing is to be asked; ``tell`` hears of each line that does
    not come in. Raises AlreadyThere, unless ``again`` makes another round of the same folder. ``staged`` has no mistakes.
    """
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # the same folder twice at once is brought in once
    if not again and DialogueRound.objects.filter(cycle=cycle, imported_as=staged.digest).exists():
        raise AlreadyThere(_("Deze map is al ingelezen."))
    days = [one.held_on for one in staged.conversations]
    made = open_round(
        cycle,
        by=None,
        title=title,
        starts_on=min(days),
        ends_on=max(days),
        status=RoundStatus.WORKED_OUT if staged.checked else RoundStatus.RUNNING,
        imported_as=staged.digest,
    )
    for user, task in team:
        texts.put_in_team(made.collection, user=user, task=task, by=None)
    rows: dict[str, Text] = {}
    for done, one in enumerate(staged.conversations, start=1):
        rows[one.file] = _conversation(made, one, finish=staged.checked, today=today)
        step(done, len(staged.conversations))
    if staged.codes:
        codes = store_codes(made.collection, staged.codes)
        for refusal in store_codings(
            made.collection.codebook, staged.codings, codes=codes, texts=rows, today=today
        ):
            tell(Mistake(*refusal))
    for line, said in take_sure(cycle, staged.initiatives):
        tell(Mistake(INITIATIVES, line, said))
    audit.record("dialogue.imported", subject=made, by=None)
    return made


def _conversation(row: DialogueRound, one: StagedConversation, *, finish: bool, today: datetime.date) -> Text:
    made = plan_conversation(row, kind=one.kind, by=None, body=one.body, held_on=one.held_on)
    for person in one.people:
        add_participant(
            made, about=person.about, switches=person.switches, today=one.held_on, by=None, receipt=False
        )
    texts.suggest(made.text, one.spans, by=None)
    for kind in sorted({kind for _start, _end, kind in one.spans}):
        texts.decide_all(made.text, kind=kind, decided=Decided.REPLACE, by=None)
    leave_out_without_consent(made, by=None)
    look = Conversation.objects.filter(pk=made.pk, look_again=True).exists()
    if finish and not look:  # words that a person has to find first keep a text waiting
        texts.finish(made.text, by=None, today=today)
    else:
        texts.suggest_identifiers(made.text, by=None)
    return Text.objects.get(pk=made.text_id)
