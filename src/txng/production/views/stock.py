"""Kho: what lies where, what came and went (CT-REG Điều 7.4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue.models import Product
from txng.catalogue.queries import offered
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.production import actions, queries
from txng.production.actions.lots_from_lots import NewLot
from txng.production.actions.take_back_move import TAKEN_BACK_HERE
from txng.production.forms.stock import (
    CountForm,
    LossForm,
    MergeForm,
    ProcessForm,
    ReceiveForm,
    SplitForm,
    TakeBackForm,
    TransferForm,
)
from txng.production.models import StockMove
from txng.production.stock.heaps import Heap, heaps_of, moves_of
from txng.ui.fields.dates import read_date
from txng.ui.forms import Form

FIELD_OF = {
    "quantity": "quantity",
    "unit": "quantity_unit",
    "unit_missing": "quantity_unit",
    "stock_short": "quantity",
    "future": "day",
    "before_opening": "day",
    "reason_missing": "reason",
    "same_site": "site",
    "partner_missing": "partner",
    "name_taken": "partner_name",
    "expiry": "expires_on",
}


@require_safe
@for_establishments
def stock_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    text, asked = request.GET.get("q", "").strip(), request.GET.get("ngay", "").strip()
    day = read_date(asked[:40]) if asked else None
    heaps = heaps_of(actor, on=day, text=text)
    context = {
        "heaps": heaps,
        "q": text,
        "day": day,
        "unread_day": asked if asked and day is None else "",
        "may_edit": actor.holds(Permission.STOCK_EDIT),
        "today": today(),
    }
    return render(request, "production/producer/stock.html", context)


@require_safe
@for_establishments
def stock_book(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    context = {
        "moves": moves_of(actor),
        "may_edit": actor.holds(Permission.STOCK_EDIT),
        "taken_back_here": TAKEN_BACK_HERE,
    }
    return render(request, "production/producer/stock_book.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def stock_receive(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STOCK_EDIT)
    materials, sites = queries.materials_of(actor), queries.sites_of(actor)
    form = ReceiveForm(
        request.POST or None,
        partners=queries.partners_of(actor).filter(kind__in=("supplier", "both")),
        materials=materials,
        sites=sites,
        initial=_begun() | _only("site", sites) | _only("material", materials),
    )

    def send() -> None:
        typed = form.cleaned_data
        actions.receive_material(
            actor=actor,
            material_id=typed["material"].pk,
            site_id=typed["site"].pk,
            quantity=typed["quantity"],
            unit=typed["quantity_unit"],
            received_on=typed["day"],
            supplier_lot=typed["supplier_lot"],
            expires_on=typed["expires_on"],
            client_id=typed["client_id"],
            at=now(),
            **form.who,
        )

    return _answer(
        request,
        form,
        "stock_receive",
        send,
        _("The goods received have been recorded."),
        ready=bool(materials and sites),
        materials=materials,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def stock_transfer(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STOCK_EDIT)
    heaps = heaps_of(actor)
    form = TransferForm(request.POST or None, heaps=heaps, sites=queries.sites_of(actor), initial=_of_heap(request))

    def send() -> None:
        typed = form.cleaned_data
        actions.transfer_stock(
            actor=actor,
            pile=form.pile,
            to_site_id=typed["site"].pk,
            done_on=typed["day"],
            client_id=typed["client_id"],
            at=now(),
        )

    return _answer(request, form, "stock_transfer", send, _("Written into the book."), ready=bool(heaps))


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def stock_count(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STOCK_EDIT)
    heaps = heaps_of(actor)
    form = CountForm(request.POST or None, heaps=heaps, initial=_of_heap(request))

    def send() -> None:
        typed = form.cleaned_data
        actions.count_stock(
            actor=actor,
            pile=form.pile,
            counted_on=typed["day"],
            reason=typed["reason"],
            client_id=typed["client_id"],
            at=now(),
        )

    return _answer(request, form, "stock_count", send, _("Written into the book."), ready=bool(heaps))


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def stock_loss(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STOCK_EDIT)
    heaps = heaps_of(actor)
    form = LossForm(request.POST or None, heaps=heaps, initial=_of_heap(request))

    def send() -> None:
        typed = form.cleaned_data
        actions.write_off(
            actor=actor,
            pile=form.pile,
            reason=typed["reason"],
            done_on=typed["day"],
            client_id=typed["client_id"],
            at=now(),
        )

    return _answer(request, form, "stock_loss", send, _("Written into the book."), ready=bool(heaps))


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def stock_take_back(request: HttpRequest, move_id: int) -> HttpResponse:
    actor = actor_of(request)
    move = get_object_or_404(StockMove.objects.filter(actor.reach(Permission.PRODUCTION_READ)), pk=move_id)
    actor.require(Permission.STOCK_EDIT, move)
    form = TakeBackForm(request.POST or None, initial={"client_id": uuid4()})

    def send() -> None:
        typed = form.cleaned_data
        actions.take_back_move(
            actor=actor, move_id=move.pk, reason=typed["reason"], client_id=typed["client_id"], at=now()
        )

    return _answer(request, form, "stock_take_back", send, _("Taken back."), to="stock-book", move=move)


# --- lots out of lots ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def lot_split(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STOCK_EDIT)
    heaps, sites = _heaps_of_lots(request), queries.sites_of(actor)
    form = SplitForm(
        request.POST or None, heaps=heaps, sites=sites, initial=_of_heap(request, heaps) | _only("site", sites)
    )

    def send() -> None:
        typed = form.cleaned_data
        actions.split_lot(
            actor=actor,
            lot_id=form.chosen.thing.pk,
            site_id=form.chosen.site.pk,
            parts=form.parts,
            done_on=typed["day"],
            client_id=typed["client_id"],
            at=now(),
        )

    return _answer(request, form, "lot_split", send, _("The lot has been split."), ready=bool(heaps))


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def lot_merge(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STOCK_EDIT)
    heaps, sites = _heaps_of_lots(request), queries.sites_of(actor)
    form = MergeForm(request.POST or None, heaps=heaps, sites=sites, initial=_begun() | _only("site", sites))

    def send() -> None:
        typed = form.cleaned_data
        actions.merge_lots(
            actor=actor,
            piles=form.taken,
            into=NewLot(quantity=form.together, unit=form.unit, site_id=typed["site"].pk),
            done_on=typed["day"],
            client_id=typed["client_id"],
            at=now(),
        )

    return _answer(request, form, "lot_merge", send, _("The lots have been put together."), ready=len(heaps) > 1)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def lot_process(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.STOCK_EDIT)
    heaps, sites = heaps_of(actor), queries.sites_of(actor)
    products = offered(Product.objects.filter(establishment_id=actor.establishment_id or 0)).order_by("plain_name")
    form = ProcessForm(
        request.POST or None,
        heaps=heaps,
        sites=sites,
        products=products,
        initial=_begun() | _only("site", sites) | _only("product", products),
    )

    def send() -> None:
        typed = form.cleaned_data
        actions.process_lots(
            actor=actor,
            inputs=form.taken,
            outputs=form.outputs,
            done_on=typed["day"],
            reason=typed["reason"],
            client_id=typed["client_id"],
            at=now(),
        )

    return _answer(request, form, "lot_process", send, _("Written into the book."), ready=bool(heaps and products))


# --- what they share -------------------------------------------------------------------------------------------------


def _heaps_of_lots(request: HttpRequest) -> list[Heap]:
    return [heap for heap in heaps_of(actor_of(request)) if heap.lot is not None]


def _begun() -> dict[str, Any]:
    return {"client_id": uuid4(), "day": today()}


def _of_heap(request: HttpRequest, heaps: Sequence[Heap] = ()) -> dict[str, Any]:
    """The line of the list from which one came is chosen already; of the lot from whose page one came, its first."""
    wanted = request.GET.get("hang", "")[:200]
    of_lot = next((heap.value for heap in heaps if heap.value.startswith(f"{wanted}-")), wanted)
    return _begun() | {"heap": of_lot if wanted else ""}


def _only(name: str, rows: Any) -> dict[str, Any]:
    found = list(rows[:2])
    return {name: found[0].pk} if len(found) == 1 else {}


def _answer(
    request: HttpRequest,
    form: Form,
    page: str,
    send: Callable[[], None],
    done: str,
    *,
    to: str = "stock-list",
    ready: bool = True,
    **context: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            send()
        except RuleBroken as refusal:
            field = FIELD_OF.get(refusal.code)
            form.refuse(refusal, field if field in form.fields else None)
        else:
            messages.success(request, done)
            return redirect(to)
    status = 422 if request.method == "POST" else 200
    context |= {"form": form, "ready": ready}
    return render(request, f"production/producer/{page}.html", context, status=status)
