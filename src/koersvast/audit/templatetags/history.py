"""Tags that put an entry of a history into words."""

from __future__ import annotations

from typing import Any

from django import template

from koersvast.audit import sentences

register = template.Library()


@register.filter
def sentence(entry: Any) -> Any:
    return sentences.sentence(entry)


@register.filter
def changes(entry: Any) -> list[dict[str, str]]:
    return [
        {
            "field": sentences.field_name(entry, change),
            "before": sentences.value(change.before),
            "after": sentences.value(change.after),
        }
        for change in entry.changes.all()
        if change.field not in sentences.UNTOLD
    ]
