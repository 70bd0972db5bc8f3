"""The officer's buttons. Each is one verb, or two where the regulation lets one press say both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.registry import actions, queries
from txng.registry.actions.forward_dossier import forwards
from txng.registry.actions.return_dossier import may_name_new, supervisor_needed
from txng.registry.actions.taking import require_desk
from txng.registry.forms import AllowForm, RejectForm, ReturnForm, TransferForm
from txng.registry.models import Dossier

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_POST
@for_agencies
def receive(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """“Tiếp nhận và xem xét”."""
    actor, dossier = _reached(request, dossier_id)
    done = _tried(request, lambda: actions.begin_review(actor=actor, dossier_id=dossier.pk, at=now()))
    if done:
        messages.success(request, _("Dossier %(number)s is under review now.") % {"number": dossier.number})
    return _to(dossier)


@require_POST
@for_agencies
def approve(request: HttpRequest, dossier_id: int) -> HttpResponse:
    actor, dossier = _reached(request, dossier_id)
    sends_on = forwards(actor, dossier)
    approve_it = actions.approve_and_forward if sends_on else actions.approve_dossier
    appraisal = request.POST.get("appraisal", "")[:2000]
    if not _tried(request, lambda: approve_it(actor=actor, dossier_id=dossier.pk, at=now(), appraisal=appraisal)):
        return _to(dossier)
    if sends_on:
        operator = provinces.current().identity.shown_operator_short
        sentence = _("Dossier %(number)s is approved and forwarded to %(operator)s.")
        messages.success(request, sentence % {"number": dossier.number, "operator": operator})
    else:
        messages.success(request, _("Dossier %(number)s is approved.") % {"number": dossier.number})
    return _to_next(actor, dossier)


@form_page
@for_agencies
def send_back(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """“Yêu cầu bổ sung”: all reasons on one page."""
    actor, dossier = _reached(request, dossier_id)
    require_desk(actor, Permission.DOSSIER_REVIEW, dossier)
    earlier = list(dossier.returns.order_by("round"))
    may_add = not earlier or may_name_new(actor, dossier, rounds=len(earlier))
    form = ReturnForm(request.POST if request.method == "POST" else None, earlier=earlier, may_add=may_add)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            actions.return_dossier(
                actor=actor,
                dossier_id=dossier.pk,
                reasons=form.reasons(),
                complete=cleaned["complete"],
                note=cleaned["note"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("The request for supplement was sent: %(number)s.") % {"number": dossier.number}
            )
            return _to_next(actor, dossier)
    context = {"dossier": dossier, "form": form, "earlier": earlier, "may_add": may_add}
    context["why_not"] = "" if may_add else str(supervisor_needed(actor))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "registry/agency/return.html", context, status=status)


@form_page
@for_agencies
def reject(request: HttpRequest, dossier_id: int) -> HttpResponse:
    actor, dossier = _reached(request, dossier_id)
    require_desk(actor, Permission.DOSSIER_APPROVE, dossier)
    form = RejectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            actions.reject_dossier(
                actor=actor,
                dossier_id=dossier.pk,
                reason=cleaned["reason"],
                ground=cleaned["ground"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Dossier %(number)s is rejected.") % {"number": dossier.number})
            return _to_next(actor, dossier)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "registry/agency/reject.html", {"dossier": dossier, "form": form}, status=status)


@require_POST
@for_agencies
def forward(request: HttpRequest, dossier_id: int) -> HttpResponse:
    actor, dossier = _reached(request, dossier_id)
    if _tried(request, lambda: actions.forward_dossier(actor=actor, dossier_id=dossier.pk, at=now())):
        operator = provinces.current().identity.shown_operator_short
        sentence = _("Dossier %(number)s is forwarded to %(operator)s.")
        messages.success(request, sentence % {"number": dossier.number, "operator": operator})
    return _to(dossier)


@require_POST
@for_agencies
def renew_link(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The new secret address, on this page and never again: nothing of it is stored."""
    actor, dossier = _reached(request, dossier_id)
    try:
        dossier, token = actions.renew_link(actor=actor, dossier_id=dossier.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return _to(dossier)
    address = request.build_absolute_uri(reverse("registration-tasks", args=[token]))
    response = render(request, "registry/agency/link.html", {"dossier": dossier, "address": address})
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
@for_agencies
def undo(request: HttpRequest, dossier_id: int) -> HttpResponse:
    actor, dossier = _reached(request, dossier_id)
    if _tried(request, lambda: actions.undo_decision(actor=actor, dossier_id=dossier.pk, at=now())):
        sentence = _("The decision on dossier %(number)s is undone; the review goes on.")
        messages.success(request, sentence % {"number": dossier.number})
    return _to(dossier)


@require_POST
@for_agencies
def receive_many(request: HttpRequest) -> HttpResponse:
    """Tiếp nhận nhiều hồ sơ: each is a verb of its own with its own line. Nothing is ever approved, returned or
    rejected in bulk: somebody has read it (ux.md 1.7)."""
    actor = actor_of(request)
    actor.require_verb(Permission.DOSSIER_RECEIVE)
    chosen = {int(pk) for pk in request.POST.getlist("dossier")[:200] if pk.isdigit() and len(pk) < 19}
    done = 0
    for dossier in queries.dossiers_waiting(actor).filter(pk__in=chosen, state=Dossier.State.SUBMITTED):
        done += _tried(request, partial(actions.receive_dossier, actor=actor, dossier_id=dossier.pk, at=now()))
    if not chosen:
        messages.warning(request, _("Select at least one dossier."))
    elif done:
        sentence = ngettext("%(n)s dossier is received.", "%(n)s dossiers are received.", done)
        messages.success(request, sentence % {"n": done})
    return HttpResponseRedirect(reverse("dossier-queue"))


@form_page
@for_agencies
def transfer(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """“Chuyển cơ quan khác”: to whom, and why; the applicant reads both."""
    actor, dossier = _reached(request, dossier_id)
    require_desk(actor, Permission.DOSSIER_REVIEW, dossier)
    form = TransferForm(
        request.POST if request.method == "POST" else None, agencies=queries.transfer_targets(dossier, today())
    )
    if request.method == "POST" and form.is_valid():
        to, reason = int(form.cleaned_data["agency"]), form.cleaned_data["reason"]
        try:
            moved = actions.transfer_dossier(actor=actor, dossier_id=dossier.pk, agency_id=to, reason=reason, at=now())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            sentence = _("Dossier %(number)s now lies with %(agency)s.")
            messages.success(request, sentence % {"number": dossier.number, "agency": moved.filed_with})
            return _to_next(actor, dossier)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "registry/agency/transfer.html", {"dossier": dossier, "form": form}, status=status)


@form_page
@for_agencies
def new_reasons(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The supervisor's tick: a further return may name something new."""
    actor, dossier = _reached(request, dossier_id)
    if not actor.may(Permission.DOSSIER_SUPERVISE, dossier):
        require_desk(actor, Permission.DOSSIER_REVIEW, dossier)
    form = AllowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.allow_new_reasons(actor=actor, dossier_id=dossier.pk, reason=form.cleaned_data["reason"], at=now())
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("New reasons may be named once more for %(d)s.") % {"d": dossier.number})
            return _to(dossier)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "registry/agency/allow.html", {"dossier": dossier, "form": form}, status=status)


def _reached(request: HttpRequest, dossier_id: int) -> tuple[Actor, Dossier]:
    actor = actor_of(request)
    return actor, get_object_or_404(queries.dossiers_of(actor), id=dossier_id)


def _tried(request: HttpRequest, verb: Callable[[], Any]) -> bool:
    try:
        verb()
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return False
    return True


def _to(dossier: Dossier) -> HttpResponse:
    return HttpResponseRedirect(reverse("dossier-review", args=[dossier.pk]))


def _to_next(actor: Actor, dossier: Dossier) -> HttpResponse:
    """The next dossier opens by itself (ux.md P5); with an empty desk the list says so."""
    following = queries.dossiers_waiting(actor).exclude(pk=dossier.pk).first()
    return _to(following) if following else HttpResponseRedirect(reverse("dossier-queue"))
