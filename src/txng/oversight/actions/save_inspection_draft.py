from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.inspection import CODES, InspectedCode, InspectionDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A code as it was read, what was told of it in the field, and what it is now."""

    read: str
    read_at: datetime
    told: str
    verdict: str
    from_pack: bool = False
    product: str = ""
    lot: str = ""
    maker: str = ""


@transaction.atomic
def save_inspection_draft(
    *,
    actor: Actor,
    client_id: UUID,
    codes: Sequence[Seen],
    place: str = "",
    note: str = "",
    began_at: datetime,
    pack_at: datetime | None = None,
    at: datetime,
) -> InspectionDraft:
    """Keep what an officer scanned. Sent twice, as a phone out of reach does, it is kept once."""
    actor.require_verb(Permission.INSPECTION_RECORD)
    if actor.agency_id is None or actor.user_id is None:
        raise NotThere
    with connection.cursor() as cursor:
        # Two sendings at once: the second waits here and then finds the first.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(client_id)])
    if already := InspectionDraft.objects.filter(client_id=client_id).first():
        if already.agency_id != actor.agency_id:
            raise NotThere
        return already
    if not codes and not note.strip():
        raise RuleBroken(_("Scan a code or write what you saw."), code="nothing_seen")
    if len(codes) > CODES:
        raise RuleBroken(
            _("A draft takes %(most)s codes. Save this one and begin another.") % {"most": CODES}, code="too_many_codes"
        )
    draft = InspectionDraft.objects.create(
        client_id=client_id,
        agency_id=actor.agency_id,
        written_by_id=actor.user_id,
        officer=actor.label[:200],
        place=place.strip(),
        note=note.strip(),
        began_at=min(began_at, at),
        saved_at=at,
        pack_at=pack_at,
    )
    InspectedCode.objects.bulk_create(
        InspectedCode(
            draft=draft,
            position=position,
            read=seen.read[:300],
            read_at=min(seen.read_at, at),
            told=seen.told,
            from_pack=seen.from_pack,
            verdict=seen.verdict,
            product=seen.product[:300],
            lot=seen.lot[:20],
            maker=seen.maker[:300],
        )
        for position, seen in enumerate(codes, 1)
    )
    record(
        OversightEvent.INSPECTION_DRAFTED,
        actor=actor,
        subject=draft,
        at=at,
        after={"codes": len(codes), "agency_id": actor.agency_id, "from_pack": sum(seen.from_pack for seen in codes)},
    )
    return draft
