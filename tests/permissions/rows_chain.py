"""The supply chain: a search without a thing of its own. What it finds is limited event by event
(tests/trace/graph/test_screens.py); a worker keeps the diary and sees no events. Sharing is the owner's alone."""

from __future__ import annotations

from typing import Any

from tests import make
from txng.access.permissions import Permission
from txng.accounts.acting import actor_of
from txng.accounts.actions import make_client
from txng.kernel.clock import now
from txng.trace.models import PartnerGrant

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  chain                        200  404 200  404  404  404 404 302
GET  agency-chain                 404  404 404  200  200  200 200 302
GET  sharing                      200  404 200  404  404  404 404 302
POST sharing                      422  404 422  404  404  404 404 302
POST sharing-end                  302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
"""


def _grant(world: Any) -> dict[str, Any]:
    verbs = [str(Permission.PRODUCT_READ)]
    client = make_client(actor=actor_of(world.lead), name="Cổng của sở", verbs=verbs, days=30, at=now()).client
    PartnerGrant.objects.create(
        establishment=world.establishment, client=client, granted_at=make.AT, granted_by="Chủ tài khoản"
    )
    return {"client_id": client.pk}


def _over(world: Any) -> None:
    PartnerGrant.objects.filter(establishment=world.establishment).update(ended_at=make.AT)


THINGS = {"sharing-end": _grant}
ENDED = {"sharing-end": _over}
