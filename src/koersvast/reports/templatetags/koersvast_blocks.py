"""What a part of a document is, so that a template can show it."""

from __future__ import annotations

from django import template

from koersvast.reports.document import Block

register = template.Library()


@register.filter
def block_kind(block: Block) -> str:
    """ "Heading", "Table" and so on."""
    return type(block).__name__
