"""What may be typed about a material."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.kernel.errors import BadInput
from txng.kernel.files.intake import store_upload
from txng.kernel.models import StoredFile
from txng.production import units
from txng.production.models import Material
from txng.ui import fields
from txng.ui.forms import Form


class MaterialForm(Form):
    """Name, kind and unit are enough; what the label says may follow."""

    groups = [
        (gettext_lazy("The material"), ["name", "kind", "unit", "photo"]),
        (gettext_lazy("As on the label"), ["active_ingredient", "registration_number", "maker"]),
        (gettext_lazy("Dose and waiting time"), ["dose_low", "dose_high", "dose_unit", "phi_days", "withdrawal_days"]),
    ]

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = fields.TextField(
        label=gettext_lazy("Name"), max_length=200, missing=gettext_lazy("Enter the name of the material.")
    )
    kind = fields.ChoiceField(
        label=gettext_lazy("Kind"),
        look="select",
        choices=Material.Kind.choices,
        missing=gettext_lazy("Choose what kind of material it is."),
    )
    unit = fields.ChoiceField(
        label=pgettext_lazy("quantity", "Unit"),
        look="select",
        choices=lambda: units.choices(tuple(unit for unit in units.all_units() if not unit.base)),
        help_text=gettext_lazy("What your stock of it is counted in."),
    )
    photo = fields.FileField(label=gettext_lazy("Photo of the label"), kinds=("image",), required=False)
    active_ingredient = fields.TextField(label=gettext_lazy("Active ingredient"), max_length=200, required=False)
    registration_number = fields.TextField(
        label=gettext_lazy("Number of registration for sale"), max_length=60, required=False
    )
    maker = fields.TextField(label=gettext_lazy("Maker"), max_length=200, required=False)
    dose_low = fields.DecimalField(label=gettext_lazy("Lowest dose"), required=False, above=0, places=3, digits=10)
    dose_high = fields.DecimalField(label=gettext_lazy("Highest dose"), required=False, above=0, places=3, digits=10)
    dose_unit = fields.TextField(
        label=gettext_lazy("Dose per"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("As on the label, for example “ml for a tank of 16 litres”."),
    )
    phi_days = fields.WholeField(label=gettext_lazy("Days to wait before the harvest"), required=False, maximum=400)
    withdrawal_days = fields.WholeField(
        label=gettext_lazy("Days without medicine before slaughter or sale"), required=False, maximum=400
    )

    def clean_photo(self) -> StoredFile | None:
        upload = self.cleaned_data.get("photo")
        if upload is None:
            return None
        try:
            return store_upload(upload, accept=("image",))
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal
