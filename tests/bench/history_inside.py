"""Inside the site's environment: histories of single codes and point selects in turn, at one size of the tables.

Prints JSON with the median seconds of each: of one history as a page or program gets it (trace/graph/history.py: its
statement, its rows, its objects), of one `SELECT … WHERE id = …` of the same columns by the same cursor of Django, and
of the whole EPCIS query for a code with its rights, its page and its time limit.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable

import django


def main(serials: int, repeats: int) -> None:
    django.setup()
    from django.db import connection

    from tests.bench.filling import STEPS, key, owner_of
    from tests.bench.inside import actor
    from txng.registry.models import Establishment
    from txng.trace.eventquery import read_query, run
    from txng.trace.graph.history import histories
    from txng.trace.graph.walking import TOLD, Told
    from txng.trace.models import CapturedEvent

    rng = random.Random(serials)
    owners = list(Establishment.objects.order_by("id").values_list("id", flat=True))
    who = actor()
    mine = next(serial for serial in range(len(owners)) if owner_of(serial, owners) == who.establishment_id)
    last = CapturedEvent.objects.order_by("-id").values_list("id", flat=True)[0]

    def history() -> None:
        serial = rng.randrange(serials)
        thing = key(serial)
        found = histories({thing: owner_of(serial, owners)}, most=20)[thing]
        assert len(found.events) == STEPS, found

    point_select = f"SELECT {', '.join(TOLD)} FROM trace_capturedevent WHERE id = %s"

    def point() -> None:
        with connection.cursor() as cursor:
            cursor.execute(point_select, [last - rng.randrange(serials)])
            Told._make(cursor.fetchone())

    def query() -> None:
        serial = mine + len(owners) * rng.randrange(serials // len(owners) - 1)
        asked = read_query({"MATCH_epc": [key(serial)]}, actor=who)
        assert len(run(asked, actor=who, size=30, after=None).rows) == STEPS

    for act in (history, point, query):
        _seconds(act, repeats // 5)
    # In turns, so that whatever else the machine does meets all of them.
    taken: dict[str, list[float]] = {"history": [], "point": [], "query": []}
    for _ in range(repeats):
        for act in (history, point, query):
            taken[act.__name__].append(_seconds(act, 1))
    print(json.dumps({name: statistics.median(seconds) for name, seconds in taken.items()}))


def _seconds(act: Callable[[], None], times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
