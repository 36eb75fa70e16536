"""Write a finding down, change it, link it to the plan, take it away."""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from koersvast.audit import actions as audit
from koersvast.coding.models import Code, Coding
from koersvast.cycles.actions import StaleEdit
from koersvast.dialogues.finding_queries import LINKS, fragments_to_choose_from
from koersvast.dialogues.models import DialogueRound, Finding, FindingCode, FindingFragment
from koersvast.people.models import User
from koersvast.texts.actions import NotNow


@transaction.atomic
def make_finding(
    row: DialogueRound,
    *,
    by: User,
    codes: Some[Any] = (),
    together: Some[Any] = (),
    fragments: Some[Any] = (),
    **fields: Any,
) -> Finding:
    """``codes``, ``together``: ids of codes; ``fragments``: ids of codings, then only those count."""
    made: Finding = Finding.objects.create(
        municipality_id=row.municipality_id, round=row, chosen=bool(fragments), **fields
    )
    _rest_on(made, row, codes=codes, together=together, fragments=fragments)
    audit.record("finding.made", subject=made, by=by)
    return made


def _rest_on(
    made: Finding, row: DialogueRound, *, codes: Some[Any], together: Some[Any], fragments: Some[Any]
) -> None:
    """Only what belongs to this round."""
    own = Code.objects.filter(codebook__collection=row.collection_id, removed_at=None)
    wanted = dict.fromkeys(own.filter(pk__in=list(codes)).values_list("pk", flat=True), False)
    for pk in own.filter(pk__in=list(together)).values_list("pk", flat=True):
        wanted.setdefault(pk, True)
    FindingCode.objects.bulk_create(
        FindingCode(municipality_id=made.municipality_id, finding=made, code_id=pk, together=with_others)
        for pk, with_others in wanted.items()
    )
    picked = Coding.objects.filter(pk__in=list(fragments), text__collection=row.collection_id)
    FindingFragment.objects.bulk_create(
        FindingFragment(municipality_id=made.municipality_id, finding=made, coding_id=pk)
        for pk in picked.values_list("pk", flat=True)
    )


@transaction.atomic
def choose_fragments(row: Finding, *, shown: Some[Any], picked: Some[Any], by: User) -> None:
    """Only the fragments that were picked count from now on; what was not shown counts as before. Raises NotNow.

    A fragment is its words: the same words coded by somebody else count with them.
    """
    fresh = Finding.objects.select_for_update(of=("self",)).get(pk=row.pk)
    there = fragments_to_choose_from(fresh)
    places = {one.pk: _place(one) for one in there}
    seen = {places[pk] for pk in shown if pk in places}
    wanted = {places[pk] for pk in picked if pk in places}
    chosen = set(FindingFragment.objects.filter(finding=fresh).values_list("coding_id", flat=True))
    wanted |= {_place(one) for one in there if not fresh.chosen or one.pk in chosen} - seen
    if not wanted:
        raise NotNow(_("Kies minstens één fragment, of laat weer alles onder de codes tellen."))
    FindingFragment.objects.filter(finding=fresh).delete()
    FindingFragment.objects.bulk_create(
        FindingFragment(municipality_id=fresh.municipality_id, finding=fresh, coding=one)
        for one in there
        if _place(one) in wanted
    )
    Finding.objects.filter(pk=fresh.pk).update(chosen=True)
    audit.record("finding.fragments", subject=fresh, by=by)


def _place(one: Coding) -> tuple[Any, int, int]:
    return one.text_id, one.start, one.end


@transaction.atomic
def count_all_fragments(row: Finding, *, by: User) -> None:
    """Everything under its codes counts again. Raises NotNow for a finding without codes."""
    if not FindingCode.objects.filter(finding=row, together=False).exists():
        raise NotNow(_("Deze bevinding heeft geen codes. Kies fragmenten."))
    FindingFragment.objects.filter(finding=row).delete()
    Finding.objects.filter(pk=row.pk).update(chosen=False)
    audit.record("finding.fragments", subject=row, by=by)


@transaction.atomic
def change_finding(
    row: Finding,
    values: Mapping[str, Any],
    *,
    by: User,
    version: int | None,
    codes: Some[Any] = (),
    together: Some[Any] = (),
) -> None:
    """Words, labels, who may read it, codes. Raises StaleEdit."""
    where = Finding.objects.filter(pk=row.pk)
    if version is not None:
        where = where.filter(version=version)
    if not where.update(version=F("version") + 1, **values):
        fresh = Finding.objects.get(pk=row.pk)
        raise StaleEdit(fresh, {name: getattr(fresh, name) for name in values}, dict(values))
    if not row.chosen:
        FindingCode.objects.filter(finding=row).delete()
        _rest_on(row, row.round, codes=codes, together=together, fragments=())
    audit.record("finding.changed", subject=row, by=by)


@transaction.atomic
def link_finding(row: Finding, kind: str, ids: Iterable[Any], *, by: User) -> None:
    """Set what a finding is linked to, of one kind. Raises NotNow for something of another cycle."""
    table, name, model = LINKS[kind]
    wanted = {str(pk) for pk in ids}
    there = {
        str(pk)
        for pk in model.objects.filter(cycle=row.round.cycle_id, pk__in=list(wanted)).values_list(
            "pk", flat=True
        )
    }
    if wanted != there:
        raise NotNow(_("Dit staat niet meer in deze ronde."))
    now = {str(pk) for pk in table.objects.filter(finding=row).values_list(f"{name}_id", flat=True)}
    if wanted == now:
        return
    table.objects.filter(finding=row, **{f"{name}__in": list(now - wanted)}).delete()
    table.objects.bulk_create(
        [
            table(municipality_id=row.municipality_id, finding=row, **{f"{name}_id": pk})
            for pk in sorted(wanted - now)
        ],
        ignore_conflicts=True,
    )
    audit.record("finding.linked", subject=row, by=by)


@transaction.atomic
def remove_finding(row: Finding, *, by: User) -> None:
    audit.record("finding.removed", subject=row.round, by=by)
    Finding.objects.filter(pk=row.pk).delete()
