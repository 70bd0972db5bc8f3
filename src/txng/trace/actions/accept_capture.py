from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.models import ApiClient
from txng.kernel.binding import bound_by_the_server
from txng.trace import jobs
from txng.trace.models import Capture
from txng.trace.senders import new_capture


@transaction.atomic
def accept_capture(
    *, actor: Actor, client: ApiClient, body: bytes, media: str, behaviour: str, event_count: int, at: datetime
) -> Capture:
    """Take a document in: its bytes, its job and its place in the queue stand or fall together, before anybody is
    told 202. The same bytes again are another job; what they carry is known by then and stored no second time."""
    actor.require_verb(Permission.TRACE_CAPTURE)
    capture = new_capture(
        client,
        actor,
        kind=Capture.Kind.DOCUMENT,
        body=body,
        media=media,
        sha256=hashlib.sha256(body).hexdigest(),
        at=at,
    )
    capture.behaviour = Capture.Behaviour(behaviour)
    capture.event_count = event_count
    with bound_by_the_server():
        capture.save(force_insert=True)
    jobs.defer(capture.pk)
    return capture
