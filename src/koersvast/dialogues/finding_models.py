"""Findings: what follows from what people said, in words of the team. Never somebody's own words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.activities.models import Activity, Initiative
from koersvast.coding.models import Code, Coding
from koersvast.dialogues.words import GROUPS
from koersvast.goals.models import Ambition, Goal
from koersvast.tenants.models import Owned


class FindingType(models.TextChoices):
    WORKS = "werkt", _("Werkt")
    WORKS_NOT = "werkt_niet", _("Werkt niet")
    QUESTION = "vraag", _("Vraag")
    NEED = "behoefte", _("Behoefte")
    IDEA = "idee", _("Idee")
    SIGNAL = "signaal", _("Signaal")


class Audible(models.TextChoices):
    """Who may read a finding."""

    TEAM = "team", _("Alleen het team")
    PARTNERS = "partners", _("Ook partners en lezers")
    PUBLIC = "publiek", _("Openbaar")


class Finding(Owned):
    """Something the team learned from a round."""

    round = models.ForeignKey("dialogues.DialogueRound", on_delete=models.CASCADE, related_name="findings")
    statement = models.TextField(
        _("bevinding"),
        max_length=1000,
        help_text=_("Eén of twee zinnen in uw eigen woorden. Nooit de woorden van een deelnemer."),
    )
    type = models.CharField(_("soort"), max_length=10, choices=FindingType)
    setting = models.CharField(_("plek"), max_length=120, blank=True)
    theme = models.CharField(_("thema"), max_length=120, blank=True)
    group = models.CharField(
        _("over wie"),
        max_length=20,
        blank=True,
        choices=[(name, name) for name in GROUPS],
        help_text=_("Alleen als het ertoe doet. Leeg is meestal goed."),
    )
    visibility = models.CharField(
        _("wie mag dit lezen"), max_length=10, choices=Audible, default=Audible.TEAM
    )
    # counts the fragments that were chosen one by one, instead of everything under its codes
    chosen = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("bevinding")
        ordering = ["type", "theme", "statement"]
        constraints = [
            models.CheckConstraint(condition=Q(type__in=FindingType.values), name="type_of_finding_is_known"),
            models.CheckConstraint(
                condition=Q(visibility__in=Audible.values), name="visibility_of_finding_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class FindingCode(Owned):
    """A code that a finding was made from. ``together``: it must lie on the same place as one of the others."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="codes")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    together = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "code"], name="a_finding_names_a_code_once")
        ]


class FindingFragment(Owned):
    """A fragment that was chosen for a finding. It goes when its coding goes."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="fragments")
    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "coding"], name="a_finding_holds_a_fragment_once")
        ]


class FindingAmbition(Owned):
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="ambitions")
    ambition = models.ForeignKey(Ambition, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "ambition"], name="a_finding_meets_an_ambition_once")
        ]


class FindingGoal(Owned):
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="goals")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "goal"], name="a_finding_meets_a_goal_once")
        ]


class FindingActivity(Owned):
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="activities")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "activity"], name="a_finding_meets_an_activity_once")
        ]


class FindingInitiative(Owned):
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="initiatives")
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "initiative"], name="a_finding_meets_an_initiative_once"
            )
        ]
