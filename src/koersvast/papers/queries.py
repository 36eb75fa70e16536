"""Questions about papers: the facts of a cycle, what people wrote, what is due, and how papers look."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from koersvast.activities import queries as activities
from koersvast.activities import rules as money_rules
from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle
from koersvast.decisions import verdict_queries
from koersvast.decisions.models import Commitment, Decision
from koersvast.goals.models import Goal
from koersvast.indicators.models import Indicator
from koersvast.indicators.rules import Series
from koersvast.papers import rules
from koersvast.papers.models import BoundFact, CalendarItem, HouseStyle, PaperText
from koersvast.papers.rules import Amber, Bound, Fact
from koersvast.ui.dates import spoken
from koersvast.ui.numbers import whole, with_unit


@dataclass(frozen=True)
class Written:
    """One stored text with what it rests on, and where it is no longer true."""

    row: PaperText
    bound: tuple[Bound, ...]
    ambers: tuple[Amber, ...]

    @property
    def text(self) -> str:
        return self.row.text


@dataclass(frozen=True)
class Texts:
    """Every text of the papers of one cycle; (about, slot) within one kind."""

    facts: Mapping[str, Fact]
    written: tuple[Written, ...]

    @cached_property
    def _by_place(self) -> dict[tuple[str, str, str], Written]:
        return {(one.row.kind, one.row.about_key, one.row.slot): one for one in self.written}

    def at(self, kind: str, slot: str, about: str = "") -> Written | None:
        return self._by_place.get((kind, about, slot))

    def ambers(self, kind: str) -> list[Amber]:
        return [amber for one in self.written if one.row.kind == kind for amber in one.ambers]


SeriesPer = Mapping[UUID, Sequence[Series]]


def facts_of(
    cycle: Cycle, *, gmcode: str, about: Collection[str] | None = None, series: SeriesPer | None = None
) -> dict[str, Fact]:
    """Everything a sentence of a paper can rest on, as it is now. A fixed number of queries.

    ``about``: of goals only those with these keys; ``series``: the measurements, from who read them already.

    Of a group that is too small nothing is a fact, and neither is a figure about another place. Papers are for Dutch
    readers, so the facts are Dutch whatever the language of the screen is: else another language would change them.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _facts_of(cycle, gmcode, about, series)


def _facts_of(
    cycle: Cycle, gmcode: str, about: Collection[str] | None, series: SeriesPer | None
) -> dict[str, Fact]:
    rows = Goal.objects.filter(cycle=cycle)
    goals = {row.pk: row for row in (rows if about is None else rows.filter(key__in=about))}
    indicators = dict(Indicator.objects.filter(cycle=cycle).values_list("pk", "key"))
    wanted = None if about is None else goals.keys()
    judged = verdict_queries.judged(cycle, gmcode=gmcode, goals=wanted, series=series)
    lines = activities.money_lines(cycle)
    found: list[Fact] = []
    for goal_id, one in judged.items():
        if goal_id in goals:
            found += _of_goal(goals[goal_id], one, indicators)
    found += _of_money(money_rules.per_year(lines))
    found += _counted(cycle)
    found += _decided(cycle)
    return {fact.ref: fact for fact in found}


OF_GOALS = ("figure", "verdict")  # the key of a goal is the second part of these references


def _of_goal(goal: Goal, judged: Any, indicators: Mapping[Any, str]) -> Iterator[Fact]:
    for basis in judged.bases:
        key = indicators.get(basis.indicator_id)
        if basis.hidden or key is None:
            continue
        for which, value, time, label in (
            ("baseline", basis.baseline_value, basis.baseline_period, _("nulmeting %s")),
            ("last", basis.last_value, basis.last_period, _("laatste meting %s")),
            ("target", basis.target_value, str(basis.target_year or ""), _("doel %s")),
        ):
            if value is not None:
                yield Fact(
                    f"figure/{goal.key}/{key}/{which}",
                    with_unit(value, basis.unit),
                    f"{basis.name}, {label % spoken(time)}",
                )
    said = judged.latest.get_verdict_display() if judged.latest else ""
    if said:
        yield Fact(f"verdict/{goal.key}", str(said).lower(), _("oordeel over: %s") % goal.text)


def _of_money(years: tuple[money_rules.YearMoney, ...]) -> Iterator[Fact]:
    for money in years:
        for which, amount, label in (
            ("cost", money.cost, _("kosten in %d")),
            ("covered", money.cost - money.uncovered, _("gedekt in %d")),
            ("uncovered", money.uncovered, _("niet gedekt in %d")),
        ):
            if amount:
                yield Fact(f"money/{which}/{money.year}", f"{whole(amount)} euro", label % money.year)


def _counted(cycle: Cycle) -> Iterator[Fact]:
    results = Goal.objects.filter(cycle=cycle, ambition__isnull=False).count()
    open_promises = Commitment.objects.filter(cycle=cycle, status="open").count()
    for ref, count, label, context in (
        (
            "count/activities",
            Activity.objects.filter(cycle=cycle).count(),
            _("aantal activiteiten"),
            "activiteit",
        ),
        ("count/results", results, _("aantal resultaten"), "resulta"),
        ("count/commitments", open_promises, _("aantal open toezeggingen"), "toezegging"),
    ):
        yield Fact(ref, whole(count), label, (context,))


def _decided(cycle: Cycle) -> Iterator[Fact]:
    for key, day, kind in Decision.objects.filter(cycle=cycle).values_list("key", "decided_on", "kind"):
        if kind in ("adopt_plan", "budget", "close_cycle"):
            label = {"adopt_plan": _("datum van: plan vastgesteld"), "budget": _("datum van: begroting")}.get(
                kind, _("datum van: ronde afgesloten")
            )
            yield Fact(f"decided/{key}", spoken(day), label)


def texts_of(cycle: Cycle, *, facts: Mapping[str, Fact]) -> Texts:
    """What people wrote, with the sentences to look at again. Two queries."""
    return Texts(facts, tuple(_written(row, facts) for row in _rows(cycle)))


def texts_as_they_stand(cycle: Cycle, *, series: SeriesPer | None = None) -> Texts:
    """The same for who only reads: of all facts it looks at those that a text rests on. A fixed number of queries."""
    rows = list(_rows(cycle))
    refs = [one.fact.split("/") for row in rows for one in row.bound_facts.all()]
    facts: dict[str, Fact] = {}
    if refs:
        about = {ref[1] for ref in refs if ref[0] in OF_GOALS and len(ref) > 1}
        facts = facts_of(cycle, gmcode=cycle.municipality.code, about=about, series=series)
    return Texts(facts, tuple(_written(row, facts) for row in rows))


def _rows(cycle: Cycle) -> QuerySet[PaperText]:
    bound = Prefetch("bound_facts", BoundFact.objects.order_by("position", "id"))
    return PaperText.objects.filter(cycle=cycle).prefetch_related(bound).order_by("position", "id")


def _written(row: PaperText, facts: Mapping[str, Fact]) -> Written:
    bound = tuple(as_bound(one) for one in row.bound_facts.all())
    return Written(row, bound, tuple(rules.ambers(row.text, bound, facts)))


def as_bound(row: BoundFact) -> Bound:
    return Bound(row.fact, row.words, row.written, row.value, row.declined)


def text_at(cycle: Cycle, *, kind: str, about: str, slot: str) -> PaperText | None:
    """The stored text of one place of one paper. One query."""
    found: PaperText | None = (
        PaperText.objects.filter(cycle=cycle, kind=kind, about_key=about, slot=slot)
        .order_by("-position")
        .first()
    )
    return found


def calendar_of(cycle: Cycle) -> QuerySet[CalendarItem]:
    return CalendarItem.objects.filter(cycle=cycle).order_by("due_on", "position", "id")


def calendar_with_time(cycle: Cycle, *, today: date) -> list[dict[str, Any]]:
    """What is due, each with whether it is late, now or later. One query."""
    return [{"row": row, "when": rules.when(row.due_on, row.status, today)} for row in calendar_of(cycle)]


def removed_from_calendar(cycle: Cycle) -> QuerySet[CalendarItem]:
    found: QuerySet[CalendarItem] = CalendarItem.with_removed.filter(
        cycle=cycle, removed_at__isnull=False
    ).order_by("-removed_at")
    return found


def house_style() -> HouseStyle | None:
    """Of the municipality whose scope is open. One query."""
    found: HouseStyle | None = HouseStyle.objects.first()
    return found
