"""Who may decide what, and when a cycle may close. One verdict for the button, the refusal and the action."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from koersvast.decisions.models import DecisionBody, DecisionKind
from koersvast.people.models import Membership
from koersvast.people.permissions import YES, Verdict, may_edit_step, may_plan, no

STEP = 6
NAMED = 5  # a refusal names this many activities; the page lists all


def may_decide(membership: Membership, body: str = DecisionBody.TABLE) -> Verdict:
    """May this person write down a decision of this body? College and council are the municipality's own."""
    if not may_edit_step(membership, STEP):
        return no(_("Uw rol mag deze stap lezen, niet veranderen."))
    if body != DecisionBody.TABLE and not may_plan(membership):
        return no(_("Een besluit van college of raad legt de gemeente zelf vast."))
    return YES


def may_close(membership: Membership, *, is_closed: bool, undecided: Sequence[str]) -> Verdict:
    """May this person close the cycle? Only when every activity has a decision (K14)."""
    if not may_plan(membership):
        return no(_("Alleen de gemeente sluit een ronde af."))
    if is_closed:
        return no(_("Deze ronde is al afgesloten."))
    if not undecided:
        return YES
    names = ", ".join(undecided[:NAMED])
    more = len(undecided) - NAMED
    if more > 0:
        names += " " + _("en nog %(count)s") % {"count": more}
    return no(
        _("De ronde kan pas dicht als elke activiteit een besluit heeft. Nog geen besluit: %(names)s.")
        % {"names": names}
    )


def may_change(membership: Membership, *, kind: str, body: str) -> Verdict:
    """May this person change a decision that stands? That a cycle is closed is for who may close it."""
    if kind == DecisionKind.CLOSE_CYCLE and not may_plan(membership):
        return no(_("Alleen de gemeente sluit een ronde af."))
    return may_decide(membership, body)


def may_remove(membership: Membership, *, kind: str, body: str, is_closed: bool) -> Verdict:
    """A closed cycle keeps its decisions: who wants to take one away opens the cycle first."""
    if is_closed and kind in (DecisionKind.ACTIVITY, DecisionKind.RESULT):
        return no(_("De ronde is afgesloten. Haal eerst het besluit over de afsluiting weg."))
    return may_change(membership, kind=kind, body=body)
