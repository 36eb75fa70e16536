"""Pages for what goes wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its mark: usually a page that stayed open too long."""
    return render(request, "403_csrf.html", status=403)
