"""The general FF1 of SP 800-38G against NIST's samples; then our one case against the general one."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from txng.stamps.serials.ff1 import Ff1

NUMERALS = "0123456789abcdefghijklmnopqrstuvwxyz"
KEY = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94"
TENS, MIXED = "39383736353433323130", "3737373770717273373737"

# NIST FF1 samples 1 to 9: key bytes, radix, tweak, plaintext, ciphertext.
SAMPLES = [
    (16, 10, "", "0123456789", "2433477484"),
    (16, 10, TENS, "0123456789", "6124200773"),
    (16, 36, MIXED, "0123456789abcdefghi", "a9tv40mll9kdu509eum"),
    (24, 10, "", "0123456789", "2830668132"),
    (24, 10, TENS, "0123456789", "2496655549"),
    (24, 36, MIXED, "0123456789abcdefghi", "xbj3kv35jrawxv32ysr"),
    (32, 10, "", "0123456789", "6657667009"),
    (32, 10, TENS, "0123456789", "1001623463"),
    (32, 36, MIXED, "0123456789abcdefghi", "xs8a0azh2avyalyzuwd"),
]


def number(numerals: list[int], radix: int) -> int:
    value = 0
    for numeral in numerals:
        value = value * radix + numeral
    return value


def numerals_of(value: int, radix: int, length: int) -> list[int]:
    found = []
    for _ in range(length):
        value, numeral = divmod(value, radix)
        found.append(numeral)
    return found[::-1]


def general_ff1(key: bytes, radix: int, tweak: bytes, plain: list[int]) -> list[int]:
    """Algorithm 7 (FF1.Encrypt), step by step."""
    n, t = len(plain), len(tweak)
    u = n // 2
    v = n - u
    a, b = plain[:u], plain[u:]
    width = -(-(radix**v - 1).bit_length() // 8)
    d = 4 * -(-width // 4) + 4
    encrypt = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update
    p = bytes([1, 2, 1]) + radix.to_bytes(3, "big") + bytes([10, u % 256]) + n.to_bytes(4, "big") + t.to_bytes(4, "big")
    for i in range(10):
        q = tweak + bytes(-(t + width + 1) % 16) + bytes([i]) + number(b, radix).to_bytes(width, "big")
        r = bytes(16)
        for at in range(0, len(p + q), 16):
            r = encrypt(bytes(x ^ y for x, y in zip(r, (p + q)[at : at + 16], strict=True)))
        s, j = r, 0
        while len(s) < d:
            j += 1
            s += encrypt(bytes(x ^ y for x, y in zip(r, j.to_bytes(16, "big"), strict=True)))
        m = u if i % 2 == 0 else v
        c = (number(a, radix) + int.from_bytes(s[:d], "big")) % radix**m
        a, b = b, numerals_of(c, radix, m)
    return a + b


@pytest.mark.parametrize(
    ("size", "radix", "tweak", "plain", "cipher"), SAMPLES, ids=[f"sample-{n}" for n in range(1, 10)]
)
def test_the_general_algorithm_gives_the_nist_samples(
    size: int, radix: int, tweak: str, plain: str, cipher: str
) -> None:
    key = bytes.fromhex(KEY)[:size]
    out = general_ff1(key, radix, bytes.fromhex(tweak), [NUMERALS.index(c) for c in plain])
    assert "".join(NUMERALS[n] for n in out) == cipher


halves = st.integers(0, (1 << 40) - 1)
tweaks = st.integers(0, (1 << 64) - 1)


@given(st.binary(min_size=32, max_size=32), halves, halves, tweaks)
def test_our_case_is_the_general_algorithm(key: bytes, left: int, right: int, tweak: int) -> None:
    plain = numerals_of(left, 32, 8) + numerals_of(right, 32, 8)
    expected = general_ff1(key, 32, tweak.to_bytes(8, "big"), plain)
    assert Ff1(key).encrypt(left, right, tweak) == (number(expected[:8], 32), number(expected[8:], 32))


@given(halves, halves, tweaks)
def test_decryption_undoes_encryption(left: int, right: int, tweak: int) -> None:
    cipher = Ff1(bytes.fromhex(KEY))
    assert cipher.decrypt(*cipher.encrypt(left, right, tweak), tweak) == (left, right)


@given(st.lists(st.tuples(halves, halves, tweaks), min_size=1, max_size=30))
def test_the_batch_way_is_the_single_way(rows: list[tuple[int, int, int]]) -> None:
    cipher = Ff1(bytes.fromhex(KEY))
    left, right, tweak = (np.array(column, dtype=np.uint64) for column in zip(*rows, strict=True))
    together = cipher.encrypt_many(left, right, tweak)
    assert list(zip(*(h.tolist() for h in together), strict=True)) == [cipher.encrypt(*row) for row in rows]
    back = cipher.decrypt_many(*together, tweak)
    assert [h.tolist() for h in back] == [left.tolist(), right.tolist()]


def test_one_cipher_serves_several_threads() -> None:
    cipher = Ff1(bytes.fromhex(KEY))
    counters = np.arange(50_000, dtype=np.uint64)
    nothing = np.zeros_like(counters)
    expected = cipher.encrypt_many(nothing, counters, nothing)[0]
    wrong: list[object] = []

    def work() -> None:
        try:  # a context of the library that two threads use at once raises, and only for large inputs
            for _ in range(5):
                if not np.array_equal(cipher.encrypt_many(nothing, counters, nothing)[0], expected):
                    wrong.append("another answer")
        except RuntimeError as error:
            wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
def test_only_aes_256_keys_are_taken(size: int) -> None:
    with pytest.raises(ValueError):
        Ff1(bytes(size))
