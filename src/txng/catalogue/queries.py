"""Questions about products and their changes, limited to the actor's reach."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.catalogue.models import Product, ProductChange, ProductVersion
from txng.kernel.clock import local_date
from txng.kernel.text import fold
from txng.review.models import ProposalState
from txng.review.trays import Task, Undo
from txng.review.undoing import minutes_left

DECIDABLE = (ProposalState.WAITING, ProposalState.CHECKED)
OPEN = (*DECIDABLE, ProposalState.RETURNED)
WORKING = (*OPEN, ProposalState.DRAFT)


def products_of(actor: Actor) -> QuerySet[Product]:
    """The products an actor may see; each with its open change, or its last one while it was never public.

    A draft is its writer's own: an agency sees neither it nor a product that has never been sent.
    """
    telling = ProductChange.objects.filter(Q(state__in=WORKING) | Q(product__published_at=None)).order_by("-id")
    rows = Product.objects.filter(actor.reach(Permission.PRODUCT_READ))
    if actor.kind != "establishment":
        telling = telling.exclude(state=ProposalState.DRAFT)
        sent = ProductChange.objects.filter(product=OuterRef("pk")).exclude(proposed_at=None)
        rows = rows.filter(Q(published_at__isnull=False) | Exists(sent))
    return (
        rows.select_related("establishment", "image")
        .prefetch_related(Prefetch("changes", queryset=telling, to_attr="telling_changes"))
        .order_by("plain_name", "id")
    )


def telling_change(product: Product) -> ProductChange | None:
    """Of a product out of `products_of`: the change its page tells of."""
    changes: list[ProductChange] = product.telling_changes  # type: ignore[attr-defined]
    return changes[0] if changes else None


def matching(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Those whose name holds every word, accents ignored, or whose code begins with what was typed."""
    words = fold(text[:200]).split()
    if not words:
        return products
    named = Q()
    for word in words:
        named &= Q(plain_name__contains=word)
    code = text.strip().upper().replace(" ", "")
    return products.filter(named | Q(product_code__startswith=code) | Q(gtin__endswith=code))


def published_products_of(actor: Actor) -> QuerySet[Product]:
    """Those a lot can be opened for."""
    return offered(products_of(actor))


def offered(products: QuerySet[Product]) -> QuerySet[Product]:
    """Approved once, and not put away."""
    return products.filter(published_at__isnull=False, archived_at=None)


def published_version(product: Product) -> ProductVersion | None:
    """What the public reads now."""
    return product.versions.filter(state=ProductVersion.State.PUBLISHED).first()


def changes_visible_to(actor: Actor) -> QuerySet[ProductChange]:
    """Every change that was ever sent, as far as the actor may see its product."""
    return _changes().filter(actor.reach(Permission.PRODUCT_READ))


def own_changes(actor: Actor) -> QuerySet[ProductChange]:
    """An establishment's own, drafts among them."""
    return ProductChange.objects.filter(actor.reach(Permission.PRODUCT_READ)).order_by("id")


def working_change(product: Product) -> ProductChange | None:
    """The draft, or the request that is being looked at or came back."""
    return product.changes.filter(state__in=WORKING).select_related("image").first()


def changes_decided_by(actor: Actor) -> QuerySet[ProductChange]:
    """Changes whose decision is this actor's, the decided ones included."""
    return _changes().filter(actor.reach(Permission.CHANGE_DECIDE))


def changes_waiting_for(actor: Actor) -> QuerySet[ProductChange]:
    """What this actor can do something about: decide, or check first (kiểm tra yêu cầu). Oldest duty first."""
    to_decide = actor.reach(Permission.CHANGE_DECIDE) & Q(state__in=DECIDABLE)
    to_check = actor.reach(Permission.CHANGE_CHECK) & Q(state=ProposalState.WAITING)
    return _changes().filter(to_decide | to_check).order_by("due_on", "id")


def _changes() -> QuerySet[ProductChange]:
    return (
        ProductChange.objects.exclude(state=ProposalState.DRAFT)
        .select_related("product__image", "establishment", "image")
        .order_by("id")
    )


def tray(actor: Actor) -> list[Task]:
    """The rows of “Việc của tôi”. Whoever checked a change waits for the second person and is not asked again."""
    if not (actor.holds(Permission.CHANGE_DECIDE) or actor.holds(Permission.CHANGE_CHECK)):
        return []
    waiting = changes_waiting_for(actor)
    if actor.user_id is not None:
        waiting = waiting.exclude(state=ProposalState.CHECKED, checked_by_id=actor.user_id)
    return [task_of(change) for change in waiting]


def undoable(actor: Actor, at: datetime) -> list[Undo]:
    """The decisions of this person that can still be taken back, the latest first."""
    if actor.user_id is None or not actor.holds(Permission.CHANGE_DECIDE):
        return []
    mine = changes_decided_by(actor).filter(
        decided_by_id=actor.user_id,
        undo_until__gte=at,
        state__in=(ProposalState.APPROVED, ProposalState.RETURNED, ProposalState.REJECTED),
    )
    return [
        Undo(
            title=str(change),
            state=change.state,
            state_label=change.get_state_display(),
            page=reverse("product-change-review", args=[change.pk]),
            address=reverse("product-change-undo", args=[change.pk]),
            minutes=minutes_left(actor, change, at),
        )
        for change in mine.order_by("-undo_until")
    ]


def task_of(change: ProductChange) -> Task:
    return Task(
        kind=_("Change of product information") if change.product.is_published else _("New product"),
        title=str(change),
        organisation=change.establishment.name,
        address=reverse("product-change-review", args=[change.pk]),
        state=change.state,
        state_label=change.get_state_display(),
        due_on=change.due_on,
        since=local_date(change.proposed_at) if change.proposed_at else None,
        box=str(change.pk),
    )


def requests_of(actor: Actor) -> QuerySet[ProductChange]:
    """The establishment's own open requests, answered and unanswered: for its home page."""
    return _changes().filter(actor.reach(Permission.PRODUCT_PROPOSE), state__in=OPEN).order_by("-id")
