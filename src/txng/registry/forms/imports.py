"""The two forms of an import: the file, and what is to be done with its rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from txng import provinces
from txng.kernel.errors import BadInput
from txng.kernel.files.intake import store_upload
from txng.kernel.models import StoredFile
from txng.registry.imports.reading import Line, read_upload
from txng.ui import fields
from txng.ui.forms import Form


class ImportFileForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = fields.FileField(
        label=gettext_lazy("Filled-in template"),
        kinds=("xlsx", "csv"),
        missing=gettext_lazy("Choose the filled-in template."),
        help_text=gettext_lazy("An Excel file (.xlsx), at most 5,000 rows and 10 MB. Programs may send CSV."),
    )

    lines: list[Line]

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            self.lines = read_upload(upload)
        except BadInput as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        return upload


class ConfirmImportForm(Form):
    what = fields.ChoiceField(
        label=gettext_lazy("What is to be done with the rows without errors?"),
        choices=[
            ("draft", gettext_lazy("Keep them as drafts")),
            ("submit", gettext_lazy("File the dossiers")),
        ],
        hints={
            "draft": gettext_lazy("Each dossier gets a link under which its papers are added, then it is filed."),
            "submit": gettext_lazy("One file stands for the papers of all rows, for example a co-operative's."),
        },
        missing=gettext_lazy("Choose what is to be done with the rows."),
    )
    paper = fields.FileField(label=gettext_lazy("Papers of all rows"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [paper.shown for paper in provinces.current().dossier.papers if paper.required]
        self.fields["paper"].help_text = _("Only to file at once: %(papers)s (photo or PDF).") % {
            "papers": ", ".join(names)
        }
        self.stored: StoredFile | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("paper")
        if upload and cleaned.get("what") == "submit":
            try:
                self.stored = store_upload(upload)
            except BadInput as refusal:
                self.add_error("paper", str(refusal))
        return cleaned
