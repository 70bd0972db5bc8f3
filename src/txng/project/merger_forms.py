"""What is typed into the pages about mergers of communes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from txng import provinces
from txng.kernel.clock import today
from txng.places import queries as places
from txng.ui import fields
from txng.ui.forms import Form

MOST = 4


def _unit(**words: Any) -> fields.UnitField:
    return fields.UnitField(
        search=partial(places.search),
        find=lambda code: places.unit_on(code, today()),
        province_code=provinces.current().identity.province_code,
        **words,
    )


class UnitsForm(Form):
    """The first step, sent as an address: which units, into which, from when on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Made here: which province this is, is known when a page is asked for, not when the program is read.
        self.fields["into"] = _unit(
            label=gettext_lazy("The unit that takes them in"), missing=gettext_lazy("Enter the unit that takes in.")
        )
        for number in range(1, MOST + 1):
            self.fields[f"unit_{number}"] = _unit(
                label=gettext_lazy("Unit that ends (%(n)s)") % {"n": number},
                required=number == 1,
                missing=gettext_lazy("Enter a unit that ends."),
            )
        self.fields["on"] = fields.DateField(
            label=gettext_lazy("From which day"),
            help_text=gettext_lazy("The day the resolution names: today or earlier."),
            latest="today",
            missing=gettext_lazy("Enter the day from which the merger holds."),
        )

    @property
    def ended(self) -> list[Any]:
        asked = [self.cleaned_data.get(f"unit_{number}") for number in range(1, MOST + 1)]
        return list(dict.fromkeys(unit for unit in asked if unit))


class ResolutionForm(Form):
    """The second step: the same units, carried along, and the resolution."""

    into = forms.CharField(widget=forms.HiddenInput, max_length=8)
    ended = forms.CharField(widget=forms.HiddenInput, max_length=60)
    on = forms.DateField(widget=forms.HiddenInput)
    ground = fields.TextField(
        label=gettext_lazy("Number and date of the resolution"),
        help_text=gettext_lazy("For example: Resolution 12/2026/NQ-HĐND of 10 July 2026."),
        max_length=120,
        missing=gettext_lazy("Enter the resolution that merges the units."),
    )
    paper = fields.FileField(
        label=gettext_lazy("The resolution"),
        help_text=gettext_lazy("PDF or a photo of it."),
        missing=gettext_lazy("Add the resolution."),
    )
    sure = fields.TickField(
        label=gettext_lazy("I have checked the units and the numbers above; this cannot be undone."),
        missing=gettext_lazy("Confirm that the units and the numbers are right."),
    )
