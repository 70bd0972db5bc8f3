"""The forms of the sections of a product's record, but for the main one (forms.py)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.catalogue.actions.keep_sound import WORDS
from txng.catalogue.models import Basis, Product, Scheme
from txng.catalogue.sections import ARTICLES, DETAILS
from txng.kernel.errors import BadInput
from txng.kernel.files.intake import store_upload
from txng.registry.forms.papers import PaperForm
from txng.ui import fields
from txng.ui.forms import Form


class _TextsForm(Form):
    NAMES: tuple[str, ...] = ()

    @property
    def proposed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.NAMES}


def _line(label: Any, name: str, help_text: Any = "") -> fields.TextField:
    return fields.TextField(label=label, max_length=Product.TEXTS[name], required=False, help_text=help_text)


def _text(label: Any, name: str, help_text: Any = "", rows: int = 3) -> fields.LongTextField:
    return fields.LongTextField(
        label=label, max_length=Product.TEXTS[name], required=False, help_text=help_text, rows=rows
    )


class DetailsForm(_TextsForm):
    """Every box may stay empty; the law asks for some of them only where they exist (NĐ46 art. 43, NĐ37 art. 28.2)."""

    NAMES = DETAILS

    variety = _line(gettext_lazy("Variety, kind"), "variety")
    ingredients = _text(
        gettext_lazy("Ingredients"), "ingredients", gettext_lazy("In the order of their weight, as on the label.")
    )
    additives = _line(gettext_lazy("Additives"), "additives")
    packaging = _line(gettext_lazy("Packaging material"), "packaging")
    warnings = _text(
        gettext_lazy("Safety warnings"),
        "warnings",
        gettext_lazy("For example allergens, who should not use it. Leave it empty if there is none."),
    )
    name_en = _line(gettext_lazy("Name in English"), "name_en", gettext_lazy("Shown on the English page."))
    model_code = _line(gettext_lazy("Model code"), "model_code")
    target_market = _line(gettext_lazy("Target market"), "target_market")
    importer = _line(
        gettext_lazy("Importer"), "importer", gettext_lazy("Of imported goods only: name, address, tax code.")
    )


class ArticlesForm(_TextsForm):
    NAMES = ARTICLES

    usage = _text(gettext_lazy("How to use and store it"), "usage", rows=6)
    introduction = _text(
        gettext_lazy("Introduction of the product"),
        "introduction",
        gettext_lazy("Where it comes from, how it is made, what makes it special. No promise of a cure."),
        rows=8,
    )


class PhotosForm(Form):
    photos = fields.FilesField(
        label=gettext_lazy("Add photos"),
        kinds=("image",),
        minimum=1,
        maximum=8,
        missing=gettext_lazy("Choose at least one photo."),
        help_text=gettext_lazy("The pack from all sides, the goods, the place. At most 8 photos of 10 MB."),
    )

    def clean_photos(self) -> list[Any]:
        try:
            return [store_upload(upload, accept=("image",)) for upload in self.cleaned_data["photos"]]
        except BadInput as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal


class SoundForm(Form):
    sound = fields.FileField(
        label=gettext_lazy("Sound file"),
        kinds=("sound",),
        missing=gettext_lazy("Choose a sound file."),
        help_text=gettext_lazy("Your own voice, at most 60 seconds and 5 MB: M4A, MP3, WAV, OGG or WebM."),
    )
    text = fields.LongTextField(
        label=gettext_lazy("What is said"),
        max_length=WORDS,
        rows=6,
        missing=gettext_lazy("Write down what is said, for those who cannot hear it."),
        help_text=gettext_lazy("Word for word. It stands below the sound, for those who cannot hear it."),
    )

    def clean_sound(self) -> Any:
        try:
            return store_upload(self.cleaned_data["sound"], accept=("sound",))
        except BadInput as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal


class ProductPaperForm(PaperForm):
    """A list's own form: `OWN` boxes of its kind, `LEFT_OUT` boxes it has no use for."""

    OWN: tuple[str, ...] = ()
    LEFT_OUT: tuple[str, ...] = ()
    CALLED: Any = ""  # the paper's name where nobody need type it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.LEFT_OUT:
            del self.fields[name]
        if self.CALLED and "name" in self.fields:
            del self.fields["name"]

    @property
    def values(self) -> dict[str, Any]:
        called = self.cleaned_data.get("name") or str(self.called)
        return {**super().values, "name": called}

    @property
    def called(self) -> Any:
        return self.CALLED

    @property
    def own(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) or "" for name in self.OWN}


class LabelForm(ProductPaperForm):
    OWN = ("address_on_label",)
    LEFT_OUT = ("number", "issuer", "valid_from", "valid_to", "shows_file")
    CALLED = gettext_lazy("Product label")
    field_order = ("file", "address_on_label")

    address_on_label = fields.TextField(
        label=gettext_lazy("Address printed on the label"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Only if it differs from the present one, for example because communes were merged after it was printed."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = self.fields["file"].label if self.shown_file else _("Photo of the label")
        self.fields["file"].help_text = _("So near that the text can be read; all sides in one file if there are more.")

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "shows_file": True}  # a label hangs on the goods for everybody to read


class CertificateForm(ProductPaperForm):
    OWN = ("scheme", "scope")
    field_order = ("file", "scheme", "name", "number", "issuer", "valid_from", "valid_to", "scope", "shows_file")

    scheme = fields.ChoiceField(
        label=gettext_lazy("Certified by which standard"),
        look="select",
        choices=lambda: [("", _("Choose…")), *Scheme.choices],
        missing=gettext_lazy("Choose the standard of the certificate."),
    )
    scope = fields.TextField(
        label=gettext_lazy("What it covers"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Area, plots or products named on the paper."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Only if the list has no fitting standard.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("scheme") == Scheme.OTHER and not cleaned.get("name"):
            self.add_error("name", _("Enter the name of the paper."))
        return cleaned

    @property
    def called(self) -> Any:
        return Scheme(self.cleaned_data["scheme"]).label


class TestResultForm(ProductPaperForm):
    __test__ = False

    OWN = ("result",)
    LEFT_OUT = ("valid_to",)
    CALLED = gettext_lazy("Test result")
    field_order = ("file", "number", "issuer", "valid_from", "result", "shows_file")

    result = fields.TextField(
        label=gettext_lazy("Result in a line"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("For example: pesticide residues not found, 12 substances."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].label = _("Laboratory")
        self.fields["valid_from"].label = _("Date of the result")


class TrademarkForm(ProductPaperForm):
    OWN = ("mark",)
    CALLED = gettext_lazy("Trademark certificate")
    field_order = ("file", "mark", "number", "issuer", "valid_from", "valid_to", "shows_file")

    mark = fields.TextField(
        label=gettext_lazy("The mark"), max_length=200, missing=gettext_lazy("Enter the registered mark.")
    )


class DeclarationForm(ProductPaperForm):
    OWN = ("basis",)
    field_order = ("file", "basis", "number", "issuer", "valid_from", "valid_to", "shows_file")
    LEFT_OUT = ("name",)

    basis = fields.ChoiceField(
        label=gettext_lazy("Kind of declaration"),
        choices=Basis.choices,
        missing=gettext_lazy("Choose the kind of declaration."),
    )

    @property
    def called(self) -> Any:
        return Basis(self.cleaned_data["basis"]).label


PAPER_FORMS: dict[str, type[ProductPaperForm]] = {
    "labels": LabelForm,
    "certificates": CertificateForm,
    "test_results": TestResultForm,
    "trademarks": TrademarkForm,
    "declarations": DeclarationForm,
}
