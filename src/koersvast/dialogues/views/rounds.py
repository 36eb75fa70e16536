"""Rounds: the list, opening one, its page with who is missing, feedback and closing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.versions import both_versions, version_of
from koersvast.dialogues import actions, forms, publication_queries, queries
from koersvast.dialogues.models import DialogueRound, HearTarget, TopicGuide
from koersvast.dialogues.rules import SHOWN_BEFOREHAND
from koersvast.dialogues.views.pages import base, done, form_page, refused, round_or_404, to
from koersvast.dialogues.words import ConversationState, RoundStatus
from koersvast.people.permissions import may_plan
from koersvast.texts.access import TeamRequest, may, team_view
from koersvast.texts.models import TeamMember
from koersvast.texts.permissions import LEAD, REACH, READ, WRITE


@cycle_view(step=1)
def dialogues(request: CycleRequest) -> HttpResponse:
    """All rounds of the cycle. Who is in no team sees titles and what people heard back, and no counts."""
    listed = queries.rounds_of(request.cycle, user_id=request.membership.user_id)
    plans = may_plan(request.membership)
    return render(
        request,
        "dialogues/rounds.html",
        {
            "rounds": [one for one in listed if plans or one.task or one.row.feedback_given_on],
            "may_plan": plans,
        },
    )


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def open_dialogue(request: CycleRequest) -> HttpResponse:
    form = forms.RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.open_round(request.cycle, by=request.membership.user, **form.cleaned_data)
        return redirect("dialogue", request.municipality.code, request.cycle.number, made.collection_id)
    back = reverse("dialogues", args=[request.municipality.code, request.cycle.number])
    return form_page(request, form, _("Een nieuwe gespreksronde"), back=back)


@cycle_view(step=1, change=True)
@require_POST
def lead_dialogue(request: CycleRequest, pk: Any) -> HttpResponse:
    """A round without a team gets somebody who leads it."""
    row = get_object_or_404(DialogueRound, pk=pk, cycle=request.cycle)
    try:
        actions.lead_without_team(row, user=request.membership.user)
    except actions.NotNow as reason:
        messages.warning(request, str(reason))
        return redirect("dialogues", request.municipality.code, request.cycle.number)
    return redirect("dialogue", request.municipality.code, request.cycle.number, row.collection_id)


@team_view(READ)
def dialogue(request: TeamRequest) -> HttpResponse:
    row = round_or_404(request)
    today = timezone.localdate()
    conversations = [(one, queries.state_of(one)) for one in queries.conversations_of(row)]
    counts = {
        state: sum(here is state for _one, here in conversations)
        for state in ConversationState
        if state is not ConversationState.WITHDRAWN
    }
    team = TeamMember.objects.filter(collection=request.collection).select_related("user")
    return render(
        request,
        "dialogues/round.html",
        {
            "round": row,
            "conversations": conversations,
            "counts": counts,
            "states": ConversationState,
            "heard": queries.who_is_missing(row, in_team=True),
            "guides": [
                (one, one.questions.splitlines())
                for one in TopicGuide.objects.filter(round=row).order_by("-audience")
            ],
            "team": team.order_by("user__name"),
            "going": queries.expiring(today, within=SHOWN_BEFOREHAND).filter(round=row).count()
            if may(request, REACH)
            else 0,
            "waiting": sum(
                state in (ConversationState.PLANNED, ConversationState.HELD) or one.look_again
                for one, state in conversations
                if state is not ConversationState.WITHDRAWN
            ),
            "gone": publication_queries.gone_from(row),
            "closed": row.status == RoundStatus.CLOSED,
            "may_write": may(request, WRITE),
            "may_lead": may(request, LEAD),
            "may_reach": may(request, REACH),
        },
    )


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def edit_dialogue(request: TeamRequest) -> HttpResponse:
    row = round_or_404(request)
    _not_closed(row)
    version = row.version
    form = forms.EditRoundForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, DialogueRound.objects.get(pk=row.pk), "dialogue.changed")
    return form_page(
        request, form, _("Over deze ronde"), back=reverse("dialogue", args=base(request)), version=version
    )


def _not_closed(row: DialogueRound) -> None:
    if row.status == RoundStatus.CLOSED:
        raise Http404


def _save(request: TeamRequest, form: Any, fresh: Any, verb: str) -> HttpResponse:
    try:
        actions.change(
            fresh, form.cleaned_data, by=request.membership.user, verb=verb, version=version_of(request)
        )
    except actions.StaleEdit as stale:
        return both_versions(request, stale, form)
    done(request)
    return to(request, "dialogue")


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def dialogue_guide(request: TeamRequest, pk: Any) -> HttpResponse:
    row = round_or_404(request)
    guide = get_object_or_404(TopicGuide, pk=pk, round=row)
    version = guide.version
    form = forms.GuideForm(request.POST or None, instance=guide)
    if request.method == "POST" and form.is_valid():
        return _save(request, form, TopicGuide.objects.get(pk=pk), "dialogue.guide_changed")
    title = _("Leidraad: %(audience)s") % {"audience": guide.get_audience_display()}
    return form_page(request, form, title, back=reverse("dialogue", args=base(request)), version=version)


@team_view(WRITE)
@require_http_methods(["GET", "POST"])
def add_hear_target(request: TeamRequest) -> HttpResponse:
    row = round_or_404(request)
    form = forms.TargetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_target(row, by=request.membership.user, **form.cleaned_data)
        except actions.NotNow as reason:
            refused(request, reason)
        return to(request, "dialogue")
    return form_page(request, form, _("Wie wilt u horen?"), back=reverse("dialogue", args=base(request)))


@team_view(WRITE)
@require_POST
def tally(request: TeamRequest, pk: Any) -> HttpResponse:
    target = get_object_or_404(HearTarget, pk=pk, round=round_or_404(request))
    actions.tally(target, step=-1 if request.POST.get("stap") == "min" else 1)
    return redirect(reverse("dialogue", args=base(request)) + "#wie")


@team_view(LEAD)
@require_POST
def remove_hear_target(request: TeamRequest, pk: Any) -> HttpResponse:
    target = get_object_or_404(HearTarget, pk=pk, round=round_or_404(request))
    actions.remove_target(target, by=request.membership.user)
    return to(request, "dialogue")


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def dialogue_feedback(request: TeamRequest) -> HttpResponse:
    """What was heard, what is done, what not and why."""
    row = round_or_404(request)
    _not_closed(row)
    version = row.version
    form = forms.FeedbackForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_feedback(
                DialogueRound.objects.get(pk=row.pk),
                form.cleaned_data,
                today=timezone.localdate(),
                by=request.membership.user,
                version=version_of(request),
            )
        except actions.StaleEdit as stale:
            return both_versions(request, stale, form)
        done(request, _("Bewaard. Wie een bewijs heeft, kan dit nu lezen."))
        return to(request, "dialogue")
    return form_page(
        request,
        form,
        _("Terugkoppelen"),
        back=reverse("dialogue", args=base(request)),
        version=version,
        intro=_("Dit lezen de deelnemers. Schrijf kort en eerlijk, ook over wat niet kan."),
    )


@team_view(LEAD)
@require_POST
def close_dialogue(request: TeamRequest) -> HttpResponse:
    try:
        actions.close_round(round_or_404(request), by=request.membership.user)
    except actions.NotNow as reason:
        refused(request, reason)
    else:
        done(request, _("Afgesloten."))
    return to(request, "dialogue")
