from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry.actions.profile_drafting import ASKED, WRITABLE, own_establishment
from txng.registry.events import EstablishmentEvent
from txng.registry.models import EstablishmentChange
from txng.review.answering import told


@transaction.atomic
def withdraw_profile(*, actor: Actor, at: datetime) -> EstablishmentChange:
    """Take the open request back, or discard the draft, which goes without a line: nobody else has seen it."""
    establishment = own_establishment(actor)
    change = establishment.changes.select_for_update(no_key=True).filter(state__in=(*ASKED, *WRITABLE)).first()
    if change is None:
        raise RuleBroken(_("There is nothing to take back."), code="nothing_open")
    draft, before = change.state == EstablishmentChange.State.DRAFT, told(change)
    change.state = EstablishmentChange.State.WITHDRAWN
    change.save(update_fields=["state"])
    if not draft:
        record(
            EstablishmentEvent.CHANGE_WITHDRAWN,
            actor=actor,
            subject=establishment,
            at=at,
            before=before,
            after=told(change),
        )
    return change
