"""What is typed into the pages about the people of an establishment."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from txng.accounts.forms import ActivationForm
from txng.accounts.models import Invite, User
from txng.accounts.models.accounts import MembershipRole
from txng.ui import fields
from txng.ui.forms import Form

ROLE_CHOICES = [
    (role.value, role.label)
    for role in (MembershipRole.WORKER, MembershipRole.RECORDER, MembershipRole.MANAGER, MembershipRole.OWNER)
]
ROLE_HINTS = {
    MembershipRole.WORKER.value: gettext_lazy("Writes the diary on their own phone, without a password."),
    MembershipRole.RECORDER.value: gettext_lazy("Keeps sites, lots, diary and partners."),
    MembershipRole.MANAGER.value: gettext_lazy("Everything but the account and its people."),
    MembershipRole.OWNER.value: gettext_lazy("Everything, the people of the account included."),
}


class InviteForm(Form):
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = fields.PersonNameField(label=gettext_lazy("Full name"), missing=gettext_lazy("Enter the name."))
    role = fields.ChoiceField(
        label=gettext_lazy("Role"),
        choices=ROLE_CHOICES,
        hints=ROLE_HINTS,
        missing=gettext_lazy("Choose a role."),
    )
    phone = fields.PhoneField(
        label=gettext_lazy("Phone number"),
        help_text=gettext_lazy("To sign in with. A worker needs none."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4

    def clean_client_id(self) -> uuid.UUID:
        return self.cleaned_data["client_id"] or uuid.uuid4()


class RoleForm(Form):
    role = fields.ChoiceField(
        label=gettext_lazy("Role"), choices=ROLE_CHOICES, look="select", missing=gettext_lazy("Choose a role.")
    )


class EndForm(Form):
    reason = fields.TextField(label=gettext_lazy("Reason"), max_length=300, required=False)


class JoinForm(ActivationForm):
    """Asks for what is missing alone: a name of somebody new, a password of whoever is to keep the account."""

    name = fields.PersonNameField(label=gettext_lazy("Your full name"), missing=gettext_lazy("Enter your name."))
    phone = fields.PhoneField(
        label=gettext_lazy("Your phone number"), help_text=gettext_lazy("To sign in with."), required=False
    )
    field_order = ["name", "phone", "password", "again", "accepts"]

    def __init__(self, *args: Any, invite: Invite, user: User | None, asks_password: bool, **kwargs: Any) -> None:
        newcomer = User(login="", name=invite.name, phone=invite.phone or None)
        kwargs.setdefault("initial", {"name": invite.name, "phone": invite.phone})
        super().__init__(*args, user=user or newcomer, **kwargs)
        if user is not None:
            del self.fields["name"]
        if user is not None or not asks_password:
            del self.fields["phone"]
        if not asks_password:
            del self.fields["password"], self.fields["again"]
