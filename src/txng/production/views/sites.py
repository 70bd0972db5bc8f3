"""Vùng trồng, thửa đất; nhà xưởng, kho; khách hàng, nhà cung cấp (CT-REG Điều 7.4)."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now
from txng.kernel.errors import RuleBroken
from txng.production import actions, queries
from txng.production.forms.partners import PartnerForm
from txng.production.forms.sites import SiteForm
from txng.production.site_tree import BUILDINGS, LAND
from txng.registry.models import Establishment

# The regulation names two groups, one for land and one for buildings; both are sites.
FAMILIES = {"land": LAND, "buildings": BUILDINGS}
FIELD_OF = {
    "name_missing": "name",
    "name_taken": "name",
    "kind": "kind",
    "area": "area",
    "parent": "parent",
    "gln": "gln",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def site_new(request: HttpRequest, family: str) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.SITE_EDIT)
    own = Establishment.objects.select_related("unit").get(pk=actor.establishment_id or 0)
    form = SiteForm(
        request.POST or None,
        kinds=FAMILIES[family],
        parents=queries.sites_of(actor),
        initial={"client_id": uuid4(), "unit": own.unit, "kind": FAMILIES[family][2 if family == "land" else 0]},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            site = actions.add_site(
                actor=actor,
                kind=typed["kind"],
                name=typed["name"],
                unit=typed["unit"],
                address=typed["address"],
                area_m2=form.area_m2,
                parent_id=form.parent_id,
                client_id=typed["client_id"],
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(
                request, _("Added: %(name)s, code %(code)s.") % {"name": site.name, "code": site.site_code}
            )
            return redirect(f"{'site' if family == 'land' else 'workshop'}-list")
    status = 422 if request.method == "POST" else 200
    return render(request, "production/producer/site_new.html", {"form": form, "family": family}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def partner_new(request: HttpRequest) -> HttpResponse:
    actor_of(request).require_verb(Permission.PARTNER_EDIT)
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            partner = actions.add_partner(actor=actor_of(request), at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": partner.name})
            return redirect("partner-list")
    status = 422 if request.method == "POST" else 200
    return render(request, "production/producer/partner_new.html", {"form": form}, status=status)
