"""GS1 DataMatrix (ISO/IEC 16022, ECC 200) by the hundred thousand.

The element strings of a run differ in the serial only, and Reed–Solomon is linear: the check words of a message are
the XOR of one table row for each of its words. Digits stand two in a word in the part all share; the serial stands
a sign in a word, so that every symbol of a run has the same shape.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from txng.stamps.labels.qr import TAIL, Symbol

QUIET_ZONE = 1
FNC1, PAD = 232, 129
SIZES = {10: (3, 5), 12: (5, 7), 14: (8, 10), 16: (12, 12), 18: (18, 14), 20: (22, 18), 22: (30, 20), 24: (36, 24)}

Bytes = NDArray[np.uint8]


def symbols(elements: Sequence[str]) -> list[Symbol]:
    made: list[Symbol] = []
    start = 0
    while start < len(elements):
        # One run: the same length, and the same part before the serial.
        fixed, length = elements[start][:-TAIL], len(elements[start])
        end = start + 1
        while end < len(elements) and elements[end].startswith(fixed) and len(elements[end]) == length:
            end += 1
        made += _run(elements[start:end], len(fixed))
        start = end
    return made


def _run(elements: Sequence[str], fixed: int) -> list[Symbol]:
    head = [FNC1, *_words(elements[0][:fixed])]
    tails = np.frombuffer("".join(e[fixed:] for e in elements).encode("ascii"), dtype=np.uint8)
    tails = tails.reshape(len(elements), -1) + 1
    size = next((size for size, (room, _) in SIZES.items() if room >= len(head) + tails.shape[1]), 0)
    if not size:
        raise ValueError("an element string longer than any symbol of one region")
    room, checks = SIZES[size]
    data = np.empty((len(elements), room), dtype=np.uint8)
    data[:, : len(head)] = head
    data[:, len(head) : len(head) + tails.shape[1]] = tails
    for at in range(len(head) + tails.shape[1], room):
        data[:, at] = _padding(at, first=at == len(head) + tails.shape[1])
    check = np.zeros((len(elements), checks), dtype=np.uint8)
    for at, table in enumerate(_tables(room, checks)):
        check ^= table[data[:, at]]
    bits = np.unpackbits(np.concatenate([data, check], axis=1), axis=1)
    drawn = np.empty((len(elements), size, size), dtype=np.uint8)
    drawn[:] = _frame(size)
    inside = bits[:, np.maximum(_places(size - 2), 0)]
    inside[:, _places(size - 2) == -1] = 0
    inside[:, _places(size - 2) == -2] = 1
    drawn[:, 1:-1, 1:-1] = inside
    return [Symbol(size, row.tobytes()) for row in np.packbits(drawn, axis=2)]


def _words(text: str) -> list[int]:
    """ASCII encodation: two digits in a word, else one sign."""
    return [int(part) + 130 if len(part) == 2 else ord(part) + 1 for part in re.findall(r"[0-9]{2}|.", text)]


def _padding(at: int, *, first: bool) -> int:
    if first:
        return PAD
    word = PAD + (149 * (at + 1)) % 253 + 1
    return word if word <= 254 else word - 254


@functools.cache
def _logs() -> tuple[list[int], list[int]]:
    powers, value = [], 1
    for _ in range(255):
        powers.append(value)
        value <<= 1
        if value & 256:
            value ^= 0x12D
    logs = [0] * 256
    for power, value in enumerate(powers):
        logs[value] = power
    return powers, logs


@functools.cache
def _tables(room: int, checks: int) -> list[Bytes]:
    """For each place of the message: value → its share of the check words."""
    powers, logs = _logs()

    def times(a: int, b: int) -> int:
        return powers[(logs[a] + logs[b]) % 255] if a and b else 0

    generator = [1]
    for root in range(1, checks + 1):
        longer = [*generator, 0]
        for place, value in enumerate(generator):
            longer[place + 1] ^= times(value, powers[root])
        generator = longer
    tables = []
    # The last word's share is its multiple of the generator's tail; each word before goes one step further round.
    remainder = generator[1:]
    for _ in range(room):
        rows = [[times(value, part) for part in remainder] for value in range(256)]
        tables.append(np.array(rows, dtype=np.uint8))
        lead, rest = remainder[0], [*remainder[1:], 0]
        remainder = [value ^ times(lead, part) for value, part in zip(rest, generator[1:], strict=True)]
    return tables[::-1]


@functools.cache
def _frame(size: int) -> Bytes:
    """The solid L at the left and below, the alternating line above and at the right."""
    made = np.zeros((size, size), dtype=np.uint8)
    made[0, ::2] = 1
    made[1::2, -1] = 1
    made[:, 0] = 1
    made[-1, :] = 1
    return made


@functools.cache
def _places(side: int) -> NDArray[np.intp]:
    """Which bit of the words stands at each module (ISO/IEC 16022 Annex F); -1 light and -2 dark where none does."""
    grid = np.full((side, side), -3, dtype=np.intp)

    def put(row: int, column: int, word: int, bit: int) -> None:
        if row < 0:
            row, column = row + side, column + 4 - (side + 4) % 8
        if column < 0:
            column, row = column + side, row + 4 - (side + 4) % 8
        grid[row, column] = word * 8 + bit

    def shape(word: int, cells: Sequence[tuple[int, int]]) -> None:
        for bit, (row, column) in enumerate(cells):
            put(row, column, word, bit)

    last = side - 1
    corners = [
        [(last, 0), (last, 1), (last, 2), (0, side - 2), (0, last), (1, last), (2, last), (3, last)],
        [(side - 3, 0), (side - 2, 0), (last, 0), (0, side - 4), (0, side - 3), (0, side - 2), (0, last), (1, last)],
        [(side - 3, 0), (side - 2, 0), (last, 0), (0, side - 2), (0, last), (1, last), (2, last), (3, last)],
        [(last, 0), (last, last), (0, side - 3), (0, side - 2), (0, last), (1, side - 3), (1, side - 2), (1, last)],
    ]
    word, row, column = 0, 4, 0
    while row < side or column < side:
        for number, here in enumerate(
            (
                (row, column) == (side, 0),
                (row, column) == (side - 2, 0) and side % 4 != 0,
                (row, column) == (side - 2, 0) and side % 8 == 4,
                (row, column) == (side + 4, 2) and side % 8 == 0,
            )
        ):
            if here:
                shape(word, corners[number])
                word += 1
        for up in (True, False):
            while True:
                if 0 <= row < side and 0 <= column < side and grid[row, column] == -3:
                    r, c = row, column
                    cells = [(r - 2, c - 2), (r - 2, c - 1), (r - 1, c - 2), (r - 1, c - 1)]
                    shape(word, [*cells, (r - 1, c), (r, c - 2), (r, c - 1), (r, c)])
                    word += 1
                row, column = (row - 2, column + 2) if up else (row + 2, column - 2)
                if (up and (row < 0 or column >= side)) or (not up and (row >= side or column < 0)):
                    break
            row, column = (row + 1, column + 3) if up else (row + 3, column + 1)
    grid[grid == -3] = -1
    if grid[last, last] == -1:  # the fixed square in the corner that no word reaches
        grid[last, last] = grid[side - 2, side - 2] = -2
    return grid
