"""A cycle as plain facts: what the checks and the completeness of steps look at. No database, no clock."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Ident = uuid.UUID


@dataclass(frozen=True, slots=True)
class PartnerFact:
    id: Ident
    name: str
    party: str
    interest: bool
    mandate: bool


@dataclass(frozen=True, slots=True)
class SessionFact:
    id: Ident
    step: int
    kind: str
    title: str
    parties: tuple[str, ...]
    held_on: str = ""


@dataclass(frozen=True, slots=True)
class AmbitionFact:
    """``interpreted``: rests on an interpretation, an interpreted measurement or a session."""

    id: Ident
    text: str
    evidence: int
    interpreted: bool


@dataclass(frozen=True, slots=True)
class GoalFact:
    """``ambition`` is set for a result, ``parents`` for a subgoal."""

    id: Ident
    text: str
    kind: str
    ambition: Ident | None
    parents: tuple[Ident, ...]
    children: int
    stories: int
    activities: int
    by_year: int | None
    wording_kept: bool = False  # it reads as an activity, and people said why it stays so


@dataclass(frozen=True, slots=True)
class GoalIndicatorFact:
    goal: Ident
    indicator: Ident
    baseline: str  # "none", "sound", or "bare" when its year or source is missing
    has_target: bool
    no_target_reason: bool


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    id: Ident
    name: str
    level: str
    unit: str
    favourable: str


@dataclass(frozen=True, slots=True)
class SeriesFact:
    """All measurements of one indicator about one group, in one place, one series and one kind of sample.

    A plan may hold twenty thousand measurements and a few hundred of these: the database adds them up.
    ``newest`` is the last period; ``interpreted`` the last period that people talked about, or empty.
    """

    indicator: Ident
    place: str
    place_code: str
    group: str
    series: str
    sample: str
    newest: str
    interpreted: str


@dataclass(frozen=True, slots=True)
class MeasurementFact:
    """One measurement that a check must see by itself: of a small group, or where series or samples meet."""

    id: Ident
    indicator: Ident
    place: str
    group: str
    period: str
    value: float
    n: int | None
    sample: str
    series: str
    break_note: bool


@dataclass(frozen=True, slots=True)
class BudgetFact:
    year: int
    amount: int
    taakveld: str
    funded: int
    funding_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeFact:
    period: str
    reached: int | None
    usefulness_n: int | None
    achieved_n: int | None
    has_usefulness: bool
    has_realisation: bool


@dataclass(frozen=True, slots=True)
class ActivityFact:
    id: Ident
    key: str
    name: str
    status: str
    ends_on: str
    symbol: bool
    goals: int
    has_quality: bool
    budgets: tuple[BudgetFact, ...]
    outcomes: tuple[OutcomeFact, ...]


@dataclass(frozen=True, slots=True)
class DialogueFact:
    """A round of conversations: is it over, and did people hear back?"""

    id: Ident
    title: str
    ended: bool
    feedback: bool


@dataclass(frozen=True, slots=True)
class DueFact:
    """Something open with a date: ``kind`` is "improvement" (an improvement action) or "commitment"."""

    id: Ident
    kind: str
    text: str
    due_on: str


@dataclass(frozen=True, slots=True)
class StepFact:
    number: int
    ready: bool
    ready_reason: str
    parties: tuple[str, ...]


@dataclass(frozen=True)
class PlanFacts:
    """Everything about one cycle that a check may ask. ``today`` comes in from outside."""

    today: date
    gmcode: str
    place: str
    ends_on: str = ""
    terms: int = 0
    partners: tuple[PartnerFact, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    ambitions: tuple[AmbitionFact, ...] = ()
    goals: tuple[GoalFact, ...] = ()
    goal_indicators: tuple[GoalIndicatorFact, ...] = ()
    indicators: Mapping[Ident, IndicatorFact] = field(default_factory=dict)
    series: tuple[SeriesFact, ...] = ()
    measurements: tuple[MeasurementFact, ...] = ()
    activities: tuple[ActivityFact, ...] = ()
    steps: Mapping[int, StepFact] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()  # keys of activities and results with a decision
    goal_keys: Mapping[Ident, str] = field(default_factory=dict)
    due: tuple[DueFact, ...] = ()  # what is open and has a date
    dialogues: tuple[DialogueFact, ...] = ()
    discussed: frozenset[Ident] = (
        frozenset()
    )  # results and activities that two parties talked about in a review

    def results(self) -> list[GoalFact]:
        return [goal for goal in self.goals if goal.ambition is not None]

    def reviews(self) -> list[SessionFact]:
        return [row for row in self.sessions if (row.kind, row.step) == ("review", 6)]

    def leaves(self) -> list[GoalFact]:
        return [goal for goal in self.goals if not goal.children]

    def local_series(self) -> list[SeriesFact]:
        """Series about this municipality itself; a national or regional figure is a comparison."""
        here = self.place.strip().lower()
        return [
            row
            for row in self.series
            if (row.place_code == self.gmcode if row.place_code else row.place.strip().lower() == here)
        ]
