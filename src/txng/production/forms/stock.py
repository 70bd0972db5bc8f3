"""What may be typed about goods in stock: what came, what was carried, counted, lost, cut, put together, processed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.catalogue.models import Product
from txng.production import units
from txng.production.actions.lots_from_lots import NewLot
from txng.production.actions.stock_in_hand import Pile
from txng.production.forms.partners import StepForm
from txng.production.models import Material, Site
from txng.production.stock.heaps import Heap
from txng.ui import fields
from txng.ui.forms import Form

PARTS = 4  # of a lot that is split, on one page; what is left can be split again


class ReceiveForm(StepForm):
    """Nhập kho."""

    groups = [
        (gettext_lazy("What came"), ["material", "quantity", "quantity_unit", "supplier_lot", "expires_on"]),
        (gettext_lazy("From whom, when, where to"), ["partner", "partner_name", "day", "site"]),
    ]

    material = fields.ModelChoiceField(
        label=gettext_lazy("Material"),
        look="select",
        queryset=Material.objects.none(),
        missing=gettext_lazy("Choose the material."),
    )
    supplier_lot = fields.TextField(label=gettext_lazy("Their lot number"), max_length=40, required=False)
    expires_on = fields.DateField(label=gettext_lazy("Expiry date"), required=False)
    site = fields.ModelChoiceField(
        label=gettext_lazy("Where it is kept"),
        look="select",
        queryset=Site.objects.none(),
        missing=gettext_lazy("Choose where it is kept."),
    )

    def __init__(self, *args: Any, materials: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for asked_of_lots in ("address", "phone", "place"):
            del self.fields[asked_of_lots]
        self.fields["material"].queryset = materials  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["quantity_unit"].choices = units.choices_with_empty(units.all_units())  # type: ignore[attr-defined]


class HeapForm(Form):
    """Some of what lies somewhere."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    heap = fields.ChoiceField(
        label=pgettext_lazy("stock", "What"), look="select", missing=gettext_lazy("Choose what it is about.")
    )
    quantity = fields.DecimalField(
        label=gettext_lazy("Quantity"),
        above=0,
        places=3,
        digits=14,
        missing=gettext_lazy("The quantity must be greater than 0, for example 20 or 20,5."),
    )
    day = fields.DateField(label=gettext_lazy("Date"), latest="today", missing=gettext_lazy("Enter the date."))

    def __init__(self, *args: Any, heaps: Sequence[Heap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heaps = {heap.value: heap for heap in heaps}
        self.fields["heap"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose…")),
            *((heap.value, str(heap)) for heap in heaps),
        ]

    @property
    def chosen(self) -> Heap:
        return self.heaps[self.cleaned_data["heap"]]

    @property
    def pile(self) -> Pile:
        return self.chosen.pile(self.cleaned_data["quantity"])


class TransferForm(HeapForm):
    site = fields.ModelChoiceField(
        label=gettext_lazy("Where to"),
        look="select",
        queryset=Site.objects.none(),
        missing=gettext_lazy("Choose where it is carried."),
    )
    field_order = ["client_id", "heap", "quantity", "site", "day"]

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]


class CountForm(HeapForm):
    quantity = fields.DecimalField(
        label=gettext_lazy("What is really there"),
        minimum=0,
        places=3,
        digits=14,
        missing=gettext_lazy("Enter what is really there; 0 if nothing is left."),
    )
    reason = fields.TextField(
        label=gettext_lazy("Why it differs"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only if the count differs from the book."),
    )


class LossForm(HeapForm):
    reason = fields.TextField(
        label=gettext_lazy("How it was lost"),
        max_length=300,
        missing=gettext_lazy("Say how it was lost."),
        help_text=gettext_lazy("For example spoilt, broken on the way, eaten by mice."),
    )


class TakeBackForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reason = fields.TextField(
        label=gettext_lazy("Why it is taken back"),
        max_length=300,
        missing=gettext_lazy("Say why it is taken back."),
    )


class SplitForm(Form):
    """So much each; the rest stays the lot."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    heap = fields.ChoiceField(
        label=pgettext_lazy("lot", "Split from"), missing=gettext_lazy("Choose what it is about.")
    )
    site = fields.ModelChoiceField(
        label=gettext_lazy("Where the new lots are kept"),
        look="select",
        queryset=Site.objects.none(),
        missing=gettext_lazy("Choose where it is kept."),
    )
    day = fields.DateField(label=gettext_lazy("Date"), latest="today", missing=gettext_lazy("Enter the date."))

    def __init__(self, *args: Any, heaps: Sequence[Heap], sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heaps = {heap.value: heap for heap in heaps}
        self.fields["heap"].choices = [(heap.value, str(heap)) for heap in heaps]  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        for number in range(1, PARTS + 1):
            self.fields[f"part_{number}"] = fields.DecimalField(
                label=_("Part %(number)s") % {"number": number},
                above=0,
                places=3,
                digits=14,
                required=number == 1,
                missing=_("The quantity must be greater than 0, for example 20 or 20,5."),
            )
        self.order_fields(["client_id", "heap", *(f"part_{n}" for n in range(1, PARTS + 1)), "site", "day"])

    @property
    def chosen(self) -> Heap:
        return self.heaps[self.cleaned_data["heap"]]

    @property
    def parts(self) -> list[NewLot]:
        wanted = [self.cleaned_data.get(f"part_{number}") for number in range(1, PARTS + 1)]
        site = self.cleaned_data["site"].pk
        return [NewLot(quantity=one, unit=self.chosen.unit, site_id=site) for one in wanted if one]


class FromHeapsForm(Form):
    """Amounts out of several heaps, each in a box of its own; an empty box takes nothing."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    site = fields.ModelChoiceField(
        label=gettext_lazy("Where it is kept"),
        look="select",
        queryset=Site.objects.none(),
        missing=gettext_lazy("Choose where it is kept."),
    )
    day = fields.DateField(label=gettext_lazy("Date"), latest="today", missing=gettext_lazy("Enter the date."))

    def __init__(self, *args: Any, heaps: Sequence[Heap], sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heaps = {f"from_{number}": heap for number, heap in enumerate(heaps)}
        for name, heap in self.heaps.items():
            self.fields[name] = fields.DecimalField(
                label=str(heap), above=0, places=3, digits=14, required=False, unit=heap.unit
            )
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.order_fields(["client_id", *self.heaps])

    @property
    def taken(self) -> list[Pile]:
        wanted = ((heap, self.cleaned_data.get(name)) for name, heap in self.heaps.items())
        return [heap.pile(quantity) for heap, quantity in wanted if quantity]

    @property
    def unit(self) -> str:
        return next((heap.unit for name, heap in self.heaps.items() if self.cleaned_data.get(name)), "")

    @property
    def together(self) -> Decimal:
        return sum((pile.quantity for pile in self.taken), Decimal(0))


class MergeForm(FromHeapsForm):
    pass


class ProcessForm(FromHeapsForm):
    product = fields.ModelChoiceField(
        label=gettext_lazy("What comes out"),
        look="select",
        queryset=Product.objects.none(),
        missing=gettext_lazy("Choose the product."),
    )
    quantity = fields.DecimalField(
        label=gettext_lazy("How much of it"),
        above=0,
        places=3,
        digits=14,
        missing=gettext_lazy("The quantity must be greater than 0, for example 20 or 20,5."),
    )
    quantity_unit = fields.ChoiceField(
        label=pgettext_lazy("quantity", "Unit"),
        look="select",
        choices=lambda: units.choices_with_empty(units.goods_units()),
        missing=gettext_lazy("Choose the unit."),
    )
    reason = fields.TextField(
        label=gettext_lazy("Why more comes out than went in"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only if it is so, for example water or sugar was added."),
    )

    def __init__(self, *args: Any, products: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products  # type: ignore[attr-defined]
        self.order_fields(["client_id", *self.heaps, "product", "quantity", "quantity_unit", "site", "day", "reason"])

    @property
    def outputs(self) -> list[NewLot]:
        typed = self.cleaned_data
        return [
            NewLot(
                quantity=typed["quantity"],
                unit=typed["quantity_unit"],
                site_id=typed["site"].pk,
                product_id=typed["product"].pk,
            )
        ]
