from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor, Permission
from txng.production.actions.archiving import put_away
from txng.production.events import ProductionEvent
from txng.production.models import Material


@transaction.atomic
def archive_material(*, actor: Actor, material_id: int, at: datetime) -> Material:
    """Not used any more; what is left of it can still be counted and written off."""
    return put_away(actor, Material, material_id, Permission.MATERIAL_EDIT, ProductionEvent.MATERIAL_ARCHIVED, at)
