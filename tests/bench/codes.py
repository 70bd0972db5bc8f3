"""`./txng bench codes`: how fast serials are made and read, what a batch costs, and what becomes of orders at once."""

from __future__ import annotations

import secrets
import subprocess
import sys
import time
from collections.abc import Callable

from tests.bench import serials_peer
from tests.bench.measuring import Database, Line, Result, inside
from txng.project.database import Cluster
from txng.stamps.serials import KeyRing, issue, issue_array, open_serial

BULK, SINGLE, PEER_TIMES = 1_000_000, 100_000, 100
ALLOCATORS, ORDERS = 8, 40
GTIN = 8936012345674

Say = Callable[[str], None]


def measured(cluster: Cluster, say: Say, *, full: bool = False, beside: bool = True, spoil: str = "") -> Result:
    """`spoil` is the control of the claim: orders take their counters by looking for the last one, as if alone."""
    result = Result("codes")
    keys = KeyRing({1: secrets.token_bytes(32)})
    made = rate_of_making(keys, 4_000_000 if full else 1_000_000)
    say(f"  made in bulk, one process: {made:,.0f} serials/s")
    tries = [rates_of_reading(keys)]
    while tries[-1][0] < SINGLE and len(tries) < 3:  # a machine that others use too is half as fast for some seconds
        tries.append(rates_of_reading(keys))
    one, two = max(tries)
    say(f"  read one at a time: {one:,.0f}/s a second of one processor, {two:,.0f}/s in two processes together")
    old = rate_of_reading(KeyRing({version: secrets.token_bytes(32) for version in (1, 2, 3, 4)}), version=1)
    say(f"  the same under the oldest of four versions, as a forged one: {old:,.0f}/s")
    result.lines += [
        Line(
            "serials made in bulk, 10,000 at a time, a second of one processor",
            f"{BULK:,}/s",
            f"{made:,.0f}/s",
            f"{made / BULK:.2f} ×",
            "≥ 1 ×",
            made >= BULK,
        ),
        Line(
            "serials read one at a time, a second of one processor",
            f"{SINGLE:,}/s",
            f"{one:,.0f}/s",
            f"{one / SINGLE:.2f} ×",
            "≥ 1 ×",
            one >= SINGLE,
        ),
    ]
    with Database(cluster) as site:
        found = inside(site, "codes_inside", ALLOCATORS, ORDERS, spoil or "-")
    rows, doubles, orders = found["rows"], found["doubles"], found["codes"]
    result.lines += [
        Line(
            "rows of a batch of 10,000,000 against one of 10",
            f"{rows[0]} rows",
            f"{rows[1]} rows",
            f"{rows[1] / rows[0]:.2f} ×",
            "1 ×",
            rows[0] == rows[1],
        ),
        Line(
            f"codes of {ALLOCATORS} processes ordering at once, given twice",
            f"{orders:,} codes of {ALLOCATORS * ORDERS} orders",
            f"{doubles} twice",
            f"{doubles / orders:.0%}",
            "0",
            doubles == 0,
        ),
    ]
    if beside:
        against_the_peer(result, serials_peer.measured(cluster), made)
    result.notes.append(
        f"Read in two processes at once: {two:,.0f}/s together. A serial of the oldest of four live versions, and a forged "
        f"one, is tried under all four: {old:,.0f}/s. AES-256 is called once a round (ten a serial) whatever Python does."
    )
    return result


def against_the_peer(result: Result, found: serials_peer.Peer, ours: float) -> None:
    if found.why_not:
        result.notes.append(found.why_not)
        return
    size, per_second = found.lines[0]
    times = ours / per_second
    result.lines.append(
        Line(
            f"the same against {serials_peer.NAME}, granted {size} a request, a carton at a time",
            f"{per_second:,.0f}/s",
            f"{ours:,.0f}/s",
            f"{times:,.0f} ×",
            f"≥ {PEER_TIMES} ×",
            times >= PEER_TIMES,
        )
    )
    said = ", ".join(f"{size:,} a request: {rate:,.0f}/s ({ours / rate:.1f} ×)" for size, rate in found.lines)
    result.notes.append(f"{serials_peer.NAME}, whose numbers carry no proof of having been issued: {said}.")


def rate_of_making(keys: KeyRing, count: int) -> float:
    """A second of processor time, as for reading: what else the machine does then only spoils the caches."""
    best = 0.0
    for number in range(3):
        began = time.process_time()
        issue_array(keys, 1, GTIN, number * count, count)
        best = max(best, count / (time.process_time() - began))
    return best


def rate_of_reading(keys: KeyRing, *, version: int = 1, count: int = 20_000, rounds: int = 12) -> float:
    """The fastest of some rounds, a second of processor time."""
    serials = issue(keys, version, GTIN, 0, count)
    best = 0.0
    for _ in range(rounds):
        began = time.process_time()
        for serial in serials:
            open_serial(keys, serial, GTIN)
        best = max(best, count / (time.process_time() - began))
    return best


def rates_of_reading(keys: KeyRing) -> tuple[float, float]:
    """On one processor, and in two processes at once."""
    alone = rate_of_reading(keys)
    words = [sys.executable, "-m", "tests.bench.codes_reading"]
    two = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    return alone, sum(float(process.communicate()[0]) for process in two)
