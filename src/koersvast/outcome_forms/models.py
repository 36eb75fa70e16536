"""A request to the owner of an activity to answer four questions about a period, and what came of it.

What was answered is sealed until the municipality takes it over; then it stands in activities.Outcome.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle
from koersvast.tenants.models import Owned
from koersvast.vault.models import DataKey


class RequestState(models.TextChoices):
    ASKED = "asked", _("Gevraagd")
    SENT = "sent", _("Wacht op de gemeente")
    BACK = "back", _("Terug met een vraag")
    TAKEN = "taken", _("Overgenomen")


class OutcomeRequest(Owned):
    """Four questions about one activity and one period. Who has the code may answer; only its HMAC is stored.

    The activity is named by its key, so a request stays when the plan is replaced.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="outcome_requests")
    activity_key = models.SlugField(max_length=60)
    period = models.CharField(_("periode"), max_length=7)
    asked_on = models.DateField(_("gevraagd op"))
    due_on = models.DateField(_("graag voor"))
    participants = models.CharField(
        _("hoe noemt u wie meedoet"), max_length=60, default="deelnemers", help_text=_("Zoals: leerlingen.")
    )
    goal_sentence = models.CharField(
        _("wat wilt u dat zij zeggen"),
        max_length=300,
        help_text=_("Het doel in de woorden van wie meedoet, zoals: ik sta er niet meer alleen voor."),
    )
    contact = models.CharField(
        _("wie kan men bellen"),
        max_length=200,
        help_text=_("Een naam en een nummer, zoals: Anna, 010 000 00 00."),
    )
    state = models.CharField(max_length=5, choices=RequestState, default=RequestState.ASKED, editable=False)
    code_mark = models.CharField(max_length=64)  # HMAC of the code in the link
    data_key = models.OneToOneField(DataKey, on_delete=models.CASCADE, related_name="+")
    draft = models.BinaryField(null=True)  # sealed: what was typed and not yet sent
    drafted_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)  # sealed: what was sent
    sent_on = models.DateField(null=True)
    on_paper = models.BooleanField(default=False)  # the municipality typed it in
    question = models.TextField(_("uw vraag"), max_length=1000, blank=True)
    taken_on = models.DateField(null=True)
    reach = models.BinaryField(null=True)  # sealed: where to mail a reminder
    reach_key = models.OneToOneField(DataKey, on_delete=models.SET_NULL, null=True, related_name="+")
    reminded_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("vier vragen")
        ordering = ["-period", "activity_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "activity_key", "period"], name="one_outcome_request_per_activity_and_period"
            ),
            models.UniqueConstraint(
                fields=["municipality", "code_mark"], name="one_outcome_request_per_code"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="state_of_outcome_request_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ASKED) | Q(answer__isnull=False),
                name="outcome_request_is_sent_with_an_answer",
            ),
        ]
