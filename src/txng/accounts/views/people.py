"""Người dùng của cơ sở: who works in the account, who is invited, in which role (names.md 1)."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import for_establishments
from txng.access.permissions import Permission
from txng.accounts import acting, seats
from txng.accounts.actions import change_person_role, end_person_seat, invite_person, withdraw_invite
from txng.accounts.actions._establishment_people import Invited, refuse_unusable
from txng.accounts.freshness import fresh_required
from txng.accounts.models import Account, Membership
from txng.accounts.people_forms import EndForm, InviteForm, RoleForm
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken


def _account(request: HttpRequest) -> Account:
    actor = acting.actor_for(request)
    actor.require_verb(Permission.MEMBER_MANAGE)
    return seats.own_account(actor)


@for_establishments
@require_http_methods(["GET", "HEAD"])
def person_list(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    everybody = list(seats.people(account))
    context = {
        "account": account,
        "people": [seat for seat in everybody if seat.ended_at is None],
        "gone": [seat for seat in everybody if seat.ended_at is not None],
        "invites": seats.open_invites(account, now()),
    }
    return render(request, "accounts/people/list.html", context)


@for_establishments
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: HttpRequest) -> HttpResponse:
    account = _account(request)
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"role": "worker"})
    if form.is_bound and form.is_valid():
        try:
            invited = invite_person(
                actor=acting.actor_for(request), account_id=account.pk, at=now(), **form.cleaned_data
            )
            refuse_unusable(invited.invite, now())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return _invitation(request, invited)
    context = {"form": form, "account": account}
    return render(request, "accounts/people/invite.html", context, status=422 if form.is_bound else 200)


def _invitation(request: HttpRequest, invited: Invited) -> HttpResponse:
    """The one page that shows link and QR; sending the form again shows it again."""
    with translation.override("vi"):
        address = request.build_absolute_uri(reverse("join", args=[invited.token]))
    picture = segno.make(address, error="m", micro=False).svg_inline(scale=6, border=4, dark="#000", light="#fff")
    context = {"invite": invited.invite, "address": address, "picture": mark_safe(picture)}
    return render(request, "accounts/people/invited.html", context)


@for_establishments
@require_POST
def invite_withdraw(request: HttpRequest, invite_id: int) -> HttpResponse:
    _account(request)
    try:
        withdraw_invite(actor=acting.actor_for(request), invite_id=invite_id, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation has been withdrawn. Its link opens nothing any more."))
    return redirect("person-list")


@for_establishments
@require_http_methods(["GET", "HEAD"])
def person(request: HttpRequest, membership_id: int) -> HttpResponse:
    seat = _seat(_account(request), membership_id)
    return render(request, "accounts/people/person.html", _forms(seat))


def _seat(account: Account, membership_id: int) -> Membership:
    seat = seats.people(account).filter(id=membership_id).first()
    if seat is None:
        raise NotThere
    return seat


def _forms(seat: Membership, **forms: Any) -> dict[str, Any]:
    made = {"role_form": RoleForm(initial={"role": seat.role}), "end_form": EndForm()}
    return {"seat": seat, **made, **forms, "forms": list(forms.values())}


@for_establishments
@require_POST
def person_role(request: HttpRequest, membership_id: int) -> HttpResponse:
    account = _account(request)
    seat = _seat(account, membership_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            change_person_role(
                actor=acting.actor_for(request),
                account_id=account.pk,
                membership_id=seat.pk,
                role=form.cleaned_data["role"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal, "role")
        else:
            messages.success(request, _("The role has been changed. It holds from the next page on."))
            return redirect("person", seat.pk)
    return render(request, "accounts/people/person.html", _forms(seat, role_form=form), status=422)


@for_establishments
@require_POST
@fresh_required
def person_end(request: HttpRequest, membership_id: int) -> HttpResponse:
    account = _account(request)
    seat = _seat(account, membership_id)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            end_person_seat(
                actor=acting.actor_for(request),
                account_id=account.pk,
                membership_id=seat.pk,
                reason=form.cleaned_data["reason"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The seat has ended. This person can do nothing here from now on."))
            # Who ended their own seat has nothing to look at here any more.
            return redirect("enter" if seat.user_id == request.user.pk else "person-list")
    return render(request, "accounts/people/person.html", _forms(seat, end_form=form), status=422)
