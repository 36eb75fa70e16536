"""Dutch for the kinds of marks: what the recognisers find, and what only a person sees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

KINDS = [
    ("person", _("naam van iemand")),
    ("third_party", _("iemand anders, zonder naam")),
    ("fact", _("feit dat naar iemand wijst")),
    ("place", _("wijk, buurt of plaats")),
    ("street", _("straat of adres")),
    ("organisation", _("organisatie of club")),
    ("school", _("school")),
    ("date", _("datum")),
    ("age", _("leeftijd")),
    ("job", _("werk of functie")),
    ("phone", _("telefoonnummer")),
    ("email", _("e-mailadres")),
    ("handle", _("account")),
    ("bsn", _("burgerservicenummer")),
    ("iban", _("rekeningnummer")),
    ("plate", _("kenteken")),
    ("postcode", _("postcode")),
    ("other", _("iets anders")),
]
LABELS = dict(KINDS)
