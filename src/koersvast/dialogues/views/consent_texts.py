"""What participants read before they choose: which wording holds, the older ones, and writing another."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from koersvast.cycles.versions import version_of
from koersvast.dialogues import consent_texts as texts
from koersvast.dialogues.forms import ConsentTextForm
from koersvast.dialogues.views.pages import base, done, form_page, round_or_404, to
from koersvast.texts.access import TeamRequest, team_view
from koersvast.texts.actions import NotNow
from koersvast.texts.permissions import LEAD


@team_view(LEAD)
@require_GET
def consent_texts(request: TeamRequest) -> HttpResponse:
    row = round_or_404(request)
    context = {"round": row, "wordings": texts.wordings(row)}
    return render(request, "dialogues/consent_texts.html", context)


@team_view(LEAD)
@require_http_methods(["GET", "POST"])
def write_consent_text(request: TeamRequest) -> HttpResponse:
    """Begin from the words that hold now; what was said before stays under its own number."""
    round_or_404(request)
    now = texts.consent_text(request.municipality)
    form = ConsentTextForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            made = texts.write_consent_text(
                request.municipality,
                form.cleaned_data,
                instead_of=version_of(request) or 0,
                by=request.membership.user,
            )
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            same = made.pk == now.pk
            done(
                request,
                _("De woorden zijn hetzelfde. Er is geen nieuwe tekst gemaakt.")
                if same
                else _("Vanaf nu geldt tekst %(number)s.") % {"number": made.number},
            )
            return to(request, "consent_texts")
    return form_page(
        request,
        form,
        _("Een nieuwe toestemmingstekst"),
        back=reverse("consent_texts", args=base(request)),
        version=now.number,
        intro=_(
            "Deze tekst geldt voor de hele gemeente, voor iedereen die vanaf nu kiest. "
            "Wie al koos, koos bij de oude tekst: die blijft staan."
        ),
        button=_("Laat deze tekst gelden"),
    )
