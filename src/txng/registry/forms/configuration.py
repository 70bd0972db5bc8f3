"""What the operator types into the pages of the configuration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from txng import provinces
from txng.provinces import changeable
from txng.provinces.changeable import Setting
from txng.registry.configuration import unit_of
from txng.ui import fields
from txng.ui.forms import Form


class ValueForm(Form):
    """The first of two steps, sent as an address: what is to hold from when on."""

    value = fields.WholeField(label=gettext_lazy("New value"), missing=gettext_lazy("Enter the new value."))
    valid_from = fields.DateField(
        label=gettext_lazy("Takes effect on"),
        help_text=gettext_lazy("Today at the earliest."),
        missing=gettext_lazy("Enter the day on which it takes effect."),
    )
    valid_to = fields.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Leave empty where it holds until another change."),
        required=False,
    )

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Limits are the verb's to judge; the box only says what is counted.
        value: Any = self.fields["value"]
        value.unit = value.widget.unit = unit_of(setting)
        value.help_text = gettext_lazy("From %(least)s to %(most)s.") % {
            "least": changeable.least(setting, provinces.current()),
            "most": setting.maximum,
        }


class DocumentForm(Form):
    """The approved document behind a change (CT-REG 11.2)."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    document_number = fields.TextField(
        label=gettext_lazy("Number of the document"),
        help_text=gettext_lazy("The decision that approved the change, for example 15/QĐ-SKHCN."),
        max_length=120,
        width=24,
        missing=gettext_lazy("Enter the number of the document."),
    )
    document_date = fields.DateField(
        label=gettext_lazy("Signed on"), latest="today", missing=gettext_lazy("Enter the day it was signed.")
    )
    paper = fields.FileField(
        label=gettext_lazy("The document"),
        help_text=gettext_lazy("PDF or a photo of it."),
        missing=gettext_lazy("Add the document."),
    )
    reason = fields.LongTextField(
        label=gettext_lazy("Reason"), max_length=1000, rows=3, missing=gettext_lazy("Enter the reason.")
    )


class ChangeForm(DocumentForm, ValueForm):
    """The second step: the same values, carried along, and the document."""

    field_order = ["value", "valid_from", "valid_to", "document_number", "document_date", "paper", "reason", "once"]


class DayForm(DocumentForm):
    kind = fields.ChoiceField(
        label=gettext_lazy("What the days are"),
        choices=[
            ("free", gettext_lazy("Offices are closed")),
            ("worked", gettext_lazy("Offices work")),
        ],
        hints={
            "free": gettext_lazy("A holiday the national calendar does not have, or the day exchanged for another."),
            "worked": gettext_lazy("A Saturday worked in exchange, or a day off that is taken back."),
        },
        missing=gettext_lazy("Choose whether offices are closed or work on that day."),
    )
    first = fields.DateField(label=gettext_lazy("First day"), missing=gettext_lazy("Enter the day."))
    last = fields.DateField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Leave empty for a single day."), required=False
    )
    name = fields.TextField(
        label=gettext_lazy("What the days are called"),
        help_text=gettext_lazy("As people will read it in the calendar."),
        max_length=200,
        missing=gettext_lazy("Enter what the day is called."),
    )
    field_order = ["kind", "first", "last", "name", "document_number", "document_date", "paper", "reason", "once"]


# Which box a refused change speaks of.
FIELD_OF = {
    "out_of_limits": "value",
    "begins_before_today": "valid_from",
    "ends_before": "valid_to",
    "too_far": "valid_from",
    "number_missing": "document_number",
    "signed_later": "document_date",
    "paper_missing": "paper",
    "reason_missing": "reason",
    "kind_missing": "kind",
    "name_missing": "name",
    "file_empty": "paper",
    "file_too_large": "paper",
    "file_too_many_pixels": "paper",
    "file_locked": "paper",
    "file_unreadable": "paper",
}
DAY_FIELD_OF = FIELD_OF | {
    "begins_before_today": "first",
    "ends_before": "last",
    "too_long": "last",
    "too_far": "first",
}
