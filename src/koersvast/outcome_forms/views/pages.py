"""What the pages of the municipality share: find one, ask who may, show a form, show codes once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.activities.models import Activity
from koersvast.cycles.access import CycleRequest, sees_step
from koersvast.outcome_forms import permissions, queries
from koersvast.outcome_forms.actions import Made
from koersvast.outcome_forms.mails import link_to, mail_links
from koersvast.outcome_forms.queries import Asked
from koersvast.people.queries import organisations_with_an_account
from koersvast.vault.receipts import groups


def base(request: CycleRequest) -> list[Any]:
    return [request.municipality.code, request.cycle.number]


def to(request: CycleRequest, name: str, *args: Any) -> HttpResponse:
    return redirect(name, *base(request), *args)


def may_ask(request: CycleRequest, row: Activity) -> bool:
    return sees_step(request, 3) and permissions.may_ask(
        request.membership, row, organisations_with_an_account()
    )


def mine(request: CycleRequest, found: list[Asked]) -> list[Asked]:
    """What this person may see: the municipality everything, an owner the own activities."""
    with_account = organisations_with_an_account()
    if not sees_step(request, 3):
        return []
    return [one for one in found if permissions.may_ask(request.membership, one.activity, with_account)]


def asked_or_404(request: CycleRequest, pk: UUID) -> Asked:
    found = queries.request_in(request.cycle, pk)
    if found is None or not may_ask(request, found.activity):
        raise Http404
    return found


def require_take_over(request: CycleRequest) -> None:
    if not permissions.may_take_over(request.membership):
        raise PermissionDenied(_("Dit doet de gemeente."))


def refused(request: CycleRequest, reason: Exception) -> None:
    messages.error(request, str(reason))


def form_page(request: CycleRequest, form: Any, title: str, **more: Any) -> HttpResponse:
    return render(request, "outcome_forms/form.html", {"form": form, "title": title, **more})


def codes_page(
    request: CycleRequest, made: list[Made], *, mail: bool, back: str, **more: Any
) -> HttpResponse:
    """Links and codes, this once. With ``mail`` they also go to who has an address."""
    if mail:
        posted = mail_links(made, request.municipality)
        if posted.sent:
            words = ngettext("%(count)s link gemaild.", "%(count)s links gemaild.", posted.sent)
            messages.success(request, words % {"count": posted.sent})
        if posted.failed:
            messages.error(request, _("De mailserver nam niet alles aan. Geef de link zelf."))
    rows = [
        {"asked": one.asked, "link": link_to(request.municipality, one.code), "groups": groups(one.code)}
        for one in made
    ]
    address = link_to(request.municipality, "").rstrip("#")
    return render(
        request, "outcome_forms/codes.html", {"rows": rows, "address": address, "back": back, **more}
    )


def overview_of(request: CycleRequest) -> str:
    return reverse("outcome_requests", args=base(request))


def asked_of(request: CycleRequest, row: Activity) -> dict[str, Any] | None:
    """For the page of an activity: what was asked of its owner; None for who may not ask."""
    if not sees_step(request, 5) or not may_ask(request, row):
        return None
    return {"rows": queries.asked_about(request.cycle, row)}
