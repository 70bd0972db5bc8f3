"""`record()`: the one way into the ledger, and the two kinds of consequences."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from txng.access.actors import Actor
from txng.kernel.requests import request_id
from txng.ledger.events import EventKind
from txng.ledger.models import Entry

Listener = Callable[[Entry], None]

_at_once: dict[EventKind, list[Listener]] = defaultdict(list)
_afterwards: dict[EventKind, list[Listener]] = defaultdict(list)


class OutsideTransaction(RuntimeError):
    """A change and its line must stand or fall together; this is a programmer's error, never a person's."""


def at_once(kind: EventKind, *listeners: Listener) -> None:
    """Run inside the transaction of the change; an exception takes the change back."""
    _at_once[kind].extend(listeners)


def afterwards(kind: EventKind, *listeners: Listener) -> None:
    """Run by the worker after commit, at least once: a listener must be safe to run twice."""
    _afterwards[kind].extend(listeners)


def consequences(kind: EventKind) -> tuple[list[Listener], list[Listener]]:
    return list(_at_once[kind]), list(_afterwards[kind])


def forget_subscriptions() -> None:
    """For the one place that connects them, so that connecting twice changes nothing."""
    _at_once.clear()
    _afterwards.clear()


_silent = threading.local()


@contextmanager
def without_consequences() -> Iterator[None]:
    """For loading many rows at once: the lines are written, the listeners are not told.

    Whoever uses it does by one rebuild what the listeners would have done row by row.
    """
    _silent.on = True
    try:
        yield
    finally:
        _silent.on = False


def record(
    kind: EventKind,
    *,
    actor: Actor,
    subject: models.Model,
    at: datetime,
    label: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    ground: str = "",
) -> Entry:
    """Write one entry, run the at-once listeners, defer the afterwards ones in the same transaction.

    `subject` gives type, id, label (its `str()` unless `label` is given) and place (the columns it carries).
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"record({kind}) needs the transaction of the change")
    entry = Entry(
        at=at,
        kind=kind.value,
        actor_label=actor.label[:200],
        actor_organisation=actor.organisation[:300],
        actor_kind=actor.kind,
        actor_user_id=actor.user_id,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=(label or str(subject))[:300],
        establishment_id=getattr(subject, "establishment_id", None),
        unit_path=getattr(subject, "unit_path", ""),
        sector=getattr(subject, "sector", ""),
        managing_agency_id=getattr(subject, "managing_agency_id", None),
        before=_plain(before),
        after=_plain(after),
        reason=reason,
        ground=ground,
        request_id=request_id(),
    )
    entry.save(force_insert=True)
    if getattr(_silent, "on", False):
        return entry
    for listener in _at_once[kind]:
        listener(entry)
    if _afterwards[kind]:
        from txng.ledger.tasks import hear

        for listener in _afterwards[kind]:
            hear.defer(listener=listener_name(listener), entry_id=entry.pk)
    return entry


def actor_then(entry: Entry) -> Actor:
    """Who did it, as the ledger named them, without any right: a consequence is theirs and asks nobody again."""
    return Actor(
        label=entry.actor_label,
        organisation=entry.actor_organisation,
        kind=entry.actor_kind,
        user_id=entry.actor_user_id,
    )


def _plain(value: dict[str, Any] | None) -> Any:
    """Dates and decimals as the JSON column stores them, so that a reader meets them before and after a save."""
    import json

    return None if value is None else json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def listener_name(listener: Listener) -> str:
    return f"{listener.__module__}:{listener.__qualname__}"


def listener_named(name: str) -> Listener | None:
    for listeners in _afterwards.values():
        for listener in listeners:
            if listener_name(listener) == name:
                return listener
    return None
