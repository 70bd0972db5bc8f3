"""NIST SP 800-38G FF1, cut to one case: AES-256, radix 32, sixteen numerals, an eight-byte tweak.

The halves are 40-bit integers instead of numeral strings, because 32⁸ = 2⁴⁰: step 6.vi's addition modulo
radixᵐ is then a mask, and a whole batch goes through AES in one call a round. The tests hold the general
algorithm of the publication beside it, with NIST's samples.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

Words = NDArray[np.uint64]

ROUNDS = 10
_MASK = (1 << 40) - 1
# Step 5: version 1, method 2, addition 1, radix (3 bytes), 10 rounds, u = 8, n (4 bytes), t (4 bytes).
_P = bytes([1, 2, 1, 0, 0, 32, 10, 8]) + (16).to_bytes(4, "big") + (8).to_bytes(4, "big")
_block = struct.Struct(">QQ").pack
# Bytes 4 to 11 of a block: y is its low 40 bits, and what stands above them goes away in the mask.
_twelfth = struct.Struct(">4xQ4x").unpack


class Ff1:
    """One key. The key itself is kept by the cipher objects only and appears in no repr."""

    __slots__ = ("_backwards", "_cipher", "_forwards", "_high", "_low", "_threads")

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise ValueError("FF1 here takes an AES-256 key")
        # ECB on single blocks is the raw permutation FF1 is built on; it is not used as a mode of encryption.
        self._cipher = Cipher(algorithms.AES256(key), modes.ECB())
        self._threads = threading.local()  # a context refuses two threads at once
        start = self._aes()(_P)
        self._high, self._low = int.from_bytes(start[:8], "big"), int.from_bytes(start[8:], "big")
        # AES(P) and the number of the round, ready to meet the half and the tweak: one block a round.
        self._forwards = tuple(i << 40 ^ self._low for i in range(ROUNDS))
        backwards = [one ^ _MASK for one in reversed(self._forwards)]
        self._backwards = tuple(zip(backwards[::2], backwards[1::2], strict=True))

    def __repr__(self) -> str:
        return "<Ff1>"

    def _aes(self) -> Callable[[bytes], bytes]:
        try:
            update: Callable[[bytes], bytes] = self._threads.update
        except AttributeError:
            update = self._threads.update = self._cipher.encryptor().update
        return update

    def encrypt(self, left: int, right: int, tweak: int) -> tuple[int, int]:
        aes, head = self._aes(), tweak ^ self._high
        for part in self._forwards:
            left, right = right, (left + _twelfth(aes(_block(head, part ^ right)))[0]) & _MASK
        return left, right

    def decrypt(self, left: int, right: int, tweak: int) -> tuple[int, int]:
        """Reckoned with the complements of both halves: what FF1 takes away is then added, and no step of the path of
        every scan works on a negative number, on which Python masks slowly. Two rounds at a time, so that the halves
        need not change places."""
        aes, head, block, twelfth = self._aes(), tweak ^ self._high, _block, _twelfth
        left, right = left ^ _MASK, right ^ _MASK
        for part, next_part in self._backwards:
            right = (right + twelfth(aes(block(head, part ^ left)))[0]) & _MASK
            left = (left + twelfth(aes(block(head, next_part ^ right)))[0]) & _MASK
        return left ^ _MASK, right ^ _MASK

    def encrypt_many(self, left: Words, right: Words, tweaks: Words) -> tuple[Words, Words]:
        blocks = self._blocks(tweaks, right.shape[0])
        for i in range(ROUNDS):
            left, right = right, (left + self._round(blocks, i, right)) & np.uint64(_MASK)
        return left, right

    def decrypt_many(self, left: Words, right: Words, tweaks: Words) -> tuple[Words, Words]:
        blocks = self._blocks(tweaks, left.shape[0])
        for i in reversed(range(ROUNDS)):
            # Unsigned subtraction wraps modulo 2⁶⁴, so the mask gives the residue modulo 2⁴⁰.
            left, right = (right - self._round(blocks, i, left)) & np.uint64(_MASK), left
        return left, right

    def _blocks(self, tweaks: Words, count: int) -> NDArray[np.uint64]:
        blocks = np.empty((count, 2), dtype=">u8")
        blocks[:, 0] = tweaks ^ np.uint64(self._high)
        return blocks

    def _round(self, blocks: NDArray[np.uint64], i: int, half: Words) -> Words:
        blocks[:, 1] = (half | np.uint64(i << 40)) ^ np.uint64(self._low)
        out = np.frombuffer(self._aes()(blocks.tobytes()), dtype=">u8").reshape(-1, 2)
        # Bytes 7 to 11 of each block: the low 40 bits of the twelve that make y.
        words: Words = ((out[:, 0] & 0xFF) << np.uint64(32) | out[:, 1] >> np.uint64(32)).astype(np.uint64)
        return words
