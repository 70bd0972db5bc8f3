"""Chuỗi cung ứng: what came before some goods and what came of them (CB-03, CT-17; ux.md W3)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies, for_establishments
from txng.trace import directory
from txng.trace.forms import ChainForm
from txng.trace.graph.atlas import atlas_of
from txng.trace.graph.chain import chain_of
from txng.trace.graph.drawing import draw


@require_safe
@for_establishments
def of_establishment(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_safe
@for_agencies
def of_agency(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    """What is not there and what may not be seen look the same: nothing is recorded within the reader's reach."""
    actor = actor_of(request)
    actor.require_verb(Permission.TRACE_READ)
    form = ChainForm(request.GET if "ma" in request.GET else None)
    context: dict[str, object] = {"form": form, "chain": None, "agency": actor.is_agency}
    context["may_share"] = actor.holds(Permission.TRACE_SHARE) and not actor.is_agency
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["ma"]
        chain = chain_of(actor, directory.find(actor, typed))
        context |= {"typed": typed, "chain": chain}
        if not chain.is_empty:
            wide, narrow = draw(chain)
            context |= {"wide": wide, "narrow": narrow, "atlas": atlas_of(chain)}
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "trace/chain.html", context, status=status)
