"""What of an XLSForm we do not take over, and why."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Reason = str | Promise

_TRACES = gettext_lazy("wij bewaren geen tijd en geen apparaat")
_PLACES = gettext_lazy("wij vragen niemand waar die is op de kaart")
_MEDIA = gettext_lazy("wij werken zonder beeld en geluid")
_SUMS = gettext_lazy("wij rekenen niet in een vragenlijst")
_FILES = gettext_lazy("wij lezen geen andere bestanden")

_REPEATS = gettext_lazy("vragen herhalen kan niet")

_BY_TYPE: Final[tuple[tuple[Reason, tuple[str, ...]], ...]] = (
    (_TRACES, (
        "start", "end", "today", "time", "datetime", "date time", "deviceid", "device id", "imei", "phonenumber",
        "phone number", "username", "email", "simserial", "sim id", "subscriberid", "subscriber id", "audit",
        "get start time", "get end time", "get today", "get device id", "get phone number", "start time", "end time",
    )),
    (_PLACES, ("geopoint", "geotrace", "geoshape", "location", "gps", "start-geopoint", "background-geopoint")),
    (_MEDIA, ("image", "photo", "audio", "video", "file", "background-audio", "signature")),
    (_SUMS, ("calculate", "hidden")),
    (_FILES, (
        "csv-external", "xml-external", "select one from file", "select multiple from file", "select one external",
    )),
    (gettext_lazy("antwoorden op volgorde zetten kan niet"), ("rank",)),
    (gettext_lazy("een streepjescode scannen kan niet"), ("barcode",)),
    (gettext_lazy("een knop om iets te bevestigen hebben wij niet"), ("acknowledge", "trigger")),
    (_REPEATS, ("repeat", "lgroup", "loop", "looped group")),
)  # fmt: skip
_REASONS: Final = {kind: reason for reason, kinds in _BY_TYPE for kind in kinds}


def of_type(kind: str) -> str:
    """Why we do not take over this kind of question."""
    words = kind.lower().replace("_", " ").split()
    for length in range(len(words), 0, -1):  # "rank colours": the list stands behind it
        if reason := _REASONS.get(" ".join(words[:length])):
            return str(reason)
    return _("dit soort vraag kennen wij niet")


_BY_COLUMN: Final[dict[str, Reason]] = {
    "calculation": _SUMS,
    "bind_calculate": _SUMS,
    "trigger": _SUMS,
    "choice_filter": gettext_lazy("iedereen krijgt alle antwoorden van de lijst te zien"),
    "default": gettext_lazy("wij vullen niets alvast in"),
    "read_only": gettext_lazy("wij vullen niets alvast in"),
    "guidance_hint": gettext_lazy("deze uitleg is voor een interviewer"),
    "required_message": gettext_lazy("wij hebben een eigen melding bij een verplichte vraag"),
    "image": _MEDIA,
    "big_image": _MEDIA,
    "audio": _MEDIA,
    "video": _MEDIA,
    "repeat_count": _REPEATS,
    "parameters": gettext_lazy("deze instelling van een vraag kennen wij niet"),
}


def of_column(column: str) -> str:
    """Why we do not read this column."""
    name = column.partition("::")[0].removeprefix("media_")
    return str(_BY_COLUMN.get(name) or _("deze kolom gebruiken wij niet"))
