"""Take an act back. Taking back is an act of its own: nothing is wiped out, and it can be taken back as well."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.audit.models import Entry
from koersvast.cycles import actions as cycle_actions
from koersvast.cycles.models import Cycle
from koersvast.goals import actions as goals
from koersvast.history import queries
from koersvast.history.rules import Back, Why
from koersvast.people.models import Membership


class NotPossible(Exception):
    """The act is not taken back; the message says why."""


class NotYours(NotPossible):
    """This person may read the step, not change it."""


class NoSuchAct(Exception):
    """There is no such act in what this person may read."""


def why_not(why: Why) -> str:
    return {
        Why.ALREADY: _("Dit is al ongedaan gemaakt."),
        Why.CHANGED_SINCE: _("Iemand heeft dit daarna veranderd. Daarom kan het niet ongedaan worden."),
        Why.GONE: _("Dit is daarna weggehaald. Zet het eerst terug."),
        Why.BY_HAND: _("Dit verandert u op de pagina zelf."),
        Why.NOT_YOURS: _("U mag deze stap lezen, niet veranderen."),
    }[why]


def undo(
    cycle: Cycle,
    entry_id: uuid.UUID,
    *,
    member: Membership,
    steps: Collection[int],
    now: datetime.datetime,
) -> Entry:
    """Take back one act, also of somebody else. Raises NoSuchAct, NotYours and NotPossible."""
    try:
        with transaction.atomic():
            Entry.objects.select_for_update(of=("self",)).filter(pk=entry_id).first()
            line = queries.line_of(cycle, member, steps, entry_id)
            if line is None:
                raise NoSuchAct
            if line.why_not is Why.NOT_YOURS:
                raise NotYours(why_not(line.why_not))
            if line.why_not is not None:
                raise NotPossible(why_not(line.why_not))
            if line.back is Back.TREE:
                return goals.undo_entry(cycle=cycle, entry_id=entry_id, by=member.user, now=now)
            return _turn_back(line, member, now)
    except goals.NotPossible as refusal:
        raise NotPossible(str(refusal)) from refusal
    except IntegrityError as refusal:
        raise NotPossible(_("Dit past niet meer bij wat er nu staat.")) from refusal


def _turn_back(line: queries.Line, member: Membership, now: datetime.datetime) -> Entry:
    told = line.entry
    act = told.details if told.details is not None else told
    model: Any = apps.get_model(act.subject_type)
    row = model.with_removed.select_for_update().get(pk=act.subject_id)
    noun = act.verb.partition(".")[0]
    made: Entry | None
    if line.back is Back.BRING_BACK:
        made = cycle_actions.bring_back(row, by=member.user, verb=f"{noun}.brought_back")
    elif line.back is Back.REMOVE:
        made = cycle_actions.remove(row, by=member.user, verb=f"{noun}.removed", now=now)
    else:
        values = {
            field: _stored(model, field, before)
            for field, (before, _after) in queries.changes_of(told).items()
        }
        made = cycle_actions.change(row, values, by=member.user, verb=act.verb)
    assert made is not None, "rules.may_take_back saw a difference"
    if told.details is not None:
        turned = {change.field: (change.after, change.before) for change in told.changes.all()}
        made = audit.record(told.verb, subject=line.subject, by=member.user, changes=turned, details=made)
    told.undone_by = made
    told.save(update_fields=["undone_by"])
    return made


def _stored(model: Any, name: str, kept: Any) -> Any:
    """A value of the history as the table holds it. Raises NotPossible when what it points to is gone."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist as gone:
        raise NotPossible(why_not(Why.BY_HAND)) from gone
    if kept is None or not field.is_relation:
        return field.to_python(kept) if kept is not None and not isinstance(kept, list) else kept
    try:
        return field.related_model.objects.get(pk=kept)
    except ObjectDoesNotExist as gone:
        raise NotPossible(_("Wat er toen stond, is er niet meer.")) from gone
