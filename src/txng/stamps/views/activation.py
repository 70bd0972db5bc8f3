"""Activating stamps (kích hoạt tem) and voiding them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.stamps import actions, queries
from txng.stamps.actions.activate_codes import Incomplete, Unsafe
from txng.stamps.finding import run_of, runs_of_rolls
from txng.stamps.forms import ActivateForm, ManyForm, VoidForm
from txng.stamps.models import CodeBatch
from txng.stamps.ranges import Run
from txng.stamps.views.batch_page import batch_page, lots_of
from txng.ui.formats import vn_number


@require_POST
@for_establishments
def activate(request: HttpRequest, batch_id: int) -> HttpResponse:
    actor = actor_of(request)
    batch = get_object_or_404(queries.batches_of(actor), id=batch_id)
    actor.require(Permission.CODES_ACTIVATE, batch)
    order = batch.print_order
    shape: dict[str, Any] = {"batch": batch, "lots": lots_of(actor, batch), "rolls": order.rolls}
    form = ActivateForm(request.POST, **shape)
    told: dict[str, Any] = {}
    if form.is_valid():
        data = form.cleaned_data
        try:
            runs = (
                runs_of_rolls(order, data["roll"])
                if data.get("roll")
                else [run_of(actor, data["first"], data["last"], batch)]
            )
            actions.activate_ranges(actor=actor, lot_id=int(data["lot"]), runs=runs, reason=data["reason"], at=now())
        except RuleBroken as refusal:
            if getattr(refusal, "answerable", False):
                form = ActivateForm(request.POST, ask_reason=True, **shape)
                form.is_valid()
            form.add_error(None, str(refusal))
            told = _listed(refusal)
        else:
            messages.success(request, _activated(runs))
            return redirect("batch-detail", batch_id=batch.pk)
    return batch_page(request, batch, activate=form, **told)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def many(request: HttpRequest) -> HttpResponse:
    """Several rolls at once, of whatever batches, each by its first and last stamp."""
    actor = actor_of(request)
    actor.require_verb(Permission.CODES_ACTIVATE)
    lots = lots_of(actor)
    form = ManyForm(request.POST if request.method == "POST" else None, lots=lots)
    told: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            runs = [run_of(actor, first, last) for first, last in form.pairs()]
            actions.activate_ranges(
                actor=actor,
                lot_id=int(data["lot"]),
                runs=runs,
                reason=data["reason"],
                client_id=data["client_id"],
                at=now(),
            )
        except RuleBroken as refusal:
            if getattr(refusal, "answerable", False):
                form = ManyForm(request.POST, lots=lots, ask_reason=True)
                form.is_valid()
            form.add_error(None, str(refusal))
            told = _listed(refusal)
        else:
            messages.success(request, _activated(runs))
            return redirect("batch-list")
    context = {"form": form, "lots": lots, **told}
    return render(request, "stamps/producer/activate_many.html", context, status=422 if form.is_bound else 200)


def _activated(runs: list[Run]) -> str:
    count = sum(run.last - run.first + 1 for run in runs)
    return ngettext("%(count)s stamp is activated.", "%(count)s stamps are activated.", count) % {
        "count": vn_number(count)
    }


def _listed(refusal: RuleBroken) -> dict[str, Any]:
    """Beside the sentence: what is missing or stands against it, each with the way to mend it."""
    if isinstance(refusal, Incomplete):
        return {"missing": list(refusal.missing)}
    return {"conflicts": list(refusal.conflicts)} if isinstance(refusal, Unsafe) else {}


@require_POST
@for_establishments
def void(request: HttpRequest, batch_id: int) -> HttpResponse:
    actor = actor_of(request)
    batch: CodeBatch = get_object_or_404(queries.batches_of(actor), id=batch_id)
    actor.require(Permission.CODES_VOID, batch)
    form = VoidForm(request.POST, batch=batch, auto_id="void_%s")
    if form.is_valid():
        data = form.cleaned_data
        try:
            run = run_of(actor, data["first"], data["last"], batch)
            actions.void_codes(
                actor=actor,
                batch_id=batch.pk,
                first=run.first,
                last=run.last,
                kind=data["kind"],
                reason=data["reason"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The stamps are voided. Whoever scans them is warned from now on."))
            return redirect("batch-detail", batch_id=batch.pk)
    return batch_page(request, batch, void=form)
