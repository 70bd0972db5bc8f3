from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.review.trays import Task, Undo
from txng.review.undoing import minutes_left
from txng.stamps.models import (
    Activation,
    CodeBatch,
    CodeException,
    PrintFile,
    PrintHouse,
    PrintOrder,
    ScanTally,
)

_OPEN = Q(state=PrintOrder.State.CHECKED) | Q(state=PrintOrder.State.SUBMITTED, needs_check=False)
_TO_CHECK = Q(state=PrintOrder.State.SUBMITTED, needs_check=True)


def batches_of(actor: Actor) -> QuerySet[CodeBatch]:
    """Code batches within reach, newest first."""
    return (
        CodeBatch.objects.filter(actor.reach(Permission.STAMP_READ))
        .select_related("product", "establishment", "print_order")
        .order_by("-id")
    )


def orders_of(actor: Actor) -> QuerySet[PrintOrder]:
    """Print orders within reach, newest first."""
    return (
        PrintOrder.objects.filter(actor.reach(Permission.STAMP_READ))
        .select_related("batch__product", "establishment", "lot")
        .order_by("-id")
    )


def print_houses_of(actor: Actor) -> QuerySet[PrintHouse]:
    """The print houses in use, of this establishment alone."""
    return PrintHouse.objects.filter(actor.reach(Permission.STAMP_READ), retired_at=None)


def print_files_of(actor: Actor) -> QuerySet[PrintFile]:
    return PrintFile.objects.filter(actor.reach(Permission.STAMP_READ)).select_related("house", "job", "order")


def orders_to_decide(actor: Actor) -> QuerySet[PrintOrder]:
    """Print orders that wait for this very officer: to be checked, or to be approved by somebody who did not check."""
    mine = Q(checked_by_id=actor.user_id) if actor.user_id is not None else Q(pk__in=[])
    decides = actor.reach(Permission.PRINT_ORDER_DECIDE) & _OPEN & ~mine
    checks = actor.reach(Permission.PRINT_ORDER_CHECK) & _TO_CHECK
    return (
        PrintOrder.objects.filter(decides | checks)
        .select_related("batch__product", "establishment")
        .order_by("due_on", "id")
    )


def answers_of(actor: Actor, order: PrintOrder) -> str:
    """What this officer may do with the order now: "check", "decide" or nothing."""
    if order.waits_for_check:
        return "check" if actor.may(Permission.PRINT_ORDER_CHECK, order) else ""
    if order.state not in (PrintOrder.State.SUBMITTED, PrintOrder.State.CHECKED):
        return ""
    return "decide" if actor.may(Permission.PRINT_ORDER_DECIDE, order) else ""


def activations_to_look_at(actor: Actor) -> QuerySet[Activation]:
    """“Kích hoạt cần xem”: stamps activated although something stood against it, with the reason that was stated."""
    reach = actor.reach(Permission.STAMP_READ)
    found = Activation.objects.filter(reach).exclude(despite="").order_by("-activated_at", "-id")
    return found.select_related("lot__product", "establishment")


def tallies_of(actor: Actor) -> QuerySet[ScanTally]:
    """Scans by day; only an establishment's own, since a tally carries no place."""
    return ScanTally.objects.filter(establishment_id=actor.establishment_id or 0).order_by("-day", "product_id")


def undoable(actor: Actor, at: datetime) -> list[Undo]:
    """The decisions of this person that can still be taken back, the latest first."""
    if actor.user_id is None or not (
        actor.holds(Permission.PRINT_ORDER_DECIDE) or actor.holds(Permission.PRINT_ORDER_CHECK)
    ):
        return []
    states = (PrintOrder.State.READY, PrintOrder.State.RETURNED, PrintOrder.State.REJECTED)
    mine = orders_of(actor).filter(decided_by_id=actor.user_id, undo_until__gte=at, state__in=states)
    return [
        Undo(
            title=f"{order.number} · {order.batch.product.name}",
            state=f"print_order.{order.state}",
            state_label=order.get_state_display(),
            page=reverse("print-order-review", args=[order.pk]),
            address=reverse("print-order-undo", args=[order.pk]),
            minutes=minutes_left(actor, order, at),
        )
        for order in mine.order_by("-undo_until")
    ]


def voided_of(batch: CodeBatch) -> list[CodeException]:
    return list(batch.exceptions.order_by("counter")[:200])


def tray(actor: Actor) -> list[Task]:
    """Print orders waiting for this officer."""
    return [
        Task(
            kind=_("Print order: first check") if order.waits_for_check else _("Print order"),
            title=_("%(number)s · %(quantity)s stamps · %(product)s")
            % {
                "number": order.number,
                "quantity": f"{order.batch.quantity:,}".replace(",", "."),
                "product": order.batch.product.name,
            },
            organisation=order.establishment.name,
            address=reverse("print-order-review", kwargs={"order_id": order.pk}),
            state=order.state,
            state_label=order.get_state_display(),
            due_on=order.due_on,
        )
        for order in orders_to_decide(actor)
    ]
