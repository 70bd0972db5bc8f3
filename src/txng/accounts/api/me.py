"""GET /api/v1/me: who asks, what they may do, and how far it reaches."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from txng import provinces
from txng.access.actors import Actor
from txng.access.doors import for_programs
from txng.access.gate import actor_of
from txng.access.scopes import Scope
from txng.accounts.api.authentication import client_of
from txng.accounts.api.gate import endpoint
from txng.accounts.api.problems import problem
from txng.places.models import AdministrativeUnit
from txng.registry.models import Agency


@endpoint()
def me(request: HttpRequest) -> HttpResponse:
    client, actor = client_of(request), actor_of(request)
    verbs = sorted({str(grant.permission) for grant in actor.grants})
    body = {
        "key": {"name": client.name, "shown": client.shown},
        "person": client.made_by.name,
        "organisation": {
            "name": actor.organisation,
            "kind": actor.kind,
            "establishment": actor.establishment_id,
            "agency": actor.agency_id,
        },
        "verbs": verbs,
        "reach": _reach(actor),
        "expires_at": client.expires_at.isoformat(),
    }
    return JsonResponse(body)


def _reach(actor: Actor) -> list[dict[str, Any]]:
    """One line for each territory, with the verbs that reach so far."""
    verbs: dict[Scope, list[str]] = defaultdict(list)
    for grant in actor.grants:
        verbs[grant.scope].append(str(grant.permission))
    lines = [
        {
            "verbs": sorted(verbs[scope]),
            "words": {language: _in_words(scope, actor, language) for language in ("vi", "en")},
            "establishment": scope.establishment_id,
            "unit_path": scope.unit_path,
            "sectors": sorted(scope.sectors),
            "managing_agency": scope.managing_agency_id,
        }
        for scope in verbs
    ]
    return sorted(lines, key=lambda line: str(line["words"]))


def _in_words(scope: Scope, actor: Actor, language: str) -> str:
    with translation.override(language):
        if scope.establishment_id is not None:
            return _("the establishment %(name)s") % {"name": actor.organisation}
        if scope.managing_agency_id is not None:
            agency = Agency.objects.filter(id=scope.managing_agency_id).first()
            return _("what %(name)s manages") % {"name": agency.name if agency else actor.organisation}
        where = _territory(scope.unit_path)
        if not scope.sectors:
            return where
        profile = provinces.current()
        known = [(code, profile.sector(code)) for code in sorted(scope.sectors)]
        sectors = ", ".join(sector.shown if sector else code for code, sector in known)
        return _("%(where)s, sectors: %(sectors)s") % {"where": where, "sectors": sectors}


def _territory(unit_path: str) -> str:
    codes = [code for code in unit_path.split(".") if code]
    if len(codes) < 2:
        return _("the whole province")
    unit = AdministrativeUnit.objects.filter(code=codes[-1]).order_by("-id").first()
    return unit.name if unit else unit_path


@for_programs
@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    return problem(request, status=404, code="not_there", detail="There is nothing at this address.")
