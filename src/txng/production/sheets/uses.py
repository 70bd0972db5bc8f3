"""Vật tư cho lô: a row is one material of one entry of the diary. A new row is work written down; what stands in the
diary is never changed, so a changed row corrects its entry, and a row taken back says so in the diary."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.production import actions, units
from txng.production.models import Activity, DiaryEntry, Material, MaterialLot, MaterialUse
from txng.production.sheets.base import Desk, Sheet, options
from txng.production.sheets.columns import SheetColumn
from txng.production.uses import COUNTED_WITH_THE_WORK, FITTING, NAMED_BY_THE_MATERIAL, Used, uses_of

_OF_USE = ("material_id", "quantity", "dose", "dose_unit", "area_m2", "reason")


class UseSheet(Sheet):
    slug = "vat-tu-cho-lo"
    group = "material-use"
    edit = Permission.DIARY_WRITE
    key = (
        *("lot_id", "activity", "done_on", "material_id", "supplier_lot", "quantity", "unit"),
        *("dose", "dose_unit", "area_m2", "reason", "on_behalf_of"),
    )
    fields_of = {
        "activity": "activity",
        "fitting": "material_id",
        "future": "done_on",
        "before_opening": "done_on",
        "quantity": "quantity",
        "unit": "unit",
        "material_lot": "supplier_lot",
        "dose": "dose",
        "cancelled": "lot_id",
        "closed": "lot_id",
        "nothing": "why",
    }

    def title(self) -> str:
        return _("Materials used for lots")

    def advice(self) -> list[str]:
        return [
            _("A new row becomes an entry of the diary of its lot, with the waiting time of the label."),
            _("A row that you change corrects its entry: the earlier one stays readable, with the reason you write."),
            _("Write the quantity in the unit in which your stock of the material is counted."),
        ]

    def made(self) -> list[SheetColumn]:
        works = options((value, label) for value, label in Activity.choices)
        measures = options((unit.name, unit.name) for unit in units.all_units())
        return [
            SheetColumn(code="lot_id", label=_("Lot number"), required=True, kind="ref", names="lot", fixed=True,
                        width=30, help=_("Choose from the list.")),
            SheetColumn(code="activity", label=pgettext("diary", "Work"), required=True, kind="choice", choices=works,
                        width=22, help=_("Choose from the list."),
                        examples=(str(Activity.SPRAY.label), str(Activity.FERTILISE.label))),
            SheetColumn(code="done_on", label=_("Done on"), required=True, kind="past", most=40, width=14,
                        help=_("Day, month, year, for example 17/09/2026."), examples=("17/09/2026", "5/9/26")),
            SheetColumn(code="material_id", label=_("Material"), required=True, kind="ref", names="material", width=36,
                        help=_("Choose from the list.")),
            SheetColumn(code="supplier_lot", label=_("Lot of material"), required=False, most=40, width=16,
                        help=_("As on the label; left open, the stock gives the one that expires first."),
                        examples=("SK-0526", "")),
            SheetColumn(code="quantity", label=_("Quantity"), required=False, kind="number", above=0, width=12, most=40,
                        help=_("For example 20 or 20,5; without a mark between thousands."), examples=("2,5", "20")),
            SheetColumn(code="unit", label=pgettext("quantity", "Unit"), required=False, kind="choice", width=10,
                        choices=measures, help=_("The unit of the stock of this material."), examples=("lít", "kg")),
            SheetColumn(code="dose", label=_("Dose"), required=False, kind="number", above=0, width=10, most=40,
                        maximum=9_999_999, examples=("40", "")),
            SheetColumn(code="dose_unit", label=_("Dose per"), required=False, most=40, width=18,
                        help=_("Leave open if it is measured as on the label."), examples=("ml/bình 16 lít", "")),
            SheetColumn(code="area_m2", label=_("Area treated (m²)"), required=False, kind="number", above=0, places=2,
                        width=12, most=40, examples=("1500,5", "")),
            SheetColumn(code="reason", label=_("Against what (pest, disease)"), required=False, most=200, width=24,
                        examples=("Rầy chổng cánh", "")),
            SheetColumn(code="on_behalf_of", label=_("Written for"), required=False, kind="name", most=160, width=24,
                        help=_("Who did the work, if it was not you."), examples=("Trần Văn Tư", "")),
            SheetColumn(code="why", label=_("Reason of the correction"), required=False, most=300, width=30,
                        help=_("Only for a row that you change. Left open, it reads “Changed through Excel”."),
                        examples=("", "")),
        ]  # fmt: skip

    def values(self, record: MaterialUse, desk: Desk) -> dict[str, Any]:
        return _held(record)

    def kept(self, actor: Actor, values: dict[str, Any]) -> dict[str, Any]:
        """A dose without a measure is of the label; a measure without its number says nothing."""
        material = Material.objects.get(actor.reach(self.read), pk=values["material_id"])
        return values | {
            "unit": values["unit"] if values["quantity"] is not None else None,
            "dose_unit": (values["dose_unit"] or material.dose_unit) if values["dose"] is not None else "",
            "why": "",
        }

    def found(self, actor: Actor, numbers: Iterable[int]) -> dict[int, MaterialUse]:
        """Another row of the same entry, or a page of the diary, may have corrected it since: the use that stands in
        its place now is meant."""
        asked = list(numbers)
        holding = super().found(actor, asked)
        for number in asked:
            if number not in holding and (now := self._successor(actor, number)) is not None:
                holding[number] = now
        return holding

    def _successor(self, actor: Actor, number: int) -> MaterialUse | None:
        use = MaterialUse.objects.filter(actor.reach(self.read), pk=number).select_related("entry").first()
        if use is None:
            return None
        entry, later = use.entry, DiaryEntry.objects.filter(corrects=use.entry).first()
        while later is not None:
            entry, later = later, DiaryEntry.objects.filter(corrects=later).first()
        return uses_of(actor).filter(entry=entry, place=use.place).first()

    # --- the verbs

    def add(self, actor: Actor, values: dict[str, Any], at: datetime, client_id: UUID) -> int:
        material = _material(actor, values)
        _refuse_unfitting(values["activity"], material)
        entry = actions.write_diary(
            actor=actor,
            lot_id=values["lot_id"],
            activity=values["activity"],
            done_on=values["done_on"],
            at=at,
            what=material.name if values["activity"] in NAMED_BY_THE_MATERIAL else "",
            on_behalf_of=values["on_behalf_of"],
            used=[_used(values, material, None)],
            client_id=client_id,
            **_amount_of_work(values),
        )
        return entry.uses.get(place=0).pk

    def change(
        self, actor: Actor, record: MaterialUse, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        reason = values["why"] or f"{_('Changed through Excel.')} {why}"
        return self._correct(actor, record, values, at, reason, client_id)

    def put_back(
        self, actor: Actor, record: MaterialUse, values: dict[str, Any], at: datetime, why: str, client_id: UUID
    ) -> int:
        return self._correct(actor, record, values, at, why, client_id)

    def take_back(self, actor: Actor, record: MaterialUse, at: datetime, why: str) -> None:
        """What was written stays readable; what holds now says there was no such work, and uses nothing."""
        entry = record.entry
        actions.correct_diary(
            actor=actor,
            entry_id=entry.pk,
            reason=why,
            activity=Activity.OTHER,
            done_on=entry.done_on,
            at=at,
            what=_("Written by mistake: this work was not done"),
            note=entry.note,
            on_behalf_of=entry.on_behalf_of,
        )

    def _correct(
        self, actor: Actor, record: MaterialUse, values: dict[str, Any], at: datetime, reason: str, client_id: UUID
    ) -> int:
        held = _held(record)
        if all(values[code] == held[code] for code in held if code != "why"):
            raise RuleBroken(_("Nothing but the reason of a correction was written."), code="nothing")
        entry, material = record.entry, _material(actor, values)
        if (values["activity"], values["material_id"]) != (held["activity"], held["material_id"]):
            _refuse_unfitting(values["activity"], material)
        amount: dict[str, Any] = {"quantity": entry.quantity, "quantity_unit": entry.quantity_unit}
        # Of work that counts its material, the amount of the work follows where one material is all it was.
        if (values["activity"], values["quantity"]) != (held["activity"], held["quantity"]) and _alone(record):
            amount = _amount_of_work(values) or (amount if values["activity"] == entry.activity else {})
        right = actions.correct_diary(
            actor=actor,
            entry_id=entry.pk,
            reason=reason,
            activity=values["activity"],
            done_on=values["done_on"],
            at=at,
            what=material.name if entry.what == record.name else entry.what,
            note=entry.note,
            site_id=entry.site_id,
            expires_on=entry.lot.expires_on if values["activity"] == Activity.PACK else None,
            on_behalf_of=values["on_behalf_of"],
            used=[
                _used(values, material, record) if one.pk == record.pk else _as_it_was(one)
                for one in entry.uses.order_by("place")
            ],
            client_id=client_id,
            **amount,
        )
        place = list(entry.uses.order_by("place").values_list("pk", flat=True)).index(record.pk)
        return right.uses.get(place=place).pk


def _held(record: MaterialUse) -> dict[str, Any]:
    return {
        **{name: getattr(record, name) for name in _OF_USE},
        "lot_id": record.entry.lot_id,
        "activity": record.entry.activity,
        "done_on": record.entry.done_on,
        "supplier_lot": record.material_lot.supplier_lot if record.material_lot else "",
        "unit": record.unit if record.quantity is not None else None,
        "on_behalf_of": record.entry.on_behalf_of,
        "why": "",
    }


def _material(actor: Actor, values: dict[str, Any]) -> Material:
    material = Material.objects.get(actor.reach(Permission.PRODUCTION_READ), pk=values["material_id"])
    if values["quantity"] is not None and values["unit"] != material.unit:
        raise RuleBroken(
            _("The stock of %(material)s is counted in %(unit)s. Write the quantity in it.")
            % {"material": material.name, "unit": material.unit},
            code="unit",
        )
    return material


def _refuse_unfitting(activity: str, material: Material) -> None:
    if material.kind not in FITTING.get(activity, ()):
        raise RuleBroken(
            _("%(material)s (%(kind)s) is not what this work uses.")
            % {"material": material.name, "kind": material.get_kind_display()},
            code="fitting",
        )


def _amount_of_work(values: dict[str, Any]) -> dict[str, Any]:
    if values["activity"] not in COUNTED_WITH_THE_WORK or values["quantity"] is None:
        return {}
    return {"quantity": values["quantity"], "quantity_unit": values["unit"]}


def _alone(use: MaterialUse) -> bool:
    return not use.entry.uses.exclude(pk=use.pk).exists()


def _used(values: dict[str, Any], material: Material, record: MaterialUse | None) -> Used:
    quantity: Decimal | None = values["quantity"]
    return Used(
        material_id=material.pk,
        material_lot_id=_lot_of(material, values["supplier_lot"], record),
        quantity=quantity,
        unit=values["unit"] or "",
        dose=values["dose"],
        dose_unit=values["dose_unit"],
        area_m2=values["area_m2"],
        reason=values["reason"],
    )


def _lot_of(material: Material, number: str, record: MaterialUse | None) -> int | None:
    """Two purchases may bear one number: the one that was named stays, else the first to expire is meant."""
    named = record.material_lot if record is not None and record.material_id == material.pk else None
    if named is not None and named.supplier_lot == number:
        return named.pk
    if not number:
        return None
    lot = MaterialLot.objects.filter(material=material, supplier_lot__iexact=number).first()
    if lot is None:
        raise RuleBroken(
            _("No lot %(number)s of %(material)s has been received.") % {"number": number, "material": material.name},
            code="material_lot",
        )
    return lot.pk


def _as_it_was(use: MaterialUse) -> Used:
    return Used(
        material_lot_id=use.material_lot_id,
        unit=use.unit,
        **{name: getattr(use, name) for name in _OF_USE},
    )
