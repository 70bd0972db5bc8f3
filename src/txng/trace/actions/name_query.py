from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.models import ApiClient
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.trace.events import TraceEvent
from txng.trace.models import NamedQuery
from txng.trace.named import MOST_QUERIES, checked_definition, queries_of


@transaction.atomic
def name_query(*, actor: Actor, client: ApiClient, definition: Any, at: datetime) -> NamedQuery:
    """Keep a query under a name of the account's own. The same definition once more is the same query."""
    actor.require_verb(Permission.TRACE_READ)
    name, query, context = checked_definition(definition, actor)
    with connection.cursor() as cursor:
        # Two of one account at once: the second sees what the first made.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"query:{client.account_id}"])
    theirs = queries_of(client.account_id)
    known = theirs.filter(name=name).first()
    if known is not None:
        raise RuleBroken("There is a query of this name already.", code="name_taken")
    if theirs.count() >= MOST_QUERIES:
        raise RuleBroken(f"An account keeps at most {MOST_QUERIES} queries.", code="too_many_queries")
    named = NamedQuery.objects.create(
        client=client, account_id=client.account_id, name=name, query=query, context=context, made_at=at
    )
    record(TraceEvent.QUERY_NAMED, actor=actor, subject=named, at=at, after={"name": name, "query": query})
    return named
