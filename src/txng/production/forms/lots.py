"""What may be typed about a lot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from txng.catalogue.models import Product
from txng.production.models import ProcessTemplate, Site
from txng.ui import fields
from txng.ui.forms import Form


class LotForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    offered = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    product = fields.ModelChoiceField(
        label=gettext_lazy("Product"),
        look="select",
        queryset=Product.objects.none(),
        missing=gettext_lazy("Choose the product."),
    )
    site = fields.ModelChoiceField(
        label=gettext_lazy("Where it is grown or made"),
        look="select",
        queryset=Site.objects.none(),
        missing=gettext_lazy("Choose where the lot is grown or made."),
    )
    opened_on = fields.DateField(
        label=gettext_lazy("Day the lot was opened"),
        latest="today",
        missing=gettext_lazy("Enter the day the lot was opened."),
        help_text=gettext_lazy("The day of sowing, stocking or the beginning of the work; it may lie in the past."),
    )
    number = fields.CodeField(
        label=gettext_lazy("Lot number"),
        max_length=20,
        pattern=r"[0-9A-Z-]+",
        required=False,
        help_text=gettext_lazy("Given by the system; you may write your own: letters without accents, digits, dashes."),
    )

    process = fields.ModelChoiceField(
        label=gettext_lazy("Process to follow"),
        look="select",
        queryset=ProcessTemplate.objects.none(),
        required=False,
        empty_label=gettext_lazy("None for now"),
        help_text=gettext_lazy("Its work then appears day by day in the diary; you may choose or change it later."),
    )

    def __init__(self, *args: Any, products: Any, sites: Any, processes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = processes  # type: ignore[attr-defined]
        self.fields["product"].queryset = products  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    @property
    def chosen_number(self) -> str:
        """ "" where the number offered for today was left alone although the day was changed: then it is given anew."""
        number: str = self.cleaned_data["number"]
        left_alone = number == self.cleaned_data.get("offered")
        return "" if left_alone else number


class CancelForm(Form):
    reason = fields.TextField(
        label=gettext_lazy("Why the lot is cancelled"),
        max_length=300,
        missing=gettext_lazy("Say why the lot is cancelled."),
    )
