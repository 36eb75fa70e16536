"""The sentences of safefigures.contribution in the language of the reader; the claims of people stay as they wrote them."""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

MARKS = {  # word -> icon and style; the same shapes as verdicts, in words of their own
    "shown": ("reached", "bereikt"),
    "plausible": ("on-course", "op-koers"),
    "undetermined": ("not-yet", "nog-niet"),
    "refuted": ("off-course", "niet-op-koers"),
}

# what safefigures.contribution says, so that it stands in the catalogue; a test keeps it whole
SENTENCES = (
    _("Er is nog geen bewijs."),
    _("Meet voor en na, en leg vast wat u vond."),
    _("Goed onderzoek wijst de andere kant op."),
    _("Sterker onderzoek dat het wel laat zien."),
    _("Er is bewijs tegen, maar te zwak om het te weerleggen."),
    _("Onderzoek met een vergelijking."),
    _("Het bewijs wijst twee kanten op."),
    _("Meet bij meer mensen, tot de marge kleiner is."),
    _("Een andere verklaring staat nog: %(claim)s."),
    _("Sluit deze verklaring uit: %(claim)s."),
    _("Alleen meningen ondersteunen het."),
    _("Meet voor en na bij dezelfde mensen."),
    _("Het cijfer bewoog zoals verwacht, zonder vergelijkingsgroep."),
    _("Vergelijk met een groep zonder deze aanpak."),
    _("Een andere verklaring is niet onderzocht: %(claim)s."),
    _("Onderzoek deze verklaring: %(claim)s."),
    _("Onderzoek met een vergelijkingsgroep laat het zien."),
    _("Sluit deze andere verklaring uit: %(claim)s."),
    _("Bewijs voor '%(claim)s' uit een vergelijking met een groep zonder deze aanpak."),
    _("Bewijs voor '%(claim)s' uit een meting voor en na."),
    _("Elke noodzakelijke schakel is aangetoond."),
    _("De zwakste schakel is: %(claim)s. %(reason)s"),
    _("%(count)s schakels zijn even zwak. De eerste is: %(claim)s. %(reason)s"),
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each Dutch sentence with the shape of what may stand in it."""
    holes = {"claim": "(?P<claim>.+)", "reason": "(?P<reason>.+)", "count": r"(?P<count>\d+)"}
    found = []
    for sentence in SENTENCES:
        with override("nl"):  # the language of the sources
            source = str(sentence)
        parts = re.split(r"%\((\w+)\)s", source)
        shape = "".join(holes[part] if place % 2 else re.escape(part) for place, part in enumerate(parts))
        found.append((source, re.compile(shape, re.DOTALL)))
    return tuple(found)


def in_our_words(sentence: str) -> str:
    """A sentence of the core in the language of the reader; one that is unknown stays as it is."""
    for source, shape in _patterns():
        match = shape.fullmatch(sentence)
        if match is None:
            continue
        holes = match.groupdict()
        if "reason" in holes:
            holes["reason"] = in_our_words(holes["reason"])
        return gettext(source) % holes if holes else gettext(source)
    return sentence
