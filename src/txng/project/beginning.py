"""“Bắt đầu trong 6 bước”: from an empty account to the first stamp; each state is read from what is there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from txng.access import Actor
from txng.catalogue.models import Product, ProductChange
from txng.catalogue.queries import DECIDABLE
from txng.production.models import DiaryEntry, Lot, Site
from txng.registry.models import Establishment, EstablishmentChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    title: str
    state: str  # done, doing, problem, todo, blocked
    href: str
    label: str = ""
    hint: str = ""
    button: str = ""  # what the one button of the step that comes next says


def first_steps(actor: Actor) -> list[Step]:
    own = {"establishment_id": actor.establishment_id}
    lots = Lot.objects.filter(**own, cancelled_at=None)
    product = _product(own)
    lot = lots.order_by("id").first()
    has_diary = lot is not None and DiaryEntry.objects.filter(**own).exists()
    on_sale = lot is not None and lots.filter(on_sale_since__isnull=False).exists()
    return [
        _profile(actor),
        product,
        Step(
            title=_("Add the place where you grow or make it"),
            state="done" if Site.objects.filter(**own).exists() else "todo",
            href=reverse("site-new"),
            button=_("Add the place"),
        ),
        Step(
            title=_("Open the first lot"),
            state="done" if lot else "todo" if product.state == "done" else "blocked",
            href=reverse("lot-new"),
            hint="" if lot or product.state == "done" else _("As soon as the product has been approved."),
            button=_("Open a lot"),
        ),
        Step(
            title=_("Write down the first work in the diary"),
            state="done" if has_diary else "todo" if lot else "blocked",
            href=reverse("diary-home"),
            button=_("Write the diary"),
        ),
        Step(
            title=_("Get stamps for the lot and activate them"),
            state="done" if on_sale else "todo" if lot else "blocked",
            href=reverse("batch-list"),
            button=_("Get stamps"),
        ),
    ]


def next_step(steps: list[Step]) -> Step | None:
    """The one with the button: what was refused first, then the first that can be begun."""
    for state in ("problem", "todo"):
        for step in steps:
            if step.state == state:
                return step
    return None


def _profile(actor: Actor) -> Step:
    """Whoever scans reads who they are: done when the lines of business and an introduction stand there."""
    title, href = _("Complete the information about your establishment"), reverse("profile")
    told = Establishment.objects.filter(pk=actor.establishment_id or 0).exclude(introduction="")
    if actor.practice or told.exists():
        return Step(title=title, state="done", href=href)
    change = EstablishmentChange.objects.filter(establishment_id=actor.establishment_id or 0).order_by("-id").first()
    if change is not None and change.state in ("waiting", "checked"):
        return Step(title=title, state="doing", href=href, label=change.get_state_display())
    state = "problem" if change is not None and change.state == "returned" else "todo"
    return Step(title=title, state=state, href=href, button=_("Complete the information"))


def _product(own: dict[str, int | None]) -> Step:
    title, products = _("Add your first product, with a photo"), Product.objects.filter(**own)
    if products.filter(published_at__isnull=False).exists():
        return Step(title=title, state="done", href=reverse("product-list"), label=pgettext("proposal", "Approved"))
    change = ProductChange.objects.filter(**own).order_by("-id").first()
    if change is None:
        return Step(title=title, state="todo", href=reverse("product-new"), button=_("Add a product"))
    href = reverse("product-detail", args=[change.product_id])
    state = "doing" if change.state in DECIDABLE else "problem"
    return Step(title=title, state=state, href=href, label=change.get_state_display(), button=_("Supplement"))
