from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.catalogue.models import Product
from txng.kernel.clock import local_date
from txng.kernel.codes import next_number, random_code
from txng.kernel.errors import RuleBroken
from txng.kernel.files.intake import store_upload
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import Complaint, ComplaintPhoto
from txng.oversight.references import Reference
from txng.production.models import Lot
from txng.registry.models import Establishment

PHOTOS = 3


@transaction.atomic
def file_complaint(
    *,
    actor: Actor,
    client_id: UUID,
    text: str,
    about: Reference,
    bought_at: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    photos: Sequence[Any] = (),
    at: datetime,
) -> Complaint:
    """Take in what somebody reports of goods (CB Điều 11.7, CT-REG Điều 11.5). Sent twice, it is filed once.

    The ledger names number and goods only: what a person wrote, and who they are, must stay erasable.
    """
    actor.require_verb(Permission.COMPLAINT_FILE)
    with connection.cursor() as cursor:
        # Two sendings of one form at once: the second waits here and then finds the first.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(client_id)])
    if already := Complaint.objects.filter(client_id=client_id).first():
        return already
    if not text.strip():
        raise RuleBroken(_("Describe what you saw."), code="text_missing")
    if len(photos) > PHOTOS:
        raise RuleBroken(_("Send at most 3 photos."), code="too_many_photos")

    lot, product, establishment = _goods(about)
    complaint = Complaint(
        number=next_number("PA", at),
        lookup_code=random_code(10),
        client_id=client_id,
        scanned=about.scanned,
        verdict=about.verdict,
        lot=lot,
        product=product,
        establishment=establishment,
        text=text,
        bought_at=bought_at,
        contact_name=contact_name,
        contact_phone=contact_phone,
        filed_at=at,
        due_on=provinces.working_days_after(local_date(at), provinces.in_force(local_date(at)).clocks.complaint),
    )
    if establishment is not None:
        # Without goods it stands nowhere, and only the operator, whose reach is everything, sees it.
        complaint.stand_with(establishment)
    complaint.save()
    for photo in photos:
        ComplaintPhoto.objects.create(complaint=complaint, file=store_upload(photo, accept=("image",)))
    record(
        OversightEvent.COMPLAINT_FILED,
        actor=actor,
        subject=complaint,
        at=at,
        after={
            "number": complaint.number,
            "verdict": about.verdict,
            "product_id": product.pk if product else None,
            "lot_id": lot.pk if lot else None,
            "photos": len(photos),
        },
    )
    return complaint


def _goods(about: Reference) -> tuple[Lot | None, Product | None, Establishment | None]:
    """The goods the scan page named; the narrowest of them gives the others."""
    lot = (
        Lot.objects.select_related("product", "establishment").filter(id=about.lot_id).first() if about.lot_id else None
    )
    if lot is not None:
        return lot, lot.product, lot.establishment
    product = (
        Product.objects.select_related("establishment").filter(id=about.product_id).first()
        if about.product_id
        else None
    )
    if product is not None:
        return None, product, product.establishment
    if about.establishment_id:
        return None, None, Establishment.objects.filter(id=about.establishment_id).first()
    return None, None, None
