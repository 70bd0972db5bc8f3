from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.production.actions.archiving import put_away
from txng.production.events import ProductionEvent
from txng.production.models import Partner


@transaction.atomic
def archive_partner(*, actor: Actor, partner_id: int, at: datetime) -> Partner:
    """Nobody one deals with any more; what came from them or went to them stays on record."""
    return put_away(actor, Partner, partner_id, Permission.PARTNER_EDIT, ProductionEvent.PARTNER_ARCHIVED, at)
