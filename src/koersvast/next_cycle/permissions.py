"""May this person open the next cycle? One verdict for button, refusal and action."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.people.models import Membership
from koersvast.people.permissions import YES, Verdict, may_plan, no


def may_open(membership: Membership) -> Verdict:
    """Before the old one is closed too: the page says what is still open."""
    return YES if may_plan(membership) else no(_("Alleen de gemeente opent een volgende ronde."))
