"""The contribution file of a goal: what we claim, link by link, with what speaks for it, against it, and instead of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.activities.models import Activity
from koersvast.goals.models import Goal
from koersvast.indicators.models import Measurement
from koersvast.tenants.models import Record


class ContributionWord(models.TextChoices):
    """The four words of safefigures."""

    SHOWN = "shown", _("Aangetoond")
    PLAUSIBLE = "plausible", _("Aannemelijk")
    UNDETERMINED = "undetermined", _("Niet te bepalen")
    REFUTED = "refuted", _("Weerlegd")


class EvidenceBasis(models.TextChoices):
    """Where a piece of evidence comes from."""

    SOURCE = "source", _("Onderzoek of document")
    MEASUREMENT = "measurement", _("Meting in dit plan")
    OUTCOME = "outcome", _("Outcome bij deelnemers")
    STORY = "story", _("Verhaal")


class EvidenceFinding(models.TextChoices):
    FOR = "for", _("Ervoor")
    AGAINST = "against", _("Ertegen")
    MIXED = "mixed", _("Twee kanten op")


class EvidenceDesign(models.IntegerChoices):
    """How strong a kind of evidence is: the classes of safefigures.contribution."""

    SAID = 1, _("Wat mensen zeggen")
    BEFORE_AFTER = 2, _("Meting voor en na")
    SECOND_SERIES = 3, _("Voor en na, met een tweede reeks of dosis")
    COMPARED = 4, _("Met een vergelijkingsgroep")
    RANDOMISED = 5, _("Met loting")


class RivalOutcome(models.TextChoices):
    UNTESTED = "untested", _("Nog niet onderzocht")
    EXCLUDED = "excluded", _("Uitgesloten")
    STANDS = "stands", _("Staat nog")


class ContributionFile(Record):
    """What a municipality claims about its share in one goal, and who looked at it."""

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="contribution_file")
    claim = models.TextField(_("bewering"))
    reviewer = models.CharField(_("nagekeken door"), max_length=5000, blank=True)
    reviewed_on = models.CharField(_("nagekeken op"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("bijdragedossier")


class ChainLink(Record):
    """One link of the chain: an activity or a subgoal that helps the goal. The rows of the plan say which there are."""

    file = models.ForeignKey(ContributionFile, on_delete=models.CASCADE, related_name="links")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    subgoal = models.ForeignKey(Goal, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    claim = models.TextField(_("hoe helpt dit"), blank=True)
    necessary = models.BooleanField(_("zonder deze schakel klopt de bewering niet"), default=True)

    class Meta:
        verbose_name = _("schakel")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="chain_link_comes_from_exactly_one_thing",
                condition=Q(activity__isnull=False, subgoal__isnull=True)
                | Q(activity__isnull=True, subgoal__isnull=False),
            ),
            models.UniqueConstraint(fields=["file", "activity"], name="activity_is_one_link_of_a_file"),
            models.UniqueConstraint(fields=["file", "subgoal"], name="subgoal_is_one_link_of_a_file"),
        ]


class LinkEvidence(Record):
    """One thing that speaks for a link, against it, or both ways."""

    link = models.ForeignKey(ChainLink, on_delete=models.CASCADE, related_name="evidence")
    finding = models.CharField(_("wat zegt het"), max_length=10, choices=EvidenceFinding)
    text = models.TextField(_("wat is gevonden"))
    design = models.PositiveSmallIntegerField(_("soort bewijs"), choices=EvidenceDesign)
    basis = models.CharField(_("waar komt het vandaan"), max_length=12, choices=EvidenceBasis)
    measurement = models.ForeignKey(
        Measurement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source = models.CharField(_("bron"), max_length=5000, blank=True)

    class Meta:
        verbose_name = _("bewijs bij een schakel")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="link_evidence_has_a_class", condition=Q(design__gte=1) & Q(design__lte=5)
            )
        ]


class LinkRival(Record):
    """Another explanation for the same change, what speaks for and against it, and whether it is ruled out."""

    link = models.ForeignKey(ChainLink, on_delete=models.CASCADE, related_name="rivals")
    claim = models.TextField(_("andere verklaring"))
    speaks_for = models.TextField(_("wat pleit ervoor"), blank=True)
    speaks_against = models.TextField(_("wat pleit ertegen"), blank=True)
    outcome = models.CharField(
        _("is zij uitgesloten"), max_length=10, choices=RivalOutcome, default=RivalOutcome.UNTESTED
    )

    class Meta:
        verbose_name = _("andere verklaring")
        ordering = ["position", "id"]
