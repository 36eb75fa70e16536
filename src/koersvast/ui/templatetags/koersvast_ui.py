"""Template tags of the design system: a mark is one tag, so word and shape cannot part."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from koersvast.ui import dates, icons, numbers, ring

register = template.Library()

STATES = {"empty": ("empty", _("Leeg")), "busy": ("busy", _("Bezig")), "ready": ("done", _("Klaar"))}
VISIBILITIES = {
    "internal": ("internal", "intern", _("Intern")),
    "partners": ("partners", "partners", _("Partners")),
    "public": ("public", "openbaar", _("Openbaar")),
}
BADGES = {
    "example": ("example", "", _("Voorbeeld")),
    "too-small": ("too-small", "", _("Kleine aantallen niet getoond")),
    "self-selected": ("self-selected", "", _("Deelnemers meldden zich zelf aan")),
    "national": ("national", "landelijk", _("Landelijk cijfer")),
    "break": ("break", "breuk", _("Reeksbreuk")),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon ``name``. Put words beside it: an icon alone says nothing."""
    return mark_safe(icons.svg(name))  # noqa: S308  # drawn by us, holds no content


@register.simple_tag
def state(key: str, words: str = "") -> SafeString:
    """Empty, busy or ready, with its shape; ``words`` says more ("11 van 12")."""
    shape, label = STATES[key]
    return format_html('<span class="kv-staat">{}{} {}</span>', mark_safe(icons.svg(shape)), label, words)  # noqa: S308  # drawn by us


@register.simple_tag
def visibility(key: str) -> SafeString:
    """Who may see this: padlock, two people or eye, with the word."""
    shape, style, label = VISIBILITIES[key]
    return format_html(
        '<span class="kv-kenmerk kv-kenmerk--{}">{}{}</span>',
        style,
        mark_safe(icons.svg(shape)),  # noqa: S308  # drawn by us
        label,
    )


@register.simple_tag
def badge(key: str, words: str = "") -> SafeString:
    """A mark about evidence: example, too-small, self-selected, national, break."""
    shape, style, label = BADGES[key]
    more = f" kv-kenmerk--{style}" if style else ""
    return format_html(
        '<span class="kv-kenmerk{}">{}{}</span>',
        more,
        mark_safe(icons.svg(shape)),  # noqa: S308  # drawn by us
        words or label,
    )


@register.filter
def number(value: float | None) -> str:
    return "" if value is None else numbers.decimal(value)


@register.filter
def unit(value: float | None, name: str) -> str:
    return "" if value is None else numbers.with_unit(value, name)


@register.filter
def euros(amount: int | None) -> str:
    return "" if amount is None else numbers.whole(amount)


@register.filter
def date_words(text: str) -> str:
    return dates.spoken(text) if text else ""


@register.filter
def undo_path(message: Any) -> str:
    """Where a message's "Maak ongedaan" button posts to, when its act can be undone."""
    word, _space, path = (message.extra_tags or "").partition(" ")
    return path if word == "undo" else ""


@register.filter
def attrs(field: Any, extra: str) -> Any:
    """A form field with another class: {{ field|attrs:"utrecht-textbox" }}."""
    return field.as_widget(attrs={"class": extra})


@register.inclusion_tag("ui/_field.html")
def field(bound: Any) -> dict[str, Any]:
    """A form field with label, help and error in the order label, help, error, control."""
    widget = type(bound.field.widget).__name__
    kind = {
        "Textarea": "area",
        "Select": "select",
        "CheckboxInput": "check",
        "RadioSelect": "radios",
        "CheckboxSelectMultiple": "checks",
    }.get(widget, "line")
    return {"field": bound, "kind": kind}


@register.simple_tag
def empty_ring() -> SafeString:
    """The compass before anybody wrote in it, as a picture for the sign-in page."""
    parts = [ring.Part(number, "", (), "empty", "", 0) for number in range(7)]
    drawn = ring.draw(parts, title=str(_("Het kompas, nog leeg")), ident="poort-ring")
    return mark_safe(drawn.replace('class="kv-ring ', 'class="kv-ring kv-ring--op-diep '))  # noqa: S308  # drawn by us
