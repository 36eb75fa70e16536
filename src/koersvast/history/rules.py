"""May an act be taken back? Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Back(Enum):
    """How an act is taken back."""

    CHANGE = "change"  # the fields become what they were
    REMOVE = "remove"  # what was added goes; it can be put back
    BRING_BACK = "bring_back"  # what was taken away returns
    TREE = "tree"  # the goal tree takes back its own acts: places and links move along
    NEVER = "never"


class Why(Enum):
    """Why an act is not taken back."""

    ALREADY = "already"
    CHANGED_SINCE = "changed_since"
    GONE = "gone"
    BY_HAND = "by_hand"  # it is changed on its own page
    NOT_YOURS = "not_yours"


def may_take_back(
    back: Back,
    *,
    undone: bool,
    may_edit: bool,
    there: bool,
    changes: Mapping[str, tuple[Any, Any]],
    now: Mapping[str, Any],
) -> Why | None:
    """The reason why not; None when it may.

    ``changes`` maps a field to (before, after), ``now`` to what the row holds now; ``there``: the row is not removed.
    """
    if not may_edit:
        return Why.NOT_YOURS
    if back is Back.NEVER or (back is Back.CHANGE and not changes):
        return Why.BY_HAND
    if undone:
        return Why.ALREADY
    if back is Back.TREE:
        return None  # the tree knows best
    if back is Back.BRING_BACK:
        return Why.CHANGED_SINCE if there else None
    if not there:
        return Why.GONE
    if back is Back.CHANGE and any(now.get(field) != after for field, (_old, after) in changes.items()):
        return Why.CHANGED_SINCE
    return None
