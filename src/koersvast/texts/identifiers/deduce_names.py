"""A second opinion on names and places from `deduce`, the optional extra `names`. For the worker: its lists load in seconds.

find(text, also=deduce_names.claims(text))
"""

from __future__ import annotations

import importlib
import importlib.util
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from .model import Claim

# tags of deduce -> our kinds; it knows organisations only as hospitals and care institutions
KINDS = {
    "persoon": "person",
    "patient": "person",
    "locatie": "place",
    "instelling": "organisation",
    "ziekenhuis": "organisation",
    "zorginstelling": "organisation",
    "datum": "date",
    "leeftijd": "age",
    "telefoonnummer": "phone",
    "emailadres": "email",
    "bsn": "bsn",
    "url": "handle",
    "id": "other",
}
CERTAIN = 26  # below what our own recognisers are sure of, so it only adds


class NotInstalled(Exception):
    """str(error) is a sentence for the person who asked."""


def installed() -> bool:
    return importlib.util.find_spec("deduce") is not None


@lru_cache(maxsize=1)
def engine() -> Any:
    if not installed():
        raise NotInstalled(
            _(
                "Het extra hulpmiddel voor namen is niet geïnstalleerd; vraag de beheerder om de extra “names”."
            )
        )
    return importlib.import_module("deduce").Deduce()


def claims(text: str) -> tuple[Claim, ...]:
    """What deduce marks, with offsets in the same code points. Raises NotInstalled."""
    return claims_from(text, engine().deidentify(text).annotations)


def claims_from(text: str, annotations: Any) -> tuple[Claim, ...]:
    """Only annotations of a kind we know, whose offsets fit the text."""
    return tuple(
        Claim(mark.start_char, mark.end_char, KINDS[mark.tag], "deduce", CERTAIN)
        for mark in annotations
        if mark.tag in KINDS and text[mark.start_char : mark.end_char] == mark.text and mark.text.strip()
    )
