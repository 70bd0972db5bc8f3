"""Danh mục, cấu hình (CT-REG 11.2): the operator's alone; nobody else is told that there is anything.

A setting, a list and a rule set belong to nobody, so foreign and own are the same; an address that names none is 404.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from txng.ledger.models import Entry
from txng.places.events import PlaceEvent

ROWS = """
                                lanh tu  khai hanh dung nam mai guest
GET  configuration              404  404 404  404  404  404 200 302
GET  setting-list               404  404 404  404  404  404 200 302
GET  setting                    404  404 404  404  404  404 200 302
       none                     404  404 404  404  404  404 404 302
POST setting                    404  404 404  404  404  404 422 302
       none                     404  404 404  404  404  404 404 302
GET  work-calendar              404  404 404  404  404  404 200 302
GET  work-calendar-change       404  404 404  404  404  404 200 302
POST work-calendar-change       404  404 404  404  404  404 422 302
GET  reference-lists            404  404 404  404  404  404 200 302
GET  reference-list             404  404 404  404  404  404 200 302
       none                     404  404 404  404  404  404 404 302
GET  rule-set                   404  404 404  404  404  404 200 302
       none                     404  404 404  404  404  404 404 302
GET  unit-mergers               404  404 404  404  404  404 200 302
GET  unit-merger                404  404 404  404  404  404 200 302
       none                     404  404 404  404  404  404 404 302
GET  unit-merger-new            404  404 404  404  404  404 200 302
# Without its units there is nothing to record: back to the list, which says so.
POST unit-merger-new            404  404 404  404  404  404 302 302
"""


def _merger(world: Any) -> dict[str, Any]:
    unit = world.establishment.unit
    entry = Entry.objects.create(
        at="2026-09-21T02:30:00Z",
        kind=str(PlaceEvent.UNITS_MERGED),
        actor_label="Đặng Thị Mai",
        actor_kind="operator",
        subject_type="places.administrativeunit",
        subject_id=str(unit.pk),
        subject_label=unit.name,
        before={"units": []},
        after={"unit": unit.pk, "unit_path": unit.unit_path, "on": date(2026, 9, 21).isoformat()},
        ground="Nghị quyết 12/2026/NQ-HĐND",
    )
    return {"entry_id": entry.pk}


THINGS = {
    "setting": lambda world: {"slug": "tai-khoan-lau-khong-dung"},
    "reference-list": lambda world: {"slug": "giay-to-cua-ho-so-dang-ky"},
    "rule-set": lambda world: {"code": "ND37-2026"},
    "unit-merger": _merger,
}
