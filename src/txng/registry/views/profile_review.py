"""Duyệt thông tin: what establishments ask to have said of themselves, and the answer (Điều 9, 10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.ledger.queries import history_of
from txng.registry import actions, profile, profile_queries
from txng.registry.forms.profile import ProfileRejectForm, ProfileReturnForm, RevokeForm
from txng.registry.models import Document, EstablishmentChange
from txng.review.answering import choices_of


def _change(request: HttpRequest, change_id: int) -> EstablishmentChange:
    return get_object_or_404(profile_queries.profile_changes_visible_to(actor_of(request)), id=change_id)


@require_safe
@for_agencies
def profile_change_review(request: HttpRequest, change_id: int) -> HttpResponse:
    change = _change(request, change_id)
    return render(
        request,
        "registry/agency/profile_review.html",
        {
            "change": change,
            "establishment": change.establishment,
            "rows": profile.rows_of(change, today()),
            "choices": choices_of(actor_of(request), change),
            "history": history_of(change.establishment).reverse()[:20],
            "today": today(),
            "undoable": profile_queries.undoable(actor_of(request), now()),
        },
    )


@require_POST
@for_agencies
def profile_change_check(request: HttpRequest, change_id: int) -> HttpResponse:
    said = _("Checked: %(name)s. Another person decides it now.")
    return _decide(request, change_id, actions.check_profile, said)


@require_POST
@for_agencies
def profile_change_approve(request: HttpRequest, change_id: int) -> HttpResponse:
    return _decide(request, change_id, actions.approve_profile, _("Approved and published: %(name)s."))


def _decide(request: HttpRequest, change_id: int, action: Callable[..., Any], done: str) -> HttpResponse:
    change = _change(request, change_id)
    try:
        action(actor=actor_of(request), change_id=change.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("profile-change-review", change.pk)
    messages.success(request, done % {"name": change})
    return redirect("my-work")


@require_POST
@for_agencies
def profile_change_undo(request: HttpRequest, change_id: int) -> HttpResponse:
    change = _change(request, change_id)
    try:
        actions.undo_profile_decision(actor=actor_of(request), change_id=change.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The decision is undone: %(name)s waits again.") % {"name": change})
    return redirect("profile-change-review", change.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def profile_change_return(request: HttpRequest, change_id: int) -> HttpResponse:
    form = ProfileReturnForm(request.POST or None)

    def send(change: EstablishmentChange) -> None:
        actions.return_profile(
            actor=actor_of(request),
            change_id=change.pk,
            at=now(),
            reasons=form.cleaned_data["reasons"],
            text=form.cleaned_data["text"],
        )

    return _answer(request, change_id, form, "profile_return", send, _("Supplements asked for: %(name)s."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def profile_change_reject(request: HttpRequest, change_id: int) -> HttpResponse:
    form = ProfileRejectForm(request.POST or None)

    def send(change: EstablishmentChange) -> None:
        actions.reject_profile(actor=actor_of(request), change_id=change.pk, at=now(), **form.cleaned_data)

    return _answer(request, change_id, form, "profile_reject", send, _("Rejected: %(name)s."))


def _answer(
    request: HttpRequest,
    change_id: int,
    form: ProfileReturnForm | ProfileRejectForm,
    page: str,
    send: Callable[[EstablishmentChange], None],
    done: str,
) -> HttpResponse:
    """An answer that needs words: the page with its form, or the answer sent."""
    change = _change(request, change_id)
    actor_of(request).require(Permission.CHANGE_DECIDE, change)
    if request.method != "POST" and not choices_of(actor_of(request), change).answer:
        return redirect("profile-change-review", change.pk)
    if request.method == "POST" and form.is_valid():
        try:
            send(change)
        except RuleBroken as refusal:
            if refusal.code in ("already_answered", "second_person_needed"):
                messages.error(request, str(refusal))
                return redirect("profile-change-review", change.pk)
            form.refuse(refusal, "text" if "text" in form.fields else None)
        else:
            messages.success(request, done % {"name": change})
            return redirect("my-work")
    status = 422 if request.method == "POST" else 200
    return render(request, f"registry/agency/{page}.html", {"form": form, "change": change}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def document_revoke(request: HttpRequest, document_id: int) -> HttpResponse:
    """A paper its issuer has taken back: the claim leaves the public pages now, not on the paper's last day."""
    actor = actor_of(request)
    rows = Document.objects.filter(actor.reach(Permission.ESTABLISHMENT_READ), shown_since__isnull=False, ended_at=None)
    document = get_object_or_404(rows.select_related("establishment"), id=document_id)
    actor.require(Permission.CHANGE_DECIDE, document)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_document(actor=actor, document_id=document.pk, reason=form.cleaned_data["reason"], at=now())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Marked as revoked: %(name)s.") % {"name": document})
            return redirect("establishment-detail", document.establishment_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "registry/agency/revoke.html", {"form": form, "document": document}, status=status)
