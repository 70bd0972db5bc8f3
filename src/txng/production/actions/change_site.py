from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from txng.access import Actor, Permission
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.places.models import AdministrativeUnit
from txng.production.actions.add_site import checked_parent, refuse_impossible_site
from txng.production.actions.archiving import changed, in_use
from txng.production.events import ProductionEvent
from txng.production.models import Site


@transaction.atomic
def change_site(
    *,
    actor: Actor,
    site_id: int,
    kind: str,
    name: str,
    unit: AdministrativeUnit,
    at: datetime,
    address: str = "",
    area_m2: Decimal | None = None,
    parent_id: int | None = None,
) -> Site:
    """What is said of a place; its code stays, so that what was traced to it still is."""
    site = in_use(actor, Site, site_id, Permission.SITE_EDIT)
    name = refuse_impossible_site(site.establishment, kind=kind, name=name, area_m2=area_m2, but=site)
    parent = checked_parent(site.establishment, parent_id, kind, of=site)
    values = {
        "kind": kind,
        "name": name,
        "unit": unit,
        "address": clean(address),
        "area_m2": area_m2,
        "parent_id": parent.pk if parent else None,
    }
    before, after = changed(site, values)
    if after:
        site.save(update_fields=[*after])
        record(ProductionEvent.SITE_CHANGED, actor=actor, subject=site, at=at, before=_told(before), after=_told(after))
    return site


def _told(values: dict[str, object]) -> dict[str, object]:
    return {key: getattr(value, "code", value) for key, value in values.items()}
