"""Inside the site's environment, as its owner: very many plots, and one drawn over some of them.

Prints JSON: the plots there are, those found under the new one, those a search through all of them finds, whether the
plan uses the index, and the milliseconds of the fastest of three: neighbours found, read and measured, as the verb does.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import django


def main(count: int, spoil: str = "") -> dict[str, Any]:
    django.setup()
    from django.db import connection
    from shapely.geometry import box, shape

    from tests.production.lattice import fill
    from txng.production import boundaries
    from txng.production.geometry.against import doubts_about
    from txng.production.models import Boundary, Site

    like = Site.objects.order_by("id")[0]
    fill(like, count)
    with connection.cursor() as cursor:
        if spoil:
            cursor.execute(spoil)
        cursor.execute("ANALYZE production_boundary")
    drawn = box(106.0505, 11.0505, 106.0525, 11.0525)

    def look() -> list[Any]:
        around = boundaries.neighbours(drawn, establishment_id=-1)
        return doubts_about(drawn, unit_code="", unit_name="", province_code="", typed_m2=None, around=around)

    fastest = 9e9
    for _ in range(3):
        began = time.perf_counter()
        doubts = look()
        fastest = min(fastest, time.perf_counter() - began)
    rows = Boundary.objects.filter(replaced_at=None, geometry__type="Polygon").values_list("geometry", flat=True)
    over = sum(shape(geometry).intersection(drawn).area > 1e-9 for geometry in rows.iterator())
    plan = boundaries.meeting(drawn.bounds).explain()
    return {
        "plots": Boundary.objects.filter(replaced_at=None).count(), "found": len(doubts), "over": over,
        "index": "boundary_box" in plan, "milliseconds": round(fastest * 1000, 1),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), *sys.argv[2:3])))
