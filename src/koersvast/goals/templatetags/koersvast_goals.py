"""What templates ask of a goal: its name with number, and any value in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from koersvast.goals.diagram import kind_of
from koersvast.goals.queries import Node

register = template.Library()


@register.filter
def goal_kind(node: Node) -> str:
    """ "Ambitie 3", "Resultaat 4" or "Subdoel 4.1"."""
    return kind_of(node)


@register.filter
def goal_value(value: Any) -> str:
    """A value that may be a text, a list, a year or nothing."""
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value) or _("niets")
    return str(value) if value not in (None, "") else _("niets")
