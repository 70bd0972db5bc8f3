"""The scan and the pages around it are for everybody; the figures of scans are the establishment's own."""

from __future__ import annotations

from typing import Any

_ALL_200 = (200,) * 8
_ALL_405 = (405,) * 8


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


ROWS = {
    #                          lanh tu   khai hanh dung nam  mai  guest
    ("GET", "scan"): _ALL_200,
    ("POST", "scan"): _ALL_405,
    ("GET", "scan-own"): _ALL_200,
    ("POST", "scan-own"): _ALL_405,
    ("GET", "scan-typed"): (404,) * 8,  # nothing typed is nothing found
    ("POST", "scan-typed"): _ALL_405,
    ("GET", "card-photo"): _ALL_200,
    ("GET", "home"): _ALL_200,
    ("POST", "home"): _ALL_405,
    ("GET", "enter-code"): _ALL_200,
    ("GET", "guide"): _ALL_200,
    ("GET", "privacy"): _ALL_200,
    ("GET", "accessibility"): _ALL_200,
    # Figures of scans are business of the owner; a worker's seat keeps the diary only.
    ("GET", "scan-list"): (200, 404, 200, 404, 404, 404, 404, 302),
    ("POST", "scan-list"): _ALL_405,
}

KWARGS = {
    "scan": _card,
    "scan-own": _own,
    "card-photo": _photo,
}
