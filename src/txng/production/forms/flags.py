from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from txng.ui import fields
from txng.ui.forms import Form


class LookForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    note = fields.LongTextField(
        label=gettext_lazy("What you found out"),
        max_length=500,
        rows=3,
        missing=gettext_lazy("Write what you found out, in a few words."),
        help_text=gettext_lazy("For example: asked for the paper book, it agrees. Your agency keeps it."),
    )
