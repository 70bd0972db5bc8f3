"""What may be typed about a process, a task of it, and the plan of a lot."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.catalogue import groups as product_groups
from txng.production import units
from txng.production.models import MaterialKind, Nature, Per, ProcessTemplate
from txng.production.process.rules import EARLIEST, LATEST, LONGEST_WAIT
from txng.production.work import works_of_nature
from txng.ui import fields
from txng.ui.forms import Form


class ProcessForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = fields.TextField(
        label=pgettext_lazy("process", "Title"), max_length=200, missing=gettext_lazy("Give the process a title.")
    )
    nature = fields.ChoiceField(
        label=gettext_lazy("What is grown or made"),
        look="select",
        choices=Nature.choices,
        missing=gettext_lazy("Choose what is grown or made."),
    )
    product_groups = fields.ManyChoiceField(
        label=gettext_lazy("Product groups"),
        required=False,
        help_text=gettext_lazy("None ticked: every group of this kind of production."),
    )
    first_day_is = fields.TextField(
        label=gettext_lazy("What the first day is"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For example “Day of sowing”, “Day of stocking”. Days are counted from it."),
    )
    valid_from = fields.DateField(
        label=gettext_lazy("In force from"), missing=gettext_lazy("Enter the day from which it is in force.")
    )
    source = fields.TextField(
        label=gettext_lazy("Source"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The standard, guidance or decision it follows."),
    )

    def __init__(self, *args: Any, nature: str = "", copied: bool = False, **kwargs: Any) -> None:
        """With a nature it is a draft that has its tasks: what it is about stays."""
        super().__init__(*args, **kwargs)
        if nature:
            del self.fields["nature"]
        if copied:
            del self.fields["product_groups"]
        else:
            self.fields["product_groups"].choices = [  # type: ignore[attr-defined]
                (group.id, group.shown) for group in product_groups.all_groups() if not nature or group.nature == nature
            ]

    @property
    def typed(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        values["groups"] = values.pop("product_groups", [])
        return values


class WorkForm(Form):
    """One planned work, of a process or of a lot's plan."""

    groups = [
        (gettext_lazy("The work"), ["activity", "title", "photo_wanted", "note"]),
        (gettext_lazy("When"), ["first_day", "last_day", "every", "until"]),
        (gettext_lazy("With what, how much"), ["what", "material_kind", "amount", "amount_unit", "per", "dose"]),
        (gettext_lazy("Waiting time"), ["phi_days", "withdrawal_days"]),
    ]
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    activity = fields.ChoiceField(
        label=gettext_lazy("Work"), look="select", missing=gettext_lazy("Choose a work that there is for these goods.")
    )
    title = fields.TextField(
        label=gettext_lazy("In a few words"),
        max_length=200,
        missing=gettext_lazy("Say in a few words what is to be done."),
    )
    photo_wanted = fields.TickField(label=gettext_lazy("A photo is wanted"), required=False)
    note = fields.LongTextField(label=gettext_lazy("Note"), required=False, max_length=1000, rows=3)
    first_day = fields.WholeField(
        label=gettext_lazy("On day"),
        minimum=EARLIEST,
        maximum=LATEST,
        help_text=gettext_lazy("Counted from the first day, which is day 0; before it, with a minus: -7."),
    )
    last_day = fields.WholeField(
        label=gettext_lazy("At the latest on day"), required=False, minimum=EARLIEST, maximum=LATEST
    )
    every = fields.WholeField(
        label=gettext_lazy("Again every"), unit=gettext_lazy("days"), required=False, minimum=1, maximum=LONGEST_WAIT
    )
    until = fields.WholeField(
        label=gettext_lazy("Repeated until day"), required=False, minimum=EARLIEST, maximum=LATEST
    )
    what = fields.TextField(
        label=gettext_lazy("Usual material"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("By its ingredient or kind rather than a brand."),
    )
    material_kind = fields.ChoiceField(
        label=gettext_lazy("Kind of material"), look="select", required=False, choices=MaterialKind.choices
    )
    amount = fields.DecimalField(label=gettext_lazy("Usual amount"), required=False, above=0, places=3, digits=12)
    amount_unit = fields.ChoiceField(
        label=pgettext_lazy("quantity", "Unit"),
        look="select",
        required=False,
        choices=lambda: units.choices_with_empty(units.all_units()),
    )
    per = fields.ChoiceField(
        label=gettext_lazy("The amount is"), look="select", required=False, choices=Per.choices, initial=Per.LOT
    )
    dose = fields.TextField(
        label=gettext_lazy("Dose in words"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As on the label, for example “ml for a tank of 16 litres”."),
    )
    phi_days = fields.WholeField(
        label=gettext_lazy("Days to wait before the harvest"), required=False, maximum=LONGEST_WAIT
    )
    withdrawal_days = fields.WholeField(
        label=gettext_lazy("Days without medicine before slaughter or sale"), required=False, maximum=LONGEST_WAIT
    )

    def __init__(self, *args: Any, nature: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(work.activity.value, work.label) for work in works_of_nature(nature)]
        self.fields["activity"].choices = [("", gettext_lazy("Choose…")), *choices]  # type: ignore[attr-defined]


class RetireForm(Form):
    reason = fields.TextField(
        label=gettext_lazy("Why it is taken out of use"),
        max_length=300,
        missing=gettext_lazy("Say why the process is taken out of use."),
    )


class SizeForm(Form):
    """The first day of a plan, and the size of the lot its amounts are counted for."""

    starts_on = fields.DateField(
        label=gettext_lazy("First day of the plan"), missing=gettext_lazy("Enter the first day of the plan.")
    )
    area_m2 = fields.DecimalField(
        label=gettext_lazy("Area of this lot"), unit="m²", required=False, above=0, places=2, digits=12
    )
    heads = fields.WholeField(
        label=gettext_lazy("Number of animals, plants or hives"), required=False, minimum=1, maximum=100_000_000
    )
    input_kg = fields.DecimalField(
        label=gettext_lazy("Raw material of this lot"), unit="kg", required=False, above=0, places=3, digits=14
    )
    needed_for = {"area_m2": "hectare", "heads": "head", "input_kg": "hundred_kg"}

    def __init__(self, *args: Any, first_day_is: str = "", asked: set[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first_day_is:
            self.fields["starts_on"].label = first_day_is
        for name, per in self.needed_for.items():
            if asked is not None and per not in asked and not self.initial.get(name):
                del self.fields[name]

    @property
    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in ("starts_on", *self.needed_for)}


class KeepForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = fields.TextField(
        label=gettext_lazy("Title of your process"),
        max_length=200,
        missing=gettext_lazy("Give the process a title."),
        help_text=gettext_lazy("Under a title you already use it becomes its next version."),
    )


class ChooseForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    template = fields.ModelChoiceField(
        label=pgettext_lazy("template", "Process"),
        queryset=ProcessTemplate.objects.none(),
        required=False,
        empty_label=gettext_lazy("None: I plan this lot myself"),
    )
