"""What may be typed about partners, and about goods that came or went."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.production import units
from txng.production.models import Partner
from txng.ui import fields
from txng.ui.forms import Form


class PartnerForm(Form):
    name = fields.TextField(
        label=gettext_lazy("Name"), max_length=300, missing=gettext_lazy("Enter the name of the partner.")
    )
    kind = fields.ChoiceField(
        label=gettext_lazy("What they are to you"),
        choices=Partner.Kind.choices,
        missing=gettext_lazy("Choose whether it is a supplier or a customer."),
    )
    address = fields.TextField(label=gettext_lazy("Address"), max_length=300, required=False)
    phone = fields.PhoneField(label=gettext_lazy("Phone"), required=False)
    tax_code = fields.TaxCodeField(label=gettext_lazy("Tax code"), required=False)
    gln = fields.CodeField(
        label=gettext_lazy("GLN of the partner"),
        max_length=13,
        required=False,
        help_text=gettext_lazy("13 digits, if they have one; without spaces."),
    )
    code = fields.TextField(label=gettext_lazy("Your code for them"), max_length=40, required=False)


class StepForm(Form):
    """Goods that came or went: with whom, how much, when."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    partner = fields.ModelChoiceField(
        label=gettext_lazy("Partner"),
        look="select",
        queryset=Partner.objects.none(),
        missing=gettext_lazy("Choose the partner, or write the name of a new one."),
    )
    partner_name = fields.TextField(
        label=gettext_lazy("Or a new partner"),
        max_length=300,
        required=False,
        missing=gettext_lazy("Enter the name of the partner."),
    )
    address = fields.TextField(
        label=gettext_lazy("Address of the new partner"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The circulars want name and address of whoever supplies and receives."),
    )
    phone = fields.PhoneField(label=gettext_lazy("Phone of the new partner"), required=False)
    place = fields.TextField(
        label=gettext_lazy("Where it was handed over"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("If it was neither at your place nor at theirs."),
    )
    quantity = fields.DecimalField(
        label=gettext_lazy("Quantity"),
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
    day = fields.DateField(label=gettext_lazy("Date"), latest="today", missing=gettext_lazy("Enter the date."))

    def __init__(self, *args: Any, partners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen, named = self.fields["partner"], self.fields["partner_name"]
        chosen.queryset = partners  # type: ignore[attr-defined]
        # One of the two is enough; only what may really stay empty is marked so.
        if partners.exists():
            chosen.required = not (self.is_bound and str(self.data.get("partner_name", "")).strip())
        else:
            del self.fields["partner"]
            named.label, named.required = _("Partner"), True

    @property
    def who(self) -> dict[str, Any]:
        partner = self.cleaned_data.get("partner")  # the choice wins over a name that was typed as well
        return {"partner_id": partner.pk if partner else None, "partner_name": self.cleaned_data["partner_name"]}


class ReceiptForm(StepForm):
    what = fields.TextField(
        label=gettext_lazy("What came in"),
        missing=gettext_lazy("Write down what was received."),
        help_text=gettext_lazy("For example seedlings, feed, fresh fruit bought in."),
    )
    supplier_lot = fields.TextField(label=gettext_lazy("Their lot number"), max_length=40, required=False)
    field_order = [
        *("client_id", "what", "supplier_lot", "partner", "partner_name", "address", "phone"),
        *("quantity", "quantity_unit", "day", "place"),
    ]


class ShipmentForm(StepForm):
    field_order = [
        *("client_id", "partner", "partner_name", "address", "phone", "quantity", "quantity_unit", "day", "place"),
    ]
