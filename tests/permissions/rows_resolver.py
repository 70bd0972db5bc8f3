"""The scan and the pages around it are for everybody; the figures of scans are the establishment's own."""

from __future__ import annotations

from typing import Any

from tests import make


def _card(world: Any) -> dict[str, str]:
    from txng.resolver.cards import rebuild_product

    rebuild_product(world.product.pk)
    return {"link": f"01/{world.product.gtin}"}


def _own(world: Any) -> dict[str, str]:
    _card(world)
    return {"link": f"t/{world.product.product_code}"}


def _photo(world: Any) -> dict[str, str]:
    from txng.resolver.models import Card

    _card(world)
    photo = Card.objects.get(key=f"product:{world.product.pk}").payload["product"]["photo"]
    return {"name": photo["name"].removesuffix(".webp")}


def _draft(world: Any) -> dict[str, int]:
    """Of the agency that manages the establishment."""
    return {"draft_id": make.inspection_draft(world.lead).pk}


ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  scan                         200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  scan-own                     200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  scan-typed                   404  404 404  404  404  404 404 404
GET  card-photo                   200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
# A scratched number is told without an account; without its stamp there is nothing to confirm.
POST pin-confirm                  404  404 404  404  404  404 404 404
GET  home                         200  200 200  200  200  200 200 200
GET  enter-code                   200  200 200  200  200  200 200 200
GET  scan-worker                  200  200 200  200  200  200 200 200
GET  scan-manifest                200  200 200  200  200  200 200 200
GET  scan-icon                    200  200 200  200  200  200 200 200
       none                       404  404 404  404  404  404 404 404
GET  asset-links                  200  200 200  200  200  200 200 200
GET  guide                        200  200 200  200  200  200 200 200
GET  privacy                      200  200 200  200  200  200 200 200
GET  accessibility                200  200 200  200  200  200 200 200
# Inspections: officers' own; a draft is read in the agency whose officer made it (here cô Hạnh's).
GET  inspection-list              404  404 404  200  200  200 200 302
GET  inspection-scan              404  404 404  200  200  200 200 302
POST inspection-scan              404  404 404  422  422  422 422 302
GET  inspection-ask               404  404 404  200  200  200 200 302
POST inspection-send              404  404 404  422  422  422 422 302
GET  inspection-pack              404  404 404  200  200  200 200 302
POST inspection-pack              404  404 404  409  409  409 409 302
GET  inspection-detail            404  404 404  200  200  404 404 302
       same-area                  404  404 404  404  404  200 404 302
       foreign                    404  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  inspection-shell             200  200 200  200  200  200 200 200
GET  inspection-worker            200  200 200  200  200  200 200 200
# Figures of scans are business of the owner; a worker's seat keeps the diary only.
GET  scan-list                    200  404 200  404  404  404 404 302
GET  gs1-resolver                 200  200 200  200  200  200 200 200
# Links tell more of a product: whoever may propose its changes keeps them.
GET  product-links                200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-links                422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST product-link-remove          302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  link-list                    200  404 200  404  404  404 404 302
POST link-list                    422  404 422  404  404  404 404 302
"""


def _link(world: Any) -> dict[str, int]:
    from tests import make
    from txng.resolver.models import Linkset, ResolverLink

    linkset, _ = Linkset.objects.get_or_create(
        thing=f"product:{world.product.pk}", defaults={"product_id": world.product.pk}
    )
    link, _ = ResolverLink.objects.get_or_create(
        linkset=linkset,
        href="https://cho.example.vn/",
        defaults={"link_type": "gs1:hasRetailers", "title": "Nơi bán", "added_at": make.AT, "added_by": "x"},
    )
    return {"product_id": world.product.pk, "link_id": link.pk}


THINGS = {
    "product-links": lambda world: {"product_id": world.product.pk},
    "product-link-remove": _link,
    "scan": _card,
    "scan-own": _own,
    "card-photo": _photo,
    "inspection-detail": _draft,
    "scan-icon": lambda world: {"purpose": "maskable", "size": 192},
}
