from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.models import ApiClient
from txng.accounts.sealing import seal
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.trace import order, schedules
from txng.trace.events import TraceEvent
from txng.trace.models import NamedQuery, Subscription
from txng.trace.named import MOST_SUBSCRIPTIONS, subscriptions_of

TOKENS = "trace.subscription"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asked to be told, where, and when; judged before it comes here."""

    dest: str
    token: str = ""
    schedule: dict[str, Any] | None = None
    stream: bool = False
    report_if_empty: bool = False
    initial_record_time: datetime | None = None
    epc_format: str = "No_Preference"


@transaction.atomic
def subscribe(*, actor: Actor, client: ApiClient, query: NamedQuery, wish: Wish, at: datetime) -> Subscription:
    actor.require_verb(Permission.TRACE_READ)
    live = NamedQuery.objects.select_for_update(no_key=True).filter(pk=query.pk, ended_at=None).first()
    if live is None:
        raise NotThere
    if subscriptions_of(live).count() >= MOST_SUBSCRIPTIONS:
        raise RuleBroken(f"A query has at most {MOST_SUBSCRIPTIONS} subscriptions.", code="too_many_subscriptions")
    since = wish.initial_record_time or at
    made = Subscription.objects.create(
        query=live,
        client=client,
        dest=wish.dest,
        sealed_token=seal(TOKENS, wish.token) if wish.token else "",
        schedule=wish.schedule,
        stream=wish.stream,
        report_if_empty=wish.report_if_empty,
        epc_format=wish.epc_format,
        initial_record_time=since,
        # What nobody can still be writing needs no second look, unless the past was asked for.
        seen_to=order.horizon() if since >= at else 0,
        next_run_at=schedules.next_time(wish.schedule, at) if wish.schedule else at,
        made_at=at,
    )
    after = {"query": live.name, "dest": wish.dest, "stream": wish.stream, "schedule": wish.schedule}
    record(TraceEvent.SUBSCRIBED, actor=actor, subject=made, label=live.name, at=at, after=after)
    return made
