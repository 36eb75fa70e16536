"""Sealing with AES-GCM. Pure: keys and bytes come in as arguments."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
FORMAT = b"\x01"  # first byte of everything sealed: another cipher gets another number


class Unreadable(Exception):
    """These bytes were not sealed with this key for this place, or were changed."""


class WrongKey(Exception):
    """A root key is not 32 bytes in base64; the message says which one."""


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """``plain`` under ``key``, readable only with the same ``place``. NIST SP 800-38D; the nonce is random (96 bits)."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """What was sealed. Raises Unreadable."""
    if sealed[:1] != FORMAT or len(sealed) < len(FORMAT) + NONCE_BYTES + 16:
        raise Unreadable
    body = sealed[len(FORMAT) :]
    try:
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], place.encode())
    except InvalidTag:
        raise Unreadable from None


def fingerprint(key: bytes) -> str:
    """Sixteen characters that tell keys apart and say nothing about them."""
    return hmac.new(key, b"koersvast root key", hashlib.sha256).hexdigest()[:16]


def read_root_keys(text: str) -> list[bytes]:
    """Root keys in base64, separated by commas or white space; the first one is in use, the others are older.

    Raises WrongKey.
    """
    found = []
    for number, part in enumerate(text.replace(",", " ").split(), start=1):
        try:
            key = base64.b64decode(part, validate=True)
        except (binascii.Error, ValueError):
            raise WrongKey(str(number)) from None
        if len(key) != KEY_BYTES:
            raise WrongKey(str(number))
        found.append(key)
    return found


def write_root_key(key: bytes) -> str:
    return base64.b64encode(key).decode()


def mark(key: bytes, words: str) -> str:
    """The HMAC that is stored instead of a secret: the secret cannot be found from it."""
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()
