"""The wordings of the six switches: which one holds, who said yes to which, and writing another one.

A wording never changes: what somebody said yes to can always be read again.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.dialogues.models import Consent, ConsentText, DialogueRound, Participant
from koersvast.dialogues.queries import latest_consents
from koersvast.dialogues.words import CONSENT, SWITCHES
from koersvast.people.models import User
from koersvast.tenants.models import Municipality
from koersvast.texts.actions import NotNow

SWITCH_NAMES = {field.name: field.verbose_name for field in Consent._meta.fields if field.name in SWITCHES}


@dataclass(frozen=True)
class Wording:
    """A wording, and how many participants of a round said yes to it last."""

    row: ConsentText
    holds: bool
    yes: int

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each switch by its name, with the words somebody reads."""
        return [(str(SWITCH_NAMES[switch]), getattr(self.row, switch)) for switch in SWITCHES]


@transaction.atomic
def consent_text(municipality: Municipality) -> ConsentText:
    """The wording that is asked now. The first time: the one this product comes with."""
    found: ConsentText | None = ConsentText.objects.order_by("-number").first()
    if found is None:
        Municipality.objects.select_for_update().get(pk=municipality.pk)
        found, _new = ConsentText.objects.get_or_create(
            municipality=municipality, number=1, defaults=dict(CONSENT)
        )
    return found


def wordings(row: DialogueRound) -> list[Wording]:
    """The one that holds first, then the older ones. Counts of this round only."""
    now = consent_text(row.municipality)
    people = Participant.objects.filter(conversation__round=row, withdrawn_on=None).values_list(
        "pk", flat=True
    )
    yes = Counter(one.text_id for one in latest_consents(people).values() if one.take_part)
    return [Wording(one, one.pk == now.pk, yes[one.pk]) for one in ConsentText.objects.order_by("-number")]


@dataclass(frozen=True)
class Older:
    """What somebody said yes to when other words stood there, and on which day."""

    given_on: datetime.date
    said_yes_to: tuple[str, ...]


def older_words(last: Consent | None, now: ConsentText) -> Older | None:
    """None for who chose by the words that stand there now."""
    if last is None or not last.take_part:
        return None
    yes = [switch for switch in SWITCHES if getattr(last, switch)]
    if all(getattr(last.text, switch) == getattr(now, switch) for switch in SWITCHES):
        return None
    return Older(last.given_on, tuple(getattr(last.text, switch) for switch in yes))


@transaction.atomic
def write_consent_text(
    municipality: Municipality, words: Mapping[str, str], *, instead_of: int, by: User
) -> ConsentText:
    """Another wording with the next number, for everybody who is asked from now on. The same words again are no new one.

    ``instead_of``: the number its writer started from. Raises NotNow when somebody wrote another one since.
    """
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    now = consent_text(municipality)
    if now.number != instead_of:
        raise NotNow(_("Iemand anders schreef intussen een nieuwe tekst. Lees die eerst."))
    if all(getattr(now, switch) == words[switch] for switch in SWITCHES):
        return now
    made: ConsentText = ConsentText.objects.create(
        municipality=municipality, number=now.number + 1, **{switch: words[switch] for switch in SWITCHES}
    )
    audit.record("consent_text.written", subject=made, by=by)
    return made
