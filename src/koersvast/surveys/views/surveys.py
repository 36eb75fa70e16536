"""Prepare a survey: what must be known, who is asked, letters with codes; open it, close it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

import safefigures
from koersvast.cycles.access import CycleRequest, cycle_view
from koersvast.cycles.versions import both_versions, version_of
from koersvast.jobs import actions as jobs
from koersvast.people.permissions import may_plan
from koersvast.surveys import actions, forms, planning, queries, routing, tallying
from koersvast.surveys.models import Plan
from koersvast.surveys.plan_picture import draw
from koersvast.surveys.views.pages import base, done, form_page, refused, survey_or_404, to
from koersvast.surveys.words import MODE_SENTENCES, Mode
from koersvast.texts.access import TeamRequest, may, team_view
from koersvast.texts.models import TeamMember
from koersvast.texts.permissions import LEAD, READ


@cycle_view(step=1)
def surveys(request: CycleRequest) -> HttpResponse:
    """All surveys of the cycle and all questionnaires. Who is in no team sees titles only."""
    context = {
        "surveys": queries.surveys_of(request.cycle, user_id=request.membership.user_id),
        "questionnaires": queries.questionnaires_of(request.municipality),
        "may_plan": may_plan(request.membership),
    }
    return render(request, "surveys/surveys.html", context)


@cycle_view(step=1, change=True)
@require_http_methods(["GET", "POST"])
def plan_survey(request: CycleRequest) -> HttpResponse:
    form = forms.SurveyForm(request.POST or None, municipality=request.municipality)
    if request.method == "POST" and form.is_valid():
        edition = form.cleaned_data.pop("edition")
        made = actions.plan_survey(request.cycle, edition, by=request.membership.user, **form.cleaned_data)
        return redirect("plan_to_know", request.municipality.code, request.cycle.number, made.collection_id)
    back = reverse("surveys", args=[request.municipality.code, request.cycle.number])
    return form_page(request, form, _("Een nieuwe peiling"), back=back)


@team_view(READ)
def survey(request: TeamRequest) -> HttpResponse:
    row = survey_or_404(request)
    questionnaire = queries.questionnaire_of(row.edition)
    plan = Plan.objects.filter(survey=row).first()
    team = TeamMember.objects.filter(collection=request.collection).select_related("user")
    count = queries.told_count(row)
    codes = row.codes.count() if row.mode == Mode.CODE else None
    context = {
        "survey": row,
        "plan": plan,
        "wide": mark_safe(draw(plan, narrow=False)) if plan else "",  # noqa: S308  # drawn by us, every text escaped
        "narrow": mark_safe(draw(plan, narrow=True)) if plan else "",  # noqa: S308  # drawn by us, every text escaped
        "count": count,
        "missing": tallying.missing(row),
        **tallying.enough(row, plan.needed if plan else None, count),
        "codes": codes,
        "invited": row.mode == Mode.CONFIDENTIAL and row.invitees.exists(),
        "response": round(100 * count / codes) if count and codes else None,
        "problems": routing.problems(questionnaire),
        "questions": sum(routing.asks(one) for one in questionnaire.questions),
        "mode": MODE_SENTENCES[Mode(row.mode)],
        "may_lead": may(request, LEAD),
        "team": team,
        "address": settings.ADDRESS + _where_to_answer(request, row),
    }
    return render(request, "surveys/survey.html", context)


def _where_to_answer(request: TeamRequest, row: Any) -> str:
    gmcode = request.municipality.code
    if row.mode == Mode.OPEN:
        return reverse("answer_survey", args=[gmcode, row.pk])
    return reverse("with_code", args=[gmcode])


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def edit_survey(request: TeamRequest) -> HttpResponse:
    row = survey_or_404(request)
    form = forms.SurveyForm(request.POST or None, instance=row, municipality=request.municipality)
    version = row.version
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_survey(
                row, form.cleaned_data, by=request.membership.user, version=version_of(request)
            )
        except actions.NotNow as reason:
            refused(request, reason)
        except actions.StaleEdit as stale:
            return both_versions(request, stale, form)
        else:
            done(request)
        return to(request, "survey")
    return form_page(request, form, row.title, back=reverse("survey", args=base(request)), version=version)


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def plan_to_know(request: TeamRequest) -> HttpResponse:
    """Can this survey show what we want to know? The answer stays with the survey, also when it is no."""
    row = survey_or_404(request)
    plan = Plan.objects.filter(survey=row).first()
    form = forms.PlanForm(request.POST or None, instance=plan)
    if request.method == "POST" and form.is_valid():
        try:
            planning.keep_plan(
                row, form.cleaned_data, version=version_of(request), by=request.membership.user
            )
        except safefigures.SafefiguresError as problem:
            form.add_error(
                None, _("Met deze getallen is er niets uit te rekenen: %(why)s") % {"why": problem}
            )
        except actions.NotNow as reason:
            refused(request, reason)
            return to(request, "survey")
        except actions.StaleEdit as stale:
            return both_versions(request, stale, form)
        else:
            return to(request, "survey")
    back = reverse("survey", args=base(request))
    return form_page(
        request,
        form,
        _("Kunnen we het op tijd weten?"),
        back=back,
        version=plan.version if plan else None,
        intro=_(
            "Eerst dit, dan pas vragen. Wij rekenen uit of deze peiling kan laten zien wat u wilt weten."
        ),
        button=_("Reken uit"),
    )


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def make_letters(request: TeamRequest) -> HttpResponse:
    """Codes on letters, made in the background. They can be fetched once."""
    row = survey_or_404(request)
    form = forms.CodesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job = jobs.enqueue(
            "surveys.print_letters",
            municipality=request.municipality,
            by_id=request.membership.user_id,
            survey_id=str(row.pk),
            address=settings.ADDRESS + reverse("with_code", args=[request.municipality.code]),
            **form.cleaned_data,
        )
        return redirect("job", gmcode=request.municipality.code, job_id=job.pk)
    back = reverse("survey", args=base(request))
    return form_page(
        request,
        form,
        _("Brieven met een code"),
        back=back,
        intro=_(
            "Elke brief krijgt een eigen code. Schrijf nergens op wie welke brief krijgt: dan blijft het anoniem. Stuur een herinnering aan iedereen of aan niemand."
        ),
        button=_("Maak de brieven"),
    )


@team_view(LEAD)
@require_POST
def open_survey(request: TeamRequest) -> HttpResponse:
    return _do(request, actions.open_survey, _("De peiling is open."))


@team_view(LEAD)
@require_POST
def close_survey(request: TeamRequest) -> HttpResponse:
    return _do(request, actions.close_survey, _("De peiling is gesloten."))


@team_view(LEAD)
@require_POST
def say_reported(request: TeamRequest) -> HttpResponse:
    def report(row: Any, by: Any) -> None:
        actions.say_reported(row, today=timezone.localdate(), by=by)

    return _do(request, report, _("Genoteerd. Mensen lezen dit bij hun code."))


def _do(request: TeamRequest, act: Any, words: str) -> HttpResponse:
    try:
        act(survey_or_404(request), by=request.membership.user)
    except actions.NotNow as reason:
        refused(request, reason)
    else:
        done(request, words)
    return to(request, "survey")
