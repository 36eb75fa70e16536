"""Questionnaires, surveys, and answers that nobody can trace.

Tables of codes and answers hold no time and no order: on SQLite they have no row numbers (WITHOUT ROWID, see
migrations), on PostgreSQL the shuffle rewrites them (shuffling.py). What was answered is sealed (sealing.py).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.activities.models import Activity
from koersvast.cycles.models import Cycle
from koersvast.people.models import User
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
    activity = models.ForeignKey(
        Activity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=_("activiteit"),
        help_text=_("Alleen als u deelnemers van één activiteit vraagt."),
    )
    paired = models.BooleanField(
        _("voor en na"),
        default=False,
        help_text=_(
            "Mensen maken zelf een code, vóór en na de activiteit. Zo ziet u wat er bij de groep veranderde, zonder namen."
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
    brought_from = models.CharField(
        _("waar komt deze peiling vandaan"),
        max_length=200,
        blank=True,
        editable=False,
        help_text=_("Wie de vragen stelde en waarmee, zoals: GGD Gezondheidsmonitor 2024."),
    )  # empty: answered here
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


class Plan(Owned):
    """What must be seen, in whom and by when, and whether this survey can show it. Asked before anything is sent."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="plan")
    change = models.CharField(
        _("welke verandering willen we kunnen zien"),
        max_length=300,
        help_text=_("Bijvoorbeeld: meer mensen voelen zich veilig in hun buurt."),
    )
    by_year = models.PositiveSmallIntegerField(_("in welk jaar"))
    group = models.CharField(
        _("over wie gaat het"), max_length=100, help_text=_("In het meervoud, zoals: LHBTI-inwoners.")
    )
    share = models.FloatField(
        _("hoeveel procent van wie meedoet hoort bij die groep"), help_text=_("100 als het om iedereen gaat.")
    )
    now = models.FloatField(
        _("hoeveel procent is het nu"), help_text=_("Weet u het niet? Vul 50 in, dat is het voorzichtigst.")
    )
    wanted = models.FloatField(_("hoeveel procent moet het worden"))
    invited = models.PositiveIntegerField(_("hoeveel mensen nodigt u uit"))
    response = models.FloatField(
        _("hoeveel procent doet mee, denkt u"), help_text=_("Bij brieven vaak 20 tot 35 procent.")
    )
    population = models.PositiveIntegerField(
        _("hoeveel mensen zijn er in die groep in de gemeente"), null=True, blank=True
    )
    deff = models.FloatField(
        _("ontwerpeffect"),
        default=1.5,
        help_text=_("1,5 past bij een gewogen steekproef. 1 als iedereen even zwaar telt."),
    )
    knowable = models.BooleanField(editable=False)
    words = models.TextField(editable=False)  # the answer of safefigures, as it was given then
    helps = models.JSONField(default=list, editable=False)
    smallest = models.FloatField(null=True, editable=False)  # percentage points
    needed = models.PositiveIntegerField(null=True, editable=False)  # answers, to see what is wanted
    anyway = models.TextField(
        _("waarom doet u deze peiling toch"),
        blank=True,
        max_length=2000,
        help_text=_("Bijvoorbeeld: om verhalen op te halen, of als eerste van een reeks met de regio."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("plan van een peiling")
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=100)
                & Q(now__gte=0, now__lte=100)
                & Q(wanted__gte=0, wanted__lte=100),
                name="shares_of_plan_are_percents",
            ),
            models.CheckConstraint(
                condition=Q(response__gt=0, response__lte=100)
                & Q(deff__gte=1, deff__lte=10)
                & Q(invited__gte=2),
                name="plan_of_survey_is_possible",
            ),
        ]


class Margin(Owned):
    """How many people of the population belong to an answer, from a register: to weight with, and to see who is missing."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="margins")
    question = models.CharField(max_length=64)
    choice = models.CharField(max_length=64)
    people = models.PositiveIntegerField()
    source = models.CharField(_("bron"), max_length=200)

    class Meta:
        verbose_name = _("bekend aantal inwoners")
        ordering = ["question", "choice"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "question", "choice"], name="margin_is_known_once"),
        ]


class AccessCode(Owned):
    """A code on a letter. The id is an HMAC of it: who has which code stands nowhere."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="codes")
    used = models.BooleanField(default=False)


class Invitee(Owned):
    """Somebody who was asked by name, in a confidential survey only. Name, address and code are sealed together."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitees")
    data_key = models.OneToOneField(DataKey, on_delete=models.SET_NULL, null=True, related_name="+")
    contact = models.BinaryField()
    code = models.UUIDField(unique=True)  # id of the access code

    class Meta:
        verbose_name = _("genodigde")


class Response(Owned):
    """What one person answered. The id is an HMAC of the receipt; ``week`` like 2026-W47 is all that is known of when."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    week = models.CharField(max_length=8)
    # who answered: in a confidential survey, which says so before the first question; in all others empty
    invitee = models.OneToOneField(Invitee, on_delete=models.SET_NULL, null=True, related_name="response")
    settled = models.BooleanField(default=False)  # shuffled since it came in, and counted from then on
    wrapped = models.BinaryField()  # the key of this answer, under the key of the survey
    content = models.BinaryField()  # sealed and padded
    weight = models.FloatField(null=True)  # of a survey from elsewhere: how heavily somebody counted there

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


class Tally(Owned):
    """How many gave which answer, as of the last shuffle: sealed. Equal to a recount (tallying.py)."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="tally")
    content = models.BinaryField()


class Results(Owned):
    """Every figure of a survey, also the small ones: sealed, for the analyst alone. Made again at each count."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="results")
    content = models.BinaryField()


class Publication(Owned):
    """What of a survey may be seen by others than the analyst: it passed the audit. Nothing in it is secret."""

    survey = models.OneToOneField(Survey, on_delete=models.CASCADE, related_name="publication")
    content = models.JSONField()
    ledger = (
        models.BinaryField()
    )  # sealed: what was published with what was hidden, for the audit of the next one
    made_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("uitkomsten van een peiling")


class Look(Owned):
    """Somebody looked while the survey runs. Registered, and shown as a confidence sequence: looking again misleads nobody."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="looks")
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    question = models.CharField(max_length=64)
    answer = models.CharField(max_length=64)
    words = models.TextField()  # what was said then
    low = models.FloatField()  # whole percents
    high = models.FloatField()

    class Meta:
        verbose_name = _("tussentijdse blik")
        ordering = ["on", "id"]
