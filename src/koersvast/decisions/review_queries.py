"""Questions about reviews: what comes in which order, what was said of it, and by which parties. Fixed numbers of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from koersvast.activities.models import Activity, Contribution
from koersvast.activities.queries import activities_of
from koersvast.cycles.models import Cycle, Session
from koersvast.cycles.words import Party, SessionKind
from koersvast.decisions.models import (
    Decision,
    ResultVerdict,
    Review,
    ReviewRemark,
    ReviewSeat,
    ReviewTopic,
)
from koersvast.decisions.review_rules import ACTIVITY, RESULT, Thing, in_order, is_discussed
from koersvast.goals.models import Goal
from koersvast.goals.queries import GoalTree
from koersvast.indicators import queries as indicators
from koersvast.indicators.models import Measurement
from koersvast.indicators.rules import About, Series, about, may_show

STEP = 6
REMARKS = ReviewRemark.objects


def sessions_of(cycle: Cycle) -> QuerySet[Session]:
    """The reviews of a cycle, the newest first. One query."""
    return (
        Session.objects.filter(cycle=cycle, kind=SessionKind.REVIEW, step=STEP)
        .select_related("review")
        .order_by("-held_on", "-position")
    )


def review_of(session: Session) -> Review | None:
    """What was written down of a review, if anything was."""
    return getattr(session, "review", None)


def organisations_at(session: Session) -> list[str]:
    """Names of the organisations at the table. One query."""
    seats = ReviewSeat.objects.filter(review__session=session)  # also who left since: they were there
    return list(seats.order_by("partner__position").values_list("partner__name", flat=True))


def things(cycle: Cycle, tree: GoalTree | None, *, with_activities: bool) -> list[Thing]:
    """Every result (of ``tree``, None: not for this person) and activity in the order of a review. At most two queries."""
    rows = (
        [Thing(ACTIVITY, *row) for row in activities_of(cycle).values_list("pk", "key", "name")]
        if with_activities
        else []
    )
    served: dict[UUID, set[UUID]] = defaultdict(set)
    if tree is not None and rows:
        links = Contribution.objects.filter(activity__cycle=cycle, goal__removed_at=None)
        for activity, goal in links.order_by().values_list("activity_id", "goal_id"):
            served[activity].add(goal)
    results = [
        (Thing(RESULT, UUID(node.id), node.key, node.text), {UUID(one.id) for one in node.walk()})
        for node in (tree.results if tree else ())
    ]
    return in_order(results, rows, served)


@dataclass
class Talk:
    """Which parties spoke about what in one review: thing -> parties, in the fixed order."""

    parties: dict[UUID, list[str]] = field(default_factory=dict)

    def of(self, thing: UUID) -> list[str]:
        return self.parties.get(thing, [])

    def discussed(self, thing: UUID) -> bool:
        return is_discussed(self.of(thing))


def talks(cycle: Cycle) -> dict[UUID, Talk]:
    """Session -> what was talked about: who the table said took part, and every party with a remark. Two queries."""
    heard: dict[UUID, set[str]] = defaultdict(set)
    # "in" and not a join: the database starts at the few topics of this cycle, not at every remark of the municipality
    of_cycle = ReviewTopic.with_removed.filter(review__session__cycle=cycle).order_by()
    said = REMARKS.filter(topic__in=of_cycle.values("pk")).order_by()
    for topic, party in said.values_list("topic_id", "party").distinct():
        heard[topic].add(party)
    found: dict[UUID, Talk] = defaultdict(Talk)
    topics = ReviewTopic.objects.filter(review__session__cycle=cycle, review__session__removed_at=None)
    for pk, session, goal, activity, parties in topics.order_by().values_list(
        "pk", "review__session_id", "goal_id", "activity_id", "parties"
    ):
        spoke = heard[pk] | set(parties)
        found[session].parties[goal or activity] = [party for party in Party.values if party in spoke]
    return found


def discussed(cycle: Cycle) -> frozenset[UUID]:
    """Results and activities that two parties talked about in one review. Two queries."""
    found = talks(cycle).values()
    return frozenset(thing for talk in found for thing in talk.parties if talk.discussed(thing))


def verdict_words(cycle: Cycle) -> dict[UUID, str]:
    """Goal -> the last word that people gave. One query."""
    rows = ResultVerdict.objects.filter(goal__cycle=cycle).order_by("position")
    return dict(rows.values_list("goal_id", "verdict"))


def decision_words(cycle: Cycle) -> dict[str, str]:
    """Key of a result or activity -> what was decided last. One query."""
    rows = Decision.objects.filter(cycle=cycle).exclude(about_key="").exclude(decision="")
    return dict(rows.order_by("decided_on", "position").values_list("about_key", "decision"))


def topic_of(session: Session, thing: Thing) -> ReviewTopic | None:
    """What one review said about one thing. One query."""
    found: ReviewTopic | None = (
        _about(ReviewTopic.objects.filter(review__session=session), thing)
        .select_related("interpretation")
        .first()
    )
    return found


def remarks_about(session: Session, thing: Thing) -> list[ReviewRemark]:
    """What each party said, in the order of saying. One query."""
    rows = REMARKS.filter(topic__in=_about(ReviewTopic.objects.filter(review__session=session), thing))
    return list(rows.order_by("position", "id"))


def elsewhere(cycle: Cycle, session: Session, thing: Thing) -> list[ReviewTopic]:
    """What other reviews said about the same thing, with their remarks. Two queries."""
    rows = _about(ReviewTopic.objects.filter(review__session__cycle=cycle), thing)
    return list(
        rows.filter(review__session__removed_at=None)
        .exclude(review__session=session)
        .select_related("review__session")
        .prefetch_related(Prefetch("remarks", REMARKS.order_by("position", "id")))
        .order_by("-review__session__held_on", "position")
    )


def _about(rows: QuerySet[ReviewTopic], thing: Thing) -> QuerySet[ReviewTopic]:
    return rows.filter(goal=thing.id) if thing.kind == RESULT else rows.filter(activity=thing.id)


def row_of(thing: Thing, cycle: Cycle) -> Goal | Activity | None:
    model: type[Goal] | type[Activity] = Goal if thing.kind == RESULT else Activity
    found: Goal | Activity | None = model.objects.filter(pk=thing.id, cycle=cycle).first()
    return found


def own_series(cycle: Cycle, used: Collection[UUID], *, gmcode: str) -> dict[UUID, list[Series]]:
    """Indicator -> its lines about this municipality. One query."""
    found = indicators.series_per_indicator(cycle, indicators=used) if used else {}
    return {
        pk: [one for one in series if about(one.first, gmcode=gmcode) is About.HERE]
        for pk, series in found.items()
    }


def newest_figures(cycle: Cycle, used: Iterable[UUID], *, gmcode: str) -> list[Measurement]:
    """The last measurement of each line about this municipality that is not too small: what a talk interprets (K11)."""
    lines = own_series(cycle, list(used), gmcode=gmcode)
    wanted = [one.last.id for series in lines.values() for one in series if may_show(one.last)]
    rows = Measurement.objects.filter(pk__in=wanted).select_related("indicator")
    return list(rows.order_by("indicator__position", "position", "key"))
