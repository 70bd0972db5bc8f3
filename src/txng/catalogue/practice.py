"""The product with which somebody begins to practise: approved by nobody, since nobody will ever see it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from txng.catalogue.actions.drafting import new_product
from txng.catalogue.models import Product, ProductVersion, ProductVersionState
from txng.ledger.models import Entry
from txng.registry.models import Establishment

DATA = Path(__file__).parent / "data" / "practice.toml"
# Papers are evidence, and a certificate of a product that is only practised with would be none.
_TAKEN_OVER = (*Product.TEXTS, "shelf_life_days")


@cache
def _samples() -> dict[str, dict[str, Any]]:
    return tomllib.loads(DATA.read_text("utf-8"))


def add_product(entry: Entry) -> None:
    """One's own first public product, under a name that says what it is; else a sample of the sector."""
    practice = Establishment.objects.get(pk=entry.subject_id)
    own = Product.objects.filter(establishment=practice.practice_of_id, published_at__isnull=False).order_by("id")
    model = own.select_related("image").first()
    values = (
        {name: getattr(model, name) for name in _TAKEN_OVER}
        if model is not None
        else {"origin": "Việt Nam"} | _samples().get(practice.sector, _samples()[""])
    )
    with override("vi"):
        values["name"] = _("%(product)s (practice)") % {"product": values["name"][:280]}
    image = model.image if model is not None else None
    product = new_product(practice, values["name"], "", entry.at)
    product.publish(values | {"image": image}, image=image, at=entry.at)
    product.save()
    ProductVersion.objects.create(
        product=product,
        number=1,
        fields=product.published(),
        state=ProductVersionState.PUBLISHED,
        approved_by=entry.actor_label,
        approved_for=practice.name,
        published_at=entry.at,
    )
