"""What may happen to a question. Pure."""

from __future__ import annotations

LONGEST_QUESTION = 1000  # characters: a technical question is short
LONGEST_SENTENCE = 1000


def status(*, answered: bool, published: bool) -> str:
    """ "open", "answered" (and not published) or "published"."""
    if published:
        return "published"
    return "answered" if answered else "open"


def sees(*, is_official: bool, is_own: bool, published: bool) -> bool:
    """Until it is published, a question is between who asked and the officials."""
    return published or is_official or is_own


def may_publish(*, is_official: bool, answered: bool, published: bool) -> bool:
    """Only with an answer: a question alone says nothing."""
    return is_official and answered and not published


def may_withdraw(*, is_official: bool, is_own: bool, answered: bool) -> bool:
    """Who asked takes a question back as long as nobody answered; an official always can (it may hold a name)."""
    return is_official or (is_own and not answered)
