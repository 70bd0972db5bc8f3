"""Pages whose address is the key: a dossier's draft, its receipt."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from txng.access import Actor
from txng.access.actors import visitor
from txng.access.gate import actor_of
from txng.registry import queries
from txng.registry.models import Dossier

View = Callable[..., HttpResponse]


def secret_address(view: View) -> View:
    """Hand the view its dossier, and keep the address from leaking: no referrer, no index, no copy kept.

    Without a referrer browsers send `Origin: null` with a form, which the CSRF check would refuse. It is not needed
    here: whoever could forge the request would have to know the 128-bit address, and then needs no forgery.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        dossier = queries.dossier_by_token(token)
        response = view(request, dossier, token, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def applicant_of(request: HttpRequest, dossier: Dossier) -> Actor:
    """Who acts on the applicant's side: the person signed in (an officer who helps), else whoever the dossier names."""
    actor = actor_of(request)
    if actor.is_known:
        return actor
    return visitor(dossier.signed_by or dossier.representative or dossier.name)
