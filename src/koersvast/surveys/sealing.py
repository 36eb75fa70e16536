"""What one person answered, sealed with a key of its own and padded: bytes do not tell who had more to say. Pure."""

from __future__ import annotations

import json
import uuid
from typing import Any

from koersvast.surveys.plain import answers_from_plain, answers_to_plain
from koersvast.surveys.questionnaire import Answers, Value
from koersvast.vault import rules
from koersvast.vault.queries import Box

STEP = 1024  # sealed answers are a multiple of this long


def seal_answers(box: Box, pk: uuid.UUID, answers: Answers) -> tuple[bytes, bytes]:
    """The wrapped key and the sealed answers of a response."""
    key = rules.new_key()
    plain = json.dumps(answers_to_plain(answers), ensure_ascii=False, separators=(",", ":")).encode()
    padded = plain + b" " * (-len(plain) % STEP)
    return box.seal_file(key, f"surveys.response.key:{pk}"), rules.seal(key, padded, _place(pk))


def read_answers(
    box: Box, pk: uuid.UUID, wrapped: bytes | memoryview, content: bytes | memoryview
) -> dict[str, Value]:
    """Raises vault.queries.Unreadable."""
    key = box.read_file(wrapped, f"surveys.response.key:{pk}")
    plain: dict[str, Any] = json.loads(rules.unseal(key, bytes(content), _place(pk)))
    return answers_from_plain(plain)


def _place(pk: uuid.UUID) -> str:
    return f"surveys.response:{pk}"
