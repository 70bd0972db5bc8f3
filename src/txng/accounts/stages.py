"""Steps of signing in: the second factor, and getting one for whoever must have it before entering."""

from __future__ import annotations

from typing import Any

from allauth.account.stages import LoginStage
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponseRedirect
from django.urls import reverse

from txng.accounts import second_factor


def was_strong(login: Any) -> bool:
    """A provider outside said it asked for what the installation takes as a second factor (accounts.outside).

    Told by the sign-in in hand, never by the session, where an earlier one may have been given up.
    """
    return bool((login.signal_kwargs or {}).get("outside", {}).get("strong"))


class SecondStep(AuthenticateStage):
    def handle(self) -> tuple[Any, bool]:
        answer: tuple[Any, bool] = (None, True) if was_strong(self.login) else super().handle()
        return answer


class EnrolStage(LoginStage):
    """Until it is passed there is no session of a signed-in person, so nothing has to be guarded elsewhere."""

    key = "enrol_second_factor"
    urlname = "second-factor-enrol"

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if was_strong(self.login):
            return None, True
        if user is None or not second_factor.is_compulsory(user) or second_factor.has_one(user):
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True
