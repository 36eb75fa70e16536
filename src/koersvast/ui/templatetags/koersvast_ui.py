"""Template tags of the design system: a mark is one tag, so word and shape cannot part."""

from __future__ import annotations

from django import template

register = template.Library()
