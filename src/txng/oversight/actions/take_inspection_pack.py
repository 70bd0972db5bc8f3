from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.oversight import code_filter, queries
from txng.oversight.code_filter import CodeFilter
from txng.oversight.events import OversightEvent
from txng.oversight.inspection import InspectionPack

LOTS = 50


@transaction.atomic
def take_inspection_pack(*, actor: Actor, lot_ids: Collection[int], at: datetime) -> CodeFilter:
    """The activated codes of chosen lots, as a filter an officer takes to where there is no network. That it was
    taken, and of which lots, stands in the ledger: it leaves the house."""
    actor.require_verb(Permission.INSPECTION_RECORD)
    if actor.agency_id is None or actor.user_id is None:
        raise NotThere
    if not lot_ids:
        raise RuleBroken(_("Choose at least one lot."), code="no_lot")
    if len(lot_ids) > LOTS:
        raise RuleBroken(_("Take at most %(most)s lots along.") % {"most": LOTS}, code="too_many_lots")
    lots = list(queries.lots_to_inspect(actor).filter(id__in=lot_ids))
    if len(lots) != len(set(lot_ids)):
        raise NotThere
    if sum(lot.codes for lot in lots) > code_filter.CODES:  # type: ignore[attr-defined]  # annotated
        most = f"{code_filter.CODES:,}".replace(",", ".")
        raise RuleBroken(
            _("These lots have more than %(most)s stamps in use. Choose fewer.") % {"most": most}, code="too_many_codes"
        )
    made = code_filter.of_lots(lots)
    pack = InspectionPack.objects.create(
        agency_id=actor.agency_id,
        taken_by_id=actor.user_id,
        taken_at=at,
        lots=sorted(lot.pk for lot in lots),
        codes=made.codes,
    )
    record(
        OversightEvent.INSPECTION_PACK_TAKEN,
        actor=actor,
        subject=pack,
        at=at,
        after={"lots": pack.lots, "codes": pack.codes},
    )
    return made
