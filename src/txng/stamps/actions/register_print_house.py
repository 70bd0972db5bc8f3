from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission, is_practice
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.registry.models import Establishment
from txng.stamps.certificates import fingerprint, pem, read_certificate
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintHouse


@transaction.atomic
def register_print_house(*, actor: Actor, name: str, certificate: bytes, at: datetime) -> PrintHouse:
    """Whom this establishment's files are locked to. Only the certificate comes to us; registered again, it is
    renamed and no second row."""
    actor.require_verb(Permission.PRINT_FILE_DOWNLOAD)
    establishment = Establishment.objects.select_for_update(no_key=True).get(id=actor.establishment_id or 0)
    actor.require(Permission.PRINT_FILE_DOWNLOAD, _of(establishment))
    if is_practice(establishment):
        raise RuleBroken(_("In practice there are only trial stamps; a scan accepts none of them."), code="practice")
    found = read_certificate(certificate, at)
    house = PrintHouse.objects.filter(
        establishment=establishment, fingerprint=fingerprint(found), retired_at=None
    ).first()
    if house is not None and house.name == name:
        return house
    if house is None:
        house = _of(establishment)
        house.certificate, house.fingerprint = pem(found), fingerprint(found)
        house.valid_to = found.not_valid_after_utc
        house.registered_at, house.registered_by = at, actor.label
    house.name = name
    house.save()
    record(StampEvent.HOUSE_REGISTERED, actor=actor, subject=house, at=at, after={"fingerprint": house.fingerprint})
    return house


def _of(establishment: Establishment) -> PrintHouse:
    house = PrintHouse(establishment=establishment)
    house.stand_with(establishment)
    return house
