"""Ask, answer, correct, send back, take over. The audit says that it happened, never what was answered."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.activities.actions import save_outcome
from koersvast.activities.models import Activity, Outcome
from koersvast.audit import actions as audit
from koersvast.outcome_forms import queries, rules
from koersvast.outcome_forms.models import OutcomeRequest, RequestState
from koersvast.outcome_forms.queries import Asked
from koersvast.people.models import User
from koersvast.tenants.models import Municipality
from koersvast.vault import actions as vault
from koersvast.vault import receipts
from koersvast.vault.models import Purpose
from koersvast.vault.queries import open_box


class NotPossible(Exception):
    """Somebody was first, or it is over. The message says what there is now."""


@dataclass(frozen=True)
class Made:
    """A request and its code: shown this once, it is stored nowhere."""

    asked: Asked
    code: str


def _mark(municipality: Municipality, code: str) -> str:
    vault.newest_key(municipality, Purpose.RECEIPT)  # made at the first code
    return queries.code_mark(municipality, code)


def ask(
    activity: Activity, *, values: Mapping[str, Any], address: str, today: datetime.date, by: User
) -> Made:
    """Raises NotPossible when this activity was asked about this period already."""
    try:
        return _ask(activity, values=values, address=address, today=today, by=by)
    except IntegrityError:
        raise NotPossible(
            _(
                "Over deze periode zijn de vragen al gesteld. Maak daar een nieuwe code, of kies een andere periode."
            )
        ) from None


@transaction.atomic
def _ask(
    activity: Activity, *, values: Mapping[str, Any], address: str, today: datetime.date, by: User
) -> Made:
    municipality = Municipality.objects.get(pk=activity.municipality_id)
    code = receipts.make()
    row = OutcomeRequest(
        municipality=municipality,
        cycle_id=activity.cycle_id,
        activity_key=activity.key,
        asked_on=today,
        code_mark=_mark(municipality, code),
        data_key=vault.new_data_key(municipality, Purpose.DIALOGUE),
        **values,
    )
    if address:
        _seal_address(row, municipality, address)
    row.save(force_insert=True)
    audit.record("outcome_request.asked", subject=row, by=by)
    return Made(Asked(row, activity), code)


def _seal_address(row: OutcomeRequest, municipality: Municipality, address: str) -> None:
    key = vault.new_data_key(municipality, Purpose.CONTACT)
    row.reach_key = key
    row.reach = open_box(key).seal(address, queries.reach_place(row.pk))


def ask_all(
    wishes: Iterable[Any], *, values: Mapping[str, Any], today: datetime.date, by: User
) -> tuple[list[Made], list[Activity]]:
    """Everybody in one go, and which activities had been asked before. All or nothing."""
    made, before = [], []
    with transaction.atomic():
        for wish in wishes:
            own = {**values, "participants": wish.participants, "goal_sentence": wish.goal_sentence}
            try:
                with transaction.atomic():
                    made.append(_ask(wish.activity, values=own, address=wish.address, today=today, by=by))
            except IntegrityError:
                before.append(wish.activity)
    return made, before


def _move(row: OutcomeRequest, version: int | None, **values: Any) -> None:
    """Set fields when nobody else did meanwhile. Raises NotPossible: nothing is stored then."""
    where = OutcomeRequest.objects.filter(pk=row.pk).exclude(state=RequestState.TAKEN)
    if version is not None:
        where = where.filter(version=version)
    if not where.update(version=F("version") + 1, **values):
        raise NotPossible(_("Dit is intussen veranderd. Hieronder staat hoe het nu is."))


@transaction.atomic
def change_request(
    row: OutcomeRequest, *, values: Mapping[str, Any], address: str, version: int | None, by: User
) -> None:
    """Another day, sentence or address. Once something was sent the sentence stays what was answered. Raises NotPossible."""
    if row.state != RequestState.ASKED and values["goal_sentence"] != row.goal_sentence:
        raise NotPossible(
            _("Er is al geantwoord op deze zin. Stuur het antwoord terug als u iets anders wilt weten.")
        )
    told: dict[str, Any] = dict(values)
    old = row.reach_key
    if address != queries.address_of(row):
        row.reach = row.reach_key = None
        if address:
            _seal_address(row, Municipality.objects.get(pk=row.municipality_id), address)
        told |= {"reach": row.reach, "reach_key": row.reach_key}
    _move(row, version, **told)
    if "reach" in told and old is not None:
        vault.shred([old])
    audit.record("outcome_request.changed", subject=row, by=by)


@transaction.atomic
def new_code(row: OutcomeRequest, *, was: str, by: User) -> str:
    """Another code; the old one opens nothing from now on. ``was``: the mark the page was made from. Raises NotPossible."""
    municipality = Municipality.objects.get(pk=row.municipality_id)
    code = receipts.make()
    mark = _mark(municipality, code)
    if not OutcomeRequest.objects.filter(pk=row.pk, code_mark=was).update(code_mark=mark):
        raise NotPossible(_("Er is al een nieuwe code gemaakt. Die is één keer te zien."))
    audit.record("outcome_request.new_code", subject=row, by=by)
    return code


@transaction.atomic
def withdraw(row: OutcomeRequest, *, by: User) -> None:
    """The request goes, with its keys. Raises NotPossible when something was sent: that is not thrown away unread."""
    fresh = OutcomeRequest.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if fresh.state != RequestState.ASKED:
        raise NotPossible(_("Er is al geantwoord. Neem het antwoord over, of stuur het terug."))
    audit.record("outcome_request.withdrawn", subject=fresh, by=by)
    keys = [key for key in (fresh.data_key, fresh.reach_key) if key is not None]
    OutcomeRequest.objects.filter(pk=fresh.pk).delete()
    vault.shred(keys)


def save_draft(
    row: OutcomeRequest, typed: Mapping[str, str], *, version: int | None, now: datetime.datetime
) -> None:
    """What was typed so far, sealed. Raises NotPossible."""
    sealed = open_box(row.data_key).seal(rules.draft_text(typed), queries.draft_place(row.pk))
    _move(row, version, draft=sealed, drafted_at=now)


@transaction.atomic
def send(
    row: OutcomeRequest,
    answer: rules.Answer,
    *,
    version: int | None,
    today: datetime.date,
    on_paper: bool = False,
    by: User | None = None,
) -> None:
    """The answer waits for the municipality. Sent twice, it counts once. Raises NotPossible when it was taken over, or changed."""
    sealed = open_box(row.data_key).seal(answer.as_text(), queries.answer_place(row.pk))
    values: dict[str, Any] = {
        "answer": sealed,
        "state": RequestState.SENT,
        "sent_on": today,
        "on_paper": on_paper,
        "draft": None,
        "drafted_at": None,
        "question": "",
    }
    _move(row, version, **values)
    audit.record("outcome_request.typed" if on_paper else "outcome_request.sent", subject=row, by=by)


@transaction.atomic
def send_back(row: OutcomeRequest, question: str, *, version: int | None, by: User) -> None:
    """With a question; the partner reads it above the form. Raises NotPossible."""
    if row.state != RequestState.SENT:
        raise NotPossible(_("Dit is intussen veranderd. Hieronder staat hoe het nu is."))
    _move(row, version, state=RequestState.BACK, question=question)
    audit.record("outcome_request.sent_back", subject=row, by=by)


@transaction.atomic
def take_over(asked: Asked, *, version: int | None, today: datetime.date, by: User) -> Outcome:
    """What was sent becomes the outcome of the activity; the address for reminders goes. Raises NotPossible."""
    row = asked.row
    if row.state != RequestState.SENT:
        raise NotPossible(_("Er is niets om over te nemen. Hieronder staat hoe het nu is."))
    _move(
        row,
        version,
        state=RequestState.TAKEN,
        taken_on=today,
        reach=None,
        reach_key=None,
        draft=None,
        drafted_at=None,
    )
    answer = queries.answer_in(OutcomeRequest.objects.select_related("data_key").get(pk=row.pk))
    assert answer is not None  # a constraint says so
    there = queries.outcome_in(asked.activity, row.period)
    before = {name: getattr(there, name) if there else None for name in rules.COUNTED}
    told = before | rules.to_write(answer)
    if there is None or not there.note:
        told["note"] = _("Ingevuld door %(owner)s, overgenomen door de gemeente.") % {
            "owner": asked.activity.owner.name
        }
    outcome = save_outcome(
        asked.activity,
        there,
        by=by,
        values={"period": row.period, **told},
        version=there.version if there else None,
        improvements=answer.improvements,
    )
    if row.reach_key is not None:
        vault.shred([row.reach_key])
    audit.record("outcome_request.taken_over", subject=row, by=by)
    return outcome
