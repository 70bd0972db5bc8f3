"""What a practice establishment begins with (“Tập thử”): somewhere to work, something to use, a lot that runs.

Entered by the verbs themselves, in the name of who opened it, so that it looks exactly as if they had typed it.
"""

from __future__ import annotations

import tomllib
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from txng.access import Actor, Grant, Permission, Scope
from txng.catalogue.models import Product
from txng.kernel.clock import local_date
from txng.ledger.models import Entry
from txng.production.actions import add_material, add_partner, add_site, open_lot, receive_material, write_diary
from txng.registry.models import Establishment

DATA = Path(__file__).parent / "data" / "practice.toml"
_DAYS = 7  # how long the lot has been running


@cache
def _samples() -> dict[str, dict[str, Any]]:
    return tomllib.loads(DATA.read_text("utf-8"))


def fill(entry: Entry) -> None:
    practice = Establishment.objects.select_related("unit").get(pk=entry.subject_id)
    product = Product.objects.filter(establishment=practice).order_by("id").first()
    found = _samples().get(practice.sector, _samples()[""])
    who: dict[str, Any] = {"actor": _in(practice, entry), "at": entry.at}
    today = local_date(entry.at)
    site = add_site(**who, unit=practice.unit, **_numbers(found["site"]))
    store = add_site(**who, unit=practice.unit, **_numbers(found["store"]))
    partner = add_partner(**who, **found["partner"])
    for line in found["materials"]:
        values = _numbers(line)
        quantity, number = values.pop("quantity"), values.pop("supplier_lot")
        material = add_material(**who, **values)
        receive_material(
            **who,
            material_id=material.pk,
            site_id=store.pk,
            quantity=quantity,
            unit=material.unit,
            received_on=today - timedelta(days=_DAYS),
            supplier_lot=number,
            partner_id=partner.pk,
        )
    if product is None:
        return
    lot = open_lot(**who, product_id=product.pk, site_id=site.pk, opened_on=today - timedelta(days=_DAYS))
    for line in found["entries"]:
        values = _numbers(line)
        days = values.pop("days_ago")
        write_diary(**who, lot_id=lot.pk, done_on=today - timedelta(days=days), **values)


def _in(practice: Establishment, entry: Entry) -> Actor:
    """Who opened it, as somebody of the practice alone."""
    there = Scope(establishment_id=practice.pk)
    return Actor(
        label=entry.actor_label,
        organisation=practice.name,
        kind="establishment",
        user_id=entry.actor_user_id,
        establishment_id=practice.pk,
        practice=True,
        grants=tuple(Grant(permission=p, scope=there) for p in Permission if p.value.startswith("production.")),
    )


def _numbers(line: dict[str, Any]) -> dict[str, Any]:
    """Amounts stand in the file as text: a float would not be the number somebody reads there."""
    return {key: Decimal(value) if key in ("quantity", "area_m2") else value for key, value in line.items()}
