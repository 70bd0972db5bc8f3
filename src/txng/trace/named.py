"""Named queries and subscriptions as an account sees them: its own, whichever of its keys made them."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet

from txng.access.actors import Actor
from txng.kernel.errors import NotThere
from txng.trace.eventquery import Query, QueryRefused, read_query
from txng.trace.eventquery.parameters import MOST_PARAMETERS
from txng.trace.models import NamedQuery, Subscription

MOST_QUERIES = 200  # of one account
MOST_SUBSCRIPTIONS = 50  # of one query
RESERVED = ("SimpleEventQuery",)
_NAME = re.compile(r"[^\x00-\x20\x7f/?#|%\\\ud800-\udfff][^\x00-\x1f\x7f/?#|%\\\ud800-\udfff]{0,199}")
_UNSAYABLE = re.compile("[\0\ud800-\udfff]")
_MOST_CONTEXT = 20


def queries_of(account_id: int) -> QuerySet[NamedQuery]:
    return NamedQuery.objects.filter(account_id=account_id, ended_at=None).order_by("name", "id")


def query_named(account_id: int, name: str) -> NamedQuery:
    found = queries_of(account_id).filter(name=name).first() if _NAME.fullmatch(name) else None
    if found is None:
        raise NotThere
    return found


def subscriptions_of(query: NamedQuery) -> QuerySet[Subscription]:
    return Subscription.objects.filter(query=query, ended_at=None).order_by("made_at", "id")


def asked_by(query: NamedQuery, actor: Actor) -> Query:
    return read_query(query.query, actor=actor, context=query.context)


def checked_definition(body: Any, actor: Actor) -> tuple[str, dict[str, Any], Any]:
    """(name, parameters, @context) of what was sent, or a refusal that says what is wrong."""
    if not isinstance(body, dict) or not isinstance(body.get("query"), dict):
        raise QueryRefused("A named query is {name, query: {parameter: value, …}}.")
    for member in body:
        if member not in ("name", "query", "@context"):
            raise QueryRefused(f"“{member[:60]}” is no member of a named query.")
    name, query, context = body.get("name"), body["query"], body.get("@context")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in RESERVED or name.strip(".") == "":
        raise QueryRefused("A name has 1 to 200 characters, none of / ? # | % \\, and is not SimpleEventQuery.")
    if len(query) > MOST_PARAMETERS:
        raise QueryRefused(f"A query has at most {MOST_PARAMETERS} parameters.")
    _check_context(context)
    read_query(query, actor=actor, context=context)
    return name, query, context


def _check_context(context: Any) -> None:
    parts = context if isinstance(context, list) else [] if context is None else [context]
    declared = [pair for part in parts if isinstance(part, dict) for pair in part.items()]
    said = [text for pair in declared for text in pair] + [part for part in parts if not isinstance(part, dict)]
    if len(said) > _MOST_CONTEXT * 2:
        raise QueryRefused(f"@context declares at most {_MOST_CONTEXT} prefixes.")
    for text in said:
        if not isinstance(text, str) or len(text) > 400 or _UNSAYABLE.search(text):
            raise QueryRefused("@context holds addresses of contexts, and prefixes with their namespaces.")
