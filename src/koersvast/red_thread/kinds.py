"""The kinds of links of the chain, from what was heard to what was decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ALL_STEPS = frozenset(range(7))


@dataclass(frozen=True)
class Kind:
    """One kind of link. ``stage`` is its place in the chain; ``word`` names it when it is where you are."""

    key: str
    heading: Any
    word: Any
    icon: str
    stage: int
    step: int
    page: str
    takes: str = ""  # the argument of the address that takes the id
    everything: str = ""  # the page with all of this kind
    whole: bool = False  # says something of every step: only for who may see them all

    def seen_by(self, steps: Collection[int]) -> bool:
        return self.step in steps and (not self.whole or set(steps) >= ALL_STEPS)


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("citaat", _("Dit zei een deelnemer"), _("Citaat"), "speech", 2, 1, "", "", "dialogues"),
        Kind("code", _("Hieronder viel het"), _("Code"), "label", 4, 1, "", "", "dialogues"),
        Kind("bevinding", _("Dit hoorden we"), _("Bevinding"), "speech", 6, 1, "", "", "dialogues"),
        Kind(
            "bijeenkomst",
            _("Dit zeiden mensen"),
            _("Bijeenkomst"),
            "speech",
            10,
            0,
            "session",
            "pk",
            "sessions",
        ),
        Kind(
            "toezegging", _("Dit is beloofd of gevraagd"), _("Toezegging"), "document", 20, 6, "commitments"
        ),
        Kind("ambitie", _("Dit is de ambitie"), _("Ambitie"), "label", 30, 2, "goal", "node_id", "goals"),
        Kind("doel", _("Dit willen we bereiken"), _("Doel"), "goal", 40, 2, "goal", "node_id", "goals"),
        Kind("verhaal", _("Dit vertellen mensen"), _("Verhaal"), "speech", 45, 2, "", "", "goals"),
        Kind(
            "cijfer", _("Hieraan zien we het"), _("Cijfer"), "chart", 50, 1, "indicator", "pk", "indicators"
        ),
        Kind("meting", _("Dit is gemeten"), _("Meting"), "chart", 55, 1, "", "", "indicators"),
        Kind("activiteit", _("Dit doen we"), _("Activiteit"), "check", 60, 3, "activity", "pk", "activities"),
        Kind("bedrag", _("Dit kost het"), _("Bedrag"), "money", 65, 3, "", "", "money"),
        Kind(
            "opbrengst", _("Dit bracht het deelnemers"), _("Outcome"), "residents", 70, 5, "", "", "outcomes"
        ),
        Kind("duiding", _("Dit vinden we ervan"), _("Duiding"), "idea", 75, 1, "", "", "interpretations"),
        Kind("bespreking", _("Dit zeiden we aan tafel"), _("Bespreking"), "speech", 78, 6, "", "", "reviews"),
        Kind("oordeel", _("Dit is ons oordeel"), _("Oordeel"), "on-course", 80, 6, "", "", "verdicts"),
        Kind("besluit", _("Dit besloten we"), _("Besluit"), "decision", 85, 6, "", "", "decisions"),
        Kind(
            "vastgesteld",
            _("Dit is vastgesteld"),
            _("Vastgesteld stuk"),
            "decision",
            87,
            6,
            "frozen_copy",
            "pk",
            "frozen_copies",
        ),
        Kind(
            "verbeteractie",
            _("Dit gaan we beter doen"),
            _("Verbeteractie"),
            "arrow",
            90,
            6,
            "",
            "",
            "improvements",
        ),
        Kind(
            "zin",
            _("Zo staat het in de stukken"),
            _("Tekst in een stuk"),
            "document",
            95,
            6,
            "",
            "",
            "documents",
            whole=True,
        ),
    )
}
GROUNDS_STAGE = 15  # a figure or interpretation that an ambition rests on comes before it
