"""Portraits: what several people said, woven into the story of nobody. Which words left, and the population."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.coding.models import Coding
from koersvast.people.models import User
from koersvast.tenants.models import Owned
from koersvast.vault.models import DataKey


class PortraitStatus(models.TextChoices):
    DRAFT = "draft", _("In bewerking")
    SECOND_READER = "second_reader", _("Wacht op een tweede lezer")
    PUBLISHABLE = "publishable", _("Nagelezen")


class Portrait(Owned):
    """A composite perspective. ``words`` and ``remark`` are sealed with a key of its own.

    Whether it may stand in a document is never stored: ``portrait_queries`` looks at its sources each time.
    """

    round = models.ForeignKey("dialogues.DialogueRound", on_delete=models.CASCADE, related_name="portraits")
    title = models.CharField(
        _("titel"), max_length=120, help_text=_("Neutraal en kort, zoals: Op zoek naar een plek.")
    )
    data_key = models.OneToOneField(DataKey, on_delete=models.CASCADE, related_name="portrait")
    words = models.BinaryField()
    status = models.CharField(
        max_length=14, choices=PortraitStatus, default=PortraitStatus.DRAFT, editable=False
    )
    # how many sources it had when it was last written: with fewer, somebody took words back
    woven_from = models.PositiveSmallIntegerField(default=0, editable=False)
    maker = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    read_on = models.DateField(null=True, editable=False)
    remark = models.BinaryField(null=True)  # what the second reader wrote
    made_on = models.DateField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("portret")
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PortraitStatus.values), name="status_of_portrait_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title


class PortraitSource(Owned):
    """A passage that a portrait was woven from. It goes when its coding goes."""

    portrait = models.ForeignKey(Portrait, on_delete=models.CASCADE, related_name="sources")
    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("bron van een portret")
        constraints = [
            models.UniqueConstraint(fields=["portrait", "coding"], name="a_portrait_holds_a_source_once")
        ]


class Leaf(models.TextChoices):
    """What of people's words a document can hold."""

    QUOTE = "quote", _("citaat")
    PORTRAIT = "portrait", _("portret")


class Published(Owned):
    """That a document with a quote or portrait was made on a day. No words: it stays after who said them withdrew."""

    round = models.ForeignKey("dialogues.DialogueRound", on_delete=models.CASCADE, related_name="published")
    subject = models.UUIDField()  # the quote or portrait: it may be gone
    participant = models.ForeignKey(
        "dialogues.Participant", on_delete=models.SET_NULL, null=True, related_name="published"
    )
    what = models.CharField(max_length=8, choices=Leaf)
    kind = models.CharField(max_length=40)  # of document
    on = models.DateField()
    newest = models.BooleanField(default=True)  # is it in the latest one of its kind?

    class Meta:
        verbose_name = _("wat in een stuk staat")
        ordering = ["-on", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "on", "participant"], name="published_once_a_day"
            ),
            models.CheckConstraint(condition=Q(what__in=Leaf.values), name="what_was_published_is_known"),
        ]


class PopulationCount(Owned):
    """About how many inhabitants share something, in coarse words. What is empty is not told apart."""

    age = models.CharField(_("leeftijd"), max_length=5, blank=True)
    group = models.CharField(_("groep"), max_length=20, blank=True)
    place = models.CharField(_("wijk"), max_length=60, blank=True)
    count = models.PositiveIntegerField(_("aantal inwoners"))
    source = models.CharField(
        _("bron"), max_length=200, help_text=_("Waar komt dit aantal vandaan, en van welk jaar?")
    )

    class Meta:
        verbose_name = _("aantal inwoners")
        ordering = ["age", "group", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "age", "group", "place"], name="one_count_per_part_of_the_population"
            )
        ]
