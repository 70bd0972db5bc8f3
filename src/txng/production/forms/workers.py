"""What may be typed about somebody who works there: a name is enough."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from txng.accounts.models import Membership
from txng.ui import fields
from txng.ui.forms import Form


class SeatField(fields.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.user.name} ({obj.get_role_display()})"


class WorkerForm(Form):
    groups = [
        (gettext_lazy("The worker"), ["name", "phone", "birth_year", "job", "household"]),
        (gettext_lazy("Training and health"), ["trained_on", "health_checked_on"]),
        (gettext_lazy("Log-in"), ["membership"]),
    ]

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = fields.PersonNameField(
        label=gettext_lazy("Full name"), max_length=160, missing=gettext_lazy("Enter the name of the worker.")
    )
    phone = fields.PhoneField(label=gettext_lazy("Phone"), required=False)
    birth_year = fields.WholeField(
        grouped=False,
        label=gettext_lazy("Year of birth"),
        required=False,
        minimum=1900,
        maximum=2100,
        help_text=gettext_lazy("May stay empty. Only the year is asked for."),
    )
    job = fields.TextField(
        label=gettext_lazy("Job"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example care of plots, packing, driving."),
    )
    household = fields.TextField(
        label=gettext_lazy("Household"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Of a co-operative: the member household whose plots they work."),
    )
    trained_on = fields.DateField(label=gettext_lazy("Last trained on"), latest="today", required=False)
    health_checked_on = fields.DateField(label=gettext_lazy("Last health check on"), latest="today", required=False)
    membership = SeatField(
        label=gettext_lazy("Signs in as"),
        look="select",
        queryset=Membership.objects.none(),
        required=False,
        help_text=gettext_lazy("Only if they use the system themselves."),
    )

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seats is None:
            del self.fields["membership"]
        else:
            self.fields["membership"].queryset = seats  # type: ignore[attr-defined]
