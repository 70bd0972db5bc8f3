"""Người dùng của một cơ quan: who sits in its account, with which role, and how many may (CB 7.2, CT-REG 7.2, 11.2)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.actors import Actor
from txng.access.gate import for_agencies
from txng.access.permissions import Permission
from txng.accounts import acting, changes, queries
from txng.accounts.actions import add_member, change_role, end_membership, raise_seats
from txng.accounts.agency_forms import FIELD_OF, EndSeatForm, PersonForm, RaiseSeatsForm, SeatForm
from txng.accounts.freshness import fresh_required
from txng.accounts.models import Account, AccountChange, Membership
from txng.accounts.models.users import AccountKind
from txng.accounts.views.agency import letter_page, sent
from txng.kernel.clock import now
from txng.kernel.errors import BadInput, NotAllowed, NotThere, RuleBroken
from txng.kernel.files.links import file_url


def _account(request: HttpRequest, account_id: int, verb: Permission) -> tuple[Actor, Account]:
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    if account.kind == AccountKind.ESTABLISHMENT:
        raise NotThere
    if queries.is_own_agency(actor, account) and not actor.may(verb, account):
        # A department reaches by its sector, in which no agency stands; what it sees of itself it may not change.
        raise NotAllowed(_("The operator of the system manages the users of agencies. Propose to it what you need."))
    actor.require(verb, account)
    return actor, account


@for_agencies
@require_http_methods(["GET", "HEAD"])
def people(request: HttpRequest, account_id: int) -> HttpResponse:
    """The operator names and ends the users (CB, CT-REG 7.1); who works in an agency reads its own and proposes."""
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    if not queries.is_own_agency(actor, account):
        _account(request, account_id, Permission.MEMBER_MANAGE)
    seats = queries.people_of(account)
    context = {
        "may_manage": actor.may(Permission.MEMBER_MANAGE, account),
        "may_propose": any(choice.verb == AccountChange.Verb.MORE_SEATS for choice in changes.choices(actor, account)),
        "account": account,
        "people": seats,
        "taken": sum(seat.ended_at is None for seat in seats),
        "seats_paper": file_url(account.seats_paper) if account.seats_paper else "",
        "now": now(),
    }
    return render(request, "accounts/agency/people.html", context)


@for_agencies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, account_id: int) -> HttpResponse:
    actor, account = _account(request, account_id, Permission.ACCOUNT_ISSUE)
    form = PersonForm(sent(request)[0], account=account)
    if form.is_bound and form.is_valid():
        try:
            issued = add_member(actor=actor, account_id=account.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            return letter_page(request, issued)
    context = {"form": form, "account": account}
    return render(request, "accounts/agency/person_new.html", context, status=422 if form.is_bound else 200)


@for_agencies
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: HttpRequest, account_id: int, membership_id: int) -> HttpResponse:
    actor, account = _account(request, account_id, Permission.MEMBER_MANAGE)
    found = _seat(account, membership_id)
    form = SeatForm(sent(request)[0], account=account, initial={"role": found.role, "title": found.title})
    if form.is_bound and form.is_valid():
        try:
            change_role(actor=actor, account_id=account.pk, membership_id=found.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("The role is changed. It holds from this moment on."))
            return redirect("account-people", account.pk)
    return _seat_page(request, account, found, form=form, end_form=EndSeatForm(auto_id="end_%s"))


@for_agencies
@fresh_required
@require_POST
def end(request: HttpRequest, account_id: int, membership_id: int) -> HttpResponse:
    actor, account = _account(request, account_id, Permission.MEMBER_MANAGE)
    found = _seat(account, membership_id)
    end_form = EndSeatForm(request.POST, auto_id="end_%s")
    if end_form.is_valid():
        try:
            end_membership(
                actor=actor, account_id=account.pk, membership_id=found.pk, at=now(), **end_form.cleaned_data
            )
        except RuleBroken as refusal:
            end_form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("The seat is free. The person is signed out everywhere."))
            return redirect("account-people", account.pk)
    form = SeatForm(account=account, initial={"role": found.role, "title": found.title})
    return _seat_page(request, account, found, form=form, end_form=end_form)


def _seat(account: Account, membership_id: int) -> Membership:
    found = account.memberships.select_related("user").filter(id=membership_id, ended_at=None).first()
    if found is None:
        raise NotThere
    return found


def _seat_page(
    request: HttpRequest, account: Account, found: Membership, *, form: SeatForm, end_form: EndSeatForm
) -> HttpResponse:
    wrong = form.is_bound or end_form.is_bound
    context = {"account": account, "seat": found, "form": form, "end_form": end_form, "forms": [form, end_form]}
    return render(request, "accounts/agency/person.html", context, status=422 if wrong else 200)


@for_agencies
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, account_id: int) -> HttpResponse:
    actor, account = _account(request, account_id, Permission.ACCOUNT_DECIDE)
    form = RaiseSeatsForm(*sent(request), initial={"seats": account.seats + 1})
    if form.is_bound and form.is_valid():
        try:
            raise_seats(actor=actor, account_id=account.pk, at=now(), **form.cleaned_data)
        except (RuleBroken, BadInput) as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("More persons may now sit in this account."))
            return redirect("account-people", account.pk)
    context = {"form": form, "account": account}
    return render(request, "accounts/agency/seats.html", context, status=422 if form.is_bound else 200)
