"""One place: where it lies, its codes, its sign, what grows there (CT-REG Điều 7.4: thửa đất, vùng; xưởng, kho)."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from shapely.geometry import mapping, shape

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import actor_of, for_agencies, for_establishments
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.places import outlines
from txng.production import actions, boundaries, queries
from txng.production.forms.areas import AreaCodeForm, AreaCodeStatusForm, BoundaryForm
from txng.production.geometry import drawing, reading
from txng.production.geometry.findings import Unconfirmed
from txng.production.models import AreaCode, Boundary, Site
from txng.production.site_tree import BUILDINGS, POINT_IS_ENOUGH

_CODE_FIELDS = {
    "code_missing": "code", "code_taken": "code", "market_missing": "market", "scheme": "scheme",
    "valid_to": "valid_to", "reason_missing": "reason", "status": "status", "revoked": "status",
}  # fmt: skip
_MAP_DEGREES = 0.12  # some 13 km around a place: a commune and those beside it


def _site(request: HttpRequest, site_id: int, permission: Permission = Permission.PRODUCTION_READ) -> Site:
    site = Site.objects.select_related("unit", "parent", "establishment").filter(pk=site_id).first()
    if site is None:
        raise NotThere(_("Not found."))
    actor_of(request).require(Permission.PRODUCTION_READ, site)
    actor_of(request).require(permission, site)
    return site


def family_of(site: Site) -> str:
    return "buildings" if site.kind in BUILDINGS else "land"


@require_safe
@for_establishments
def site_detail(request: HttpRequest, site_id: int, family: str) -> HttpResponse:
    """`?in=1` is the same on paper."""
    site = _site(request, site_id)
    if family_of(site) != family:
        return redirect("workshop-detail" if family == "land" else "site-detail", site_id)
    actor, boundary = actor_of(request), boundaries.boundary_of(site)
    codes = [(code, boundaries.state_of(code, today())) for code in boundaries.area_codes_of(actor).filter(site=site)]
    context = {
        "site": site,
        "family": family,
        "boundary": boundary,
        "versions": boundaries.versions_of(site)[:20],
        "codes": codes,
        "lots": queries.lots_of(actor).filter(site=site)[:20],
        "children": queries.sites_of(actor).filter(parent=site),
        "may_edit": actor.may(Permission.SITE_EDIT, site),
        **_pictures(site, boundary),
    }
    page = "site_print" if request.GET.get("in") else "site_detail"
    return render(request, f"production/producer/{page}.html", context)


def _pictures(site: Site, boundary: Boundary | None) -> dict[str, Any]:
    province = site.unit.province_code
    commune = outlines.outline_of(site.unit.code, province)
    if boundary is None:
        where = drawing.picture([("commune", site.unit.name, commune)], commune, margin=0.05) if commune else None
        return {"map": where, "inset": None, "beside": []}
    mine = shape(boundary.geometry)
    around = mine.buffer(max(mine.bounds[2] - mine.bounds[0], mine.bounds[3] - mine.bounds[1], 0.0005) * 1.5)
    beside = boundaries.beside(site, around.bounds)
    wanted = [
        *(("commune", name, outline) for _code, name, outline in outlines.around(mine.centroid, province, within=0.02)),
        *(
            ("parent" if row.site_id == site.parent_id else "beside", row.site.name, shape(row.geometry))
            for row in beside
        ),
        ("mine", site.name, mine),
    ]
    middle = mine.representative_point()
    inset = None
    if commune is not None:
        seen = commune.union(middle)
        inset = drawing.picture(
            [("commune", site.unit.name, commune), ("mine", site.name, middle)],
            seen,
            width=240,
            height=200,
            margin=0.06,
        )
    return {
        "map": drawing.picture(wanted, mine),
        "inset": inset,
        "beside": [row for row in beside if row.site_id != site.parent_id],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def site_boundary(request: HttpRequest, site_id: int) -> HttpResponse:
    site = _site(request, site_id, Permission.SITE_EDIT)
    boundary = boundaries.boundary_of(site)
    initial = {"client_id": uuid4(), "points": reading.as_points(boundary.geometry) if boundary else ""}
    form = BoundaryForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = _draw(actor_of(request), site, form)
        except Unconfirmed as doubtful:
            form.doubts = doubtful.doubts
        except RuleBroken as refusal:
            form.refuse(refusal, "file" if form.made_by == "file" and form.cleaned_data.get("file") else "points")
        else:
            messages.success(request, _("The boundary of %(name)s is kept.") % {"name": drawn.site.name})
            return redirect("workshop-detail" if family_of(site) == "buildings" else "site-detail", site.pk)
    context = {
        "site": site, "form": form, "boundary": boundary, "doubts": form.doubts, "family": family_of(site),
        "point_is_enough": site.kind in POINT_IS_ENOUGH,
        "kept": json.dumps(form.geometry) if form.doubts and form.made_by == "file" else "",
        "keys": json.dumps([doubt.key for doubt in form.doubts]),
        "preview": _preview(form, site) if form.doubts else None,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "production/producer/site_boundary.html", context, status=status)


def _draw(actor: Actor, site: Site, form: BoundaryForm) -> Boundary:
    typed = form.cleaned_data
    return actions.draw_boundary(
        actor=actor,
        site_id=site.pk,
        geometry=form.geometry or {},
        source=form.made_by,
        accuracy_m=form.accuracy_m,
        walk_gap_m=form.walk_gap,
        confirmed=_keys(typed.get("confirmed", "")),
        client_id=typed["client_id"],
        at=now(),
    )


def _keys(text: str) -> list[str]:
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return []
    return [key for key in found if isinstance(key, str)] if isinstance(found, list) else []


def _preview(form: BoundaryForm, site: Site) -> drawing.Picture:
    """What is about to be kept, under the own places it may lie over."""
    geometry = form.geometry or {}
    if geometry["type"] == "Polygon" and geometry["coordinates"][0][0] != geometry["coordinates"][0][-1]:
        geometry = {"type": "Polygon", "coordinates": [[*geometry["coordinates"][0], geometry["coordinates"][0][0]]]}
    mine = shape(geometry)
    near = boundaries.beside(site, mine.bounds)
    wanted = [("over" if mine.geom_type != "Point" else "beside", row.site.name, shape(row.geometry)) for row in near]
    return drawing.picture([("mine", site.name, mine), *wanted], mine)


@require_safe
@for_establishments
def site_map(request: HttpRequest, site_id: int) -> JsonResponse:
    """What the drawing page lays under the plot: our own outlines of the communes, and the establishment's places."""
    site = _site(request, site_id, Permission.SITE_EDIT)
    province, boundary = site.unit.province_code, boundaries.boundary_of(site)
    middle = shape(boundary.geometry).centroid if boundary else outlines.centre(site.unit.code, province)
    features = []
    if middle is not None:
        for code, name, outline in outlines.around(middle, province, within=_MAP_DEGREES):
            look = "home" if code == site.unit.code else "commune"
            features.append({"look": look, "name": name, "geometry": mapping(outline.simplify(0.0002))})
        around = middle.buffer(_MAP_DEGREES)
        for row in boundaries.beside(site, around.bounds):
            features.append({"look": "site", "name": row.site.name, "geometry": row.geometry})
    centre = None if middle is None else [middle.y, middle.x]
    listed = [
        {"type": "Feature", "properties": {"look": f["look"], "name": f["name"]}, "geometry": f["geometry"]}
        for f in features
    ]
    return JsonResponse({"type": "FeatureCollection", "centre": centre, "features": listed})


@require_safe
@for_establishments
def site_sign(request: HttpRequest, site_id: int) -> HttpResponse:
    """A sheet for a pole at the plot: scanning it opens the place, and its diary for who works there."""
    site = _site(request, site_id)
    address = f"HTTPS://{provinces.current().identity.host.upper()}/T/{site.site_code}"
    picture = segno.make(address, error="q", micro=False).svg_inline(border=4, omitsize=True, dark="#000", light="#fff")
    context = {"site": site, "address": address, "picture": mark_safe(picture), "family": family_of(site)}
    return render(request, "production/producer/site_sign.html", context)


@require_safe
@for_establishments
def area_code_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    codes = boundaries.area_codes_of(actor)
    context = {
        "codes": [(code, boundaries.state_of(code, today())) for code in codes],
        "running_out": boundaries.running_out(codes, today()).count(),
        "may_edit": actor.holds(Permission.SITE_EDIT),
    }
    return render(request, "production/producer/area_codes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def area_code_new(request: HttpRequest, site_id: int) -> HttpResponse:
    site = _site(request, site_id, Permission.SITE_EDIT)
    form = AreaCodeForm(request.POST or None, initial={"client_id": uuid4(), "scheme": "domestic"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_area_code(actor=actor_of(request), site_id=site.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal, _CODE_FIELDS.get(refusal.code))
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": form.cleaned_data["code"]})
            return redirect("workshop-detail" if family_of(site) == "buildings" else "site-detail", site.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "site": site, "family": family_of(site)}
    return render(request, "production/producer/area_code_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def area_code_status(request: HttpRequest, code_id: int) -> HttpResponse:
    actor = actor_of(request)
    code = AreaCode.objects.select_related("site").filter(pk=code_id).first()
    if code is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.PRODUCTION_READ, code)
    actor.require(Permission.SITE_EDIT, code)
    form = AreaCodeStatusForm(request.POST or None, initial={"status": code.status})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_area_code_status(actor=actor, code_id=code.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal, _CODE_FIELDS.get(refusal.code))
        else:
            messages.success(request, _("The state of code %(code)s is kept.") % {"code": code.code})
            return redirect("area-code-list")
    status = 422 if request.method == "POST" else 200
    return render(request, "production/producer/area_code_status.html", {"form": form, "code": code}, status=status)


@require_safe
@for_agencies
def overlap_list(request: HttpRequest) -> HttpResponse:
    """Land two establishments say is theirs: nothing is decided here, somebody goes and looks."""
    actor = actor_of(request)
    actor.require_verb(Permission.PRODUCTION_READ)
    page = Paginator(boundaries.kept_over_others(actor), 30).get_page(request.GET.get("trang"))
    context = {"page": page, "overlaps": boundaries.overlaps(actor, page)}
    return render(request, "production/agency/overlaps.html", context)
