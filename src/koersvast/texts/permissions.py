"""What each task in a team may do. Pure."""

from __future__ import annotations

READ = "read"
WRITE = "write"  # bring in, type, check
CODE = "code"
LEAD = "lead"  # the team itself, closing
REACH = "reach"  # contact details
ANALYSE = "analyse"  # answers and figures of single people and small groups

MAY: dict[str, frozenset[str]] = {
    "lead": frozenset({READ, WRITE, CODE, LEAD, REACH}),
    "interviewer": frozenset({READ, WRITE, CODE, REACH}),
    # who codes never sees how to reach whom
    "analyst": frozenset({READ, CODE, ANALYSE}),
}


def may(task: str, wish: str) -> bool:
    return wish in MAY.get(task, frozenset())
