"""Which materials fit which work, what somebody says was used, and how it is told (ux.md 1.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.production.models import Activity, DiaryEntry, Material, MaterialKind, MaterialLot, MaterialUse
from txng.production.stock.measures import to_base

K = MaterialKind
FITTING: dict[str, tuple[MaterialKind, ...]] = {
    Activity.SOW: (K.SEED,),
    Activity.FERTILISE: (K.FERTILISER,),
    Activity.SPRAY: (K.PESTICIDE,),
    Activity.WEED: (K.PESTICIDE,),
    Activity.PRUNE: (K.PACKAGING,),
    Activity.FEED: (K.FEED, K.ADDITIVE),
    Activity.VACCINATE: (K.VETERINARY,),
    Activity.CHANGE_WATER: (K.WATER_TREATMENT,),
    Activity.CLEAN: (K.WATER_TREATMENT,),
    Activity.PREPARE: (K.RAW, K.ADDITIVE),
    Activity.PROCESS: (K.RAW, K.ADDITIVE),
    Activity.PACK: (K.PACKAGING,),
    Activity.OTHER: (K.OTHER,),
}
# Work whose amount is the amount of the material; elsewhere it counts trees, animals, boxes.
COUNTED_WITH_THE_WORK = frozenset({Activity.FERTILISE, Activity.SPRAY, Activity.FEED})
# Work whose “what” names the material.
NAMED_BY_THE_MATERIAL = COUNTED_WITH_THE_WORK | {Activity.SOW, Activity.VACCINATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """So much of a material, as somebody says it."""

    material_id: int
    quantity: Decimal | None = None
    unit: str = ""
    material_lot_id: int | None = None
    dose: Decimal | None = None
    dose_unit: str = ""
    area_m2: Decimal | None = None
    reason: str = ""


def fitting(materials: QuerySet[Material], activity: str) -> QuerySet[Material]:
    return materials.filter(kind__in=FITTING.get(activity, ()))


def new_uses(entry: DiaryEntry, used: Sequence[Used]) -> list[MaterialUse]:
    """What the entry used, not saved yet. Nothing done is refused; what cannot have been is."""
    return [_new_use(entry, one, place) for place, one in enumerate(used)]


def _new_use(entry: DiaryEntry, used: Used, place: int) -> MaterialUse:
    material = Material.objects.filter(pk=used.material_id, establishment_id=entry.establishment_id).first()
    if material is None:
        raise NotThere(_("Not found."))
    if used.material_lot_id and not MaterialLot.objects.filter(pk=used.material_lot_id, material=material).exists():
        raise NotThere(_("Not found."))
    if any(number is not None and number <= 0 for number in (used.quantity, used.area_m2)):
        raise RuleBroken(_("The quantity must be greater than 0, for example 20 or 20,5."), code="quantity")
    if used.dose is not None and used.dose <= 0:
        raise RuleBroken(_("The dose must be greater than 0."), code="dose")
    use = MaterialUse(
        establishment_id=entry.establishment_id,
        entry=entry,
        place=place,
        material=material,
        material_lot_id=used.material_lot_id,
        quantity=_in_its_unit(used, material),
        unit=material.unit,
        dose=used.dose,
        dose_unit=(clean(used.dose_unit) or material.dose_unit)[:40] if used.dose is not None else "",
        area_m2=used.area_m2,
        reason=clean(used.reason)[:200],
        name=material.name,
        active_ingredient=material.active_ingredient,
        registration_number=material.registration_number,
        phi_days=material.phi_days,
        withdrawal_days=material.withdrawal_days,
    )
    use.harvest_allowed_from = allowed_from(use.wait_days, entry.done_on)
    use.stand_with(entry)
    return use


def _in_its_unit(used: Used, material: Material) -> Decimal | None:
    """None where it was written in another measure (“3 bình”): the entry keeps it, the stock cannot count it."""
    if used.quantity is None:
        return None
    try:
        amount, base = to_base(used.quantity, used.unit or material.unit)
    except RuleBroken:
        return None
    return amount if base == material.unit and amount > 0 else None


def allowed_from(wait_days: int | None, done_on: date) -> date | None:
    return done_on + timedelta(days=wait_days) if wait_days else None


def wait_days_of(material: Material) -> int | None:
    return max((days for days in (material.phi_days, material.withdrawal_days) if days is not None), default=None)


def wait_sentence(*, phi_days: int | None, withdrawal_days: int | None, done_on: date, year: bool = False) -> str:
    """“Thời gian cách ly: 7 ngày → thu hoạch từ 24/08”; "" where nothing is to be waited for."""
    days = max((n for n in (phi_days, withdrawal_days) if n is not None), default=0)
    if not days:
        return ""
    day = done_on + timedelta(days=days)
    words = {"days": days, "day": f"{day:%d/%m/%Y}" if year or day.year != done_on.year else f"{day:%d/%m}"}
    if withdrawal_days is not None and withdrawal_days >= (phi_days or 0):
        return (
            ngettext(
                "Without medicine: %(days)s day → slaughter or sale from %(day)s",
                "Without medicine: %(days)s days → slaughter or sale from %(day)s",
                days,
            )
            % words
        )
    return (
        ngettext(
            "Waiting time: %(days)s day → harvest from %(day)s",
            "Waiting time: %(days)s days → harvest from %(day)s",
            days,
        )
        % words
    )


def wait_of(use: MaterialUse) -> str:
    return wait_sentence(
        phi_days=use.phi_days, withdrawal_days=use.withdrawal_days, done_on=use.entry.done_on, year=True
    )


def counting_uses() -> QuerySet[MaterialUse]:
    """Of entries that hold: what a corrected entry used does not count."""
    return MaterialUse.objects.filter(entry__corrections=None)


def uses_of(actor: Actor) -> QuerySet[MaterialUse]:
    """Of entries that hold, the newest first."""
    return (
        counting_uses()
        .filter(actor.reach(Permission.PRODUCTION_READ))
        .select_related("entry__lot__product", "material", "material_lot", "stock_move")
        .prefetch_related("stock_move__lines__material_lot")
        .order_by("-entry__done_on", "-id")
    )


def as_recorded(uses: Iterable[MaterialUse]) -> list[dict[str, object]]:
    return [
        {
            "use_id": use.pk,
            "material_id": use.material_id,
            "material": use.name,
            "material_lot_id": use.material_lot_id,
            "quantity": use.quantity,
            "unit": use.unit,
            "dose": use.dose,
            "dose_unit": use.dose_unit,
            "harvest_allowed_from": use.harvest_allowed_from,
        }
        for use in uses
    ]
