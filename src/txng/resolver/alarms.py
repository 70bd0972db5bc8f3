"""What the recording of scans does for the copy rule: say which codes may be worth a look, and go on.

No table is asked here and nothing of the back office is loaded; the look itself is a job (resolver/looking.py), and an
hourly one finds what was never said.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from procrastinate.contrib.django import app

from txng.kernel.clock import today
from txng.provinces.copy_rules import copy_rule
from txng.resolver.copying import suspicion
from txng.resolver.models import SeenCode
from txng.resolver.scanlines import Scan, Seen

TASK = "resolver.look_at_codes"
SAID_AGAIN = 300.0  # seconds: a code scanned without end is said once in five minutes by each process
_MOST = 10_000
_said: dict[tuple[int, int, int], float] = {}


def note(codes: Iterable[SeenCode]) -> int:
    """The rows just written, as they are now; how many were put up for a look. Within the caller's transaction."""
    day, at = today(), time.monotonic()
    rule = copy_rule(day)
    wanted = []
    for seen in codes:
        # The wider window: whether the goods keep, the card knows, and the job asks it.
        if len(seen.days) < rule.sessions or not suspicion(
            seen.days, seen.provinces, keeps="dry", rule=rule, today=day
        ):
            continue
        key = (seen.tweak, seen.key_version, seen.counter)
        if at - _said.get(key, -SAID_AGAIN) >= SAID_AGAIN:
            wanted.append(key)
    if not wanted:
        return 0
    if len(_said) + len(wanted) > _MOST:
        _said.clear()
    app.configure_task(TASK, queue="fast").defer(codes=[list(key) for key in wanted])
    _said.update(dict.fromkeys(wanted, at))
    return len(wanted)


def note_scan(scan: Scan, seen: Seen) -> int:
    """One scan whose answer was another because of what its code has seen."""
    if scan.code is None:
        return 0
    tweak, version, counter = scan.code
    days, provinces = list(seen.days), list(seen.provinces)
    return note([SeenCode(tweak=tweak, key_version=version, counter=counter, days=days, provinces=provinces)])


def forget() -> None:
    """For tests."""
    _said.clear()
