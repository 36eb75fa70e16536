"""Make, shred and rotate keys."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django_scopes import scopes_disabled

from koersvast.tenants.models import Municipality
from koersvast.vault import root, rules
from koersvast.vault.models import DataKey, MunicipalityKey, Purpose
from koersvast.vault.queries import data_key_place, municipality_key_place, unwrap

AT_ONCE = 500  # data keys wrapped again in one transaction: what a killed rotation has to do over


@transaction.atomic
def new_data_key(municipality: Municipality, purpose: Purpose) -> DataKey:
    """A key of its own for one conversation or contact. Raises root.VaultClosed."""
    above = newest_key(municipality, purpose)
    made = DataKey(municipality=municipality, under=above)
    made.wrapped = rules.seal(unwrap(above), rules.new_key(), data_key_place(made))
    made.save()
    return made


def shred(data_keys: list[DataKey]) -> None:
    """Everything that these keys sealed is noise from now on. There is no way back."""
    DataKey.objects.filter(pk__in=[key.pk for key in data_keys]).delete()


@transaction.atomic
def newest_key(municipality: Municipality, purpose: Purpose) -> MunicipalityKey:
    """The municipality key that new data keys come under; made at the first use. Raises root.VaultClosed."""
    # the municipality's row is the lock: two first conversations at once make one key
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    found: MunicipalityKey | None = (
        MunicipalityKey.objects.filter(municipality=municipality, purpose=purpose).order_by("number").last()
    )
    return found or _next_key(municipality, purpose, 1)


def _next_key(municipality: Municipality, purpose: Purpose, number: int) -> MunicipalityKey:
    with scopes_disabled():
        nothing_sealed = not MunicipalityKey.objects.exists()
    keys = root.root_keys(make=nothing_sealed)
    made = MunicipalityKey(municipality=municipality, purpose=purpose, number=number, root=keys.fingerprint)
    made.wrapped = rules.seal(keys.current, rules.new_key(), municipality_key_place(made))
    made.save()
    return made


def check_root_key() -> None:
    """Before the server starts: does the root key open what there is? Raises root.VaultClosed, with what to do."""
    with scopes_disabled():
        rows = list(MunicipalityKey.objects.all())
    for row in rows:
        unwrap(row)


@dataclass(frozen=True)
class KeyCheck:
    """What opened and what did not."""

    municipality_keys: int
    data_keys: int
    broken: tuple[uuid.UUID, ...]  # data keys whose stored bytes were changed


def check_keys() -> KeyCheck:
    """Open every key once. Raises root.VaultClosed when the root key is not the right one."""
    with scopes_disabled():
        above = {row.pk: unwrap(row) for row in MunicipalityKey.objects.all()}
        broken, count = [], 0
        for key in DataKey.objects.iterator(chunk_size=AT_ONCE):
            count += 1
            try:
                rules.unseal(above[key.under_id], bytes(key.wrapped), data_key_place(key))
            except rules.Unreadable:
                broken.append(key.pk)
    return KeyCheck(len(above), count, tuple(broken))


Step = Callable[[int, int], None]  # done, total


def rotate_root(*, existing: bool = False, step: Step = lambda done, total: None) -> int:
    """Take a new root key into use and wrap every municipality key with it. Returns how many.

    Killed halfway, the file holds both root keys and everything opens; the next run goes on. ``existing``: the new key
    stands in front already (keys of the environment). Raises root.VaultClosed.
    """
    keys = root.root_keys()
    with scopes_disabled():
        unfinished = len(keys.by_fingerprint) > 1
        if not unfinished and not existing:
            keys = root.put_in_front(rules.new_key())
        waiting = list(MunicipalityKey.objects.exclude(root=keys.fingerprint).order_by("pk"))
        for done, row in enumerate(waiting, start=1):
            wrapped = rules.seal(keys.current, unwrap(row), municipality_key_place(row))
            MunicipalityKey.objects.filter(pk=row.pk).update(root=keys.fingerprint, wrapped=wrapped)
            step(done, len(waiting))
    root.forget_older()
    return len(waiting)


def rotate_municipality(municipality: Municipality, *, step: Step = lambda done, total: None) -> int:
    """New municipality keys, and every data key wrapped again. Returns how many data keys.

    In pieces: killed halfway, old and new municipality keys both stand there and everything opens; the next run
    goes on with what is left. The secret of the receipts stays: their marks are made with it. Raises root.VaultClosed.
    """
    total = 0
    for purpose in (Purpose.DIALOGUE, Purpose.CONTACT, Purpose.SURVEY):
        newest = _key_to_go_to(municipality, purpose)
        if newest is None:
            continue
        old = DataKey.objects.filter(under__municipality=municipality, under__purpose=purpose).exclude(
            under=newest
        )
        count, done = old.count(), 0
        while pieces := list(old.order_by("pk")[:AT_ONCE]):
            _wrap_again(pieces, newest)
            done += len(pieces)
            step(done, count)
        total += done
        MunicipalityKey.objects.filter(municipality=municipality, purpose=purpose).exclude(
            pk=newest.pk
        ).delete()
    return total


@transaction.atomic
def _key_to_go_to(municipality: Municipality, purpose: Purpose) -> MunicipalityKey | None:
    """The newest key when a rotation was killed halfway (there are two then), or else a new one."""
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    found = list(
        MunicipalityKey.objects.filter(municipality=municipality, purpose=purpose).order_by("number")
    )
    if not found:
        return None
    return found[-1] if len(found) > 1 else _next_key(municipality, purpose, found[-1].number + 1)


@transaction.atomic
def _wrap_again(pieces: list[DataKey], newest: MunicipalityKey) -> None:
    # taken again under a lock: a key that was shredded meanwhile does not come back
    rows = list(
        DataKey.objects.select_for_update().filter(pk__in=[key.pk for key in pieces]).select_related("under")
    )
    to = unwrap(newest)
    olds = {row.under_id: unwrap(row.under) for row in rows}
    for row in rows:
        plain = rules.unseal(olds[row.under_id], bytes(row.wrapped), data_key_place(row))
        row.wrapped = rules.seal(to, plain, data_key_place(row))
        row.under = newest
    DataKey.objects.bulk_update(rows, ["wrapped", "under"])
