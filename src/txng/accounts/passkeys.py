"""Khóa truy cập (passkeys): what a browser is asked for, and what its answer proves.

On the calculations of allauth.mfa; pages, words and steps are ours. A passkey is always made with the device's own
lock (finger, face, PIN), so that it opens the door alone and counts as both factors.
"""

from __future__ import annotations

import json
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from txng.accounts import second_factor, security_log
from txng.accounts.models import User
from txng.kernel.errors import RuleBroken

_LONGEST = 20_000
MOST = 10


def ask_for_one(person: User | None) -> JsonResponse:
    """The question for a browser: any passkey of this host, or one of this person's."""
    return _options(auth.begin_authentication(person))


def ask_for_new(person: User) -> JsonResponse:
    return _options(auth.begin_registration(person, passwordless=True))


def _options(options: dict[str, Any]) -> JsonResponse:
    answer = JsonResponse(options)
    answer["Cache-Control"] = "private, no-store"
    return answer


def prove(request: HttpRequest, person: User | None) -> Authenticator:
    """The passkey whose answer this is; of `person`, or of whoever it names itself.

    No tries are counted: there is nothing to guess, and a count would let anybody shut the owner out.
    """
    credential = _sent(request)
    try:
        auth.parse_authentication_response(credential)
        whose = person or auth.extract_user_from_response(credential)
        found = auth.complete_authentication(whose, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, LookupError):
        # The answer is a stranger's text until it is proved; the library fails on it in all these ways.
        security_log.note(
            security_log.SECOND_FACTOR_REFUSED if person else security_log.REFUSED,
            request,
            person.pk if person else None,
            by="passkey",
        )
        raise _refused() from None
    if not whose.is_active:
        raise _refused()
    found.user = whose
    return found


def sign_in_with(request: HttpRequest, found: Authenticator, following: str | None) -> HttpResponse:
    post_authentication(request, found, passwordless=True)
    response: HttpResponse = perform_login(request, Login(user=found.user, redirect_url=following))
    return response


def add(request: HttpRequest, person: User, name: str) -> None:
    if second_factor.passkeys_of(person).count() >= MOST:
        raise RuleBroken(_("You have %(n)s passkeys. Remove one you no longer use.") % {"n": MOST}, code="too_many")
    credential = _sent(request)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, LookupError):
        raise _refused() from None
    second_factor.add_passkey(person, name.strip()[:60] or _("Passkey"), credential)
    security_log.note(security_log.SECOND_FACTOR_CHANGED, request, person.pk, what="passkey_added")


def rename(person: User, passkey_id: int, name: str) -> None:
    found = second_factor.passkeys_of(person).get(pk=passkey_id)
    found.data["name"] = name
    found.save(update_fields=["data"])


def _sent(request: HttpRequest) -> dict[str, Any]:
    text = request.POST.get("credential", "")
    try:
        credential = json.loads(text) if len(text) <= _LONGEST else None
    except ValueError:
        credential = None
    if not isinstance(credential, dict):
        raise _refused()
    return credential


def _refused() -> RuleBroken:
    return RuleBroken(_("The passkey was not accepted. Try again, or use another way."), code="passkey_refused")
