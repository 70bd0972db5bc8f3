"""What may be typed about goods handed over by scanning."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.catalogue.models import Product
from txng.production import units
from txng.production.models import Handover, Site
from txng.production.stock.heaps import Heap
from txng.ui import fields
from txng.ui.forms import Form

MISSING_QUANTITY = gettext_lazy("The quantity must be greater than 0, for example 20 or 20,5.")


class CodeForm(Form):
    code = fields.CodeField(
        label=gettext_lazy("The receiver's code"),
        max_length=20,
        missing=gettext_lazy("Type the code under the receiver's QR, for example D7K3M9QX."),
        help_text=gettext_lazy("The receiver opens “My code”; scan it with the phone's camera, or type it here."),
    )


class GiveForm(Form):
    """Giao hàng: which goods, how much."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    lot = fields.ChoiceField(
        label=gettext_lazy("Lot"), look="select", missing=gettext_lazy("Choose the lot that is sent.")
    )
    quantity = fields.DecimalField(
        label=gettext_lazy("Quantity"), above=0, places=3, digits=14, missing=MISSING_QUANTITY
    )
    quantity_unit = fields.ChoiceField(
        label=pgettext_lazy("quantity", "Unit"),
        look="select",
        choices=lambda: units.choices_with_empty(units.goods_units()),
        missing=gettext_lazy("Choose the unit."),
    )
    day = fields.DateField(label=gettext_lazy("Date"), latest="today", missing=gettext_lazy("Enter the date."))
    note = fields.TextField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, lots: Any, heaps: list[Heap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there: dict[int, list[str]] = {}
        for heap in heaps:
            if heap.lot is not None:
                there.setdefault(heap.lot.pk, []).append(heap.amount)
        self.fields["lot"].choices = [  # type: ignore[attr-defined]
            (str(lot.pk), " – ".join([f"{lot.product.name} {lot.number}", *(there.get(lot.pk) or ())])) for lot in lots
        ]


class AcceptForm(Form):
    """Nhận hàng: what came, and as what it is kept here."""

    quantity = fields.DecimalField(
        label=gettext_lazy("Quantity that came"), above=0, places=3, digits=14, missing=MISSING_QUANTITY
    )
    reason = fields.TextField(
        label=gettext_lazy("Why it is another amount"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only where another amount came than was sent."),
    )
    product = fields.ModelChoiceField(
        label=gettext_lazy("Your product"),
        look="select",
        queryset=Product.objects.none(),
        missing=gettext_lazy("Choose as which of your products the goods are kept."),
    )
    number = fields.CodeField(
        label=gettext_lazy("Lot number at your place"),
        max_length=20,
        pattern=r"[0-9A-Z-]+",
        required=False,
        help_text=gettext_lazy("The sender's number is kept; empty: the next number of the day."),
    )
    site = fields.ModelChoiceField(
        label=gettext_lazy("Where it is kept"),
        look="select",
        queryset=Site.objects.none(),
        missing=gettext_lazy("Choose where it is kept."),
    )
    day = fields.DateField(
        label=gettext_lazy("Day of receipt"), latest="today", missing=gettext_lazy("Enter the date.")
    )

    def __init__(self, *args: Any, handover: Handover, products: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].widget.unit = units.shown(handover.quantity_unit)
        self.fields["product"].queryset = products  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]


class RefuseForm(Form):
    reason = fields.TextField(
        label=gettext_lazy("Why the goods are not taken"),
        max_length=300,
        missing=gettext_lazy("Say why the goods are not taken."),
    )
