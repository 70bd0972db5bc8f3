from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile
from txng.kernel.text import clean, fold
from txng.ledger.recording import record
from txng.production.actions.add_material import refuse_impossible_material
from txng.production.actions.archiving import changed, in_use
from txng.production.events import ProductionEvent
from txng.production.models import Material


@transaction.atomic
def change_material(
    *,
    actor: Actor,
    material_id: int,
    kind: str,
    name: str,
    unit: str,
    at: datetime,
    active_ingredient: str = "",
    registration_number: str = "",
    maker: str = "",
    dose_low: Decimal | None = None,
    dose_high: Decimal | None = None,
    dose_unit: str = "",
    phi_days: int | None = None,
    withdrawal_days: int | None = None,
    photo: StoredFile | None = None,
) -> Material:
    """What the label says. The unit stays once something was bought: what lies in stock is counted in it. Without a
    new photo the old one stays."""
    material = in_use(actor, Material, material_id, Permission.MATERIAL_EDIT)
    if unit != material.unit and material.lots.exists():
        raise RuleBroken(
            _("%(material)s is counted in %(unit)s.") % {"material": material.name, "unit": material.unit},
            code="unit_missing",
        )
    name = refuse_impossible_material(
        material.establishment, kind=kind, name=name, unit=unit, active_ingredient=active_ingredient,
        dose_low=dose_low, dose_high=dose_high, days=(phi_days, withdrawal_days), at=at, but=material,
    )  # fmt: skip
    values = {
        "kind": kind,
        "name": name,
        "unit": unit,
        "active_ingredient": clean(active_ingredient),
        "registration_number": clean(registration_number),
        "maker": clean(maker),
        "dose_low": dose_low,
        "dose_high": dose_high,
        "dose_unit": clean(dose_unit),
        "phi_days": phi_days,
        "withdrawal_days": withdrawal_days,
        "photo_id": photo.pk if photo is not None else material.photo_id,
    }
    before, after = changed(material, values)
    if after:
        material.plain_name = fold(f"{material.name} {material.active_ingredient} {material.maker}")
        material.save(update_fields=[*after, "plain_name"])
        record(ProductionEvent.MATERIAL_CHANGED, actor=actor, subject=material, at=at, before=before, after=after)
    return material
