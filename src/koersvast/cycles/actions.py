"""What people do in a cycle: open it, say who takes part, meet, note, vote, agree on words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.audit.models import Entry
from koersvast.cycles import queries, rules
from koersvast.cycles.models import Cycle, Dot, GlossaryTerm, Note, Partner, Session, Step, TermMeaning
from koersvast.people.models import Organisation, User
from koersvast.tenants.models import Municipality, Record


class StaleEdit(Exception):
    """Somebody else saved this in the meantime. ``theirs`` and ``mine`` hold both versions, per field."""

    def __init__(self, subject: Any, theirs: dict[str, Any], mine: dict[str, Any]) -> None:
        super().__init__(_("Iemand anders heeft dit intussen veranderd. Beide versies staan hieronder."))
        self.subject, self.theirs, self.mine = subject, theirs, mine


class NumberTaken(Exception):
    """The municipality already has a cycle with this number."""


class NoDotsLeft(Exception):
    """Somebody has put all their dots."""


@transaction.atomic
def change(
    row: Record,
    values: Mapping[str, Any],
    *,
    by: User | None,
    verb: str,
    version: int | None = None,
    unsaid: Collection[str] = (),
) -> Entry | None:
    """Set fields of one row, with the old and new values in its history.

    ``version`` is what the form was made from. When the row moved on and the texts differ: StaleEdit, nothing
    is stored and both versions are in the error. Of ``unsaid`` fields the history keeps that they changed, not what
    they were: words of a person can be taken back everywhere. Gives the act, or None when nothing changed.
    """
    fields = [field for field, value in values.items() if getattr(row, field) != value]
    if not fields:
        return None
    before = {field: getattr(row, field) for field in fields}
    where = type(row)._default_manager.filter(pk=row.pk)
    if version is not None:
        where = where.filter(version=version)
    if not where.update(version=F("version") + 1, **{field: values[field] for field in fields}):
        fresh = type(row)._default_manager.get(pk=row.pk)
        raise StaleEdit(fresh, {name: getattr(fresh, name) for name in values}, dict(values))
    for field in fields:
        setattr(row, field, values[field])
    row.version += 1
    changes = {
        field: (None, None) if field in unsaid else (as_kept(before[field]), as_kept(values[field]))
        for field in fields
    }
    return audit.record(verb, subject=row, by=by, changes=changes)


def as_kept(value: Any) -> Any:
    """A value as the history keeps it: rows by their id, the rest as it is."""
    if isinstance(value, Record):
        return str(value.pk)
    return value if isinstance(value, str | int | float | bool | list | type(None)) else str(value)


def next_position(model: type[Record], **where: Any) -> int:
    last = model._default_manager.filter(**where).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def open_cycle(*, municipality: Municipality, by: User, **fields: Any) -> Cycle:
    if Cycle.with_removed.filter(number=fields["number"]).exists():
        raise NumberTaken(_("Er is al een ronde met dit nummer."))
    cycle = Cycle.objects.create(municipality=municipality, **fields)
    audit.record("cycle.opened", subject=cycle, by=by)
    return cycle


@transaction.atomic
def describe_step(
    cycle: Cycle, number: int, *, by: User, values: Mapping[str, Any], version: int | None = None
) -> Step:
    """Say who may see a step, who took part, and whether it is ready (with the reason). Raises StaleEdit."""
    step, _made = Step.objects.get_or_create(
        municipality_id=cycle.municipality_id, cycle=cycle, number=number
    )
    change(step, values, by=by, verb="step.described", version=version)
    return step


@transaction.atomic
def add_partner(cycle: Cycle, *, by: User, **fields: Any) -> Partner:
    taken = set(Partner.with_removed.filter(cycle=cycle).values_list("key", flat=True))
    organisation, _made = Organisation.objects.get_or_create(
        municipality_id=cycle.municipality_id, name=fields["name"]
    )
    partner = Partner.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        organisation=organisation,
        key=rules.make_key(fields["name"], taken),
        position=next_position(Partner, cycle=cycle),
        **fields,
    )
    audit.record("partner.added", subject=partner, by=by)
    return partner


@transaction.atomic
def open_session(cycle: Cycle, *, by: User, **fields: Any) -> Session:
    taken = set(Session.with_removed.filter(cycle=cycle).values_list("key", flat=True))
    session = Session.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        key=rules.make_key(fields["title"], taken, prefix="s-"),
        position=next_position(Session, cycle=cycle),
        **fields,
    )
    audit.record("session.opened", subject=session, by=by)
    return session


@transaction.atomic
def write_note(session: Session, *, by: User, text: str, **fields: Any) -> Note:
    """One note. Nobody waits for anybody: each note is a row of its own."""
    note = Note.objects.create(
        municipality_id=session.municipality_id,
        session=session,
        text=text,
        position=next_position(Note, session=session),
        **fields,
    )
    audit.record("note.written", subject=note, by=by)
    return note


@transaction.atomic
def group_notes(session: Session, notes: list[Note], *, cluster: str, by: User) -> None:
    """Put notes together under one name; an empty name takes them apart."""
    for note in notes:
        change(note, {"cluster": cluster}, by=by, verb="note.grouped")


@transaction.atomic
def put_dot(note: Note, *, by: User) -> None:
    """Put one of your dots on a note. Several dots on one note are allowed."""
    session = Session.objects.select_for_update().get(pk=note.session_id)
    given = sum(queries.my_dots(session, by.pk).values())
    if not rules.dots_left(session.votes_each or 3, given):
        raise NoDotsLeft(_("Al uw stippen zijn geplakt. Haal er eerst een weg."))
    Dot.objects.create(municipality_id=note.municipality_id, entry=note, by=by)


@transaction.atomic
def take_dot(note: Note, *, by: User) -> None:
    dot = Dot.objects.filter(entry=note, by=by).first()
    if dot is not None:
        dot.delete()


@transaction.atomic
def add_term(cycle: Cycle, *, by: User, term: str, agreed: str, meanings: Mapping[str, str]) -> GlossaryTerm:
    row = GlossaryTerm.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        term=term,
        agreed=agreed,
        position=next_position(GlossaryTerm, cycle=cycle),
    )
    _set_meanings(row, meanings)
    audit.record("term.added", subject=row, by=by)
    return row


@transaction.atomic
def change_term(
    row: GlossaryTerm, *, by: User, term: str, agreed: str, meanings: Mapping[str, str], version: int
) -> None:
    """Raises StaleEdit when somebody else changed the word, its meaning or what a party means by it since."""
    kept = {meaning.party: meaning.meaning for meaning in row.meanings.all()}
    if any(kept.get(party, "") != text for party, text in meanings.items()):
        if not GlossaryTerm.objects.filter(pk=row.pk, version=version).update(version=F("version") + 1):
            fresh = GlossaryTerm.objects.get(pk=row.pk)
            raise StaleEdit(
                fresh,
                {"term": fresh.term, "agreed": fresh.agreed, **_by_field(kept, meanings)},
                {"term": term, "agreed": agreed, **_by_field(meanings, meanings)},
            )
        row.version = version = version + 1
        _set_meanings(row, meanings)
        told = {f"{party}_meaning": (kept.get(party, ""), text) for party, text in meanings.items()}
        audit.record("term.changed", subject=row, by=by, changes=told)
    change(row, {"term": term, "agreed": agreed}, by=by, verb="term.changed", version=version)


def _by_field(texts: Mapping[str, str], parties: Iterable[str]) -> dict[str, str]:
    """What each party means, by the name of the field in a form."""
    return {f"{party}_meaning": texts.get(party, "") for party in parties}


def _set_meanings(row: GlossaryTerm, meanings: Mapping[str, str]) -> None:
    """One meaning per party; an empty text takes it away."""
    kept = {meaning.party: meaning for meaning in row.meanings.all()}
    for position, (party, text) in enumerate(meanings.items()):
        if party in kept and not text:
            kept[party].delete()
        elif party in kept:
            TermMeaning.objects.filter(pk=kept[party].pk).update(meaning=text, version=F("version") + 1)
        elif text:
            TermMeaning.objects.create(
                municipality_id=row.municipality_id, term=row, party=party, meaning=text, position=position
            )


@transaction.atomic
def remove(row: Record, *, by: User, verb: str, now: Any) -> Entry:
    """Take a row away. It stays in the database, so that undoing brings it back as it was."""
    type(row)._default_manager.filter(pk=row.pk).update(removed_at=now, version=F("version") + 1)
    return audit.record(verb, subject=row, by=by)


@transaction.atomic
def bring_back(row: Record, *, by: User, verb: str) -> Entry:
    type(row).with_removed.filter(pk=row.pk).update(removed_at=None, version=F("version") + 1)
    return audit.record(verb, subject=row, by=by)
