from __future__ import annotations

from django.utils.translation import gettext_noop

from txng.ledger.events import EventKind


class ProductionEvent(EventKind):
    SITE_ADDED = "production.site:added", gettext_noop("{actor} added the site {subject}"), False, "nobody"
    BOUNDARY_DRAWN = (
        "production.boundary:drawn",
        gettext_noop("{actor} drew the boundary of {subject}"),
        False,
        "nobody",
    )
    AREA_CODE_ADDED = (
        "production.area_code:added",
        gettext_noop("{actor} entered the area code {subject}"),
        False,
        "nobody",
    )
    AREA_CODE_CHANGED = (
        "production.area_code:changed",
        gettext_noop("{actor} changed the state of the area code {subject}"),
        False,
        "nobody",
    )
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
    FLAGS_LOOKED_AT = (
        "production.flag:looked_at",
        gettext_noop("{actor} looked at what the diary of lot {subject} makes one ask"),
        False,
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
    MATERIAL_ADDED = (
        "production.material:added",
        gettext_noop("{actor} added the material {subject}"),
        False,
        "nobody",
    )
    MATERIAL_RECEIVED = (
        "production.stock:received",
        gettext_noop("{actor} put {subject} into stock"),
        False,
        "nobody",
    )
    STOCK_TRANSFERRED = (
        "production.stock:transferred",
        gettext_noop("{actor} moved {subject} to another place"),
        False,
        "nobody",
    )
    STOCK_COUNTED = (
        "production.stock:counted",
        gettext_noop("{actor} counted {subject}"),
        False,
        "nobody",
    )
    STOCK_LOST = (
        "production.stock:lost",
        gettext_noop("{actor} wrote off some of {subject}"),
        False,
        "nobody",
    )
    STOCK_TAKEN_BACK = (
        "production.stock:taken_back",
        gettext_noop("{actor} took back “{subject}”"),
        False,
        "nobody",
    )
    SITE_CHANGED = "production.site:changed", gettext_noop("{actor} changed the site {subject}"), False, "nobody"
    SITE_ARCHIVED = "production.site:archived", gettext_noop("{actor} archived the site {subject}"), False, "nobody"
    SITE_RESTORED = "production.site:restored", gettext_noop("{actor} restored the site {subject}"), False, "nobody"
    PARTNER_CHANGED = (
        "production.partner:changed",
        gettext_noop("{actor} changed the partner {subject}"),
        False,
        "nobody",
    )
    PARTNER_ARCHIVED = (
        "production.partner:archived",
        gettext_noop("{actor} archived the partner {subject}"),
        False,
        "nobody",
    )
    PARTNER_RESTORED = (
        "production.partner:restored",
        gettext_noop("{actor} restored the partner {subject}"),
        False,
        "nobody",
    )
    MATERIAL_CHANGED = (
        "production.material:changed",
        gettext_noop("{actor} changed the material {subject}"),
        False,
        "nobody",
    )
    MATERIAL_ARCHIVED = (
        "production.material:archived",
        gettext_noop("{actor} archived the material {subject}"),
        False,
        "nobody",
    )
    MATERIAL_RESTORED = (
        "production.material:restored",
        gettext_noop("{actor} restored the material {subject}"),
        False,
        "nobody",
    )
    WORKER_ADDED = "production.worker:added", gettext_noop("{actor} added the worker {subject}"), False, "nobody"
    WORKER_CHANGED = "production.worker:changed", gettext_noop("{actor} changed the worker {subject}"), False, "nobody"
    WORKER_ARCHIVED = (
        "production.worker:archived",
        gettext_noop("{actor} archived the worker {subject}"),
        False,
        "nobody",
    )
    WORKER_RESTORED = (
        "production.worker:restored",
        gettext_noop("{actor} restored the worker {subject}"),
        False,
        "nobody",
    )
    LOT_CHANGED = "production.lot:changed", gettext_noop("{actor} changed how lot {subject} began"), False, "nobody"
    SHEET_SENT = "production.sheet:sent", gettext_noop("{actor} sent the Excel file {subject}"), False, "nobody"
    SHEET_CONFIRMED = (
        "production.sheet:confirmed",
        gettext_noop("{actor} had the rows of {subject} entered"),
        False,
        "nobody",
    )
    SHEET_FINISHED = (
        "production.sheet:finished",
        gettext_noop("The rows of {subject} have been entered for {actor}"),
        False,
        "nobody",
    )
    SHEET_CANCELLED = (
        "production.sheet:cancelled",
        gettext_noop("{actor} stopped the import {subject}"),
        False,
        "nobody",
    )
    SHEET_UNDONE = "production.sheet:undone", gettext_noop("{actor} took back the import {subject}"), False, "nobody"
    LOT_SPLIT = "production.lot:split", gettext_noop("{actor} split a lot into {subject}"), True, "nobody"
    LOTS_MERGED = "production.lot:merged", gettext_noop("{actor} put lots together as {subject}"), True, "nobody"
    LOTS_PROCESSED = (
        "production.lot:processed",
        gettext_noop("{actor} made {subject} of other lots"),
        True,
        "nobody",
    )
    CONFLICT_EXPLAINED = (
        "production.conflict:explained",
        gettext_noop("{actor} stated a reason for a conflict of lot {subject}"),
        True,
        "nobody",
    )
    PERMITTED_LIST_LOADED = (
        "production.permitted:loaded",
        gettext_noop("{actor} loaded the list {subject}"),
        False,
        "nobody",
    )
    PROCESS_PUBLISHED = (
        "production.process:published",
        gettext_noop("{actor} published the process {subject}"),
        True,
        "nobody",
    )
    PROCESS_RETIRED = (
        "production.process:retired",
        gettext_noop("{actor} took the process {subject} out of use"),
        True,
        "nobody",
    )
    LOT_PLANNED = (
        "production.plan:made",
        gettext_noop("{actor} chose a process for lot {subject}"),
        False,
        "nobody",
    )
    PLAN_MOVED = (
        "production.plan:moved",
        gettext_noop("{actor} changed the days or the size in the plan of lot {subject}"),
        False,
        "nobody",
    )
    PLAN_TASK_ADDED = (
        "production.plan:task_added",
        gettext_noop("{actor} added {subject} to the plan of a lot"),
        False,
        "nobody",
    )
    PLAN_TASK_DROPPED = (
        "production.plan:task_dropped",
        gettext_noop("{actor} left {subject} out of the plan of a lot"),
        False,
        "nobody",
    )
    GOODS_OFFERED = "production.handover:offered", gettext_noop("{actor} sent {subject}"), False, "nobody"
    GOODS_ACCEPTED = (
        "production.handover:accepted",
        gettext_noop("{actor} confirmed the receipt of {subject}"),
        False,
        "nobody",
    )
    GOODS_REFUSED = "production.handover:refused", gettext_noop("{actor} did not take {subject}"), False, "nobody"
    OFFER_WITHDRAWN = (
        "production.handover:withdrawn",
        gettext_noop("{actor} withdrew the delivery of {subject}"),
        False,
        "nobody",
    )
