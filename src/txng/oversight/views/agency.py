from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Actor, Permission
from txng.access.gate import for_agencies
from txng.accounts.freshness import fresh_required
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.kernel.files.links import file_url
from txng.ledger.queries import history_of
from txng.oversight import actions, queries
from txng.oversight.forms import LiftForm, RecallForm
from txng.oversight.models import Complaint, Recall
from txng.oversight.wording import VERDICTS
from txng.production.models import Lot

A_PAGE = 25


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
@for_agencies
def complaint_list(request: HttpRequest) -> HttpResponse:
    actor = _actor(request)
    actor.require_verb(Permission.COMPLAINT_READ)
    shown = request.GET.get("xem", "")
    complaints = queries.complaints_of(actor) if shown == "tat-ca" else queries.complaints_waiting(actor)
    page = Paginator(complaints, A_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "everything": shown == "tat-ca", "today": today()}
    return render(request, "oversight/agency/complaint_list.html", context)


@require_safe
@for_agencies
def complaint_detail(request: HttpRequest, complaint_id: int) -> HttpResponse:
    complaint = get_object_or_404(queries.complaints_of(_actor(request)), id=complaint_id)
    files = [
        {"url": file_url(photo.file), "name": photo.file.name, "size": photo.file.size, "thumb": file_url(photo.file)}
        for photo in complaint.photos.select_related("file")
    ]
    return render(
        request,
        "oversight/agency/complaint_detail.html",
        {
            "complaint": complaint,
            "verdict": VERDICTS.get(complaint.verdict, ""),
            "files": files,
            "late": _late(complaint),
            "history": history_of(complaint),
        },
    )


def _late(complaint: Complaint) -> bool:
    return complaint.due_on is not None and complaint.due_on < today()


@require_safe
@for_agencies
def recall_list(request: HttpRequest) -> HttpResponse:
    actor = _actor(request)
    actor.require_verb(Permission.RECALL_READ)
    page = Paginator(queries.recalls_of(actor), A_PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "may_open": actor.holds(Permission.RECALL_OPEN)}
    return render(request, "oversight/agency/recall_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
@fresh_required
def recall_new(request: HttpRequest) -> HttpResponse:
    """Three steps on one address: find the lot, say why, confirm what it does."""
    actor = _actor(request)
    actor.require_verb(Permission.RECALL_OPEN)
    chosen = request.GET.get("lo", "")
    if not chosen.isdigit():
        return _find_lot(request, actor)
    lot = get_object_or_404(queries.lots_to_recall(actor), id=int(chosen))
    form = RecallForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _recall_page(request, lot, form, status=422 if form.is_bound else 200)
    if "sua" in request.POST:
        return _recall_page(request, lot, form)
    if "xac-nhan" not in request.POST:
        context = {
            "lot": lot,
            "form": form,
            "kind": Recall.Kind(form.cleaned_data["kind"]).label,
            "typed": _as_typed(form.cleaned_data),
            "consequences": queries.consequences_of_recall(lot),
        }
        return render(request, "oversight/agency/recall_confirm.html", context)
    try:
        recall = actions.open_recall(actor=actor, lot_id=lot.pk, at=now(), **form.cleaned_data)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _recall_page(request, lot, form, status=422)
    messages.success(request, _("Lot %(lot)s is being recalled. Its pages are red from now on.") % {"lot": lot.number})
    return redirect("recall-detail", recall_id=recall.pk)


def _as_typed(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What was typed, box by box, to be sent along by the page that asks for confirmation."""
    typed: list[tuple[str, str]] = []
    for name, value in data.items():
        if isinstance(value, date):
            boxes = (("day", value.day), ("month", value.month), ("year", value.year))
            typed += [(f"{name}_{box}", str(number)) for box, number in boxes]
        else:
            typed.append((name, str(value)))
    return typed


def _find_lot(request: HttpRequest, actor: Actor) -> HttpResponse:
    text = request.GET.get("tim", "").strip()[:100]
    lots = list(queries.lots_to_recall(actor, text)[:A_PAGE]) if text else []
    return render(request, "oversight/agency/recall_find.html", {"text": text, "lots": lots, "limit": A_PAGE})


def _recall_page(request: HttpRequest, lot: Lot, form: RecallForm, *, status: int = 200) -> HttpResponse:
    return render(request, "oversight/agency/recall_new.html", {"lot": lot, "form": form}, status=status)


@require_safe
@for_agencies
def recall_detail(request: HttpRequest, recall_id: int) -> HttpResponse:
    recall = get_object_or_404(queries.recalls_of(_actor(request)), id=recall_id)
    return render(request, "oversight/agency/recall_detail.html", _detail(request, recall))


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
@fresh_required
def recall_lift(request: HttpRequest, recall_id: int) -> HttpResponse:
    actor = _actor(request)
    recall = get_object_or_404(queries.recalls_of(actor), id=recall_id)
    actor.require(Permission.RECALL_LIFT, recall)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.lift_recall(actor=actor, recall_id=recall.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The recall of lot %(lot)s is lifted.") % {"lot": recall.lot.number})
            return redirect("recall-detail", recall_id=recall.pk)
    context = {"recall": recall, "form": form}
    return render(request, "oversight/agency/recall_lift.html", context, status=422 if form.is_bound else 200)


def _detail(request: HttpRequest, recall: Recall) -> dict[str, Any]:
    return {
        "recall": recall,
        "in_force": recall.state in (Recall.State.OPEN, Recall.State.DISPOSING),
        "may_lift": _actor(request).may(Permission.RECALL_LIFT, recall),
        "consequences": queries.consequences_of_recall(recall.lot),
        "history": history_of(recall),
    }
