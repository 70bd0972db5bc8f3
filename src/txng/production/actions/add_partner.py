from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.gs1 import keys
from txng.kernel.errors import RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import own_establishment, same_name
from txng.production.events import ProductionEvent
from txng.production.models import Partner


@transaction.atomic
def add_partner(
    *,
    actor: Actor,
    kind: str,
    name: str,
    at: datetime,
    address: str = "",
    phone: str = "",
    tax_code: str = "",
    gln: str = "",
    code: str = "",
) -> Partner:
    """Somebody one step back or one step forward. The same particulars sent twice are one partner."""
    establishment = own_establishment(actor, Permission.PARTNER_EDIT)
    values = {"address": clean(address), "phone": phone, "tax_code": tax_code, "gln": gln, "code": clean(code)}
    name = refuse_impossible_partner(kind=kind, name=name, gln=gln)
    same = same_name(establishment.partners.filter(archived_at=None), name)
    if same is not None:
        if same.kind == kind and all(getattr(same, field) == value for field, value in values.items()):
            return same
        raise RuleBroken(_("You already have a partner with this name."), code="name_taken")
    partner = Partner(establishment=establishment, kind=kind, name=name, **values)
    partner.stand_with(establishment)
    partner.save()
    record(ProductionEvent.PARTNER_ADDED, actor=actor, subject=partner, at=at, after={"kind": kind})
    return partner


def refuse_impossible_partner(*, kind: str, name: str, gln: str) -> str:
    """The name as it is kept."""
    name = clean(name)
    if not name:
        raise RuleBroken(_("Enter the name of the partner."), code="name_missing")
    if kind not in Partner.Kind.values:
        raise RuleBroken(_("Choose whether it is a supplier or a customer."), code="kind")
    try:
        if gln:
            keys.normalise_gln(gln)
    except keys.GS1Error as error:
        raise RuleBroken(_("A GLN has 13 digits; one of them is wrong."), code="gln") from error
    return name
