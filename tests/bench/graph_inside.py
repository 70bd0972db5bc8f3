"""Inside the site's environment: lot graphs of several sizes, stored as captures store them, and walked.

Prints JSON: for each size the edges answered and the seconds of the fastest walk and of the fastest point select.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

SIZES = (("0.5k", 25, 9), ("2k", 100, 9), ("10k", 500, 9))


def main(repeats: int) -> None:
    django.setup()
    from tests.bench.inside import actor, sender, stored
    from txng.trace.graph.walking import BACK, Walker, events_to_follow

    from tests.bench.generator import document, lot_graph

    who = actor()
    ends = {}
    for name, width, layers in SIZES:
        events, _first, last, edges = lot_graph(width, layers, name)
        stored(document(events), sender())
        ends[name] = (last, edges)
    found: dict[str, Any] = {}
    for name, (last, edges) in ends.items():
        walk = Walker([last], BACK, events=events_to_follow(who)).go()
        assert len(walk.steps) == edges and walk.whole, (len(walk.steps), edges)
        seconds, cpu = best(lambda: Walker([last], BACK, events=events_to_follow(who)).go(), repeats)
        found[name] = {"edges": edges, "seconds": seconds, "cpu": cpu}
    print(json.dumps(found))


def best(act: Callable[[], object], repeats: int) -> tuple[float, float]:
    wall, cpu = [], []
    for _ in range(repeats):
        began, used = time.perf_counter(), time.process_time()
        act()
        wall.append(time.perf_counter() - began)
        cpu.append(time.process_time() - used)
    return min(wall), min(cpu)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
