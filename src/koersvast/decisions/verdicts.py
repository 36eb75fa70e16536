"""From measurements and a target to one honest word about a result. Pure: no database, no web.

Per figure: ``weigh`` maps a target and the measurements of its indicator to ``safefigures.verdict``. The change runs from
the baseline to the last measurement of the same line (same place, people, group, series, sample); where another series
took over, or a measurement carries a break note, the series broke. The interval of the change adds the two published
95 % margins in quadrature, each side for itself (Zou & Donner 2008): the samples are independent. What a register counts
has no sampling margin, except counts of events, which differ by chance from year to year. The clock is the last
measurement, not today: a proposal never changes because time passes.

Per result: ``propose``. A result is reached only when every figure with a target is: "all of them" is a sentence with
"and". So one figure that surely stays behind makes it false whatever the others become (off course); else one that
cannot be known keeps it from being known; else one that is too early; else on course; else reached. Never an average.

Reasons are Dutch, as those of safefigures; verdict_words.py holds their translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from math import hypot
from uuid import UUID

import safefigures
from koersvast.goals.rules import Standing
from koersvast.indicators.rules import COUNT_UNITS, About, Point, Series, about, holding, margin, may_show

DIRECTIONS = {"higher": "up", "lower": "down"}
SAMPLES = {  # what a sample can say; a school or local survey draws by chance, as its published margin says
    "probability": "random",
    "school_survey": "random",
    "local_survey": "random",
    "register": "register",
    "self_selected": "self_selected",
    "convenience": "convenience",
}
DECIDES_FIRST = ("off_course", "unknowable", "too_early", "on_course", "reached")
STRENGTH = {"off_course": 0, "on_course": 1, "reached": 2}
CERTAINTY = {"unknowable": 0, "too_early": 1, "off_course": 2, "on_course": 2, "reached": 2}


@dataclass(frozen=True)
class Aim:
    """How we know that a goal gets nearer: an indicator with its baseline and target."""

    indicator: UUID
    name: str
    unit: str
    level: str
    favourable: str
    baseline: UUID | None = None
    target: float | None = None
    year: int | None = None


@dataclass(frozen=True)
class Basis:
    """What one figure says about a result, and the numbers that rests on. Nothing of a group that is too small.

    ``proposed``: one of five words, or "" when this figure gives none; values in the unit of the indicator.
    """

    indicator_id: UUID | None
    name: str
    unit: str
    proposed: str = ""
    reason: str = ""
    would_help: str = field(default="", compare=False)
    hidden: bool = field(default=False, compare=False)
    detectable: float | None = field(default=None, compare=False)  # what two such samples can see, in points
    needed: int | None = field(default=None, compare=False)  # people per measurement to see the wanted change
    baseline_period: str = ""
    baseline_value: float | None = None
    baseline_low: float | None = None
    baseline_high: float | None = None
    last_period: str = ""
    last_value: float | None = None
    last_low: float | None = None
    last_high: float | None = None
    change_low: float | None = None
    change_high: float | None = None
    target_value: float | None = None
    target_year: int | None = None

    @property
    def change(self) -> float | None:
        """Last minus baseline, where these may be compared."""
        if self.change_low is None or self.last_value is None or self.baseline_value is None:
            return None
        return self.last_value - self.baseline_value


FROZEN = tuple(one.name for one in fields(Basis) if one.compare)  # what is kept when people confirm
NUMBERS = tuple(name for name in FROZEN if name not in ("indicator_id", "name", "unit", "proposed", "reason"))


@dataclass(frozen=True)
class Proposal:
    """``key``: one of five words, or "" when no figure gives one; ``about`` names the figure that decided."""

    key: str
    reason: str
    would_help: str = ""
    about: str = ""


@dataclass(frozen=True)
class _Said:
    key: str
    reason: str
    would_help: str = ""


PARTICIPANTS = _Said("", "Dit cijfer gaat over deelnemers. Dat bewijst niets over de hele gemeente.")
NO_TARGET = _Said("", "Er is geen streefwaarde.", "Spreek af welk cijfer u wilt halen, en in welk jaar.")
NO_DIRECTION = _Said(
    "unknowable",
    "Het is niet duidelijk of hoger of lager beter is.",
    "Spreek bij het cijfer af welke kant op beter is.",
)
NOT_MEASURED = _Said("too_early", "Er is nog niet gemeten.", "Doe een nulmeting.")
ELSEWHERE = _Said(
    "unknowable",
    "Dit cijfer gaat niet over deze gemeente.",
    "Meet in de eigen gemeente, of samen met de regio.",
)
NO_BASELINE = _Said(
    "too_early", "Er is geen nulmeting over deze gemeente.", "Kies bij het doel een nulmeting."
)
NOT_CHOSEN = _Said(
    "too_early",
    "De nulmeting komt uit een bron die u voor dat jaar niet koos.",
    "Kies bij het doel een andere nulmeting, of kies bij het cijfer deze bron.",
)
UNDECIDED = _Said(
    "too_early",
    "Er zijn twee bronnen voor hetzelfde jaar, en niemand koos er een.",
    "Kies bij het cijfer een bron, met de reden.",
)
TOO_SMALL = _Said(
    "unknowable",
    "De groep is te klein om het cijfer te laten zien.",
    "Meet bij meer mensen, samen met de regio of over meer jaren.",
)
ONE_MEASUREMENT = _Said("too_early", "Er is nog geen meting na de nulmeting.", "Wacht op de volgende meting.")
LATE_BASELINE = _Said(
    "too_early",
    "De nulmeting ligt niet voor het jaar van de streefwaarde.",
    "Kies een nulmeting van eerder, of een later jaar.",
)
NOTHING = _Said(
    "", "Er is geen cijfer met een streefwaarde.", "Kies een cijfer, een nulmeting en een streefwaarde."
)


def weigh(aim: Aim, series: Sequence[Series], *, gmcode: str) -> Basis:
    """What one figure says about its result, seen from the municipality ``gmcode``."""
    own = [one for one in series if about(one.first, gmcode=gmcode) is About.HERE]
    line = holding(own, aim.baseline) if aim.baseline else None
    if line is None:
        return _basis(aim, _refused(aim) or (ELSEWHERE if series and not own else None)
                      or (NO_BASELINE if own else NOT_MEASURED))  # fmt: skip
    baseline = next((point for point in line.points if point.id == aim.baseline), None)
    if baseline is None:
        return _basis(aim, _refused(aim) or NOT_CHOSEN)
    end, broken = _now(line, own, baseline)
    last = end.last
    if not (may_show(baseline) and may_show(last)):
        return _basis(aim, _refused(aim) or TOO_SMALL, hidden=True)
    refusal = _refused(aim)
    if refusal is None and (baseline.period in line.undecided or last.period in end.undecided):
        refusal = UNDECIDED
    if last is baseline:
        return _basis(aim, refusal or ONE_MEASUREMENT, baseline)
    if refusal is None and aim.year is not None and aim.year <= baseline.time:
        refusal = LATE_BASELINE
    interval = None if broken else interval_of_change(baseline, last)
    said = refusal or _ask(aim, baseline, last, interval, broken)
    found = _basis(aim, said, baseline, last, interval)
    if refusal or interval is None or said.key not in ("unknowable", "too_early") or aim.target is None:
        return found
    return replace(found, detectable=detectable(baseline, last), needed=needed(baseline, aim.target))


def propose(bases: Iterable[Basis]) -> Proposal:
    """One word for a result from the words of its figures: never an average."""
    known = [one for one in bases if one.proposed]
    for key in DECIDES_FIRST:
        for one in known:
            if one.proposed == key:
                return Proposal(key, one.reason, one.would_help, one.name)
    return Proposal(NOTHING.key, NOTHING.reason, NOTHING.would_help)


def interval_of_change(baseline: Point, last: Point) -> tuple[float, float] | None:
    """(low, high) of last minus baseline from the two published margins; None where that cannot be known."""
    before, after = margin(baseline), margin(last)
    moved = last.value - baseline.value
    if before is None or after is None:
        exact = last.sample == "register" and last.unit not in COUNT_UNITS
        return (moved, moved) if exact and before is None and after is None else None
    low = moved - hypot(last.value - after[0], before[1] - baseline.value)
    high = moved + hypot(after[1] - last.value, baseline.value - before[0])
    return (low, high) if low < high or last.sample == "register" else None


def detectable(baseline: Point, last: Point) -> float | None:
    """The smallest change two samples of this size can see, in percentage points; None where n is not known."""
    if baseline.unit != "%" or baseline.n is None or last.n is None or not 0 < baseline.value < 100:
        return None
    together = (
        2 * baseline.n * last.n // max(baseline.n + last.n, 1)
    )  # harmonic mean: 1/n + 1/m stays the same
    if together < 2 or last.sample == "register":
        return None
    change = safefigures.smallest_detectable_change(together, baseline.value / 100).smallest_change
    return None if change is None else 100 * change


def needed(baseline: Point, target: float) -> int | None:
    """How many people each measurement needs to see the change that was agreed; None where that has no answer."""
    if baseline.unit != "%" or baseline.sample == "register" or target == baseline.value:
        return None
    if not (0 < baseline.value < 100 and 0 < target < 100):
        return None
    sample = safefigures.needed_sample(baseline.value / 100, target / 100, variance="baseline")
    return sample.total


def standing(node: str, key: str) -> Standing:
    """How a goal stands for its parent: only what was said has strength; without a word it has neither."""
    return Standing(node, STRENGTH.get(key), CERTAINTY.get(key))


def differences(then: Sequence[Basis], now: Sequence[Basis]) -> list[tuple[Basis | None, Basis | None]]:
    """Figures that are no longer what they were: (then, now), None where one came or went."""
    left = list(now)
    found: list[tuple[Basis | None, Basis | None]] = []
    for old in then:
        new = next((one for one in left if _same_figure(old, one)), None)
        if new is not None:
            left.remove(new)
        if new is None or _numbers(old) != _numbers(new):
            found.append((old, new))
    return found + [(None, new) for new in left]


def _same_figure(old: Basis, new: Basis) -> bool:
    return old.indicator_id == new.indicator_id if old.indicator_id else old.name == new.name


def _numbers(one: Basis) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in NUMBERS)


def _refused(aim: Aim) -> _Said | None:
    """What no measurement can mend."""
    if aim.level == "outcome":
        return PARTICIPANTS
    if aim.target is None or aim.year is None:
        return NO_TARGET
    return None if aim.favourable in DIRECTIONS else NO_DIRECTION


def _now(line: Series, own: Sequence[Series], baseline: Point) -> tuple[Series, bool]:
    """The series with the newest measurement of these people, and whether it broke since the baseline.

    A series that began when this one had ended took over from it; one that runs beside it is another story.
    """
    broken = any(point.break_note and point.time > baseline.time for point in line.points)
    same = [one for one in own if _people(one) == _people(line) and one.first.time > line.last.time]
    if not same:
        return line, broken
    return max(same, key=lambda one: one.last.time), True


def _people(series: Series) -> tuple[str, ...]:
    place, population, group, _series, sample = series.first.line
    return (place, population, group, sample)


def _ask(aim: Aim, baseline: Point, last: Point, interval: tuple[float, float] | None, broken: bool) -> _Said:
    """Let safefigures say it. The aim was checked: it has a target, a year after the baseline and a direction."""
    assert aim.target is not None
    assert aim.year is not None
    period = aim.year - baseline.time
    said = safefigures.verdict(
        last.value - baseline.value,
        aim.target,
        interval,
        min(max(aim.year - last.time, 0.0), period),
        SAMPLES[last.sample],
        period=period,
        direction=DIRECTIONS[aim.favourable],
        baseline=baseline.value,
        detectable=detectable(baseline, last),
        broken=broken,
    )
    return _Said(said.key, said.reason, said.would_help)


def _basis(
    aim: Aim,
    said: _Said,
    baseline: Point | None = None,
    last: Point | None = None,
    interval: tuple[float, float] | None = None,
    *,
    hidden: bool = False,
) -> Basis:
    before, after = (margin(point) or (None, None) if point else (None, None) for point in (baseline, last))
    low, high = interval or (None, None)
    return Basis(
        indicator_id=aim.indicator,
        name=aim.name,
        unit=aim.unit,
        proposed=said.key,
        reason=said.reason,
        would_help=said.would_help,
        hidden=hidden,
        baseline_period=baseline.period if baseline else "",
        baseline_value=baseline.value if baseline else None,
        baseline_low=before[0],
        baseline_high=before[1],
        last_period=last.period if last else "",
        last_value=last.value if last else None,
        last_low=after[0],
        last_high=after[1],
        change_low=low,
        change_high=high,
        target_value=aim.target,
        target_year=aim.year,
    )
