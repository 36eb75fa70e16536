"""Questionnaires, surveys, and answers that nobody can trace.

Tables of codes and answers hold no time and no order: on SQLite they have no row numbers (WITHOUT ROWID, see
migrations), on PostgreSQL the shuffle rewrites them (shuffling.py). What was answered is sealed (sealing.py).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle
from koersvast.surveys.words import Mode, SurveyStatus
from koersvast.tenants.models import Owned
from koersvast.texts.models import Collection
from koersvast.vault.models import DataKey


class QuestionnaireRow(Owned):
    """A questionnaire through the years. What it asks stands in its editions."""

    title = models.CharField(_("naam van de vragenlijst"), max_length=200)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("vragenlijst")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Edition(Owned):
    """What a questionnaire asks, as one value (questionnaire.py). In use it never changes: a new edition breaks the series."""

    questionnaire = models.ForeignKey(QuestionnaireRow, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # plain.py
    in_use = models.BooleanField(default=False)
    break_note = models.TextField(
        _("wat is anders dan de vorige keer"),
        blank=True,
        max_length=2000,
        help_text=_("Dit staat bij de breuk in de reeks."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("versie van een vragenlijst")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="edition_number_is_unique"),
        ]


class Survey(Owned):
    """Asking people once, with one edition of a questionnaire: a wave."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="surveys")
    collection = models.OneToOneField(Collection, on_delete=models.CASCADE, related_name="survey")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="surveys")
    earlier = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="later",
        verbose_name=_("vorige peiling"),
        help_text=_("Dan ziet u straks wat er veranderd is."),
    )
    title = models.CharField(_("naam"), max_length=200, help_text=_("Voor uzelf en uw collega’s."))
    public_title = models.CharField(
        _("titel voor wie antwoordt"),
        max_length=80,
        help_text=_(
            "Neutraal, zoals: Wonen in Waterveen. Dit staat in de titel van de pagina en in de brief."
        ),
    )
    whom = models.CharField(_("wie vragen we"), max_length=300)
    about = models.TextField(
        _("waarom deze vragen"), max_length=2000, help_text=_("Dit lezen mensen vóór de eerste vraag.")
    )
    contact = models.CharField(
        _("wie kan ik bellen met een vraag"), max_length=200, help_text=_("Een naam en een nummer.")
    )
    mode = models.CharField(_("hoe doen mensen mee"), max_length=12, choices=Mode, default=Mode.CODE)
    status = models.CharField(
        max_length=10, choices=SurveyStatus, default=SurveyStatus.PLANNED, editable=False
    )
    opens_on = models.DateField(_("begint op"))
    closes_on = models.DateField(_("eindigt op"))
    keep_until = models.DateField(
        _("antwoorden bewaren tot"), help_text=_("Daarna worden de antwoorden gewist. De uitkomsten blijven.")
    )
    reported_on = models.DateField(_("verwerkt in het verslag op"), null=True, blank=True, editable=False)
    data_key = models.OneToOneField(
        DataKey, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("peiling")
        ordering = ["-opens_on", "title"]
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="mode_of_survey_is_known"),
            models.CheckConstraint(
                condition=Q(status__in=SurveyStatus.values), name="status_of_survey_is_known"
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="survey_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(keep_until__gte=F("closes_on")), name="answers_are_kept_until_the_survey_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Code(Owned):
    """A code on a letter. The id is an HMAC of it: who has which code stands nowhere."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="codes")
    used = models.BooleanField(default=False)


class Response(Owned):
    """What one person answered. The id is an HMAC of the receipt; ``week`` like 2026-W47 is all that is known of when."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    week = models.CharField(max_length=8)
    settled = models.BooleanField(default=False)  # shuffled since it came in, and counted from then on
    wrapped = models.BinaryField()  # the key of this answer, under the key of the survey
    content = models.BinaryField()  # sealed and padded

    class Meta:
        indexes = [models.Index(fields=["survey", "settled"], name="response_settled")]


class Draft(Owned):
    """Answers of somebody who goes on later. Sealed with a key that is made from the code: without it nobody reads them."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="drafts")
    week = models.CharField(max_length=8)
    content = models.BinaryField()


class Withdrawn(Owned):
    """An answer that was taken back: its id, so that sending it again does not bring it back."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="withdrawn")
