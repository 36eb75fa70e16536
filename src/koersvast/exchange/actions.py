"""Stores a plan as a cycle: all of it, or nothing."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from koersvast.audit import actions as audit
from koersvast.cycles.models import (
    Cycle,
)
from koersvast.dialogues import meeting_again
from koersvast.exchange import format as plan_format
from koersvast.exchange import queries
from koersvast.exchange.clearing import clear
from koersvast.exchange.models import Upload
from koersvast.exchange.reading import Reading, read_plan
from koersvast.exchange.rows import Rows
from koersvast.jobs.progress import Progress, Silent
from koersvast.people.models import User
from koersvast.tenants.models import Municipality

Plan = dict[str, Any]


class CycleExists(Exception):
    """A plan of this number is there already, and nobody said that it may be replaced."""


class PlanRefused(Exception):
    """The file holds mistakes; they are in ``reading``."""

    def __init__(self, reading: Reading) -> None:
        super().__init__("\n".join(str(mistake) for mistake in reading.mistakes))
        self.reading = reading


def import_plan(
    plan: Plan, *, by: User | None, replace: bool = False, progress: Progress | None = None
) -> Cycle:
    """Store a plan that was read without mistakes, in one transaction.

    The municipality is found by its code, or made. With ``replace`` the cycle of this number keeps its place
    and gets the content of the plan; what it held before is gone. Raises CycleExists. What ``progress``
    raises cancels the import: nothing is stored.
    """
    with transaction.atomic():
        municipality, changes = _find_municipality(plan["municipality"])
        with scope(municipality=municipality):
            replaced = queries.cycle_numbered(plan["cycle"]["number"]) if replace else None
            kept = meeting_again.remember(replaced) if replaced else None
            cycle = _find_cycle(municipality, plan["cycle"], replace=replace)
            Rows(municipality, cycle, plan, progress or Silent()).run()
            if kept is not None:
                meeting_again.meet_again(cycle, kept)
            audit.record("cycle.imported", subject=cycle, by=by, changes=changes)
    return cycle


def import_file(
    data: bytes, *, by: User | None, replace: bool = False, progress: Progress | None = None
) -> Cycle:
    """Read a plan file and store it. Raises PlanRefused with the mistakes, or CycleExists."""
    reading = read_plan(data)
    if reading.plan is None:
        raise PlanRefused(reading)
    return import_plan(reading.plan, by=by, replace=replace, progress=progress)


def keep_upload(
    *, municipality: Municipality, by: User, file_name: str, content: bytes, now: datetime.datetime
) -> Upload:
    """Keep a file until somebody decides about it; what is older than an hour goes."""
    with transaction.atomic():
        forget_old_uploads(now=now)
        return Upload.objects.create(
            municipality=municipality, by=by, file_name=file_name[-200:], content=content, created_at=now
        )


def forget_upload(*, upload: Upload) -> None:
    upload.delete()


def forget_old_uploads(*, now: datetime.datetime) -> int:
    """How many were removed, in the open scope."""
    removed, _tables = Upload.objects.filter(created_at__lte=now - queries.UPLOADS_LAST).delete()
    return removed


def _find_municipality(facts: Plan) -> tuple[Municipality, dict[str, tuple[Any, Any]]]:
    """The municipality of the plan, locked, with the facts of the plan; and which of its facts changed."""
    municipality = Municipality.objects.select_for_update().filter(code=facts["code"]).first()
    if municipality is None:
        return Municipality.objects.create(**facts), {}
    changes, unknown = {}, Municipality()
    for field in plan_format.MUNICIPALITY.fields:
        before = getattr(municipality, field.name)
        after = facts.get(field.name, getattr(unknown, field.name))
        if before != after:
            changes[f"municipality.{field.name}"] = (before, after)
            setattr(municipality, field.name, after)
    if changes:
        municipality.save()
    return municipality, changes


def _find_cycle(municipality: Municipality, facts: Plan, *, replace: bool) -> Cycle:
    cycle = queries.cycle_numbered(facts["number"])
    if cycle is None:
        return Cycle.objects.create(municipality=municipality, **facts)
    if not replace:
        raise CycleExists(
            _("Ronde %(number)d van %(municipality)s bestaat al.")
            % {"number": facts["number"], "municipality": municipality.name}
        )
    clear(cycle)
    fresh = Cycle(municipality=municipality, **facts)
    fresh.pk, fresh.position, fresh.version = cycle.pk, cycle.position, cycle.version + 1
    fresh.save(force_update=True)
    return fresh
