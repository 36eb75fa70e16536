"""A survey and its open key, kept for a moment in this process: going to the next page asks the database for neither.

Many people turn pages at the same time, and each page would ask the same things again. What is kept may be a moment
old. So it serves to turn pages, and never to open the link or to store anything: closing a survey is felt there at once.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from koersvast.surveys import queries
from koersvast.surveys.models import Survey
from koersvast.tenants.models import Municipality
from koersvast.vault.queries import Box

MOMENT = 2.0  # seconds
MOST = 64  # surveys; more is not expected in one moment, and they would only take memory


@dataclass(frozen=True)
class AtHand:
    """``box``: None when the answers were wiped, with the key."""

    survey: Survey
    box: Box | None
    since: float

    def is_fresh(self) -> bool:
        return time.monotonic() - self.since < MOMENT


_AT_HAND: dict[tuple[uuid.UUID, uuid.UUID], AtHand] = {}


def survey_at_hand(municipality: Municipality, pk: uuid.UUID) -> AtHand | None:
    """The survey as it was at most MOMENT seconds ago; None when there is none here. Raises VaultClosed, Unreadable."""
    known = _AT_HAND.get((municipality.pk, pk))
    if known is not None and known.is_fresh():
        return known
    return survey_now(municipality, pk)


def survey_now(municipality: Municipality, pk: uuid.UUID) -> AtHand | None:
    """The survey as it is now. Raises VaultClosed, Unreadable."""
    survey = queries.survey_with(pk)
    if survey is None:
        return None
    found = AtHand(survey, queries.box_of(survey), time.monotonic())
    for place, one in list(_AT_HAND.items()):
        if not one.is_fresh() or len(_AT_HAND) >= MOST:
            _AT_HAND.pop(place, None)
    _AT_HAND[municipality.pk, pk] = found
    return found


def forget() -> None:
    """Everything, as at the start of the process."""
    _AT_HAND.clear()
