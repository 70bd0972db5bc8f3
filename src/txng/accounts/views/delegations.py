"""Phân cấp: which agencies issue the accounts of what they manage, by which document, how long (CB 6.2, 12.1)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from txng import provinces
from txng.access.gate import for_operator
from txng.access.permissions import Permission
from txng.accounts import acting, delegations
from txng.accounts.actions import end_delegation, make_delegation
from txng.accounts.agency_forms import FIELD_OF, DelegationForm, EndSeatForm
from txng.accounts.models import Delegation
from txng.accounts.views.agency import sent
from txng.kernel.clock import now, today
from txng.kernel.errors import BadInput, RuleBroken


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def delegation_list(request: HttpRequest) -> HttpResponse:
    actor = acting.actor_for(request)
    actor.require_verb(Permission.DELEGATION_MANAGE)
    form = DelegationForm(
        *sent(request), agencies=delegations.agencies_to_delegate_to(), initial={"valid_from": today()}
    )
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            make_delegation(actor=actor, agency_id=given.pop("agency").pk, at=now(), **given)
        except (RuleBroken, BadInput) as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("The delegation is recorded."))
            return redirect("delegation-list")
    context = {
        "form": form,
        "possible": provinces.current().accounts.delegation_possible,
        "delegations": delegations.shown(),
    }
    return render(request, "accounts/agency/delegations.html", context, status=422 if form.is_bound else 200)


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def delegation_end(request: HttpRequest, delegation_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    actor.require_verb(Permission.DELEGATION_MANAGE)
    delegation = get_object_or_404(Delegation.objects.select_related("agency"), pk=delegation_id)
    form = EndSeatForm(sent(request)[0])
    if form.is_bound and form.is_valid():
        try:
            end_delegation(actor=actor, delegation_id=delegation.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("The delegation has ended."))
        return redirect("delegation-list")
    context = {"form": form, "delegation": delegation}
    return render(request, "accounts/agency/delegation_end.html", context, status=422 if form.is_bound else 200)
