"""From the press of the button to a proved identity, with a plain sentence wherever it ends before."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from txng.accounts import security_log, sessions
from txng.accounts.models import OutsideIdentity, User
from txng.accounts.outside import asking, identities, talking
from txng.accounts.outside.provider import Provider
from txng.accounts.outside.proving import NotProved, Proof, prove
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken

JUST_NOW = 60  # seconds by which the two clocks may differ


def leave(request: HttpRequest, provider: Provider, *, purpose: str, following: str = "") -> str:
    try:
        about = talking.description(provider)
    except talking.NoAnswer as error:
        raise _no_answer(request, provider, error) from None
    return asking.begin(request, provider, about, purpose=purpose, following=following)


def come_back(request: HttpRequest, provider: Provider, asked: asking.Asked) -> Proof:
    """Raise RuleBroken with the sentence for the person."""
    if request.GET.get("error"):
        security_log.note(security_log.REFUSED, request, asked.person, by="outside", why="stopped")
        raise RuleBroken(
            _("You did not finish signing in at %(name)s. Nothing has been changed.") % {"name": provider.shown_name},
            code="stopped",
        )
    try:
        about = talking.description(provider)
        _same_provider(request, provider, about)
        token = talking.id_token(
            provider, code=request.GET.get("code", "")[:4096], verifier=asked.verifier, back=asked.back
        )
        return prove(provider, token, asked.nonce)
    except (NotProved, talking.Declined) as error:
        security_log.note(security_log.REFUSED, request, asked.person, by="outside", why=str(error))
        raise RuleBroken(
            _("The answer of %(name)s could not be verified and was not accepted. Try again, or use another way.")
            % {"name": provider.shown_name},
            code="not_proved",
        ) from None
    except talking.NoAnswer as error:
        raise _no_answer(request, provider, error) from None


def _same_provider(request: HttpRequest, provider: Provider, about: dict[str, Any]) -> None:
    """RFC 9207: an answer of another provider must not be redeemed at this one."""
    said = request.GET.get("iss")
    if said is None and about.get("authorization_response_iss_parameter_supported") is not True:
        return
    if said != provider.server:
        raise NotProved("iss of the answer")


def _no_answer(request: HttpRequest, provider: Provider, error: talking.NoAnswer) -> RuleBroken:
    security_log.note(security_log.REFUSED, request, by="outside", why=str(error))
    words = _("%(name)s cannot be reached at the moment. Try again later, or use another way.")
    return RuleBroken(words % {"name": provider.shown_name}, code="no_answer")


def sign_in_with(request: HttpRequest, found: OutsideIdentity, proof: Proof, following: str) -> HttpResponse:
    """The same stages as with a password: second factor, locked people, duties, length of the session."""
    request.session.pop(sessions.REMEMBER, None)  # ticked for another way of signing in, and given up
    OutsideIdentity.objects.filter(pk=found.pk).update(used_at=now())
    record_authentication(request, found.user, "outside")
    facts = {"strong": proof.strong, "authenticated_at": proof.authenticated_at}
    login = Login(user=found.user, redirect_url=following or None, signal_kwargs={"outside": facts})
    response: HttpResponse = perform_login(request, login)
    return response


def link(request: HttpRequest, provider: Provider, proof: Proof, asked: asking.Asked, person: User) -> None:
    """Only with an identity whose owner signed in over there after the button was pressed here."""
    if proof.authenticated_at is None or not asked.at - JUST_NOW <= proof.authenticated_at <= time.time() + JUST_NOW:
        security_log.note(security_log.REFUSED, request, person.pk, by="outside", why="not just now")
        raise RuleBroken(
            _("%(name)s did not say that you have just signed in there. Sign out there, then link once more.")
            % {"name": provider.shown_name},
            code="not_just_now",
        )
    identities.link(provider, proof.identity, person, now())
    security_log.note(security_log.IDENTITY_CHANGED, request, person.pk, what="linked")
