"""Tham gia: the page an invitation opens, on the phone of who joins."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from txng.access.doors import for_holders
from txng.accounts import seats
from txng.accounts.acting import ACTING_FOR, actor_for
from txng.accounts.actions import accept_invite
from txng.accounts.actions._establishment_people import refuse_unusable
from txng.accounts.actions.accept_invite import needs_password, phone_is_known, refuse_as
from txng.accounts.duties import duties_of
from txng.accounts.forms import enter
from txng.accounts.models import Invite, Membership, User
from txng.accounts.models.accounts import MembershipRole
from txng.accounts.models.users import AccountKind
from txng.accounts.people_forms import JoinForm
from txng.accounts.sessions import REMEMBER
from txng.kernel import throttle
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken

_FIELD_OF = {"phone_taken": "phone", "password_refused": "password", "duties_not_accepted": "accepts"}
_GONE = ("invite_used", "invite_withdrawn", "invite_expired")


@for_holders
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    try:
        invite = seats.invite_of(token)
    except NotThere:
        throttle.hit(f"join:{throttle.network(request)}", 60, 600)
        raise
    if user is not None and invite.used_by_id == user.pk:
        return redirect("enter")  # the same phone, once more
    try:
        refuse_unusable(invite, now())
        if user is not None:
            refuse_as(user, invite.account)
        elif phone_is_known(invite.phone):
            return render(request, "accounts/joining/sign_in_first.html", {"invite": invite})
    except RuleBroken as refusal:
        return _refused(request, invite, refusal)
    form = JoinForm(
        request.POST if request.method == "POST" else None,
        invite=invite,
        user=user,
        asks_password=needs_password(invite.role, user),
    )
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            seat = accept_invite(
                actor=actor_for(request),
                token=token,
                user=user,
                name=typed.get("name", ""),
                phone=typed.get("phone", invite.phone),
                password=typed.get("password", ""),
                accepts_duties=typed["accepts"],
                at=now(),
            )
        except RuleBroken as refusal:
            if refusal.code not in _FIELD_OF or _FIELD_OF[refusal.code] not in form.fields:
                return _refused(request, invite, refusal)
            form.refuse(refusal, _FIELD_OF[refusal.code])
        else:
            if user is not None and typed.get("password"):
                update_session_auth_hash(request, seat.user)  # this phone goes on with the password just chosen
            return _inside(request, seat, already_in=user is not None)
    context = {"form": form, "invite": invite, "duties": duties_of(AccountKind.ESTABLISHMENT), "person": user}
    return render(request, "accounts/joining/join.html", context, status=422 if form.is_bound else 200)


def _inside(request: HttpRequest, seat: Membership, *, already_in: bool) -> HttpResponse:
    """Signed in on this phone: a worker for as long as a remembered phone lasts, with nothing to remember."""
    if already_in:
        request.session[ACTING_FOR] = seat.account_id
        messages.success(request, _("You work for %(name)s now.") % {"name": seat.account.organisation_name})
        return redirect("enter")
    if seat.role == MembershipRole.WORKER:
        request.session[REMEMBER] = True
        get_adapter(request).login(request, seat.user)
        return redirect("enter")
    messages.success(
        request,
        _("Your account name is %(login)s. Sign in with it, or with your phone number.") % {"login": seat.user.login},
    )
    return enter(request, seat.user)


def _refused(request: HttpRequest, invite: Invite, refusal: RuleBroken) -> HttpResponse:
    status = 410 if refusal.code in _GONE else refusal.status
    context = {"invite": invite, "refusal": refusal, "gone": status == 410}
    return render(request, "accounts/joining/refused.html", context, status=status)
