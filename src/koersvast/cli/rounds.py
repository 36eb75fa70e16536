"""Which round of conversations a command is about."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext as _

from koersvast.cli import plans
from koersvast.cycles.models import Cycle
from koersvast.dialogues.models import DialogueRound


def find_round(cycle: Cycle, wanted: str) -> DialogueRound:
    """By its title or id. Raises plans.NotFound, also when two have this title."""
    rows = list(DialogueRound.objects.select_related("collection").filter(cycle=cycle))
    found = [row for row in rows if row.title == wanted or _is(row.pk, wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise plans.NotFound(_("Er zijn meer gespreksrondes met deze titel. Gebruik de id."))
    raise plans.NotFound(_("Deze gespreksronde is er niet."))


def _is(pk: uuid.UUID, wanted: str) -> bool:
    return str(pk) == wanted.strip().lower()
