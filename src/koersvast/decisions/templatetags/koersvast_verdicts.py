"""A verdict in a template: one tag, so that word, shape and colour cannot part."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from koersvast.decisions.contribution_words import MARKS as SHARE_MARKS
from koersvast.decisions.contribution_words import in_our_words as share_words
from koersvast.decisions.models import ContributionWord, VerdictWord
from koersvast.decisions.verdict_words import MARKS
from koersvast.ui import icons

register = template.Library()


@register.simple_tag
def verdict_mark(key: str, size: str = "") -> SafeString:
    """The word of a verdict with its shape; ``size``: "groot" for the verdict a page is about."""
    return _mark(*MARKS[key], size, VerdictWord(key).label)


@register.simple_tag
def contribution_mark(key: str, size: str = "") -> SafeString:
    """The word of a contribution file with its shape."""
    return _mark(*SHARE_MARKS[key], size, ContributionWord(key).label)


def _mark(shape: str, style: str, size: str, word: object) -> SafeString:
    return format_html(
        '<span class="kv-merk kv-merk--{}{}">{}{}</span>',
        style,
        f" kv-merk--{size}" if size else "",
        mark_safe(icons.svg(shape)),  # noqa: S308  # drawn by us
        word,
    )


@register.filter
def in_our_words(sentence: str) -> str:
    """A sentence of the core in the language of the reader; one that is unknown stays as it was kept."""
    return gettext(sentence) if sentence else ""


@register.filter
def share_in_our_words(sentence: str) -> str:
    """A sentence about a contribution, with the claims as people wrote them."""
    return share_words(sentence) if sentence else ""
