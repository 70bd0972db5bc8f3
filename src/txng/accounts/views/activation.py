"""Kích hoạt tài khoản: the page the activation letter opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from txng.access.doors import for_holders
from txng.accounts.acting import actor_for
from txng.accounts.actions import activate_account
from txng.accounts.actions.activate_account import refuse_spent
from txng.accounts.duties import duties_of
from txng.accounts.forms import FIELD_OF, ActivationForm, enter
from txng.accounts.models import User
from txng.accounts.queries import letter_of
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken


@for_holders
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest, token: str) -> HttpResponse:
    letter = letter_of(token)
    try:
        refuse_spent(letter, now())
        signed_in_elsewhere(request, letter.user)
    except RuleBroken as refusal:
        return render(request, "accounts/activation/spent.html", {"refusal": refusal}, status=refusal.status)
    form = ActivationForm(request.POST if request.method == "POST" else None, user=letter.user)
    if form.is_bound and form.is_valid():
        try:
            user = activate_account(
                actor=actor_for(request),
                token=token,
                password=form.cleaned_data["password"],
                accepts_duties=form.cleaned_data["accepts"],
                at=now(),
            )
        except RuleBroken as refusal:
            if refusal.code not in FIELD_OF:
                return render(request, "accounts/activation/spent.html", {"refusal": refusal}, status=refusal.status)
            form.refuse(refusal, FIELD_OF[refusal.code])
        else:
            return enter(request, user)
    context = {"form": form, "letter": letter, "duties": duties_of(letter.account.kind)}
    return render(request, "accounts/activation/activate.html", context, status=422 if form.is_bound else 200)


def signed_in_elsewhere(request: HttpRequest, user: User) -> None:
    """A letter opened in somebody else's session would set a password and then go on as that somebody."""
    if request.user.is_authenticated and request.user.pk != user.pk:
        raise RuleBroken(
            _("You are signed in as %(name)s. Sign out first, then open this letter again.") % {"name": request.user},
            code="signed_in_elsewhere",
        )
