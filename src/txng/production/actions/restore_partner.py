from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.production.actions.archiving import refuse_taken_name, take_out
from txng.production.events import ProductionEvent
from txng.production.models import Partner


@transaction.atomic
def restore_partner(*, actor: Actor, partner_id: int, at: datetime) -> Partner:
    """Back into use, unless another has taken its name meanwhile."""
    return take_out(
        actor, Partner, partner_id, Permission.PARTNER_EDIT, ProductionEvent.PARTNER_RESTORED, at, _refuse_twin
    )


def _refuse_twin(partner: Partner) -> None:
    refuse_taken_name(partner.establishment.partners, partner, _("You already have a partner with this name."))
