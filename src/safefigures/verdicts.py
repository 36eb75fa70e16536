"""One honest word about a result: reached, on course, off course, cannot be said yet, cannot be known this way.

The rules in order, written for "more is better" (for "down" everything is mirrored). T: wanted change; (low, high): the
interval of the measured change; path: the share of T that should be there by now, in proportion to the time passed.

1. who answered chose to answer, a series that broke, or no margin      -> cannot be known with this measurement
2. an unplanned look at an interval for one fixed look                  -> cannot be said yet
3. low >= T (a target to hold on to, T <= 0, only at the end)           -> reached
4. high < path                                                          -> off course
5. the smallest change the design can see is larger than |T|            -> cannot be known with this measurement
6. time left, low > 0 and change >= path (T <= 0: low >= T)             -> on course
7. otherwise                                                            -> cannot be said yet
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from safefigures.arrays import choice
from safefigures.errors import StatInputError
from safefigures.scalars import above_zero, column, flag, number

WORDS = {
    "reached": "bereikt",
    "on_course": "op koers",
    "off_course": "niet op koers",
    "too_early": "nog niet te zeggen",
    "unknowable": "niet te weten met deze meting",
}
SAMPLES = ("random", "probability", "register", "self_selected", "convenience")
CHOSE_THEMSELVES = ("self_selected", "convenience")


@dataclass(frozen=True)
class Verdict:
    """`key` for code, `word` for the screen; `reason` why, `would_help` what makes it sayable ("" when said). Dutch."""

    key: str
    word: str
    reason: str
    would_help: str = ""

    @property
    def said(self) -> bool:
        """Whether a word about the result itself could be given."""
        return self.key in ("reached", "on_course", "off_course")


def verdict(
    change: float,
    target: float,
    interval: tuple[float, float] | None,
    time_left: float,
    sample: str,
    *,
    period: float = 1.0,
    direction: str | None = None,
    baseline: float | None = None,
    detectable: float | None = None,
    broken: bool = False,
    planned_look: bool = True,
    anytime: bool = False,
) -> Verdict:
    """The verdict on one result.

    `change`: now minus the baseline; `interval`: (low, high) of that change, None when unknown; `target`: the wanted
    change, or with `baseline` the wanted level. `direction`: "up" or "down", what is better; by default the sign of the
    wanted change. `time_left` of the agreed `period`, same unit (without a period: the share that is left, 1..0).
    `sample`: "random" (or "probability"), "register" (everybody), "self_selected", "convenience". `detectable`: the
    smallest change the design can see. `broken`: the series broke between the baseline and now. `planned_look`: this
    moment, or these moments in a group-sequential plan, were agreed beforehand; `anytime`: the interval is a confidence
    sequence. Raises StatInputError.
    """
    choice(sample, "sample", SAMPLES)
    span = above_zero(period, "period")
    left = number(time_left, "time_left", low=0.0, high=span) / span
    moved = number(change, "change")
    wanted = number(target, "target")
    if baseline is not None:
        wanted -= number(baseline, "baseline")
    sign = _sign(direction, wanted)
    ends = _interval(interval, moved, sample)
    if detectable is not None:
        above_zero(detectable, "detectable")
    flags = flag(broken, "broken"), flag(planned_look, "planned_look"), flag(anytime, "anytime")
    refusal = _refused(sample, ends, *flags)
    if refusal is not None or ends is None:
        return refusal or _unknown_margin()
    low, high = sorted((sign * ends[0], sign * ends[1]))
    return _weigh(sign * moved, sign * wanted, low, high, left, detectable)


def _weigh(
    moved: float, wanted: float, low: float, high: float, left: float, detectable: float | None
) -> Verdict:
    """Rules 3 to 7; more is better."""
    over = left == 0
    path = wanted * (1 - left) if wanted > 0 else wanted
    if low >= wanted and (wanted > 0 or over):
        return _verdict("reached", "De hele marge ligt op of voorbij het doel.")
    if high < path:
        return _verdict(
            "off_course",
            "De periode is voorbij en de hele marge ligt voor het doel."
            if over
            else "De hele marge ligt achter bij waar we nu zouden moeten zijn.",
        )
    if detectable is not None and detectable > abs(wanted) > 0:
        return _verdict(
            "unknowable",
            "Het doel is kleiner dan de kleinste verandering die deze meting kan zien.",
            "Meet bij meer mensen, samen met de regio of over meer jaren. Of kies een ander cijfer.",
        )
    ahead = low >= wanted if wanted <= 0 else low > 0 and moved >= path
    if not over and ahead:
        reason = (
            "Het cijfer bleef waar het moet blijven, ook met de marge erbij."
            if wanted <= 0
            else "De verbetering is groter dan de marge en ligt op schema."
        )
        return _verdict("on_course", reason)
    return _verdict(
        "too_early",
        "De marge is te groot: het doel kan gehaald zijn, maar ook niet."
        if over
        else "De marge is te groot: het kan goed gaan, maar ook niet.",
        "Meet bij meer mensen." if over else "Wacht op de volgende meting, of meet bij meer mensen.",
    )


def _refused(sample: str, ends: Any, broken: bool, planned_look: bool, anytime: bool) -> Verdict | None:
    """Rules 1 and 2: what no figure can repair."""
    if sample in CHOSE_THEMSELVES:
        return _verdict(
            "unknowable",
            "Wie meedeed, koos daar zelf voor. Dat zegt niets over alle inwoners.",
            "Trek een steekproef waarin het toeval bepaalt wie een uitnodiging krijgt.",
        )
    if broken:
        return _verdict(
            "unknowable",
            "De meting veranderde tussen het begin en nu. De cijfers zijn niet te vergelijken.",
            "Meet een keer op de oude en de nieuwe manier tegelijk, of kies een nieuw beginpunt.",
        )
    if ends is None:
        return _unknown_margin()
    if not planned_look and not anytime:
        return _verdict(
            "too_early",
            "Dit is een tussentijdse blik. De gewone marge klopt dan niet.",
            "Wacht tot het afgesproken moment, of reken met een marge die bij elke blik klopt.",
        )
    return None


def _unknown_margin() -> Verdict:
    return _verdict(
        "unknowable",
        "Van dit cijfer is geen marge bekend.",
        "Vraag de bron om de marge of om het aantal antwoorden.",
    )


def _verdict(key: str, reason: str, would_help: str = "") -> Verdict:
    return Verdict(key=key, word=WORDS[key], reason=reason, would_help=would_help)


def _sign(direction: str | None, wanted: float) -> float:
    if direction is None:
        if wanted == 0:
            raise StatInputError("a target of no change needs a direction", place="direction")
        return 1.0 if wanted > 0 else -1.0
    return 1.0 if choice(direction, "direction", ("up", "down")) == "up" else -1.0


def _interval(interval: Any, moved: float, sample: str) -> tuple[float, float] | None:
    if interval is None:
        return None
    low, high = column(interval, "interval", length=2)
    if not low <= moved <= high:
        raise StatInputError(f"the change {moved:g} lies outside {low:g} to {high:g}", place="interval")
    if low == high and sample != "register":
        raise StatInputError("a sample without a margin does not exist", place="interval")
    return float(low), float(high)
