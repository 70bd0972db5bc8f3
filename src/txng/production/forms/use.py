"""What may be typed about the material an entry used: chosen from one's own catalogue; free words stay possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.kernel.clock import today
from txng.production.models import Activity, Material, MaterialLot, StockLine
from txng.production.uses import COUNTED_WITH_THE_WORK, NAMED_BY_THE_MATERIAL, Used, wait_days_of, wait_sentence
from txng.ui import fields
from txng.ui.forms import Form

DOSED = frozenset(
    {Activity.SPRAY, Activity.FERTILISE, Activity.FEED, Activity.VACCINATE, Activity.CHANGE_WATER, Activity.CLEAN}
)
ON_AN_AREA = frozenset({Activity.SPRAY, Activity.FERTILISE, Activity.WEED})
AGAINST_SOMETHING = frozenset({Activity.SPRAY, Activity.VACCINATE})
FIELDS = ("material", "used_quantity", "dose", "dose_unit", "target", "area_m2")


class UsedFields(Form):
    """The part of a diary form about materials; fields the work does not need are not there."""

    material = fields.ChoiceField(label=gettext_lazy("Material"), look="select", required=False)
    used_quantity = fields.DecimalField(
        label=gettext_lazy("How much of the material"),
        required=False,
        above=0,
        places=3,
        digits=14,
        help_text=gettext_lazy("In the unit in which your stock of it is counted."),
    )
    dose = fields.DecimalField(label=gettext_lazy("Dose"), required=False, above=0, places=3, digits=10)
    dose_unit = fields.TextField(
        label=gettext_lazy("Dose per"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave open if it is measured as on the label."),
    )
    target = fields.TextField(label=gettext_lazy("Against what (pest, disease)"), max_length=200, required=False)
    area_m2 = fields.DecimalField(label=gettext_lazy("Area treated"), unit="m²", required=False, above=0, digits=12)

    def offer_materials(self, materials: Iterable[Material], activity: str, *, any_work: bool = False) -> None:
        """Those that fit the work. A correction may change the work, so it keeps every box."""
        self.materials = {material.pk: material for material in materials}
        wanted = {
            "material": bool(self.materials),
            "used_quantity": activity not in COUNTED_WITH_THE_WORK,
            "dose": activity in DOSED,
            "dose_unit": activity in DOSED,
            "target": activity in AGAINST_SOMETHING,
            "area_m2": activity in ON_AN_AREA,
        }
        for name in FIELDS:
            if not self.materials or not (any_work or wanted[name]):
                del self.fields[name]
        if self.materials:
            self.fields["material"].choices = _choices(list(self.materials.values()))  # type: ignore[attr-defined]
            chosen = self.materials.get(_numbers(str(self.initial.get("material") or ""))[0] or 0)
            if chosen is not None and (sentence := wait_of_today(chosen, today())):
                self.fields["material"].help_text = sentence

    def used_as_typed(self, what: str, activity: str) -> tuple[str, list[Used]]:
        """The words of the entry and what it used. Words left as they were offered follow the material chosen."""
        material_id, lot_id = _numbers(self.cleaned_data.get("material") or "")
        material = self.materials.get(material_id or 0)
        if material is None:
            return what, []
        offered = {"", str(self.initial.get("what") or ""), *(one.name for one in self.materials.values())}
        if activity in NAMED_BY_THE_MATERIAL and what in offered:
            what = material.name
        quantity, unit = self.cleaned_data.get("used_quantity"), material.unit
        if quantity is None and activity in COUNTED_WITH_THE_WORK:
            quantity, unit = self.cleaned_data.get("quantity"), self.cleaned_data.get("quantity_unit") or ""
        used = Used(
            material_id=material.pk,
            material_lot_id=lot_id,
            quantity=quantity,
            unit=unit,
            dose=self.cleaned_data.get("dose"),
            dose_unit=self.cleaned_data.get("dose_unit") or "",
            area_m2=self.cleaned_data.get("area_m2"),
            reason=self.cleaned_data.get("target") or "",
        )
        return what, [used]


def _numbers(value: str) -> tuple[int | None, int | None]:
    """“12” or “12-34”: a material, and the lot of it."""
    material, _dash, lot = value.partition("-")
    return int(material) if material.isdecimal() else None, int(lot) if lot.isdecimal() else None


def value_of(material_id: int, lot_id: int | None = None) -> str:
    return f"{material_id}-{lot_id}" if lot_id else str(material_id)


def wait_of_today(material: Material, day: date) -> str:
    return wait_sentence(phi_days=material.phi_days, withdrawal_days=material.withdrawal_days, done_on=day)


def _choices(materials: Sequence[Material]) -> list[tuple[str, str]]:
    """Each material, and under it the lots that lie in stock where it came in several or in one with a number."""
    left: dict[int, Decimal] = dict(
        StockLine.objects.filter(material_lot__material__in=materials)
        .values_list("material_lot_id")
        .annotate(total=Sum("quantity"))
        .filter(total__gt=0)
        .order_by()
    )
    lots: dict[int, list[MaterialLot]] = {}
    for lot in MaterialLot.objects.filter(pk__in=left).exclude(supplier_lot="").order_by("expires_on", "id"):
        lots.setdefault(lot.material_id, []).append(lot)
    choices = [("", _("None of the catalogue"))]
    for material in materials:
        choices.append((value_of(material.pk), _named(material)))
        choices += [(value_of(material.pk, lot.pk), _lot_named(material, lot)) for lot in lots.get(material.pk, [])]
    return choices


def _named(material: Material) -> str:
    words = {"material": material.name, "days": wait_days_of(material)}
    if not words["days"]:
        return material.name
    if material.withdrawal_days and material.withdrawal_days >= (material.phi_days or 0):
        return _("%(material)s (without medicine %(days)s days)") % words
    return _("%(material)s (wait %(days)s days)") % words


def _lot_named(material: Material, lot: MaterialLot) -> str:
    words = {"material": material.name, "lot": lot.supplier_lot}
    if lot.expires_on is None:
        return _("%(material)s – lot %(lot)s") % words
    return _("%(material)s – lot %(lot)s, expires %(day)s") % (words | {"day": f"{lot.expires_on:%d/%m/%Y}"})


class ExplainForm(Form):
    reason = fields.LongTextField(
        label=gettext_lazy("Why the goods may be sold all the same"),
        max_length=500,
        rows=3,
        missing=gettext_lazy("Say why the goods may be sold all the same."),
        help_text=gettext_lazy("Kept in the history with your name, and shown to the agency that looks the lot over."),
    )
