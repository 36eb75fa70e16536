"""Sealing: what goes in comes out, only with the same key and at the same place."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as some

from koersvast.vault import rules

KEY = bytes(range(32))


@given(some.binary(max_size=200), some.text(max_size=50))
def test_what_was_sealed_comes_back(plain, place):
    assert rules.unseal(KEY, rules.seal(KEY, plain, place), place) == plain


@given(some.binary(min_size=1, max_size=60), some.integers(0, 10_000))
def test_one_changed_byte_is_seen(plain, where):
    sealed = bytearray(rules.seal(KEY, plain, "a"))
    sealed[where % len(sealed)] ^= 1
    with pytest.raises(rules.Unreadable):
        rules.unseal(KEY, bytes(sealed), "a")


def test_at_another_place_or_with_another_key_it_does_not_open():
    sealed = rules.seal(KEY, b"mevrouw S.", "texts.text.body:1")
    for key, place in ((KEY, "texts.text.body:2"), (rules.new_key(), "texts.text.body:1")):
        with pytest.raises(rules.Unreadable):
            rules.unseal(key, sealed, place)


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(20), b"\x02" + bytes(60)])
def test_what_was_never_sealed_is_unreadable(sealed):
    with pytest.raises(rules.Unreadable):
        rules.unseal(KEY, sealed, "")


def test_the_same_words_are_never_sealed_the_same():
    assert len({rules.seal(KEY, b"ja", "a") for _ in range(100)}) == 100


def test_it_is_aes_gcm_and_nothing_of_our_own():
    """Opened with nothing but the AES-GCM of `cryptography`: format byte, nonce, ciphertext with tag."""
    sealed = rules.seal(KEY, b"woorden", "hier")
    assert AESGCM(KEY).decrypt(sealed[1:13], sealed[13:], b"hier") == b"woorden"


def test_root_keys_are_read_in_order_and_a_wrong_one_is_named():
    first, second = rules.new_key(), rules.new_key()
    text = f"{rules.write_root_key(first)},\n {rules.write_root_key(second)}\n"
    assert rules.read_root_keys(text) == [first, second]
    for wrong in ("kort", "é" * 44, rules.write_root_key(first)[:-8]):
        with pytest.raises(rules.WrongKey, match="2"):
            rules.read_root_keys(f"{rules.write_root_key(first)} {wrong}")


def test_a_fingerprint_tells_keys_apart_and_is_not_the_key():
    one, other = rules.new_key(), rules.new_key()
    assert rules.fingerprint(one) == rules.fingerprint(one) != rules.fingerprint(other)
    assert rules.fingerprint(one) not in one.hex()
