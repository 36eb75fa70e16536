"""Dialogue rounds: who is heard, what they allow, and what was deleted.

What somebody said stands in texts.Text. What describes a person is sealed; nothing here names anybody.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle, Partner
from koersvast.dialogues.finding_models import Audible as Audible
from koersvast.dialogues.finding_models import Finding as Finding
from koersvast.dialogues.finding_models import FindingActivity as FindingActivity
from koersvast.dialogues.finding_models import FindingAmbition as FindingAmbition
from koersvast.dialogues.finding_models import FindingCode as FindingCode
from koersvast.dialogues.finding_models import FindingFragment as FindingFragment
from koersvast.dialogues.finding_models import FindingGoal as FindingGoal
from koersvast.dialogues.finding_models import FindingInitiative as FindingInitiative
from koersvast.dialogues.finding_models import FindingType as FindingType
from koersvast.dialogues.portrait_models import Leaf as Leaf
from koersvast.dialogues.portrait_models import PopulationCount as PopulationCount
from koersvast.dialogues.portrait_models import Portrait as Portrait
from koersvast.dialogues.portrait_models import PortraitSource as PortraitSource
from koersvast.dialogues.portrait_models import PortraitStatus as PortraitStatus
from koersvast.dialogues.portrait_models import Published as Published
from koersvast.dialogues.quote_models import Answer as Answer
from koersvast.dialogues.quote_models import Edit as Edit
from koersvast.dialogues.quote_models import Quote as Quote
from koersvast.dialogues.quote_models import QuoteReading as QuoteReading
from koersvast.dialogues.quote_models import QuoteStatus as QuoteStatus
from koersvast.dialogues.words import Audience, ConversationKind, Gone, RoundStatus, Why
from koersvast.people.models import User
from koersvast.tenants.models import Owned
from koersvast.texts.models import Collection, Text
from koersvast.vault.models import DataKey


class DialogueRound(Owned):
    """Conversations that belong together: why, when, and what people hear back."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="dialogue_rounds")
    collection = models.OneToOneField(Collection, on_delete=models.CASCADE, related_name="dialogue_round")
    title = models.CharField(
        _("titel"), max_length=200, help_text=_("Neutraal, zoals: Gesprekken voorjaar 2027.")
    )
    aim = models.TextField(_("waarom deze gesprekken"), blank=True, max_length=5000)
    client = models.CharField(_("opdrachtgever"), max_length=200, blank=True)
    starts_on = models.DateField(_("begint op"), null=True, blank=True)
    ends_on = models.DateField(_("eindigt op"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=RoundStatus, default=RoundStatus.PLANNED, editable=False
    )
    contact_days = models.PositiveSmallIntegerField(
        _("dagen dat contactgegevens blijven na de terugkoppeling"), default=90
    )
    heard = models.TextField(_("dit hoorden we"), blank=True, max_length=20000)
    doing = models.TextField(_("dit doen we"), blank=True, max_length=20000)
    not_doing = models.TextField(_("dit niet, en daarom"), blank=True, max_length=20000)
    feedback_given_on = models.DateField(_("teruggekoppeld op"), null=True, blank=True)
    imported_as = models.CharField(max_length=64, blank=True, editable=False)  # digest of the folder
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("gespreksronde")
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RoundStatus.values), name="status_of_dialogue_round_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.title


class TopicGuide(Owned):
    """Questions for the conversations with one audience."""

    round = models.ForeignKey(DialogueRound, on_delete=models.CASCADE, related_name="guides")
    audience = models.CharField(_("voor wie"), max_length=10, choices=Audience)
    questions = models.TextField(
        _("vragen"), max_length=10000, help_text=_("Eén vraag per regel. Tien is veel.")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("gespreksleidraad")
        ordering = ["audience"]
        constraints = [
            models.UniqueConstraint(fields=["round", "audience"], name="one_guide_per_audience"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="audience_of_guide_is_known"
            ),
        ]


class HearTarget(Owned):
    """A group in coarse words that the round wants to hear, and a tally. Never a register of who."""

    round = models.ForeignKey(DialogueRound, on_delete=models.CASCADE, related_name="targets")
    group = models.CharField(
        _("groep"),
        max_length=60,
        help_text=_("In grove woorden, zoals: jongeren, ouderen, mensen met een beperking."),
    )
    wanted = models.PositiveSmallIntegerField(_("hoeveel mensen"), default=5)
    heard = models.PositiveSmallIntegerField(_("gehoord"), default=0, editable=False)

    class Meta:
        verbose_name = _("wie we willen horen")
        ordering = ["group"]
        constraints = [
            models.UniqueConstraint(fields=["round", "group"], name="one_target_per_group_in_a_round")
        ]


class Conversation(Owned):
    """One conversation. Whether it was held and checked follows from its dates and its text."""

    round = models.ForeignKey(DialogueRound, on_delete=models.CASCADE, related_name="conversations")
    text = models.OneToOneField(Text, on_delete=models.CASCADE, related_name="conversation")
    kind = models.CharField(_("soort"), max_length=20, choices=ConversationKind)
    planned_on = models.DateField(_("gepland op"), null=True, blank=True)
    held_on = models.DateField(_("gevoerd op"), null=True, blank=True)
    interviewer = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("wie voert het"),
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    withdrawn_on = models.DateField(null=True)
    # somebody withdrew and their words could not be found by their label: a person has to look
    look_again = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("gesprek")
        ordering = ["text__number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ConversationKind.values), name="kind_of_conversation_is_known"
            )
        ]


class ConsentText(Owned):
    """What each switch says, word for word. It never changes: another wording gets another number."""

    number = models.PositiveIntegerField()
    take_part = models.TextField(_("meedoen"))
    notes = models.TextField(_("aantekeningen"))
    audio = models.TextField(_("geluid"))
    quote = models.TextField(_("citaat"))
    recontact = models.TextField(_("nog eens vragen"))
    share_with_partners = models.TextField(_("delen met partners"))

    class Meta:
        verbose_name = _("toestemmingstekst")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="consent_text_number_is_unique")
        ]


class Participant(Owned):
    """Somebody who took part, as a number that says nothing. ``about`` is sealed with the key of the conversation."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="participants")
    number = models.PositiveSmallIntegerField()  # by chance: not the order in which people came
    about = models.BinaryField(null=True)
    receipt = models.CharField(max_length=64, blank=True)  # HMAC of the code on the slip
    withdrawn_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("deelnemer")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "number"], name="participant_number_is_unique_in_conversation"
            ),
            models.UniqueConstraint(
                fields=["municipality", "receipt"],
                condition=~Q(receipt=""),
                name="one_participant_per_receipt",
            ),
        ]


class Consent(Owned):
    """What a participant allowed on a day. Rows are only added; the one with the highest number counts."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.RESTRICT, related_name="+")
    number = models.PositiveSmallIntegerField()
    given_on = models.DateField()
    take_part = models.BooleanField(_("meedoen"), default=False)
    notes = models.BooleanField(_("aantekeningen"), default=False)
    audio = models.BooleanField(_("geluid"), default=False)
    quote = models.BooleanField(_("citaat"), default=False)
    recontact = models.BooleanField(_("nog eens vragen"), default=False)
    share_with_partners = models.BooleanField(_("delen met partners"), default=False)

    class Meta:
        verbose_name = _("toestemming")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "number"], name="consents_are_numbered")
        ]


class Contact(Owned):
    """How to reach somebody, sealed with a key of its own under another municipality key than what was said."""

    round = models.ForeignKey(DialogueRound, on_delete=models.CASCADE, related_name="contacts")
    data_key = models.OneToOneField(DataKey, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    delete_after = models.DateField()

    class Meta:
        verbose_name = _("contactgegevens")
        ordering = ["id"]


class Deletion(Owned):
    """That something was deleted: what, when and why. Never what it said or whose it was."""

    what = models.CharField(max_length=12, choices=Gone)
    subject = models.UUIDField()  # the row it was about: empty of words by now
    key = models.UUIDField(null=True)  # the data key that is gone
    on = models.DateField()
    why = models.CharField(max_length=8, choices=Why)

    class Meta:
        verbose_name = _("verwijdering")
        ordering = ["-on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=Gone.values), name="what_was_deleted_is_known"),
            models.CheckConstraint(condition=Q(why__in=Why.values), name="why_it_was_deleted_is_known"),
        ]
