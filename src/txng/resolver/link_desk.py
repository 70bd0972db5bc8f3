"""“Liên kết” of an establishment's products: what GS1's link types lead to, beside our own page.

Not among the views of the scan, which may not load the back office (import contract).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue.models import Product
from txng.catalogue.queries import products_of
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.production.models import Lot
from txng.resolver import actions
from txng.resolver.actions.load_linkset import Loaded
from txng.resolver.forms import LinkForm, LinksetForm
from txng.resolver.links.labels import label_of
from txng.resolver.links.reading import FILE_BYTES, LinksetRefused
from txng.resolver.links.vocabulary import DEFAULT
from txng.resolver.models import ResolverLink

FIELD_OF = {
    "link_type": "link_type",
    "default_there": "link_type",
    "title_missing": "title",
    "active_to": "active_to",
    **dict.fromkeys(
        ("href_long", "href_signs", "href_scheme", "href_unreadable", "href_host", "href_ours", "default_website"),
        "href",
    ),
    "link_there": "href",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def product_links(request: HttpRequest, product_id: int) -> HttpResponse:
    actor = actor_of(request)
    product = get_object_or_404(products_of(actor), id=product_id)
    lots = _lots(product)
    site = bool(product.establishment.website)
    form = LinkForm(request.POST if request.method == "POST" else None, lots=lots, has_website=site)
    if request.method == "POST":
        actor.require(Permission.PRODUCT_PROPOSE, product)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        lot = data.pop("lot")
        try:
            link = actions.add_link(
                actor=actor, product_id=product.pk, lot_id=int(lot) if lot else None, at=now(), **data
            )
        except RuleBroken as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": link.title})
            return redirect("product-links", product_id=product.pk)
    context = {
        "product": product,
        "form": form,
        "links": _links(product, lots),
        "may_edit": actor.may(Permission.PRODUCT_PROPOSE, product),
        "has_website": site,
        "address": f"/01/{product.gtin}" if product.gtin else f"/t/{product.product_code}",
    }
    return render(request, "resolver/links/product.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@for_establishments
def link_remove(request: HttpRequest, product_id: int, link_id: int) -> HttpResponse:
    product = get_object_or_404(products_of(actor_of(request)), id=product_id)
    actions.remove_link(actor=actor_of(request), product_id=product.pk, link_id=link_id, at=now())
    messages.success(request, _("The link is removed."))
    return redirect("product-links", product_id=product.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def all_links(request: HttpRequest) -> HttpResponse:
    """The products with their number of links, and a file for many at once."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCT_PROPOSE)
    form = LinksetForm()
    complaints: list[str] = []
    if request.method == "POST":
        form = LinksetForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                loaded = actions.load_linkset(actor=actor, data=_bytes(form), at=now())
            except LinksetRefused as refusal:
                complaints = refusal.complaints
            else:
                messages.success(request, _said(loaded))
                return redirect("link-list")
    context = {"form": form, "complaints": complaints, "rows": _rows(actor)}
    return render(request, "resolver/links/all.html", context, status=422 if request.method == "POST" else 200)


def _bytes(form: LinksetForm) -> bytes:
    data: bytes = form.cleaned_data["file"].read(FILE_BYTES + 1)
    return data


def _said(loaded: Loaded) -> str:
    return _("%(links)s links of %(anchors)s products and lots were read; %(changed)s of them changed.") % {
        "links": loaded.links,
        "anchors": loaded.anchors,
        "changed": loaded.changed,
    }


def _lots(product: Product) -> list[Lot]:
    return list(Lot.objects.filter(product=product, cancelled_at=None).order_by("-opened_on", "-id")[:200])


def _links(product: Product, lots: list[Lot]) -> list[dict[str, Any]]:
    numbers = {lot.pk: lot.number for lot in lots}
    rows = ResolverLink.objects.filter(linkset__product_id=product.pk).select_related("linkset")
    return [
        {
            "link": row,
            "type": _("Default link") if row.link_type == DEFAULT else label_of(row.link_type),
            "of": numbers.get(row.linkset.lot_id or 0) or (_("Product") if row.linkset.lot_id is None else "–"),
            "languages": ", ".join(row.languages),
        }
        for row in rows.order_by("linkset_id", "id")
    ]


def _rows(actor: Actor) -> list[dict[str, Any]]:
    products = list(products_of(actor).filter(archived_at=None)[:500])
    counted = ResolverLink.objects.filter(linkset__product_id__in=[product.pk for product in products])
    numbers = dict(counted.order_by().values_list("linkset__product_id").annotate(Count("id")))
    return [{"product": product, "count": numbers.get(product.pk, 0)} for product in products]
