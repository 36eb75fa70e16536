"""Ambitions, societal results and subgoals: a graph without cycles, read as a tree."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle
from koersvast.cycles.words import FollowsField, Group, Theme, WordsField
from koersvast.tenants.models import Record


class GoalKind(models.TextChoices):
    CONTENT = "content", _("Inhoudelijk")
    PROCESS = "process", _("Proces")
    PRECONDITION = "precondition", _("Randvoorwaarde")


class Ambition(Record):
    """What a municipality and its parties want to change in people's lives."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="ambitions")
    key = models.SlugField(max_length=60)
    text = models.TextField(_("ambitie"))
    why = models.TextField(_("waarom"), blank=True)

    class Meta:
        verbose_name = _("ambitie")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="ambition_key_is_unique_in_cycle")
        ]

    def __str__(self) -> str:
        return self.text


class Goal(Record):
    """A societal result (it has an ambition) or a subgoal (it has parents)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="goals")
    key = models.SlugField(max_length=60)
    ambition = models.ForeignKey(
        Ambition, on_delete=models.CASCADE, null=True, blank=True, related_name="results"
    )
    text = models.TextField(_("doel"))
    kind = models.CharField(_("soort"), max_length=20, choices=GoalKind, default=GoalKind.CONTENT)
    theme = models.CharField(_("thema"), max_length=30, choices=Theme, blank=True)
    groups = WordsField(words=Group, verbose_name=_("groepen"))
    place = models.CharField(_("plaats"), max_length=5000, blank=True)
    by_year = models.PositiveSmallIntegerField(_("in welk jaar"), null=True, blank=True)
    label = models.CharField(
        _("eigen woord"),
        max_length=5000,
        blank=True,
        help_text=_("Het woord van uw plan: pijler, speerpunt, actiepunt."),
    )
    follows = FollowsField(verbose_name=_("volgt op"))

    class Meta:
        verbose_name = _("doel")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="goal_key_is_unique_in_cycle"),
            models.CheckConstraint(condition=Q(kind__in=GoalKind.values), name="goal_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.text


class GoalLink(Record):
    """A subgoal contributes to a parent. The primary link says where it stands in the outline.

    That links never close a circle is guarded here by a trigger (migration 0002) and in rules.py.
    """

    parent = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="child_links")
    child = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="parent_links")
    primary = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="goal_contributes_to_a_parent_once"),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(primary=True, removed_at__isnull=True),
                name="goal_has_one_primary_parent",
            ),
            models.CheckConstraint(condition=~Q(parent=F("child")), name="goal_is_not_its_own_parent"),
        ]


class Story(Record):
    """What somebody tells about a goal: telling beside counting."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="stories")
    text = models.TextField(_("verhaal"))
    source = models.CharField(_("van wie"), max_length=5000)
    consent = models.BooleanField(_("met toestemming"), default=False)

    class Meta:
        verbose_name = _("verhaal")
        ordering = ["position", "id"]


class KeptWording(Record):
    """Why a goal keeps a wording that reads as an activity. It holds for that wording only."""

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="kept_wording")
    wording = models.TextField(_("tekst"))
    reason = models.TextField(_("reden"))

    class Meta:
        verbose_name = _("reden om de tekst zo te laten")
