"""The reading side of EPCIS: for programs with a key. A session opens nothing, whoever's it is, and so learns nothing
of what is there: own and absent answer the same. What keys may see is tests/trace/test_reading_rights.py's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

_SAME = """
       none                       401  401 401  401  401  401 401 401"""
_COLLECTIONS = ("eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions")

ROWS = f"""
# Holds no data: what the interface can.
GET  epcis-openapi                200  200 200  200  200  200 200 200
GET  epcis                        401  401 401  401  401  401 401 401
GET  epcis-top                    401  401 401  401  401  401 401 401
GET  epcis-events                 401  401 401  401  401  401 401 401
GET  epcis-queries                401  401 401  401  401  401 401 401
POST epcis-queries                401  401 401  401  401  401 401 401
GET  epcis-query                  401  401 401  401  401  401 401 401{_SAME}
DELETE epcis-query                401  401 401  401  401  401 401 401{_SAME}
GET  epcis-query-events           401  401 401  401  401  401 401 401{_SAME}
GET  epcis-subscriptions          401  401 401  401  401  401 401 401{_SAME}
POST epcis-subscriptions          401  401 401  401  401  401 401 401{_SAME}
GET  epcis-subscription           401  401 401  401  401  401 401 401{_SAME}
DELETE epcis-subscription         401  401 401  401  401  401 401 401{_SAME}
DELETE epcis-next-page-token      401  401 401  401  401  401 401 401{_SAME}
""" + "\n".join(
    f"""
GET  epcis-{name}                 401  401 401  401  401  401 401 401
GET  epcis-{name}-item            401  401 401  401  401  401 401 401{_SAME}
GET  epcis-{name}-item-events     401  401 401  401  401  401 401 401{_SAME}"""
    for name in _COLLECTIONS
)


def _query(world: Any) -> dict[str, Any]:
    return {"name": "tau"}


def _subscription(world: Any) -> dict[str, Any]:
    return {"name": "tau", "subscription_id": UUID(int=1)}


def _item(world: Any) -> dict[str, Any]:
    return {"item": "shipping"}


THINGS = {
    "epcis-query": _query,
    "epcis-query-events": _query,
    "epcis-subscriptions": _query,
    "epcis-subscription": _subscription,
    "epcis-next-page-token": lambda world: {"token": "x"},
    **{f"epcis-{name}-item{part}": _item for name in _COLLECTIONS for part in ("", "-events")},
}
