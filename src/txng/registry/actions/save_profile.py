from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from txng.access import Actor
from txng.registry.actions.profile_drafting import checked, draft_of, merged, own_establishment
from txng.registry.models import EstablishmentChange


@transaction.atomic
def save_profile(*, actor: Actor, fields: Mapping[str, Any], at: datetime) -> EstablishmentChange:
    """Keep one section of the establishment's profile. A draft is its writer's own (names.md 2): no entry."""
    values = checked(fields)
    establishment = own_establishment(actor)
    change = draft_of(establishment)
    change.fields = merged(establishment, change, values)
    change.save()
    return change
