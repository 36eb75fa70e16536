"""Who asks and who answers. Pure; the roles stand in people/permissions.py."""

from __future__ import annotations

from koersvast.people.models import Membership
from koersvast.people.permissions import PLANNERS


def is_official(member: Membership) -> bool:
    """Answers, publishes, and sees who asked."""
    return member.role in PLANNERS
