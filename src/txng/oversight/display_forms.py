"""The forms of the two desks: withheld information, codes to be looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from txng.oversight.forms import GroundedForm
from txng.production.models import Lot
from txng.ui import fields
from txng.ui.forms import Form

WHOLE = "tat-ca"


class DisplayForm(GroundedForm):
    """The question itself; the establishment reads reason and ground, the public who asked and since when."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    about = fields.ChoiceField(label=_("About"), look="select")
    way = fields.ChoiceField(
        label=_("What happens"),
        choices=[
            ("explain", _("Ask for an explanation within 24 hours; it stays shown until you decide")),
            ("at_once", _("Stop showing it at once, where the matter cannot wait")),
        ],
        look="radios",
        initial="explain",
    )
    field_order = ["client_id", "about", "way", "reason", "ground"]

    def __init__(self, *args: Any, lots: Iterable[Lot] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4
        about: Any = self.fields["about"]
        about.choices = [
            (WHOLE, _("The product with all its lots")),
            *((str(lot.pk), _("Lot %(lot)s only") % {"lot": lot.number}) for lot in lots),
        ]
        about.initial = WHOLE

    @property
    def lot_id(self) -> int | None:
        about = self.cleaned_data["about"]
        return None if about == WHOLE else int(about)


class RestoreForm(Form):
    reason = fields.LongTextField(label=_("Conclusion"), max_length=1000, rows=3, missing=_("State the conclusion."))


class ExplainForm(Form):
    explanation = fields.LongTextField(
        label=_("Explanation"),
        max_length=5000,
        rows=8,
        help_text=_("What happened, and what you have done about it. The agency reads it."),
        missing=_("Write the explanation."),
    )


class DismissForm(Form):
    reason = fields.LongTextField(
        label=_("Why it is no copy"),
        max_length=1000,
        rows=3,
        help_text=_("For example: shown at a fair, photographed for a newspaper, scanned by a class."),
        missing=_("State the reason."),
    )


class ConfirmForm(Form):
    reason = fields.LongTextField(label=_("What was found"), max_length=1000, rows=3, missing=_("State the reason."))
    void = fields.TickField(label=_("Void this code as well"), required=False)

    def __init__(self, *args: Any, may_void: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_void:
            del self.fields["void"]
