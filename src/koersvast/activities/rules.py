"""Money per year, where it comes from, and what is left uncovered. Pure; whole euros."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

SMALLEST = 10  # K12: a smaller group could point at a person
OUTCOME_BASES = {"usefulness_n": ("usefulness_mean",), "achieved_n": ("achieved",), "started": ("dropped",)}
FIRST_IV3 = 2017  # from this budget year on municipalities plan by task field
# where this policy's money usually stands; people change the list, for Iv3 is revised every year
USUAL_FIELDS = (
    ("0.1", "Bestuur"),
    ("0.4", "Overhead"),
    ("1.2", "Openbare orde en veiligheid"),
    ("4.3", "Onderwijsbeleid en leerlingenzaken"),
    ("5.1", "Sportbeleid en activering"),
    ("5.3", "Cultuurpresentatie, cultuurproductie en cultuurparticipatie"),
    ("6.1", "Samenkracht en burgerparticipatie"),
    ("6.2", "Toegang en eerstelijnsvoorzieningen"),
    ("7.1", "Volksgezondheid"),
)
OUTCOME_COUNTS = ("known", "reached", "target_group")


@dataclass(frozen=True)
class Fund:
    """Money from one source for one budget line; ``ends_on`` is a year, month or day, or empty."""

    source: str
    amount: int
    ends_on: str = ""


@dataclass(frozen=True)
class Line:
    """What one activity costs in one year."""

    activity: str
    year: int
    amount: int
    taakveld: str
    funds: tuple[Fund, ...] = ()
    ends_on: str = ""
    """When the activity itself ends."""
    illustrative: bool = False
    realised: int | None = None
    """What was really spent; None as long as nobody filled it in."""

    @property
    def valid_funds(self) -> tuple[Fund, ...]:
        """Funds that still run in the year of the cost: money that stopped earlier covers nothing (K17)."""
        return tuple(fund for fund in self.funds if not stopped_before(fund.ends_on, self.year))

    @property
    def covered(self) -> int:
        """Never more than the cost: money that is left over does not cover another activity."""
        return min(self.amount, sum(fund.amount for fund in self.valid_funds))

    @property
    def uncovered(self) -> int:
        return self.amount - self.covered


@dataclass(frozen=True)
class YearMoney:
    """One year: cost, cover by source (largest source of all years first) and what is left uncovered.

    ``sum of sources + uncovered == cost``, to the euro.
    """

    year: int
    cost: int
    sources: tuple[tuple[str, int], ...]
    uncovered: int


@dataclass(frozen=True)
class Spent:
    """One year: what was planned and what was really spent. ``waiting``: lines of which nobody said it yet."""

    year: int
    planned: int
    realised: int
    waiting: int

    @property
    def difference(self) -> int | None:
        """More (positive) or less spent than planned; None while lines are missing: half a sum says nothing."""
        return None if self.waiting else self.realised - self.planned

    @property
    def less(self) -> int:
        """How much less was spent than planned."""
        return max(self.planned - self.realised, 0)


@dataclass(frozen=True)
class Field:
    """A task field and the years in which it holds; ``until_year`` None: still."""

    code: str
    name: str
    from_year: int
    until_year: int | None = None
    successor: str = ""

    def holds_in(self, year: int) -> bool:
        return self.from_year <= year <= (self.until_year or year)


@dataclass(frozen=True)
class Doubt:
    """A task field that does not fit the year of its money. The money stays where people put it."""

    activity: str
    year: int
    code: str
    kind: Literal["unknown", "ended", "not_yet"]
    successor: str = ""


def stopped_before(ends_on: str, year: int) -> bool:
    """Does something that ends then no longer run in this year? Unknown ends never stop anything."""
    return ends_on[:4].isdecimal() and int(ends_on[:4]) < year


def shares(line: Line) -> list[tuple[str, int]]:
    """The cover of a line by source, cut off at the cost so that the parts add up to what is covered."""
    left, found = line.covered, []
    for fund in line.valid_funds:
        part = min(left, fund.amount)
        if part:
            found.append((fund.source, part))
        left -= part
    return found


def per_year(lines: Iterable[Line]) -> tuple[YearMoney, ...]:
    """Cost and cover of every year with money in it, in order of time."""
    every = list(lines)
    by_year: dict[int, list[Line]] = {}
    for line in every:
        by_year.setdefault(line.year, []).append(line)
    size: dict[str, int] = {}
    for line in every:
        for source, amount in shares(line):
            size[source] = size.get(source, 0) + amount
    order = sorted(size, key=lambda source: (-size[source], source))
    found = []
    for year in sorted(by_year):
        sums: dict[str, int] = {}
        for line in by_year[year]:
            for source, amount in shares(line):
                sums[source] = sums.get(source, 0) + amount
        found.append(
            YearMoney(
                year=year,
                cost=sum(line.amount for line in by_year[year]),
                sources=tuple((source, sums[source]) for source in order if source in sums),
                uncovered=sum(line.uncovered for line in by_year[year]),
            )
        )
    return tuple(found)


def per_task_field(lines: Iterable[Line]) -> dict[str, dict[int, int]]:
    """Task field (Iv3) -> year -> euros."""
    found: dict[str, dict[int, int]] = {}
    for line in lines:
        years = found.setdefault(line.taakveld, {})
        years[line.year] = years.get(line.year, 0) + line.amount
    return dict(sorted(found.items()))


def spent(lines: Iterable[Line]) -> tuple[Spent, ...]:
    """Planned against spent, for every year of which somebody said what was spent."""
    by_year: dict[int, list[Line]] = {}
    for line in lines:
        by_year.setdefault(line.year, []).append(line)
    return tuple(
        Spent(
            year,
            sum(line.amount for line in found),
            sum(line.realised or 0 for line in found),
            sum(1 for line in found if line.realised is None),
        )
        for year, found in sorted(by_year.items())
        if any(line.realised is not None for line in found)
    )


def field_in(table: Iterable[Field], code: str, year: int) -> Field | None:
    """The task field with this number in this year; the one that began last when two hold."""
    found = [field for field in table if field.code == code.strip() and field.holds_in(year)]
    return max(found, key=lambda field: field.from_year, default=None)


def field_doubts(table: Iterable[Field], lines: Iterable[Line]) -> tuple[Doubt, ...]:
    """Lines whose task field does not hold in their year. A cycle without a table has no doubts."""
    fields = list(table)
    if not fields:
        return ()
    found = []
    for line in lines:
        code = line.taakveld.strip()
        if field_in(fields, code, line.year):
            continue
        same = [field for field in fields if field.code == code]
        ended = [field for field in same if field.until_year is not None and field.until_year < line.year]
        if not same:
            found.append(Doubt(line.activity, line.year, code, "unknown"))
        elif ended:
            last = max(ended, key=lambda field: field.until_year or 0)
            found.append(Doubt(line.activity, line.year, code, "ended", last.successor))
        else:
            found.append(Doubt(line.activity, line.year, code, "not_yet"))
    return tuple(found)


def gaps(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines with an uncovered part: earliest year first, largest gap first."""
    found = [line for line in lines if line.uncovered]
    return tuple(sorted(found, key=lambda line: (line.year, -line.uncovered, line.activity)))


def unbudgeted_years(lines: Iterable[Line]) -> tuple[tuple[str, int], ...]:
    """(activity, year) for the years after its last budget in which an activity still runs.

    Only activities that have a budget at all: running without money is no gap.
    """
    last: dict[str, int] = {}
    end: dict[str, int] = {}
    for line in lines:
        last[line.activity] = max(line.year, last.get(line.activity, line.year))
        if line.ends_on[:4].isdecimal():
            end[line.activity] = int(line.ends_on[:4])
    return tuple(
        (activity, year) for activity, stops in end.items() for year in range(last[activity] + 1, stops + 1)
    )


def needed_if_all_goes_on(years: tuple[YearMoney, ...], *, cycle_ends: int | None) -> dict[int, int]:
    """Year after the cycle -> what it would cost to go on as in the last year of the cycle."""
    if cycle_ends is None:
        return {}
    inside = [money for money in years if money.year <= cycle_ends]
    if not inside:
        return {}
    return {money.year: inside[-1].cost for money in years if money.year > cycle_ends > 0}


def too_few(n: int | None) -> bool:
    """Is this number of people known, and too small to show?"""
    return n is not None and n < SMALLEST


def small_figures(row: Mapping[str, Any]) -> set[str]:
    """Fields of an outcome that stay unsaid because too few people stand behind them (K12).

    ``row`` maps the names of the fields to numbers or None. Nobody at all is nobody to recognise.
    """
    found = {name for name in OUTCOME_COUNTS if row[name] and too_few(row[name])}
    for base, names in OUTCOME_BASES.items():
        if too_few(row[base]):
            found |= {base, *names}
    return found
