"""Answers as a file, for the analyst alone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from koersvast.jobs import actions as jobs
from koersvast.surveys.export_actions import EXPORTING
from koersvast.surveys.microdata_forms import SAV, ExportForm
from koersvast.surveys.views.pages import base, form_page, refused, survey_or_404, to
from koersvast.surveys.words import SurveyStatus
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.permissions import ANALYSE


@team_view(ANALYSE)
@require_http_methods(["GET", "POST"])
def export_answers(request: TeamRequest) -> HttpResponse:
    """Everybody's answers, made in the background and fetched once."""
    row = survey_or_404(request)
    if row.status != SurveyStatus.CLOSED:
        refused(request, ValueError(_("Sluit de peiling eerst: dan staan alle antwoorden bij elkaar.")))
        return to(request, "results")
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        job = jobs.enqueue(
            EXPORTING,
            municipality=request.municipality,
            by_id=request.membership.user_id,
            survey_id=str(row.pk),
            sav=form.cleaned_data["kind"] == SAV,
            weeks=form.cleaned_data["weeks"],
            texts=form.cleaned_data["texts"],
        )
        return redirect("job", gmcode=request.municipality.code, job_id=job.pk)
    return form_page(
        request,
        form,
        _("Haal alle antwoorden op"),
        back=reverse("results", args=base(request)),
        intro=_(
            "Eén rij per mens, zonder naam, nummer of tijd, in toevallige volgorde. Toch kan iemand te herkennen zijn aan antwoorden samen. Bewaar het bestand waar alleen u bij kunt, laat het aan niemand zien en gooi het weg als u klaar bent. Dat u het ophaalt, staat in het logboek."
        ),
        button=_("Maak het bestand"),
    )
