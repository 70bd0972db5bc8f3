"""Papers on record: what the code on a paper opens, and what an officer prints of a dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from txng.access.doors import for_holders
from txng.access.gate import actor_of, for_agencies
from txng.kernel.errors import RuleBroken
from txng.kernel.files import storage
from txng.registry import archive_cover, filled_form, queries
from txng.registry.letterheads import address_of_record
from txng.registry.models import Dossier
from txng.registry.showing import kept_line, kept_shown


@require_safe
@for_agencies
def officers_form(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The filled Phiếu for the desk: the applicant's secret address is theirs, so the code opens the record instead."""
    dossier = get_object_or_404(queries.dossiers_of(actor_of(request)), id=dossier_id)
    pdf = filled_form.form_pdf(dossier, address_of_record(dossier), note=filled_form.OFFICERS)
    return _pdf(pdf, f"phieu-dang-ky-{dossier.number}.pdf")


@require_safe
@for_agencies
def cover(request: HttpRequest, dossier_id: int) -> HttpResponse:
    dossier = get_object_or_404(queries.dossiers_of(actor_of(request)), id=dossier_id)
    try:
        return _pdf(archive_cover.cover_pdf(dossier), f"bia-ho-so-{dossier.number}.pdf")
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("dossier-review", args=[dossier.pk]))


@for_holders
@require_safe
def record_page(request: HttpRequest, code: str) -> HttpResponse:
    """Behind the code of an archive cover: where the dossier stands and which papers are kept. Nothing to open here
    but for the officer whose reach covers it."""
    dossier = queries.dossier_of_record(code)
    context = {"dossier": dossier, "desk": _desk_of(request, dossier), "kept": kept_shown(dossier)}
    return _held(render(request, "registry/public/record.html", context))


@for_holders
@require_safe
def paper_page(request: HttpRequest, code: str) -> HttpResponse:
    """Behind the code of a paper: the very paper as it is kept, for comparing."""
    paper = queries.kept_paper(code)
    desk = _desk_of(request, paper.dossier) if paper.dossier else ""
    context: dict[str, Any] = {"paper": paper, "line": kept_line(paper), "desk": desk}
    return _held(render(request, "registry/public/kept_paper.html", context))


@for_holders
@require_safe
def paper_itself(request: HttpRequest, code: str) -> HttpResponse:
    paper = queries.kept_paper(code)
    return _held(_pdf(storage.read(paper.file.path), paper.file.name))


def _desk_of(request: HttpRequest, dossier: Dossier) -> str:
    """The dossier's own page, for an officer who may see it; "" for everybody else."""
    actor = actor_of(request)
    if not actor.is_agency or not queries.dossiers_of(actor).filter(pk=dossier.pk).exists():
        return ""
    return reverse("dossier-review", args=[dossier.pk])


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _held(response: HttpResponse) -> HttpResponse:
    """The address is the key: it is neither passed on nor indexed."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
