"""Commitments, decisions, and what will be done better after a decision."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.cycles.models import Cycle, Partner
from koersvast.cycles.words import Party, WordsField
from koersvast.decisions.contribution_models import ChainLink as ChainLink
from koersvast.decisions.contribution_models import ContributionFile as ContributionFile
from koersvast.decisions.contribution_models import ContributionWord as ContributionWord
from koersvast.decisions.contribution_models import EvidenceBasis as EvidenceBasis
from koersvast.decisions.contribution_models import EvidenceDesign as EvidenceDesign
from koersvast.decisions.contribution_models import EvidenceFinding as EvidenceFinding
from koersvast.decisions.contribution_models import LinkEvidence as LinkEvidence
from koersvast.decisions.contribution_models import LinkRival as LinkRival
from koersvast.decisions.contribution_models import RivalOutcome as RivalOutcome
from koersvast.decisions.reminder_models import NoReminders as NoReminders
from koersvast.decisions.reminder_models import Reminder as Reminder
from koersvast.decisions.review_models import Review as Review
from koersvast.decisions.review_models import ReviewQuestion as ReviewQuestion
from koersvast.decisions.review_models import ReviewRemark as ReviewRemark
from koersvast.decisions.review_models import ReviewSeat as ReviewSeat
from koersvast.decisions.review_models import ReviewTopic as ReviewTopic
from koersvast.decisions.review_models import Stance as Stance
from koersvast.decisions.verdict_models import ResultVerdict as ResultVerdict
from koersvast.decisions.verdict_models import VerdictFigure as VerdictFigure
from koersvast.decisions.verdict_models import VerdictWord as VerdictWord
from koersvast.goals.models import Goal
from koersvast.tenants.models import Record


class CommitmentKind(models.TextChoices):
    MOTION = "motion", _("Motie")
    COMMITMENT = "commitment", _("Toezegging")
    ELECTION_AGREEMENT = "election_agreement", _("Stembusakkoord")
    DECLARATION = "declaration", _("Intentieverklaring")


class CommitmentStatus(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Gedaan")
    DROPPED = "dropped", _("Vervallen")


class DecisionBody(models.TextChoices):
    COLLEGE = "college", _("College van B en W")
    COUNCIL = "council", _("Gemeenteraad")
    TABLE = "table", _("Overleg van partijen")


class DecisionKind(models.TextChoices):
    ADOPT_PLAN = "adopt_plan", _("Besluit over het plan")
    BUDGET = "budget", _("Besluit over de begroting")
    ACTIVITY = "activity", _("Over een activiteit")
    RESULT = "result", _("Over een resultaat")
    CLOSE_CYCLE = "close_cycle", _("Ronde afgesloten")


class DecisionStatus(models.TextChoices):
    """How far a decision of college or council is. Empty: decided, as every decision was before statuses came."""

    PREPARED = "prepared", _("In voorbereiding")
    ON_AGENDA = "on_agenda", _("Op de agenda")
    ADOPTED = "adopted", _("Vastgesteld")
    REJECTED = "rejected", _("Verworpen")
    WITHDRAWN = "withdrawn", _("Ingetrokken")


class DecisionWord(models.TextChoices):
    CONTINUE = "continue", _("Voortzetten")
    STRENGTHEN = "strengthen", _("Versterken")
    ADAPT = "adapt", _("Aanpassen")
    STOP = "stop", _("Stoppen")


HOUSE_KINDS = (DecisionKind.ADOPT_PLAN, DecisionKind.BUDGET)
HOUSE_BODIES = (DecisionBody.COLLEGE, DecisionBody.COUNCIL)


class ImprovementStatus(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Gedaan")


class Commitment(Record):
    """A motion, promise, agreement or declaration, and what became of it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="commitments")
    key = models.SlugField(max_length=60)
    kind = models.CharField(_("soort"), max_length=20, choices=CommitmentKind)
    text = models.TextField(_("tekst"))
    by = models.CharField(_("door"), max_length=5000)
    made_on = models.CharField(_("gedaan op"), max_length=10)
    due_on = models.CharField(_("klaar voor"), max_length=10, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=CommitmentStatus)
    what_was_done = models.TextField(_("wat is ermee gedaan"), blank=True)
    source = models.CharField(_("bron"), max_length=5000, blank=True)

    class Meta:
        verbose_name = _("toezegging")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="commitment_key_is_unique_in_cycle")
        ]


class CommittedGoal(Record):
    """A goal that a commitment is about."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="committed_goals")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["position", "id"]


class Decision(Record):
    """What a body decided, about what, and why."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="decisions")
    key = models.SlugField(max_length=60)
    decided_on = models.CharField(_("besloten op"), max_length=10)
    body = models.CharField(_("door"), max_length=10, choices=DecisionBody)
    kind = models.CharField(_("soort"), max_length=20, choices=DecisionKind)
    status = models.CharField(_("status"), max_length=10, choices=DecisionStatus, blank=True)
    about_key = models.CharField(_("over"), max_length=60, blank=True)
    decision = models.CharField(_("besluit"), max_length=10, choices=DecisionWord, blank=True)
    reason = models.TextField(_("reden"))
    parties = WordsField(words=Party, verbose_name=_("wie deden mee"))
    owner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("trekker")
    )
    document = models.CharField(_("document"), max_length=5000, blank=True)

    class Meta:
        verbose_name = _("besluit")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "key"], name="decision_key_is_unique_in_cycle")
        ]

    @property
    def of_the_house(self) -> bool:
        """About plan or money, by college or council: what the feature above (freezing) writes down and freezes."""
        return self.kind in HOUSE_KINDS and self.body in HOUSE_BODIES

    @property
    def status_words(self) -> str:
        """How far a decision of college or council is; a decision of the table is simply taken."""
        known = self.status or (DecisionStatus.ADOPTED if self.of_the_house else "")
        return str(DecisionStatus(known).label) if known else ""

    @property
    def stands(self) -> bool:
        """Was it decided, and does it hold? Not while it is prepared, and not when it was rejected or withdrawn."""
        return self.status in ("", DecisionStatus.ADOPTED)


class ImprovementAction(Record):
    """What will be done better after a decision: by whom, before when, and whether it is done."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="improvement_actions")
    text = models.TextField(_("wat gaan we beter doen"))
    owner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("wie")
    )
    due_on = models.CharField(_("klaar voor"), max_length=10)
    status = models.CharField(
        _("status"), max_length=10, choices=ImprovementStatus, default=ImprovementStatus.OPEN
    )
    done_on = models.CharField(_("gedaan op"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("verbeteractie")
        ordering = ["position", "id"]
