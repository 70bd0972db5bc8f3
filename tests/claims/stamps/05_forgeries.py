"""No text but an issued one is a code (G7). What is tried here is tried by the keys alone; the range table comes on top."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.claims.framework import Claim, Context, Measured
from tests.claims.house import verdicts
from tests.claims.house.asking import Visitor
from tests.claims.house.statements import overheard
from txng.kernel.text import CROCKFORD
from txng.stamps.serials import COUNTERS, KeyRing, issue_array, open_serial

CLAIM = Claim(
    "stamps-05",
    "Of 5 million forged serials (guesses, neighbours of issued ones, serials of another product, of another key version) "
    "none is accepted, nor any of 100,000 issued ones with one character changed; a bad code costs no query and every "
    "bad code is answered alike (G7).",
    vi="Trong 5 triệu mã giả (đoán bừa, lân cận mã thật, mã của sản phẩm khác, của phiên bản khóa khác) không mã nào được chấp nhận; 100.000 mã thật bị đổi một ký tự cũng không; mã sai không tốn câu truy vấn nào và mọi câu trả lời cùng một dạng (G7).",
)
BESIDE = True
SEED = 20_261_123
GTIN, OTHER = 8936012345674, 8938505970011
KINDS = ("guesses", "neighbours", "another product", "another key version")
MILLION, CHANGED, SINGLE = 1_250_000, 100_000, 20_000
ISSUED = 100_000_000
BATCH = 50_000
CODES = re.compile(r'"?(stamps_\w+|resolver_card\w*|resolver_codestate\w*)"?', re.IGNORECASE)

Rows = NDArray[np.uint8]
Accepts = Callable[[KeyRing, Rows, int], NDArray[np.bool_]]
_SHIFTS = np.arange(35, -1, -5, dtype=np.uint64)
_LETTERS = np.frombuffer(CROCKFORD.encode(), dtype=np.uint8)
_VALUES = np.full(256, 255, dtype=np.uint8)
_VALUES[_LETTERS] = np.arange(32)


def measure(ctx: Context) -> Measured:
    found = tried(MILLION)
    changed = changed_by_one(CHANGED)
    alike, differing = single_agrees(SINGLE)
    queries, shapes, asked = over_http(ctx)
    accepted = sum(found.values())
    figure = (
        f"accepted: {', '.join(f'{n} of {MILLION:,} {kind}' for kind, n in found.items())}; {changed} of {CHANGED:,} with one "
        f"character changed (all its 31 others at a place by chance); the single way agrees with the vectorised one on "
        f"{alike:,} of {alike + differing:,}; {queries} queries on the codes and {shapes} shape of answer for {asked} bad "
        f"codes over HTTP; a guess is accepted with {ISSUED:,} ÷ 2⁸⁰ = {ISSUED / 2**80:.1e} at that many issued codes "
        f"of a product, 2⁻⁴⁴ by the keys alone"
    )
    holds = (accepted, changed, differing, queries, shapes) == (0, 0, 0, 0, 1)
    return Measured(holds, figure, MILLION * len(KINDS) + CHANGED * 31 + asked)


def control(ctx: Context) -> bool:
    """Verifiers with a hole, each found: one that asks for twenty zero bits only, one that forgets the product."""
    few = sum(tried(MILLION, twenty_bits).values())
    foreign = tried(20_000, of_no_product)["another product"]
    return few > 0 and foreign == 20_000


# --- the forgeries -------------------------------------------------------------------------------------------------


def accepts(keys: KeyRing, rows: Rows, tweak: int) -> NDArray[np.bool_]:
    """What open_serial says, of many at once."""
    found = np.zeros(len(rows), dtype=bool)
    for version in keys.opening:
        left, right = _opened(keys, rows, tweak, version)
        found |= (left == 0) & (right < COUNTERS)
    return found


def twenty_bits(keys: KeyRing, rows: Rows, tweak: int) -> NDArray[np.bool_]:
    found = np.zeros(len(rows), dtype=bool)
    for version in keys.opening:
        left, _right = _opened(keys, rows, tweak, version)
        found |= left >> np.uint64(20) == 0
    return found


def of_no_product(keys: KeyRing, rows: Rows, tweak: int) -> NDArray[np.bool_]:
    """As if the tweak were bound to nothing: whoever's product, it is read as the one it was made for."""
    return accepts(keys, rows, GTIN)


def tried(each: int, verifier: Accepts = accepts) -> dict[str, int]:
    """How many of each kind a verifier took, `each` of a kind."""
    dice = np.random.default_rng(SEED)
    keys = KeyRing({version: dice.bytes(32) for version in (1, 2)})
    without = KeyRing({2: dice.bytes(32)})
    taken = dict.fromkeys(KINDS, 0)
    for start in range(0, each, BATCH):
        size = min(BATCH, each - start)
        genuine = issue_array(keys, 2, GTIN, start, size)
        forged = {
            "guesses": (keys, _LETTERS[dice.integers(0, 32, (size, 16))], GTIN),
            "neighbours": (keys, _neighbours(genuine, dice), GTIN),
            "another product": (keys, genuine, OTHER),
            "another key version": (without, genuine, GTIN),
        }
        for kind, (ring, rows, tweak) in forged.items():
            taken[kind] += int(verifier(ring, rows, tweak).sum())
    return taken


def changed_by_one(count: int) -> int:
    """Each of `count` issued serials, at one place by chance with each of the 31 other characters."""
    dice = np.random.default_rng(SEED + 1)
    keys = KeyRing({1: dice.bytes(32)})
    genuine = issue_array(keys, 1, GTIN, 0, count)
    places = dice.integers(0, 16, count)
    before = _VALUES[genuine[np.arange(count), places]]
    taken = 0
    for step in range(1, 32):
        rows = genuine.copy()
        rows[np.arange(count), places] = _LETTERS[(before + step) % 32]
        taken += int(accepts(keys, rows, GTIN).sum())
    return taken


def single_agrees(count: int) -> tuple[int, int]:
    """The path a scan takes, against the vectorised one: half of them genuine, in an order by chance."""
    dice = np.random.default_rng(SEED + 2)
    keys = KeyRing({version: dice.bytes(32) for version in (1, 2)})
    genuine = issue_array(keys, 1, GTIN, 0, count // 2)
    rows = np.concatenate([genuine, _neighbours(genuine, dice)])
    dice.shuffle(rows)
    many = accepts(keys, rows, GTIN)
    singly = [open_serial(keys, row.tobytes().decode(), GTIN) is not None for row in rows]
    same = int((many == np.array(singly)).sum())
    return same, len(rows) - same


def _neighbours(genuine: Rows, dice: Any) -> Rows:
    """The text next to an issued one, up or down, as whoever counts on would write it."""
    rows = genuine.copy()
    step = dice.choice([1, 31], len(rows))
    last = _VALUES[rows[:, 15]]
    rows[:, 15] = _LETTERS[(last + step) % 32]
    return rows


def _opened(keys: KeyRing, rows: Rows, tweak: int, version: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    values = _VALUES[rows].astype(np.uint64)
    halves = [(values[:, at : at + 8] << _SHIFTS).sum(axis=1, dtype=np.uint64) for at in (0, 8)]
    tweaks = np.full(len(rows), tweak, np.uint64)
    return keys.cipher(version).decrypt_many(halves[0], halves[1], tweaks)


# --- over HTTP -----------------------------------------------------------------------------------------------------


def over_http(ctx: Context, count: int = 60) -> tuple[int, int, int]:
    """(queries on the codes, how many shapes of answer, how many asked)."""
    site = ctx.installation("can-tho")
    path = verdicts.paths(site)["valid"]
    own, genuine = path.rsplit("/", 1)
    dice = random.Random(SEED)
    forged = ["".join(dice.choices(CROCKFORD, k=16)) for _ in range(count // 2)]
    for _ in range(count // 2):
        at = dice.randrange(16)
        other = dice.choice([c for c in CROCKFORD if c != genuine[at].upper()])
        forged.append(genuine[:at].upper() + other + genuine[at + 1 :].upper())
    with overheard(site) as during:
        visitor = Visitor(site.base_url)
        visitor.get(f"{own}/{forged[0]}")
        answers: list[Any] = []
        said = during(lambda: answers.extend(visitor.get(f"{own}/{serial}") for serial in forged))
    shapes = {shape(answer, serial) for answer, serial in zip(answers, forged, strict=True)}
    return sum(bool(CODES.search(line)) for line in said), len(shapes), len(forged)


def shape(answer: Any, serial: str) -> tuple[int, str]:
    """The page with what it echoes taken out: the code."""
    text = str(answer.text)
    for echoed in (serial, "-".join(serial[at : at + 4] for at in range(0, 16, 4))):
        text = text.replace(echoed, "…")
    return answer.status, text
