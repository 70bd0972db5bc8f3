"""What may be typed about a product, and what is said when it cannot be read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.catalogue import groups as product_groups
from txng.catalogue.models import Product, ProductChange
from txng.catalogue.reasons import ReturnReason
from txng.catalogue.sections import working_values
from txng.kernel.errors import BadInput
from txng.kernel.files.intake import store_upload
from txng.kernel.models import StoredFile
from txng.ui import fields
from txng.ui.forms import Form

_KEPT = "txng.catalogue.photo"


def _groups() -> list[tuple[str, str]]:
    return [("", _("Choose…")), *product_groups.choices()]


class ProductForm(Form):
    """A product as its maker describes it. A photo that was read once need not be sent again after a mistake."""

    # What nobody can review a product without stands first; the rest may wait for another day.
    groups = [
        (gettext_lazy("Needed to send it"), ["photo", "name", "group", "origin"]),
        (gettext_lazy("More about it"), ["brand", "pack", "standards", "shelf_life_days", "gtin", "description"]),
    ]

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    name = fields.TextField(
        label=gettext_lazy("Product name"),
        max_length=300,
        missing=gettext_lazy("Enter the product name."),
        help_text=gettext_lazy("As on the pack, for example “Sầu riêng Ri6”."),
    )
    group = fields.ChoiceField(
        label=gettext_lazy("Product group"),
        look="select",
        choices=_groups,
        missing=gettext_lazy("Choose the product group."),
    )
    brand = fields.TextField(label=gettext_lazy("Brand, trademark"), max_length=200, required=False)
    pack = fields.TextField(
        label=gettext_lazy("Pack"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example “Hộp 1,5 kg”. Leave it empty for goods sold unpacked."),
    )
    photo = fields.FileField(
        label=gettext_lazy("Photo of the product"),
        kinds=("image",),
        missing=gettext_lazy("Take or choose at least one photo of the product."),
        help_text=gettext_lazy("A clear photo of the goods or the pack, at most 10 MB."),
    )
    origin = fields.TextField(
        label=gettext_lazy("Origin"),
        max_length=300,
        missing=gettext_lazy("Enter the origin."),
        help_text=gettext_lazy("Where it was grown or made: commune, province, country."),
    )
    standards = fields.TextField(
        label=gettext_lazy("Standards applied"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("TCVN, QCVN, VietGAP or your own standard. Needed before stamps can be activated."),
    )
    shelf_life_days = fields.WholeField(
        label=gettext_lazy("Shelf life"),
        required=False,
        minimum=1,
        maximum=36_500,
        unit=gettext_lazy("days"),
        help_text=gettext_lazy("From the day of packing. The expiry date of each lot is worked out from it."),
    )
    gtin = fields.GtinField(
        label=gettext_lazy("Product code (GTIN)"),
        required=False,
        help_text=gettext_lazy(
            "The 8 to 14 digits under the barcode on your pack. If you have none, leave it empty: "
            "the system gives the product a code of its own."
        ),
    )
    description = fields.LongTextField(
        label=gettext_lazy("Description"),
        max_length=4000,
        rows=5,
        required=False,
        help_text=gettext_lazy("Taste, use, storage. Do not write that it prevents or cures a disease."),
    )

    def __init__(
        self, *args: Any, product: Product | None = None, change: ProductChange | None = None, **kwargs: Any
    ) -> None:
        self.product, self.change = product, change
        super().__init__(*args, **kwargs)
        if product is not None and product.is_published:
            del self.fields["gtin"]
        self.kept_photo = self._read_kept()
        if self.kept_photo or self.standing_photo:
            self.fields["photo"].required = False
            self.fields["photo"].label = _("Another photo of the product")

    @property
    def standing_photo(self) -> StoredFile | None:
        """The photo that holds if none is sent: of the open request, else the public one."""
        if self.change is not None and self.change.image is not None:
            return self.change.image
        return self.product.image if self.product is not None else None

    @property
    def shown_photo(self) -> StoredFile | None:
        return self.kept_photo or self.standing_photo

    def _read_kept(self) -> StoredFile | None:
        token = self.data.get("kept", "") if self.is_bound else ""
        try:
            return StoredFile.objects.filter(id=signing.loads(token, salt=_KEPT, max_age=86_400)).first()
        except signing.BadSignature:
            return None

    def clean_photo(self) -> StoredFile | None:
        """Stored at once, so that a mistake in another box does not cost the photo (ux.md 4.9: keep what was typed)."""
        upload = self.cleaned_data.get("photo")
        if upload is None:
            return self.kept_photo
        try:
            stored = store_upload(upload, accept=("image",))
        except BadInput as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        self.kept_photo = stored
        self.data = {**self.data.dict(), "kept": signing.dumps(str(stored.id), salt=_KEPT)}  # type: ignore[attr-defined]
        return stored

    @property
    def proposed(self) -> dict[str, Any]:
        """What the action takes: the published fields, without photo and code."""
        return {name: self.cleaned_data[name] for name in Product.PUBLISHED_FIELDS if name in self.fields}


def initial_of(product: Product, change: ProductChange | None) -> dict[str, Any]:
    """The boxes as they would look if the open request were approved."""
    return working_values(product, change)


class ReturnForm(Form):
    """Yêu cầu bổ sung: every reason at once (ux.md D14)."""

    reasons = fields.ManyChoiceField(
        label=gettext_lazy("What has to be supplemented"),
        choices=ReturnReason.choices,
        missing=gettext_lazy("Choose at least one reason."),
    )
    text = fields.LongTextField(
        label=gettext_lazy("Write it down exactly"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("The establishment reads this sentence as it stands."),
    )
    complete = fields.TickField(
        label=gettext_lazy("I have named everything that has to be corrected"),
        missing=gettext_lazy("Read the request once more, name every point, then tick the box."),
    )


class RejectForm(Form):
    reason = fields.LongTextField(
        label=gettext_lazy("Reason of the rejection"),
        max_length=2000,
        missing=gettext_lazy("State the reason of the rejection."),
        help_text=gettext_lazy("The establishment reads this sentence as it stands."),
    )
    ground = fields.TextField(
        label=gettext_lazy("Legal ground"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Document and article, if the rejection rests on one."),
    )
