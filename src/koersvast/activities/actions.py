"""What people do with activities: describe, link to goals, pay, keep quality, tell what they brought."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.activities import rules
from koersvast.activities.models import (
    Activity,
    Budget,
    Contribution,
    Cooperation,
    Funding,
    Improvement,
    Initiative,
    Outcome,
    Quality,
    TaskField,
)
from koersvast.audit import actions as audit
from koersvast.audit.models import Entry
from koersvast.cycles.actions import bring_back, change, next_position, remove
from koersvast.cycles.models import Cycle, Partner
from koersvast.cycles.rules import make_key
from koersvast.people.models import User
from koersvast.tenants.models import Record

STORIES = ("story",)  # fields with words of a person


@transaction.atomic
def add_activity(cycle: Cycle, *, by: User, partners: Sequence[Partner] = (), **fields: Any) -> Activity:
    taken = set(Activity.with_removed.filter(cycle=cycle).values_list("key", flat=True))
    row = Activity.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        key=make_key(fields["name"], taken, prefix="act-"),
        position=next_position(Activity, cycle=cycle),
        **fields,
    )
    _set_partners(row, partners)
    audit.record("activity.added", subject=row, by=by)
    return row


@transaction.atomic
def change_activity(
    row: Activity, *, by: User, version: int | None, partners: Sequence[Partner], values: Mapping[str, Any]
) -> None:
    """Raises cycles.actions.StaleEdit when somebody else was first; then nothing is stored."""
    change(row, values, by=by, verb="activity.changed", version=version)
    before = [link.partner.name for link in row.cooperations.select_related("partner")]
    _set_partners(row, partners)
    after = [partner.name for partner in partners]
    if before != after:
        audit.record("activity.changed", subject=row, by=by, changes={"partners": (before, after)})


def _set_partners(row: Activity, partners: Sequence[Partner]) -> None:
    kept = {link.partner_id: link for link in Cooperation.objects.filter(activity=row)}
    wanted = {partner.pk for partner in partners}
    Cooperation.objects.filter(pk__in=[link.pk for pk, link in kept.items() if pk not in wanted]).delete()
    start = next_position(Cooperation, activity=row)
    Cooperation.objects.bulk_create(
        Cooperation(
            municipality_id=row.municipality_id, activity=row, partner=partner, position=start + index
        )
        for index, partner in enumerate(partners)
        if partner.pk not in kept
    )


@transaction.atomic
def start_from_initiative(initiative: Initiative, *, owner: Partner, by: User) -> Activity:
    """Make an activity of something that already happens; the initiative stays in the inventory."""
    return add_activity(
        initiative.cycle,
        by=by,
        initiative=initiative,
        name=initiative.name,
        what=initiative.what,
        owner=owner,
        themes=initiative.themes,
        groups=initiative.groups,
        status="running",
    )


@transaction.atomic
def add_initiative(cycle: Cycle, *, by: User | None, **fields: Any) -> Initiative:
    taken = set(Initiative.with_removed.filter(cycle=cycle).values_list("key", flat=True))
    row = Initiative.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        key=make_key(fields["name"], taken, prefix="ini-"),
        position=next_position(Initiative, cycle=cycle),
        **fields,
    )
    audit.record("initiative.added", subject=row, by=by)
    return row


@transaction.atomic
def save_part(
    activity: Activity,
    model: type[Record],
    row: Record | None,
    *,
    by: User,
    verb: str,
    values: Mapping[str, Any],
    version: int | None,
    secret: Collection[str] = (),
) -> Record:
    """Add or change one thing that belongs to an activity; the history of the activity says what it was.

    Raises cycles.actions.StaleEdit when somebody else changed the row since ``version``. The history keeps of the
    fields in ``secret`` that they changed, not what they were.
    """
    if row is None:
        where = {"activity": activity}
        row = model._default_manager.create(
            municipality_id=activity.municipality_id,
            position=next_position(model, **where),
            **where,
            **values,
        )
        changes = {field: (None, _words(value)) for field, value in values.items() if value not in ("", None)}
        details: Entry | None = audit.record("part.added", subject=row, by=by)
    else:
        changes = {
            field: (_words(getattr(row, field)), _words(value))
            for field, value in values.items()
            if getattr(row, field) != value
        }
        details = change(row, values, by=by, verb="part.changed", version=version, unsaid=STORIES)
    if changes:
        told = {
            field: _told(pair) if field in STORIES else _unsaid(pair) if field in secret else pair
            for field, pair in changes.items()
        }
        audit.record(verb, subject=activity, by=by, changes=told, details=details)
    return row


def _told(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """That there is another story, not which: words of a person can be taken back everywhere."""
    before, after = (_("een verhaal") if value else None for value in pair)
    return before, after


def _unsaid(pair: tuple[Any, Any]) -> tuple[Any, Any]:
    """Everybody who sees an activity reads its history: there a small group stays unsaid too (K12)."""
    before, after = (None if value is None else _("te klein om te tonen") for value in pair)
    return before, after


def hidden_figures(outcome: Outcome) -> set[str]:
    """Fields of an outcome that no page prints."""
    return rules.small_figures(vars(outcome))


def _words(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | type(None)) else str(value)


@transaction.atomic
def save_budget(
    activity: Activity,
    row: Budget | None,
    *,
    by: User,
    values: Mapping[str, Any],
    version: int | None,
    funds: Iterable[Mapping[str, Any]],
) -> Budget:
    """What an activity costs in a year, and where the money comes from. Never more money than cost."""
    budget = save_part(activity, Budget, row, by=by, verb="activity.budgeted", values=values, version=version)
    assert isinstance(budget, Budget)
    before = [f"{fund.source}: {fund.amount}" for fund in budget.fundings.order_by("position")]
    Funding.objects.filter(budget=budget).delete()
    made = Funding.objects.bulk_create(
        Funding(municipality_id=activity.municipality_id, budget=budget, position=index, **fund)
        for index, fund in enumerate(funds)
    )
    after = [f"{fund.source}: {fund.amount}" for fund in made]
    if before != after:
        audit.record("activity.funded", subject=activity, by=by, changes={"funding": (before, after)})
    return budget


@transaction.atomic
def save_task_field(
    cycle: Cycle, row: TaskField | None, *, by: User, values: Mapping[str, Any], version: int | None
) -> TaskField:
    """Add or change a task field. Budgets keep the number that people gave them. Raises StaleEdit."""
    if row is not None:
        change(row, values, by=by, verb="task_field.changed", version=version)
        return row
    made = TaskField.objects.create(
        municipality_id=cycle.municipality_id,
        cycle=cycle,
        position=next_position(TaskField, cycle=cycle),
        **values,
    )
    audit.record("task_field.added", subject=made, by=by)
    return made


@transaction.atomic
def begin_task_fields(cycle: Cycle, *, by: User) -> None:
    """The usual task fields, as a list to change. Does nothing when there is a list already."""
    if TaskField.objects.filter(cycle=cycle).exists():
        return
    for code, name in rules.USUAL_FIELDS:
        values = {"code": code, "name": name, "from_year": rules.FIRST_IV3}
        save_task_field(cycle, None, by=by, values=values, version=None)


@transaction.atomic
def save_outcome(
    activity: Activity,
    row: Outcome | None,
    *,
    by: User,
    values: Mapping[str, Any],
    version: int | None,
    improvements: Iterable[str],
) -> Outcome:
    secret = rules.small_figures(values) | (hidden_figures(row) if row is not None else set())
    outcome = save_part(
        activity,
        Outcome,
        row,
        by=by,
        verb="activity.outcome_told",
        values=values,
        version=version,
        secret=secret,
    )
    assert isinstance(outcome, Outcome)
    Improvement.objects.filter(outcome=outcome).delete()
    Improvement.objects.bulk_create(
        Improvement(municipality_id=activity.municipality_id, outcome=outcome, position=index, text=text)
        for index, text in enumerate(improvements)
    )
    return outcome


@transaction.atomic
def save_quality(activity: Activity, *, by: User, values: Mapping[str, Any], version: int | None) -> Quality:
    row = Quality.objects.filter(activity=activity).first()
    quality = save_part(
        activity, Quality, row, by=by, verb="activity.quality_told", values=values, version=version
    )
    assert isinstance(quality, Quality)
    return quality


@transaction.atomic
def remove_part(activity: Activity, row: Record, *, by: User, verb: str, now: Any) -> None:
    details = remove(row, by=by, verb="part.removed", now=now)
    audit.record(verb, subject=activity, by=by, details=details)


@transaction.atomic
def bring_back_part(activity: Activity, row: Record, *, by: User, verb: str) -> None:
    details = bring_back(row, by=by, verb="part.brought_back")
    audit.record(verb, subject=activity, by=by, details=details)


def parts(name: str) -> type[Record]:
    """The kinds of things that can be taken from an activity and put back, by their name in the address."""
    return {"bijdrage": Contribution, "bedrag": Budget, "outcome": Outcome}[name]
