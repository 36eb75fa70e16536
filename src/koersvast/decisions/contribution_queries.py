"""Questions about contribution files: the chain as the plan has it now, with what people wrote at each link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

import safefigures
from koersvast.activities.models import Contribution
from koersvast.cycles.models import Cycle
from koersvast.decisions import contribution_rules as rules
from koersvast.decisions.models import ChainLink, ContributionFile, LinkEvidence, LinkRival
from koersvast.goals.models import Goal, GoalLink

ACTIVITY, SUBGOAL = "activity", "subgoal"


@dataclass(frozen=True)
class Step:
    """One link: what helps the goal, why people think so, and what is known about it."""

    kind: str
    id: UUID
    name: str
    rationale: str
    row: ChainLink | None = None
    evidence: tuple[LinkEvidence, ...] = ()
    rivals: tuple[LinkRival, ...] = ()

    @property
    def claim(self) -> str:
        return (self.row.claim if self.row else "") or self.name

    @property
    def necessary(self) -> bool:
        return self.row.necessary if self.row else True

    @property
    def link(self) -> safefigures.Link:
        pieces = [rules.Piece(one.finding, one.design, of_participants(one)) for one in self.evidence]
        rivals = [(one.claim, one.outcome) for one in self.rivals]
        return rules.link(self.claim, pieces, rivals, necessary=self.necessary)


@dataclass(frozen=True)
class Dossier:
    """The contribution file of one goal, with the chain of now."""

    goal_id: UUID
    row: ContributionFile | None
    steps: tuple[Step, ...] = ()
    former: tuple[Step, ...] = ()  # no longer in the plan; what was written stays readable

    @cached_property
    def answer(self) -> safefigures.Contribution | None:
        """One of four words, from the weakest necessary link; None without a claim or without a link."""
        return rules.judge([one.link for one in self.steps]) if self.row else None

    @property
    def key(self) -> str:
        return self.answer.key if self.answer else ""

    @property
    def weakest(self) -> list[Step]:
        return [self.steps[place] for place in self.answer.weakest] if self.answer else []


def of_participants(row: LinkEvidence) -> bool:
    level = row.measurement.indicator.level if row.measurement else ""
    return rules.is_of_participants(row.basis, level)


def dossiers(cycle: Cycle, *, goals: Collection[UUID] | None = None) -> dict[UUID, Dossier]:
    """Goal -> its file, of every goal that has one. One query where there is none, else six."""
    files = ContributionFile.objects.filter(goal__cycle=cycle, goal__removed_at=None)
    if goals is not None:
        files = files.filter(goal__in=goals)
    rows = list(files)
    if not rows:
        return {}
    chains = _chains([row.goal_id for row in rows])
    return {
        row.goal_id: _dossier(row.goal_id, row, chains[row.goal_id], kept) for row, kept in _written(rows)
    }


def dossier(goal: Goal) -> Dossier:
    """One goal, also when nothing was written yet. At most six queries."""
    row = ContributionFile.objects.filter(goal=goal).first()
    chain = _chains([goal.pk])[goal.pk]
    kept = _written([row])[0][1] if row else []
    return _dossier(goal.pk, row, chain, kept)


def _dossier(goal_id: UUID, row: ContributionFile | None, chain: list[Step], kept: list[Step]) -> Dossier:
    """The links of the plan, each with what was written at it; what hangs on no link any more stands apart."""
    written = {(one.kind, one.id): one for one in kept}
    steps = []
    for one in chain:
        found = written.pop((one.kind, one.id), None)
        if found is not None:
            one = Step(
                one.kind, one.id, one.name, one.rationale, found.row, found.evidence, found.rivals
            )  # the same step, with what was written
        steps.append(one)
    return Dossier(
        goal_id, row, tuple(steps), tuple(one for one in written.values() if one.evidence or one.rivals)
    )


def _chains(goals: Collection[UUID]) -> dict[UUID, list[Step]]:
    """What the plan says helps each goal: its activities, then its subgoals. Two queries."""
    found: dict[UUID, list[Step]] = defaultdict(list)
    helps = Contribution.objects.filter(goal__in=goals, activity__removed_at=None)
    for row in helps.select_related("activity").order_by("activity__position", "position"):
        if all(one.id != row.activity_id for one in found[row.goal_id]):
            found[row.goal_id].append(Step(ACTIVITY, row.activity_id, row.activity.name, row.rationale))
    under = GoalLink.objects.filter(parent__in=goals, child__removed_at=None).select_related("child")
    for link in under.order_by("position", "child__position"):
        found[link.parent_id].append(Step(SUBGOAL, link.child_id, link.child.text, ""))
    return found


def _written(files: list[ContributionFile]) -> list[tuple[ContributionFile, list[Step]]]:
    """What people wrote at the links of each file. Three queries."""
    links = list(ChainLink.objects.filter(file__in=files).select_related("activity", "subgoal"))
    evidence: dict[UUID, list[LinkEvidence]] = defaultdict(list)
    for one in (
        LinkEvidence.objects.filter(link__in=links)
        .select_related("measurement__indicator")
        .order_by("position", "id")
    ):
        evidence[one.link_id].append(one)
    rivals: dict[UUID, list[LinkRival]] = defaultdict(list)
    for rival in LinkRival.objects.filter(link__in=links).order_by("position", "id"):
        rivals[rival.link_id].append(rival)
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for row in links:
        kind = ACTIVITY if row.activity_id else SUBGOAL
        name = row.activity.name if row.activity else row.subgoal.text
        about = row.activity_id or row.subgoal_id
        steps[row.file_id].append(
            Step(kind, about, name, "", row, tuple(evidence[row.pk]), tuple(rivals[row.pk]))
        )
    return [(file, steps[file.pk]) for file in files]
