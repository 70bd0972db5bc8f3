from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.production.actions.archiving import put_away
from txng.production.events import ProductionEvent
from txng.production.models import Site, StockLine


@transaction.atomic
def archive_site(*, actor: Actor, site_id: int, at: datetime) -> Site:
    """A place no longer used. Refused while a lot goes on there, or something lies there."""
    return put_away(actor, Site, site_id, Permission.SITE_EDIT, ProductionEvent.SITE_ARCHIVED, at, _refuse_busy)


def _refuse_busy(site: Site) -> None:
    if site.lots.filter(closed_at=None, cancelled_at=None).exists():
        raise RuleBroken(_("A lot still goes on at “%(name)s”.") % {"name": site.name}, code="in_use")
    if Site.objects.filter(parent=site, archived_at=None).exists():
        raise RuleBroken(_("Archive the places inside “%(name)s” first.") % {"name": site.name}, code="in_use")
    left = (
        StockLine.objects.filter(site=site).values("lot_id", "material_lot_id", "unit").annotate(total=Sum("quantity"))
    )
    if left.exclude(total=0).exists():
        raise RuleBroken(_("Something is still in stock at “%(name)s”.") % {"name": site.name}, code="in_use")
