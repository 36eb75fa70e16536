"""Who may do what: the one role matrix. Documentation (docs/roles.md) and tests are made from it.

Source: the two fields of the Kwaliteitskompas. Steps 1 and 2 are the municipality's, 4 and 5 the executing
organisation's, 3 and 6 are the hinge where both write.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from koersvast.people.models import Membership, Role


class Right(Enum):
    """What a role may do in a step."""

    EDIT = "edit"  # everything in the step
    OWN = "own"  # the own activities only
    READ = "read"


MATRIX: dict[int, dict[str, Right]] = {
    0: {
        Role.ADMINISTRATOR: Right.EDIT,
        Role.OFFICER: Right.EDIT,
        Role.PARTNER: Right.READ,
        Role.READER: Right.READ,
    },
    1: {
        Role.ADMINISTRATOR: Right.EDIT,
        Role.OFFICER: Right.EDIT,
        Role.PARTNER: Right.READ,
        Role.READER: Right.READ,
    },
    2: {
        Role.ADMINISTRATOR: Right.EDIT,
        Role.OFFICER: Right.EDIT,
        Role.PARTNER: Right.READ,
        Role.READER: Right.READ,
    },
    3: {
        Role.ADMINISTRATOR: Right.EDIT,
        Role.OFFICER: Right.EDIT,
        Role.PARTNER: Right.EDIT,
        Role.READER: Right.READ,
    },
    4: {
        Role.ADMINISTRATOR: Right.OWN,
        Role.OFFICER: Right.OWN,
        Role.PARTNER: Right.OWN,
        Role.READER: Right.READ,
    },
    5: {
        Role.ADMINISTRATOR: Right.OWN,
        Role.OFFICER: Right.OWN,
        Role.PARTNER: Right.OWN,
        Role.READER: Right.READ,
    },
    6: {
        Role.ADMINISTRATOR: Right.EDIT,
        Role.OFFICER: Right.EDIT,
        Role.PARTNER: Right.EDIT,
        Role.READER: Right.READ,
    },
}

MANAGERS = {Role.ADMINISTRATOR}  # invite people, change roles
PLANNERS = {Role.ADMINISTRATOR, Role.OFFICER}  # open a cycle, import a plan, set who may see what


@dataclass(frozen=True)
class Verdict:
    """Allowed, or not with a reason that a person can use: for the button, the refusal and the action."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def no(reason: str) -> Verdict:
    return Verdict(False, reason)


def right_in(role: str, step: int) -> Right:
    return MATRIX[step][role]


def may_edit_step(membership: Membership, step: int) -> bool:
    """May this person change the step as a whole? (Steps 4 and 5: see may_edit_activity_step.)"""
    return right_in(membership.role, step) is Right.EDIT


def may_edit_activity_step(
    membership: Membership,
    step: int,
    *,
    owner_organisation_id: object,
    owner_is_municipality: bool,
    owner_has_account: bool,
) -> bool:
    """May this person change step 3, 4 or 5 of one activity?

    Partners own their activities. The municipality owns its own, and writes on behalf of a partner that has
    no account: small organisations answer on paper or by phone.
    """
    right = right_in(membership.role, step)
    if right is Right.EDIT:
        return True
    if right is Right.READ:
        return False
    if membership.role == Role.PARTNER:
        return membership.organisation_id == owner_organisation_id
    return owner_is_municipality or not owner_has_account


def sees(membership: Membership, visibility: str) -> bool:
    """May a member see something of this visibility? Outside organisations start at 'partners'."""
    inside = membership.role in PLANNERS or (
        membership.role == Role.READER and membership.organisation_id is None
    )
    return inside or visibility in ("partners", "public")


def may_plan(membership: Membership) -> bool:
    return membership.role in PLANNERS


def may_manage_people(membership: Membership) -> bool:
    return membership.role in MANAGERS
