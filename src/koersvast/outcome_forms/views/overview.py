"""All requests of a cycle: who was asked, who sent, what waits; ask and remind everybody at once; forms for paper."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.activities.queries import activities_of
from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.outcome_forms import actions, forms, permissions, queries
from koersvast.outcome_forms.mails import remind_everybody
from koersvast.outcome_forms.models import RequestState
from koersvast.outcome_forms.queries import Asked
from koersvast.outcome_forms.views.pages import (
    asked_or_404,
    codes_page,
    mine,
    overview_of,
    require_take_over,
    to,
)


@cycle_view(step=5, change=True)
def outcome_requests(request: CycleRequest) -> HttpResponse:
    today = timezone.localdate()
    found = mine(request, queries.requests_of(request.cycle))
    plans = permissions.may_take_over(request.membership)
    periods = [
        _period(period, list(rows), today) for period, rows in groupby(found, key=lambda one: one.row.period)
    ]
    waiting = [one for one in found if one.row.state in queries.WAITING_FOR_PARTNER]
    context = {
        "periods": periods,
        "plans": plans,
        "to_remind": sum(one.row.reach is not None and one.row.reminded_on != today for one in waiting),
        "without_address": sum(one.row.reach is None for one in waiting),
        "to_type": len(waiting) if plans else 0,
        "not_asked": queries.not_asked(request.cycle, periods[0]["period"], found)
        if periods and plans
        else [],
    }
    return render(request, "outcome_forms/overview.html", context)


def _period(period: str, rows: list[Asked], today: Any) -> dict[str, Any]:
    late = sum(one.late(today) for one in rows)
    waiting = sum(one.row.state == RequestState.SENT for one in rows)
    return {
        "period": period,
        "rows": [{"asked": one, "row": one.row, "late": one.late(today)} for one in rows],
        "count": len(rows),
        "sent": sum(one.row.answer is not None for one in rows),
        "waiting": waiting,
        "late": late,
        "taken": sum(one.row.state == RequestState.TAKEN for one in rows),
    }


@cycle_view(step=5, change=True)
@never_cache
@require_http_methods(["GET", "POST"])
def ask_everybody(request: CycleRequest) -> HttpResponse:
    """One period, every activity with its own sentence. The links are shown this once."""
    require_take_over(request)
    today, before = timezone.localdate(), queries.sentences_before(request.cycle)
    contact = next((row.contact for row in reversed(before.values())), request.membership.user.name)
    form = forms.EverybodyForm(
        request.POST or None,
        activities=activities_of(request.cycle),
        before=before,
        today=today,
        initial={"contact": contact},
    )
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("period", "due_on", "contact")}
        made, known = actions.ask_all(form.wishes(), values=values, today=today, by=request.membership.user)
        return codes_page(
            request, made, mail=form.cleaned_data["mail_link"], back=overview_of(request), known=known
        )
    return render(request, "outcome_forms/everybody.html", {"form": form})


@cycle_view(step=5, change=True)
@require_POST
def remind_partners(request: CycleRequest) -> HttpResponse:
    """One neutral mail to everybody who has not sent yet. Twice on a day sends once."""
    require_take_over(request)
    posted = remind_everybody(request.cycle, today=timezone.localdate(), by=request.membership.user)
    if posted.failed:
        messages.error(request, _("De mailserver nam niet alles aan. Probeer het later opnieuw."))
    else:
        words = ngettext(
            "%(count)s herinnering verstuurd.", "%(count)s herinneringen verstuurd.", posted.sent
        )
        messages.success(request, words % {"count": posted.sent})
    return to(request, "outcome_requests")


@cycle_view(step=5, change=True)
def paper_forms(request: CycleRequest) -> HttpResponse:
    """A form with empty boxes for everybody who has not sent, each on a page of its own."""
    found = mine(request, queries.requests_of(request.cycle))
    return _paper(request, [one for one in found if one.row.state in queries.WAITING_FOR_PARTNER])


@cycle_view(step=5, change=True)
def paper_form(request: CycleRequest, pk: Any) -> HttpResponse:
    return _paper(request, [asked_or_404(request, pk)])


def _paper(request: CycleRequest, found: list[Asked]) -> HttpResponse:
    return render(request, "outcome_forms/paper.html", {"found": found, "marks": range(1, 6)})


@cycle_view(step=5, change=True)
def type_forms(request: CycleRequest) -> HttpResponse:
    """The first form that is still to be typed in, or back when there is none."""
    require_take_over(request)
    return next_to_type(request)


def next_to_type(request: CycleRequest, after: Any = None) -> HttpResponse:
    """Behind ``after``, and from the start when that was the last."""
    found = queries.requests_of(request.cycle)
    place = next((index + 1 for index, one in enumerate(found) if one.row.pk == after), 0)
    for one in found[place:] + found[:place]:
        if one.row.state in queries.WAITING_FOR_PARTNER and one.row.pk != after:
            return to(request, "type_form", one.row.pk)
    messages.success(request, _("Alle formulieren zijn ingevoerd."))
    return to(request, "outcome_requests")
