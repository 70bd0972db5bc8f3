from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry.actions.profile_drafting import draft_of, merged, own_establishment
from txng.registry.events import EstablishmentEvent
from txng.registry.models import EstablishmentChange
from txng.registry.profile import published_of


@transaction.atomic
def propose_profile(*, actor: Actor, at: datetime) -> EstablishmentChange:
    """Send what the draft holds to the managing agency (Điều 9.2, 10). What is public stays as it is."""
    establishment = own_establishment(actor)
    change = draft_of(establishment)
    change.fields = merged(establishment, change, {})
    if not change.fields:
        raise RuleBroken(_("Nothing differs from what is public."), code="nothing_changed")
    change.state = EstablishmentChange.State.WAITING
    change.proposed_by, change.proposed_by_id, change.proposed_at = actor.label, actor.user_id, at
    change.checked_by, change.checked_by_id, change.checked_at = "", None, None
    change.decided_by, change.decided_at = "", None
    day = local_date(at)
    change.due_on = provinces.working_days_after(day, provinces.in_force(day).clocks.approve_information)
    change.save()
    before = published_of(establishment)
    record(
        EstablishmentEvent.CHANGE_PROPOSED,
        actor=actor,
        subject=establishment,
        at=at,
        before={field: before[field] for field in change.fields},
        after=change.fields,
    )
    return change
