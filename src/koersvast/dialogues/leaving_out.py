"""Words of people who did not allow notes, or who withdrew: find them in a text and see that nobody uses them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from koersvast.coding import actions as coding
from koersvast.dialogues import queries, quote_actions, rules
from koersvast.dialogues.models import Conversation
from koersvast.people.models import User
from koersvast.texts import actions as texts
from koersvast.texts.models import Decided, Mark, Text, TextState
from koersvast.texts.queries import open_text

NO_CONSENT = "no_consent"  # kind of mark
WITHDRAWN = "withdrawn"


def spans_of(body: str, person: queries.Known, everybody: Iterable[queries.Known]) -> list[tuple[int, int]]:
    """The words of one participant. Of somebody who was alone in the conversation it is the whole text."""
    others = [one for one in everybody if one.row.pk != person.row.pk]
    if not others:
        return [(0, len(body))] if body else []
    known = [one.about.speaker for one in others if one.about]
    return rules.turns_of(body, person.about.speaker, known) if person.about else []


def _has_labels(body: str, people: Iterable[queries.Known]) -> bool:
    """Does the text say who speaks? Then somebody without a turn said nothing that was noted."""
    return any(one.about and rules.turns_of(body, one.about.speaker) for one in people)


@transaction.atomic
def leave_out_without_consent(row: Conversation, *, by: User | None) -> None:
    """Mark the words of who did not allow notes as never to be used; in a finished text they are overwritten at once.

    While a text is typed nothing is marked: offsets still move. It is done when typing is done.
    """
    text = Text.objects.select_for_update(of=("self",)).get(pk=row.text_id)
    if text.data_key_id is None or text.state == TextState.TYPING:
        return
    row.text = text
    Mark.objects.filter(text=text, kind=NO_CONSENT, struck=False).delete()
    people = queries.participants_of(row)
    silent = [one for one in people if one.row.withdrawn_on is None and not one.allows("notes")]
    if not silent:
        return
    body = open_text(text).body
    spans = []
    for person in silent:
        found = spans_of(body, person, people)
        spans += found
        if not found and not _has_labels(body, people):
            look_again(row, by=by)
    if text.state == TextState.FINISHED:
        quote_actions.forget_quotes_in(text.pk, spans)
        coding.forget_spans(text.pk, spans)
        texts.strike_at_once(text, spans, kind=NO_CONSENT, by=by)
        return
    for start, end in sorted(set(spans)):
        texts.mark_passage(text, start=start, end=end, kind=NO_CONSENT, decided=Decided.NEVER, by=by)


def look_again(row: Conversation, *, by: User | None) -> None:
    """Their words could not be found by a label: a person has to look, and nobody uses the text until then."""
    Conversation.objects.filter(pk=row.pk).update(look_again=True)
    texts.check_again(row.text, by=by)


@transaction.atomic
def bring_in_text(row: Conversation, *, body: str, version: int, by: User) -> None:
    """A text that was pasted or read from a file, in place of what was typed, ready to be checked.

    Raises texts.actions.SavedMeanwhile, NotNow.
    """
    texts.save_typed(row.text, body=body, version=version, by=by)
    done_typing(row, by=by)


@transaction.atomic
def done_typing(row: Conversation, *, by: User) -> None:
    """From typing to checking. Raises NotNow for an empty text."""
    texts.begin_checking(row.text, by=by)
    leave_out_without_consent(row, by=by)
