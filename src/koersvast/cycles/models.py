"""A cycle of the six steps, who takes part, what was said in sessions, and what words mean."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.words import (
    OrganisationKind,
    Party,
    SessionKind,
    StepNumber,
    Theme,
    Urgency,
    Visibility,
    WordsField,
)
from koersvast.people.models import Organisation, User
from koersvast.tenants.models import Record


class Cycle(Record):
    """One round of the six steps."""

    number = models.PositiveIntegerField(_("ronde"))
    title = models.CharField(_("titel"), max_length=5000)
    starts_on = models.CharField(
        _("begint op"), max_length=10, help_text=_("Jaar, jaar-maand of dag: 2027, 2027-03 of 2027-03-01.")
    )
    ends_on = models.CharField(_("eindigt op"), max_length=10, blank=True)
    visibility = models.CharField(
        _("zichtbaar voor"), max_length=10, choices=Visibility, default=Visibility.INTERNAL
    )
    summary = models.TextField(_("samenvatting"), blank=True)
    follows = models.PositiveIntegerField(_("volgt op ronde"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("ronde")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="cycle_number_is_unique_in_municipality"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="cycle_visibility_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Step(Record):
    """What people say about one of the seven steps of a cycle, and who may see it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("stap"), choices=StepNumber)
    visibility = models.CharField(
        _("zichtbaar voor"),
        max_length=10,
        choices=Visibility,
        blank=True,
        help_text=_("Leeg: zoals de hele ronde."),
    )
    ready = models.BooleanField(_("klaar"), default=False)
    ready_reason = models.TextField(_("waarom klaar"), blank=True)
    parties = WordsField(words=Party, verbose_name=_("wie deden mee"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="step_is_unique_in_cycle"),
            models.CheckConstraint(condition=Q(number__lte=6), name="step_number_is_0_to_6"),
        ]


class Partner(Record):
    """An organisation in this cycle: its interest, mandate and urgency (the partner map)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    name = models.CharField(_("naam"), max_length=5000)
    kind = models.CharField(_("soort"), max_length=30, choices=OrganisationKind)
    party = models.CharField(_("partij"), max_length=20, choices=Party)
    interest = models.TextField(_("belang"), blank=True)
    mandate = models.TextField(_("mandaat"), blank=True)
    urgency = models.CharField(_("urgentie"), max_length=10, choices=Urgency, blank=True)
    email = models.CharField(_("e-mailadres"), max_length=5000, blank=True)

    class Meta:
        verbose_name = _("partner")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="partner_key_is_unique_in_cycle"),
            models.CheckConstraint(condition=Q(party__in=Party.values), name="partner_party_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class GlossaryTerm(Record):
    """A word and the meaning that the parties agreed on."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="glossary")
    term = models.CharField(_("woord"), max_length=5000)
    agreed = models.TextField(_("afgesproken betekenis"))

    class Meta:
        verbose_name = _("begrip")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.term


class TermMeaning(Record):
    """What one party means by a word."""

    term = models.ForeignKey(GlossaryTerm, on_delete=models.CASCADE, related_name="meanings")
    party = models.CharField(_("partij"), max_length=20, choices=Party)
    meaning = models.TextField(_("betekenis"))

    class Meta:
        ordering = ["position"]


class Session(Record):
    """A meeting in a step: brainstorm, table evening, interpretation or review."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="sessions")
    key = models.SlugField(max_length=60)
    step = models.PositiveSmallIntegerField(_("stap"), choices=StepNumber)
    kind = models.CharField(_("soort"), max_length=20, choices=SessionKind)
    title = models.CharField(_("titel"), max_length=5000)
    held_on = models.CharField(_("gehouden op"), max_length=10)
    parties = WordsField(words=Party, verbose_name=_("wie deden mee"))
    rounds = models.PositiveSmallIntegerField(_("aantal rondes"), null=True, blank=True)
    tables = models.PositiveSmallIntegerField(_("aantal tafels"), null=True, blank=True)
    votes_each = models.PositiveSmallIntegerField(_("stippen per deelnemer"), null=True, blank=True)
    outcome = models.TextField(_("opbrengst"), blank=True)

    class Meta:
        verbose_name = _("bijeenkomst")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="session_key_is_unique_in_cycle"),
            models.CheckConstraint(condition=Q(step__lte=6), name="session_step_is_0_to_6"),
        ]

    def __str__(self) -> str:
        return self.title


class Note(Record):
    """One note of a session, as somebody wrote it down."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("notitie"))
    theme = models.CharField(_("thema"), max_length=30, choices=Theme, blank=True)
    votes = models.PositiveIntegerField(_("stemmen"), null=True, blank=True)
    table = models.PositiveSmallIntegerField(_("tafel"), null=True, blank=True)
    round = models.PositiveSmallIntegerField(_("gespreksronde"), null=True, blank=True)
    cluster = models.CharField(_("groep"), max_length=200, blank=True)
    owner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("trekker")
    )

    class Meta:
        verbose_name = _("notitie")
        ordering = ["position", "id"]


class Dot(Record):
    """One dot that one person put on one note."""

    entry = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="dots")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]


class Source(Record):
    """A publication that facts in this cycle come from."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="sources")
    key = models.SlugField(max_length=60)
    title = models.CharField(_("titel"), max_length=5000)
    url = models.CharField(_("webadres"), max_length=5000)

    class Meta:
        verbose_name = _("bron")
        ordering = ["position", "key"]
        constraints = [models.UniqueConstraint(fields=["cycle", "key"], name="source_key_is_unique_in_cycle")]

    def __str__(self) -> str:
        return self.title
