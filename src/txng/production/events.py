from __future__ import annotations

from txng.ledger.events import EventKind


class ProductionEvent(EventKind):
    SITE_ADDED = "production.site:added", "{actor} added the site {subject}", False, "nobody"
    LOT_OPENED = "production.lot:opened", "{actor} opened lot {subject}", True, "nobody"
    LOT_CLOSED = "production.lot:closed", "{actor} closed lot {subject}", True, "nobody"
    LOT_CANCELLED = "production.lot:cancelled", "{actor} cancelled lot {subject}", True, "nobody"
    DIARY_WRITTEN = "production.diary:written", "{actor} wrote {subject} in the diary", True, "nobody"
    DIARY_CORRECTED = "production.diary:corrected", "{actor} corrected the diary: {subject}", True, "nobody"
    PARTNER_ADDED = "production.partner:added", "{actor} added the partner {subject}", False, "nobody"
    GOODS_RECEIVED = "production.receipt:recorded", "{actor} recorded goods received for {subject}", False, "nobody"
    GOODS_SHIPPED = "production.shipment:recorded", "{actor} recorded goods shipped of {subject}", False, "nobody"
