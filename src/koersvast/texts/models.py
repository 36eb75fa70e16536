"""Texts that people said, who may read them, and the marks over them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle
from koersvast.people.models import User
from koersvast.tenants.models import Owned
from koersvast.vault.models import DataKey


class Task(models.TextChoices):
    """What somebody does in the team of a collection."""

    LEAD = "lead", _("Leidt")
    INTERVIEWER = "interviewer", _("Voert gesprekken")
    ANALYST = "analyst", _("Codeert en analyseert")


class Party(models.TextChoices):
    """The kind of party that speaks."""

    RESIDENTS = "residents", _("Bewoners")
    PARTNERS = "partners", _("Partners")


class Collection(Owned):
    """Texts that belong together. Only its team may read them."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="collections")
    title = models.CharField(_("titel"), max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("bundel")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class TeamMember(Owned):
    """Somebody who may read the texts of a collection. A role in the municipality alone is not enough."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    task = models.CharField(_("taak"), max_length=12, choices=Task)

    class Meta:
        verbose_name = _("teamlid")
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "user"], name="one_task_per_person_in_a_collection"
            ),
            models.CheckConstraint(condition=Q(task__in=Task.values), name="task_in_team_is_known"),
        ]


class TextState(models.TextChoices):
    TYPING = "typing", _("wordt getypt")
    CHECKING = "checking", _("wordt nagekeken")
    FINISHED = "finished", _("nagekeken")


class Text(Owned):
    """What somebody said. Without its data key it is shredded: the row stays for the counts, the words do not."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="texts")
    data_key = models.OneToOneField(DataKey, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()  # "Gesprek 11"
    origin_key = models.CharField(max_length=60)  # whose text it is, for who brought it: "conversation:<id>"
    party = models.CharField(_("soort partij"), max_length=10, choices=Party)
    body = models.BinaryField()  # sealed
    length = models.PositiveIntegerField(default=0)  # code points
    state = models.CharField(max_length=10, choices=TextState, default=TextState.TYPING)
    version = models.PositiveIntegerField(default=1)  # of the body
    checked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    finished_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("tekst")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "number"], name="text_number_is_unique_in_collection"
            ),
            models.UniqueConstraint(fields=["municipality", "origin_key"], name="one_text_per_origin"),
            models.CheckConstraint(condition=Q(state__in=TextState.values), name="text_state_is_known"),
            models.CheckConstraint(condition=Q(party__in=Party.values), name="party_of_text_is_known"),
        ]


class Decided(models.TextChoices):
    """What a person decided about a mark."""

    OPEN = "open", _("nog niet beslist")
    REPLACE = "replace", _("vervangen")
    KEEP = "keep", _("laten staan")
    NEVER = "never", _("niet gebruiken")


class Mark(Owned):
    """A span of a text that identifies, or that may not be used. ``instead``: the words in its place, sealed."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="marks")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    decided = models.CharField(max_length=8, choices=Decided, default=Decided.OPEN)
    instead = models.BinaryField(null=True)
    suggested = models.BooleanField(default=False)
    struck = models.BooleanField(
        default=False
    )  # overwritten when the text was finished: there is no way back
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("markering")
        ordering = ["start", "end"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mark_has_a_length"),
            models.CheckConstraint(
                condition=Q(decided__in=Decided.values), name="decision_about_mark_is_known"
            ),
        ]
        indexes = [models.Index(fields=["text", "start"])]


class NameKind(models.TextChoices):
    """What a name of the municipality's own list is a name of."""

    PLACES = "places", _("Wijken, buurten en plekken")
    STREETS = "streets", _("Straten")
    SCHOOLS = "schools", _("Scholen")
    ORGANISATIONS = "organisations", _("Verenigingen en organisaties")
    CHURCHES = "churches", _("Kerken en moskeeën")


class KnownName(Owned):
    """A name that points at somebody in a small town. Names of places, never of people."""

    kind = models.CharField(max_length=15, choices=NameKind)
    words = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("naam van de eigen lijst")
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "words"], name="a_name_stands_once_in_the_own_list"
            ),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="kind_of_known_name_is_known"),
        ]
