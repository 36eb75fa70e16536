"""What a resident answered so far, sealed into the page itself: nothing is stored before it is sent. Pure."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
import uuid
import zlib
from dataclasses import dataclass, field, replace
from typing import Any

from koersvast.surveys.plain import answers_from_plain, answers_to_plain
from koersvast.surveys.questionnaire import Answers
from koersvast.vault.queries import Box, Unreadable

LONGEST = 600_000  # characters; 100 open answers as long as they may be


class StalePage(Exception):
    """Not a page of ours, or of another survey or edition."""


@dataclass(frozen=True)
class PageState:
    """``key``: random; the receipt is made from it, so sending twice gives the same receipt and counts once."""

    edition: uuid.UUID
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    language: str = "nl"
    answers: Answers = field(default_factory=dict)
    code: uuid.UUID | None = None  # id of the code it came with
    correcting: uuid.UUID | None = None  # the response that it takes the place of
    draft: uuid.UUID | None = None  # kept for later, to be forgotten when this is sent

    def answering(self, answers: Answers) -> PageState:
        return replace(self, answers=answers)


def seal_state(box: Box, state: PageState) -> str:
    plain = json.dumps(
        {
            "edition": state.edition.hex,
            "key": state.key,
            "language": state.language,
            "answers": answers_to_plain(state.answers),
            "code": state.code.hex if state.code else "",
            "correcting": state.correcting.hex if state.correcting else "",
            "draft": state.draft.hex if state.draft else "",
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return base64.urlsafe_b64encode(box.seal_file(zlib.compress(plain.encode(), 1), _PLACE)).decode()


def open_state(box: Box, text: str, *, edition: uuid.UUID) -> PageState:
    """Raises StalePage."""
    if not text or len(text) > LONGEST:
        raise StalePage
    try:
        sealed = base64.b64decode(text.encode(), altchars=b"-_", validate=True)
        plain: dict[str, Any] = json.loads(zlib.decompress(box.read_file(sealed, _PLACE)))
    except (binascii.Error, UnicodeEncodeError, Unreadable):
        raise StalePage from None
    found = PageState(
        edition=uuid.UUID(plain["edition"]),
        key=plain["key"],
        language=plain["language"],
        answers=answers_from_plain(plain["answers"]),
        code=uuid.UUID(plain["code"]) if plain["code"] else None,
        correcting=uuid.UUID(plain["correcting"]) if plain["correcting"] else None,
        draft=uuid.UUID(plain["draft"]) if plain["draft"] else None,
    )
    if found.edition != edition:
        raise StalePage
    return found


_PLACE = "surveys.page"
