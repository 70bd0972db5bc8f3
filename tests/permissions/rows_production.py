"""Sites, lots, diary and partners: the establishment's own; its workers write the diary and read the rest."""

from __future__ import annotations

from typing import Any

from txng.kernel.clock import now
from txng.production.models import Lot

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
# A worker's home is the diary.
GET  establishment-home           200  302 200  404  404  404 404 302
GET  site-list                    200  200 200  404  404  404 404 302
GET  site-new                     200  404 200  404  404  404 404 302
POST site-new                     422  404 422  404  404  404 404 302
GET  workshop-list                200  200 200  404  404  404 404 302
GET  workshop-new                 200  404 200  404  404  404 404 302
POST workshop-new                 422  404 422  404  404  404 404 302
GET  partner-list                 200  200 200  404  404  404 404 302
GET  partner-new                  200  404 200  404  404  404 404 302
POST partner-new                  422  404 422  404  404  404 404 302
GET  lot-list                     200  200 200  404  404  404 404 302
GET  lot-new                      200  404 200  404  404  404 404 302
POST lot-new                      422  404 422  404  404  404 404 302
GET  lot-detail                   200  200 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  200 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  receipt-new                  200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST receipt-new                  422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  shipment-new                 200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST shipment-new                 422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST lot-close                    302  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  lot-cancel                   200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST lot-cancel                   422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  diary-home                   200  200 200  404  404  404 404 302
GET  diary-write                  200  200 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  200 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST diary-write                  422  422 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  422 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  diary-correct                200  200 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  200 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST diary-correct                422  422 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  422 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
"""

_LOT = lambda world: {"lot_id": world.lot.pk}  # noqa: E731 – one line a row reads better here

THINGS = {
    "lot-detail": _LOT,
    "receipt-new": _LOT,
    "shipment-new": _LOT,
    "lot-close": _LOT,
    "lot-cancel": _LOT,
    "diary-write": lambda world: {"?lo": world.lot.pk, "?viec": "fertilise"},
    "diary-correct": lambda world: {"entry_id": world.lot.diary.first().pk},
}


def _cancelled(world: Any) -> None:
    Lot.objects.filter(pk=world.lot.pk).update(cancelled_at=now())


ENDED = dict.fromkeys(THINGS, _cancelled)
