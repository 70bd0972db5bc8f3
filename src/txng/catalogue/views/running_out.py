"""“Sắp hết hạn” in full: what the first page of both sides shows the most urgent of."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_agencies, for_establishments
from txng.catalogue.running_out import rows_of
from txng.kernel.clock import today
from txng.registry.profile_queries import documents_running_out

PAGE = 50


@require_safe
@for_establishments
def of_establishment(request: HttpRequest) -> HttpResponse:
    return _list(request)


@require_safe
@for_agencies
def of_agency(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest) -> HttpResponse:
    actor, on = actor_of(request), today()
    actor.require_verb(Permission.ESTABLISHMENT_READ)
    page = Paginator(documents_running_out(actor, on), PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "running_out": rows_of(list(page), on, agency=actor.is_agency),
        "running_out_count": page.paginator.count,
        "show_organisation": actor.is_agency,
    }
    return render(request, "catalogue/running_out.html", context)
