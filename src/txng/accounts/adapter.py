"""Where allauth asks us: words, counting of tries, steps of signing in, where to go afterwards."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from txng import provinces
from txng.accounts import backends, devices, freshness, sealing, security_log, sessions
from txng.accounts.models import User
from txng.accounts.tries import ANYWHERE, Tries, of_password
from txng.kernel.clock import now


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The phone number or the password is not right."),
        "too_many_login_attempts": _("Signing in is closed for 15 minutes to protect the account."),
        "closed_anywhere": _(
            "Signing in from new devices is closed for 1 hour to protect the account. Devices on which you have signed "
            "in before, and passkeys, still work."
        ),
        "incorrect_code": _("The confirmation code is not right or has expired."),
        "rate_limited": _("You are sending too fast. Try again in 1 minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "txng.accounts.stages.SecondStep"}
        stages = [ours.get(stage, stage) for stage in super().get_login_stages()]
        return [*stages, "txng.accounts.stages.EnrolStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("enter")

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request, user)

    def post_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **hooks)
        devices.remember(request, response, user, now())
        records = get_authentication_records(request, user)
        outside = (hooks.get("signal_kwargs") or {}).get("outside")
        if outside is not None and records[-1:] and records[-1]["method"] != "mfa":
            # What our own second factor has not just confirmed is as fresh as the provider's own asking.
            freshness.mark_as_of(request.session, outside["authenticated_at"])
        ways = ", ".join(dict.fromkeys(str(record.get("type") or record["method"]) for record in records))
        security_log.note(security_log.SIGNED_IN, request, user.pk, by=ways)
        return response

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """allauth's own remarks (“Successfully signed in as …”) are dropped: our pages say what is to be said."""
        if message_template is None:
            super().add_message(request, level, None, *args, **more)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        tries = _of_password(request, credentials)
        closed = tries.take()
        if closed:
            security_log.note(security_log.THROTTLED, request, _id(tries.person), counter=closed)
            raise self._closed(closed)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        self.pre_authenticate(request, **credentials)
        tries = _of_password(request, credentials)
        if not tries.take_silently():
            backends.pretend(credentials.get("password", ""))
            security_log.note(security_log.THROTTLED, request, _id(tries.person), counter=f"{ANYWHERE}_person")
            return None
        user = authenticate(request, **credentials)
        if isinstance(user, User):
            tries.give_back()
            return user
        security_log.note(security_log.REFUSED, request, _id(tries.person), by="password")
        return None

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        error: ValidationError = super().validation_error(code, *args)
        tries = getattr(context.request, "_txng_tries", None)
        if code != "username_password_mismatch" or tries is None:
            return error
        left, counter = tries.left()
        if left == 0:
            return self._closed(counter)
        more = ngettext("%(n)s try left.", "%(n)s tries left.", left) % {"n": left}
        return ValidationError(f"{error.message} {more}", code=code)

    def _closed(self, counter: str) -> ValidationError:
        code = "closed_anywhere" if counter == ANYWHERE else "too_many_login_attempts"
        return ValidationError(self.error_messages[code], code=code)


def _of_password(request: HttpRequest, credentials: dict[str, Any]) -> Tries:
    """The counters of the try in hand, worked out once."""
    tries: Tries | None = getattr(request, "_txng_tries", None)
    if tries is None:
        tries = of_password(request, str(credentials.get("username") or credentials.get("email") or ""))
        request._txng_tries = tries  # type: ignore[attr-defined]
    return tries


def _id(person: User | None) -> int | None:
    return person.pk if person is not None else None


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return provinces.current().identity.short_name

    def get_totp_label(self, user: User) -> str:
        return user.login

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host it was made on; the browser lets it be used nowhere else."""
        return {**super().get_public_key_credential_rp_entity(), "name": provinces.current().identity.short_name}

    def _get_user_identifier(self, user: User) -> str:
        return user.login

    def encrypt(self, text: str) -> str:
        return sealing.seal("second-factor", text)

    def decrypt(self, encrypted_text: str) -> str:
        text = sealing.unseal("second-factor", encrypted_text)
        if text is None:
            raise RuntimeError("accounts.key is not the key under which the second factors were stored")
        return text
