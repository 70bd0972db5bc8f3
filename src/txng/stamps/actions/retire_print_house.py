from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.ledger.recording import record
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintHouse


@transaction.atomic
def retire_print_house(*, actor: Actor, house_id: int, at: datetime) -> PrintHouse:
    """No further file is locked to it. Files already made stay as they are: nobody else opens them."""
    house = PrintHouse.objects.select_for_update(no_key=True).get(id=house_id)
    actor.require(Permission.PRINT_FILE_DOWNLOAD, house)
    if house.retired_at is None:
        house.retired_at = at
        house.save(update_fields=["retired_at"])
        record(StampEvent.HOUSE_RETIRED, actor=actor, subject=house, at=at, after={"fingerprint": house.fingerprint})
    return house
