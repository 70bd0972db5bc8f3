"""Two pages that come before all others: taking on the duties of a user, and confirming an account again."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from txng.access.gate import signed_in
from txng.accounts import acting
from txng.accounts.actions import accept_duties, reconfirm_account
from txng.accounts.agency_forms import DutiesForm, ReconfirmForm
from txng.accounts.duties import duties_of
from txng.accounts.views.agency import sent
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken


def _onward(request: HttpRequest) -> HttpResponse:
    following = get_next_redirect_url(request)
    return redirect(following if following and following.startswith("/") else "enter")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    actor = acting.actor_for(request)
    membership = acting.membership_for(request)
    if membership is None or actor.first_step != "accept-duties":
        return _onward(request)
    form = DutiesForm(sent(request)[0])
    if form.is_bound and form.is_valid():
        accept_duties(actor=actor, account_id=membership.account_id, accepts=True, at=now())
        return _onward(request)
    context = {
        "form": form,
        "account": membership.account,
        "duties": duties_of(membership.account.kind),
        "again": membership.duties_accepted_at is not None,
        "following": get_next_redirect_url(request) or "",
    }
    return render(request, "accounts/own/duties.html", context, status=422 if form.is_bound else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reconfirm(request: HttpRequest) -> HttpResponse:
    actor = acting.actor_for(request)
    membership = acting.membership_for(request)
    if membership is None or actor.first_step != "account-reconfirm":
        return redirect("own-account")
    account = membership.account
    form = ReconfirmForm(sent(request)[0])
    if form.is_bound and form.is_valid():
        try:
            reconfirm_account(actor=actor, account_id=account.pk, data_is_right=True, accepts_duties=True, at=now())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The account is confirmed. You can work again."))
            return redirect("enter")
    context = {
        "form": form,
        "account": account,
        "organisation": account.establishment or account.agency,
        "duties": duties_of(account.kind),
    }
    return render(request, "accounts/own/reconfirm.html", context, status=422 if form.is_bound else 200)
