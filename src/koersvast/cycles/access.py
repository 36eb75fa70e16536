"""Views about a cycle: finds it, checks that this person may see it, and says whether they may change it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from koersvast.cycles.models import Cycle, Step
from koersvast.people import permissions
from koersvast.people.access import MemberRequest, View, membership_or_404


class CycleRequest(MemberRequest):
    """A request about a cycle that this person may see (for type checkers)."""

    cycle: Cycle
    step_visibility: dict[int, str]
    rail_step: int


def cycle_view(*, step: int | None = None, change: bool = False) -> Callable[[View], View]:
    """For members who may see the cycle (and the step); with ``change``, only for who may edit the step.

    Steps 4 and 5 belong to the owner of an activity: there ``change`` lets everybody in who may edit at least
    something, and the view asks permissions.may_edit_activity_step for the activity at hand.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: Any, gmcode: str, number: int, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.membership = membership_or_404(request)
            cycle = Cycle.objects.filter(number=number).first()
            if cycle is None:
                raise Http404
            steps = {row.number: row.visibility for row in Step.objects.filter(cycle=cycle)}
            request.cycle = cycle
            request.step_visibility = {n: steps.get(n) or cycle.visibility for n in range(7)}
            wanted = cycle.visibility if step is None else request.step_visibility[step]
            if not permissions.sees(request.membership, wanted):
                raise Http404
            if (
                change
                and step is not None
                and permissions.right_in(request.membership.role, step) is permissions.Right.READ
            ):
                raise PermissionDenied(_("Uw rol mag deze stap lezen, niet veranderen."))
            return view(request, *args, **kwargs)

        inner.step = step  # type: ignore[attr-defined]  # where the rail stands
        inner.audience = f"cycle: step {step}, {'change' if change else 'read'}"  # type: ignore[attr-defined]
        return inner

    return decorate


def may_edit(request: CycleRequest, step: int) -> bool:
    return permissions.may_edit_step(request.membership, step)


def sees_step(request: CycleRequest, step: int) -> bool:
    """May this person see what belongs to a step? A page shows things of other steps only to who may see those."""
    return permissions.sees(request.membership, request.step_visibility[step])
