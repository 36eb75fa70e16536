"""A plan as bytes that are always the same for the same plan, and back. Pure.

UTF-8 JSON: names sorted, no blanks, no escapes beyond what JSON needs, numbers as whole as they are and otherwise in the
shortest form that gives the same number back, no NaN. With the version of the plan format and of the program that
wrote it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FORMAT = "koersvast-frozen-1"


class Unreadable(Exception):
    """These bytes are no frozen plan."""


@dataclass(frozen=True)
class Frozen:
    """What stood in the bytes: the plan, the key of the decision, and which program wrote it."""

    plan: Mapping[str, Any]
    decision: str
    about: str
    program: str


def to_bytes(frozen: Frozen) -> bytes:
    content = {
        "format": FORMAT,
        "program": frozen.program,
        "about": frozen.about,
        "decision": frozen.decision,
        "plan": frozen.plan,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def from_bytes(data: bytes) -> Frozen:
    """Raises Unreadable."""
    try:
        content = json.loads(data.decode("utf-8"))
        if content["format"] != FORMAT:
            raise Unreadable(str(content["format"]))
        return Frozen(content["plan"], content["decision"], content["about"], content["program"])
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(str(error)) from error


def digest(data: bytes) -> str:
    """SHA-256, 64 letters."""
    return hashlib.sha256(data).hexdigest()
