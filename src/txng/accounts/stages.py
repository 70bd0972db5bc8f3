"""A step of signing in that allauth does not have: whoever must have a second factor gets one before entering."""

from __future__ import annotations

from typing import Any

from allauth.account.stages import LoginStage
from django.http import HttpResponseRedirect
from django.urls import reverse

from txng.accounts import second_factor


class EnrolStage(LoginStage):
    """Until it is passed there is no session of a signed-in person, so nothing has to be guarded elsewhere."""

    key = "enrol_second_factor"
    urlname = "second-factor-enrol"

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        if user is None or not second_factor.is_compulsory(user) or second_factor.has_one(user):
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True
