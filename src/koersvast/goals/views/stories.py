"""What people tell about a goal."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.actions import StaleEdit
from koersvast.goals import forms, story_actions
from koersvast.goals.models import Goal, Story
from koersvast.goals.views.editing import row_or_404
from koersvast.goals.views.pages import STEP, address, form_page, saved_words


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def story(request: CycleRequest, node_id: UUID, story_id: UUID | None = None) -> HttpResponse:
    """Tell something about a goal, or change what was told."""
    goal = _goal_or_404(request, node_id)
    row = get_object_or_404(Story, pk=story_id, goal=goal) if story_id else None
    start = (
        {"text": row.text, "source": row.source, "consent": row.consent, "version": row.version}
        if row
        else {}
    )
    form = forms.StoryForm(request.POST or None, initial=start)
    title = _("Dit verhaal") if row else _("Wat vertellen mensen hierover?")
    if request.method != "POST" or not form.is_valid():
        return form_page(request, node_id, form, title, status=422 if form.errors else 200)
    try:
        story_actions.tell_story(goal=goal, story=row, by=request.membership.user, **form.cleaned_data)
    except StaleEdit as stale:
        rows = [
            {"label": form.fields[name].label, "theirs": stale.theirs[name], "mine": mine}
            for name, mine in stale.mine.items()
            if stale.theirs[name] != mine
        ]
        context = {"rows": rows, "version": stale.subject.version, "form": form}
        return render(request, "cycles/stale.html", context, status=409)
    messages.success(request, saved_words())
    return redirect(f"{address(request, 'goal', node_id)}#verhalen")


@cycle_view(step=STEP, change=True)
@require_POST
def remove_story(request: CycleRequest, node_id: UUID, story_id: UUID) -> HttpResponse:
    """Take a story away, or put it back."""
    goal = _goal_or_404(request, node_id)
    row = get_object_or_404(Story.with_removed, pk=story_id, goal=goal)
    if request.POST.get("terug"):
        story_actions.bring_story_back(goal=goal, story=row, by=request.membership.user)
        messages.success(request, _("Teruggezet."))
    else:
        story_actions.remove_story(goal=goal, story=row, by=request.membership.user, now=timezone.now())
        messages.success(request, _("Weggehaald."), extra_tags=f"undo {request.path}")
    return redirect(f"{address(request, 'goal', node_id)}#verhalen")


def _goal_or_404(request: CycleRequest, node_id: UUID) -> Goal:
    row = row_or_404(request, node_id)
    if not isinstance(row, Goal):
        raise Http404
    return row
