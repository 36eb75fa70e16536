"""Make a quote, and bring it step by step to where it may be used. The status is only set here, by ``quote_rules``.

Silence of a participant is no. An edit brings a quote back to its beginning, whatever was said yes to before.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.cycles.actions import StaleEdit
from koersvast.dialogues import kcheck, publication_actions, queries, quote_queries, quote_rules
from koersvast.dialogues.kcheck import Shown
from koersvast.dialogues.models import (
    Answer,
    Conversation,
    DialogueRound,
    Participant,
    Quote,
    QuoteReading,
    QuoteStatus,
)
from koersvast.people.models import User
from koersvast.texts.actions import NotNow
from koersvast.texts.models import Text, TextState
from koersvast.texts.queries import open_text
from koersvast.texts.rules import OutsideText, check_span
from koersvast.vault.queries import open_box


@transaction.atomic
def make_quote(
    row: DialogueRound,
    *,
    conversation: Conversation,
    participant: uuid.UUID,
    start: int,
    end: int,
    by: User,
    today: datetime.date,
    words: str = "",
    edit: str = "as_said",
    shown: Shown = kcheck.NOTHING,
) -> Quote:
    """A draft. Without ``words`` it is the passage as the team reads it. Raises NotNow."""
    text = _readable(conversation.text_id)
    opened = open_text(text)
    try:
        check_span(len(opened.body), start, end)
    except OutsideText:
        raise NotNow(_("Dit stuk staat niet in de tekst.")) from None
    if reason := quote_queries.cannot_quote(opened, start, end):
        raise NotNow(reason)
    person = next(
        (
            one
            for one in quote_queries.who_said(conversation, opened, start, end)
            if one.row.pk == participant
        ),
        None,
    )
    if person is None:
        raise NotNow(_("Dit zei deze deelnemer niet. Kies een stuk uit één beurt van één deelnemer."))
    if not person.allows("quote"):
        raise NotNow(_("Deze deelnemer wil niet geciteerd worden."))
    made = Quote(
        municipality_id=row.municipality_id,
        round=row,
        text=text,
        participant=person.row,
        start=start,
        end=end,
        edit=edit,
        maker=by,
        made_on=today,
    )
    _seal(made, words or opened.span(start, end), shown, opened.span(start, end), person)
    made.save()
    audit.record("quote.made", subject=made, by=by)
    return made


def _readable(pk: uuid.UUID) -> Text:
    text: Text = Text.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=pk)
    if text.state != TextState.FINISHED or text.data_key_id is None:
        raise NotNow(_("Deze tekst is nog niet nagekeken. Citeren kan daarna."))
    return text


def _seal(row: Quote, words: str, shown: Shown, source: str, person: queries.Known) -> None:
    words = words.strip()
    if not words or len(words) > quote_rules.LONGEST:
        raise NotNow(
            _("Een citaat is één tot enkele zinnen, hooguit %(most)d tekens.") % {"most": quote_rules.LONGEST}
        )
    if not quote_rules.edit_fits(row.edit, source, words):
        raise NotNow(
            _(
                "Dit zijn niet de woorden uit het gesprek. Kies wat u veranderde, en zet […] waar u iets weglaat."
            )
        )
    if not shown <= set(quote_queries.choices_for(person.about)):
        raise NotNow(_("Dit is niet bekend van deze deelnemer."))
    assert row.text.data_key is not None  # looked at when the text was read
    box = open_box(row.text.data_key)
    row.shown = box.seal(words, quote_queries.shown_place(row.pk))
    row.attributes = box.seal(kcheck.as_text(shown), quote_queries.attributes_place(row.pk))


def _locked(row: Quote) -> Quote:
    """Under a lock, with its text. Raises NotNow when it is gone."""
    found: Quote | None = (
        Quote.objects.select_for_update(of=("self",))
        .select_related("text__data_key", "participant__conversation__text__data_key")
        .filter(pk=row.pk)
        .first()
    )
    if found is None or found.text.data_key_id is None:
        raise NotNow(_("Dit citaat is weg."))
    return found


def _known(row: Quote) -> queries.Known:
    """Whose words they are. Raises NotNow when they withdrew, or allow no quotes any more."""
    people = queries.participants_of(row.participant.conversation)
    person = next(one for one in people if one.row.pk == row.participant_id)
    if person.row.withdrawn_on is not None or not person.allows("quote"):
        raise NotNow(_("Deze deelnemer wil niet geciteerd worden."))
    return person


def _step(row: Quote, step: str, **fields: Any) -> None:
    """One step further. Raises NotNow when it cannot be taken from here."""
    status = quote_rules.after(row.status, step)
    if status is None:
        raise NotNow(_("Dat kan nu niet: %(status)s.") % {"status": row.get_status_display().lower()})
    Quote.objects.filter(pk=row.pk).update(status=status, **fields)


@transaction.atomic
def change_quote(row: Quote, *, words: str, edit: str, shown: Shown, by: User, version: int | None) -> None:
    """Other words or attributes: a draft again, and the participant was asked nothing. Raises StaleEdit, NotNow."""
    fresh = _locked(row)
    opened = open_text(fresh.text)
    [now] = quote_queries.open_quotes([fresh])
    if version is not None and version != fresh.version:
        mine = {"words": words, "edit": edit}
        raise StaleEdit(fresh, {"words": now.words, "edit": fresh.edit}, mine)
    if (now.words, fresh.edit, now.shown) == (words.strip(), edit, shown):
        return
    fresh.edit = edit
    _seal(fresh, words, shown, opened.span(fresh.start, fresh.end), _known(fresh))
    _step(
        fresh,
        "edit",
        shown=fresh.shown,
        attributes=fresh.attributes,
        edit=edit,
        answer=Answer.NONE,
        answered_on=None,
        maker=by,  # who wrote these words cannot be their second reader
        version=F("version") + 1,
    )
    audit.record("quote.changed", subject=fresh, by=by)


@transaction.atomic
def offer(row: Quote, *, by: User) -> None:
    """To a second reader. Raises NotNow, also when too few people share what it shows."""
    fresh = _locked(row)
    _check(fresh)
    _step(fresh, "offer")
    audit.record("quote.offered", subject=fresh, by=by)


def _check(row: Quote) -> None:
    """Everything that can be checked by itself. Raises NotNow."""
    _known(row)
    if reason := quote_queries.cannot_quote(open_text(_readable(row.text_id)), row.start, row.end):
        raise NotNow(reason)
    [now] = quote_queries.open_quotes([row])
    found = quote_queries.counted(row.participant, now.shown, but=row.pk)
    if found.blocks:
        raise NotNow(
            _("Te herkenbaar: maar %(k)d deelnemers delen wat er van deze persoon te lezen is. Toon minder.")
            % {"k": found.k}
        )


@transaction.atomic
def read_second(
    row: Quote, *, answers: Sequence[bool], reason: str, by: User, today: datetime.date, version: int | None
) -> bool:
    """What somebody else than the maker answered to the eight questions. Whether it goes on. Raises NotNow."""
    fresh = _locked(row)
    if fresh.maker_id == by.pk:
        raise NotNow(_("U maakte dit citaat zelf. Iemand anders van het team leest het na."))
    if fresh.status != QuoteStatus.SECOND_READER or (version is not None and version != fresh.version):
        raise NotNow(_("Dit citaat is intussen veranderd. Lees het opnieuw."))
    if not reason.strip():
        raise NotNow(_("Schrijf op waarom."))
    passed = quote_rules.nothing_found(answers)
    if passed:
        _check(fresh)
    made = QuoteReading(
        municipality_id=fresh.municipality_id,
        quote=fresh,
        reader=by,
        of_version=fresh.version,
        answers=list(answers),
        passed=passed,
        on=today,
    )
    assert fresh.text.data_key is not None
    made.reason = open_box(fresh.text.data_key).seal(reason.strip(), quote_queries.reason_place(made.pk))
    made.save()
    _step(fresh, "pass" if passed else "send_back")
    audit.record("quote.read_second", subject=fresh, by=by)
    return passed


@transaction.atomic
def answer_quote(
    row: Quote, person: Participant, *, answer: str, version: int | None, today: datetime.date
) -> None:
    """What the participant says of exactly these words. A day, no time, and nothing in the audit. Raises NotNow.

    No can always be said, also after yes.
    """
    fresh = _locked(row)
    if fresh.participant_id != person.pk:
        raise NotNow(_("Dit citaat is weg."))
    if answer != Answer.NO and version != fresh.version:
        raise NotNow(_("De zin is intussen veranderd. Lees hem opnieuw."))
    step = {Answer.YES: "yes", Answer.REWORD: "reword", Answer.NO: "no"}.get(Answer(answer))
    if step is None:
        raise NotNow(_("Kies een antwoord."))
    if step == "yes":
        _known(fresh)
    _step(fresh, step, answer=answer, answered_on=today)
    if step == "no":
        publication_actions.forget_files_of(person)


@transaction.atomic
def release(row: Quote, *, by: User) -> None:
    """From now on documents may hold it. Raises NotNow."""
    fresh = _locked(row)
    if fresh.answer != Answer.YES:
        raise NotNow(_("De deelnemer is nog niet akkoord. Geen antwoord is nee."))
    _check(fresh)
    _step(fresh, "release")
    audit.record("quote.released", subject=fresh, by=by)


@transaction.atomic
def remove_quote(row: Quote, *, by: User) -> None:
    audit.record("quote.removed", subject=row.round, by=by)
    Quote.objects.filter(pk=row.pk).delete()


# What goes with who withdraws


def forget_quotes_of(person: Participant) -> int:
    """Every quote of a participant who withdrew."""
    return int(Quote.objects.filter(participant=person).delete()[0])


def forget_quotes_in(text_id: uuid.UUID, spans: Iterable[tuple[int, int]] | None = None) -> int:
    """Quotes of words that may not be used any more; without spans those of the whole text."""
    rows = Quote.objects.filter(text=text_id)
    if spans is None:
        return int(rows.delete()[0])
    return sum(int(rows.filter(start__lt=end, end__gt=start).delete()[0]) for start, end in spans)


def refuse_quotes_of(person: Participant, *, today: datetime.date) -> None:
    """No to being quoted is no to every quote."""
    Quote.objects.filter(participant=person).exclude(status=QuoteStatus.REFUSED).update(
        status=QuoteStatus.REFUSED, answer=Answer.NO, answered_on=today
    )
    publication_actions.forget_files_of(person)
