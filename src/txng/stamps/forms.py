from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from txng.production.models import Lot
from txng.stamps.models import CodeBatch, CodeLevel, StampClass, VoidKind
from txng.ui import fields
from txng.ui.forms import Form

PAIRS = 4  # runs of stamps activated at once by their first and last

# What people choose by: level, class and whether the goods are named later, in one list of plain words.
KINDS: dict[str, tuple[str, str, bool]] = {
    "item": (CodeLevel.ITEM, StampClass.OPEN, False),
    "scratch": (CodeLevel.ITEM, StampClass.SCRATCH, False),
    "generic": (CodeLevel.ITEM, StampClass.OPEN, True),
    "lot": (CodeLevel.LOT, StampClass.OPEN, False),
    "class": (CodeLevel.CLASS, StampClass.OPEN, False),
}
KIND_WORDS = [
    ("item", _("Each pack a code of its own")),
    ("scratch", _("Each pack a code of its own, and a number under a scratch layer")),
    ("generic", _("Blank rolls: each stamp its own code, the product is chosen when they are activated")),
    ("lot", _("One code for the whole lot")),
    ("class", _("One code for the product")),
]
KIND_HINTS = {
    "item": _("Buyers see how often this very stamp was scanned; a copied stamp is noticed. Usually the right choice."),
    "scratch": _("Whoever buys scratches and types the 8 digits; the first time is kept. Labels of 60 × 40 mm."),
    "generic": _("The product's name is not printed."),
    "lot": _("The same on every pack of the lot; copied stamps are not noticed. Choose the lot below."),
    "class": _("The same on every pack, for packaging printed long before; says nothing of the lot."),
}


class OrderForm(Form):
    """“Lấy tem”, steps 1 and 2 of ux.md 4.8."""

    product = fields.ChoiceField(
        label=_("Product"), missing=_("Choose a product."), help_text=_("Only approved products can have stamps.")
    )
    kind = fields.ChoiceField(label=_("Kind of stamp"), choices=KIND_WORDS, hints=KIND_HINTS, initial="item")
    lot = fields.ChoiceField(
        label=_("Lot printed on the stamp"),
        required=False,
        look="select",
        help_text=_("Leave open to print stamps that serve any lot; you bind them to a lot when you activate them."),
    )
    quantity = fields.WholeField(
        label=_("Number of stamps"),
        minimum=1,
        unit=_("stamps"),
        missing=_("Enter the number of stamps."),
        help_text=_("Add about 3 % for spoiled ones. 32 stamps of 40 × 30 mm fit on an A4 sheet."),
    )
    roll_size = fields.WholeField(
        label=_("Stamps on a roll"),
        minimum=1,
        unit=_("stamps"),
        required=False,
        help_text=_("Where they are cut into rolls or packets of equal size: you can then activate “roll 3”."),
    )
    purpose = fields.TextField(label=_("Purpose"), max_length=300, required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, products: list[Any], lots: list[Lot], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [(str(p.pk), p.name) for p in products]  # type: ignore[attr-defined]
        self.fields["lot"].choices = [  # type: ignore[attr-defined]
            ("", _("No lot on the stamp")),
            *((str(lot.pk), f"{lot.number} · {lot.product.name}") for lot in lots),
        ]
        self.fields["quantity"].maximum = most  # type: ignore[attr-defined]
        self.fields["client_id"].initial = uuid.uuid4
        if len(products) == 1:
            self.fields["product"].initial = str(products[0].pk)

    def what(self) -> dict[str, Any]:
        """The order as the verb takes it."""
        data = self.cleaned_data
        level, stamp_class, generic = KINDS[data["kind"]]
        return {
            "product_id": int(data["product"]),
            "lot_id": int(data["lot"]) if data["lot"] else None,
            "level": level,
            "stamp_class": stamp_class,
            "generic": generic,
            **{name: data[name] for name in ("quantity", "roll_size", "purpose", "client_id")},
        }


class StampField(fields.TextField):
    """One stamp: its number on the sheet, its 16 characters, or what a scanner types."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)


class RangeForm(Form):
    """First and last stamp."""

    first = StampField(
        label=_("From stamp number"),
        missing=_("Enter the first number."),
        help_text=_("A number on the sheet, or the 16 characters beside the QR; a scanner may type them."),
    )
    last = StampField(label=_("To stamp number"), missing=_("Enter the last number."))

    def __init__(self, *args: Any, batch: CodeBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("first", 1)
        self.initial.setdefault("last", batch.quantity)


def lot_choices(lots: Iterable[Lot], *, with_product: bool = False) -> list[tuple[str, Any]]:
    """None is chosen beforehand where there are several: what the stamps of a wrong lot tell cannot be taken back."""
    choices: list[tuple[str, Any]] = [
        (str(lot.pk), " · ".join((lot.number, *((lot.product.name,) if with_product else ()), str(lot.state.label))))
        for lot in lots
    ]
    return choices if len(choices) == 1 else [("", _("Choose…")), *choices]


class Overriding(Form):
    """Where something stands against it that the owner or the manager may answer for, the page asks for a reason."""

    reason = fields.LongTextField(
        label=_("Reason for activating them all the same"), max_length=1000, rows=3, required=False, conditional=True,
        help_text=_("Stays on record; the managing agency and the operator read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, ask_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ask_reason and not self.data.get(self.add_prefix("reason")):
            self.fields["reason"].widget = forms.HiddenInput()


class ActivateForm(Overriding, RangeForm):
    lot = fields.ChoiceField(label=_("Lot"), look="select", missing=_("Choose a lot."))
    roll = fields.TextField(
        label=_("Roll"), max_length=60, required=False, width=8,
        help_text=_("For example 3, or 3-5. Leave open to write down the first and the last stamp instead."),
    )  # fmt: skip
    field_order = ["lot", "roll", "first", "last", "reason"]

    def __init__(self, *args: Any, lots: list[Lot], rolls: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].choices = lot_choices(lots, with_product=len({lot.product_id for lot in lots}) > 1)  # type: ignore[attr-defined]
        if not rolls:
            del self.fields["roll"]
        for name in ("first", "last"):
            self.fields[name].required = not self.data.get(self.add_prefix("roll"), "").strip()


class ManyForm(Overriding):
    """Several rolls at once, by their first and last stamp."""

    lot = fields.ChoiceField(label=_("Lot"), look="select", missing=_("Choose a lot."))
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    groups = [
        ("", ["lot"]),
        *((format_lazy("{} {}", _("Roll"), n), [f"first_{n}", f"last_{n}"]) for n in range(1, PAIRS + 1)),
    ]

    def __init__(self, *args: Any, lots: list[Lot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].choices = lot_choices(lots, with_product=True)  # type: ignore[attr-defined]
        self.fields["client_id"].initial = uuid.uuid4
        for n in range(1, PAIRS + 1):
            for end, label in (("first", _("First stamp")), ("last", _("Last stamp"))):
                self.fields[f"{end}_{n}"] = StampField(label=label, required=n == 1, missing=self._missing(end, n))

    @staticmethod
    def _missing(end: str, n: int) -> str:
        if end == "first":
            return gettext("Give the first stamp of roll %(n)s.") % {"n": n}
        return gettext("Give the last stamp of roll %(n)s.") % {"n": n}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(2, PAIRS + 1):
            first, last = data.get(f"first_{n}"), data.get(f"last_{n}")
            if bool(first) != bool(last):
                end = "last" if first else "first"
                self.add_error(f"{end}_{n}", self._missing(end, n))
        return data

    def pairs(self) -> list[tuple[str, str]]:
        data = self.cleaned_data
        every = ((data.get(f"first_{n}"), data.get(f"last_{n}")) for n in range(1, PAIRS + 1))
        return [(first, last) for first, last in every if first and last]


class VoidForm(RangeForm):
    kind = fields.ChoiceField(
        label=_("What became of them"), choices=VoidKind.choices, missing=_("Choose what became of the stamps.")
    )
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


class PrintedForm(Form):
    printed = fields.WholeField(
        label=pgettext_lazy("custody", "Stamps printed"), minimum=1, unit=_("stamps"), missing=_("Enter the number."),
        help_text=_("Counted from stamp number 1. The codes of those not printed wait."),
    )  # fmt: skip


class ReceivedForm(Form):
    received = fields.WholeField(
        label=pgettext_lazy("custody", "Good stamps received"), unit=_("stamps"), missing=_("Enter the number.")
    )
    spoiled = fields.WholeField(
        label=pgettext_lazy("custody", "Spoiled on the way or in printing"), unit=_("stamps"),
        missing=_("Enter the number."), help_text=_("Void them as well, so that nobody can stick them on anything."),
    )  # fmt: skip


class CloseForm(Form):
    reason = fields.LongTextField(
        label=_("What became of the difference"), max_length=1000, rows=3, required=False, conditional=True
    )

    def __init__(self, *args: Any, differs: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not differs:
            self.fields["reason"].widget = forms.HiddenInput()


class CancelForm(Form):
    reason = fields.LongTextField(
        label=_("Why the order is cancelled"), max_length=500, rows=2, missing=_("State the reason.")
    )


class ReasonForm(Form):
    reason = fields.LongTextField(
        label=_("Reason, and what has to change"), max_length=2000, missing=_("State the reason.")
    )
