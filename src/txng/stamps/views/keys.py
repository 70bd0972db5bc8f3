"""Khóa mã: the key versions at the operator's desk, and their withdrawal by two persons (names.md 5)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access.gate import actor_of, for_operator
from txng.accounts.freshness import fresh_required, require_fresh
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.queries import history_of
from txng.stamps import actions, key_queries
from txng.stamps.forms import KeyAnswerForm, KeyReasonForm


@for_operator
@require_safe
def key_list(request: HttpRequest) -> HttpResponse:
    return render(request, "stamps/agency/keys.html", {"keys": key_queries.key_versions(actor_of(request))})


@for_operator
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, version: int) -> HttpResponse:
    key = next((found for found in key_queries.key_versions(actor_of(request)) if found.version == version), None)
    if key is None:
        raise NotThere
    form = KeyReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            proposal = actions.propose_key_withdrawal(
                actor=actor_of(request), version=version, reason=form.cleaned_data["reason"], at=now()
            )
        except RuleBroken as refusal:
            form.refuse(refusal, "reason" if refusal.code == "reason_missing" else None)
        else:
            messages.success(request, _("Proposed. Somebody else of the operator has to confirm it."))
            return redirect("serial-key-withdrawal", withdrawal_id=proposal.pk)
    elif request.method != "POST" and not key.can_be_withdrawn:
        return redirect("serial-key-list")
    context = {"key": key, "form": form}
    return render(request, "stamps/agency/key_propose.html", context, status=422 if form.is_bound else 200)


@for_operator
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, withdrawal_id: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_object_or_404(key_queries.withdrawals_of(actor), id=withdrawal_id)
    mine = actor.user_id == found.proposed_by_id
    if found.is_open and (ask := require_fresh(request)):
        return ask
    form = KeyAnswerForm(request.POST if request.POST.get("decision") == "decline" else None)
    if request.method == "POST":
        try:
            done = _answer(request, found.pk, form)
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            return redirect("serial-key-withdrawal", withdrawal_id=found.pk)
        if done:
            messages.success(request, done)
            return redirect("serial-key-list")
    codes = next((k.codes for k in key_queries.key_versions(actor) if k.version == found.key_id), 0)
    context = {
        "withdrawal": found,
        "codes": codes,
        "mine": mine,
        "form": form,
        "history": history_of(found),
    }
    return render(
        request, "stamps/agency/key_withdrawal.html", context, status=422 if request.method == "POST" else 200
    )


def _answer(request: HttpRequest, withdrawal_id: int, form: KeyAnswerForm) -> str:
    """The sentence of what was done; empty when something still has to be written."""
    decision, actor = request.POST.get("decision"), actor_of(request)
    if decision == "confirm":
        key = actions.withdraw_key_version(actor=actor, withdrawal_id=withdrawal_id, at=now())
        return _("Key version %(version)s is withdrawn. Its stamps are no longer good.") % {"version": key.version}
    if decision == "take-back":
        actions.decline_key_withdrawal(actor=actor, withdrawal_id=withdrawal_id, answer="", at=now())
        return _("The proposal is taken back.")
    if decision == "decline" and form.is_valid():
        answer = form.cleaned_data["answer"]
        actions.decline_key_withdrawal(actor=actor, withdrawal_id=withdrawal_id, answer=answer, at=now())
        return _("The proposal is declined. The key version stays in use.")
    return ""
