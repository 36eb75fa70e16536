"""Questions of council members and the answers of officials."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.council.rules import LONGEST_QUESTION, LONGEST_SENTENCE
from koersvast.cycles.models import Cycle
from koersvast.people.models import User
from koersvast.tenants.models import Owned


class Question(Owned):
    """A question about one sentence or figure. ``sentence`` is what stood there when it was asked."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="questions")
    about_key = models.CharField(_("over"), max_length=60)  # of a result: it stays when a plan is replaced
    sentence = models.CharField(_("zin"), max_length=LONGEST_SENTENCE, blank=True)
    text = models.TextField(_("vraag"), max_length=LONGEST_QUESTION)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("antwoord"), blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("vraag")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="published_question_has_an_answer", condition=Q(published_at=None) | ~Q(answer="")
            )
        ]
        indexes = [models.Index(fields=["cycle", "about_key"])]
