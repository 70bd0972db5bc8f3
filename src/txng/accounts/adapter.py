"""Where allauth asks us: words, counting of tries, steps of signing in, where to go afterwards."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from txng import provinces
from txng.accounts import sealing, sessions
from txng.accounts.identifiers import canonical
from txng.accounts.models import User
from txng.kernel import throttle

_COUNTED = {"app": "allauth.account", "action": "login_failed"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The phone number or the password is not right."),
        "too_many_login_attempts": _("Signing in is closed for 15 minutes to protect the account."),
        "incorrect_code": _("The confirmation code is not right or has expired."),
        "rate_limited": _("You are sending too fast. Try again in 1 minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "txng.accounts.stages.EnrolStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("enter")

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request, user)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        """allauth's own remarks (“Successfully signed in as …”) are dropped: our pages say what is to be said."""
        if message_template is None:
            super().add_message(request, level, None, *args, **more)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By what was typed and by network: counting by person would tell which names belong to one person, and
        # counting without the network would let anybody lock anybody out.
        typed = credentials.get("username") or credentials.get("email") or ""
        return f"{canonical(str(typed))}|{throttle.network(request)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        request._txng_tries_left = tries_left(request, self._get_login_attempts_cache_key(request, **credentials))  # type: ignore[attr-defined]

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        error: ValidationError = super().validation_error(code, *args)
        left = getattr(context.request, "_txng_tries_left", None)
        if code != "username_password_mismatch" or left is None:
            return error
        if left == 0:
            return ValidationError(self.error_messages["too_many_login_attempts"], code="too_many_login_attempts")
        more = ngettext("%(n)s try left.", "%(n)s tries left.", left) % {"n": left}
        return ValidationError(f"{error.message} {more}", code=code)


def tries_left(request: HttpRequest, key: str) -> int:
    """What the counter of wrong passwords still allows; the same arithmetic for names that do not exist."""
    left = []
    for rate in ratelimit.get_rates(**_COUNTED):
        history = cache.get(ratelimit.get_cache_key(request, rate=rate, key=key, **_COUNTED), [])
        recent = [moment for moment in history if moment > time.time() - rate.duration]
        left.append(max(0, rate.amount - len(recent)))
    return min(left, default=0)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return provinces.current().identity.short_name

    def get_totp_label(self, user: User) -> str:
        return user.login

    def encrypt(self, text: str) -> str:
        return sealing.seal("second-factor", text)

    def decrypt(self, encrypted_text: str) -> str:
        text = sealing.unseal("second-factor", encrypted_text)
        if text is None:
            raise RuntimeError("accounts.key is not the key under which the second factors were stored")
        return text
