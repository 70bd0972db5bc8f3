from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.production.actions.in_hand import own_establishment, sent_before
from txng.production.events import ProductionEvent
from txng.production.models import AreaCode, AreaCodeScheme, Site


@transaction.atomic
def add_area_code(
    *,
    actor: Actor,
    site_id: int,
    code: str,
    scheme: str,
    crop: str,
    granted_on: date,
    issuer: str,
    at: datetime,
    market: str = "",
    valid_to: date | None = None,
    client_id: UUID | None = None,
) -> AreaCode:
    """Mã số vùng trồng, mã cơ sở đóng gói, as the paper says: one code may serve one market only."""
    establishment = own_establishment(actor, Permission.SITE_EDIT)
    if earlier := sent_before(AreaCode, client_id, actor, Permission.SITE_EDIT):
        return earlier
    site = Site.objects.filter(pk=site_id).first()
    if site is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.SITE_EDIT, site)
    code, market, crop, issuer = clean(code), clean(market), clean(crop), clean(issuer)
    if not code:
        raise RuleBroken(_("Enter the area code."), code="code_missing")
    if scheme not in AreaCodeScheme.values:
        raise RuleBroken(_("Choose whether the code is for the country or for an export market."), code="scheme")
    if scheme == AreaCodeScheme.MARKET and not market:
        raise RuleBroken(_("Enter the market the code is for."), code="market_missing")
    if scheme == AreaCodeScheme.DOMESTIC:
        market = ""
    if valid_to is not None and valid_to < granted_on:
        raise RuleBroken(_("A code cannot end before it was granted."), code="valid_to")
    for other in establishment.area_codes.filter(code=code):
        if other.market.casefold() == market.casefold():
            raise RuleBroken(_("You have already entered this code for this market."), code="code_taken")
    made = AreaCode(
        establishment=establishment,
        site=site,
        code=code,
        scheme=scheme,
        market=market,
        crop=crop,
        granted_on=granted_on,
        valid_to=valid_to,
        issuer=issuer,
        client_id=client_id or uuid4(),
        added_at=at,
    )
    made.stand_with(site)
    made.save(force_insert=True)
    record(
        ProductionEvent.AREA_CODE_ADDED,
        actor=actor,
        subject=made,
        at=at,
        after={"site": site.site_code, "scheme": scheme, "market": market, "crop": crop, "valid_to": valid_to},
    )
    return made
