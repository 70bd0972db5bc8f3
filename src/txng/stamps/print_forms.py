"""The forms of print files and print houses."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from txng.stamps.labels import TEMPLATES as SIZES
from txng.stamps.labels import Carrier
from txng.stamps.labels.formats import Format
from txng.stamps.models import PrintFile, PrintHouse
from txng.ui import fields
from txng.ui.forms import Form

DOTS = [("203", "203 dpi"), ("300", "300 dpi")]
FORMATS = [
    (Format.SHEETS.value, _("PDF, sheets")),
    (Format.ROLLS.value, _("PDF, rolls: one label a page")),
    (Format.ZPL.value, _("ZPL, for label printers")),
    (Format.CSV.value, _("CSV, the codes as a table")),
    (Format.SVG.value, _("SVG, sheets as curves (at most 10,000 stamps)")),
    (Format.PNG.value, _("PNG, one picture a stamp (at most 500 stamps)")),
]
TEMPLATES = [
    (name, f"{name} · {template.width:g} × {template.height:g} mm".replace(".", ","))
    for name, template in SIZES.items()
]
CARRIERS = [
    (Carrier.QR.value, _("QR, opened by every phone")),
    (Carrier.DATAMATRIX.value, _("GS1 DataMatrix, for tills and packing lines; buyers type the code")),
]
LOCKS = [
    (PrintFile.Lock.CERTIFICATE.value, _("A registered print house: the file is locked to its key")),
    (PrintFile.Lock.PASSPHRASE.value, _("Another print house: the file is locked with a passphrase you tell apart")),
    (PrintFile.Lock.NONE.value, _("We ourselves: the file is not locked")),
]


class PrintFileForm(Form):
    """Which file, for whom, locked how."""

    lock = fields.ChoiceField(label=_("Who prints"), missing=_("Choose who prints."))
    house = fields.ChoiceField(
        label=_("Print house"),
        required=False,
        conditional=True,
        look="select",
        help_text=_("Only where a registered print house prints."),
    )
    format = fields.ChoiceField(label=_("File"), look="select", missing=_("Choose a kind of file."), choices=FORMATS)
    template = fields.ChoiceField(label=_("Label"), look="select", missing=_("Choose a label."), choices=TEMPLATES)
    carrier = fields.ChoiceField(label=_("Symbol"), choices=CARRIERS)
    dpi = fields.ChoiceField(
        label=_("Dots of the label printer"),
        required=False,
        look="select",
        choices=DOTS,
        help_text=_("Only for ZPL."),
    )
    offset_x = fields.DecimalField(
        label=_("Shift to the right"),
        minimum=-20,
        maximum=20,
        places=1,
        unit="mm",
        required=False,
        help_text=_("Measured on the calibration page, where the printer prints askew; kept for the next file."),
    )
    offset_y = fields.DecimalField(
        label=_("Shift upwards"), minimum=-20, maximum=20, places=1, unit="mm", required=False
    )
    reason = fields.TextField(label=_("Why the codes are handed over again"), max_length=300, required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        houses: list[PrintHouse],
        plain: bool,
        again: bool,
        gtin: bool,
        scratch: bool,
        template: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        lock, house = self.fields["lock"], self.fields["house"]
        lock.choices = [choice for choice in LOCKS if plain or choice[0] != PrintFile.Lock.NONE]  # type: ignore[attr-defined]
        house.choices = [("", _("Choose…")), *((str(one.pk), one.name) for one in houses)]  # type: ignore[attr-defined]
        if scratch:
            self.fields["template"].choices = [one for one in TEMPLATES if SIZES[one[0]].pin]  # type: ignore[attr-defined]
        if not houses:
            lock.choices = [choice for choice in lock.choices if choice[0] != PrintFile.Lock.CERTIFICATE]  # type: ignore[attr-defined]
            del self.fields["house"]
        if not gtin:
            del self.fields["carrier"]
        if not again:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
        offered: dict[str, Any] = {
            "lock": PrintFile.Lock.CERTIFICATE
            if houses
            else PrintFile.Lock.NONE
            if plain
            else PrintFile.Lock.PASSPHRASE,
            "house": str(houses[0].pk) if len(houses) == 1 else "",
            "format": Format.SHEETS,
            "template": template,
            "carrier": Carrier.QR,
            "dpi": "203",
            "client_id": uuid.uuid4,
        }
        self.initial = offered | dict(self.initial)


class PrintHouseForm(Form):
    name = fields.TextField(label=_("Name of the print house"), missing=_("Enter the name of the print house."))
    certificate = fields.LongTextField(
        label=_("Certificate of the print house"),
        max_length=10_000,
        rows=6,
        missing=_("Paste the certificate."),
        help_text=_(
            "Open the file of the print house (.crt or .pem) in Notepad and paste all of it, "
            "from BEGIN CERTIFICATE to END CERTIFICATE."
        ),
    )
