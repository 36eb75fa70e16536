"""How we know that it gets better: definitions, measurements with their passport, targets, interpretation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle, Session, Source
from koersvast.cycles.words import FollowsField, Party, WordsField
from koersvast.goals.models import Ambition, Goal
from koersvast.people.models import User
from koersvast.tenants.models import Owned, Record


class IndicatorLevel(models.TextChoices):
    """Levels that are never mixed: about the city, about participants, or a signal."""

    SOCIETAL = "societal", _("Maatschappelijk")
    OUTCOME = "outcome", _("Outcome")
    SIGNAL = "signal", _("Signaal")
    CONTEXT = "context", _("Achtergrond")


class Favourable(models.TextChoices):
    HIGHER = "higher", _("Hoger is beter")
    LOWER = "lower", _("Lager is beter")
    AMBIGUOUS = "ambiguous", _("Niet eenduidig")
    NONE = "none", _("Geen richting")


class SampleType(models.TextChoices):
    PROBABILITY = "probability", _("Steekproef")
    REGISTER = "register", _("Registratie")
    SELF_SELECTED = "self_selected", _("Zelf aangemeld")
    CONVENIENCE = "convenience", _("Wie er was")
    SCHOOL_SURVEY = "school_survey", _("Vragenlijst op school")
    LOCAL_SURVEY = "local_survey", _("Lokale enquête")


class Indicator(Record):
    """What is measured: the definition, apart from any value."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="indicators")
    key = models.SlugField(max_length=60)
    name = models.CharField(_("naam"), max_length=5000)
    level = models.CharField(_("niveau"), max_length=10, choices=IndicatorLevel)
    question = models.TextField(_("vraag"), blank=True)
    scale = models.CharField(_("antwoorden"), max_length=5000, blank=True)
    unit = models.CharField(_("eenheid"), max_length=5000)
    favourable = models.CharField(_("gunstige richting"), max_length=10, choices=Favourable)
    instrument = models.CharField(_("instrument"), max_length=5000, blank=True)
    mode = models.CharField(_("manier van vragen"), max_length=5000, blank=True)
    periodicity = models.CharField(_("hoe vaak"), max_length=5000, blank=True)
    follows = FollowsField(verbose_name=_("volgt op"))

    class Meta:
        verbose_name = _("indicator")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="indicator_key_is_unique_in_cycle")
        ]

    def __str__(self) -> str:
        return self.name


class Measurement(Record):
    """One value with its passport."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="measurements")
    key = models.SlugField(max_length=60)
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measurements")
    place = models.CharField(_("plaats"), max_length=5000)
    place_code = models.CharField(_("plaatscode"), max_length=5000, blank=True)
    population = models.CharField(_("bevolking"), max_length=5000)
    group = models.CharField(_("groep"), max_length=5000, blank=True)
    compare_group = models.CharField(_("vergelijkgroep"), max_length=5000, blank=True)
    period = models.CharField(_("periode"), max_length=7)
    value = models.FloatField(_("waarde"))
    compare_value = models.FloatField(_("waarde van de vergelijkgroep"), null=True, blank=True)
    margin_low = models.FloatField(_("marge laag"), null=True, blank=True)
    margin_high = models.FloatField(_("marge hoog"), null=True, blank=True)
    n = models.PositiveBigIntegerField(_("aantal deelnemers"), null=True, blank=True)
    source_ref = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    sample = models.CharField(_("soort steekproef"), max_length=20, choices=SampleType)
    series = models.CharField(_("reeks"), max_length=5000)
    break_note = models.TextField(_("reeksbreuk"), blank=True)
    source = models.CharField(_("bron"), max_length=5000)
    url = models.CharField(_("webadres"), max_length=5000, blank=True)
    retrieved_on = models.CharField(_("opgehaald op"), max_length=10, blank=True)
    entered_by = models.CharField(_("ingevoerd door"), max_length=200, blank=True, editable=False)
    chosen = models.BooleanField(
        _("gekozen"), null=True, help_text=_("Bij twee bronnen voor hetzelfde jaar: deze tonen wij.")
    )
    choice_reason = models.TextField(_("waarom deze bron"), blank=True)

    class Meta:
        verbose_name = _("meting")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="measurement_key_is_unique_in_cycle"),
            models.CheckConstraint(
                name="measurement_margins_hold_the_value",
                condition=(Q(margin_low__isnull=True) | Q(margin_low__lte=models.F("value")))
                & (Q(margin_high__isnull=True) | Q(margin_high__gte=models.F("value"))),
            ),
            models.CheckConstraint(
                name="chosen_measurement_has_a_reason", condition=~Q(chosen=True) | ~Q(choice_reason="")
            ),
        ]
        indexes = [models.Index(fields=["cycle", "indicator"])]


class Interpretation(Record):
    """What the parties say about measurements: the five questions (duiding)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="interpretations")
    key = models.SlugField(max_length=60)
    measured = models.TextField(_("Wat is gemeten?"))
    recognise = models.TextField(_("Herkennen we dit?"))
    explain = models.TextField(_("Hoe verklaren we het?"))
    judge = models.TextField(_("Wat vinden we ervan?"))
    act = models.TextField(_("Wat doen we?"))
    parties = WordsField(words=Party, verbose_name=_("wie deden mee"))
    held_on = models.CharField(_("besproken op"), max_length=10)

    class Meta:
        verbose_name = _("duiding")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="interpretation_key_is_unique_in_cycle")
        ]


class InterpretedMeasurement(Record):
    """A measurement that an interpretation is about."""

    interpretation = models.ForeignKey(Interpretation, on_delete=models.CASCADE, related_name="interpreted")
    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, related_name="interpreted")

    class Meta:
        ordering = ["position", "id"]


class AmbitionEvidence(Record):
    """What an ambition rests on: a measurement, an interpretation or a session."""

    ambition = models.ForeignKey(Ambition, on_delete=models.CASCADE, related_name="evidence")
    measurement = models.ForeignKey(Measurement, on_delete=models.CASCADE, null=True, related_name="+")
    interpretation = models.ForeignKey(Interpretation, on_delete=models.CASCADE, null=True, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_exactly_one_thing",
                condition=Q(measurement__isnull=False, interpretation__isnull=True, session__isnull=True)
                | Q(measurement__isnull=True, interpretation__isnull=False, session__isnull=True)
                | Q(measurement__isnull=True, interpretation__isnull=True, session__isnull=False),
            )
        ]


class GoalIndicator(Record):
    """How we know that a goal gets nearer: an indicator with its baseline and target."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="goal_indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="goal_indicators")
    baseline = models.ForeignKey(
        Measurement,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nulmeting"),
    )
    target_value = models.FloatField(_("streefwaarde"), null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("in welk jaar"), null=True, blank=True)
    no_target_reason = models.TextField(_("waarom geen streefwaarde"), blank=True)

    class Meta:
        verbose_name = _("indicator bij een doel")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="target_has_a_value_and_a_year",
                condition=Q(target_value__isnull=True, target_year__isnull=True)
                | Q(target_value__isnull=False, target_year__isnull=False),
            )
        ]


class FigureUpload(Owned):
    """A file with figures between reading and storing. Only who brought it in sees it; gone after an hour."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    cycle_number = models.PositiveIntegerField()
    source = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"], name="figure_upload_age")]
