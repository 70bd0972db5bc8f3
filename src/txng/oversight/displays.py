"""Who may read what of the display of information."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue.models import Product
from txng.kernel.clock import local_date
from txng.oversight.models import DisplayState, TraceDisplay
from txng.production.models import Lot
from txng.review.trays import Task


def displays_of(actor: Actor) -> QuerySet[TraceDisplay]:
    """Within an agency's reach, those still going on first."""
    return (
        TraceDisplay.objects.filter(actor.reach(Permission.DISPLAY_READ))
        .select_related("product", "lot", "establishment")
        .order_by(F("ended_at").desc(nulls_first=True), "-opened_at", "-id")
    )


def own_displays_of(actor: Actor) -> QuerySet[TraceDisplay]:
    """What agencies asked of the actor's own establishment."""
    return (
        TraceDisplay.objects.filter(actor.reach(Permission.PRODUCT_READ), establishment_id=actor.establishment_id or 0)
        .select_related("product", "lot")
        .order_by("-id")
    )


def products_to_ask_about(actor: Actor) -> QuerySet[Product]:
    return Product.objects.filter(actor.reach(Permission.DISPLAY_DECIDE)).select_related("establishment")


def lots_of_product(product: Product) -> QuerySet[Lot]:
    return Lot.objects.filter(product=product, cancelled_at=None).order_by("-opened_on", "-id")


def is_late(display: TraceDisplay, at: datetime) -> bool:
    return (
        display.state == DisplayState.EXPLANATION_REQUESTED
        and display.explained_at is None
        and display.due_at is not None
        and display.due_at < at
    )


def tray(actor: Actor) -> list[Task]:
    """What waits for a decision, for who may take it."""
    waiting = TraceDisplay.objects.filter(
        actor.reach(Permission.DISPLAY_DECIDE),
        state__in=[DisplayState.EXPLANATION_REQUESTED, DisplayState.SUSPENDED],
    ).select_related("product", "lot", "establishment")
    return [
        Task(
            kind=_("Information withheld"),
            title=str(display),
            organisation=display.establishment.name,
            address=reverse("display-detail", args=[display.pk]),
            state=display.state,
            state_label=display.get_state_display(),
            due_on=local_date(display.due_at) if display.due_at and not display.suspended_at else None,
            since=local_date(display.opened_at),
        )
        for display in waiting.order_by("id")
    ]
