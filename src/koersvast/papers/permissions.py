"""Who may plan papers and choose how they look. One verdict for the button, the refusal and the action."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.people.models import Membership
from koersvast.people.permissions import YES, Verdict, may_plan, no


def may_plan_papers(membership: Membership) -> Verdict:
    return YES if may_plan(membership) else no(_("De kalender van de gemeente vult de gemeente zelf in."))
