"""Định danh điện tử: signing in through the provider of the installation, linking and unlinking one's own identity."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.doors import for_everybody
from txng.access.gate import signed_in
from txng.accounts import security_log
from txng.accounts.acting import person_of
from txng.accounts.freshness import fresh_required
from txng.accounts.outside import asking, identities
from txng.accounts.outside.provider import Provider, current
from txng.kernel import throttle
from txng.kernel.errors import NotThere, RuleBroken


def with_provider(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Outermost: without a provider there is no such address, for nobody."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        provider = current()
        if provider is None:
            raise NotThere
        return view(request, *args, provider=provider, **kwargs)

    return guarded


@with_provider
@for_everybody
@never_cache
@require_POST
def sign_in(request: HttpRequest, provider: Provider) -> HttpResponse:
    following = get_next_redirect_url(request) or ""
    following = following if following.startswith("/") else ""
    if request.user.is_authenticated:
        return redirect(following or "enter")
    throttle.hit(f"outside:{throttle.network(request)}", 60, 60)
    return _leave(request, provider, purpose=asking.SIGN_IN, following=following)


@with_provider
@signed_in
@never_cache
@require_http_methods(["GET", "HEAD"])
def own(request: HttpRequest, provider: Provider) -> HttpResponse:
    context = {"provider": provider, "linked": identities.of_person(provider, person_of(request))}
    return render(request, "accounts/outside/own.html", context)


@with_provider
@signed_in
@never_cache
@fresh_required
@require_POST
def link(request: HttpRequest, provider: Provider) -> HttpResponse:
    throttle.hit(f"outside:{throttle.network(request)}", 60, 60)
    return _leave(request, provider, purpose=asking.LINK)


@with_provider
@signed_in
@fresh_required
@require_POST
def unlink(request: HttpRequest, provider: Provider) -> HttpResponse:
    person = person_of(request)
    if identities.unlink(provider, person):
        security_log.note(security_log.IDENTITY_CHANGED, request, person.pk, what="unlinked")
        messages.success(
            request, _("%(name)s is no longer linked and opens nothing here.") % {"name": provider.shown_name}
        )
    return redirect("outside-identity")


def _leave(request: HttpRequest, provider: Provider, *, purpose: str, following: str = "") -> HttpResponse:
    from txng.accounts.outside import flow

    try:
        address = flow.leave(request, provider, purpose=purpose, following=following)
    except RuleBroken as refusal:
        return _refused(request, provider, purpose, refusal)
    # A page and no redirect: our policy lets forms go to ourselves alone, and a broker sends on to hosts unknown.
    return render(request, "accounts/outside/leaving.html", {"provider": provider, "address": address})


@with_provider
@for_everybody
@never_cache
@require_http_methods(["GET"])  # no HEAD: it would use up the state
def come_back(request: HttpRequest, provider: Provider) -> HttpResponse:
    throttle.hit(f"outside-return:{throttle.network(request)}", 60, 60)
    asked = asking.take(request, request.GET.get("state", ""))
    if asked is None:
        security_log.note(security_log.REFUSED, request, by="outside", why="state")
        words = _(
            "This sign-in was used already, took longer than 10 minutes, or belongs to another browser. "
            "Press the button again."
        )
        return _refused(request, provider, asking.SIGN_IN, RuleBroken(words, code="state"))
    with translation.override(asked.language):
        return _came_back(request, provider, asked)


def _came_back(request: HttpRequest, provider: Provider, asked: asking.Asked) -> HttpResponse:
    from txng.accounts.outside import flow

    try:
        if asked.purpose == asking.LINK:
            if request.user.pk != asked.person:
                raise RuleBroken(_("You are no longer signed in. Sign in, then link once more."), code="other_person")
            flow.link(request, provider, flow.come_back(request, provider, asked), asked, person_of(request))
            messages.success(
                request,
                _("%(name)s is linked. You can sign in with it from now on.") % {"name": provider.shown_name},
            )
            return redirect("outside-identity")
        if request.user.is_authenticated:  # meanwhile, in another tab
            return redirect(asked.following or "enter")
        proof = flow.come_back(request, provider, asked)
        found = identities.found_by(provider, proof.identity)
        if found is None or not found.user.is_active:
            security_log.note(security_log.REFUSED, request, found.user_id if found else None, by="outside", why="link")
            context = {"provider": provider, "following": reverse("outside-identity")}
            return render(request, "accounts/outside/not_linked.html", context, status=403)
        return flow.sign_in_with(request, found, proof, asked.following)
    except RuleBroken as refusal:
        return _refused(request, provider, asked.purpose, refusal)


def _refused(request: HttpRequest, provider: Provider, purpose: str, refusal: RuleBroken) -> HttpResponse:
    context = {"provider": provider, "refusal": refusal, "linking": purpose == asking.LINK}
    return render(request, "accounts/outside/refused.html", context, status=refusal.status)
