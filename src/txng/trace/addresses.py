"""Identifiers of what this system records itself: GS1 keys where there are any, else the addresses of names.md 4.

The host is the one of the identity, fixed at first start: an identifier outlives a change of domain.
"""

from __future__ import annotations

from txng import provinces
from txng.trace.ids import uuid_of

_GS1 = "https://id.gs1.org"


def _own(path: str) -> str:
    return f"https://{provinces.current().identity.id_host}/{path}"


def product_class(*, gtin: str | None, product_code: str) -> str:
    return f"{_GS1}/01/{gtin}" if gtin else _own(f"t/{product_code}")


def lot_class(*, gtin: str | None, product_code: str, lot: str) -> str:
    return f"{_GS1}/01/{gtin}/10/{lot}" if gtin else _own(f"t/{product_code}/{lot}")


def place(*, gln: str, site_code: str) -> str:
    """A site; its GLN where it has one."""
    return f"{_GS1}/414/{gln}" if gln else _own(f"t/{site_code}")


def party(*, gln: str, slug: str) -> str:
    """An establishment; its public page where it has no GLN."""
    return f"{_GS1}/417/{gln}" if gln else _own(f"co-so/{slug}")


def named(*what: str) -> str:
    """Something that has no code of its own: somebody's partner, a supplier's goods. The same words, the same name."""
    return uuid_of(provinces.current().identity.id_host, *what).urn
