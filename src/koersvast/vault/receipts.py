"""The code on the slip of a participant: 26 characters of chance (130 bits) and 2 that find typing mistakes. Pure."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from koersvast.vault.rules import KEY_BYTES, mark

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: without I, L, O and U
DATA, CHECK = 26, 2
LENGTH = DATA + CHECK
GROUP = 4
_PRIME = 1021  # the largest prime below 32 * 32: one wrong character or two exchanged ones are always found
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "\t": None, "\n": None, "\r": None, "\u00a0": None, ".": None})  # fmt: skip


def make() -> str:
    """A new code, without spaces."""
    data = "".join(secrets.choice(ALPHABET) for _place in range(DATA))
    return data + _check_characters(data)


def derived(secret: bytes, key: str) -> str:
    """The code that belongs to ``key``: the same every time, and nobody without the secret can make it.

    So a reply that got lost can be asked for again (docs/decisions/0025).
    """
    number = int.from_bytes(hmac.new(secret, f"receipt of {key}".encode(), hashlib.sha256).digest()) >> (
        256 - 5 * DATA
    )
    data = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(DATA)))
    return data + _check_characters(data)


def id_from(secret: bytes, kind: str, code: str) -> uuid.UUID:
    """The id that is stored instead of a code of this kind. The code cannot be found from it."""
    return uuid.UUID(mark(secret, f"{kind}:{normalise(code)}")[:32])


def key_from(code: str) -> bytes:
    """A key to seal with that only who has the code can make: 32 bytes from its 130 bits (HKDF, RFC 5869)."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"koersvast draft").derive(
        normalise(code).encode()
    )


def groups(code: str) -> list[str]:
    """Seven groups of four, as on the slip."""
    return [code[at : at + GROUP] for at in range(0, len(code), GROUP)]


def normalise(typed: str) -> str:
    """What was typed as a code: capitals, no spaces, and letters that look like digits read as those."""
    return typed[:200].upper().translate(_READ_AS)


def fits(code: str) -> bool:
    """Is this a code without typing mistakes? Says nothing about whether anybody has it."""
    if len(code) != LENGTH or any(sign not in ALPHABET for sign in code):
        return False
    return _check_characters(code[:DATA]) == code[DATA:]


def _check_characters(data: str) -> str:
    number = 0
    for sign in data:
        number = number * 32 + ALPHABET.index(sign)
    rest = number % _PRIME
    return ALPHABET[rest // 32] + ALPHABET[rest % 32]
