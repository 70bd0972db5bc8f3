"""“Mã cần kiểm tra”: which codes wait for an officer's look, and how many of one batch."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.oversight.models import AlarmState, CopyAlarm
from txng.review.trays import Task
from txng.stamps.models import CodeBatch


def alarms_of(actor: Actor) -> QuerySet[CopyAlarm]:
    """Within reach, the newest first."""
    return (
        CopyAlarm.objects.filter(actor.reach(Permission.ALARM_READ))
        .select_related("batch", "product", "lot", "establishment")
        .order_by("-opened_at", "-id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchAlarms:
    batch: CodeBatch
    codes: int


def batches_in_sight(alarms: QuerySet[CopyAlarm], least: int) -> list[BatchAlarms]:
    """Batches of which many codes are open at once: one copied sheet rather than many copied stamps."""
    counted = dict(
        alarms.filter(state=AlarmState.OPEN)
        .order_by()
        .values_list("batch")
        .annotate(codes=Count("id"))
        .filter(codes__gte=least)
    )
    found = CodeBatch.objects.filter(pk__in=counted).select_related("product", "establishment")
    rows = [BatchAlarms(batch=batch, codes=counted[batch.pk]) for batch in found]
    return sorted(rows, key=lambda row: (-row.codes, row.batch.pk))


def tray(actor: Actor) -> list[Task]:
    """A line a batch: a copied sheet must not push everything else off the list."""
    waiting = (
        CopyAlarm.objects.filter(actor.reach(Permission.ALARM_DECIDE), state=AlarmState.OPEN)
        .select_related("batch", "product", "establishment")
        .order_by("opened_at", "id")[:500]
    )
    by_batch: dict[int, list[CopyAlarm]] = {}
    for alarm in waiting:
        by_batch.setdefault(alarm.batch_id, []).append(alarm)
    return [_task(found) for found in by_batch.values()]


def _task(found: list[CopyAlarm]) -> Task:
    first = found[0]
    several = len(found) > 1
    title = _("%(batch)s – %(product)s") % {"batch": first.batch.number, "product": first.product.name}
    return Task(
        kind=_("Code to be looked at"),
        title=f"{title} ({len(found)})" if several else title,
        organisation=first.establishment.name,
        address=f"{reverse('alarm-list')}?lo-ma={first.batch_id}"
        if several
        else reverse("alarm-detail", args=[first.pk]),
        state=first.state,
        state_label=first.get_state_display(),
        due_on=None,
        since=local_date(first.opened_at),
    )
