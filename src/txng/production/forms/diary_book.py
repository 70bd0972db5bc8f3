"""One line of the paper book, typed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.production import units
from txng.production.work import WORK
from txng.ui import fields
from txng.ui.forms import Form


class LineForm(Form):
    """As narrow as a line on paper. An empty line is no mistake, and a day left empty is the one above."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    done_on = fields.OneBoxDateField(label=gettext_lazy("Date"), latest="today", required=False)
    activity = fields.ChoiceField(label=gettext_lazy("Work"), look="select", required=False)
    what = fields.TextField(label=gettext_lazy("What was used"), required=False)
    quantity = fields.DecimalField(label=gettext_lazy("Quantity"), required=False, above=0, places=3, digits=14)
    quantity_unit = fields.ChoiceField(
        label=pgettext_lazy("quantity", "Unit"),
        look="select",
        required=False,
        choices=lambda: [("", ""), *units.choices(units.all_units())],
    )
    on_behalf_of = fields.PersonNameField(label=gettext_lazy("Who did it"), required=False)
    note = fields.TextField(label=gettext_lazy("Note"), required=False, max_length=500)
    TYPED = ("done_on", "activity", "what", "quantity", "quantity_unit", "on_behalf_of", "note")

    def __init__(self, *args: Any, works: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"].choices = [("", ""), *((w.activity.value, w.label) for w in works)]  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        return not any((self.data.get(self.add_prefix(name)) or "").strip() for name in self.TYPED)

    def ready(self, above: Any) -> dict[str, Any] | None:
        """What the action takes, or None with the mistakes on their boxes; `above` is the day of the line before."""
        if not self.is_valid():
            return None
        typed = self.cleaned_data
        if not typed["activity"]:
            self.add_error("activity", _("Choose what was done."))
        if not (typed["done_on"] or above):
            self.add_error("done_on", _("Enter the day of the work."))
        if self.errors:
            return None
        return {
            "client_id": typed["client_id"],
            "done_on": typed["done_on"] or above,
            "activity": typed["activity"],
            "what": typed["what"] or "",
            "quantity": typed["quantity"],
            "quantity_unit": typed["quantity_unit"] or WORK[typed["activity"]].unit,
            "on_behalf_of": typed["on_behalf_of"] or "",
            "note": typed["note"] or "",
        }
