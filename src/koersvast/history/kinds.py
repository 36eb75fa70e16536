"""Of which things people read the history, in which step they belong, and how each act is taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from koersvast.activities.models import Activity, Initiative, TaskField
from koersvast.cycles.models import Cycle, GlossaryTerm, Note, Partner, Session, Step
from koersvast.decisions.models import (
    ChainLink,
    Commitment,
    ContributionFile,
    Decision,
    ImprovementAction,
    LinkEvidence,
    LinkRival,
    ResultVerdict,
    Review,
    ReviewRemark,
    ReviewTopic,
)
from koersvast.goals.models import Ambition, Goal
from koersvast.goals.queries import UNDOABLE
from koersvast.history.rules import Back
from koersvast.indicators.models import Indicator, Interpretation
from koersvast.papers.models import CalendarItem, HouseStyle, PaperText
from koersvast.tenants.models import Record


@dataclass(frozen=True)
class Kind:
    """A thing with a history. ``cycle`` and ``step`` are lookups from its table; a whole number is a step as it is.

    ``cycle`` empty: of the municipality, in every cycle.
    """

    model: type[Record]
    word: Any
    title: str
    step: int | str | None
    cycle: str = "cycle"
    page: str = ""
    page_takes: str = ""  # the argument of the address that takes the id
    related: tuple[str, ...] = ()  # what its title, its step and who may change it need

    @cached_property
    def name(self) -> str:
        return self.model._meta.label_lower

    def rows(self, cycle: Cycle, steps: Collection[int]) -> QuerySet[Any] | None:
        """Those of a cycle in these steps, also the removed ones; None: not for who asks."""
        found = self.model.with_removed.filter(**({self.cycle: cycle.pk} if self.cycle else {}))
        if isinstance(self.step, int):
            return found if self.step in steps else None
        return found.filter(**{f"{self.step}__in": list(steps)}) if self.step else found


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(Cycle, _("Ronde"), "title", None, cycle="pk", page="compass"),
        Kind(Step, _("Stap"), "number", "number"),
        Kind(Partner, _("Partner"), "name", 0, page="partners"),
        Kind(GlossaryTerm, _("Begrip"), "term", 0, page="glossary"),
        Kind(Session, _("Bijeenkomst"), "title", "step", page="session", page_takes="pk"),
        Kind(Note, _("Notitie"), "text", "session__step", cycle="session__cycle", related=("session",)),
        Kind(Indicator, _("Cijfer"), "name", 1, page="indicator", page_takes="pk"),
        Kind(Interpretation, _("Duiding"), "measured", 1, page="interpretations"),
        Kind(Ambition, _("Ambitie"), "text", 2, page="goal", page_takes="node_id"),
        Kind(Goal, _("Doel"), "text", 2, page="goal", page_takes="node_id"),
        Kind(Initiative, _("Initiatief"), "name", 3, page="initiatives"),
        Kind(Activity, _("Activiteit"), "name", 3, page="activity", page_takes="pk", related=("owner",)),
        Kind(TaskField, _("Taakveld"), "name", 3, page="task_fields"),
        Kind(
            Review,
            _("Verbetergesprek"),
            "session",
            6,
            cycle="session__cycle",
            page="reviews",
            related=("session",),
        ),
        Kind(
            ReviewTopic,
            _("Verbetergesprek"),
            "goal",
            6,
            cycle="review__session__cycle",
            page="reviews",
            related=("goal", "activity"),
        ),
        Kind(
            ReviewRemark,
            _("Opmerking in een verbetergesprek"),
            "text",
            6,
            cycle="topic__review__session__cycle",
            page="reviews",
        ),
        Kind(ResultVerdict, _("Oordeel"), "goal", 6, cycle="goal__cycle", page="verdicts", related=("goal",)),
        Kind(ContributionFile, _("Bijdragedossier"), "claim", 6, cycle="goal__cycle", page="verdicts"),
        Kind(ChainLink, _("Bijdragedossier"), "claim", 6, cycle="file__goal__cycle", page="verdicts"),
        Kind(LinkEvidence, _("Bewijs"), "text", 6, cycle="link__file__goal__cycle", page="verdicts"),
        Kind(LinkRival, _("Andere verklaring"), "claim", 6, cycle="link__file__goal__cycle", page="verdicts"),
        Kind(Decision, _("Besluit"), "reason", 6, page="decisions"),
        Kind(ImprovementAction, _("Verbeteractie"), "text", 6, cycle="decision__cycle", page="improvements"),
        Kind(Commitment, _("Toezegging"), "text", 6, page="commitments"),
        Kind(PaperText, _("Tekst van een stuk"), "text", 6, page="documents"),
        Kind(CalendarItem, _("Kalender"), "title", 6, page="calendar"),
        Kind(HouseStyle, _("Huisstijl"), "name", 6, cycle="", page="documents"),
    )
}
UNTOLD = {
    "cycles.termmeaning": "told with the word",
    "cycles.dot": "who put a dot is nobody's business",
    "cycles.source": "comes with a plan file only",
    "goals.goallink": "told with the goal",
    "goals.story": "words of a person: told with the goal, without what was said",
    "goals.keptwording": "told with the goal",
    "indicators.measurement": "told with the figure, small groups unsaid",
    "indicators.interpretedmeasurement": "told with the interpretation",
    "indicators.ambitionevidence": "told with the ambition",
    "indicators.goalindicator": "told with the goal",
    "activities.cooperation": "told with the activity",
    "activities.contribution": "told with the activity",
    "activities.output": "told with the activity",
    "activities.budget": "told with the activity",
    "activities.funding": "told with the activity",
    "activities.quality": "told with the activity",
    "activities.outcome": "told with the activity, small groups and stories unsaid",
    "activities.improvement": "told with the activity",
    "decisions.committedgoal": "told with the commitment",
    "decisions.verdictfigure": "never changes",
    "decisions.reviewseat": "told with the review",
    "papers.boundfact": "told with the text",
}

STEP_OF_VERB = {  # acts that belong to another step than the thing they are about
    "activity.contributes": 2,
    "activity.quality_told": 4,
    "activity.outcome_told": 5,
}
BY_SUFFIX = {
    "changed": Back.CHANGE,
    "described": Back.CHANGE,
    "grouped": Back.CHANGE,
    "owned": Back.CHANGE,
    "done": Back.CHANGE,
    "reopened": Back.CHANGE,
    "removed": Back.BRING_BACK,
    "brought_back": Back.REMOVE,
    "added": Back.REMOVE,
    "written": Back.REMOVE,
}
BY_VERB = {  # where the last word of the verb says something else
    "paper.written": Back.CHANGE,
    "descent.told": Back.CHANGE,
    "review.answered": Back.CHANGE,
    "contribution.claimed": Back.CHANGE,
    "contribution.link_described": Back.CHANGE,
    "contribution.evidence_added": Back.REMOVE,
    "contribution.evidence_changed": Back.CHANGE,
    "contribution.rival_added": Back.REMOVE,
    "contribution.rival_changed": Back.CHANGE,
    "contribution.part_removed": Back.BRING_BACK,
    "contribution.part_brought_back": Back.REMOVE,
}
NEVER = {
    "paper.still_true": "somebody looked and said so",
    "review.changed": "who sat at the table stands beside it",
    "remark.changed": "words of a party: only who wrote them changes them",
    "remark.removed": "words of a party",
    "remark.brought_back": "words of a party",
    "indicator.added": "measurements may hang on it",
    "interpretation.added": "an interpretation is followed by another, not wiped out",
    "interpretation.changed": "the measurements it is about are not in its history",
    "initiative.added": "activities may hang on it",
    "term.added": "there is no taking away of a word yet",
    "term.changed": "the meanings per party stand beside it",
    "decision.taken": "a decision is taken away on its own page, where the rules for it are",
    "decision.changed": "who may change it depends on the body that decided",
    "decision.removed": "the rules for it are on its own page",
    "decision.brought_back": "the rules for it are on its own page",
    "goal.story_told": "words of a person",
    "goal.story_changed": "words of a person",
    "goal.story_removed": "words of a person",
    "goal.story_brought_back": "words of a person",
}


def back_of(verb: str, details: str | None) -> Back:
    """How an act is taken back. ``details``: the verb of what happened to a part, when the act tells about one."""
    if verb in NEVER:
        return Back.NEVER
    if verb in UNDOABLE:
        return Back.TREE
    if verb in BY_VERB:
        return BY_VERB[verb]
    return BY_SUFFIX.get((details or verb).partition(".")[2], Back.NEVER)
