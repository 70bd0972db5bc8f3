"""Duyệt thông tin: what waits for an agency's answer, and the answer (Điều 9, 10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies
from txng.catalogue import actions, comparing, queries
from txng.catalogue.actions.deciding import choices_of
from txng.catalogue.forms import RejectForm, ReturnForm
from txng.catalogue.hints import hints_of
from txng.catalogue.models import ProductChange
from txng.catalogue.risk import may_be_approved_together
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.queries import history_of
from txng.registry import profile_queries
from txng.review.sheets import answer, workbook
from txng.review.trays import Task, by_deadline
from txng.ui.formats import vn_date

PAGE = 25


@require_safe
@for_agencies
def change_queue(request: HttpRequest) -> HttpResponse:
    """What waits, by deadline; `?xem=da-xu-ly` what was decided."""
    actor = actor_of(request)
    if not (actor.holds(Permission.CHANGE_DECIDE) or actor.holds(Permission.CHANGE_CHECK)):
        raise NotThere
    context: dict[str, Any] = {"decided": request.GET.get("xem") == "da-xu-ly", "today": today()}
    if context["decided"]:
        past = queries.changes_decided_by(actor).exclude(decided_at=None).order_by("-decided_at", "-id")
        context["page"] = Paginator(past, PAGE).get_page(request.GET.get("trang"))
    else:
        together = _together(actor)
        tasks = [task if task.box in together else replace(task, box="") for task in _waiting(actor)]
        context |= {
            "groups": by_deadline(tasks, today()),
            "checked": _checked_by(request),
            "together": bool(together),
            "undoable": queries.undoable(actor, now()) + profile_queries.undoable(actor, now()),
            "count": len(tasks),
        }
    return render(request, "catalogue/agency/queue.html", context)


def _waiting(actor: Actor) -> list[Task]:
    """Products and what establishments say of themselves: one list, the same on the screen and in the file."""
    return queries.tray(actor) + profile_queries.tray(actor)


MOST = 50  # looked at by the machine for a list


def _together(actor: Actor) -> set[str]:
    """The requests of the list whose boxes may be ticked."""
    waiting = queries.changes_waiting_for(actor)[:MOST]
    return {str(change.pk) for change in waiting if may_be_approved_together(actor, change)}


@require_safe
@for_agencies
def change_queue_sheet(request: HttpRequest) -> HttpResponse:
    """The list as it stands on the screen."""
    actor = actor_of(request)
    if not (actor.holds(Permission.CHANGE_DECIDE) or actor.holds(Permission.CHANGE_CHECK)):
        raise NotThere
    heads = [_("Deadline"), _("Kind"), _("Product"), _("Establishment"), pgettext("sheet", "State"), _("Due on")]
    rows = [
        [group.label, task.kind, task.title, task.organisation, task.state_label, vn_date(task.due_on)]
        for group in by_deadline(_waiting(actor), today())
        for task in group.tasks
    ]
    return answer(f"duyet-thong-tin-{today():%Y%m%d}", workbook(_("Approvals"), heads, rows))


@require_POST
@for_agencies
def approve_many(request: HttpRequest) -> HttpResponse:
    """Each is judged again and approved by the verb of one; whatever is not safe stays in the list. Sending back and
    rejecting are never done to many."""
    actor = actor_of(request)
    actor.require_verb(Permission.CHANGE_DECIDE)
    chosen = {int(pk) for pk in request.POST.getlist("change")[:MOST] if pk.isdigit() and len(pk) < 19}
    done = left = 0
    for change in queries.changes_waiting_for(actor).filter(pk__in=chosen):
        if not may_be_approved_together(actor, change):
            left += 1
            continue
        try:
            actions.approve_change(actor=actor, change_id=change.pk, at=now())
            done += 1
        except RuleBroken as refusal:
            messages.error(request, f"{change}: {refusal}")
    if not chosen:
        messages.warning(request, _("Select at least one request."))
    if done:
        messages.success(
            request, ngettext("%(n)s request is approved.", "%(n)s requests are approved.", done) % {"n": done}
        )
    if left:
        messages.warning(
            request,
            ngettext("%(n)s request has to be read one by one.", "%(n)s requests have to be read one by one.", left)
            % {"n": left},
        )
    return redirect("change-queue")


@require_POST
@for_agencies
def change_undo(request: HttpRequest, change_id: int) -> HttpResponse:
    change = _change(request, change_id)
    try:
        actions.undo_change_decision(actor=actor_of(request), change_id=change.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The decision is undone: %(name)s waits again.") % {"name": change})
    return redirect("product-change-review", change.pk)


def _checked_by(request: HttpRequest) -> list[ProductChange]:
    """Those the person checked, which now wait for somebody else."""
    return list(
        queries.changes_decided_by(actor_of(request)).filter(
            state=ProductChange.State.CHECKED, checked_by_id=actor_of(request).user_id
        )
    )


@require_safe
@for_agencies
def change_review(request: HttpRequest, change_id: int) -> HttpResponse:
    return _page(request, _change(request, change_id))


def _change(request: HttpRequest, change_id: int) -> ProductChange:
    return get_object_or_404(queries.changes_visible_to(actor_of(request)), id=change_id)


def _page(request: HttpRequest, change: ProductChange) -> HttpResponse:
    hints = hints_of(change) if change.is_open else []
    rows = comparing.rows_of(change, hints)
    return render(
        request,
        "catalogue/agency/review.html",
        {
            "change": change,
            "product": change.product,
            "rows": rows,
            "first": comparing.is_first(rows),
            "hints": hints,
            "choices": choices_of(actor_of(request), change),
            "history": comparing.lines_of(history_of(change.product).reverse()[:20]),
            "today": today(),
            "undoable": queries.undoable(actor_of(request), now()),
            **_neighbours(request, change),
        },
    )


def _neighbours(request: HttpRequest, change: ProductChange) -> dict[str, Any]:
    """“Mục 1/23” and the next one, of the person's own list."""
    ids = list(queries.changes_waiting_for(actor_of(request)).values_list("id", flat=True))
    if change.pk not in ids:
        return {}
    place = ids.index(change.pk)
    return {
        "place": place + 1,
        "places": len(ids),
        "previous_id": ids[place - 1] if place else None,
        "next_id": ids[place + 1] if place + 1 < len(ids) else None,
    }


@require_POST
@for_agencies
def change_check(request: HttpRequest, change_id: int) -> HttpResponse:
    return _decide(request, change_id, actions.check_change, _("Checked: %(name)s. Another person decides it now."))


@require_POST
@for_agencies
def change_approve(request: HttpRequest, change_id: int) -> HttpResponse:
    return _decide(request, change_id, actions.approve_change, _("Approved and published: %(name)s."))


def _decide(request: HttpRequest, change_id: int, action: Callable[..., Any], done: str) -> HttpResponse:
    change = _change(request, change_id)
    try:
        action(actor=actor_of(request), change_id=change.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("product-change-review", change.pk)
    messages.success(request, done % {"name": change})
    return _onward(request)


def _onward(request: HttpRequest) -> HttpResponse:
    """The next item opens by itself (ux.md 4.4, P5); with nothing left, the list says so."""
    waiting = queries.changes_waiting_for(actor_of(request)).exclude(
        state=ProductChange.State.CHECKED, checked_by_id=actor_of(request).user_id
    )
    following = waiting.values_list("id", flat=True).first()
    return redirect("product-change-review", following) if following else redirect("change-queue")


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def change_return(request: HttpRequest, change_id: int) -> HttpResponse:
    change = _change(request, change_id)
    form = ReturnForm(request.POST or None)

    def send() -> None:
        actions.return_change(
            actor=actor_of(request),
            change_id=change.pk,
            at=now(),
            reasons=form.cleaned_data["reasons"],
            text=form.cleaned_data["text"],
        )

    return _answer(request, change, form, "return", send, _("Supplements asked for: %(name)s."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_agencies
def change_reject(request: HttpRequest, change_id: int) -> HttpResponse:
    change = _change(request, change_id)
    form = RejectForm(request.POST or None)

    def send() -> None:
        actions.reject_change(actor=actor_of(request), change_id=change.pk, at=now(), **form.cleaned_data)

    return _answer(request, change, form, "reject", send, _("Rejected: %(name)s."))


def _answer(
    request: HttpRequest,
    change: ProductChange,
    form: ReturnForm | RejectForm,
    page: str,
    send: Callable[[], None],
    done: str,
) -> HttpResponse:
    """An answer that needs words: the page with its form, or the answer sent."""
    actor_of(request).require(Permission.CHANGE_DECIDE, change)
    if request.method != "POST" and not choices_of(actor_of(request), change).answer:
        return redirect("product-change-review", change.pk)
    if request.method == "POST" and form.is_valid():
        try:
            send()
        except RuleBroken as refusal:
            if refusal.code in ("already_answered", "second_person_needed"):
                messages.error(request, str(refusal))
                return redirect("product-change-review", change.pk)
            form.refuse(refusal, "text" if "text" in form.fields else None)
        else:
            messages.success(request, done % {"name": change})
            return _onward(request)
    status = 422 if request.method == "POST" else 200
    return render(request, f"catalogue/agency/{page}.html", {"form": form, "change": change}, status=status)


@require_safe
@for_agencies
def product_list(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.PRODUCT_READ)
    text = request.GET.get("q", "").strip()
    page = Paginator(queries.matching(queries.products_of(actor_of(request)), text), PAGE)
    context = {"page": page.get_page(request.GET.get("trang")), "q": text, "searching": bool(text)}
    return render(request, "catalogue/agency/products.html", context)


@require_safe
@for_agencies
def product_detail(request: HttpRequest, product_id: int) -> HttpResponse:
    product = get_object_or_404(queries.products_of(actor_of(request)), id=product_id)
    change = queries.telling_change(product)
    context = {
        "product": product,
        "facts": comparing.facts_of(product) if product.is_published else [],
        "change": change,
        "versions": product.versions.order_by("-number"),
        "may_withhold": product.is_published and actor_of(request).may(Permission.DISPLAY_DECIDE, product),
        "history": comparing.lines_of(history_of(product).reverse()),
    }
    return render(request, "catalogue/agency/product.html", context)
