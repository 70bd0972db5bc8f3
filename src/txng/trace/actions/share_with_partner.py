from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.keys import alive
from txng.accounts.models import ApiClient
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry.models import Establishment
from txng.trace.events import TraceEvent
from txng.trace.models import PartnerGrant


@transaction.atomic
def share_with_partner(*, actor: Actor, establishment: Establishment, client: ApiClient, at: datetime) -> PartnerGrant:
    """The partner's program sees this establishment's events as PARTNER of trace/redaction.py from now on.

    Granting what is granted already changes nothing.
    """
    actor.require(Permission.TRACE_SHARE, establishment)
    if not ApiClient.objects.filter(alive(at), pk=client.pk).exists():
        raise RuleBroken("This connection key can no longer be used.", code="key_over")
    live = PartnerGrant.objects.filter(establishment=establishment, client=client, ended_at=None)
    if (known := live.first()) is not None:
        return known
    try:
        with transaction.atomic():
            made = PartnerGrant.objects.create(
                establishment=establishment, client=client, granted_at=at, granted_by=actor.label[:200]
            )
    except IntegrityError:
        return live.get()  # somebody was faster with the same
    record(TraceEvent.SHARED, actor=actor, subject=made, label=_named(client), at=at, after={"client": client.name})
    return made


def _named(client: ApiClient) -> str:
    return f"{client.name} ({client.account})"[:300]
