"""Build a codebook, code, merge, part again, write memos. Codings hold no words and are not in the audit one by one."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.coding import queries, rules
from koersvast.coding.models import Code, Codebook, Coder, Coding, Memo, Merge, Ready, WaitingCoding
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.rules import make_key
from koersvast.people.models import User
from koersvast.texts.models import Collection, Text, TextState
from koersvast.texts.queries import open_text
from koersvast.texts.rules import check_span, touches_never
from koersvast.vault import actions as vault
from koersvast.vault.models import Purpose


class NotPossible(Exception):
    """Not with this code or this text; the message says why."""


@transaction.atomic
def open_codebook(collection: Collection, *, by: User | None) -> Codebook:
    """The codebook of a collection, made when it is not there yet."""
    found = Codebook.objects.select_for_update().filter(collection=collection).first()
    if found is not None:
        return found
    made: Codebook = Codebook.objects.create(
        municipality_id=collection.municipality_id,
        collection=collection,
        data_key=vault.new_data_key(collection.municipality, Purpose.DIALOGUE),
    )
    audit.record("codebook.opened", subject=made, by=by)
    return made


@transaction.atomic
def set_blind(codebook: Codebook, *, blind: bool, by: User) -> None:
    Codebook.objects.filter(pk=codebook.pk).update(blind=blind, version=F("version") + 1)
    audit.record("codebook.changed", subject=codebook, by=by)


def coder_for(codebook: Codebook, user: User) -> Coder:
    coder: Coder
    coder, _made = Coder.objects.get_or_create(
        municipality_id=codebook.municipality_id, codebook=codebook, user=user
    )
    return coder


@transaction.atomic
def add_code(
    codebook: Codebook,
    *,
    label: str,
    by: User | None,
    parent: Code | None = None,
    key: str = "",
    definition: str = "",
    include: str = "",
    exclude: str = "",
    assignable: bool = True,
) -> Code:
    """A code at the end of its parent. Raises NotPossible when a code with this name stands there already."""
    siblings = Code.objects.filter(codebook=codebook, parent=parent)
    if siblings.filter(label__iexact=label, removed_at=None).exists():
        raise NotPossible(_("Er is hier al een code met deze naam."))
    taken = set(Code.objects.filter(codebook=codebook).values_list("key", flat=True))
    last = siblings.aggregate(last=Max("position"))["last"]
    made: Code = Code.objects.create(
        municipality_id=codebook.municipality_id,
        codebook=codebook,
        parent=parent,
        key=key if key and key not in taken else make_key(label, taken),
        label=label,
        definition=definition,
        include=include,
        exclude=exclude,
        assignable=assignable,
        position=0 if last is None else last + 1,
    )
    audit.record("code.added", subject=made, by=by)
    return made


@transaction.atomic
def change_code(code: Code, values: Mapping[str, Any], *, version: int | None, by: User | None) -> None:
    """Name, meaning, place. Raises StaleEdit, and NotPossible for a place under itself."""
    if "parent" in values:
        parents = {
            str(pk): str(up) if up else None
            for pk, up in Code.objects.filter(codebook=code.codebook_id).values_list("pk", "parent_id")
        }
        parent = values["parent"]
        if not rules.may_move_under(parents, str(code.pk), str(parent.pk) if parent else None):
            raise NotPossible(_("Een code kan niet onder zichzelf hangen."))
        last = Code.objects.filter(codebook=code.codebook_id, parent=parent).aggregate(last=Max("position"))[
            "last"
        ]
        values = {"position": 0 if last is None else last + 1, **values}
    where = Code.objects.filter(pk=code.pk)
    if version is not None:
        where = where.filter(version=version)
    if not where.update(version=F("version") + 1, **values):
        fresh = Code.objects.get(pk=code.pk)
        raise StaleEdit(fresh, {name: getattr(fresh, name) for name in values}, dict(values))
    audit.record("code.changed", subject=code, by=by)


@transaction.atomic
def remove_code(code: Code, *, by: User, now: datetime.datetime) -> int:
    """Take a code and what hangs under it away. Its codings stay stored, unseen, and come back with it."""
    rows = list(Code.objects.filter(codebook=code.codebook_id).values_list("pk", "parent_id"))
    below = rules.below({str(pk): str(up) if up else None for pk, up in rows}, str(code.pk))
    gone = Code.objects.filter(pk__in=list(below), removed_at=None).update(
        removed_at=now, version=F("version") + 1
    )
    audit.record("code.removed", subject=code, by=by)
    return int(gone)


@transaction.atomic
def bring_back_code(code: Code, *, by: User) -> None:
    """What was taken away together comes back together."""
    fresh = Code.objects.get(pk=code.pk)
    if fresh.removed_at is not None:
        Code.objects.filter(codebook=code.codebook_id, removed_at=fresh.removed_at).update(
            removed_at=None, version=F("version") + 1
        )
        audit.record("code.brought_back", subject=code, by=by)


@transaction.atomic
def code_span(text: Text, *, code: Code, coder: Coder, start: int, end: int, today: datetime.date) -> Coding:
    """Give a span a code. Twice is once. Raises NotPossible, texts.rules.OutsideText."""
    fresh = Text.objects.select_for_update().get(pk=text.pk)
    if fresh.state != TextState.FINISHED or fresh.data_key_id is None:
        raise NotPossible(_("Deze tekst is nog niet nagekeken. Coderen kan daarna."))
    if not code.assignable or code.removed_at is not None:
        raise NotPossible(_("Deze code is een groep. Kies een code eronder."))
    check_span(fresh.length, start, end)
    if touches_never(open_text(fresh).masks, start, end):
        raise NotPossible(_("Hier staat iets wat niet gebruikt mag worden. Kies een stuk ervoor of erna."))
    made: Coding
    made, _new = Coding.objects.get_or_create(
        municipality_id=fresh.municipality_id,
        text=fresh,
        code=code,
        coder=coder,
        start=start,
        end=end,
        defaults={"on": today},
    )
    return made


@transaction.atomic
def uncode(coding: Coding, *, coder: Coder) -> None:
    """Take a code of one's own away. Raises NotPossible for that of another."""
    if coding.coder_id != coder.pk:
        raise NotPossible(_("Deze code is van iemand anders."))
    Coding.objects.filter(pk=coding.pk).delete()


@transaction.atomic
def move_boundaries(coding: Coding, *, coder: Coder, start: int, end: int) -> Coding:
    """Another begin or end for a coding of one's own. Raises NotPossible, texts.rules.OutsideText."""
    made = code_span(coding.text, code=coding.code, coder=coder, start=start, end=end, today=coding.on)
    if made.pk != coding.pk:
        uncode(coding, coder=coder)
    return made


@transaction.atomic
def merge(source: Code, target: Code, *, by: User, today: datetime.date, now: datetime.datetime) -> Merge:
    """Two codes become one: codings of ``source`` get ``target``; where one coder gave both to one span, one is left.

    Everything needed to part them again is kept. Raises NotPossible.
    """
    if source.pk == target.pk or source.codebook_id != target.codebook_id:
        raise NotPossible(_("Kies twee verschillende codes van dit codeboek."))
    rows = Code.objects.filter(codebook=source.codebook_id).values_list("pk", "parent_id")
    if str(target.pk) in rules.below({str(pk): str(up) if up else None for pk, up in rows}, str(source.pk)):
        raise NotPossible(_("Een code gaat niet op in een code die eronder hangt."))
    if not target.assignable:
        raise NotPossible(_("Deze code is een groep. Kies een code eronder."))
    there = {
        (row.text_id, row.coder_id, row.start, row.end)
        for row in Coding.objects.select_for_update().filter(code=target)
    }
    moved, doubled = [], []
    for row in Coding.objects.select_for_update().filter(code=source):
        same = (row.text_id, row.coder_id, row.start, row.end)
        if same in there:
            doubled.append([str(row.text_id), str(row.coder_id), row.start, row.end, row.on.isoformat()])
        else:
            moved.append(str(row.pk))
    Coding.objects.filter(pk__in=moved).update(code=target)
    Coding.objects.filter(code=source).delete()
    children = [str(pk) for pk in Code.objects.filter(parent=source).values_list("pk", flat=True)]
    Code.objects.filter(pk__in=children).update(parent=target)
    Code.objects.filter(pk=source.pk).update(removed_at=now, version=F("version") + 1)
    made: Merge = Merge.objects.create(
        municipality_id=source.municipality_id,
        codebook_id=source.codebook_id,
        source=source,
        target=target,
        moved=moved,
        doubled=doubled,
        children=children,
        on=today,
        by=by,
    )
    audit.record("code.merged", subject=source, by=by)
    return made


@transaction.atomic
def undo_merge(row: Merge, *, by: User) -> None:
    """Two codes again, as they were; what was coded since stays with the code that was left."""
    fresh = Merge.objects.select_for_update().get(pk=row.pk)
    if fresh.undone:
        return
    Code.objects.filter(pk=fresh.source_id).update(removed_at=None, version=F("version") + 1)
    Code.objects.filter(pk__in=fresh.children, parent=fresh.target_id).update(parent=fresh.source_id)
    Coding.objects.filter(pk__in=fresh.moved, code=fresh.target_id).update(code=fresh.source_id)
    there = set(
        map(str, Text.objects.filter(pk__in=[one[0] for one in fresh.doubled]).values_list("pk", flat=True))
    )
    Coding.objects.bulk_create(
        [
            Coding(
                municipality_id=fresh.municipality_id,
                text_id=text,
                code_id=fresh.source_id,
                coder_id=coder,
                start=start,
                end=end,
                on=datetime.date.fromisoformat(on),
            )
            for text, coder, start, end, on in fresh.doubled
            if text in there
        ],
        ignore_conflicts=True,
    )
    Merge.objects.filter(pk=fresh.pk).update(undone=True)
    audit.record("code.parted", subject=fresh.source, by=by)


@transaction.atomic
def write_memo(
    codebook: Codebook,
    *,
    coder: Coder,
    words: str,
    today: datetime.date,
    text: Text | None = None,
    span: tuple[int, int] | None = None,
    code: Code | None = None,
) -> Memo:
    """A note about a span of a text, or about a code; sealed. Raises NotPossible, texts.rules.OutsideText."""
    if text is not None and span is not None:
        check_span(text.length, *span)
        if touches_never(open_text(text).masks, *span):
            raise NotPossible(
                _("Hier staat iets wat niet gebruikt mag worden. Kies een stuk ervoor of erna.")
            )
    made = Memo(
        municipality_id=codebook.municipality_id,
        codebook=codebook,
        text=text,
        code=code,
        coder=coder,
        start=span[0] if span else None,
        end=span[1] if span else None,
        on=today,
    )
    made.body = queries.memo_box(codebook, text).seal(words, queries.memo_place(made.pk))
    made.save()
    return made


@transaction.atomic
def remove_memo(memo: Memo, *, coder: Coder) -> None:
    if memo.coder_id != coder.pk:
        raise NotPossible(_("Deze notitie is van iemand anders."))
    Memo.objects.filter(pk=memo.pk).delete()


@transaction.atomic
def say_ready(text: Text, *, coder: Coder, ready: bool) -> None:
    """Ready with a text, or not yet after all. Twice is once."""
    if ready:
        try:
            with transaction.atomic():
                Ready.objects.create(municipality_id=text.municipality_id, text=text, coder=coder)
        except IntegrityError:
            return
    else:
        Ready.objects.filter(text=text, coder=coder).delete()


@transaction.atomic
def forget_text(text_id: uuid.UUID) -> int:
    """What was coded and noted on a text that is withdrawn. Gives how many codings are gone."""
    gone, _each = Coding.objects.filter(text=text_id).delete()
    Memo.objects.filter(text=text_id).delete()
    Ready.objects.filter(text=text_id).delete()
    WaitingCoding.objects.filter(text=text_id).delete()
    _forget_doubled(str(text_id))
    return gone


@transaction.atomic
def forget_spans(text_id: uuid.UUID, spans: list[tuple[int, int]]) -> int:
    """What was coded on words that may not be used any more: every coding that touches them."""
    gone = 0
    for start, end in spans:
        found = {"text": text_id, "start__lt": end, "end__gt": start}
        gone += Coding.objects.filter(**found).delete()[0]
        Memo.objects.filter(**found).delete()
        WaitingCoding.objects.filter(**found).delete()
    _forget_doubled(str(text_id))
    return gone


def _forget_doubled(text_id: str) -> None:
    """What a merge kept to part codes again must not bring a withdrawn place back."""
    for row in Merge.objects.exclude(doubled=[]):
        left = [one for one in row.doubled if one[0] != text_id]
        if len(left) != len(row.doubled):
            Merge.objects.filter(pk=row.pk).update(doubled=left)
