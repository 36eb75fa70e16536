"""May this person write down this decision of college or council? One verdict for button, refusal and action."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from koersvast.decisions.models import Decision, DecisionBody
from koersvast.decisions.permissions import may_decide
from koersvast.freezing.rules import Refusal, Step, may_become, refusal
from koersvast.people.models import Membership
from koersvast.people.permissions import YES, Verdict, no
from koersvast.ui.dates import spoken


def step_of(row: Decision) -> Step:
    return Step(row.kind, row.body, row.decided_on, row.document, row.status)


def may_register(membership: Membership, new: Step, others: Iterable[Decision], *, today: date) -> Verdict:
    """``others``: the decisions of college and council that stand in this cycle."""
    allowed = may_decide(membership, DecisionBody.COUNCIL)
    if not allowed:
        return allowed
    found = refusal(new, [step_of(row) for row in others], today=today)
    return YES if found is None else no(_said(*found))


def may_change(
    membership: Membership, row: Decision, new: Step, others: Iterable[Decision], *, today: date
) -> Verdict:
    """May this decision become what the form says? One that was adopted keeps what it was about."""
    if not may_become(row.status, new.status):
        return no(_said(Refusal.FINAL, None))
    if step_of(row).adopted:
        same = (row.kind, row.body, row.decided_on) == (new.kind, new.body, new.decided_on)
        return may_decide(membership, DecisionBody.COUNCIL) if same else no(_said(Refusal.FINAL, None))
    return may_register(membership, new, others, today=today)


def may_adopt_money(others: Iterable[Decision]) -> Verdict:
    """Is there a plan that the money can be for? For the sentence above the form."""
    if any(row.kind == "adopt_plan" and row.stands for row in others):
        return YES
    return no(_said(Refusal.NO_PLAN, None))


def _said(why: Refusal, other: Step | None) -> str:
    date_of = spoken(other.decided_on) if other else ""
    sentences = {
        Refusal.NOT_ITS_BODY: _("De begroting stelt de gemeenteraad vast, niet het college."),
        Refusal.FUTURE: _(
            "Deze dag moet nog komen. Kies ‘in voorbereiding’ of ‘op de agenda’ zolang er niet is besloten."
        ),
        Refusal.NO_PLAN: _(
            "De raad kan het geld pas vaststellen als het plan is vastgesteld. Leg eerst dat besluit vast."
        ),
        Refusal.BEFORE_PLAN: _(
            "Het plan is pas op %(date)s vastgesteld. Het geld kan niet eerder zijn vastgesteld."
        ),
        Refusal.TWICE: _(
            "Dit besluit staat er al, van %(date)s. Is het een nieuw besluit? Dan is de dag of het nummer anders."
        ),
        Refusal.OLDER: _(
            "Er staat al een later besluit, van %(date)s. Een nieuw besluit kan niet ouder zijn."
        ),
        Refusal.FINAL: _(
            "Hierover is besloten. U kunt het document en de reden nog aanvullen, of het besluit intrekken."
        ),
    }
    return sentences[why] % {"date": date_of} if date_of else sentences[why]
