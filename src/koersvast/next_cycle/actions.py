"""Open the next cycle from an old one, and say what follows what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.cycles.actions import change
from koersvast.cycles.models import Cycle
from koersvast.decisions.actions import NotPossible
from koersvast.decisions.models import DecisionWord
from koersvast.exchange.actions import import_plan
from koersvast.exchange.queries import export_with_keys
from koersvast.jobs.progress import Progress
from koersvast.next_cycle import permissions, rules
from koersvast.next_cycle.offers import Choice, offers
from koersvast.people.models import Membership, User
from koersvast.tenants.models import Record


@transaction.atomic
def open_next(
    old: Cycle,
    *,
    member: Membership,
    facts: Mapping[str, Any],
    chosen: Collection[Choice],
    progress: Progress | None = None,
) -> tuple[Cycle, list[rules.Note]]:
    """A new cycle with what was chosen; the old one stays as it is. All or nothing.

    ``facts``: number, title, dates, visibility and summary of the new one. Raises NotPossible and CycleExists.
    """
    verdict = permissions.may_open(member)
    if not verdict:
        raise NotPossible(verdict.reason)
    plan, stored = export_with_keys(old)
    carried = rules.carry_over(
        plan,
        chosen,
        cycle={name: value for name, value in facts.items() if value not in ("", None)},
        why=reasons(plan),
        stored=stored,
        words=rules.Words(
            look_again=_("Streefwaarde uit ronde {cycle}. Klopt zij nog?"),
            baseline_from=_("Nulmeting, overgenomen uit ronde {cycle}."),
            improvement_from=_("Verbeteractie uit ronde {cycle}"),
        ),
    )
    new = import_plan(carried.plan, by=member.user, progress=progress)
    audit.record("cycle.opened_next", subject=new, by=member.user)
    return new, carried.notes


def reasons(plan: Mapping[str, Any]) -> dict[Choice, str]:
    """Why a thing goes along: what was decided about it, and the reason."""
    return {
        (offer.section, offer.key): f"{DecisionWord(offer.word).label}. {offer.reason}"[:5000]
        for offer in offers(plan)
        if offer.word
    }


@transaction.atomic
def tell_descent(row: Record, *, by: User, follows: Sequence[Mapping[str, Any]], version: int | None) -> None:
    """Which things of earlier cycles this one follows, and why. Raises StaleEdit."""
    change(row, {"follows": list(follows)}, by=by, verb="descent.told", version=version)
