"""Who may ask, and who may take over. Pure; the matrix itself stands in people/permissions.py."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from koersvast.activities.models import Activity
from koersvast.activities.permissions import may_edit
from koersvast.people.models import Membership
from koersvast.people.permissions import may_plan


def may_ask(membership: Membership, activity: Activity, with_account: Collection[uuid.UUID]) -> bool:
    """The municipality asks every owner; an owner with an account hands the link to a volunteer."""
    return may_plan(membership) or may_edit(membership, 5, activity, with_account)


def may_take_over(membership: Membership) -> bool:
    """Nothing goes into the compass without the municipality."""
    return may_plan(membership)
