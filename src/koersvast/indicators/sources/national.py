"""The national figures that come with the product: no upload needed, people tick what they want beside their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.indicators.sources import csv_file
from koersvast.indicators.sources.observation import Observation, checked, decoded
from koersvast.people.permissions import YES, Verdict, no

key = "national"
label = gettext_lazy("Kies uit landelijke cijfers")
help_text = gettext_lazy("Cijfers van onder meer CBS en SCP die al in Koersvast zitten.")
extensions = ""

RETRIEVED_ON = "2026-11-21"
FILE = Path(__file__).parent.parent / "data" / f"benchmarks-{RETRIEVED_ON}.csv"


def check_settings() -> Verdict:
    return (
        YES if FILE.is_file() else no(_("Het bestand met landelijke cijfers ontbreekt in deze installatie."))
    )


def read(data: bytes = b"", **_choices: Any) -> list[Observation]:
    """Every figure that comes along; ``data`` is there for a newer file of the same shape."""
    text = decoded(data or FILE.read_bytes())
    return checked(csv_file.observations(text, None, retrieved_on=RETRIEVED_ON))
