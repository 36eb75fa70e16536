"""The records of a plan as rows, table by table."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable, Iterator
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
from koersvast.exchange import contributions, reviews
from koersvast.exchange import format as plan_format
from koersvast.exchange.field_kinds import Many, Record
from koersvast.exchange.labels import SECTIONS
from koersvast.goals.models import Ambition, Goal, GoalLink, KeptWording, Story
from koersvast.indicators.models import (
    AmbitionEvidence,
    GoalIndicator,
    Indicator,
    Interpretation,
    InterpretedMeasurement,
    Measurement,
)
from koersvast.jobs.progress import Progress
from koersvast.papers.models import BoundFact, CalendarItem, PaperText
from koersvast.people.models import Organisation
from koersvast.tenants.models import Municipality

Plan = dict[str, Any]

AT_A_TIME = 1000
FURTHER_LINKS_FROM = 100_000  # places of further parents come after those of the outline


class Rows:
    """Turns the records of a plan into rows, table by table; rows live only until they are stored."""

    def __init__(self, municipality: Municipality, cycle: Cycle, plan: Plan, progress: Progress) -> None:
        self.municipality, self.cycle, self.plan, self.progress = municipality, cycle, plan, progress
        self.ids: dict[str, uuid.UUID] = {}  # key in the file -> row
        self.done, self.total = 0, _count_records(plan)
        self.goal_ids: list[tuple[uuid.UUID, Plan]] = []
        self.links: list[tuple[uuid.UUID, uuid.UUID, int]] = []  # parent, child, place

    def run(self) -> None:
        self.store(Step, self.steps(), "steps")
        self.store(Partner, self.partners(), "organisations")
        self.store_with(GlossaryTerm, plan_format.TERM, "glossary", TermMeaning, "perspectives", "term_id")
        self.store(Source, self.simple(Source, plan_format.SOURCE, "sources"), "sources")
        self.store(Session, self.simple(Session, plan_format.SESSION, "sessions"), "sessions")
        self.store(Note, self.notes(), "sessions")
        self.store(Indicator, self.simple(Indicator, plan_format.INDICATOR, "indicators"), "indicators")
        self.store(Measurement, self.measurements(), "measurements")
        kind = plan_format.INTERPRETATION
        self.store(Interpretation, self.simple(Interpretation, kind, "interpretations"), "interpretations")
        self.store(InterpretedMeasurement, self.interpreted(), "interpretations")
        self.store(Ambition, self.simple(Ambition, plan_format.AMBITION, "ambitions"), "ambitions")
        self.store(AmbitionEvidence, self.evidence(), "ambitions")
        self.store(Goal, self.goals(), "results")
        self.store(GoalLink, self.goal_links(), "results")
        self.store(GoalIndicator, self.goal_indicators(), "results")
        self.store(Story, self.stories(), "results")
        self.store(KeptWording, self.kept_wordings(), "results")
        self.store_verdicts()
        self.store(Initiative, self.simple(Initiative, plan_format.INITIATIVE, "initiatives"), "initiatives")
        self.store_activities()
        self.store(TaskField, self.simple(TaskField, plan_format.TASK_FIELD, "task_fields"), "task_fields")
        reviews.store(self, self.plan)
        contributions.store(self, self.plan, self.goal_ids)
        self.store(Commitment, self.simple(Commitment, plan_format.COMMITMENT, "commitments"), "commitments")
        self.store(CommittedGoal, self.committed_goals(), "commitments")
        self.store(Decision, self.decisions(), "decisions")
        self.store(ImprovementAction, self.improvement_actions(), "decisions")
        self.store_papers()

    # -- storing ---------------------------------------------------------

    def store(self, model: type[models.Model], rows: Iterable[Any], section: str) -> None:
        rows = iter(rows)
        while chunk := list(itertools.islice(rows, AT_A_TIME)):
            cast(Any, model).objects.bulk_create(chunk)  # made at run time
            self.done = min(self.done + len(chunk), self.total)
            self.progress.step(str(SECTIONS[section]), self.done, self.total)

    def row(self, model: type[models.Model], kind: Record, item: Plan, position: int, **more: Any) -> Any:
        """A row of the fields that are columns of the same name, and ``more``."""
        row = model(
            municipality_id=self.municipality.pk,
            position=position,
            **{name: item[name] for name in kind.plain if name in item},
            **more,
        )
        if "key" in item:
            self.ids[item["key"]] = row.pk
        return row

    def simple(self, model: type[models.Model], kind: Record, section: str) -> Iterator[Any]:
        for position, item in enumerate(self.plan.get(section, [])):
            more = {"follows": item["follows"]} if "follows" in item else {}
            yield self.row(model, kind, item, position, cycle_id=self.cycle.pk, **more)

    def store_with(
        self,
        model: type[models.Model],
        kind: Record,
        section: str,
        part: type[models.Model],
        parts: str,
        link: str,
    ) -> None:
        """Records without a key, and the records inside them."""
        items = self.plan.get(section, [])
        rows = list(self.simple(model, kind, section))
        self.store(model, rows, section)
        inner = kind.by_name[parts].kind
        if isinstance(inner, Many) and isinstance(inner.of, Record):
            pairs = [(row.pk, item) for row, item in zip(rows, items, strict=True)]
            self.store(part, self.inside(part, inner.of, pairs, parts, link), section)

    def inside(
        self,
        model: type[models.Model],
        kind: Record,
        owners: Iterable[tuple[uuid.UUID, Plan]],
        name: str,
        link: str,
    ) -> Iterator[Any]:
        for owner_id, item in owners:
            for position, part in enumerate(item.get(name, [])):
                yield self.row(model, kind, part, position, **{link: owner_id})

    def owned(self, section: str) -> Iterator[tuple[uuid.UUID, Plan]]:
        for item in self.plan.get(section, []):
            yield self.ids[item["key"]], item

    def links_to(
        self, model: type[models.Model], section: str, name: str, link: str, other: str
    ) -> Iterator[Any]:
        """Rows that only join: a record and each key in one of its lists."""
        for owner_id, item in self.owned(section):
            for position, key in enumerate(item.get(name, [])):
                yield self.join(model, position, **{link: owner_id, other: self.ids[key]})

    def join(self, model: type[models.Model], position: int, **columns: Any) -> Any:
        return model(municipality_id=self.municipality.pk, position=position, **columns)

    # -- sections --------------------------------------------------------

    def steps(self) -> Iterator[Step]:
        for position, item in enumerate(self.plan.get("steps", [])):
            facts = {name: value for name, value in item.items() if name != "step"}
            yield self.row(
                Step,
                plan_format.STEP_RECORD,
                facts,
                position,
                cycle_id=self.cycle.pk,
                number=item["step"],
            )

    def partners(self) -> Iterator[Partner]:
        items = self.plan.get("organisations", [])
        known = {row.name: row.pk for row in Organisation.objects.all()}
        fresh = {
            item["name"]: Organisation(municipality=self.municipality, name=item["name"])
            for item in items
            if item["name"] not in known
        }
        Organisation.objects.bulk_create(fresh.values())
        known.update((name, row.pk) for name, row in fresh.items())
        for position, item in enumerate(items):
            yield self.row(
                Partner,
                plan_format.ORGANISATION_RECORD,
                item,
                position,
                cycle_id=self.cycle.pk,
                organisation_id=known[item["name"]],
            )

    def notes(self) -> Iterator[Note]:
        for session_id, item in self.owned("sessions"):
            for position, note in enumerate(item["notes"]):
                yield self.row(
                    Note,
                    plan_format.NOTE,
                    note,
                    position,
                    session_id=session_id,
                    owner_id=self.ids[note["owner"]] if "owner" in note else None,
                )

    def measurements(self) -> Iterator[Measurement]:
        for position, item in enumerate(self.plan.get("measurements", [])):
            yield self.row(
                Measurement,
                plan_format.MEASUREMENT_RECORD,
                item,
                position,
                cycle_id=self.cycle.pk,
                indicator_id=self.ids[item["indicator"]],
                source_ref_id=self.ids[item["source_key"]] if "source_key" in item else None,
            )

    def interpreted(self) -> Iterator[InterpretedMeasurement]:
        return self.links_to(
            InterpretedMeasurement, "interpretations", "measurements", "interpretation_id", "measurement_id"
        )

    def evidence(self) -> Iterator[AmbitionEvidence]:
        kinds = {
            item["key"]: column
            for section, column in (
                ("measurements", "measurement_id"),
                ("interpretations", "interpretation_id"),
                ("sessions", "session_id"),
            )
            for item in self.plan.get(section, [])
        }
        for ambition_id, item in self.owned("ambitions"):
            for position, key in enumerate(item["evidence"]):
                yield self.join(
                    AmbitionEvidence, position, ambition_id=ambition_id, **{kinds[key]: self.ids[key]}
                )

    def goals(self) -> Iterator[Goal]:
        """Results and subgoals, each above what is under it; remembers how they hang together."""
        for position, item in enumerate(self.plan.get("results", [])):
            result = self.goal(item, position, plan_format.RESULT, ambition_id=self.ids[item["ambition"]])
            yield result
            yield from self.subgoals(result.pk, item)

    def subgoals(self, parent_id: uuid.UUID, item: Plan) -> Iterator[Goal]:
        for position, child in enumerate(item.get("subgoals", [])):
            goal = self.goal(child, position, plan_format.SUBGOAL)
            self.links.append((parent_id, goal.pk, position))
            yield goal
            yield from self.subgoals(goal.pk, child)

    def goal(self, item: Plan, position: int, kind: Record, **more: Any) -> Goal:
        more["follows"] = item.get("follows", [])
        goal: Goal = self.row(Goal, kind, item, position, cycle_id=self.cycle.pk, **more)
        self.goal_ids.append((goal.pk, item))
        return goal

    def goal_links(self) -> Iterator[GoalLink]:
        for parent_id, child_id, position in self.links:
            yield self.join(GoalLink, position, parent_id=parent_id, child_id=child_id, primary=True)
        place = itertools.count(FURTHER_LINKS_FROM)
        for goal_id, item in self.goal_ids:
            for key in item.get("also_under", []):
                yield self.join(
                    GoalLink, next(place), parent_id=self.ids[key], child_id=goal_id, primary=False
                )

    def goal_indicators(self) -> Iterator[GoalIndicator]:
        for goal_id, item in self.goal_ids:
            for position, one in enumerate(item.get("indicators", [])):
                target = one.get("target", {})
                yield self.row(
                    GoalIndicator,
                    plan_format.GOAL_INDICATOR,
                    one,
                    position,
                    goal_id=goal_id,
                    indicator_id=self.ids[one["indicator"]],
                    baseline_id=self.ids[one["baseline"]] if "baseline" in one else None,
                    target_value=target.get("value"),
                    target_year=target.get("year"),
                )

    def stories(self) -> Iterator[Story]:
        return self.inside(Story, plan_format.STORY, self.goal_ids, "stories", "goal_id")

    def kept_wordings(self) -> Iterator[KeptWording]:
        for goal_id, item in self.goal_ids:
            if "kept_wording" in item:
                yield self.row(
                    KeptWording, plan_format.KEPT_WORDING, item["kept_wording"], 0, goal_id=goal_id
                )

    def store_verdicts(self) -> None:
        verdicts = [
            (self.row(ResultVerdict, plan_format.VERDICT, item, position, goal_id=goal_id), item)
            for goal_id, goal in self.goal_ids
            for position, item in enumerate(goal.get("verdicts", []))
        ]
        self.store(ResultVerdict, (row for row, _item in verdicts), "results")
        figures = (
            self.row(
                VerdictFigure,
                plan_format.VERDICT_FIGURE,
                one,
                position,
                verdict_id=row.pk,
                indicator_id=self.ids[one["indicator"]] if "indicator" in one else None,
            )
            for row, item in verdicts
            for position, one in enumerate(item.get("figures", []))
        )
        self.store(VerdictFigure, figures, "results")

    def store_activities(self) -> None:
        self.store(Activity, self.activities(), "activities")
        partners = self.links_to(Cooperation, "activities", "partners", "activity_id", "partner_id")
        self.store(Cooperation, partners, "activities")
        self.store(Contribution, self.contributions(), "activities")
        outputs = self.inside(Output, plan_format.OUTPUT, self.owned("activities"), "outputs", "activity_id")
        self.store(Output, outputs, "activities")
        budgets = [
            (self.row(Budget, plan_format.BUDGET, item, position, activity_id=activity_id), item)
            for activity_id, activity in self.owned("activities")
            for position, item in enumerate(activity.get("budget", []))
        ]
        self.store(Budget, (row for row, _item in budgets), "activities")
        amounts = [(row.pk, item) for row, item in budgets]
        fundings = self.inside(Funding, plan_format.FUNDING, amounts, "funding", "budget_id")
        self.store(Funding, fundings, "activities")
        self.store(Quality, self.qualities(), "activities")
        outcomes = [
            (self.outcome(item, position, activity_id), item)
            for activity_id, activity in self.owned("activities")
            for position, item in enumerate(activity.get("outcomes", []))
        ]
        self.store(Outcome, (row for row, _item in outcomes), "activities")
        improvements = (
            self.join(Improvement, position, outcome_id=row.pk, text=text)
            for row, item in outcomes
            for position, text in enumerate(item.get("improvements", []))
        )
        self.store(Improvement, improvements, "activities")

    def activities(self) -> Iterator[Activity]:
        for position, item in enumerate(self.plan.get("activities", [])):
            yield self.row(
                Activity,
                plan_format.ACTIVITY,
                item,
                position,
                cycle_id=self.cycle.pk,
                owner_id=self.ids[item["owner"]],
                initiative_id=self.ids[item["initiative"]] if "initiative" in item else None,
                follows=item.get("follows", []),
            )

    def contributions(self) -> Iterator[Contribution]:
        for activity_id, item in self.owned("activities"):
            for position, one in enumerate(item["contributes_to"]):
                yield self.row(
                    Contribution,
                    plan_format.CONTRIBUTION,
                    one,
                    position,
                    activity_id=activity_id,
                    goal_id=self.ids[one["goal"]],
                )

    def qualities(self) -> Iterator[Quality]:
        for activity_id, item in self.owned("activities"):
            if "quality" in item:
                yield self.row(Quality, plan_format.QUALITY, item["quality"], 0, activity_id=activity_id)

    def outcome(self, item: Plan, position: int, activity_id: uuid.UUID) -> Outcome:
        usefulness = item.get("usefulness", {})
        realisation = item.get("goal_realisation", {})
        outcome: Outcome = self.row(
            Outcome,
            plan_format.OUTCOME,
            item,
            position,
            activity_id=activity_id,
            usefulness_mean=usefulness.get("mean"),
            usefulness_n=usefulness.get("n"),
            usefulness_scale=usefulness.get("scale", ""),
            achieved=realisation.get("achieved"),
            achieved_n=realisation.get("n"),
            **item.get("reach", {}),
            **item.get("dropout", {}),
        )
        return outcome

    def committed_goals(self) -> Iterator[CommittedGoal]:
        return self.links_to(CommittedGoal, "commitments", "goals", "commitment_id", "goal_id")

    def store_papers(self) -> None:
        items = self.plan.get("papers", [])
        rows = [
            self.row(
                PaperText,
                plan_format.PAPER_TEXT,
                item,
                position,
                cycle_id=self.cycle.pk,
                about_key=item.get("about", ""),
            )
            for position, item in enumerate(items)
        ]
        self.store(PaperText, rows, "papers")
        pairs = [(row.pk, item) for row, item in zip(rows, items, strict=True)]
        facts = self.inside(BoundFact, plan_format.PAPER_FACT, pairs, "bound_facts", "paper_text_id")
        self.store(BoundFact, facts, "papers")
        calendar = self.simple(CalendarItem, plan_format.CALENDAR_ITEM, "calendar")
        self.store(CalendarItem, calendar, "calendar")

    def decisions(self) -> Iterator[Decision]:
        for position, item in enumerate(self.plan.get("decisions", [])):
            yield self.row(
                Decision,
                plan_format.DECISION,
                item,
                position,
                cycle_id=self.cycle.pk,
                about_key=item.get("about", ""),
                owner_id=self.ids[item["owner"]] if "owner" in item else None,
            )

    def improvement_actions(self) -> Iterator[ImprovementAction]:
        for decision_id, item in self.owned("decisions"):
            for position, one in enumerate(item.get("improvement_actions", [])):
                yield self.row(
                    ImprovementAction,
                    plan_format.IMPROVEMENT_ACTION,
                    one,
                    position,
                    decision_id=decision_id,
                    owner_id=self.ids[one["owner"]] if "owner" in one else None,
                )


def _count_records(value: Any) -> int:
    """About how many rows a plan becomes."""
    if isinstance(value, dict):
        return 1 + sum(_count_records(inner) for inner in value.values() if isinstance(inner, list | dict))
    return sum(_count_records(inner) for inner in value if isinstance(inner, dict))
