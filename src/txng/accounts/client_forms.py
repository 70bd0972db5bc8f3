"""What is typed into the pages about connection keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from txng.access.permissions import Permission
from txng.accounts.keys import LONGEST
from txng.accounts.verbs import words_of
from txng.ui import fields
from txng.ui.forms import Form


class ClientForm(Form):
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    name = fields.TextField(
        label=gettext_lazy("Name of the program"),
        help_text=gettext_lazy("So that you know it again, for example “Warehouse software”."),
        max_length=80,
        missing=gettext_lazy("Enter the name of the program."),
    )
    verbs = fields.ManyChoiceField(
        label=gettext_lazy("What the program may do"),
        missing=gettext_lazy("Choose at least one thing the program may do."),
    )
    days = fields.WholeField(
        label=gettext_lazy("Valid for"),
        minimum=1,
        maximum=LONGEST,
        unit=gettext_lazy("days"),
        missing=gettext_lazy("Enter for how many days the key is valid."),
    )

    def __init__(self, *args: Any, offered: Sequence[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["verbs"]
        field.choices = [(str(verb), words_of(verb)) for verb in offered]


class RotateForm(Form):
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    stop = fields.ChoiceField(
        label=gettext_lazy("The old key"),
        choices=[
            ("later", gettext_lazy("stops after 24 hours, so that the program can change over")),
            ("now", gettext_lazy("stops at once, because somebody else may have it")),
        ],
        missing=gettext_lazy("Choose when the old key stops."),
    )


class RevokeForm(Form):
    reason = fields.TextField(label=gettext_lazy("Reason"), max_length=300, required=False)
