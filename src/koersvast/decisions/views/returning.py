"""Back to where somebody came from: only an address of this very cycle."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from koersvast.cycles.access import CycleRequest


def own_next(request: CycleRequest) -> str:
    """``?next=`` when it is a page of this cycle that exists; "" for everything else."""
    asked = request.GET.get("next", "")
    home = reverse("compass", args=[request.municipality.code, request.cycle.number])
    if not asked.startswith(home) or not url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return ""
    path = urlsplit(asked).path
    if ".." in path or "\\" in asked:
        return ""
    try:
        resolve(path)
    except Resolver404:
        return ""
    return asked
