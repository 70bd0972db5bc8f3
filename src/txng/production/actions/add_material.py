from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.kernel.models import StoredFile
from txng.kernel.text import clean, fold
from txng.ledger.recording import record
from txng.production.actions.in_hand import own_establishment, same_name, sent_before
from txng.production.banned import refuse_banned
from txng.production.events import ProductionEvent
from txng.production.models import Material
from txng.production.stock.measures import is_base
from txng.registry.models import Establishment

LONGEST_WAIT = 400  # days; longer is a slip of the pen


@transaction.atomic
def add_material(
    *,
    actor: Actor,
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
    client_id: UUID | None = None,
) -> Material:
    """A material one uses (danh mục vật tư). A banned active ingredient cannot enter the catalogue (names.md 7.14)."""
    establishment = own_establishment(actor, Permission.MATERIAL_EDIT)
    if earlier := sent_before(Material, client_id, actor, Permission.MATERIAL_EDIT):
        return earlier
    name = refuse_impossible_material(
        establishment, kind=kind, name=name, unit=unit, active_ingredient=active_ingredient, dose_low=dose_low,
        dose_high=dose_high, days=(phi_days, withdrawal_days), at=at,
    )  # fmt: skip
    material = Material(
        establishment=establishment,
        kind=kind,
        name=name,
        plain_name=fold(f"{name} {active_ingredient} {maker}"),
        unit=unit,
        active_ingredient=clean(active_ingredient),
        registration_number=clean(registration_number),
        maker=clean(maker),
        dose_low=dose_low,
        dose_high=dose_high,
        dose_unit=clean(dose_unit),
        phi_days=phi_days,
        withdrawal_days=withdrawal_days,
        photo=photo,
        client_id=client_id or uuid4(),
        created_at=at,
    )
    material.stand_with(establishment)
    material.save(force_insert=True)
    record(
        ProductionEvent.MATERIAL_ADDED,
        actor=actor,
        subject=material,
        at=at,
        after={
            "kind": kind,
            "active_ingredient": material.active_ingredient,
            "registration_number": material.registration_number,
            "phi_days": phi_days,
            "withdrawal_days": withdrawal_days,
        },
    )
    return material


def refuse_impossible_material(
    establishment: Establishment,
    *,
    kind: str,
    name: str,
    unit: str,
    active_ingredient: str,
    dose_low: Decimal | None,
    dose_high: Decimal | None,
    days: tuple[int | None, ...],
    at: datetime,
    but: Material | None = None,
) -> str:
    """The name as it is kept."""
    if kind not in Material.Kind.values:
        raise RuleBroken(_("Choose what kind of material it is."), code="kind")
    name = clean(name)
    if not name:
        raise RuleBroken(_("Enter the name of the material."), code="name_missing")
    others = establishment.materials.filter(kind=kind, archived_at=None).exclude(pk=but.pk if but else 0)
    if same_name(others, name):
        raise RuleBroken(_("You already have a material with this name."), code="name_taken")
    if not is_base(unit):
        raise RuleBroken(_("Choose the unit."), code="unit_missing")
    refuse_impossible_dose(dose_low, dose_high)
    for one in days:
        refuse_impossible_wait(one)
    refuse_banned(active_ingredient, name, kind=kind, at=at)
    return name


def refuse_impossible_dose(low: Decimal | None, high: Decimal | None) -> None:
    if any(dose is not None and dose <= 0 for dose in (low, high)):
        raise RuleBroken(_("The dose must be greater than 0."), code="dose")
    if low is not None and high is not None and high < low:
        raise RuleBroken(_("The highest dose cannot be less than the lowest."), code="dose")


def refuse_impossible_wait(days: int | None) -> None:
    if days is not None and not 0 <= days <= LONGEST_WAIT:
        raise RuleBroken(
            _("The waiting time is a number of days from 0 to %(most)s.") % {"most": LONGEST_WAIT}, code="days"
        )
