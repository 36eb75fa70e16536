"""Pages for what goes wrong: they say what to do next, and never more than that."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its mark: usually a page that stayed open too long."""
    return render(request, "config/stale_form.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "config/forbidden.html", {"reason": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "config/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "config/broken.html", status=500)
