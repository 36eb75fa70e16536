"""One request: ask it, change it, another code, look at what was sent, take it over or send it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.activities.queries import activity as activity_in
from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, version_of
from koersvast.outcome_forms import actions, forms, permissions, queries
from koersvast.outcome_forms.actions import Made
from koersvast.outcome_forms.telling import told
from koersvast.outcome_forms.views.pages import (
    asked_or_404,
    base,
    codes_page,
    form_page,
    may_ask,
    refused,
    require_take_over,
    to,
)


@cycle_view(step=5, change=True)
@never_cache
@require_http_methods(["GET", "POST"])
def ask_outcome(request: CycleRequest, pk: Any) -> HttpResponse:
    """Four questions to the owner of one activity. The answer to the form is the link: it is shown this once."""
    row = activity_in(request.cycle, pk)
    if row is None or not may_ask(request, row):
        raise Http404
    last = queries.sentences_before(request.cycle).get(row.key)
    begin = {
        "contact": last.contact if last else request.membership.user.name,
        "participants": last.participants if last else _("deelnemers"),
        "goal_sentence": last.goal_sentence if last else "",
        "address": row.owner.email if "@" in row.owner.email else "",
    }
    today = timezone.localdate()
    form = forms.RequestForm(request.POST or None, initial=begin, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask(
                row,
                values=form.values(),
                address=form.cleaned_data["address"],
                today=today,
                by=request.membership.user,
            )
        except actions.NotPossible as reason:
            form.add_error("period", str(reason))
        else:
            back = reverse("outcome_request", args=[*base(request), made.asked.row.pk])
            return codes_page(request, [made], mail=form.cleaned_data["mail_link"], back=back)
    earlier = queries.asked_about(request.cycle, row)
    return form_page(
        request,
        form,
        _("Vier vragen aan de eigenaar"),
        activity=row,
        earlier=earlier,
        button=_("Maak de link"),
    )


@cycle_view(step=5, change=True)
@require_http_methods(["GET"])
def outcome_request(request: CycleRequest, pk: Any) -> HttpResponse:
    return _page(request, pk)


def _page(request: CycleRequest, pk: Any, *, form: Any = None) -> HttpResponse:
    asked = asked_or_404(request, pk)
    context = {
        "asked": asked,
        "row": asked.row,
        "late": asked.late(timezone.localdate()),
        "may_take_over": permissions.may_take_over(request.membership),
        "told": told(asked, hide=True),
        "has_address": asked.row.reach is not None,
        "there": queries.outcome_in(asked.activity, asked.row.period),
        "form": form or forms.BackForm(),
        "version": began_at(request, asked.row.version) if form else asked.row.version,
    }
    return render(request, "outcome_forms/request.html", context)


@cycle_view(step=5, change=True)
@require_http_methods(["GET", "POST"])
def edit_outcome_request(request: CycleRequest, pk: Any) -> HttpResponse:
    asked = asked_or_404(request, pk)
    begin = {"address": queries.address_of(asked.row)}
    form = forms.RequestForm(
        request.POST or None, instance=asked.row, initial=begin, today=timezone.localdate()
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_request(
                asked_or_404(request, pk).row,
                values=form.values(),
                address=form.cleaned_data["address"],
                version=version_of(request),
                by=request.membership.user,
            )
        except actions.NotPossible as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Bewaard."))
            return to(request, "outcome_request", pk)
    version = began_at(request, asked_or_404(request, pk).row.version)
    return form_page(
        request,
        form,
        _("Verander de vraag"),
        activity=asked.activity,
        asked=asked,
        version=version,
        button=_("Bewaar"),
    )


@cycle_view(step=5, change=True)
@never_cache
@require_http_methods(["GET", "POST"])
def new_outcome_code(request: CycleRequest, pk: Any) -> HttpResponse:
    """Another code for a link that was lost. The old one opens nothing from then on."""
    asked = asked_or_404(request, pk)
    back = reverse("outcome_request", args=[*base(request), pk])
    if request.method == "POST":
        try:
            code = actions.new_code(asked.row, was=request.POST.get("was", ""), by=request.membership.user)
        except actions.NotPossible as reason:
            refused(request, reason)
            return to(request, "outcome_request", pk)
        mail = bool(request.POST.get("mail_link")) and asked.row.reach is not None
        return codes_page(request, [Made(asked, code)], mail=mail, back=back)
    context = {"asked": asked, "row": asked.row, "back": back, "has_address": asked.row.reach is not None}
    return render(request, "outcome_forms/new_code.html", context)


@cycle_view(step=5, change=True)
@require_POST
def withdraw_outcome_request(request: CycleRequest, pk: Any) -> HttpResponse:
    asked = asked_or_404(request, pk)
    try:
        actions.withdraw(asked.row, by=request.membership.user)
    except actions.NotPossible as reason:
        refused(request, reason)
        return to(request, "outcome_request", pk)
    messages.success(request, _("De vraag is ingetrokken. De link werkt niet meer."))
    return to(request, "outcome_requests")


@cycle_view(step=5, change=True)
@require_POST
def take_over_outcome(request: CycleRequest, pk: Any) -> HttpResponse:
    """The click without which nothing goes into the compass."""
    asked = asked_or_404(request, pk)
    require_take_over(request)
    try:
        actions.take_over(
            asked, version=version_of(request) or 0, today=timezone.localdate(), by=request.membership.user
        )
    except (actions.NotPossible, StaleEdit) as reason:
        refused(request, reason)
    else:
        messages.success(request, _("Overgenomen. Het staat nu bij de activiteit, in stap 5."))
    return to(request, "outcome_request", pk)


@cycle_view(step=5, change=True)
@require_POST
def send_back_outcome(request: CycleRequest, pk: Any) -> HttpResponse:
    asked = asked_or_404(request, pk)
    require_take_over(request)
    form = forms.BackForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form=form)
    try:
        actions.send_back(
            asked.row,
            form.cleaned_data["question"],
            version=version_of(request) or 0,
            by=request.membership.user,
        )
    except actions.NotPossible as reason:
        refused(request, reason)
    else:
        messages.success(request, _("Teruggestuurd. De partner ziet uw vraag met dezelfde link."))
    return to(request, "outcome_request", pk)
