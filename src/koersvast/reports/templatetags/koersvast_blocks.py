"""What a part of a document is, so that a template can show it."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from koersvast.reports.document import Block, Picture

register = template.Library()


@register.filter
def block_kind(block: Block) -> str:
    """ "Heading", "Table" and so on."""
    return type(block).__name__


@register.filter
def drawing(block: Picture) -> SafeString:
    return mark_safe(block.svg)  # noqa: S308  # a Picture is always a drawing of our own
