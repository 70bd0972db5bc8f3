from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from txng.production.models import Lot
from txng.stamps.models import CodeBatch
from txng.ui import fields
from txng.ui.forms import Form


class OrderForm(Form):
    """“Lấy tem”, steps 1 and 2 of ux.md 4.8."""

    product = fields.ChoiceField(
        label=_("Product"), missing=_("Choose a product."), help_text=_("Only approved products can have stamps.")
    )
    lot = fields.ChoiceField(
        label=_("Lot printed on the stamp"),
        required=False,
        look="select",
        help_text=_("Leave open to print stamps that serve any lot; you bind them to a lot when you activate them."),
    )
    quantity = fields.WholeField(
        label=_("Number of stamps"),
        minimum=1,
        maximum=100_000,
        unit=_("stamps"),
        missing=_("Enter the number of stamps."),
        help_text=_("Add about 3 % for spoiled ones. 32 stamps of 40 × 30 mm fit on an A4 sheet."),
    )
    purpose = fields.TextField(label=_("Purpose"), max_length=300, required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, products: list[Any], lots: list[Lot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [(str(p.pk), p.name) for p in products]  # type: ignore[attr-defined]
        self.fields["lot"].choices = [  # type: ignore[attr-defined]
            ("", _("No lot on the stamp")),
            *((str(lot.pk), f"{lot.number} · {lot.product.name}") for lot in lots),
        ]
        self.fields["client_id"].initial = uuid.uuid4
        if len(products) == 1:
            self.fields["product"].initial = str(products[0].pk)


class RangeForm(Form):
    """First and last stamp, as numbered on the sheet."""

    first = fields.WholeField(label=_("From stamp number"), minimum=1, missing=_("Enter the first number."))
    last = fields.WholeField(label=_("To stamp number"), minimum=1, missing=_("Enter the last number."))

    def __init__(self, *args: Any, batch: CodeBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("first", 1)
        self.initial.setdefault("last", batch.quantity)


class ActivateForm(RangeForm):
    lot = fields.ChoiceField(label=_("Lot"), look="select", missing=_("Choose a lot."))
    field_order = ["lot", "first", "last"]

    def __init__(self, *args: Any, lots: list[Lot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].choices = [  # type: ignore[attr-defined]
            (str(lot.pk), f"{lot.number} · {lot.state.label}") for lot in lots
        ]


class VoidForm(RangeForm):
    reason = fields.LongTextField(
        label=_("Reason"),
        max_length=1000,
        rows=3,
        missing=_("State why these stamps are voided."),
        help_text=_("For example: torn while sticking, lost roll."),
    )


class KeyReasonForm(Form):
    reason = fields.LongTextField(
        label=_("Reason"),
        max_length=1000,
        rows=3,
        missing=_("State why this key version is withdrawn."),
        help_text=_("For example: somebody without a right to it has read the key file."),
    )


class KeyAnswerForm(Form):
    answer = fields.LongTextField(label=_("Why not"), max_length=1000, rows=3, missing=_("State the reason."))


class ReasonForm(Form):
    reason = fields.LongTextField(
        label=_("Reason, and what has to change"), max_length=2000, missing=_("State the reason.")
    )
