"""Quotes: words of one participant, with everything that must be said yes to before anybody else reads them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.people.models import User
from koersvast.tenants.models import Owned
from koersvast.texts.models import Text


class QuoteStatus(models.TextChoices):
    DRAFT = "draft", _("In bewerking")
    SECOND_READER = "second_reader", _("Wacht op een tweede lezer")
    ASKED = "asked", _("Wacht op de deelnemer")
    APPROVED = "approved", _("Deelnemer is akkoord")
    REFUSED = "refused", _("Deelnemer wil het niet")
    PUBLISHABLE = "publishable", _("Mag in stukken")


class Edit(models.TextChoices):
    """How the words differ from what was said."""

    AS_SAID = "as_said", _("Zoals gezegd")
    GENERALISED = "generalised", _("Algemener gemaakt")
    PARAPHRASED = "paraphrased", _("In andere woorden")
    REDACTED = "redacted", _("Ingekort, met […]")


class Answer(models.TextChoices):
    """What the participant said. Nothing said is no."""

    NONE = "", _("Nog niets gezegd")
    YES = "yes", _("Akkoord")
    REWORD = "reword", _("Liever anders verwoord")
    NO = "no", _("Liever niet")


class Quote(Owned):
    """A passage as it may be shown. ``shown`` and ``attributes`` are sealed with the key of the conversation."""

    round = models.ForeignKey("dialogues.DialogueRound", on_delete=models.CASCADE, related_name="quotes")
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="+")
    participant = models.ForeignKey(
        "dialogues.Participant",
        on_delete=models.CASCADE,
        related_name="quotes",
        verbose_name=_("wie zei dit"),
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    shown = models.BinaryField()
    edit = models.CharField(_("wat is er veranderd"), max_length=12, choices=Edit, default=Edit.AS_SAID)
    attributes = models.BinaryField()
    status = models.CharField(max_length=14, choices=QuoteStatus, default=QuoteStatus.DRAFT, editable=False)
    maker = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.NONE, blank=True, editable=False)
    answered_on = models.DateField(null=True, editable=False)
    made_on = models.DateField()
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("citaat")
        ordering = ["text__number", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="quote_has_a_length"),
            models.CheckConstraint(
                condition=Q(status__in=QuoteStatus.values), name="status_of_quote_is_known"
            ),
            models.CheckConstraint(condition=Q(edit__in=Edit.values), name="edit_of_quote_is_known"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="answer_to_quote_is_known"),
        ]


class QuoteReading(Owned):
    """What a second reader answered to the eight questions, and why it may go on or not. ``reason`` is sealed."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    of_version = models.PositiveIntegerField()
    answers = models.JSONField(default=list)  # eight times: is there something?
    passed = models.BooleanField()
    reason = models.BinaryField()
    on = models.DateField()

    class Meta:
        verbose_name = _("tweede lezing")
        ordering = ["-on", "-of_version"]
