"""Who is asked by name in a confidential survey. For who leads it, and nobody else."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from koersvast.surveys import filling_in, forms, inviting, queries
from koersvast.surveys.models import Invitee, Survey
from koersvast.surveys.views.pages import done, refused, survey_or_404, to
from koersvast.surveys.words import Mode
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.permissions import LEAD


def _confidential_or_404(request: TeamRequest) -> Survey:
    row = survey_or_404(request)
    if row.mode != Mode.CONFIDENTIAL:
        raise Http404
    return row


@team_view(LEAD)
@never_cache
@require_http_methods(["GET", "POST"])
def invitees(request: TeamRequest) -> HttpResponse:
    row = _confidential_or_404(request)
    form = forms.InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = inviting.invite(row, form.cleaned_data["people"], by=request.membership.user)
        except inviting.NotNow as reason:
            refused(request, reason)
        else:
            said = ngettext("%(count)s mens staat erbij.", "%(count)s mensen staan erbij.", count)
            done(request, said % {"count": count})
        return to(request, "invitees")
    context = {"survey": row, "people": inviting.invited(row), "form": form}
    return render(request, "surveys/invitees.html", context)


@team_view(LEAD)
@never_cache
def invitee(request: TeamRequest, pk: Any) -> HttpResponse:
    """What one person answered. Looking is written down."""
    row = _confidential_or_404(request)
    known = next((one for one in inviting.invited(row) if one.pk == pk), None)
    if known is None:
        raise Http404
    answers = inviting.answers_of(row, pk, by=request.membership.user)
    questionnaire = queries.questionnaire_of(row.edition)
    context = {
        "survey": row,
        "known": known,
        "pages": filling_in.spoken_answers(questionnaire, answers, language="nl")
        if answers is not None
        else (),
    }
    return render(request, "surveys/invitee.html", context)


@team_view(LEAD)
@require_POST
def forget_invitee(request: TeamRequest, pk: Any) -> HttpResponse:
    try:
        inviting.forget_invitee(_confidential_or_404(request), pk, by=request.membership.user)
    except Invitee.DoesNotExist:
        raise Http404 from None
    done(request, _("Naam en adres zijn gewist."))
    return to(request, "invitees")


@team_view(LEAD)
@require_POST
def mail_invitees(request: TeamRequest) -> HttpResponse:
    try:
        posted = inviting.mail_everybody(_confidential_or_404(request), by=request.membership.user)
    except inviting.NotNow as reason:
        refused(request, reason)
        return to(request, "invitees")
    if posted.failed:
        refused(request, ValueError(_("%(count)s mails gingen niet weg.") % {"count": posted.failed}))
    done(
        request,
        ngettext("%(count)s mail is weg.", "%(count)s mails zijn weg.", posted.sent) % {"count": posted.sent},
    )
    return to(request, "invitees")
