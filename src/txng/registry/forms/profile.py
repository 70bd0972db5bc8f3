"""What an establishment says of itself, in two short sections."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from txng.registry.models import Establishment
from txng.registry.profile import TEXTS, label_of
from txng.registry.reasons import ProfileReason
from txng.ui import fields
from txng.ui.forms import Form


class _ProfileSection(Form):
    NAMES: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.NAMES:
            self.fields[name].label = label_of(name)

    @property
    def proposed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.NAMES}


class IdentityForm(_ProfileSection):
    NAMES = ("name", "kind", "representative", "other_representatives", "phone", "email", "address")

    name = fields.TextField(max_length=TEXTS["name"], help_text=gettext_lazy("As on the business registration."))
    kind = fields.ChoiceField(choices=Establishment.Kind.choices, look="select")
    representative = fields.PersonNameField()
    other_representatives = fields.LongTextField(
        max_length=TEXTS["other_representatives"],
        required=False,
        rows=2,
        help_text=gettext_lazy("One a line: name, then what they are."),
    )
    phone = fields.PhoneField()
    email = fields.EmailField(required=False)
    address = fields.TextField(
        max_length=TEXTS["address"],
        suggest="street-address",
        help_text=gettext_lazy("Hamlet, house number, street; without commune and province."),
    )


class BusinessForm(_ProfileSection):
    NAMES = ("business_kind", "lines", "capacity", "introduction", "website", "gln")

    business_kind = fields.TextField(max_length=TEXTS["business_kind"], required=False)
    lines = fields.LongTextField(
        max_length=TEXTS["lines"],
        required=False,
        rows=3,
        help_text=gettext_lazy("One a line, as on the business registration."),
    )
    capacity = fields.TextField(max_length=TEXTS["capacity"], required=False)
    introduction = fields.LongTextField(
        max_length=TEXTS["introduction"],
        required=False,
        rows=6,
        help_text=gettext_lazy("What shoppers should know of you. No promise of a cure."),
    )
    website = fields.TextField(max_length=TEXTS["website"], required=False)
    gln = fields.CodeField(
        max_length=20, required=False, help_text=gettext_lazy("13 digits, if GS1 Vietnam gave you one.")
    )


class ProfileReturnForm(Form):
    """Yêu cầu bổ sung: every reason at once (ux.md D14)."""

    reasons = fields.ManyChoiceField(
        label=gettext_lazy("What has to be supplemented"),
        choices=ProfileReason.choices,
        missing=gettext_lazy("Choose at least one reason."),
    )
    text = fields.LongTextField(
        label=gettext_lazy("Write it down exactly"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("The establishment reads this sentence as it stands."),
    )
    complete = fields.TickField(
        label=gettext_lazy("I have named everything that has to be corrected"),
        missing=gettext_lazy("Read the request once more, name every point, then tick the box."),
    )


class ProfileRejectForm(Form):
    reason = fields.LongTextField(
        label=gettext_lazy("Reason of the rejection"),
        max_length=2000,
        missing=gettext_lazy("State the reason of the rejection."),
        help_text=gettext_lazy("The establishment reads this sentence as it stands."),
    )
    ground = fields.TextField(
        label=gettext_lazy("Legal ground"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Document and article, if the rejection rests on one."),
    )


class RevokeForm(Form):
    reason = fields.LongTextField(
        label=gettext_lazy("Who revoked it, by which decision"),
        max_length=1000,
        missing=gettext_lazy("State who revoked the paper, and by which decision."),
        help_text=gettext_lazy("The establishment reads it; the claim leaves every page at once."),
    )
