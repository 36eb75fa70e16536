"""What a check says: how serious, about what, why, and where to mend it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from koersvast.compass.facts import PlanFacts


class Severity(Enum):
    """Hints and warnings never block. Errors block publication and decisions, nothing else."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Where(Enum):
    """The kind of page on which a finding is mended."""

    PARTNERS = "partners"
    AMBITION = "ambition"
    GOAL = "goal"
    INDICATOR = "indicator"
    MEASUREMENT = "measurement"
    ACTIVITY = "activity"
    DECISIONS = "decisions"
    IMPROVEMENTS = "improvements"
    COMMITMENTS = "commitments"
    REVIEWS = "reviews"
    DIALOGUES = "dialogues"


@dataclass(frozen=True)
class Finding:
    """One thing to look at. ``reason`` is a whole sentence; ``subject`` is the row to open, if there is one."""

    check: str
    severity: Severity
    step: int
    about: str
    reason: str
    where: Where
    subject: uuid.UUID | None = None


@dataclass(frozen=True)
class Check:
    """One rule of the compass. ``title`` says in a few words what it guards."""

    key: str
    title: Any
    severity: Severity
    step: int
    run: Callable[[PlanFacts], Iterable[Finding]]
