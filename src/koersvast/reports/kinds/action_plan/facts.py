"""Everything the action plan is made of, each part read once, when it is first asked for: a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from koersvast.activities import queries as activity_queries
from koersvast.activities import rules as money_rules
from koersvast.activities.models import Activity, Contribution, Cooperation, Initiative, Output, Quality
from koersvast.cycles.models import Cycle, GlossaryTerm, Note, Partner, Session, Source, TermMeaning
from koersvast.decisions.models import Commitment, Decision
from koersvast.goals import queries as goal_queries
from koersvast.goals.models import Ambition, Goal, Story
from koersvast.indicators import queries as indicator_queries
from koersvast.indicators import rules as figure_rules
from koersvast.indicators.models import (
    AmbitionEvidence,
    GoalIndicator,
    Indicator,
    Interpretation,
    InterpretedMeasurement,
)
from koersvast.tenants.models import Municipality


@dataclass(frozen=True)
class Place:
    """Where a goal stands in the outline: its number ("2.1"), its depth and what is under it."""

    goal: Goal
    number: str
    depth: int
    children: tuple[Place, ...]

    def walk(self) -> Iterator[Place]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Facts:
    """One cycle. Lists keep the order that people gave; dictionaries go from an id to what belongs to it.

    A part is read when it is first asked for, and then kept: a page about one result reads no more than it shows. Asked
    for inside the scope of the municipality.
    """

    cycle: Cycle
    today: date

    @property
    def municipality(self) -> Municipality:
        found: Municipality = self.cycle.municipality
        return found

    @cached_property
    def partners(self) -> list[Partner]:
        return list(Partner.objects.filter(cycle=self.cycle))

    @cached_property
    def terms(self) -> list[GlossaryTerm]:
        return list(GlossaryTerm.objects.filter(cycle=self.cycle))

    @cached_property
    def meanings(self) -> dict[UUID, list[TermMeaning]]:
        return _by(TermMeaning.objects.filter(term__cycle=self.cycle), "term_id")

    @cached_property
    def sessions(self) -> list[Session]:
        return sorted(Session.objects.filter(cycle=self.cycle), key=lambda session: session.held_on)

    @cached_property
    def notes(self) -> dict[UUID, list[Note]]:
        return _by(Note.objects.filter(session__cycle=self.cycle), "session_id")

    @cached_property
    def sources(self) -> list[Source]:
        return list(Source.objects.filter(cycle=self.cycle))

    @cached_property
    def ambitions(self) -> list[Ambition]:
        return list(Ambition.objects.filter(cycle=self.cycle))

    @cached_property
    def evidence(self) -> dict[UUID, list[AmbitionEvidence]]:
        rows = AmbitionEvidence.objects.filter(ambition__cycle=self.cycle).select_related("session")
        return _by(rows, "ambition_id")

    @cached_property
    def goals(self) -> list[Goal]:
        return list(Goal.objects.filter(cycle=self.cycle))

    @cached_property
    def tree(self) -> goal_queries.GoalTree:
        return goal_queries.tree(self.cycle, goals=self.goals)

    @cached_property
    def stories(self) -> dict[UUID, list[Story]]:
        return _by(Story.objects.filter(goal__cycle=self.cycle), "goal_id")

    @cached_property
    def indicators(self) -> dict[UUID, Indicator]:
        return {row.pk: row for row in Indicator.objects.filter(cycle=self.cycle)}

    @cached_property
    def aims(self) -> dict[UUID, list[GoalIndicator]]:
        rows = GoalIndicator.objects.filter(goal__cycle=self.cycle, indicator__removed_at__isnull=True)
        return _by(rows, "goal_id")

    @cached_property
    def series(self) -> dict[UUID, tuple[figure_rules.Series, ...]]:
        return indicator_queries.series_per_indicator(self.cycle)

    @cached_property
    def interpretations(self) -> list[Interpretation]:
        rows = Interpretation.objects.filter(cycle=self.cycle)
        return sorted(rows, key=lambda found: (found.position, found.key))

    @cached_property
    def interpreted(self) -> dict[UUID, list[UUID]]:
        rows = InterpretedMeasurement.objects.filter(
            interpretation__cycle=self.cycle, interpretation__removed_at__isnull=True
        )
        return _ids(rows.values_list("interpretation_id", "measurement_id"))

    @cached_property
    def initiatives(self) -> list[Initiative]:
        return list(Initiative.objects.filter(cycle=self.cycle))

    @cached_property
    def activities(self) -> list[Activity]:
        return list(Activity.objects.filter(cycle=self.cycle))

    @cached_property
    def cooperations(self) -> dict[UUID, list[UUID]]:
        rows = Cooperation.objects.filter(activity__cycle=self.cycle)
        return _ids(rows.values_list("activity_id", "partner_id"))

    @cached_property
    def contributions(self) -> dict[UUID, list[Contribution]]:
        return _by(Contribution.objects.filter(activity__cycle=self.cycle), "activity_id")

    @cached_property
    def outputs(self) -> dict[UUID, list[Output]]:
        return _by(Output.objects.filter(activity__cycle=self.cycle), "activity_id")

    @cached_property
    def qualities(self) -> dict[UUID, Quality]:
        return {row.activity_id: row for row in Quality.objects.filter(activity__cycle=self.cycle)}

    @cached_property
    def money(self) -> list[money_rules.Line]:
        return activity_queries.money_lines(self.cycle)

    @cached_property
    def commitments(self) -> list[Commitment]:
        return list(Commitment.objects.filter(cycle=self.cycle))

    @cached_property
    def decisions(self) -> list[Decision]:
        rows = Decision.objects.filter(cycle=self.cycle)
        return sorted(rows, key=lambda decision: decision.decided_on)

    @property
    def gmcode(self) -> str:
        return self.municipality.code

    @cached_property
    def points(self) -> dict[UUID, figure_rules.Point]:
        return {
            point.id: point
            for found in self.series.values()
            for one in found
            for point in (*one.points, *one.others)
        }

    @cached_property
    def partner_by_id(self) -> dict[UUID, Partner]:
        return {partner.pk: partner for partner in self.partners}

    @cached_property
    def outline(self) -> dict[UUID, list[Place]]:
        """Ambition -> its results with everything under them, numbered through the whole plan."""
        rows = {str(goal.pk): goal for goal in self.goals}
        return {
            UUID(ambition.id): [_place(result, rows) for result in ambition.children]
            for ambition in self.tree.ambitions
        }

    @cached_property
    def results(self) -> list[Place]:
        return [place for ambition in self.ambitions for place in self.outline[ambition.pk]]

    @cached_property
    def places(self) -> dict[UUID, Place]:
        """Goal -> its place. A goal without a way up to an ambition has none."""
        return {place.goal.pk: place for result in self.results for place in result.walk()}

    @cached_property
    def other_parents(self) -> dict[UUID, list[str]]:
        """Goal -> numbers of the further goals it contributes to."""
        return {
            UUID(node.id): [further.number for further in node.also_under]
            for node in self.tree.walk()
            if node.also_under
        }

    @cached_property
    def helped(self) -> set[UUID]:
        """Goals to which an activity contributes."""
        return {one.goal_id for found in self.contributions.values() for one in found}

    @cached_property
    def years(self) -> tuple[money_rules.YearMoney, ...]:
        return money_rules.per_year(self.money)

    @cached_property
    def interpreted_points(self) -> set[UUID]:
        return {point for found in self.interpreted.values() for point in found}

    def national_beside(self, series: Iterable[figure_rules.Series]) -> list[figure_rules.Point]:
        """National figures that people laid beside these series in an interpretation, in the same unit."""
        own = {point.id: point for one in series for point in one.points}
        if not own or next(iter(own.values())).unit in figure_rules.COUNT_UNITS:
            return []  # a count of a whole country says nothing beside a count of one municipality
        unit = next(iter(own.values())).unit
        beside = {
            point
            for found in self.interpreted.values()
            if any(point in own for point in found)
            for point in found
        }
        return sorted(
            (
                self.points[point]
                for point in beside
                if point in self.points
                and self.points[point].unit == unit
                and figure_rules.about(self.points[point], gmcode=self.gmcode) is figure_rules.About.NATIONAL
            ),
            key=lambda point: point.time,
        )


def _place(node: goal_queries.Node, rows: dict[str, Goal]) -> Place:
    return Place(
        rows[node.id],
        node.number,
        node.level - 1,
        tuple(_place(child, rows) for child in node.children),
    )


def _by(rows: Iterable[Any], key: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _ids(rows: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for owner, other in rows:
        found[owner].append(other)
    return found
