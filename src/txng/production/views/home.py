"""Trang chủ of an establishment: what to do next (ux.md W6, 4.7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_establishments
from txng.catalogue.models import Product, ProductChange
from txng.catalogue.queries import DECIDABLE, requests_of
from txng.catalogue.running_out import papers_running_out
from txng.kernel.clock import today
from txng.production import queries
from txng.production.models import DiaryEntry, Lot, Site

SILENT_DAYS = 3
SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of “Bắt đầu trong 5 bước”."""

    title: str
    state: str  # done, doing, problem, todo, blocked
    href: str
    label: str = ""
    hint: str = ""


@require_safe
@for_establishments
def establishment_home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if not actor.holds(Permission.LOT_EDIT):
        # Whoever only writes the diary is at home there.
        return redirect("diary-home")
    day = today()
    lots = queries.with_diary_figures(queries.running(queries.lots_of(actor)))
    steps = first_steps(actor)
    requests = list(requests_of(actor))
    running_out, running_out_count = papers_running_out(actor, day)
    context = {
        "waiting": [change for change in requests if change.is_open],
        "returned": [change for change in requests if not change.is_open],
        "silent": queries.silent_lots(actor, since=day - timedelta(days=SILENT_DAYS)),
        "silent_days": SILENT_DAYS,
        "lots": lots[:SHOWN],
        "steps": steps,
        "done": sum(step.state == "done" for step in steps),
        "total": len(steps),
        "today": day,
        "running_out": running_out,
        "running_out_count": running_out_count,
        "may_propose": actor.holds(Permission.PRODUCT_PROPOSE),
    }
    return render(request, "production/producer/home.html", context)


def first_steps(actor: Actor) -> list[Step]:
    """From an empty account to the first stamp; each state is read from what is there."""
    own = {"establishment_id": actor.establishment_id}
    lots = Lot.objects.filter(**own, cancelled_at=None)
    product = _product_step(own)
    lot = lots.order_by("id").first()
    has_diary = lot is not None and DiaryEntry.objects.filter(**own).exists()
    on_sale = lot is not None and lots.filter(on_sale_since__isnull=False).exists()
    return [
        product,
        Step(
            title=_("Add the place where you grow or make it"),
            state="done" if Site.objects.filter(**own).exists() else "todo",
            href=reverse("site-new"),
        ),
        Step(
            title=_("Open the first lot"),
            state="done" if lot else "todo" if product.state == "done" else "blocked",
            href=reverse("lot-new"),
            hint="" if lot or product.state == "done" else _("As soon as the product has been approved."),
        ),
        Step(
            title=_("Write down the first work in the diary"),
            state="done" if has_diary else "todo" if lot else "blocked",
            href=reverse("diary-home"),
        ),
        Step(
            title=_("Get stamps for the lot and activate them"),
            state="done" if on_sale else "todo" if lot else "blocked",
            href=reverse("batch-list"),
        ),
    ]


def _product_step(own: dict[str, int | None]) -> Step:
    title, products = _("Add your first product, with a photo"), Product.objects.filter(**own)
    if products.filter(published_at__isnull=False).exists():
        return Step(title=title, state="done", href=reverse("product-list"), label=pgettext("proposal", "Approved"))
    change = ProductChange.objects.filter(**own).order_by("-id").first()
    if change is None:
        return Step(title=title, state="todo", href=reverse("product-new"))
    href = reverse("product-detail", args=[change.product_id])
    state = "doing" if change.state in DECIDABLE else "problem"
    return Step(title=title, state=state, href=href, label=change.get_state_display())
