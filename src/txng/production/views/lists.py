"""The lists of the groups, each by its plan (CT-REG Điều 7.4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.production import boundaries
from txng.production.lists import GROUPS
from txng.ui.lists import Listing, listed


@require_safe
@for_establishments
def group_list(request: HttpRequest, group: str) -> HttpResponse:
    actor, one = actor_of(request), GROUPS[group]
    actor.require_verb(one.read)
    context: dict[str, Any] = {"may_edit": actor.holds(one.edit), "add_url": reverse(one.add) if one.add else ""}
    template = "ui/lists/list.html"
    if one.sheet:
        context["excel_url"] = reverse("sheet-export", args=[one.sheet])
        context["import_url"] = reverse("sheet-import", args=[one.sheet]) if actor.holds(one.edit) else ""
    if group == "workers":
        context["people_url"] = reverse("person-list") if actor.holds(Permission.MEMBER_MANAGE) else ""
        template = "production/producer/workers.html"
    elif group in ("land", "buildings"):
        has_codes = group == "land" and boundaries.area_codes_of(actor).exists()
        context["codes_url"] = reverse("area-code-list") if has_codes else ""
        template = "production/producer/sites.html"
    elif group == "material-use":
        template = "production/producer/material_uses.html"
    elif group == "materials":
        template = "production/producer/materials.html"
    elif group == "receipts":
        template = "production/producer/receipts.html"
    # A row leads to where it is changed; who may only read has read all of it here. Places and lots have pages to read.
    linked = context["may_edit"] or group in ("land", "buildings", "material-use")
    listing = Listing(one.plan, one.rows(actor), request.GET, linked=linked)
    return listed(request, listing, template=template, **context)
