"""Sản phẩm: what an establishment sees and asks to have published (CT-REG Điều 7.4, 9.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue import actions, comparing, queries
from txng.catalogue.completeness import record_of
from txng.catalogue.forms import ProductForm, initial_of
from txng.catalogue.lists import PLAN
from txng.catalogue.models import Product, ProductChange
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.ledger.queries import history_of
from txng.ui.formats import vn_date
from txng.ui.lists import Listing, listed

# Which box a refusal of the action belongs to; the others stand above the form.
FIELD_OF = {"gtin": "gtin", "gtin_taken": "gtin", "shelf_life": "shelf_life_days", "unknown_group": "group"}


@require_safe
@for_establishments
def product_list(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.PRODUCT_READ)
    may_propose = actor_of(request).holds(Permission.PRODUCT_PROPOSE)
    return listed(
        request,
        Listing(PLAN, queries.products_of(actor_of(request)), request.GET),
        template="catalogue/producer/products.html",
        may_edit=may_propose,
        add_url=reverse("product-new"),
        # The area above keeps the workbooks of all lists; here only their addresses are known.
        excel_url=reverse("sheet-export", args=["san-pham"]),
        import_url=reverse("sheet-import", args=["san-pham"]) if may_propose else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def product_new(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.PRODUCT_PROPOSE)
    form = ProductForm(request.POST or None, request.FILES or None, initial={"client_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        answer = _save_or_propose(request, form, product=None)
        if answer is not None:
            return answer
    status = 422 if request.method == "POST" else 200
    return render(request, "catalogue/producer/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def product_change(request: HttpRequest, product_id: int) -> HttpResponse:
    product = get_object_or_404(queries.products_of(actor_of(request)), id=product_id)
    actor_of(request).require(Permission.PRODUCT_PROPOSE, product)
    if product.archived_at is not None and request.method != "POST":
        messages.info(request, _("“%(name)s” is archived. Restore it first.") % {"name": product.name})
        return redirect("product-detail", product.pk)
    change = queries.working_change(product)
    if change is not None and change.is_open and request.method != "POST":
        messages.info(request, _("A request of this product is being looked at. Withdraw it before you send another."))
        return redirect("product-detail", product.pk)
    form = ProductForm(
        request.POST or None,
        request.FILES or None,
        product=product,
        change=change,
        initial=initial_of(product, change) | {"client_id": uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        answer = _save_or_propose(request, form, product=product)
        if answer is not None:
            return answer
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "product": product, "change": change}
    return render(request, "catalogue/producer/change.html", context, status=status)


def _save_or_propose(request: HttpRequest, form: ProductForm, *, product: Product | None) -> HttpResponse | None:
    if "save" in request.POST:
        return _save(request, form, product=product)
    return _propose(request, form, product=product)


def _arguments(request: HttpRequest, form: ProductForm, product: Product | None) -> dict[str, Any]:
    return {
        "actor": actor_of(request),
        "fields": form.proposed,
        "at": now(),
        "product_id": product.pk if product else None,
        "image": form.cleaned_data.get("photo"),
        "gtin": form.cleaned_data.get("gtin"),
        "client_id": form.cleaned_data.get("client_id"),
    }


def _save(request: HttpRequest, form: ProductForm, *, product: Product | None) -> HttpResponse | None:
    """Into the draft, and on to the other sections."""
    try:
        change = actions.save_draft(**_arguments(request, form, product))
    except RuleBroken as refusal:
        form.refuse(refusal, FIELD_OF.get(refusal.code) if FIELD_OF.get(refusal.code) in form.fields else None)
        return None
    messages.success(request, _("Saved in the draft."))
    return redirect("product-record", change.product_id)


def _propose(request: HttpRequest, form: ProductForm, *, product: Product | None) -> HttpResponse | None:
    """Send the form's content; None when the action refused and the form now says why."""
    try:
        change = actions.propose_change(**_arguments(request, form, product))
    except RuleBroken as refusal:
        form.refuse(refusal, FIELD_OF.get(refusal.code) if FIELD_OF.get(refusal.code) in form.fields else None)
        return None
    messages.success(
        request,
        _("Sent for approval. Your managing agency answers by %(date)s.") % {"date": vn_date(change.due_on)},
    )
    return redirect("product-detail", change.product_id)


@require_safe
@for_establishments
def product_detail(request: HttpRequest, product_id: int) -> HttpResponse:
    product = get_object_or_404(queries.products_of(actor_of(request)), id=product_id)
    change = queries.telling_change(product)
    rows = comparing.rows_of(change, []) if change else []
    may_propose = actor_of(request).may(Permission.PRODUCT_PROPOSE, product)
    return render(
        request,
        "catalogue/producer/product.html",
        {
            "product": product,
            "facts": comparing.facts_of(product) if product.is_published else [],
            "change": change,
            "rows": rows,
            "first": comparing.is_first(rows),
            "history": comparing.lines_of(history_of(product).reverse()),
            "may_propose": may_propose,
            "record": record_of(product, queries.working_change(product), on=today()) if may_propose else None,
        },
    )


@require_POST
@for_establishments
def product_archive(request: HttpRequest, product_id: int) -> HttpResponse:
    said = _("Archived: %(name)s. It is offered nowhere any more.")
    return _kept(request, product_id, actions.archive_product, said)


@require_POST
@for_establishments
def product_restore(request: HttpRequest, product_id: int) -> HttpResponse:
    return _kept(request, product_id, actions.restore_product, _("Back in use: %(name)s."))


def _kept(request: HttpRequest, product_id: int, keep: Callable[..., Product], said: str) -> HttpResponse:
    product = get_object_or_404(queries.products_of(actor_of(request)), id=product_id)
    actor_of(request).require(Permission.PRODUCT_PROPOSE, product)
    try:
        keep(actor=actor_of(request), product_id=product.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("product-detail", product.pk)
    messages.success(request, said % {"name": product.name})
    return redirect("product-list")


@require_POST
@for_establishments
def change_withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    change = get_object_or_404(queries.own_changes(actor_of(request)), id=change_id)
    was_draft = change.state == ProductChange.State.DRAFT
    try:
        actions.withdraw_change(actor=actor_of(request), change_id=change.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("The draft has been discarded.") if was_draft else ""
        messages.success(request, done or _("The request has been withdrawn. What is public stays as it is."))
    return redirect("product-detail", change.product_id)
