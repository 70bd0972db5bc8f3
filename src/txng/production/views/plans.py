"""The process a lot follows: chosen, shifted, changed, kept for the next lots (ux.md 1.6, D11)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue import groups
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.production import actions, queries
from txng.production.forms.processes import ChooseForm, KeepForm, SizeForm, WorkForm
from txng.production.models import Lot, LotPlan, ProcessState, ProcessTemplate
from txng.production.process import library
from txng.production.process.pages import task_rows
from txng.production.process.rules import size_asked

READING = require_http_methods(["GET", "HEAD", "POST"])
SIZE_FIELDS = {"starts_on": "starts_on", "size": None}


@require_safe
@for_establishments
def process_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    text = request.GET.get("q", "").strip()
    found = list(library.in_force(library.matching(library.processes_of(actor), text), today()))
    context = {
        "own": [one for one in found if one.establishment_id],
        "told": sorted((one for one in found if not one.establishment_id), key=lambda one: one.is_starter),
        "q": text,
    }
    return render(request, "production/producer/processes.html", context)


@require_safe
@for_establishments
def process_detail(request: HttpRequest, process_id: int) -> HttpResponse:
    process = get_object_or_404(library.processes_of(actor_of(request)), id=process_id)
    context = {
        "process": process,
        "rows": task_rows(process.tasks.all()),
        "may_retire": process.state == ProcessState.PUBLISHED and _is_own(request, process),
    }
    return render(request, "production/producer/process.html", context)


def _is_own(request: HttpRequest, process: ProcessTemplate) -> bool:
    return process.establishment_id is not None and actor_of(request).may(Permission.LOT_EDIT, process)


@require_POST
@for_establishments
def process_retire(request: HttpRequest, process_id: int) -> HttpResponse:
    process = get_object_or_404(library.processes_of(actor_of(request)), id=process_id)
    actions.retire_process(actor=actor_of(request), process_id=process.pk, at=now())
    messages.success(request, _("“%(title)s” is out of use.") % {"title": process.title})
    return redirect("own-process-list")


def _lot(request: HttpRequest, lot_id: int) -> Lot:
    lot = get_object_or_404(queries.lots_of(actor_of(request)), id=lot_id)
    actor_of(request).require(Permission.LOT_EDIT, lot)
    return lot


def _plan(lot: Lot) -> LotPlan | None:
    return lot.plans.filter(ended_at=None).select_related("template").first()


@READING
@for_establishments
def lot_plan(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Choose a process: the one that fits best stands first and is chosen already."""
    lot = _lot(request, lot_id)
    fitting = library.fitting(actor_of(request), lot.product, today())
    plan = _plan(lot)
    chosen = plan.template_id if plan else fitting[0].pk if fitting else None
    form = ChooseForm(request.POST or None, initial={"client_id": uuid4(), "template": chosen})
    ids = [one.pk for one in fitting]
    form.fields["template"].queryset = ProcessTemplate.objects.filter(pk__in=ids)  # type: ignore[attr-defined]
    form.fields["template"].choices = [  # type: ignore[attr-defined]
        *((one.pk, f"{one.title} – {one.publisher}") for one in fitting),
        ("", _("None: I plan this lot myself")),
    ]
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            actions.plan_lot(
                actor=actor_of(request),
                lot_id=lot.pk,
                template_id=typed["template"].pk if typed["template"] else None,
                client_id=typed["client_id"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal, "template" if refusal.code == "template" else None)
        else:
            messages.success(request, _("The lot has its plan. Check the first day and the size."))
            return redirect("lot-plan-move", lot.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "lot": lot, "plan": plan, "fitting": fitting}
    return render(request, "production/producer/lot_plan.html", context, status=status)


@READING
@for_establishments
def lot_plan_move(request: HttpRequest, lot_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    plan = _plan(lot)
    if plan is None:
        return redirect("lot-plan", lot.pk)
    form = SizeForm(
        request.POST or None,
        first_day_is=plan.template.first_day_is if plan.template else "",
        asked=size_asked(plan.tasks.filter(dropped_at=None)),
        initial={name: getattr(plan, name) for name in ("starts_on", *SizeForm.needed_for)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_plan(actor=actor_of(request), lot_id=lot.pk, at=now(), **form.typed)
        except RuleBroken as refusal:
            form.refuse(refusal, SIZE_FIELDS.get(refusal.code))
        else:
            messages.success(request, _("Saved."))
            return redirect("lot-detail", lot.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "lot": lot, "plan": plan}
    return render(request, "production/producer/lot_plan_move.html", context, status=status)


@READING
@for_establishments
def lot_task_new(request: HttpRequest, lot_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    found = groups.group(lot.product.group)
    form = WorkForm(request.POST or None, nature=found.nature if found else "", initial={"client_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        typed: dict[str, Any] = dict(form.cleaned_data)
        try:
            actions.add_lot_task(
                actor=actor_of(request), lot_id=lot.pk, client_id=typed.pop("client_id"), work=typed, at=now()
            )
        except RuleBroken as refusal:
            form.refuse(refusal, refusal.code if refusal.code in form.fields else None)
        else:
            messages.success(request, _("Added to the plan of this lot."))
            return redirect("lot-detail", lot.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "production/producer/lot_task_new.html", {"form": form, "lot": lot}, status=status)


@require_POST
@for_establishments
def lot_task_drop(request: HttpRequest, lot_id: int, task_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    try:
        task = actions.drop_lot_task(actor=actor_of(request), lot_id=lot.pk, task_id=task_id, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Left out: %(title)s.") % {"title": task.title})
    return redirect("lot-detail", lot.pk)


@READING
@for_establishments
def lot_plan_keep(request: HttpRequest, lot_id: int) -> HttpResponse:
    lot = _lot(request, lot_id)
    form = KeepForm(request.POST or None, initial={"client_id": uuid4(), "title": lot.product.name})
    if request.method == "POST" and form.is_valid():
        try:
            process = actions.keep_plan(actor=actor_of(request), lot_id=lot.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal, "title" if refusal.code == "title" else None)
        else:
            messages.success(request, _("Kept as your own process. Choose it for the next lots."))
            return redirect("own-process", process.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "production/producer/lot_plan_keep.html", {"form": form, "lot": lot}, status=status)
