"""Who may read the texts of a collection: of a round of conversations, or of a survey."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.texts import actions, forms
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.models import TeamMember
from koersvast.texts.permissions import LEAD


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def team(request: TeamRequest) -> HttpResponse:
    form = forms.TeamForm(request.POST or None, municipality=request.municipality)
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_in_team(request.collection, by=request.membership.user, **form.cleaned_data)
        except actions.NotNow as reason:
            messages.warning(request, str(reason))
        else:
            messages.success(request, _("Bewaard."))
        return _again(request)
    members = TeamMember.objects.filter(collection=request.collection).select_related("user")
    return render(request, "texts/team.html", {"team": members.order_by("user__name"), "form": form})


@team_view(LEAD)
@require_POST
def remove_from_team(request: TeamRequest, pk: Any) -> HttpResponse:
    member = get_object_or_404(TeamMember, pk=pk, collection=request.collection)
    try:
        actions.take_from_team(member, by=request.membership.user)
    except actions.NotNow as reason:
        messages.warning(request, str(reason))
        return _again(request)
    messages.success(request, _("Deze persoon leest vanaf nu niet meer mee."))
    if member.user_id == request.membership.user_id:
        return redirect("step", request.municipality.code, request.cycle.number, 1)
    return _again(request)


def _again(request: TeamRequest) -> HttpResponse:
    return redirect("team", request.municipality.code, request.cycle.number, request.collection.pk)
