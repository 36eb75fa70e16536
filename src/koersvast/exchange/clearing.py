"""Takes away what a cycle holds, so that another plan can come in its place."""

from __future__ import annotations

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
    ChainLink,
    Commitment,
    CommittedGoal,
    ContributionFile,
    Decision,
    ImprovementAction,
    LinkEvidence,
    LinkRival,
    ResultVerdict,
    Review,
    ReviewRemark,
    ReviewSeat,
    ReviewTopic,
    VerdictFigure,
)
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

# What a cycle holds, from the leaves inwards: nothing is removed while something still points to it.
CONTENT: list[tuple[type[models.Model], str]] = [
    (BoundFact, "paper_text__cycle"),
    (PaperText, "cycle"),
    (CalendarItem, "cycle"),
    (CommittedGoal, "commitment__cycle"),
    (Commitment, "cycle"),
    (ImprovementAction, "decision__cycle"),
    (Decision, "cycle"),
    (LinkEvidence, "link__file__goal__cycle"),
    (LinkRival, "link__file__goal__cycle"),
    (ChainLink, "file__goal__cycle"),
    (ContributionFile, "goal__cycle"),
    (ReviewRemark, "topic__review__session__cycle"),
    (ReviewTopic, "review__session__cycle"),
    (ReviewSeat, "review__session__cycle"),
    (Review, "session__cycle"),
    (VerdictFigure, "verdict__goal__cycle"),
    (ResultVerdict, "goal__cycle"),
    (Improvement, "outcome__activity__cycle"),
    (Outcome, "activity__cycle"),
    (Quality, "activity__cycle"),
    (Funding, "budget__activity__cycle"),
    (Budget, "activity__cycle"),
    (Output, "activity__cycle"),
    (Contribution, "activity__cycle"),
    (Cooperation, "activity__cycle"),
    (Activity, "cycle"),
    (Initiative, "cycle"),
    (TaskField, "cycle"),
    (GoalIndicator, "goal__cycle"),
    (AmbitionEvidence, "ambition__cycle"),
    (Story, "goal__cycle"),
    (KeptWording, "goal__cycle"),
    (GoalLink, "parent__cycle"),
    (Goal, "cycle"),
    (Ambition, "cycle"),
    (InterpretedMeasurement, "interpretation__cycle"),
    (Interpretation, "cycle"),
    (Measurement, "cycle"),
    (Indicator, "cycle"),
    (Source, "cycle"),
    (Dot, "entry__session__cycle"),
    (Note, "session__cycle"),
    (Session, "cycle"),
    (TermMeaning, "term__cycle"),
    (GlossaryTerm, "cycle"),
    (Partner, "cycle"),
    (Step, "cycle"),
]


# a plan file holds no dialogue rounds: texts about them stay where they are
_ABOUT: dict[type[models.Model], str] = {
    BoundFact: "paper_text__about_key__in",
    PaperText: "about_key__in",
}


def clear(cycle: Cycle) -> None:
    rounds = [str(pk) for pk in cycle.dialogue_rounds.values_list("pk", flat=True)]
    for model, path in CONTENT:
        rows = getattr(model, "with_removed", None) or cast(Any, model).objects  # made at run time
        leave = {_ABOUT[model]: rounds} if rounds and model in _ABOUT else {}
        found = rows.filter(**{path: cycle})
        (found.exclude(**leave) if leave else found).delete()
