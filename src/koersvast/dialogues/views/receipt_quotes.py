"""What somebody with a slip says of a sentence of theirs."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.cycles.versions import version_of
from koersvast.dialogues import quote_actions
from koersvast.dialogues.models import Answer, Participant, Quote
from koersvast.texts.actions import NotNow


def answered(request: Any, person: Participant) -> dict[str, Any]:
    """Keeps the answer; what the page has to say about it."""
    try:
        ident = uuid.UUID(request.POST.get("zin", ""))
        answer = Answer(request.POST.get("antwoord", "") or "?")
    except ValueError:
        return {"refused": _("Kies een antwoord.")}
    row = Quote.objects.filter(pk=ident, participant=person).first()
    if row is None:
        return {"refused": _("Deze zin is weg. Wij gebruiken hem niet.")}
    try:
        quote_actions.answer_quote(
            row, person, answer=answer, version=version_of(request), today=timezone.localdate()
        )
    except NotNow as reason:
        return {"refused": str(reason)}
    return {"answered": True}
