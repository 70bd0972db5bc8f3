"""Inside the site's environment: lot graphs of several sizes, stored as captures store them, and walked.

Prints JSON: for each size the edges answered and the seconds of the fastest walk. A walk that did not answer every
edge there is is no measurement and ends the run.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import django

# Lots side by side; ten millings one after the other in each.
SIZES = {500: 25, 2_000: 100, 10_000: 500}
LAYERS = 9


def main(repeats: int) -> None:
    django.setup()
    from django.db import connection

    from tests.bench.generator import document, lot_graph
    from tests.bench.inside import actor, sender, stored

    ends = {}
    for size, width in SIZES.items():
        events, _first, last, edges = lot_graph(width, LAYERS, str(size))
        stored(document(events), sender())
        ends[size] = (last, edges)
    who = actor()
    connection.close()
    found: dict[int, Any] = {size: {"edges": edges, "seconds": 9e9} for size, (_last, edges) in ends.items()}
    for _ in range(repeats):
        for size, (last, edges) in ends.items():
            found[size]["seconds"] = min(found[size]["seconds"], walked(who, last, edges))
    print(json.dumps(found))


def walked(who: Any, last: str, edges: int) -> float:
    """Back from the last lot, with the rights of its maker."""
    from txng.trace.graph.walking import BACK, Walker, events_to_follow

    began = time.perf_counter()
    walk = Walker([last], BACK, events=events_to_follow(who)).go()
    seconds = time.perf_counter() - began
    assert walk.whole, "the walk gave up"
    assert len(walk.steps) == edges, (len(walk.steps), edges)
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]))
