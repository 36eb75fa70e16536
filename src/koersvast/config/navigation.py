"""What every page has around it: the rail with the seven steps, the crumbs, the language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, Any]:
    return {}
