"""One paper as its holder types it: the photo first, then the few lines printed on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng.kernel.errors import BadInput
from txng.kernel.files.intake import store_upload
from txng.kernel.files.links import file_url
from txng.kernel.models import StoredFile
from txng.registry.models import OF_ESTABLISHMENT, DocumentKind
from txng.registry.papers import as_day
from txng.ui import fields
from txng.ui.forms import Form

_KEPT = "txng.registry.paper"
_FACTS = ("name", "number", "issuer", "valid_from", "valid_to", "shows_file")


class PaperForm(Form):
    """A file that was read once need not be sent again after a mistake."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    file = fields.FileField(
        label=gettext_lazy("Photo or file of the paper"),
        kinds=("image", "pdf"),
        missing=gettext_lazy("Take a photo of the paper, or choose its file."),
        help_text=gettext_lazy("A straight, sharp photo, or the PDF. The agency reads it when it approves."),
    )
    name = fields.TextField(
        label=gettext_lazy("What the paper is called"),
        max_length=200,
        missing=gettext_lazy("Enter the name of the paper."),
    )
    number = fields.TextField(label=gettext_lazy("Number"), max_length=80, required=False)
    issuer = fields.TextField(label=gettext_lazy("Issued by"), max_length=200, required=False)
    valid_from = fields.DateField(label=gettext_lazy("Issued on"), required=False, latest="today")
    valid_to = fields.DateField(
        label=gettext_lazy("Valid to"),
        required=False,
        help_text=gettext_lazy(
            "Leave it empty if the paper has no last day. 60, 30 and 7 days before it you are reminded; "
            "after it the paper is no longer shown to shoppers."
        ),
    )
    shows_file = fields.TickField(
        label=gettext_lazy("Shoppers may open the photo of this paper"),
        required=False,
        help_text=gettext_lazy("Leave it empty if the paper shows an identity number or where you live."),
    )

    def __init__(self, *args: Any, standing: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.standing = standing
        if standing is not None:
            dates = {field: as_day(standing.get(field, "")) for field in ("valid_from", "valid_to")}
            kwargs["initial"] = {**standing, **dates, "file": None, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.kept_file = self._read_kept()
        if self.kept_file or (standing is not None and standing.get("file")):
            self.fields["file"].required = False
            self.fields["file"].label = _("Another photo or file")

    @property
    def shown_file(self) -> StoredFile | None:
        if self.kept_file is not None:
            return self.kept_file
        standing = (self.standing or {}).get("file")
        return StoredFile.objects.filter(pk=standing).first() if standing else None

    @property
    def shown_link(self) -> str:
        return file_url(self.shown_file) if self.shown_file else ""

    def _read_kept(self) -> StoredFile | None:
        token = self.data.get("kept", "") if self.is_bound else ""
        try:
            return StoredFile.objects.filter(id=signing.loads(token, salt=_KEPT, max_age=86_400)).first()
        except signing.BadSignature:
            return None

    def clean_file(self) -> StoredFile | None:
        """Stored at once, so that a mistake in another box does not cost the photo (ux.md 4.9)."""
        upload = self.cleaned_data.get("file")
        if upload is None:
            return self.kept_file
        try:
            stored = store_upload(upload, accept=("image", "pdf"))
        except BadInput as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        self.kept_file = stored
        self.data = {**self.data.dict(), "kept": signing.dumps(str(stored.id), salt=_KEPT)}  # type: ignore[attr-defined]
        return stored

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day of validity lies before the first."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {field: self.cleaned_data.get(field) for field in _FACTS if field in self.fields}


class EstablishmentPaperForm(PaperForm):
    """A paper of the establishment; its kind comes first and names it unless somebody writes another name."""

    field_order = ("kind", "file", "name", "number", "issuer", "valid_from", "valid_to", "shows_file")

    kind = fields.ChoiceField(
        label=gettext_lazy("Kind of paper"),
        choices=[(kind.value, kind.label) for kind in OF_ESTABLISHMENT],
        missing=gettext_lazy("Choose the kind of paper."),
        hints={DocumentKind.GS1_PREFIX.value: gettext_lazy("The number is the prefix itself, for example 8938505974.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Leave it empty to call it by its kind.")
        if self.is_bound and self.data.get("kind") == DocumentKind.GS1_PREFIX:
            self.fields["file"].required = False

    @property
    def values(self) -> dict[str, Any]:
        kind = DocumentKind(self.cleaned_data["kind"])
        return {**super().values, "name": self.cleaned_data.get("name") or str(kind.label)}
