"""What people write in the papers of government, the facts those texts rest on, the calendar, and the house style."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle
from koersvast.tenants.models import Record


class PaperKind(models.TextChoices):
    COLLEGE_PROPOSAL = "college_proposal", _("Collegevoorstel")
    COUNCIL_LETTER = "council_letter", _("Raadsinformatiebrief")
    BUDGET_TEXT = "budget_text", _("Tekst voor de begroting")
    INTERIM_REPORT = "interim_report", _("Bestuursrapportage")
    ANNUAL_REPORT = "annual_report", _("Tekst voor het jaarverslag")
    SUBSIDY_ANNEX = "subsidy_annex", _("Bijlage bij een subsidie")
    COUNCIL_PAGE = "council_page", _("Raadspagina")
    PERSPECTIVES = "perspectives", _("Perspectieven")
    LEAFLET = "leaflet", _("Folder")
    FEEDBACK_LETTER = "feedback_letter", _("Terugkoppeling")


class CalendarStatus(models.TextChoices):
    TO_DO = "to_do", _("Te doen")
    SENT = "sent", _("Verstuurd")
    ADOPTED = "adopted", _("Vastgesteld")


class PaperText(Record):
    """What people wrote in one place of one paper. An empty text means: the proposal made of the facts."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="paper_texts")
    kind = models.CharField(_("stuk"), max_length=20, choices=PaperKind)
    about_key = models.CharField(_("over"), max_length=60, blank=True)
    slot = models.CharField(_("onderdeel"), max_length=40)
    text = models.TextField(_("tekst"), blank=True)

    class Meta:
        verbose_name = _("tekst van een stuk")
        ordering = ["position", "id"]


class BoundFact(Record):
    """A fact that a sentence of a text rests on, as it was when people wrote or checked that sentence."""

    paper_text = models.ForeignKey(PaperText, on_delete=models.CASCADE, related_name="bound_facts")
    fact = models.CharField(_("feit"), max_length=300)
    words = models.CharField(_("omschrijving"), max_length=5000)
    written = models.CharField(_("zoals het in de zin staat"), max_length=200)
    value = models.CharField(_("zoals het was"), max_length=200, blank=True)
    declined = models.BooleanField(_("gaat hier niet over"), default=False)

    class Meta:
        verbose_name = _("feit in een zin")
        ordering = ["position", "id"]


class CalendarItem(Record):
    """What is due in the planning and control cycle of the municipality: a paper, a date, and where it stands."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="calendar")
    title = models.CharField(_("wat"), max_length=5000)
    due_on = models.CharField(_("uiterlijk"), max_length=10)
    year = models.PositiveSmallIntegerField(_("over het jaar"), null=True, blank=True)
    paper = models.CharField(_("stuk"), max_length=20, choices=PaperKind, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=CalendarStatus, default=CalendarStatus.TO_DO
    )

    class Meta:
        verbose_name = _("moment in de kalender")
        ordering = ["due_on", "position", "id"]

    def __str__(self) -> str:
        return self.title


class HouseStyle(Record):
    """How papers of this municipality look: its name on paper, colour, logo, sender and footer."""

    name = models.CharField(_("naam op papier"), max_length=200, blank=True)
    colour = models.CharField(_("kleur"), max_length=7, blank=True)
    colour_in_headings = models.BooleanField(_("kleur in koppen"), default=False)
    sender = models.TextField(_("afzender"), max_length=500, blank=True)
    footer = models.CharField(_("regel onderaan"), max_length=200, blank=True)
    logo = models.BinaryField(_("logo"), blank=True, default=b"")

    class Meta:
        verbose_name = _("huisstijl")
        constraints = [
            models.UniqueConstraint(fields=["municipality"], name="one_house_style_per_municipality")
        ]
