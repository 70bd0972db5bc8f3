"""What people type into the pages of this area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal import flows
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from txng.accounts import second_factor, security_log
from txng.accounts.identifiers import canonical
from txng.accounts.models import Account, Membership, User
from txng.accounts.models.accounts import AccountState
from txng.accounts.models.users import AccountKind
from txng.accounts.passwords import REQUIREMENTS, complaints
from txng.accounts.sessions import REMEMBER
from txng.accounts.tries import of_code
from txng.kernel.text import fold
from txng.ui import fields
from txng.ui.forms import Form


class SignInForm(Form):
    login = fields.TextField(
        label=gettext_lazy("Phone number, account name or e-mail"),
        suggest="username",
        missing=gettext_lazy("Enter your phone number, account name or e-mail."),
    )
    password = fields.SecretField(label=gettext_lazy("Password"), missing=gettext_lazy("Enter the password."))
    remember = fields.TickField(
        label=gettext_lazy("Stay signed in on this device"),
        help_text=gettext_lazy("For establishments, on your own phone or computer only."),
        required=False,
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        self.user: User | None = None
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not self.errors:
            adapter = get_adapter(self.request)
            self.user = adapter.authenticate(self.request, username=typed["login"], password=typed["password"])
            if self.user is None:
                raise adapter.validation_error("username_password_mismatch")
        return typed

    def sign_in(self, redirect_url: str | None) -> HttpResponse:
        """On to the next step: the second factor where there is one, else inside."""
        assert self.user is not None
        self.request.session[REMEMBER] = bool(self.cleaned_data["remember"])
        return enter(self.request, self.user, redirect_url)


def enter(request: HttpRequest, user: User, redirect_url: str | None = None) -> HttpResponse:
    """Sign in somebody whose password has just been checked or chosen; further steps are not skipped."""
    login = Login(user=user, redirect_url=redirect_url)
    response: HttpResponse = flows.login.perform_password_login(request, {"username": user.login}, login)
    return response


def _code_field(label: Any) -> fields.TextField:
    return fields.TextField(
        label=label,
        max_length=20,
        suggest="one-time-code",
        mode="numeric",
        width=10,
        missing=gettext_lazy("Enter the confirmation code."),
    )


def _count_code(request: HttpRequest, user: User, is_right: Callable[[], bool]) -> None:
    """Compare one code and count it, unless it is right: who gets this far knows the password."""
    tries = of_code(request, user)
    closed = tries.take()
    if closed:
        security_log.note(security_log.THROTTLED, request, user.pk, counter="second_factor")
        raise get_adapter().validation_error("too_many_login_attempts")
    if not is_right():
        security_log.note(security_log.SECOND_FACTOR_REFUSED, request, user.pk, by="code")
        raise get_adapter().validation_error("incorrect_code")
    tries.give_back()


class SecondFactorForm(Form):
    """A code of the application, or a recovery code."""

    code = _code_field(gettext_lazy("Confirmation code"))
    authenticator: Any = None

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        self.request, self.user = request, user
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        _count_code(self.request, self.user, lambda: self._is_right(code))
        return code

    def _is_right(self, code: str) -> bool:
        self.authenticator = second_factor.check_code(self.user, code)
        return self.authenticator is not None

    def save(self) -> None:
        post_authentication(self.request, self.authenticator)


class EnrolForm(Form):
    code = _code_field(gettext_lazy("The 6 digits the application shows now"))

    def __init__(self, *args: Any, request: HttpRequest, user: User, secret: str, **kwargs: Any) -> None:
        self.request, self.user, self.secret = request, user, secret
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        _count_code(self.request, self.user, lambda: bool(validate_totp_code(self.secret, code.replace(" ", ""))))
        return code


class ConfirmCodeForm(SecondFactorForm):
    """Once more by somebody who is signed in."""


class ConfirmPasswordForm(Form):
    password = fields.SecretField(label=gettext_lazy("Password"), missing=gettext_lazy("Enter the password."))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        # Counted like tries of signing in: a session left open must not become a place to guess.
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError(_("The password is not right."), code="wrong")
        return password


class PasskeyNameForm(Form):
    name = fields.TextField(
        label=gettext_lazy("Name of the passkey"),
        help_text=gettext_lazy("So that you know it again, for example “My phone”."),
        max_length=60,
        width=24,
        required=False,
        missing=gettext_lazy("Enter a name."),
    )

    def __init__(self, *args: Any, named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = named


class ForgottenForm(Form):
    login = fields.TextField(
        label=gettext_lazy("Phone number, account name or e-mail"),
        suggest="username",
        missing=gettext_lazy("Enter your phone number, account name or e-mail."),
    )


class _NewPassword(Form):
    """A password twice, since a slip of the finger would shut its owner out."""

    password = fields.SecretField(
        label=gettext_lazy("New password"),
        help_text=REQUIREMENTS,
        new=True,
        missing=gettext_lazy("Enter a new password."),
    )
    again = fields.SecretField(
        label=gettext_lazy("New password once more"),
        new=True,
        missing=gettext_lazy("Enter the new password once more."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        wrong = complaints(password, self.user)
        if wrong:
            raise ValidationError([ValidationError(sentence) for sentence in wrong])
        return password

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        first = self.cleaned_data.get("password")
        if first is not None and again != first:
            raise ValidationError(_("The two passwords are not the same."), code="differs")
        return again


class ResetForm(_NewPassword):
    pass


class ActivationForm(_NewPassword):
    accepts = fields.TickField(
        label=gettext_lazy("I have read these duties and accept them"),
        missing=gettext_lazy("Accept the duties of a user to go on."),
    )


class ChangePasswordForm(_NewPassword):
    current = fields.SecretField(
        label=gettext_lazy("Current password"), missing=gettext_lazy("Enter the current password.")
    )
    field_order = ["current", "password", "again"]

    def clean_current(self) -> str:
        current = str(self.cleaned_data["current"])
        # Counted like tries of signing in: a session left open must not become a place to guess.
        if not get_adapter().reauthenticate(self.user, current):
            raise ValidationError(_("The current password is not right."), code="wrong")
        return current


class IssueForm(Form):
    login = fields.TextField(
        label=gettext_lazy("Account name"),
        help_text=gettext_lazy("3 to 40 lower-case letters, digits, dots or dashes, at least one letter."),
        max_length=40,
        width=24,
        missing=gettext_lazy("Enter an account name."),
    )
    owner_name = fields.PersonNameField(
        label=gettext_lazy("Account keeper"),
        help_text=gettext_lazy("The representative in the dossier, unless the dossier names somebody else."),
        missing=gettext_lazy("Enter the account keeper."),
    )
    owner_phone = fields.PhoneField(
        label=gettext_lazy("Phone number to sign in with"), missing=gettext_lazy("Enter the phone number.")
    )
    owner_email = fields.EmailField(label=pgettext_lazy("field", "E-mail"), required=False)

    groups = [(gettext_lazy("The first user of the account"), ["owner_name", "owner_phone", "owner_email", "login"])]

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).lower()


class AccountFilter(Form):
    q = fields.TextField(label=gettext_lazy("Name, account name or phone number"), max_length=120, required=False)
    kind = fields.ChoiceField(
        label=gettext_lazy("Kind of account"),
        choices=[("", gettext_lazy("All kinds")), *AccountKind.choices],
        look="select",
        required=False,
    )
    state = fields.ChoiceField(
        label=pgettext_lazy("of an account", "State"),
        choices=[("", gettext_lazy("All states")), *AccountState.choices],
        look="select",
        required=False,
    )

    def narrow(self, accounts: QuerySet[Account]) -> QuerySet[Account]:
        """An unreadable filter narrows nothing; the page says what is wrong with it."""
        if not self.is_bound or not self.is_valid():
            return accounts
        wanted = self.cleaned_data
        if wanted["kind"]:
            accounts = accounts.filter(kind=wanted["kind"])
        if wanted["state"]:
            accounts = accounts.filter(state=wanted["state"])
        if wanted["q"]:
            accounts = accounts.filter(_looks_like(wanted["q"]))
        return accounts

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(bool(self.data.get(name)) for name in self.fields) if self.is_bound else 0


def _looks_like(typed: str) -> Q:
    person = Membership.objects.filter(ended_at=None).filter(
        Q(user__login__icontains=typed) | Q(user__name__icontains=typed) | Q(user__phone__contains=canonical(typed))
    )
    return (
        Q(establishment__plain_name__contains=fold(typed))
        | Q(agency__name__icontains=typed)
        | Q(pk__in=person.values("account_id"))
    )


# Which field a refused action speaks of.
FIELD_OF = {
    "login_malformed": "login",
    "login_taken": "login",
    "phone_taken": "owner_phone",
    "email_taken": "owner_email",
    "reason_missing": "reason",
    "ground_missing": "ground",
    "in_future": "instructed_on",
    "password_refused": "password",
    "duties_not_accepted": "accepts",
}


class HandOverForm(Form):
    handed_by = fields.PersonNameField(
        label=gettext_lazy("Who handed over"), missing=gettext_lazy("Enter who handed over the account.")
    )
    received_by = fields.PersonNameField(
        label=gettext_lazy("Who received"), missing=gettext_lazy("Enter who received the account.")
    )
    instructed_by = fields.PersonNameField(
        label=gettext_lazy("Who instructed"), missing=gettext_lazy("Enter who instructed the establishment.")
    )
    instructed_whom = fields.TextField(
        label=gettext_lazy("Who was instructed"),
        max_length=300,
        missing=gettext_lazy("Enter who was instructed."),
    )
    instructed_on = fields.DateField(
        label=gettext_lazy("Day of instruction"), latest="today", missing=gettext_lazy("Enter the day of instruction.")
    )
    place = fields.TextField(
        label=gettext_lazy("Place"), max_length=300, missing=gettext_lazy("Enter the place of the hand-over.")
    )
    note = fields.LongTextField(label=gettext_lazy("Note"), max_length=1000, rows=3, required=False)

    groups = [
        (gettext_lazy("Hand-over"), ["handed_by", "received_by", "place"]),
        (gettext_lazy("Instruction"), ["instructed_by", "instructed_whom", "instructed_on", "note"]),
    ]


class LockForm(Form):
    """Also for unlocking: both are decisions with a reason and a paper behind them."""

    reason = fields.LongTextField(
        label=gettext_lazy("Reason"), max_length=1000, rows=3, missing=gettext_lazy("Enter the reason.")
    )
    ground = fields.TextField(
        label=gettext_lazy("Legal ground"),
        help_text=gettext_lazy("Number and date of the decision, or the article."),
        max_length=300,
        missing=gettext_lazy("Enter the legal ground: number of the decision or article."),
    )
