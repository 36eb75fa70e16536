"""What people do in a review: plan it, say who was there, speak for a party, answer together, and make it an interpretation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.cycles import actions as cycle_actions
from koersvast.cycles.actions import StaleEdit, change, next_position
from koersvast.cycles.models import Cycle, Partner, Session
from koersvast.cycles.words import SessionKind
from koersvast.decisions import review_queries as queries
from koersvast.decisions.actions import NotPossible
from koersvast.decisions.models import Review, ReviewQuestion, ReviewRemark, ReviewSeat, ReviewTopic
from koersvast.decisions.review_rules import RESULT, Thing
from koersvast.indicators import actions as indicators
from koersvast.indicators.models import Interpretation, Measurement
from koersvast.people.models import Membership, User
from koersvast.people.permissions import may_plan

ANSWERS = tuple(ReviewQuestion.values)


@transaction.atomic
def open_review(
    cycle: Cycle,
    *,
    by: User,
    session: Mapping[str, Any],
    times: Mapping[str, str],
    organisations: Sequence[Partner],
) -> Session:
    """Plan a review: a session of step 6, with its times and who sits at the table."""
    row = cycle_actions.open_session(
        cycle, by=by, kind=SessionKind.REVIEW.value, step=queries.STEP, **session
    )
    review = _review(row)
    Review.objects.filter(pk=review.pk).update(**times)
    _seat(review, organisations)
    return row


def _review(session: Session) -> Review:
    found: Review
    found, _made = Review.objects.get_or_create(municipality_id=session.municipality_id, session=session)
    return found


@transaction.atomic
def change_review(
    session: Session,
    *,
    by: User,
    version: int | None,
    times: Mapping[str, str],
    organisations: Sequence[Partner],
) -> None:
    """Who was there and from when to when. Raises StaleEdit with both versions."""
    review = Review.objects.select_for_update().get(pk=_review(session).pk)
    before = ", ".join(seat.partner.name for seat in _seats(review))
    after = ", ".join(one.name for one in organisations)
    mine = {**times, "organisations": after}
    theirs = {name: getattr(review, name) for name in times} | {"organisations": before}
    if mine == theirs:
        return
    if version is not None and version != review.version:
        raise StaleEdit(review, theirs, mine)
    Review.objects.filter(pk=review.pk).update(version=F("version") + 1, **times)
    if before != after:
        _seat(review, organisations)
    changes = {name: (theirs[name], mine[name]) for name in mine if mine[name] != theirs[name]}
    audit.record("review.changed", subject=review, by=by, changes=changes)


def _seats(review: Review) -> list[ReviewSeat]:
    rows = ReviewSeat.objects.filter(review=review, partner__removed_at=None)
    return list(rows.select_related("partner").order_by("partner__position", "partner__key"))


def _seat(review: Review, organisations: Sequence[Partner]) -> None:
    """Exactly these; a seat of an organisation that was taken away stays, so that it comes back with it."""
    ReviewSeat.objects.filter(review=review, partner__removed_at=None).delete()
    ReviewSeat.objects.bulk_create(
        ReviewSeat(municipality_id=review.municipality_id, review=review, partner=one, position=place)
        for place, one in enumerate(organisations)
    )


def _topic(session: Session, thing: Thing) -> ReviewTopic:
    """The one row about this thing in this review; of two at the same moment the database keeps one."""
    review = _review(session)
    about = {"goal_id": thing.id} if thing.kind == RESULT else {"activity_id": thing.id}
    found: ReviewTopic
    found, _made = ReviewTopic.objects.get_or_create(
        municipality_id=session.municipality_id,
        review=review,
        defaults={"position": next_position(ReviewTopic, review=review)},
        **about,
    )
    return found


# What one party says


@transaction.atomic
def say(session: Session, thing: Thing, *, by: User, values: Mapping[str, Any]) -> ReviewRemark:
    """A remark is a row of its own: nobody waits for anybody and nobody overwrites anybody."""
    topic = _topic(session, thing)
    row: ReviewRemark = ReviewRemark.objects.create(
        municipality_id=session.municipality_id,
        topic=topic,
        position=next_position(ReviewRemark, topic=topic),
        written_by=by,
        **values,
    )
    audit.record("remark.said", subject=row, by=by)
    return row


def may_touch(row: ReviewRemark, member: Membership) -> bool:
    """Only who wrote it down; what came in with a file has no writer, and the municipality looks after it."""
    if row.written_by_id is None:
        return may_plan(member)
    return bool(row.written_by_id == member.user_id)


def _require_own(row: ReviewRemark, member: Membership) -> None:
    if not may_touch(row, member):
        raise NotPossible(_("Wat een ander opschreef, verandert of verwijdert u niet. Zet uw kijk ernaast."))


@transaction.atomic
def change_remark(
    row: ReviewRemark, *, member: Membership, values: Mapping[str, Any], version: int | None
) -> None:
    _require_own(row, member)
    change(row, values, by=member.user, verb="remark.changed", version=version, unsaid=("text",))


@transaction.atomic
def remove_remark(row: ReviewRemark, *, member: Membership, now: Any) -> None:
    _require_own(row, member)
    cycle_actions.remove(row, by=member.user, verb="remark.removed", now=now)


@transaction.atomic
def bring_back_remark(row: ReviewRemark, *, member: Membership) -> None:
    _require_own(row, member)
    cycle_actions.bring_back(row, by=member.user, verb="remark.brought_back")


# What the table says together


@transaction.atomic
def answer(
    session: Session, thing: Thing, *, by: User, values: Mapping[str, Any], version: int | None
) -> ReviewTopic:
    """The five answers and who took part. Raises StaleEdit with both texts when somebody else was first."""
    topic = _topic(session, thing)
    change(topic, values, by=by, verb="review.answered", version=version)
    return topic


def missing_answers(topic: ReviewTopic) -> list[str]:
    """The questions without an answer: an interpretation needs all five."""
    return [str(ReviewQuestion(name).label) for name in ANSWERS if not getattr(topic, name).strip()]


def as_interpretation(topic: ReviewTopic, session: Session) -> dict[str, Any]:
    """What an interpretation made of these answers says."""
    values = {name: getattr(topic, name) for name in ANSWERS}
    return values | {"parties": list(topic.parties), "held_on": session.held_on}


def differs(topic: ReviewTopic, session: Session) -> bool:
    """Do the answers say something else than the interpretation that was made of them?"""
    row = topic.interpretation
    if row is None:
        return False
    return any(getattr(row, name) != value for name, value in as_interpretation(topic, session).items())


@transaction.atomic
def interpret(
    topic: ReviewTopic,
    session: Session,
    *,
    by: User,
    measurements: Sequence[Measurement],
    version: int | None,
) -> Interpretation:
    """Turn the answers about a result into the interpretation of its figures (K11), so that nobody types twice.

    A second press carries new answers over. ``version``: of the interpretation that was seen. Raises StaleEdit and NotPossible.
    """
    topic = ReviewTopic.objects.select_for_update().get(pk=topic.pk)
    if missing_answers(topic):
        raise NotPossible(_("Beantwoord eerst alle vijf de vragen."))
    if not measurements:
        raise NotPossible(_("Dit resultaat heeft geen cijfer over deze gemeente dat wij mogen tonen."))
    row = topic.interpretation
    if row is not None and row.removed_at is not None:
        row = None
    found = indicators.interpret(
        session.cycle,
        row,
        measurements=measurements,
        by=by,
        values=as_interpretation(topic, session),
        version=version if row is not None else None,
    )
    if row is None:
        ReviewTopic.objects.filter(pk=topic.pk).update(interpretation=found)
        audit.record("review.interpreted", subject=topic, by=by)
    return found
