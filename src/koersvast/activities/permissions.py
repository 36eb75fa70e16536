"""Who may write about an activity. Pure; the matrix itself stands in people/permissions.py."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from koersvast.activities.models import Activity
from koersvast.people.models import Membership
from koersvast.people.permissions import may_edit_activity_step


def may_edit(
    membership: Membership, step: int, activity: Activity, with_account: Collection[uuid.UUID]
) -> bool:
    """May this person change step 3, 4 or 5 of this activity? ``with_account``: organisations that can write."""
    owner = activity.owner
    return may_edit_activity_step(
        membership,
        step,
        owner_organisation_id=owner.organisation_id,
        owner_is_municipality=owner.party == "municipality",
        owner_has_account=owner.organisation_id in with_account,
    )
