"""Initiatives that exist, activities in a cycle, what they contribute, cost, and bring."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle, Partner
from koersvast.cycles.words import FollowsField, Group, Theme, WordsField
from koersvast.goals.models import Goal
from koersvast.tenants.models import Record


class ActivityStatus(models.TextChoices):
    IDEA = "idea", _("Idee")
    PLANNED = "planned", _("Gepland")
    RUNNING = "running", _("Loopt")
    DONE = "done", _("Klaar")
    STOPPED = "stopped", _("Gestopt")


class EvidenceLevel(models.TextChoices):
    """Levels of the Dutch databases of interventions, plus an honest 'experiment'."""

    NOT_STUDIED = "not_studied", _("Niet onderzocht")
    DESCRIBED = "described", _("Goed beschreven")
    FOUNDED = "founded", _("Goed onderbouwd")
    FIRST_INDICATIONS = "first_indications", _("Eerste aanwijzingen")
    GOOD_INDICATIONS = "good_indications", _("Goede aanwijzingen")
    STRONG_INDICATIONS = "strong_indications", _("Sterke aanwijzingen")
    EXPERIMENT = "experiment", _("Proef")


class Initiative(Record):
    """Something that already happens in the municipality, whoever does it: the inventory."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="initiatives")
    key = models.SlugField(max_length=60)
    name = models.CharField(_("naam"), max_length=5000)
    organisation = models.CharField(_("organisatie"), max_length=5000, blank=True)
    what = models.TextField(_("wat"), blank=True)
    themes = WordsField(words=Theme, verbose_name=_("thema's"))
    groups = WordsField(words=Group, verbose_name=_("groepen"))
    setting = models.CharField(_("plek"), max_length=5000, blank=True)
    reach = models.CharField(_("bereik per jaar"), max_length=5000, blank=True)
    cost = models.PositiveIntegerField(_("kosten per jaar in euro"), null=True, blank=True)
    evidence_level = models.CharField(_("onderbouwing"), max_length=30, choices=EvidenceLevel, blank=True)

    class Meta:
        verbose_name = _("initiatief")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="initiative_key_is_unique_in_cycle")
        ]

    def __str__(self) -> str:
        return self.name


class Activity(Record):
    """What somebody does in this cycle to reach a goal."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="activities")
    key = models.SlugField(max_length=60)
    initiative = models.ForeignKey(
        Initiative, on_delete=models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    name = models.CharField(_("naam"), max_length=5000)
    what = models.TextField(_("wat"), blank=True)
    owner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, related_name="owned_activities", verbose_name=_("eigenaar")
    )
    themes = WordsField(words=Theme, verbose_name=_("thema's"))
    groups = WordsField(words=Group, verbose_name=_("groepen"))
    symbol = models.BooleanField(
        _("symbool"), null=True, help_text=_("Een teken, zoals een vlag of een pad.")
    )
    status = models.CharField(_("status"), max_length=10, choices=ActivityStatus, default=ActivityStatus.IDEA)
    starts_on = models.CharField(_("begint op"), max_length=10, blank=True)
    ends_on = models.CharField(_("eindigt op"), max_length=10, blank=True)
    anchoring = models.TextField(_("borging"), blank=True)
    follows = FollowsField(verbose_name=_("volgt op"))

    class Meta:
        verbose_name = _("activiteit")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="activity_key_is_unique_in_cycle")
        ]

    def __str__(self) -> str:
        return self.name


class Cooperation(Record):
    """A partner that works along in an activity."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="cooperations")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="cooperations")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "partner"], name="partner_works_along_once"),
        ]


class Contribution(Record):
    """Why an activity is expected to help a goal forward."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="contributions")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="contributions")
    rationale = models.TextField(_("waarom dit helpt"))

    class Meta:
        verbose_name = _("bijdrage")
        ordering = ["position", "id"]


class Output(Record):
    """What is delivered: counted, but not yet an outcome."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="outputs")
    what = models.TextField(_("wat"))
    target = models.FloatField(_("doel"), null=True, blank=True)
    realised = models.FloatField(_("gedaan"), null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]


class Budget(Record):
    """What an activity costs in one year, in whole euros, and under which task field (Iv3)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("jaar"))
    amount = models.PositiveBigIntegerField(_("bedrag in euro"))
    taakveld = models.CharField(_("taakveld"), max_length=5000)
    realised = models.PositiveBigIntegerField(_("uitgegeven in euro"), null=True, blank=True)

    class Meta:
        verbose_name = _("begroting")
        ordering = ["position", "year"]


class Funding(Record):
    """Where a part of the money of a year comes from, in whole euros."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="fundings")
    source = models.CharField(_("bron"), max_length=5000)
    amount = models.PositiveBigIntegerField(_("bedrag in euro"))
    ends_on = models.CharField(_("loopt tot"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("dekking")
        ordering = ["position", "id"]


class TaskField(Record):
    """A task field (taakveld, Iv3) with the years in which it holds: the list is revised, old budgets stay as they are."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="task_fields")
    code = models.CharField(_("nummer"), max_length=10)
    name = models.CharField(_("naam"), max_length=500)
    from_year = models.PositiveSmallIntegerField(_("geldt vanaf"))
    until_year = models.PositiveSmallIntegerField(_("geldt tot en met"), null=True, blank=True)
    successor = models.CharField(
        _("heet daarna"), max_length=10, blank=True, help_text=_("Het nieuwe nummer, als het is omgenummerd.")
    )

    class Meta:
        verbose_name = _("taakveld")
        ordering = ["position", "code", "from_year"]
        constraints = [
            models.CheckConstraint(
                name="task_field_ends_after_it_begins",
                condition=Q(until_year__isnull=True) | Q(until_year__gte=models.F("from_year")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Quality(Record):
    """Step 4: how the quality of an activity is kept."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="quality")
    method = models.TextField(_("methode"), blank=True)
    evidence_level = models.CharField(_("onderbouwing"), max_length=30, choices=EvidenceLevel)
    training = models.TextField(_("scholing"), blank=True)
    conditions = models.TextField(_("voorwaarden"), blank=True)
    experience_experts = models.BooleanField(_("ervaringsdeskundigen doen mee"), null=True)

    class Meta:
        verbose_name = _("kwaliteit")


class Outcome(Record):
    """Step 5: what an activity brought its participants in one period (the four questions, and more)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="outcomes")
    period = models.CharField(_("periode"), max_length=7)
    known = models.PositiveBigIntegerField(_("hoeveel kennen het"), null=True, blank=True)
    reached = models.PositiveBigIntegerField(_("hoeveel deden mee"), null=True, blank=True)
    target_group = models.PositiveBigIntegerField(_("hoe groot is de doelgroep"), null=True, blank=True)
    usefulness_mean = models.FloatField(_("nut: gemiddelde"), null=True, blank=True)
    usefulness_n = models.PositiveBigIntegerField(_("nut: aantal antwoorden"), null=True, blank=True)
    usefulness_scale = models.CharField(_("nut: schaal"), max_length=5000, blank=True)
    achieved = models.PositiveBigIntegerField(_("doel bereikt: hoeveel"), null=True, blank=True)
    achieved_n = models.PositiveBigIntegerField(_("doel bereikt: van hoeveel"), null=True, blank=True)
    dropped = models.PositiveBigIntegerField(_("uitval: hoeveel"), null=True, blank=True)
    started = models.PositiveBigIntegerField(_("uitval: van hoeveel"), null=True, blank=True)
    story = models.TextField(_("verhaal"), blank=True)

    class Meta:
        verbose_name = _("outcome")
        ordering = ["position", "period"]
        constraints = [
            models.CheckConstraint(
                name="no_more_achieved_than_asked",
                condition=Q(achieved__isnull=True) | Q(achieved__lte=models.F("achieved_n")),
            ),
            models.CheckConstraint(
                name="no_more_dropped_than_started",
                condition=Q(dropped__isnull=True) | Q(dropped__lte=models.F("started")),
            ),
        ]


class Improvement(Record):
    """A suggestion of participants."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="improvements")
    text = models.TextField(_("verbetering"))

    class Meta:
        ordering = ["position", "id"]
