"""The first page, and the choice of language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.i18n import set_language as set_language  # joined in urls.py

from koersvast.people.access import for_everyone


@for_everyone
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody works; with one municipality straight to it, without an account what this is."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}")
    memberships = list(request.user.memberships.select_related("municipality").order_by("municipality__name"))
    if len(memberships) == 1:
        return redirect("municipality", gmcode=memberships[0].municipality.code)
    return render(request, "config/home.html", {"memberships": memberships, "title": _("Uw gemeenten")})
