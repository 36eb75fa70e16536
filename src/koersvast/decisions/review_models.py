"""A review: what the parties say about every result and activity. The meeting itself is a session (cycles.Session)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.activities.models import Activity
from koersvast.cycles.models import Partner, Session
from koersvast.cycles.words import Party, WordsField
from koersvast.goals.models import Goal
from koersvast.indicators.models import Interpretation
from koersvast.people.models import User
from koersvast.tenants.models import Record


class ReviewQuestion(models.TextChoices):
    """The five questions of interpretation."""

    MEASURED = "measured", _("Wat is gemeten?")
    RECOGNISE = "recognise", _("Herkennen we dit?")
    EXPLAIN = "explain", _("Hoe verklaren we het?")
    JUDGE = "judge", _("Wat vinden we ervan?")
    ACT = "act", _("Wat doen we?")


class Stance(models.TextChoices):
    """How a party stands in what is said at the table."""

    AGREES = "agrees", _("Eens")
    DISAGREES = "disagrees", _("Oneens")
    OWN = "own", _("Eigen kijk")


class Review(Record):
    """What a session of kind review has beside its date and parties: from when to when, and which organisations."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="review")
    starts_at = models.CharField(_("begint om"), max_length=5, blank=True)
    ends_at = models.CharField(_("eindigt om"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("verbetergesprek")


class ReviewSeat(Record):
    """An organisation that was at the table. Never a person."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="seats")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "partner"], name="organisation_sits_once_at_a_review")
        ]


class ReviewTopic(Record):
    """One result or activity in one review: the five answers that the table gave together, and who was in it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="topics")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    measured = models.TextField(ReviewQuestion.MEASURED.label, blank=True)
    recognise = models.TextField(ReviewQuestion.RECOGNISE.label, blank=True)
    explain = models.TextField(ReviewQuestion.EXPLAIN.label, blank=True)
    judge = models.TextField(ReviewQuestion.JUDGE.label, blank=True)
    act = models.TextField(ReviewQuestion.ACT.label, blank=True)
    parties = WordsField(words=Party, verbose_name=_("wie spraken mee"))
    interpretation = models.ForeignKey(
        Interpretation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("onderwerp van een verbetergesprek")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="review_topic_is_exactly_one_thing",
                condition=Q(goal__isnull=False, activity__isnull=True)
                | Q(goal__isnull=True, activity__isnull=False),
            ),
            models.UniqueConstraint(fields=["review", "goal"], name="result_comes_once_in_a_review"),
            models.UniqueConstraint(fields=["review", "activity"], name="activity_comes_once_in_a_review"),
        ]


class ReviewRemark(Record):
    """What one party says about one thing: a row of its own, so that nobody overwrites anybody."""

    topic = models.ForeignKey(ReviewTopic, on_delete=models.CASCADE, related_name="remarks")
    party = models.CharField(_("partij"), max_length=20, choices=Party)
    stance = models.CharField(_("eens of oneens"), max_length=10, choices=Stance, default=Stance.OWN)
    question = models.CharField(_("vraag"), max_length=10, choices=ReviewQuestion, blank=True)
    text = models.TextField(_("wat deze partij zegt"), blank=True)
    written_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("opmerking in een verbetergesprek")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="only_who_agrees_may_leave_out_the_words",
                condition=~Q(text="") | Q(stance=Stance.AGREES),
            )
        ]
