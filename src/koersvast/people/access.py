"""Every view says who may see it, with one of these decorators. A test walks all addresses and checks it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from koersvast.people import permissions
from koersvast.people.models import Membership

View = Callable[..., HttpResponse]


class MemberRequest(HttpRequest):
    """A request of somebody with a role in the municipality of the address (for type checkers)."""

    municipality: Any
    membership: Membership
    htmx: Any


def for_everyone(view: View) -> View:
    """No account needed: shows nothing of a municipality that was not meant for everybody."""
    view.audience = "everyone"  # type: ignore[attr-defined]
    return view


def membership_or_404(request: HttpRequest) -> Membership:
    """The role of this person here. Somebody without one gets the same 404 as for what does not exist."""
    municipality = getattr(request, "municipality", None)
    found = (
        Membership.objects.filter(user_id=request.user.pk, municipality=municipality, user__is_active=True)
        .select_related("user")
        .first()
        if municipality is not None and request.user.is_authenticated
        else None
    )
    if found is None:
        raise Http404
    return found


def for_members(allowed: Callable[[Membership], bool] | None = None) -> Callable[[View], View]:
    """Members of the municipality in the address; with ``allowed``, only those for whom it is true."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.membership = membership_or_404(request)
            if allowed is not None and not allowed(request.membership):
                raise PermissionDenied(_("Uw rol mag dit niet. Vraag het aan een beheerder van uw gemeente."))
            return view(request, *args, **kwargs)

        inner.audience = f"members: {allowed.__name__}" if allowed else "members"  # type: ignore[attr-defined]
        return inner

    return decorate


managers_only = for_members(permissions.may_manage_people)
planners_only = for_members(permissions.may_plan)
