from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.production.actions.archiving import changed
from txng.production.actions.in_hand import lot_in_hand, refuse_ended
from txng.production.events import ProductionEvent
from txng.production.models import Lot, Site


@transaction.atomic
def change_lot(*, actor: Actor, lot_id: int, site_id: int, opened_on: date, at: datetime) -> Lot:
    """Where and when a lot began, as long as it is only growing. Its product and number stay: they are printed and
    traced. What was told of its beginning is declared wrong and told anew (tracing.tell_lot_changed)."""
    lot = lot_in_hand(actor, lot_id, Permission.LOT_EDIT)
    refuse_ended(lot)
    site = Site.objects.filter(pk=site_id, establishment_id=lot.establishment_id, archived_at=None).first()
    if site is None and site_id != lot.site_id:
        raise NotThere(_("Not found."))
    if opened_on > local_date(at):
        raise RuleBroken(_("The day the lot was opened cannot be after today."), code="future")
    old = lot.site
    before, after = changed(lot, {"site_id": site_id, "opened_on": opened_on})
    if not after:
        return lot
    if lot.state != Lot.State.OPEN or lot.shipments.exists():
        raise RuleBroken(_("Lot %(lot)s has been harvested or packed; this cannot be changed any more.")
                         % {"lot": lot.number}, code="not_open")  # fmt: skip
    first = lot.diary.order_by("done_on").values_list("done_on", flat=True).first()
    if first is not None and opened_on > first:
        raise RuleBroken(
            _("Work stands in the diary already on %(day)s; the lot was opened before.") % {"day": f"{first:%d/%m/%Y}"},
            code="before_opening",
        )
    lot.save(update_fields=[*after])
    record(
        ProductionEvent.LOT_CHANGED,
        actor=actor,
        subject=lot,
        at=at,
        before={"site": old.site_code, **{key: value for key, value in before.items() if key == "opened_on"}},
        after={"lot_id": lot.pk, "site": (site or old).site_code, "opened_on": opened_on},
    )
    return lot
