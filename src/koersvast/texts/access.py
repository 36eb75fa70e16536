"""Pages about a collection of texts: only for its team, and within it for who has the task. Nobody else, whatever role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.people.access import View
from koersvast.texts import permissions
from koersvast.texts.models import Collection, TeamMember


class TeamRequest(CycleRequest):
    """A request of somebody in the team of a collection (for type checkers)."""

    collection: Collection
    task: str


def team_view(wish: str) -> Callable[[View], View]:
    """For who is in the team of the collection in the address and may do ``wish`` (texts/permissions.py).

    Everybody else gets the same 404 as for what does not exist: a colleague, an administrator, a team member with
    another task.
    """

    def decorate(view: View) -> View:
        @cycle_view(step=1)
        @wraps(view)
        def inner(request: Any, collection: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            member = (
                TeamMember.objects.filter(
                    collection=collection, collection__cycle=request.cycle, user=request.membership.user_id
                )
                .select_related("collection")
                .first()
            )
            if member is None or not permissions.may(member.task, wish):
                raise Http404
            request.collection, request.task = member.collection, member.task
            return view(request, *args, **kwargs)

        inner.audience = f"cycle: step 1, team: {wish}"  # type: ignore[attr-defined]
        return inner

    return decorate


def may(request: TeamRequest, wish: str) -> bool:
    return permissions.may(request.task, wish)
