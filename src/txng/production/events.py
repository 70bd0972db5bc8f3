from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class ProductionEvent(EventKind):
    SITE_ADDED = "production.site:added", gettext_noop("{actor} added the site {subject}"), False, "nobody"
    LOT_OPENED = "production.lot:opened", gettext_noop("{actor} opened lot {subject}"), True, "nobody"
    LOT_CLOSED = "production.lot:closed", gettext_noop("{actor} closed lot {subject}"), True, "nobody"
    LOT_CANCELLED = (
        "production.lot:cancelled",
        gettext_noop("{actor} cancelled lot {subject}"),
        True,
        "nobody",
    )
    DIARY_WRITTEN = (
        "production.diary:written",
        gettext_noop("{actor} wrote {subject} in the diary"),
        True,
        "nobody",
    )
    DIARY_CORRECTED = (
        "production.diary:corrected",
        gettext_noop("{actor} corrected the diary: {subject}"),
        True,
        "nobody",
    )
    PARTNER_ADDED = (
        "production.partner:added",
        gettext_noop("{actor} added the partner {subject}"),
        False,
        "nobody",
    )
    GOODS_RECEIVED = (
        "production.receipt:recorded",
        gettext_noop("{actor} recorded goods received for {subject}"),
        False,
        "nobody",
    )
    GOODS_SHIPPED = (
        "production.shipment:recorded",
        gettext_noop("{actor} recorded goods shipped of {subject}"),
        False,
        "nobody",
    )
