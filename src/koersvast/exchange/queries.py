"""Reads a cycle back as a plan: the same number of queries however large it is."""

from __future__ import annotations

import datetime
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

from django.db import models

from koersvast.activities.models import (
    Activity,
    Budget,
    Contribution,
    Cooperation,
    Funding,
    Improvement,
    Initiative,
    Outcome,
    Output,
    Quality,
    TaskField,
)
from koersvast.cycles.models import (
    Cycle,
    Dot,
    GlossaryTerm,
    Note,
    Partner,
    Session,
    Source,
    Step,
    TermMeaning,
)
from koersvast.decisions.models import (
    Commitment,
    CommittedGoal,
    Decision,
    ImprovementAction,
    ResultVerdict,
    VerdictFigure,
)
from koersvast.exchange import contributions, field_kinds, reviews
from koersvast.exchange import format as plan_format
from koersvast.exchange.field_kinds import Record
from koersvast.exchange.models import Upload
from koersvast.exchange.records import Plan
from koersvast.exchange.records import grouped as _grouped
from koersvast.exchange.records import number as _number
from koersvast.exchange.records import record as _record
from koersvast.goals.models import Ambition, Goal, GoalLink, KeptWording, Story
from koersvast.indicators.models import (
    AmbitionEvidence,
    GoalIndicator,
    Indicator,
    Interpretation,
    InterpretedMeasurement,
    Measurement,
)
from koersvast.papers.models import BoundFact, CalendarItem, PaperText
from koersvast.people.models import User

UPLOADS_LAST = datetime.timedelta(hours=1)


def cycle_numbered(number: int) -> Cycle | None:
    """The cycle of this number in the open scope, also when it was removed."""
    return Cycle.with_removed.filter(number=number).first()


def upload_of(by: User, upload_id: uuid.UUID, now: datetime.datetime) -> Upload | None:
    """What this person brought in less than an hour ago. Nobody sees what somebody else brought in."""
    return Upload.objects.filter(pk=upload_id, by=by, created_at__gt=now - UPLOADS_LAST).first()


def export_plan(cycle: Cycle) -> Plan:
    """The plan of a cycle, fields in the order of the format. Removed rows are left out, and so is what hangs
    on them; who entered what is never part of it."""
    return _Export(cycle).plan()


def export_with_keys(cycle: Cycle) -> tuple[Plan, dict[str, str]]:
    """The plan, and its keys as they are stored where those differ (two sections may use one key)."""
    export = _Export(cycle)
    return export.plan(), export.stored


class _Export:
    def __init__(self, cycle: Cycle) -> None:
        self.cycle = cycle
        self.names: dict[uuid.UUID, str] = {}  # row -> its key in the file
        self.used: set[str] = set()
        self.stored: dict[str, str] = {}  # key in the file -> key as stored, where they differ
        self.first_named: dict[str, str] = {}  # key as stored -> key in the file of the first that has it

    def plan(self) -> Plan:
        self.partners = self.keyed(Partner)
        self.sessions = self.keyed(Session)
        self.indicators = self.keyed(Indicator)
        measurements = Measurement.objects.filter(cycle=self.cycle, indicator__removed_at__isnull=True)
        self.measurements = self.keyed(Measurement, measurements)
        self.interpretations = self.keyed(Interpretation)
        self.ambitions = self.keyed(Ambition)
        self.goals = self.keyed(Goal)
        self.initiatives = self.keyed(Initiative)
        activities = Activity.objects.filter(cycle=self.cycle, owner__removed_at__isnull=True)
        self.activities = self.keyed(Activity, activities)
        self.commitments = self.keyed(Commitment)
        self.decisions = self.keyed(Decision)
        self.sources = self.keyed(Source)
        sections = {
            "koersvast": field_kinds.VERSION,
            "municipality": _record(plan_format.MUNICIPALITY, self.cycle.municipality),
            "cycle": _record(plan_format.CYCLE, self.cycle),
            "steps": self.steps(),
            "organisations": [self.record(plan_format.ORGANISATION_RECORD, row) for row in self.partners],
            "glossary": self.glossary(),
            "sessions": self.session_records(),
            "indicators": [
                self.record(plan_format.INDICATOR, row, follows=row.follows) for row in self.indicators
            ],
            "measurements": self.measurement_records(),
            "interpretations": self.interpretation_records(),
            "ambitions": self.ambition_records(),
            "results": self.results(),
            "initiatives": [self.record(plan_format.INITIATIVE, row) for row in self.initiatives],
            "activities": self.activity_records(),
            "task_fields": [
                _record(plan_format.TASK_FIELD, row) for row in TaskField.objects.filter(cycle=self.cycle)
            ],
            "commitments": self.commitment_records(),
            "decisions": self.decision_records(),
            "papers": self.paper_records(),
            "calendar": [
                _record(plan_format.CALENDAR_ITEM, row)
                for row in CalendarItem.objects.filter(cycle=self.cycle).order_by("position", "id")
            ],
            "sources": [self.record(plan_format.SOURCE, row) for row in self.sources],
        }
        return {name: content for name, content in sections.items() if content != []}

    # -- rows and their keys ---------------------------------------------

    def keyed(self, model: type[models.Model], rows: models.QuerySet[Any] | None = None) -> list[Any]:
        """The rows of a section, each with a key that is unique in the whole file."""
        rows = cast(Any, model).objects.filter(cycle=self.cycle) if rows is None else rows
        found = list(rows.order_by("position", "key"))
        for row in found:
            self.names[row.pk] = self.free_key(row.key)
        return found

    def free_key(self, stored: str) -> str:
        """Two sections may use one key in the database; in the file each has its own."""
        key = re.sub(r"[^a-z0-9-]", "-", stored.lower())[:60] or "x"
        free, number = key, 1
        while free in self.used:
            number += 1
            free = f"{key[:55]}-{number}"
        self.used.add(free)
        self.first_named.setdefault(stored, free)
        if free != stored:
            self.stored[free] = stored
        return free

    def record(self, kind: Record, row: Any, **more: Any) -> Plan:
        return _record(kind, row, key=self.names[row.pk], **more)

    def keys_of(self, row_ids: Iterable[uuid.UUID | None]) -> list[str]:
        """Keys of the rows that are still there, each once."""
        return list(
            dict.fromkeys(
                self.names[row_id] for row_id in row_ids if row_id is not None and row_id in self.names
            )
        )

    def name(self, row_id: uuid.UUID | None) -> str | None:
        return self.names.get(row_id) if row_id is not None else None

    # -- sections --------------------------------------------------------

    def steps(self) -> list[Plan]:
        rows = Step.objects.filter(cycle=self.cycle).order_by("number")
        return [_record(plan_format.STEP_RECORD, row, step=row.number) for row in rows]

    def glossary(self) -> list[Plan]:
        meanings = _grouped(TermMeaning.objects.filter(term__cycle=self.cycle), "term_id")
        return [
            _record(
                plan_format.TERM,
                row,
                perspectives=[_record(plan_format.PERSPECTIVE, one) for one in meanings[row.pk]],
            )
            for row in GlossaryTerm.objects.filter(cycle=self.cycle).order_by("position", "id")
        ]

    def session_records(self) -> list[Plan]:
        notes = _grouped(Note.objects.filter(session__cycle=self.cycle), "session_id")
        dots = dict(
            Dot.objects.filter(entry__session__cycle=self.cycle)
            .order_by()
            .values_list("entry_id")
            .annotate(models.Count("id"))
        )
        held = reviews.records(self)
        return [
            self.record(
                plan_format.SESSION,
                row,
                notes=[self.note(one, dots.get(one.pk)) for one in notes[row.pk]],
                review=held.get(row.pk),
            )
            for row in self.sessions
        ]

    def note(self, row: Note, dots: int | None) -> Plan:
        votes = row.votes if dots is None else (row.votes or 0) + dots
        return _record(plan_format.NOTE, row, votes=votes, owner=self.name(row.owner_id))

    def measurement_records(self) -> list[Plan]:
        return [
            self.record(
                plan_format.MEASUREMENT_RECORD,
                row,
                indicator=self.names[row.indicator_id],
                source_key=self.name(row.source_ref_id),
            )
            for row in self.measurements
        ]

    def interpretation_records(self) -> list[Plan]:
        links = InterpretedMeasurement.objects.filter(interpretation__cycle=self.cycle)
        about = _grouped(links, "interpretation_id")
        return [
            self.record(
                plan_format.INTERPRETATION,
                row,
                measurements=self.keys_of(link.measurement_id for link in about[row.pk]),
            )
            for row in self.interpretations
        ]

    def ambition_records(self) -> list[Plan]:
        evidence = _grouped(AmbitionEvidence.objects.filter(ambition__cycle=self.cycle), "ambition_id")
        return [
            self.record(
                plan_format.AMBITION,
                row,
                evidence=self.keys_of(
                    one.measurement_id or one.interpretation_id or one.session_id for one in evidence[row.pk]
                ),
            )
            for row in self.ambitions
        ]

    def results(self) -> list[Plan]:
        self.goal_indicators = _grouped(GoalIndicator.objects.filter(goal__cycle=self.cycle), "goal_id")
        self.stories = _grouped(Story.objects.filter(goal__cycle=self.cycle), "goal_id")
        self.kept = {row.goal_id: row for row in KeptWording.objects.filter(goal__cycle=self.cycle)}
        self.verdicts = _grouped(ResultVerdict.objects.filter(goal__cycle=self.cycle), "goal_id")
        figures = VerdictFigure.objects.filter(verdict__goal__cycle=self.cycle)
        self.verdict_figures = _grouped(figures, "verdict_id")
        self.shares = contributions.records(self)
        goal_of = {row.pk: row for row in self.goals}
        self.children: dict[uuid.UUID, list[Goal]] = defaultdict(list)
        self.further: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
        links = GoalLink.objects.filter(parent__cycle=self.cycle).order_by("position", "id")
        for link in links:
            if link.child_id in goal_of and link.parent_id in goal_of:
                if link.primary:
                    self.children[link.parent_id].append(goal_of[link.child_id])
                else:
                    self.further[link.child_id].append(link.parent_id)
        return [self.goal(row) for row in self.goals if row.ambition_id in self.names]

    def goal(self, row: Goal) -> Plan:
        is_result = row.ambition_id is not None
        return self.record(
            plan_format.RESULT if is_result else plan_format.SUBGOAL,
            row,
            ambition=self.name(row.ambition_id),
            also_under=self.keys_of(self.further[row.pk]),
            indicators=[self.goal_indicator(one) for one in self.goal_indicators[row.pk] if self.known(one)],
            stories=[_record(plan_format.STORY, one) for one in self.stories[row.pk]],
            kept_wording=(
                _record(plan_format.KEPT_WORDING, self.kept[row.pk]) if row.pk in self.kept else None
            ),
            contribution=self.shares.get(row.pk),
            verdicts=[self.verdict(one) for one in self.verdicts[row.pk]],
            follows=row.follows,
            subgoals=[self.goal(child) for child in self.children[row.pk]],
        )

    def verdict(self, row: ResultVerdict) -> Plan:
        return _record(
            plan_format.VERDICT,
            row,
            figures=[
                _record(plan_format.VERDICT_FIGURE, one, indicator=self.name(one.indicator_id))
                for one in self.verdict_figures[row.pk]
            ],
        )

    def known(self, row: GoalIndicator) -> bool:
        return row.indicator_id in self.names

    def goal_indicator(self, row: GoalIndicator) -> Plan:
        target = {"value": _number(row.target_value), "year": row.target_year}
        return _record(
            plan_format.GOAL_INDICATOR,
            row,
            indicator=self.names[row.indicator_id],
            baseline=self.name(row.baseline_id),
            target=target if row.target_value is not None else None,
        )

    def activity_records(self) -> list[Plan]:
        of_cycle = {"activity__cycle": self.cycle}
        partners = _grouped(Cooperation.objects.filter(**of_cycle), "activity_id")
        contributions = _grouped(Contribution.objects.filter(**of_cycle), "activity_id")
        outputs = _grouped(Output.objects.filter(**of_cycle), "activity_id")
        budgets = _grouped(Budget.objects.filter(**of_cycle), "activity_id")
        fundings = _grouped(Funding.objects.filter(budget__activity__cycle=self.cycle), "budget_id")
        qualities = {row.activity_id: row for row in Quality.objects.filter(**of_cycle)}
        outcomes = _grouped(Outcome.objects.filter(**of_cycle), "activity_id")
        improvements = _grouped(Improvement.objects.filter(outcome__activity__cycle=self.cycle), "outcome_id")
        return [
            self.record(
                plan_format.ACTIVITY,
                row,
                owner=self.names[row.owner_id],
                partners=self.keys_of(one.partner_id for one in partners[row.pk]),
                initiative=self.name(row.initiative_id),
                contributes_to=[
                    _record(plan_format.CONTRIBUTION, one, goal=self.names[one.goal_id])
                    for one in contributions[row.pk]
                    if one.goal_id in self.names
                ],
                outputs=[_record(plan_format.OUTPUT, one) for one in outputs[row.pk]],
                budget=[
                    _record(
                        plan_format.BUDGET,
                        one,
                        funding=[_record(plan_format.FUNDING, part) for part in fundings[one.pk]],
                    )
                    for one in budgets[row.pk]
                ],
                quality=_record(plan_format.QUALITY, qualities[row.pk]) if row.pk in qualities else None,
                outcomes=[_outcome(one, improvements[one.pk]) for one in outcomes[row.pk]],
                follows=row.follows,
            )
            for row in self.activities
        ]

    def commitment_records(self) -> list[Plan]:
        links = _grouped(CommittedGoal.objects.filter(commitment__cycle=self.cycle), "commitment_id")
        return [
            self.record(
                plan_format.COMMITMENT, row, goals=self.keys_of(link.goal_id for link in links[row.pk])
            )
            for row in self.commitments
        ]

    def decision_records(self) -> list[Plan]:
        actions = _grouped(ImprovementAction.objects.filter(decision__cycle=self.cycle), "decision_id")
        return [
            self.record(
                plan_format.DECISION,
                row,
                about=self.first_named.get(row.about_key),
                owner=self.name(row.owner_id),
                improvement_actions=[
                    _record(plan_format.IMPROVEMENT_ACTION, one, owner=self.name(one.owner_id))
                    for one in actions[row.pk]
                ],
            )
            for row in self.decisions
        ]

    def paper_records(self) -> list[Plan]:
        """Texts of papers. One about a result or partner that is gone stays behind with it."""
        facts = _grouped(BoundFact.objects.filter(paper_text__cycle=self.cycle), "paper_text_id")
        keys = [
            {row.key: self.names[row.pk] for row in rows}
            for rows in (self.goals, self.indicators, self.decisions)
        ]
        names = {row.key: self.names[row.pk] for row in (*self.partners, *self.goals)}
        return [
            _record(
                plan_format.PAPER_TEXT,
                row,
                about=names.get(row.about_key),
                bound_facts=[
                    _record(plan_format.PAPER_FACT, one, fact=_fact_name(one.fact, *keys))
                    for one in facts[row.pk]
                ],
            )
            for row in PaperText.objects.filter(cycle=self.cycle).order_by("position", "id")
            if not row.about_key or row.about_key in names
        ]


def _fact_name(fact: str, goals: Plan, indicators: Plan, decisions: Plan) -> str:
    """A reference to a fact with the keys as they are in the file."""
    kind, first, second, which = [*fact.split("/"), "", "", ""][:4]
    if kind == "figure":
        return f"figure/{goals.get(first, first)}/{indicators.get(second, second)}/{which}"
    if kind == "verdict":
        return f"verdict/{goals.get(first, first)}"
    return f"decided/{decisions.get(first, first)}" if kind == "decided" else fact


def _outcome(row: Outcome, improvements: list[Improvement]) -> Plan:
    return _record(
        plan_format.OUTCOME,
        row,
        reach=_part(plan_format.REACH, row.known, row.reached, row.target_group),
        usefulness=_part(
            plan_format.USEFULNESS,
            _number(row.usefulness_mean),
            row.usefulness_n,
            row.usefulness_scale or None,
        ),
        goal_realisation=_part(plan_format.GOAL_REALISATION, row.achieved, row.achieved_n),
        dropout=_part(plan_format.DROPOUT, row.dropped, row.started),
        improvements=[one.text for one in improvements],
    )


def _part(kind: Record, *values: Any) -> Plan | None:
    """A few fields that belong together; nothing as long as what it cannot do without is unknown."""
    found = {field.name: value for field, value in zip(kind.fields, values, strict=True) if value is not None}
    return found if all(name in found for name in kind.required) else None
