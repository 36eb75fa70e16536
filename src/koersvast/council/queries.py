"""Questions about questions. Each is one query."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db.models import Q, QuerySet

from koersvast.council.models import Question
from koersvast.council.permissions import is_official
from koersvast.cycles.models import Cycle
from koersvast.people.models import Membership


def questions_for(member: Membership, cycle: Cycle) -> QuerySet[Question]:
    """What this person may read: published ones, own ones, and for officials all. See rules.sees."""
    found = Question.objects.filter(cycle=cycle, withdrawn_at=None).select_related("asked_by", "answered_by")
    if is_official(member):
        return found
    return found.filter(Q(published_at__isnull=False) | Q(asked_by=member.user_id))


def question_for(member: Membership, cycle: Cycle, pk: UUID) -> Question | None:
    return questions_for(member, cycle).filter(pk=pk).first()


def waiting(member: Membership, cycle: Cycle) -> int:
    """How many questions wait for an answer of an official."""
    return questions_for(member, cycle).filter(answer="").count() if is_official(member) else 0


def counts_per_result(member: Membership, cycle: Cycle) -> Counter[str]:
    """How many questions this person may read about each result."""
    return Counter(questions_for(member, cycle).order_by().values_list("about_key", flat=True))
