from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from txng.oversight.models import Recall
from txng.ui import fields
from txng.ui.forms import Form


class ComplaintForm(Form):
    """“Báo sản phẩm có vấn đề”. Only the text is asked for; everything else may stay empty."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    reference = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    scanned = fields.TextField(
        label=_("Code on the stamp"), required=False, max_length=300, help_text=_("If there is one."), width=24
    )
    text = fields.LongTextField(
        label=_("What is wrong?"),
        max_length=2000,
        rows=5,
        help_text=_("For example: the stamp looks copied, the goods are spoiled, the label says something else."),
        missing=_("Describe what you saw."),
    )
    photos = fields.FilesField(
        label=_("Photos"),
        kinds=("image",),
        required=False,
        maximum=3,
        help_text=_("At most 3: the stamp, the package, the receipt. You can also send without photos."),
    )
    bought_at = fields.TextField(label=_("Where did you buy it?"), required=False, max_length=300)
    contact_name = fields.PersonNameField(
        label=_("Your name"), required=False, help_text=_("Only if you want us to be able to ask you.")
    )
    contact_phone = fields.PhoneField(label=_("Your telephone number"), required=False)

    groups = [
        (_("What happened"), ["scanned", "text", "photos", "bought_at"]),
        (_("About you"), ["contact_name", "contact_phone"]),
    ]

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4
        if known:
            # The scan page has said which code it is; asking again would be a second question for one answer.
            del self.fields["scanned"]


class LookUpForm(Form):
    ma = fields.TextField(
        label=_("Look-up code"),
        max_length=40,
        width=16,
        help_text=_("10 characters, given to you when you sent the report."),
        missing=_("Enter the look-up code."),
    )


class RecallForm(Form):
    kind = fields.ChoiceField(
        label=_("Kind of recall"), choices=Recall.Kind.choices, look="radios", initial="mandatory"
    )
    reason = fields.LongTextField(
        label=_("Reason"),
        max_length=500,
        rows=3,
        help_text=_("One or two sentences. Buyers read them on the result page."),
        missing=_("State the reason of the recall."),
    )
    decision_number = fields.TextField(
        label=_("Number of the decision"), max_length=100, width=24, missing=_("Enter the number of the decision.")
    )
    decided_on = fields.DateField(label=_("Date of the decision"), latest="today")
    return_to = fields.TextField(
        label=_("Where goods are taken back"),
        max_length=300,
        help_text=_("Name and address buyers and shops can go to."),
        missing=_("Say where the goods are taken back."),
    )
    return_phone = fields.PhoneField(label=_("Telephone for questions"))


class LiftForm(Form):
    reason = fields.LongTextField(
        label=_("Why is the recall lifted?"), max_length=500, rows=3, missing=_("State why the recall is lifted.")
    )
    decision_number = fields.TextField(
        label=_("Number of the decision"), max_length=100, width=24, missing=_("Enter the number of the decision.")
    )
