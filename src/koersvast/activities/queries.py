"""Questions about activities and their money. Each is a fixed number of queries, however large the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from koersvast.activities import rules
from koersvast.activities.models import (
    Activity,
    Budget,
    Contribution,
    Cooperation,
    Funding,
    Initiative,
    Outcome,
    TaskField,
)
from koersvast.audit.models import Entry
from koersvast.cycles.models import Cycle
from koersvast.cycles.words import Group


def money_lines(cycle: Cycle) -> list[rules.Line]:
    """Every budget line of a cycle with its funds. Two queries."""
    budgets = list(
        Budget.objects.filter(activity__cycle=cycle, activity__removed_at__isnull=True)
        .order_by("activity__position", "activity__key", "year", "position")
        .values_list(
            "id",
            "activity__name",
            "activity__illustrative",
            "year",
            "amount",
            "taakveld",
            "activity__ends_on",
            "illustrative",
            "realised",
        )
    )
    funds: dict[UUID, list[rules.Fund]] = defaultdict(list)
    for budget_id, source, amount, ends_on in (
        Funding.objects.filter(budget__activity__cycle=cycle)
        .order_by("position", "id")
        .values_list("budget_id", "source", "amount", "ends_on")
    ):
        funds[budget_id].append(rules.Fund(source, amount, ends_on))
    return [
        rules.Line(
            name, year, amount, taakveld, tuple(funds[row_id]), ends_on, illustrative or own_example, realised
        )
        for row_id, name, own_example, year, amount, taakveld, ends_on, illustrative, realised in budgets
    ]


def task_fields(cycle: Cycle) -> QuerySet[TaskField]:
    return TaskField.objects.filter(cycle=cycle).order_by("code", "from_year", "position")


def task_field_table(cycle: Cycle) -> list[rules.Field]:
    """The task fields of a cycle with the years in which they hold. One query."""
    rows = task_fields(cycle).values_list("code", "name", "from_year", "until_year", "successor")
    return [rules.Field(*row) for row in rows]


@dataclass(frozen=True)
class Cell:
    """How an activity serves a goal: its first goal is the main one, others it helps along."""

    main: bool
    rationale: str


@dataclass(frozen=True)
class MatrixRow:
    """One activity against all goals. ``wide``: goals above the columns that it serves as a whole."""

    activity: Activity
    cells: dict[UUID, Cell]
    cost: int

    @property
    def loose(self) -> bool:
        return not self.cells


def matrix_rows(cycle: Cycle, *, year: int | None) -> list[MatrixRow]:
    """Every activity with the goals it serves and what it costs in a year. Three queries."""
    cells: dict[UUID, dict[UUID, Cell]] = defaultdict(dict)
    for activity, goal, rationale in (
        Contribution.objects.filter(activity__cycle=cycle, goal__removed_at=None)
        .order_by("position", "id")
        .values_list("activity_id", "goal_id", "rationale")
    ):
        cells[activity][goal] = Cell(not cells[activity], rationale)
    costs: dict[UUID, int] = defaultdict(int)
    for activity, amount in Budget.objects.filter(activity__cycle=cycle, year=year).values_list(
        "activity_id", "amount"
    ):
        costs[activity] += amount
    return [MatrixRow(row, cells[row.pk], costs[row.pk]) for row in activities_of(cycle)]


def activities_of(cycle: Cycle) -> QuerySet[Activity]:
    return Activity.objects.filter(cycle=cycle).select_related("owner").order_by("position", "key")


def activity(cycle: Cycle, pk: UUID) -> Activity | None:
    """One activity with all that belongs to it; a fixed number of queries."""
    return (
        activities_of(cycle)
        .select_related("quality", "initiative")
        .prefetch_related(
            Prefetch("cooperations", Cooperation.objects.select_related("partner")),
            Prefetch(
                "contributions", Contribution.objects.select_related("goal").filter(goal__removed_at=None)
            ),
            "outputs",
            Prefetch("budgets", Budget.objects.order_by("year", "position").prefetch_related("fundings")),
            Prefetch(
                "outcomes", Outcome.objects.order_by("period", "position").prefetch_related("improvements")
            ),
        )
        .filter(pk=pk)
        .first()
    )


def counts_per_goal(cycle: Cycle) -> dict[UUID, int]:
    """How many activities serve each goal. One query."""
    return dict(
        Contribution.objects.filter(goal__cycle=cycle, goal__removed_at=None, activity__removed_at=None)
        .order_by()
        .values_list("goal_id")
        .annotate(count=Count("activity_id", distinct=True))
    )


def groups_reached(cycle: Cycle) -> dict[str, list[Activity]]:
    """Each group of people with the activities meant for it, also the groups with none. One query."""
    found: dict[str, list[Activity]] = {group: [] for group in Group.values}
    for row in activities_of(cycle):
        for group in row.groups:
            found[group].append(row)
    return found


def initiatives_of(cycle: Cycle) -> QuerySet[Initiative]:
    return (
        Initiative.objects.filter(cycle=cycle)
        .prefetch_related(Prefetch("activities", Activity.objects.order_by("position")))
        .order_by("position", "key")
    )


def history(activity: Activity, *, unseen: Iterable[str] = ()) -> QuerySet[Entry]:
    """Who changed what of an activity, newest first, without the verbs in ``unseen``. Two queries."""
    return (
        Entry.objects.filter(subject_id=activity.pk)
        .exclude(verb__in=list(unseen))
        .select_related("by")
        .prefetch_related("changes")
        .order_by("-at", "-id")
    )


def years_with_money(cycle: Cycle) -> list[int]:
    return sorted(
        set(
            Budget.objects.filter(activity__cycle=cycle, activity__removed_at=None).values_list(
                "year", flat=True
            )
        )
    )
