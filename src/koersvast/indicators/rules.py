"""What may stand on one line, what may be shown at all, and what a figure says about this municipality.

Pure: no database, no web. Values of ``unit == "%"`` run from 0 to 100; counts have a unit of COUNT_UNITS.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from uuid import UUID

# Check K12: smallest group for a count and for a percentage. A smaller one could point at a person, and
# one answer more or less would move a percentage by more than two points.
SMALLEST_COUNT = 10
SMALLEST_FOR_PERCENTAGE = 50

COUNT_UNITS = frozenset({"aantal", "count", "meldingen", "registraties", "personen", "deelnemers"})
SELF_SELECTED = frozenset({"self_selected", "convenience"})


class About(Enum):
    """What a figure is about, seen from the municipality that shows it."""

    HERE = "here"
    NATIONAL = "national"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Point:
    """One measurement with its passport, apart from the database."""

    id: UUID
    indicator_id: UUID
    place: str
    place_code: str
    population: str
    group: str
    compare_group: str
    period: str
    value: float
    compare_value: float | None
    margin_low: float | None
    margin_high: float | None
    n: int | None
    sample: str
    series: str
    break_note: str
    source: str
    retrieved_on: str
    chosen: bool | None
    illustrative: bool
    unit: str

    @property
    def time(self) -> float:
        """The moment on a time axis, in years: "2023-10" lies at 2023.75."""
        year, _, month = self.period.partition("-")
        return float(year) + ((int(month[:2]) - 1) / 12 if month else 0.0)

    @property
    def line(self) -> tuple[str, ...]:
        """What two measurements must share before a line may join them."""
        return (self.place_code or self.place, self.population, self.group, self.series, self.sample)


@dataclass(frozen=True)
class Series:
    """Measurements that may stand on one line: same place, people, group, series and sample type.

    ``points`` run in time, at most one per period; ``others`` were measured for the same period by another
    source: kept and told, not drawn. ``undecided`` names the periods for which nobody chose yet.
    """

    points: tuple[Point, ...]
    others: tuple[Point, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def first(self) -> Point:
        return self.points[0]

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def self_selected(self) -> bool:
        return self.first.sample in SELF_SELECTED


def may_show(point: Point) -> bool:
    """Is the group large enough for this figure (K12)?

    A count of ten or more; a percentage of at least fifty participants; any other figure of at least ten.
    An unknown number of participants is not a small one: published figures often leave it out.
    """
    return large_enough(point.value, point.unit, point.n)


def large_enough(value: float, unit: str, n: int | None) -> bool:
    """may_show for the bare numbers: the value, its unit, and how many took part (None: unknown)."""
    if unit in COUNT_UNITS:
        return value >= SMALLEST_COUNT
    smallest = SMALLEST_FOR_PERCENTAGE if unit == "%" else SMALLEST_COUNT
    return n is None or n >= smallest


def margin(point: Point) -> tuple[float, float] | None:
    """The interval to show. Who signs up by themselves is no sample, so there an interval means nothing."""
    if point.margin_low is None or point.margin_high is None or point.sample in SELF_SELECTED:
        return None
    return point.margin_low, point.margin_high


def gap(point: Point) -> float | None:
    """Distance to the compare group in the unit of the indicator: positive when this group is higher."""
    return None if point.compare_value is None else point.value - point.compare_value


def about(point: Point, *, gmcode: str) -> About:
    """Is this figure about this municipality, the whole country, or another place?"""
    if point.place_code == gmcode:
        return About.HERE
    if point.place_code.upper().startswith("NL") or point.place.startswith("Nederland"):
        return About.NATIONAL
    return About.HERE if not point.place_code else About.ELSEWHERE


def choose(points: Sequence[Point]) -> tuple[Point, tuple[Point, ...], bool]:
    """The measurement of one period to show, the others, and whether somebody chose.

    Nobody chose: the one whose number of participants is known goes first, because its passport says more.
    """
    chosen = [point for point in points if point.chosen]
    if chosen:
        first = chosen[0]
    else:
        left = [point for point in points if point.chosen is not False] or list(points)
        first = max(left, key=lambda point: point.n is not None)
    others = tuple(point for point in points if point is not first)
    return first, others, bool(chosen) or len(points) == 1


def split(points: Iterable[Point]) -> tuple[Series, ...]:
    """Measurements of one indicator, split into what may stand on one line, each in time; earliest line first."""
    lines: dict[tuple[str, ...], dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for point in points:
        lines[point.line][point.period].append(point)
    found = []
    for periods in lines.values():
        kept: list[Point] = []
        others: list[Point] = []
        undecided: list[str] = []
        for period in sorted(periods):
            first, rest, decided = choose(periods[period])
            kept.append(first)
            others.extend(rest)
            if not decided:
                undecided.append(period)
        kept.sort(key=lambda point: point.time)
        found.append(Series(tuple(kept), tuple(others), tuple(undecided)))
    return tuple(sorted(found, key=lambda series: (series.first.time, series.first.series)))


def pictures(series: Iterable[Series]) -> tuple[tuple[Series, ...], ...]:
    """Series that may stand in one picture: one place, one group of people, one sample type.

    Inside a picture each series keeps its own line; between two of them the picture shows a break. Who signed up by
    themselves never stands beside a sample, nor one group beside another.
    """
    found: dict[tuple[str, ...], list[Series]] = defaultdict(list)
    for one in series:
        place, population, group, _series, sample = one.first.line
        found[(place, population, group, sample)].append(one)
    return tuple(tuple(sorted(group, key=lambda one: one.first.time)) for group in found.values())


@dataclass(frozen=True)
class Earlier:
    """The measurements of a definition of an earlier cycle, and whether a line may join them with the newer ones."""

    cycle: int
    points: tuple[Point, ...]
    breaks: bool
    why: str


def join(own: Iterable[Point], earlier: Iterable[Earlier], *, unit: str) -> list[Point]:
    """The measurements of an indicator with those of the definitions that it follows, the nearest first.

    What was measured again for the same line and period counts once: the newest definition tells it. Where the
    definition breaks the older measurements get a line of their own, and the first point after it says why. A figure
    in another unit is left out.
    """
    found = list(own)
    known = {(point.line, point.period) for point in found}
    for one in earlier:
        if one.breaks and one.why:
            found = _broken(found, one.why)
        for point in one.points:
            if point.unit != unit or (point.line, point.period) in known:
                continue
            known.add((point.line, point.period))
            found.append(replace(point, series=f"{point.series} · {one.cycle}") if one.breaks else point)
    return found


def _broken(points: Sequence[Point], why: str) -> list[Point]:
    """The same points; the first of each line says why the line starts there."""
    first: dict[tuple[str, ...], UUID] = {}
    for point in sorted(points, key=lambda point: point.time):
        first.setdefault(point.line, point.id)
    starts = set(first.values())
    return [
        replace(point, break_note=why) if point.id in starts and not point.break_note else point
        for point in points
    ]


def holding(series: Iterable[Series], point_id: UUID | None) -> Series | None:
    """The series in which a measurement stands, also when another source was chosen for its period."""
    for one in series:
        if any(point.id == point_id for point in (*one.points, *one.others)):
            return one
    return None
