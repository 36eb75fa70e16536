"""A row as a record of the plan file."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models

from koersvast.exchange.field_kinds import Record
from koersvast.exchange.format import FALSE_IS_LEFT_OUT

Plan = dict[str, Any]


def record(kind: Record, row: Any, **more: Any) -> Plan:
    """A row as a record: ``more`` holds what is not simply a column of the same name."""
    return dict(_fields(kind, row, more))


def _fields(kind: Record, row: Any, more: Plan) -> Iterator[tuple[str, Any]]:
    plain = set(kind.plain)
    for field in kind.fields:
        if field.name in more:
            value = more[field.name]
        elif field.name in plain and hasattr(row, field.name):
            value = getattr(row, field.name)
        else:
            continue
        if value is None or (value is False and field.name in FALSE_IS_LEFT_OUT):
            continue
        if not field.required and value in ("", []) and value is not False:
            continue
        yield field.name, number(value) if isinstance(value, float) else value


def number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def grouped(rows: models.QuerySet[Any], by: str) -> dict[uuid.UUID, list[Any]]:
    """Rows under the row they belong to, in the order that people gave them."""
    groups: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows.order_by("position", "id"):
        groups[getattr(row, by)].append(row)
    return groups
