"""Arrows to what was said in reviews, what was adopted, and the sentences of papers. One query for each kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from koersvast.activities.models import Activity, Budget
from koersvast.cycles.models import Cycle
from koersvast.decisions.models import (
    Decision,
    DecisionKind,
    ResultVerdict,
    ReviewQuestion,
    ReviewRemark,
    ReviewTopic,
)
from koersvast.freezing.models import FrozenCopy
from koersvast.indicators.models import Indicator
from koersvast.papers.models import BoundFact, PaperKind, PaperText
from koersvast.red_thread.walk import Arrow, Node


@dataclass
class Keyed:
    """Links of a cycle under the names that decisions and facts use for them."""

    goals: Mapping[str, UUID]
    activities: Mapping[str, UUID]
    decisions: dict[str, UUID] = field(default_factory=dict)
    about: dict[str, list[tuple[UUID, str]]] = field(default_factory=lambda: defaultdict(list))


def arrows(cycle: Cycle, ambitions: Collection[UUID], goals: Mapping[UUID, str]) -> Iterator[Arrow]:
    """``goals``: id -> key. A fixed number of queries."""
    keyed = Keyed(
        {key: pk for pk, key in goals.items()},
        dict(Activity.objects.filter(cycle=cycle).values_list("key", "pk")),
    )
    for decision in Decision.objects.filter(cycle=cycle).order_by("decided_on"):
        keyed.decisions[decision.key] = decision.pk
        keyed.about[decision.about_key].append((decision.pk, decision.decided_on))
        if decision.kind == DecisionKind.ADOPT_PLAN and decision.stands:
            for pk in ambitions:
                yield Arrow(Node("ambitie", pk), Node("besluit", decision.pk))
    yield from _adopted(cycle, keyed)
    yield from _discussed(cycle, keyed)
    yield from _written(cycle, keyed)


def _adopted(cycle: Cycle, keyed: Keyed) -> Iterator[Arrow]:
    rows = FrozenCopy.objects.filter(cycle_number=cycle.number).order_by("decided_on", "frozen_at")
    for pk, key in rows.values_list("pk", "decision_key"):
        if key in keyed.decisions:
            yield Arrow(Node("besluit", keyed.decisions[key]), Node("vastgesteld", pk))


def _discussed(cycle: Cycle, keyed: Keyed) -> Iterator[Arrow]:
    """From what it is about to what was said, and on to what was decided about it afterwards."""
    answered = Q(pk__in=[])
    for question in ReviewQuestion.values:
        answered |= ~Q(**{question: ""})
    rows = ReviewTopic.objects.filter(
        answered | Exists(ReviewRemark.objects.filter(topic=OuterRef("pk"))),
        review__session__cycle=cycle,
        review__removed_at=None,
        review__session__removed_at=None,
    ).order_by("review__session__held_on", "position", "id")
    goals = {pk: key for key, pk in keyed.goals.items()}
    activities = {pk: key for key, pk in keyed.activities.items()}
    for pk, goal, activity, held_on in rows.values_list(
        "pk", "goal_id", "activity_id", "review__session__held_on"
    ):
        key = goals.get(goal) or activities.get(activity)
        if key is None:
            continue
        talk = Node("bespreking", pk)
        yield Arrow(Node("doel", goal) if goal else Node("activiteit", activity), talk)
        for decision, decided_on in keyed.about.get(key, ()):
            if decided_on >= held_on[: len(decided_on)]:
                yield Arrow(talk, Node("besluit", decision))


def _written(cycle: Cycle, keyed: Keyed) -> Iterator[Arrow]:
    """From a figure, an amount, a verdict or a decision to the texts that rest on it."""
    pages = PaperText.objects.filter(cycle=cycle, kind=PaperKind.COUNCIL_PAGE).exclude(text="")
    for pk, about in pages.values_list("pk", "about_key"):
        if about in keyed.goals:
            yield Arrow(Node("doel", keyed.goals[about]), Node("zin", pk))
    rows = (
        BoundFact.objects.filter(paper_text__cycle=cycle, paper_text__removed_at=None, declined=False)
        .exclude(paper_text__text="")
        .order_by("paper_text__position", "position", "id")
    )
    facts = [(text, ref.split("/")) for text, ref in rows.values_list("paper_text_id", "fact")]
    if not facts:
        return
    figures = dict(Indicator.objects.filter(cycle=cycle).values_list("key", "pk"))
    judged = ResultVerdict.objects.filter(goal__cycle=cycle).order_by("position")
    verdicts = dict(judged.values_list("goal__key", "pk"))  # the last one holds
    money: dict[str, list[Node]] = defaultdict(list)
    budgets = Budget.objects.filter(activity__cycle=cycle, activity__removed_at=None)
    for pk, year in budgets.values_list("pk", "year"):
        money[str(year)].append(Node("bedrag", pk))
    known: set[tuple[UUID, str]] = set()
    for text, ref in facts:
        about = f"money/{ref[-1]}" if ref[0] == "money" else "/".join(ref[:3])
        if (text, about) in known:  # cost and cover of one year are the same amounts
            continue
        known.add((text, about))
        lower = Node("zin", text)
        for upper in _rests_on(ref, keyed, figures, verdicts, money):
            yield Arrow(upper, lower)


def _rests_on(
    ref: list[str],
    keyed: Keyed,
    figures: Mapping[str, UUID],
    verdicts: Mapping[str, UUID],
    money: Mapping[str, list[Node]],
) -> Iterator[Node]:
    """The links that a reference of a fact names (papers.queries): figure/GOAL/FIGURE/WHICH, verdict/GOAL, ..."""
    match ref:
        case ["figure", _goal, key, _which] if key in figures:
            yield Node("cijfer", figures[key])
        case ["verdict", key] if key in verdicts:
            yield Node("oordeel", verdicts[key])
        case ["money", _which, year]:
            yield from money.get(year, ())
        case ["decided", key] if key in keyed.decisions:
            yield Node("besluit", keyed.decisions[key])
