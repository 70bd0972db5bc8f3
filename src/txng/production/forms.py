"""What may be typed about sites, lots, work and goods, and what is said when it cannot be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng import provinces
from txng.catalogue.models import Product
from txng.kernel.clock import today
from txng.kernel.errors import BadInput
from txng.kernel.files.intake import store_upload
from txng.kernel.models import StoredFile
from txng.places import queries as places
from txng.production import units
from txng.production.models import Activity, Partner, Site, SiteKind
from txng.production.work import WORK
from txng.ui import fields
from txng.ui.forms import Form

LAND = (SiteKind.AREA, SiteKind.ZONE, SiteKind.PLOT, SiteKind.POND, SiteKind.PEN, SiteKind.APIARY)
BUILDINGS = (SiteKind.WORKSHOP, SiteKind.SECTION, SiteKind.PACKING_HOUSE, SiteKind.WAREHOUSE, SiteKind.SHOP)


def _area_units() -> list[tuple[str, str]]:
    return [(unit.code, unit.shown) for unit in provinces.current().area_units]


def area_hint() -> str:
    """“1 công = 1.000 m²”: what people think in, said once."""
    local = provinces.current().area_unit
    if local.square_metres == 1:
        return ""
    return _("1 %(unit)s = %(metres)s m²") % {
        "unit": local.name,
        "metres": f"{local.square_metres:,}".replace(",", "."),
    }


class SiteForm(Form):
    groups = [
        (gettext_lazy("The site"), ["kind", "name"]),
        (gettext_lazy("Where it is"), ["unit", "address"]),
        (gettext_lazy("How large it is"), ["area", "area_unit"]),
    ]

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = fields.ChoiceField(
        label=gettext_lazy("Kind of site"), missing=gettext_lazy("Choose what kind of site it is.")
    )
    name = fields.TextField(
        label=gettext_lazy("Name"),
        missing=gettext_lazy("Enter the name of the site."),
        help_text=gettext_lazy("As you call it, for example “Vườn 1” or “Ao số 3”."),
    )
    unit = fields.UnitField(
        label=gettext_lazy("Commune or ward"),
        search=places.search,
        find=lambda code: places.unit_on(code, today()),
        missing=gettext_lazy("Choose the commune or ward."),
        help_text=gettext_lazy("Type the name; the name before the merger is found too."),
    )
    address = fields.TextField(label=gettext_lazy("Hamlet, road, house number"), max_length=300, required=False)
    area = fields.DecimalField(label=pgettext_lazy("land", "Area"), required=False, above=0, places=2)
    area_unit = fields.ChoiceField(label=gettext_lazy("Unit of area"), look="select", choices=_area_units)

    def __init__(self, *args: Any, kinds: tuple[SiteKind, ...] = LAND, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["unit"].province_code = provinces.current().identity.province_code  # type: ignore[attr-defined]
        self.fields["area"].help_text = area_hint()

    @property
    def area_m2(self) -> Decimal | None:
        area = self.cleaned_data.get("area")
        unit = next(
            (u for u in provinces.current().area_units if u.code == self.cleaned_data.get("area_unit")),
            provinces.current().area_unit,
        )
        return None if area is None else area * unit.square_metres


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

    def __init__(self, *args: Any, products: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products  # type: ignore[attr-defined]
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]

    @property
    def chosen_number(self) -> str:
        """ "" where the number offered for today was left alone although the day was changed: then it is given anew."""
        number: str = self.cleaned_data["number"]
        left_alone = number == self.cleaned_data.get("offered")
        return "" if left_alone else number


class DiaryForm(Form):
    """One entry: what was done, where, when; all else may stay empty or is filled in already (ux.md 1.6)."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    what = fields.TextField(label=gettext_lazy("What was done"), required=False)
    quantity = fields.DecimalField(label=gettext_lazy("Quantity"), required=False, above=0, places=3, digits=14)
    quantity_unit = fields.ChoiceField(
        label=pgettext_lazy("quantity", "Unit"), look="select", choices=lambda: units.choices(units.all_units())
    )
    expires_on = fields.DateField(label=gettext_lazy("Expiry date"), required=False)
    photo = fields.FileField(label=gettext_lazy("Photo"), kinds=("image",), required=False)
    note = fields.LongTextField(label=gettext_lazy("Note"), required=False, rows=2)
    done_on = fields.DateField(
        label=gettext_lazy("The day of the work"), latest="today", missing=gettext_lazy("Enter the day of the work.")
    )
    site = fields.ModelChoiceField(
        label=gettext_lazy("Place"), look="select", queryset=Site.objects.none(), required=False, empty_label=None
    )
    on_behalf_of = fields.PersonNameField(
        label=gettext_lazy("Written for"),
        required=False,
        help_text=gettext_lazy("Name of the person who did the work, if you write for somebody else."),
    )
    # What a tile has filled in already and few people change.
    ASIDE: tuple[str, ...] = ("done_on", "site", "on_behalf_of", "note")

    def __init__(self, *args: Any, activity: str, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = WORK[activity]
        what = self.fields["what"]
        what.label, what.help_text = self.work.asks, self.work.hint
        what.widget.attrs["list"] = "da-dung"
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        if activity != Activity.PACK:
            del self.fields["expires_on"]
        self.stored_photo: StoredFile | None = None

    def clean_photo(self) -> StoredFile | None:
        upload = self.cleaned_data.get("photo")
        if upload is None:
            return None
        try:
            return store_upload(upload, accept=("image",))
        except BadInput as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal

    @property
    def aside_open(self) -> bool:
        """The folded part opens by itself when a mistake lies in it."""
        return any(name in self.errors for name in self.ASIDE)

    @property
    def written(self) -> dict[str, Any]:
        """What the actions take."""
        values = {
            name: self.cleaned_data.get(name) for name in ("done_on", "quantity", "photo", "expires_on", "client_id")
        }
        texts = {name: self.cleaned_data.get(name) or "" for name in ("what", "quantity_unit", "note", "on_behalf_of")}
        site = self.cleaned_data.get("site")
        return values | texts | {"site_id": site.pk if site else None}


class CorrectionForm(DiaryForm):
    """Đính chính: the entry once more, and why."""

    activity = fields.ChoiceField(label=gettext_lazy("Work"), look="select", choices=Activity.choices)
    reason = fields.TextField(
        label=gettext_lazy("Why the entry is corrected"),
        max_length=300,
        missing=gettext_lazy("Say why the entry is corrected."),
    )
    ASIDE = ()


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
    field_order = ["client_id", "what", "supplier_lot", "partner", "partner_name", "quantity", "quantity_unit", "day"]


class ShipmentForm(StepForm):
    field_order = ["client_id", "partner", "partner_name", "quantity", "quantity_unit", "day"]


class CancelForm(Form):
    reason = fields.TextField(
        label=gettext_lazy("Why the lot is cancelled"),
        max_length=300,
        missing=gettext_lazy("Say why the lot is cancelled."),
    )
