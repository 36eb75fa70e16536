"""Giving a verdict about a result. A verdict is never changed: a new one follows it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction

from koersvast.audit import actions as audit
from koersvast.cycles.actions import StaleEdit
from koersvast.decisions.models import ResultVerdict, VerdictFigure
from koersvast.decisions.verdict_queries import Judged, judged_goal
from koersvast.decisions.verdicts import FROZEN
from koersvast.goals.models import Goal
from koersvast.people.models import User


class FiguresChanged(Exception):
    """The figures are no longer those that somebody looked at. ``judged`` holds what they are now."""

    def __init__(self, judged: Judged) -> None:
        super().__init__("figures changed")
        self.judged = judged


class ReasonNeeded(Exception):
    """Another word than the proposal needs the people's own reason."""


def give_verdict(
    goal: Goal,
    *,
    verdict: str,
    reason: str,
    parties: list[str],
    by: User,
    version: int | None,
    fingerprint: str,
    today: datetime.date,
) -> ResultVerdict:
    """Keep the proposal, the people's word and the figures as they are now.

    ``version`` and ``fingerprint`` say what the form was made from. Raises StaleEdit when somebody gave a verdict in the
    meantime, FiguresChanged when a figure changed in the meantime, ReasonNeeded. Nothing is stored then.
    """
    try:
        with transaction.atomic():
            return _give(goal, verdict, reason, parties, by, version, fingerprint, today)
    except IntegrityError:  # two at the same moment: the database keeps one
        now = judged_goal(goal.cycle, goal.pk, gmcode=goal.cycle.municipality.code)
        raise _stale(now, verdict, reason, parties) from None


def _give(
    goal: Goal,
    verdict: str,
    reason: str,
    parties: list[str],
    by: User,
    version: int | None,
    fingerprint: str,
    today: datetime.date,
) -> ResultVerdict:
    now = judged_goal(goal.cycle, goal.pk, gmcode=goal.cycle.municipality.code)
    if version != now.version:
        raise _stale(now, verdict, reason, parties)
    if fingerprint != now.fingerprint:
        raise FiguresChanged(now)
    if verdict != now.proposal.key and not reason.strip():
        raise ReasonNeeded
    row: ResultVerdict = ResultVerdict.objects.create(
        municipality_id=goal.municipality_id,
        goal=goal,
        position=now.version - 1,
        proposed=now.proposal.key,
        proposed_reason=now.proposal.reason,
        would_help=now.proposal.would_help,
        verdict=verdict,
        reason=reason,
        parties=parties,
        given_on=today.isoformat(),
        given_by=by,
    )
    VerdictFigure.objects.bulk_create(
        VerdictFigure(
            municipality_id=goal.municipality_id,
            verdict=row,
            position=place,
            **{name: getattr(one, name) for name in FROZEN},
        )
        for place, one in enumerate(now.bases)
    )
    audit.record(
        "verdict.given", subject=row, by=by
    )  # not about the goal: who may read that may not read step 6
    return row


def _stale(now: Judged, verdict: str, reason: str, parties: list[str]) -> StaleEdit:
    theirs: Any = now.latest
    shown = {"verdict": theirs.verdict, "reason": theirs.reason, "parties": theirs.parties} if theirs else {}
    return StaleEdit(theirs, shown, {"verdict": verdict, "reason": reason, "parties": parties})
