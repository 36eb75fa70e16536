"""Open a key to seal and read with."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koersvast.tenants.models import Municipality
from koersvast.vault import rules
from koersvast.vault.models import DataKey, MunicipalityKey, Purpose
from koersvast.vault.root import VaultClosed, root_keys
from koersvast.vault.rules import Unreadable

__all__ = ["Box", "Unreadable", "VaultClosed", "boxes", "municipality_secret", "open_box"]


@dataclass(frozen=True)
class Box:
    """An open data key. It seals texts for a place: table, field and row."""

    municipality: uuid.UUID
    key_id: uuid.UUID
    key: bytes

    def __repr__(self) -> str:
        return f"Box({self.key_id})"  # never the key: this ends up in traces

    def _place(self, place: str) -> str:
        return f"v1|{self.municipality}|{self.key_id}|{place}"

    def seal(self, words: str, place: str) -> bytes:
        """``place`` like ``texts.text.body:<id of the row>``."""
        return self.seal_file(words.encode(), place)

    def read(self, sealed: bytes | memoryview, place: str) -> str:
        """Raises Unreadable when these bytes were not sealed for this place."""
        return self.read_file(sealed, place).decode()

    def seal_file(self, content: bytes, place: str) -> bytes:
        return rules.seal(self.key, content, self._place(place))

    def read_file(self, sealed: bytes | memoryview, place: str) -> bytes:
        """Raises Unreadable when these bytes were not sealed for this place."""
        return rules.unseal(self.key, bytes(sealed), self._place(place))


def open_box(data_key: DataKey) -> Box:
    """Raises VaultClosed without the right root key, Unreadable when the stored key was changed."""
    return boxes([data_key])[data_key.pk]


def boxes(data_keys: list[DataKey]) -> dict[uuid.UUID, Box]:
    """Many boxes, by the id of their key; one query for the municipality keys above them."""
    wanted = {key.under_id for key in data_keys}
    above = {row.pk: unwrap(row) for row in MunicipalityKey.objects.filter(pk__in=wanted)}
    return {
        key.pk: Box(
            key.municipality_id,
            key.pk,
            rules.unseal(above[key.under_id], bytes(key.wrapped), data_key_place(key)),
        )
        for key in data_keys
    }


def municipality_secret(municipality: Municipality) -> bytes:
    """The secret behind the marks of receipts. Raises VaultClosed, and LookupError when it was not made yet."""
    row = MunicipalityKey.objects.filter(municipality=municipality, purpose=Purpose.RECEIPT).first()
    if row is None:
        raise LookupError
    return unwrap(row)


def unwrap(row: MunicipalityKey) -> bytes:
    """A municipality key in the clear. Raises VaultClosed."""
    root = root_keys().by_fingerprint.get(row.root)
    if root is None:
        raise VaultClosed(wrong_root())
    return rules.unseal(root, bytes(row.wrapped), municipality_key_place(row))


def wrong_root() -> str:
    return _(
        "De hoofdsleutel van de kluis is een andere dan waarmee de gesprekken zijn versleuteld. Zet de juiste sleutel"
        " terug. Er is niets veranderd."
    )


def municipality_key_place(row: MunicipalityKey) -> str:
    return f"v1|{row.municipality_id}|{row.purpose}|{row.number}"


def data_key_place(row: DataKey) -> str:
    return f"v1|{row.municipality_id}|data key|{row.pk}"
