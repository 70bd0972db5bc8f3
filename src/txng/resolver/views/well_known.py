"""/.well-known/gs1resolver: what this resolver can do, for programs (RS-14)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from txng import provinces
from txng.access.doors import for_everybody
from txng.gs1.digital_link import SEQUENCES
from txng.resolver.links import answers as links
from txng.resolver.links.linkset import CONTEXT
from txng.resolver.links.vocabulary import NAMESPACE


@for_everybody
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def description(request: HttpRequest) -> HttpResponse:
    if request.method == "OPTIONS":
        return links.preflight()
    who = provinces.current().identity
    said = {
        "name": who.system_name,
        "resolverRoot": links.base_of(request),
        "supportedPrimaryKeys": sorted(SEQUENCES),
        "supportedLinkType": [{"namespace": NAMESPACE, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "supportsLanguageVariants": True,
        "supportsSemanticInterpretation": False,
        "validatesAIcombinations": True,
        "linksetContext": CONTEXT,
        "contact": {"fn": who.operator_name, "hasEmail": f"mailto:{who.email}", "hasTelephone": f"tel:{who.hotline}"},
    }
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=3600"
    return links.opened(response)
