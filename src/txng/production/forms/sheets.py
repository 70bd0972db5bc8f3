"""The file of an import, looked at before anything is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from txng.kernel.errors import BadInput
from txng.registry.imports.reading import Line, read_book
from txng.registry.imports.workbook import Form as Workbook
from txng.ui import fields
from txng.ui.forms import Form


class SheetFileForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = fields.FileField(
        label=gettext_lazy("Filled-in template or changed list"),
        kinds=("xlsx",),
        missing=gettext_lazy("Choose the filled-in template."),
        help_text=gettext_lazy("An Excel file (.xlsx), at most 5,000 rows and 10 MB."),
    )

    lines: list[Line]

    def __init__(self, *args: Any, workbook: Workbook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workbook = workbook

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            self.lines = read_book(upload, self.workbook)
        except BadInput as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal
        return upload
