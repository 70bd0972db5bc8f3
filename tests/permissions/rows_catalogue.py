"""Products: an establishment's own pages, and the desk that approves what it asks to publish."""

from __future__ import annotations

from typing import Any

from tests.permissions.world import World
from txng.catalogue.models import ProductChange

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  product-list                 200  404 200  404  404  404 404 302
GET  papers-running-out           200  404 200  404  404  404 404 302
GET  agency-papers-running-out    404  404 404  200  200  200 200 302
GET  product-new                  200  404 200  404  404  404 404 302
POST product-new                  422  404 422  404  404  404 404 302
GET  product-detail               200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  product-change               200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-change               422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-archive              302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-restore              302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-change-withdraw      302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  product-record           200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-send             302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  product-details          200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-details          422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  product-articles         200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-articles         422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  product-photos           200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-photos           422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  product-sound            200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-sound            422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  product-papers           200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-papers           422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-paper-drop       302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  403  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  change-queue                 404  404 404  200  200  200 200 302
GET  product-change-review        404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
# The operator reads it, but the first check is the commune's (CT-REG Điều 7.3).
POST product-change-check         404  404 404  302  302  404 403 302
       same-area                  404  404 404  403  403  403 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  404  404 404  302  302  404 403 302
       none                       404  404 404  404  404  404 404 302
POST product-change-approve       404  404 404  302  302  404 302 302
       same-area                  404  404 404  403  403  302 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
GET  product-change-return        404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
POST product-change-return        404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  product-change-reject        404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
POST product-change-reject        404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
# Who may decide is told when there is nothing to undo; the page says it.
POST product-change-undo          404  404 404  302  302  404 302 302
       same-area                  404  404 404  403  403  302 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
GET  change-queue-sheet           404  404 404  200  200  200 200 302
POST product-change-approve-many  404  404 404  302  302  302 302 302
GET  agency-product-list          404  404 404  200  200  200 200 302
GET  agency-product-detail        404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  403  403 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
"""

_PRODUCT = lambda world: {"product_id": world.product.pk}  # noqa: E731 – one line a row reads better here
_CHANGE = lambda world: {"change_id": world.change.pk}  # noqa: E731 – as above

THINGS = {
    "product-detail": _PRODUCT,
    "product-change": _PRODUCT,
    "agency-product-detail": _PRODUCT,
    **dict.fromkeys(
        (
            "product-archive",
            "product-restore",
            "product-record",
            "product-send",
            "product-details",
            "product-articles",
            "product-photos",
            "product-sound",
        ),
        _PRODUCT,
    ),
    "product-papers": lambda world: {"product_id": world.product.pk, "papers": "chung-nhan"},
    "product-paper-drop": lambda world: {
        "product_id": world.product.pk,
        "papers": "chung-nhan",
        "document_id": world.paper.pk,
    },
    "product-change-withdraw": _CHANGE,
    "product-change-review": _CHANGE,
    "product-change-check": _CHANGE,
    "product-change-approve": _CHANGE,
    "product-change-return": _CHANGE,
    "product-change-reject": _CHANGE,
    "product-change-undo": _CHANGE,
}


def _withdrawn(world: Any) -> None:
    ProductChange.objects.filter(pk=world.change.pk).update(state="withdrawn")


ENDED = {
    **dict.fromkeys(("product-detail", "product-change", "agency-product-detail"), World.revoke),
    **dict.fromkeys(
        (
            *("product-record", "product-send", "product-details", "product-articles", "product-photos"),
            *("product-sound", "product-papers", "product-paper-drop"),
        ),
        World.revoke,
    ),
    **{
        f"product-change-{verb}": _withdrawn
        for verb in ("withdraw", "review", "check", "approve", "return", "reject", "undo")
    },
}
