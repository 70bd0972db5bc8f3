"""Subscribers are told: what is new is put into deliveries, and each is sent in its order until it is taken (RE-15).

What is new is judged by the rows' own order up to `horizon()`, never by the clock, so no event is told twice or
missed. Who the subscriber is and what they may see is asked afresh for every message: a locked account is sent
nothing from the commit of its lock on, also of what was waiting.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import logging
import ssl
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.keys import actor_of_client, state_of
from txng.accounts.models import ApiClient
from txng.accounts.sealing import unseal
from txng.gs1.epcis import write_json
from txng.kernel.clock import now
from txng.ledger.models import Entry
from txng.trace import order, outside, schedules
from txng.trace.actions.subscribe import TOKENS
from txng.trace.api.answers import as_asked
from txng.trace.beside import known_prefixes
from txng.trace.eventquery import QueryRefused, matching, visible
from txng.trace.eventquery.parameters import Query
from txng.trace.eventquery.running import limited, redacted
from txng.trace.models import CapturedEvent, Delivery, Subscription
from txng.trace.named import asked_by

log = logging.getLogger("txng.trace")

PER_DELIVERY = 500  # events in one message
DELIVERIES_AT_ONCE = 20  # of one subscription in one run; the rest waits for the next
BACKOFF = (30, 60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400)  # seconds; then it is given up
_LOST = (OSError, http.client.HTTPException, ssl.SSLError, outside.NotOutside, UnicodeError)
_DELIVER = "trace.deliver"


@app.periodic(cron="* * * * *")
@app.task(name="trace.tell_subscribers", queue="default", queueing_lock="tell_subscribers", pass_context=False)
def tell_subscribers(timestamp: int = 0) -> None:
    for subscription_id in tell(now()):
        _defer(subscription_id)


def after_capture(entry: Entry) -> None:
    """Streams need not wait for the minute."""
    tell_subscribers()


def _defer(subscription_id: uuid.UUID) -> None:
    name = f"deliver-{subscription_id}"
    try:
        task = app.configure_task(_DELIVER, queueing_lock=name, lock=name)
        task.defer(subscription_id=str(subscription_id))
    except AlreadyEnqueued:
        return


@app.task(name=_DELIVER, queue="slow")
def deliver_of(subscription_id: str) -> None:
    deliver(uuid.UUID(subscription_id), now())


# --- what is new ------------------------------------------------------------------------------------------------------


def tell(at: datetime) -> list[uuid.UUID]:
    """Put what is new into deliveries; the subscriptions that have something to be sent."""
    due = Subscription.objects.filter(ended_at=None, next_run_at__lte=at)
    for subscription_id in due.order_by("next_run_at").values_list("pk", flat=True):
        _collect(subscription_id, at)
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).filter(Q(next_try_at=None) | Q(next_try_at__lte=at))
    return list(waiting.order_by("subscription_id").values_list("subscription_id", flat=True).distinct())


@transaction.atomic
def _collect(subscription_id: uuid.UUID, at: datetime) -> None:
    live = Subscription.objects.select_for_update(skip_locked=True, of=("self",)).select_related("query", "client")
    subscription = live.filter(pk=subscription_id, ended_at=None, next_run_at__lte=at).first()
    if subscription is None:
        return
    actor = actor_behind(subscription.client, at)
    if actor is None:
        return  # locked: what comes meanwhile is told when the account works again
    top = order.horizon()
    try:
        query = asked_by(subscription.query, actor)
        events = _new_events(subscription, query, actor, top)
    except QueryRefused as refused:
        log.warning("subscription %s: %s", subscription_id, refused)
        events, top = [], subscription.seen_to
    if len(events) > PER_DELIVERY * DELIVERIES_AT_ONCE:
        events = events[: PER_DELIVERY * DELIVERIES_AT_ONCE]
        top = events[-1]
    parts = [events[start : start + PER_DELIVERY] for start in range(0, len(events), PER_DELIVERY)]
    if not parts and subscription.report_if_empty and subscription.schedule:
        parts = [[]]
    last = Delivery.objects.filter(subscription=subscription).order_by("-number").values_list("number", flat=True)
    number = last.first() or 0
    Delivery.objects.bulk_create(
        Delivery(subscription=subscription, number=number + place, events=part, made_at=at)
        for place, part in enumerate(parts, 1)
    )
    subscription.seen_to = max(top, subscription.seen_to)
    subscription.next_run_at = schedules.next_time(subscription.schedule, at) if subscription.schedule else at
    subscription.save(update_fields=["seen_to", "next_run_at"])


def _new_events(subscription: Subscription, query: Query, actor: Actor, top: int) -> list[int]:
    rows = matching(actor, query).filter(
        id__gt=subscription.seen_to, id__lte=top, record_time__gte=subscription.initial_record_time
    )
    with limited():
        return list(rows.order_by("id").values_list("id", flat=True)[: PER_DELIVERY * DELIVERIES_AT_ONCE + 1])


def actor_behind(client: ApiClient, at: datetime) -> Actor | None:
    """Who the subscriber is at this moment; None while they may not read."""
    fresh = ApiClient.objects.select_related("account").filter(pk=client.pk).first()
    if fresh is None or state_of(fresh, at) != "active":
        return None
    actor = actor_of_client(fresh)
    return actor if actor is not None and actor.holds(Permission.TRACE_READ) else None


# --- sending ----------------------------------------------------------------------------------------------------------


def deliver(subscription_id: uuid.UUID, at: datetime) -> int:
    """Send what waits, in order; stop at the first that is not taken. Returns how many were."""
    subscription = Subscription.objects.select_related("query", "client").get(pk=subscription_id)
    waiting = Delivery.objects.filter(subscription=subscription, state=Delivery.State.WAITING).order_by("number")
    sent = 0
    for delivery in waiting[:DELIVERIES_AT_ONCE]:
        if not _is_live(subscription_id):
            waiting.update(state=Delivery.State.DEAD, trouble="the subscription has ended")
            break
        if delivery.next_try_at is not None and delivery.next_try_at > at:
            break
        if not _send(subscription, delivery, at):
            break
        sent += 1
    return sent


def _is_live(subscription_id: uuid.UUID) -> bool:
    return Subscription.objects.filter(pk=subscription_id, ended_at=None, query__ended_at=None).exists()


def _send(subscription: Subscription, delivery: Delivery, at: datetime) -> bool:
    actor = actor_behind(subscription.client, at)
    if actor is None:
        return False
    try:
        body = message(subscription, delivery, actor)
    except QueryRefused as refused:
        return _failed(delivery, at, str(refused))
    if body is None:
        return _taken(subscription, delivery, at)
    try:
        status = outside.post(
            subscription.dest,
            body,
            {
                "Content-Type": "application/json",
                "User-Agent": "txng",
                "GS1-EPCIS-Version": "2.0.0",
                "GS1-CBV-Version": "2.0.0",
                # The same for each attempt: whoever hears it twice knows by it.
                "Txng-Delivery": str(delivery.pk),
                **signature(subscription, body, at),
            },
            still=lambda: _is_live(subscription.pk) and actor_behind(subscription.client, now()) is not None,
        )
    except outside.Stopped:
        return False
    except _LOST as wrong:
        return _failed(delivery, at, f"{type(wrong).__name__}: {wrong}")
    if 200 <= status < 300:
        return _taken(subscription, delivery, at)
    return _failed(delivery, at, f"answered {status}")


def message(subscription: Subscription, delivery: Delivery, actor: Actor) -> bytes | None:
    """The events as the subscriber may see them now; None where nothing is left to tell."""
    query = asked_by(subscription.query, actor)
    rows = visible(actor, query).filter(pk__in=delivery.events).order_by("id")
    found: list[CapturedEvent] = [redacted(row, query.named) for row in rows]
    if not found and not subscription.report_if_empty:
        return None
    return write_json(
        [as_asked(row, subscription.epc_format)[0] for row in found],
        kind="EPCISQueryDocument",
        identifiers="sent",
        prefixes=known_prefixes(),
        query_name=subscription.query.name,
        subscription_id=str(subscription.pk),
    )


def signature(subscription: Subscription, body: bytes, at: datetime) -> dict[str, str]:
    """HMAC-SHA-256 of moment and message under the subscriber's token, so that neither can be sent again later."""
    token = unseal(TOKENS, subscription.sealed_token) if subscription.sealed_token else None
    if token is None:
        return {}
    moment = str(int(at.timestamp()))
    digest = hmac.new(token.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"GS1-Signature": f"t={moment},v1={digest}"}


@transaction.atomic
def _taken(subscription: Subscription, delivery: Delivery, at: datetime) -> bool:
    waiting = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.SENT, sent_at=at, trouble="", attempts=delivery.attempts + 1)
    Subscription.objects.filter(pk=subscription.pk).update(last_notified_at=at)
    return True


def _failed(delivery: Delivery, at: datetime, trouble: str) -> bool:
    """Later again, each time with a longer rest; what nobody takes for days is given up, and the next one is tried."""
    waiting = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
    attempts, said = delivery.attempts + 1, trouble.replace("\0", "")[:300]
    if attempts > len(BACKOFF):
        waiting.update(state=Delivery.State.DEAD, attempts=attempts, trouble=said)
        return False
    again = at + timedelta(seconds=BACKOFF[attempts - 1])
    waiting.update(attempts=attempts, next_try_at=again, trouble=said)
    return False
