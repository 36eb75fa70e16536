"""Puts each request in the scope of the municipality in its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django_scopes import scope

from koersvast.tenants.models import Municipality

# every page asks this; letting Django write the sentence anew took five times as long as asking it
BY_CODE = "SELECT * FROM tenants_municipality WHERE code = %s"


class MunicipalityMiddleware:
    """Addresses under /GM0000/ are served inside that municipality's scope, all others outside any.

    Who may see the page is for the view to say; here an unknown code is a 404 like any other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.municipality = None  # type: ignore[attr-defined]  # the request grows by one name here
        code = request.path_info.lstrip("/").split("/", 1)[0].upper()
        if not (len(code) == 6 and code.startswith("GM") and code[2:].isdigit()):
            return self.get_response(request)
        municipality = next(iter(Municipality.objects.raw(BY_CODE, [code])), None)
        request.municipality = municipality  # type: ignore[attr-defined]
        with scope(municipality=municipality):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        if "gmcode" in kwargs and request.municipality is None:  # type: ignore[attr-defined]
            raise Http404
