"""Links of the demo's first goods, so that a linkset shows more than our own page."""

from __future__ import annotations

from txng.catalogue.models import Product
from txng.project.demo.world import World
from txng.resolver.models import Linkset, ResolverLink

_LINKS = (
    ("gs1:hasRetailers", "https://cho.example.vn/", "Nơi bán", "vi"),
    ("gs1:hasRetailers", "https://cho.example.vn/en/", "Where to buy", "en"),
    ("gs1:instructions", "https://www.example.vn/cach-dung", "Cách dùng và bảo quản", "vi"),
)
_PRODUCTS = 3


def build(world: World) -> None:
    for product in Product.objects.filter(published_at__isnull=False).order_by("id")[:_PRODUCTS]:
        linkset = Linkset.objects.create(
            thing=f"product:{product.pk}", product_id=product.pk, establishment_id=product.establishment_id
        )
        ResolverLink.objects.bulk_create(
            ResolverLink(
                linkset=linkset,
                link_type=link_type,
                href=href,
                title=title,
                languages=[language],
                media_type="text/html",
                added_at=world.now,
                added_by=product.establishment.representative,
            )
            for link_type, href, title, language in _LINKS
        )
