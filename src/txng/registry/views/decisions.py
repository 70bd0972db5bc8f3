"""The officer's buttons. Each is one verb, or two where the regulation lets one press say both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.registry import actions, queries
from txng.registry.actions.forward_dossier import forwards
from txng.registry.actions.taking import require_desk
from txng.registry.forms import RejectForm, ReturnForm
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
    may_add = not earlier or actor.role == "lead" or actor.kind == "operator"
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
