"""Many mails in a row: one mailbox that refuses stops nothing, a mail server that is away stops the rest."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Letter = TypeVar("Letter")


@dataclass
class Posted:
    """How many were sent; how many were refused by the mail server; and why the last one was."""

    sent: int = 0
    failed: int = 0
    reason: str = ""

    def __add__(self, other: Posted) -> Posted:
        return Posted(self.sent + other.sent, self.failed + other.failed, other.reason or self.reason)


def post_all(letters: Sequence[Letter], post: Callable[[Letter], int]) -> Posted:
    """``post`` sends one and gives 1, or 0 when it was sent before."""
    found = Posted()
    for place, letter in enumerate(letters):
        try:
            found.sent += post(letter)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            found.failed += 1
            found.reason = type(error).__name__
        except (
            OSError
        ) as error:  # also every other error of the mail server: it will not take the next one either
            found.failed += len(letters) - place
            found.reason = type(error).__name__
            break
    return found
