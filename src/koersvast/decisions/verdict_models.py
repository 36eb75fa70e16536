"""What people say about a result: the proposal, their own word, and the figures as they were. Never changed, only followed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.words import Party, WordsField
from koersvast.goals.models import Goal
from koersvast.indicators.models import Indicator
from koersvast.people.models import User
from koersvast.tenants.models import Record


class VerdictWord(models.TextChoices):
    """The five words of safefigures."""

    REACHED = "reached", _("Bereikt")
    ON_COURSE = "on_course", _("Op koers")
    OFF_COURSE = "off_course", _("Niet op koers")
    TOO_EARLY = "too_early", _("Nog niet te zeggen")
    UNKNOWABLE = "unknowable", _("Niet te weten met deze meting")


class ResultVerdict(Record):
    """What people said about a goal on one day. ``position`` counts: the highest holds, the others are its history."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="verdicts")
    proposed = models.CharField(_("voorstel"), max_length=12, choices=VerdictWord, blank=True)
    proposed_reason = models.TextField(_("reden van het voorstel"), blank=True)
    would_help = models.TextField(_("wat zou helpen"), blank=True)
    verdict = models.CharField(_("oordeel"), max_length=12, choices=VerdictWord)
    reason = models.TextField(_("reden"), blank=True)
    parties = WordsField(words=Party, verbose_name=_("wie deden mee"))
    given_on = models.CharField(_("gegeven op"), max_length=10)
    given_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("oordeel")
        ordering = ["-position"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "position"], name="verdict_follows_one_other"),
            models.CheckConstraint(
                name="verdict_that_differs_has_a_reason",
                condition=Q(verdict=F("proposed")) | ~Q(reason=""),
            ),
        ]


class VerdictFigure(Record):
    """One figure as it was when people gave their verdict. Nothing here ever changes."""

    verdict = models.ForeignKey(ResultVerdict, on_delete=models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("naam"), max_length=5000)
    unit = models.CharField(_("eenheid"), max_length=5000)
    proposed = models.CharField(_("voorstel"), max_length=12, choices=VerdictWord, blank=True)
    reason = models.TextField(_("reden"), blank=True)
    baseline_period = models.CharField(_("nulmeting over"), max_length=7, blank=True)
    baseline_value = models.FloatField(_("nulmeting"), null=True)
    baseline_low = models.FloatField(null=True)
    baseline_high = models.FloatField(null=True)
    last_period = models.CharField(_("laatste meting over"), max_length=7, blank=True)
    last_value = models.FloatField(_("laatste meting"), null=True)
    last_low = models.FloatField(null=True)
    last_high = models.FloatField(null=True)
    change_low = models.FloatField(null=True)
    change_high = models.FloatField(null=True)
    target_value = models.FloatField(_("streefwaarde"), null=True)
    target_year = models.PositiveSmallIntegerField(_("in welk jaar"), null=True)

    class Meta:
        ordering = ["position", "id"]
