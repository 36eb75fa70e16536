"""What people do with papers: write, say that a sentence is still true, plan, and choose the house style."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from koersvast.audit import actions as audit
from koersvast.cycles import actions as cycle_actions
from koersvast.cycles.actions import StaleEdit, change, next_position
from koersvast.cycles.models import Cycle
from koersvast.papers import queries, rules
from koersvast.papers.models import BoundFact, CalendarItem, HouseStyle, PaperText
from koersvast.papers.rules import Bound, Fact
from koersvast.people.models import User


@transaction.atomic
def write_text(
    cycle: Cycle,
    *,
    kind: str,
    about: str,
    slot: str,
    text: str,
    facts: Mapping[str, Fact],
    declined: Iterable[str] | None,
    by: User,
    version: int | None,
) -> PaperText:
    """Keep what somebody wrote, and what it rests on. Raises StaleEdit when somebody else was first.

    ``version``: of the text the form was made from, 0 when there was none. ``declined``: facts that this text is not
    about; None keeps what people said before.
    """
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # two first texts for one place wait for each other
    row = queries.text_at(cycle, kind=kind, about=about, slot=slot)
    if row is not None and version == 0:
        raise StaleEdit(row, {"text": row.text}, {"text": text})
    if row is None:
        row = PaperText.objects.create(
            municipality_id=cycle.municipality_id,
            cycle=cycle,
            kind=kind,
            about_key=about,
            slot=slot,
            position=next_position(PaperText, cycle=cycle),
        )
        PaperText.objects.filter(pk=row.pk).update(text=text)
        row.text = text
        audit.record("paper.written", subject=row, by=by, changes={"text": ("", text)})
    else:
        change(row, {"text": text}, by=by, verb="paper.written", version=version)
    kept = [queries.as_bound(one) for one in row.bound_facts.all()]
    refused = {one.fact for one in kept if one.declined} if declined is None else set(declined)
    _bind(row, rules.rebind(text, kept, facts.values(), declined=refused))
    return row


def _bind(row: PaperText, bound: Iterable[Bound]) -> None:
    row.bound_facts.all().delete()
    BoundFact.objects.bulk_create(
        BoundFact(
            municipality_id=row.municipality_id,
            paper_text=row,
            fact=one.fact,
            words=one.words,
            written=one.written,
            value=one.value,
            declined=one.declined,
            position=place,
        )
        for place, one in enumerate(bound)
    )


@transaction.atomic
def still_true(row: PaperText, *, facts: Mapping[str, Fact], fact: str, by: User) -> None:
    """Somebody looked: this text holds although the fact changed. The text itself stays as it is."""
    bound = row.bound_facts.filter(fact=fact).first()
    if bound is None:
        return
    now = facts[fact].value if fact in facts else ""
    if bound.value == now:
        return
    before = bound.value
    BoundFact.objects.filter(pk=bound.pk).update(value=now, version=F("version") + 1)
    audit.record("paper.still_true", subject=row, by=by, changes={bound.words[:60]: (before, now)})


# The calendar


@transaction.atomic
def add_to_calendar(cycle: Cycle, *, by: User, **fields: Any) -> CalendarItem:
    row: CalendarItem = CalendarItem.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        position=next_position(CalendarItem, cycle=cycle),
        **fields,
    )
    audit.record("calendar.added", subject=row, by=by)
    return row


@transaction.atomic
def propose_calendar(cycle: Cycle, *, year: int, titles: Mapping[str, str], by: User) -> int:
    """The usual dates of one Dutch year, without what stands there already. How many were added."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    known = {(row.title, row.year, row.due_on[:4]) for row in CalendarItem.with_removed.filter(cycle=cycle)}
    added = 0
    for what, due_on, about, paper in rules.proposed_year(year):
        if (titles[what], about, due_on[:4]) not in known:
            add_to_calendar(cycle, by=by, title=titles[what], due_on=due_on, year=about, paper=paper)
            added += 1
    return added


@transaction.atomic
def change_calendar(row: CalendarItem, *, by: User, values: Mapping[str, Any], version: int | None) -> None:
    """Raises StaleEdit."""
    change(row, values, by=by, verb="calendar.changed", version=version)


def remove_from_calendar(row: CalendarItem, *, by: User, now: Any) -> None:
    cycle_actions.remove(row, by=by, verb="calendar.removed", now=now)


def bring_back_to_calendar(row: CalendarItem, *, by: User) -> None:
    cycle_actions.bring_back(row, by=by, verb="calendar.brought_back")


# The house style


@transaction.atomic
def set_house_style(
    *, municipality: Any, values: Mapping[str, Any], logo: bytes | None, by: User, version: int | None
) -> HouseStyle:
    """``logo``: a PNG, b"" to take it away, None to leave it. Raises StaleEdit."""
    row, made = HouseStyle.objects.get_or_create(municipality=municipality)
    if not made and version == 0:
        raise StaleEdit(row, {name: getattr(row, name) for name in values}, dict(values))
    change(row, values, by=by, verb="style.changed", version=row.version if made else version)
    if logo is not None and bytes(row.logo) != logo:
        HouseStyle.objects.filter(pk=row.pk).update(logo=logo, version=F("version") + 1)
        row.logo = logo
        audit.record("style.logo_changed", subject=row, by=by)
    return row
