from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.add_partner import refuse_impossible_partner
from txng.production.actions.archiving import changed, in_use, refuse_taken_name
from txng.production.events import ProductionEvent
from txng.production.models import Partner


@transaction.atomic
def change_partner(
    *,
    actor: Actor,
    partner_id: int,
    kind: str,
    name: str,
    at: datetime,
    address: str = "",
    phone: str = "",
    tax_code: str = "",
    gln: str = "",
    code: str = "",
) -> Partner:
    """What is known of a partner; what came from them and went to them stays theirs."""
    partner = in_use(actor, Partner, partner_id, Permission.PARTNER_EDIT)
    name = refuse_impossible_partner(kind=kind, name=name, gln=gln)
    values = {
        "kind": kind,
        "name": name,
        "address": clean(address),
        "phone": phone,
        "tax_code": tax_code,
        "gln": gln,
        "code": clean(code),
    }
    before, after = changed(partner, values)
    refuse_taken_name(partner.establishment.partners, partner, _("You already have a partner with this name."))
    if after:
        partner.save(update_fields=[*after])
        record(ProductionEvent.PARTNER_CHANGED, actor=actor, subject=partner, at=at, before=before, after=after)
    return partner
