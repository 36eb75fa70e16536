"""Reviews: the list with what is still to be talked about, one review as a whole, planning one, and who was there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.cycles.access import CycleRequest, cycle_view, may_edit, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.models import Session
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.decisions import review_actions as actions
from koersvast.decisions import review_forms as forms
from koersvast.decisions import review_queries as queries
from koersvast.decisions.models import DecisionWord, ReviewSeat
from koersvast.decisions.review_rules import ACTIVITY, RESULT, Thing, minutes_each
from koersvast.decisions.views.review_facts import tree_of
from koersvast.people.permissions import may_plan

STEP = queries.STEP
WORDS = {RESULT: "resultaat", ACTIVITY: "activiteit"}  # in an address
KINDS = {word: kind for kind, word in WORDS.items()}


def plan_only(request: CycleRequest) -> None:
    if not may_plan(request.membership):
        raise PermissionDenied(_("Alleen de gemeente plant een gesprek."))


def session_or_404(request: CycleRequest, pk: Any) -> Session:
    seats = ReviewSeat.objects.select_related("partner")
    rows = queries.sessions_of(request.cycle).prefetch_related(Prefetch("review__seats", seats))
    found: Session = get_object_or_404(rows, pk=pk)
    return found


def things_for(request: CycleRequest) -> list[Thing]:
    """What this person may see of what there is to talk about."""
    return queries.things(request.cycle, tree_of(request), with_activities=sees_step(request, 3))


def time_each(session: Session, left: int) -> int | None:
    """Minutes for each thing that is left; counts down while the review is held."""
    review = queries.review_of(session)
    if review is None:
        return None
    now = timezone.localtime()
    during = session.held_on == now.date().isoformat()
    return minutes_each(review.starts_at, review.ends_at, left, now=f"{now:%H:%M}" if during else "")


@cycle_view(step=STEP)
def reviews(request: CycleRequest) -> HttpResponse:
    """The reviews of this cycle, and what two parties did not talk about yet."""
    things = things_for(request)
    talks = queries.talks(request.cycle)
    rows = [
        {"row": session, "done": sum(talks[session.pk].discussed(one.id) for one in things)}
        for session in queries.sessions_of(request.cycle)
    ]
    left = [one for one in things if not any(talk.discussed(one.id) for talk in talks.values())]
    context = {"rows": rows, "left": left, "count": len(things), "may_plan": may_plan(request.membership)}
    return render(request, "decisions/reviews.html", context)


@cycle_view(step=STEP)
def review(request: CycleRequest, pk: UUID) -> HttpResponse:
    """One review: per result and activity whether it was talked about, by whom, and what came of it."""
    session = session_or_404(request, pk)
    things = things_for(request)
    talks = queries.talks(request.cycle)
    here = talks[session.pk]
    others = [talk for key, talk in talks.items() if key != session.pk]
    said, decided = queries.verdict_words(request.cycle), queries.decision_words(request.cycle)
    rows = [
        {
            "thing": one,
            "kind": WORDS[one.kind],
            "parties": here.of(one.id),
            "done": here.discussed(one.id),
            "elsewhere": any(talk.discussed(one.id) for talk in others),
            "verdict": said.get(one.id, "") if one.kind == RESULT else "",
            "decision": DecisionWord(decided[one.key]).label if one.key in decided else "",
        }
        for one in things
    ]
    left = [row for row in rows if not row["done"]]
    context = {
        "session": session,
        "rows": rows,
        "first": next(iter(left or rows), None),
        "left": len(left),
        "minutes": time_each(session, len(left)),
        "organisations": queries.organisations_at(session),
        "may_plan": may_plan(request.membership),
        "may_write": may_edit(request, STEP),
    }
    return render(request, "decisions/review.html", context)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def open_review(request: CycleRequest) -> HttpResponse:
    plan_only(request)
    data = request.POST or None
    start = {"title": _("Verbetergesprek"), "held_on": timezone.localdate().isoformat()}
    form = forms.OpenReviewForm(data, initial=start)
    table = forms.TableForm(data, cycle=request.cycle)
    if request.method == "POST" and form.is_valid() and table.is_valid():
        row = actions.open_review(
            request.cycle,
            by=request.membership.user,
            session=form.cleaned_data,
            times=table.times(),
            organisations=table.seated(),
        )
        return redirect("review", request.municipality.code, request.cycle.number, row.pk)
    status = 422 if form.is_bound else 200
    return render(request, "decisions/review_form.html", {"form": form, "table": table}, status=status)


@cycle_view(step=STEP, change=True)
@require_http_methods(["GET", "POST"])
def review_table(request: CycleRequest, pk: UUID) -> HttpResponse:
    """Who sat at the table, and from when to when."""
    plan_only(request)
    session = session_or_404(request, pk)
    row = queries.review_of(session)
    form = forms.TableForm(request.POST or None, cycle=request.cycle, initial=forms.table_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_review(
                session,
                by=request.membership.user,
                version=version_of(request),
                times=form.times(),
                organisations=form.seated(),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        messages.success(request, _("Bewaard."))
        return redirect("review", request.municipality.code, request.cycle.number, session.pk)
    version = began_at(request, row.version if row else 1)
    context = {"session": session, "form": form, "version": version}
    return render(request, "decisions/review_table.html", context, status=422 if form.is_bound else 200)
