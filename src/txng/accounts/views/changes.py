"""Đề nghị về tài khoản: what agencies propose about accounts and the operator decides (CB 12.5, 13.3; CT-REG 12.5)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import for_agencies
from txng.access.permissions import Permission
from txng.accounts import acting, changes, queries
from txng.accounts.actions import (
    decide_account_change,
    issue_again,
    propose_account_change,
    require_reconfirmation,
    undo_account_change_decision,
    unlock_account,
    withdraw_account_change,
)
from txng.accounts.agency_forms import FIELD_OF, AnswerForm, MoreSeatsForm, WhyForm
from txng.accounts.freshness import fresh_required, require_fresh
from txng.accounts.models import AccountChange
from txng.accounts.models.accounts import AccountState
from txng.accounts.views.agency import letter_page, sent
from txng.kernel.clock import now
from txng.kernel.errors import BadInput, NotAllowed, NotThere, RuleBroken
from txng.kernel.files.links import file_url
from txng.ledger.queries import history_of
from txng.review.models import ProposalState

PAGE = 50
Verb = AccountChange.Verb
_DIRECT = {Verb.UNLOCK: unlock_account, Verb.RECONFIRM: require_reconfirmation}
_DECISIONS = {
    "approve": ProposalState.APPROVED,
    "return": ProposalState.RETURNED,
    "reject": ProposalState.REJECTED,
}


@for_agencies
@require_http_methods(["GET", "HEAD"])
def change_list(request: HttpRequest) -> HttpResponse:
    actor = acting.actor_for(request)
    actor.require_verb(Permission.ACCOUNT_READ)
    decides = actor.holds(Permission.ACCOUNT_DECIDE)
    context = {
        "to_decide": list(changes.to_decide(actor)[:PAGE]) if decides else [],
        "decides": decides,
        "undoable": changes.undoable(actor, now()),
        "page": Paginator(changes.changes_of(actor), PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "accounts/agency/changes.html", context)


@for_agencies
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, account_id: int, verb: str) -> HttpResponse:
    """The operator's direct decisions too: the same reason, ground and paper, only that nobody else is asked."""
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    if verb not in Verb.values:
        raise NotThere
    choice = next((found for found in changes.choices(actor, account) if found.verb == verb), None)
    if choice is None:
        raise NotAllowed(_("This cannot be proposed for this account now."), code="no_choice")
    form_class = MoreSeatsForm if verb == Verb.MORE_SEATS else WhyForm
    earlier = account.changes.filter(verb=verb, state=ProposalState.RETURNED).order_by("id").last()
    initial = {"reason": earlier.reason, "ground": earlier.ground, "seats": earlier.seats} if earlier else {}
    form = form_class(*sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if choice.direct:
                _DIRECT[Verb(verb)](actor=actor, account_id=account.pk, at=now(), **form.cleaned_data)
                messages.success(request, _("Done. It holds from this moment on."))
                return redirect("account-detail", account.pk)
            change = propose_account_change(
                actor=actor, account_id=account.pk, verb=verb, at=now(), **form.cleaned_data
            )
        except (RuleBroken, BadInput) as refusal:
            if refusal.code == "already_proposed":
                messages.warning(request, str(refusal))
                return redirect("account-detail", account.pk)
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("The proposal has been sent to the operator."))
            return redirect("account-change", change.pk)
    context = {"form": form, "account": account, "choice": choice, "earlier": earlier}
    return render(request, "accounts/agency/propose.html", context, status=422 if request.method == "POST" else 200)


@for_agencies
@require_http_methods(["GET", "HEAD", "POST"])
def change_detail(request: HttpRequest, change_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    change = get_object_or_404(changes.changes_of(actor), pk=change_id)
    form = AnswerForm(request.POST if request.POST.get("decision") in ("return", "reject") else None)
    if request.method == "POST":
        actor.require(Permission.ACCOUNT_DECIDE, change)
        if stale := require_fresh(request):
            return stale
        decision = _DECISIONS.get(request.POST.get("decision", ""))
        if decision is not None and (decision == ProposalState.APPROVED or form.is_valid()):
            return _decided(request, change, decision, form)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/agency/change.html", _page(request, change, form), status=status)


def _decided(request: HttpRequest, change: AccountChange, decision: ProposalState, form: AnswerForm) -> HttpResponse:
    actor = acting.actor_for(request)
    answer = form.cleaned_data["answer"] if form.is_bound else ""
    try:
        done = decide_account_change(actor=actor, change_id=change.pk, decision=decision, answer=answer, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("account-change", change.pk)
    messages.success(request, f"{done}: {done.get_state_display()}.")
    following = changes.to_decide(actor).first()
    return redirect("account-change", following.pk) if following else redirect("account-change-list")


def _page(request: HttpRequest, change: AccountChange, form: AnswerForm) -> dict[str, Any]:
    actor = acting.actor_for(request)
    mine = actor.user_id == change.proposed_by_id
    can_decide = change.is_open and actor.may(Permission.ACCOUNT_DECIDE, change)
    return {
        "change": change,
        "account": change.account,
        "paper": file_url(change.paper) if change.paper else "",
        "decides": can_decide and not mine,
        "waits_for_another": can_decide and mine,
        "supplements": mine and change.state == ProposalState.RETURNED,
        "withdraws": mine and (change.is_open or change.state == ProposalState.RETURNED),
        "form": form,
        "undoable": changes.undoable(actor, now()),
        "history": history_of(change.account).order_by("-id")[:20],
    }


@for_agencies
@require_POST
def withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    change = get_object_or_404(changes.changes_of(actor), pk=change_id)
    try:
        withdraw_account_change(actor=actor, change_id=change.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return redirect("account-change", change.pk)


@for_agencies
@require_POST
def undo(request: HttpRequest, change_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    change = get_object_or_404(changes.changes_of(actor), pk=change_id)
    try:
        undo_account_change_decision(actor=actor, change_id=change.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The decision is undone: %(name)s waits again.") % {"name": change})
    return redirect("account-change", change.pk)


@for_agencies
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, account_id: int) -> HttpResponse:
    """Cấp lại tài khoản đã thu hồi."""
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    actor.require(Permission.ACCOUNT_DECIDE, account)
    form = WhyForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            issued = issue_again(actor=actor, account_id=account.pk, at=now(), **form.cleaned_data)
        except (RuleBroken, BadInput) as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            return letter_page(request, issued, new_account=True)
    elif request.method != "POST" and account.state != AccountState.REVOKED:
        return redirect("account-detail", account.pk)
    context = {"form": form, "account": account}
    return render(request, "accounts/agency/again.html", context, status=422 if request.method == "POST" else 200)
