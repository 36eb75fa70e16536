"""The council room: results as rows, one page per result, questions and answers."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from koersvast.council import actions, forms, queries, rules
from koersvast.council.models import Question
from koersvast.council.pages import Line, overview, result_page
from koersvast.council.permissions import is_official
from koersvast.cycles.access import CycleRequest, cycle_view, sees_step
from koersvast.cycles.actions import StaleEdit
from koersvast.cycles.versions import began_at, both_versions, version_of
from koersvast.goals.models import Goal


def _require_all_steps(request: CycleRequest) -> None:
    """The page of a result says something of every step, as a paper does: only for who may see them all."""
    if not all(sees_step(request, step) for step in range(7)):
        raise PermissionDenied(
            _("Delen van deze ronde zijn intern. Daarom is de raadskamer voor u gesloten.")
        )


def _result(request: CycleRequest, node_id: uuid.UUID) -> Any:
    found = Goal.objects.filter(
        pk=node_id, cycle=request.cycle, ambition__isnull=False, ambition__removed_at=None
    )
    return get_object_or_404(found)


def _asked(request: CycleRequest, key: str) -> list[dict[str, Any]]:
    rows = queries.questions_for(request.membership, request.cycle).filter(about_key=key)
    return [_question(request, row) for row in rows]


def _question(request: CycleRequest, row: Question) -> dict[str, Any]:
    official, own = is_official(request.membership), row.asked_by_id == request.user.pk
    answered, published = bool(row.answer), row.published_at is not None
    return {
        "row": row,
        "own": own,
        "official": official,
        "status": rules.status(answered=answered, published=published),
        "may_publish": rules.may_publish(is_official=official, answered=answered, published=published),
        "may_withdraw": rules.may_withdraw(is_official=official, is_own=own, answered=answered),
    }


@require_GET
@cycle_view()
def council(request: CycleRequest) -> HttpResponse:
    """Every result on one page: where do we stand, how sure, what do we do, what does it cost, what do we ask."""
    _require_all_steps(request)
    return render(
        request,
        "council/council.html",
        {
            "rows": overview(
                request.cycle,
                today=timezone.localdate(),
                questions=queries.counts_per_result(request.membership, request.cycle),
            ),
            "waiting": queries.waiting(request.membership, request.cycle),
        },
    )


@require_GET
@cycle_view()
def council_result(request: CycleRequest, node_id: uuid.UUID) -> HttpResponse:
    """The page of one result; every sentence and figure can be asked about."""
    _require_all_steps(request)
    goal = _result(request, node_id)
    lines = result_page(request.cycle, goal.key, today=timezone.localdate())
    return render(
        request,
        "council/result.html",
        {"goal": goal, "parts": _parts(lines), "questions": _asked(request, goal.key)},
    )


def _parts(lines: list[Line]) -> list[dict[str, Any]]:
    """The lines under each of the five questions."""
    found: list[dict[str, Any]] = []
    for line in lines:
        if line.kind == "Heading":
            found.append({"heading": line.words, "lines": []})
        elif found:
            found[-1]["lines"].append(line)
    return found


@require_http_methods(["GET", "POST"])
@cycle_view()
def ask(request: CycleRequest, node_id: uuid.UUID) -> HttpResponse:
    """Ask about the result, or with ``?zin=`` about one sentence or figure on its page."""
    _require_all_steps(request)
    goal = _result(request, node_id)
    place = request.GET.get("zin") or request.POST.get("zin") or ""
    lines = {
        line.place: line.words for line in result_page(request.cycle, goal.key, today=timezone.localdate())
    }
    if place and place not in lines:
        # the page changed between reading and asking: ask about the sentence that was read, if it is given
        place = ""
    form = forms.QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask(
            request.cycle,
            member=request.membership,
            about_key=goal.key,
            sentence=lines.get(place, "")[: rules.LONGEST_SENTENCE],
            text=form.cleaned_data["text"],
            now=timezone.now(),
        )
        messages.success(request, _("Uw vraag is gesteld. U leest het antwoord hier."))
        return _to_result(request, goal.pk)
    context = {"form": form, "goal": goal, "place": place, "sentence": lines.get(place, "")}
    return render(request, "council/ask.html", context)


@require_GET
@cycle_view()
def questions(request: CycleRequest) -> HttpResponse:
    """All questions that this person may read: open ones first."""
    _require_all_steps(request)
    rows = queries.questions_for(request.membership, request.cycle)
    names = dict(Goal.with_removed.filter(cycle=request.cycle).values_list("key", "text"))
    pages = dict(Goal.objects.filter(cycle=request.cycle, ambition__isnull=False).values_list("key", "pk"))
    found = [
        _question(request, row) | {"about": names.get(row.about_key, ""), "page": pages.get(row.about_key)}
        for row in rows
    ]
    order = {"open": 0, "answered": 1, "published": 2}
    found.sort(key=lambda item: order[item["status"]])
    return render(request, "council/questions.html", {"questions": found})


@require_http_methods(["GET", "POST"])
@cycle_view()
def answer(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    _require_all_steps(request)
    row = _question_or_404(request, pk)
    if not is_official(request.membership):
        raise PermissionDenied(_("Alleen een ambtenaar geeft antwoord."))
    form = forms.AnswerForm(request.POST or None, initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(
                row,
                member=request.membership,
                text=form.cleaned_data["answer"],
                version=version_of(request),
                now=timezone.now(),
            )
        except StaleEdit as stale:
            return both_versions(request, stale, form)
        except actions.NotPossible as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Het antwoord is bewaard. Publiceer het als de raad het mag lezen."))
        return _to_questions(request)
    context = {"form": form, "row": row, "version": began_at(request, row.version)}
    return render(request, "council/answer.html", context)


@require_POST
@cycle_view()
def publish(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    """One press: question and answer to all members; ``terug`` undoes it."""
    _require_all_steps(request)
    row = _question_or_404(request, pk)
    if not is_official(request.membership):
        raise PermissionDenied(_("Dit kan alleen een ambtenaar."))
    act = actions.take_back if request.POST.get("terug") else actions.publish
    try:
        act(row, member=request.membership, now=timezone.now())
    except actions.NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        done = _("Alleen de vrager leest het nog.") if request.POST.get("terug") else _("Gepubliceerd.")
        messages.success(request, done)
    return _to_questions(request)


@require_POST
@cycle_view()
def withdraw(request: CycleRequest, pk: uuid.UUID) -> HttpResponse:
    _require_all_steps(request)
    row = _question_or_404(request, pk)
    try:
        actions.withdraw(row, member=request.membership, now=timezone.now())
    except actions.NotPossible as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("De vraag is ingetrokken."))
    return _to_questions(request)


def _question_or_404(request: CycleRequest, pk: uuid.UUID) -> Question:
    row = queries.question_for(request.membership, request.cycle, pk)
    if row is None:
        raise Http404
    return row


def _to_result(request: CycleRequest, node_id: uuid.UUID) -> HttpResponse:
    where = reverse("council_result", args=[request.municipality.code, request.cycle.number, node_id])
    return redirect(f"{where}#vragen")


def _to_questions(request: CycleRequest) -> HttpResponse:
    return redirect("questions", request.municipality.code, request.cycle.number)
