"""Who may read the conversations of a round."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.dialogues import forms
from koersvast.dialogues.views.pages import done, refused, round_or_404, to
from koersvast.texts import actions as texts
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.models import TeamMember
from koersvast.texts.permissions import LEAD


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def dialogue_team(request: TeamRequest) -> HttpResponse:
    row = round_or_404(request)
    form = forms.TeamForm(request.POST or None, municipality=request.municipality)
    if request.method == "POST" and form.is_valid():
        try:
            texts.put_in_team(request.collection, by=request.membership.user, **form.cleaned_data)
        except texts.NotNow as reason:
            refused(request, reason)
        else:
            done(request)
        return to(request, "dialogue_team")
    team = TeamMember.objects.filter(collection=request.collection).select_related("user")
    return render(
        request, "dialogues/team.html", {"round": row, "team": team.order_by("user__name"), "form": form}
    )


@team_view(LEAD)
@require_POST
def remove_from_team(request: TeamRequest, pk: Any) -> HttpResponse:
    member = get_object_or_404(TeamMember, pk=pk, collection=request.collection)
    try:
        texts.take_from_team(member, by=request.membership.user)
    except texts.NotNow as reason:
        refused(request, reason)
        return to(request, "dialogue_team")
    done(request, _("Deze persoon leest vanaf nu niet meer mee."))
    if member.user_id == request.membership.user_id:
        return redirect("dialogues", request.municipality.code, request.cycle.number)
    return to(request, "dialogue_team")
