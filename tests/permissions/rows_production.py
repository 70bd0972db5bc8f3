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
GET  site-detail                  200  200 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  site-sign                    200  200 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  workshop-detail              200  200 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  site-boundary                200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST site-boundary                422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  site-map                     200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  area-code-list               200  200 200  404  404  404 404 302
GET  area-code-new                200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST area-code-new                422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  area-code-status             200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST area-code-status             422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  overlap-list                 404  404 404  200  200  200 200 302
GET  partner-list                 200  200 200  404  404  404 404 302
GET  partner-new                  200  404 200  404  404  404 404 302
POST partner-new                  422  404 422  404  404  404 404 302
GET  material-list                200  200 200  404  404  404 404 302
GET  material-new                 200  404 200  404  404  404 404 302
POST material-new                 422  404 422  404  404  404 404 302
GET  permitted-list               200  200 200  404  404  404 404 302
GET  material-use-list            200  200 200  404  404  404 404 302
# Who answers for goods a conflict stands against is the owner or the manager (names.md 7.14).
GET  conflict-explain             200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST conflict-explain             422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  stock-list                   200  200 200  404  404  404 404 302
GET  stock-receive                200  404 200  404  404  404 404 302
POST stock-receive                422  404 422  404  404  404 404 302
GET  stock-transfer               200  404 200  404  404  404 404 302
POST stock-transfer               422  404 422  404  404  404 404 302
GET  stock-count                  200  404 200  404  404  404 404 302
POST stock-count                  422  404 422  404  404  404 404 302
GET  stock-loss                   200  404 200  404  404  404 404 302
POST stock-loss                   422  404 422  404  404  404 404 302
GET  lot-split                    200  404 200  404  404  404 404 302
POST lot-split                    422  404 422  404  404  404 404 302
GET  lot-merge                    200  404 200  404  404  404 404 302
POST lot-merge                    422  404 422  404  404  404 404 302
GET  lot-process                  200  404 200  404  404  404 404 302
POST lot-process                  422  404 422  404  404  404 404 302
GET  stock-book                   200  200 200  404  404  404 404 302
GET  stock-take-back              200  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST stock-take-back              422  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
# Goods handed over: own = bà Lành gives to somebody; ông Khải (foreign world) gives. Nobody else sees either.
GET  own-code                     200  200 200  404  404  404 404 302
GET  incoming                     200  200 200  404  404  404 404 302
GET  outgoing                     200  200 200  404  404  404 404 302
POST outgoing                     422  403 422  404  404  404 404 302
GET  give-to                      200  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST give-to                      422  404 422  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  handover                     200  200 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST handover                     404  404 404  404  404  404 404 302  # the giver cannot confirm
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST handover-refuse              404  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST handover-withdraw            302  403 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
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
# Officers read what lies in their reach: a commune its own, the department of trade its sector's.
GET  flagged-list                 404  404 404  200  200  200 200 302
GET  flagged-lot                  404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST flagged-lot                  404  404 404  422  422  404 422 302
       same-area                  404  404 404  422  422  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  diary-home                   200  200 200  404  404  404 404 302
POST diary-again                  302 302 404  404  404  404 404 302
       same-area                  404 404 404  404  404  404 404 302
       foreign                    404 404 302  404  404  404 404 302
       cancelled                  404 404 404  404  404  404 404 302
       none                       404 404 404  404  404  404 404 302
GET  diary-history                200 200 200  404  404  404 404 302
GET  diary-incomplete             200 200 200  404  404  404 404 302
GET  diary-book                   200 200 200  404  404  404 404 302
GET  diary-book-print             200 200 404  404  404  404 404 302
       same-area                  404 404 404  404  404  404 404 302
       foreign                    404 404 200  404  404  404 404 302
       cancelled                  200 200 404  404  404  404 404 302
       none                       404 404 404  404  404  404 404 302
GET  diary-typing                 200 200 404  404  404  404 404 302
       same-area                  404 404 404  404  404  404 404 302
       foreign                    404 404 200  404  404  404 404 302
       cancelled                  200 200 404  404  404  404 404 302
       none                       404 404 404  404  404  404 404 302
POST diary-typing                 422 422 404  404  404  404 404 302
       same-area                  404 404 404  404  404  404 404 302
       foreign                    404 404 422  404  404  404 404 302
       cancelled                  422 422 404  404  404  404 404 302
       none                       404 404 404  404  404  404 404 302
# What a phone keeps holds nobody's data; what it carries and sends is its person's own, and told in JSON.
GET  diary-shell                  200 200 200  200  200  200 200 200
GET  diary-worker                 200 200 200  200  200  200 200 200
GET  diary-manifest               200 200 200  200  200  200 200 200
GET  diary-data                   200 200 200  404  404  404 404 401
POST diary-send                   409 409 409  404  404  404 404 401
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

_SITE = lambda world: {"site_id": world.lot.site_id}  # noqa: E731

THINGS = {
    **dict.fromkeys(("site-detail", "site-sign", "site-boundary", "site-map", "area-code-new"), _SITE),
    "workshop-detail": lambda world: {"site_id": world.store.pk},
    "area-code-status": lambda world: {"code_id": world.area_code.pk},
    "lot-detail": _LOT,
    "flagged-lot": _LOT,
    "receipt-new": _LOT,
    "shipment-new": _LOT,
    "lot-close": _LOT,
    "lot-cancel": _LOT,
    "conflict-explain": lambda world: {"lot_id": world.sprayed_lot.pk, "key": world.conflict_key},
    "stock-take-back": lambda world: {"move_id": world.stock_move.pk},
    "give-to": lambda world: {"code": world.handover.to_site.site_code},
    "handover": lambda world: {"handover_id": world.handover.pk},
    "handover-refuse": lambda world: {"handover_id": world.handover.pk},
    "handover-withdraw": lambda world: {"handover_id": world.handover.pk},
    "diary-write": lambda world: {"?lo": world.lot.pk, "?viec": "fertilise"},
    "diary-correct": lambda world: {"entry_id": world.lot.diary.first().pk},
    "diary-again": lambda world: {"entry_id": world.lot.diary.first().pk},
    "diary-book-print": lambda world: {"?lo": world.lot.pk},
    "diary-typing": lambda world: {"?lo": world.lot.pk},
}


# Places and what was moved outlive a lot.
_OF_A_LOT = [
    "lot-detail", "receipt-new", "shipment-new", "lot-close", "lot-cancel", "diary-write", "diary-correct",
    "flagged-lot",
    "diary-again",
    "diary-book-print",
    "diary-typing",
]  # fmt: skip


def _cancelled(world: Any) -> None:
    Lot.objects.filter(pk=world.lot.pk).update(cancelled_at=now())


def _sprayed_cancelled(world: Any) -> None:
    Lot.objects.filter(pk=world.sprayed_lot.pk).update(cancelled_at=now())


ENDED = dict.fromkeys(_OF_A_LOT, _cancelled) | {"conflict-explain": _sprayed_cancelled}
