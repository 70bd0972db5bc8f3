"""The record of a product in sections: a task list, what the law still wants, and each section on its own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue import actions, comparing, labels, queries, sections
from txng.catalogue.completeness import expiring_entries, record_of
from txng.catalogue.hints import hints_of
from txng.catalogue.models import Product, ProductChange
from txng.catalogue.sheet_forms import PAPER_FORMS, ArticlesForm, DetailsForm, PhotosForm, SoundForm
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.ui.formats import vn_date


def _own(request: HttpRequest, product_id: int) -> tuple[Product, ProductChange | None]:
    product = get_object_or_404(queries.products_of(actor_of(request)), id=product_id)
    actor_of(request).require(Permission.PRODUCT_PROPOSE, product)
    return product, queries.working_change(product)


def _being_looked_at(request: HttpRequest, change: ProductChange | None) -> bool:
    if change is not None and change.is_open:
        messages.info(request, _("A request of this product is being looked at. Withdraw it before you send another."))
        return True
    return False


@require_safe
@for_establishments
def product_record(request: HttpRequest, product_id: int) -> HttpResponse:
    product, change = _own(request, product_id)
    values = sections.working_values(product, change)
    day = today()
    return render(
        request,
        "catalogue/producer/record.html",
        {
            "product": product,
            "change": change,
            "sections": sections.sections_of(product, change),
            "record": record_of(product, change, on=day),
            "papers": expiring_entries(values, day),
            "old_labels": labels.old_addresses(product, values, on=day),
            "gtin_hint": _gtin_hint(product, change),
            "writable": change is None or not change.is_open,
            "has_draft": change is not None and change.state == ProductChange.State.DRAFT,
            "sendable": change is not None
            and not change.is_open
            and all(values.get(field) for field in sections.NEEDED_TO_SEND),
        },
    )


def _gtin_hint(product: Product, change: ProductChange | None) -> Any:
    if not product.gtin:
        return None
    looked_at = change or ProductChange(product=product, fields={})
    return hints_of(looked_at)[0]


@require_POST
@for_establishments
def product_send(request: HttpRequest, product_id: int) -> HttpResponse:
    product, _change = _own(request, product_id)
    try:
        change = actions.propose_change(actor=actor_of(request), product_id=product.pk, fields={}, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("product-record", product.pk)
    messages.success(
        request,
        _("Sent for approval. Your managing agency answers by %(date)s.") % {"date": vn_date(change.due_on)},
    )
    return redirect("product-detail", product.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def product_details(request: HttpRequest, product_id: int) -> HttpResponse:
    return _texts(request, product_id, DetailsForm, "details")


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def product_articles(request: HttpRequest, product_id: int) -> HttpResponse:
    return _texts(request, product_id, ArticlesForm, "articles")


def _texts(
    request: HttpRequest, product_id: int, form_of: type[DetailsForm] | type[ArticlesForm], name: str
) -> HttpResponse:
    product, change = _own(request, product_id)
    if _being_looked_at(request, change):
        return redirect("product-detail", product.pk)
    form = form_of(request.POST or None, initial=sections.working_values(product, change))
    if request.method == "POST" and form.is_valid():

        def save() -> None:
            actions.save_draft(actor=actor_of(request), product_id=product.pk, fields=form.proposed, at=now())

        if _kept(request, form, save):
            return redirect("product-record", product.pk)
    context = {"form": form, "product": product, "title": sections.title_of(name)}
    status = 422 if request.method == "POST" else 200
    return render(request, "catalogue/producer/section.html", context, status=status)


def _kept(request: HttpRequest, form: Any, save: Callable[[], Any]) -> bool:
    try:
        save()
    except RuleBroken as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Saved in the draft."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def product_photos(request: HttpRequest, product_id: int) -> HttpResponse:
    product, change = _own(request, product_id)
    if _being_looked_at(request, change):
        return redirect("product-detail", product.pk)
    remove = request.POST.getlist("remove")[:20]
    form = PhotosForm(None if remove else request.POST or None, None if remove else request.FILES or None)
    status = 200
    if request.method == "POST":
        if remove:
            actions.keep_photos(actor=actor_of(request), product_id=product.pk, remove=remove, at=now())
            return redirect("product-photos", product.pk)
        status = 422
        if form.is_valid() and _kept(request, form, lambda: _add_photos(request, product, form)):
            return redirect("product-photos", product.pk)
    shown = sections.working_values(product, change)["images"]
    photos = comparing.photos_shown(shown)
    context = {
        "form": form,
        "product": product,
        "title": sections.title_of("photos"),
        "photos": [{**photo, "id": one} for photo, one in zip(photos, shown, strict=False)],
    }
    return render(request, "catalogue/producer/photos.html", context, status=status)


def _add_photos(request: HttpRequest, product: Product, form: PhotosForm) -> None:
    actions.keep_photos(actor=actor_of(request), product_id=product.pk, files=form.cleaned_data["photos"], at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def product_sound(request: HttpRequest, product_id: int) -> HttpResponse:
    product, change = _own(request, product_id)
    if _being_looked_at(request, change):
        return redirect("product-detail", product.pk)
    remove = request.POST.getlist("remove")[:20]
    form = SoundForm(None if remove else request.POST or None, None if remove else request.FILES or None)
    status = 200
    if request.method == "POST":
        if remove:
            actions.keep_sound(actor=actor_of(request), product_id=product.pk, remove=remove, at=now())
            return redirect("product-sound", product.pk)
        status = 422
        if form.is_valid() and _kept(request, form, lambda: _add_sound(request, product, form)):
            return redirect("product-sound", product.pk)
    context = {
        "form": form,
        "product": product,
        "title": sections.title_of("sound"),
        "sounds": comparing.sounds_shown(sections.working_values(product, change)["sounds"]),
    }
    return render(request, "catalogue/producer/sound.html", context, status=status)


def _add_sound(request: HttpRequest, product: Product, form: SoundForm) -> None:
    said, file = form.cleaned_data["text"], form.cleaned_data["sound"]
    actions.keep_sound(actor=actor_of(request), product_id=product.pk, file=file, text=said, at=now())


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def product_papers(request: HttpRequest, product_id: int, papers: str) -> HttpResponse:
    """The papers of one list; `?giay=` opens one of them to be corrected or renewed."""
    product, change = _own(request, product_id)
    name = sections.PAPER_SLUGS.get(papers)
    if name is None:
        raise NotThere(_("Not found."))
    if _being_looked_at(request, change):
        return redirect("product-detail", product.pk)
    entries = sections.working_values(product, change)[name]
    asked = request.GET.get("giay", "")
    standing = next((entry for entry in entries if str(entry["document"]) == asked), None)
    if asked and standing is None:
        raise NotThere(_("Not found."))
    form = PAPER_FORMS[name](
        request.POST or None, request.FILES or None, standing=standing, initial={"client_id": uuid4()}
    )
    if request.method == "POST" and form.is_valid():

        def save() -> None:
            actions.keep_paper(
                actor=actor_of(request),
                product_id=product.pk,
                name=name,
                values=form.values,
                own=form.own,
                file=form.cleaned_data.get("file"),
                replaces=standing["document"] if standing else None,
                client_id=form.cleaned_data.get("client_id"),
                at=now(),
            )

        if _kept(request, form, save):
            return redirect("product-record", product.pk)
    context = {
        "form": form,
        "product": product,
        "title": sections.title_of(name),
        "slug": papers,
        "standing": standing,
        "entries": [] if standing else labels.lines_of(entries, today()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "catalogue/producer/papers.html", context, status=status)


@require_POST
@for_establishments
def product_paper_drop(request: HttpRequest, product_id: int, papers: str, document_id: int) -> HttpResponse:
    product, _change = _own(request, product_id)
    try:
        actions.drop_paper(
            actor=actor_of(request),
            product_id=product.pk,
            name=sections.PAPER_SLUGS.get(papers, ""),
            document_id=document_id,
            at=now(),
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken out of the draft."))
    return redirect("product-record", product.pk)
