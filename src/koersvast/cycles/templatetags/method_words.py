"""The words of the method in a template: keys of themes and groups as people read them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from koersvast.cycles.words import Group, Party, Theme, labels

register = template.Library()


@register.filter
def theme_words(keys: Iterable[str]) -> str:
    return ", ".join(labels(Theme, keys))


@register.filter
def group_words(keys: Iterable[str]) -> str:
    return ", ".join(labels(Group, keys))


@register.filter
def party_words(keys: Iterable[str]) -> str:
    return ", ".join(labels(Party, keys))
