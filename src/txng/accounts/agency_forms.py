"""What officers type into the pages about the life of accounts, the people of agencies and delegation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.accounts.actions._seats import roles_of
from txng.accounts.actions.propose_account_change import MOST_SEATS
from txng.accounts.forms import LockForm
from txng.accounts.models import Account, Membership
from txng.accounts.models.accounts import MembershipRole
from txng.ui import fields
from txng.ui.forms import Form

ROLE_HINTS = {
    MembershipRole.LEAD.value: gettext_lazy("Everything the account holds, and asking for more persons."),
    MembershipRole.OFFICER.value: gettext_lazy("Everything the account holds but its connection keys."),
    MembershipRole.VIEWER.value: gettext_lazy("Reads, and changes nothing."),
}


def _paper_field() -> fields.FileField:
    return fields.FileField(
        label=gettext_lazy("The paper"), help_text=gettext_lazy("PDF or a photo of it."), required=False
    )


class WhyForm(LockForm):
    """A decision about an account: the reason, its ground, and the paper where there is one."""

    paper = _paper_field()


class AbsenceForm(Form):
    stand_in = fields.ChoiceField(
        label=gettext_lazy("Who stands in"), look="select", missing=gettext_lazy("Choose a colleague of your agency.")
    )
    first = fields.DateField(label=gettext_lazy("First day"))
    last = fields.DateField(label=gettext_lazy("Last day"))

    def __init__(self, data: Any = None, *, colleagues: Iterable[Membership]) -> None:
        super().__init__(data)
        choice: Any = self.fields["stand_in"]
        choice.choices = [("", _("Choose")), *((str(seat.pk), seat.user.name) for seat in colleagues)]


class MoreSeatsForm(Form):
    seats = fields.WholeField(
        label=gettext_lazy("Persons in all"),
        minimum=2,
        maximum=MOST_SEATS,
        missing=gettext_lazy("Enter how many persons."),
    )
    reason = fields.LongTextField(
        label=gettext_lazy("What they will do"),
        max_length=1000,
        rows=3,
        missing=gettext_lazy("Enter what the further persons will do."),
    )
    ground = fields.TextField(
        label=gettext_lazy("Written request"),
        help_text=gettext_lazy("Number and date of the document your agency has signed."),
        max_length=300,
        missing=gettext_lazy("Enter number and date of the written request."),
    )
    paper = _paper_field()


class RaiseSeatsForm(Form):
    seats = MoreSeatsForm.base_fields["seats"]
    request = fields.TextField(
        label=gettext_lazy("Written request"),
        help_text=gettext_lazy("Number and date of the agency's document."),
        max_length=300,
        missing=gettext_lazy("Enter number and date of the written request."),
    )
    paper = _paper_field()


class AnswerForm(Form):
    answer = fields.LongTextField(
        label=gettext_lazy("Answer"),
        max_length=1000,
        rows=3,
        missing=gettext_lazy("State the reason and what has to be supplemented."),
    )


class SeatForm(Form):
    """Role and title of somebody who sits in an account already."""

    role = fields.ChoiceField(
        label=gettext_lazy("Role"), choices=(), hints=ROLE_HINTS, missing=gettext_lazy("Choose a role.")
    )
    title = fields.TextField(label=gettext_lazy("Position"), max_length=160, required=False)

    def __init__(self, *args: Any, account: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_of(account) if account is not None else roles_of(Account(kind="department"))
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]


class PersonForm(SeatForm):
    name = fields.PersonNameField(label=gettext_lazy("Full name"), missing=gettext_lazy("Enter the name."))
    phone = fields.PhoneField(
        label=gettext_lazy("Phone number to sign in with"), missing=gettext_lazy("Enter the phone number.")
    )
    email = fields.EmailField(label=pgettext_lazy("field", "E-mail"), required=False)
    login = fields.TextField(
        label=gettext_lazy("Account name"),
        help_text=gettext_lazy("3 to 40 lower-case letters, digits, dots or dashes, at least one letter."),
        max_length=40,
        width=24,
        missing=gettext_lazy("Enter an account name."),
    )
    field_order = ["name", "title", "phone", "email", "login", "role"]

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).lower()


class EndSeatForm(Form):
    reason = fields.TextField(label=gettext_lazy("Reason"), max_length=300, missing=gettext_lazy("Enter the reason."))


class DelegationForm(Form):
    agency = fields.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Agency"),
        look="select",
        missing=gettext_lazy("Choose an agency."),
    )
    document = fields.TextField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("Number and date of the decision that delegates."),
        max_length=300,
        missing=gettext_lazy("Enter number and date of the document."),
    )
    valid_from = fields.DateField(label=gettext_lazy("From"), missing=gettext_lazy("Enter the first day."))
    valid_to = fields.DateField(label=gettext_lazy("Until"), required=False)
    paper = _paper_field()

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class AgencyFilter(Form):
    q = fields.TextField(
        label=gettext_lazy("Name of the agency or of a place"),
        help_text=gettext_lazy("The name of a former district or commune finds today's communes."),
        max_length=120,
        required=False,
    )


class ReconfirmForm(Form):
    data_is_right = fields.TickField(
        label=gettext_lazy("These data are right"),
        missing=gettext_lazy("Confirm that the data are right, or have them corrected first."),
    )
    accepts = fields.TickField(
        label=gettext_lazy("I have read these duties and accept them"),
        missing=gettext_lazy("Accept the duties of a user to go on."),
    )


class DutiesForm(Form):
    accepts = ReconfirmForm.base_fields["accepts"]


# Which field a refused action speaks of.
FIELD_OF = {
    "reason_missing": "reason",
    "ground_missing": "ground",
    "request_missing": "request",
    "not_more_seats": "seats",
    "too_many_seats": "seats",
    "login_malformed": "login",
    "login_taken": "login",
    "phone_taken": "phone",
    "email_taken": "email",
    "wrong_role": "role",
    "document_missing": "document",
    "ends_before": "valid_to",
    "wrong_agency": "agency",
    "file_empty": "paper",
    "file_too_large": "paper",
    "file_too_many_pixels": "paper",
    "file_locked": "paper",
    "file_unreadable": "paper",
}
