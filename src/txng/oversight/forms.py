from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.oversight.models import CertificateState, ParticipationCertificate, Recall
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


class DifficultyForm(Form):
    """Khó khăn, vướng mắc bằng văn bản: what it is about, the letter itself, its signed paper where there is one."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    title = fields.TextField(
        label=_("What is it about?"), max_length=200, missing=_("Say in one line what the difficulty is about.")
    )
    text = fields.LongTextField(
        label=_("The difficulty, and what you propose"),
        max_length=5000,
        rows=8,
        help_text=_("What happened, since when, whom it concerns; what would help."),
        missing=_("Describe the difficulty."),
    )
    papers = fields.FilesField(
        label=_("Letter or pictures"),
        required=False,
        maximum=3,
        help_text=_(
            "At most 3: the signed letter as PDF or photographed, pictures of the screen. You may leave this empty."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4


class AnswerForm(Form):
    answer = fields.LongTextField(
        label=_("Answer"),
        max_length=5000,
        rows=6,
        help_text=_("The writer and the heads of the organisation read it."),
        missing=_("Write the answer."),
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


class ProposeForm(Form):
    """Nothing is asked but a word to the operator: everything else is on record."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    note = fields.LongTextField(
        label=_("A word to the operator"), required=False, max_length=500, rows=2, help_text=_("Optional.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4


class IssueForm(Form):
    ground = fields.TextField(
        label=_("Number of the decision, if there is one"), required=False, max_length=200, width=24
    )


class DeclineForm(Form):
    reason = fields.LongTextField(
        label=_("Why it is not issued, and what has to change"),
        max_length=1000,
        rows=4,
        help_text=_("The establishment and who proposed it read these words."),
        missing=_("State the reason."),
    )


class GroundedForm(Form):
    """Something shown is stopped: the two sides read why, and on what it rests."""

    reason = fields.LongTextField(
        label=_("Reason"),
        max_length=1000,
        rows=3,
        help_text=_("The establishment and the agencies read it; the public page does not show it."),
        missing=_("State the reason."),
    )
    ground = fields.TextField(
        label=_("Ground: number of the decision, or the article"),
        max_length=200,
        width=24,
        missing=_("Enter the number of the decision or the article."),
    )


class StopForm(GroundedForm):
    """Suspending and revoking a certificate: the cause is for everybody."""

    cause = fields.ChoiceField(
        label=_("What the public page says"), choices=ParticipationCertificate.Cause.choices, look="radios"
    )
    field_order = ["cause", "reason", "ground"]


class ReinstateForm(Form):
    reason = fields.LongTextField(label=_("Reason"), max_length=1000, rows=3, missing=_("State the reason."))
    ground = fields.TextField(
        label=_("Number of the decision, if there is one"), required=False, max_length=200, width=24
    )


class RegisterForm(Form):
    tim = fields.TextField(
        label=_("Search"), required=False, max_length=100, help_text=_("Number, name or tax code."), width=24
    )
    xem = fields.ChoiceField(
        label=_("State"),
        required=False,
        look="select",
        choices=[
            ("", _("All")),
            *((str(state.value), state.label) for state in CertificateState),
            ("expired", pgettext_lazy("certificate", "Expired")),
        ],
    )


class InspectionForm(Form):
    """What an officer keeps of a round: a code a line where there is no camera to read them."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    place = fields.TextField(label=_("Place"), required=False, max_length=300)
    codes = fields.LongTextField(
        label=_("Codes, one a line"),
        required=False,
        max_length=20_000,
        rows=4,
        help_text=_("16 characters, or the whole address of the QR code."),
    )
    note = fields.LongTextField(label=_("What was seen on the spot"), required=False, max_length=5000, rows=4)
