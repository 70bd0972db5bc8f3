"""Nhập từ Excel: template, file, preview, result, and the way back (ux.md 4.8)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng import provinces
from txng.access import Actor, Permission
from txng.access.gate import AGENCIES, actor_of, signed_in
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.places import queries as places
from txng.registry import actions, imports_shown, queries
from txng.registry.forms.imports import ConfirmImportForm, ImportFileForm
from txng.registry.imports import workbook
from txng.registry.imports.columns import columns_of, fingerprint
from txng.registry.imports.problems import reasons_of
from txng.registry.models import Import, ImportRow

PAGE = 50
for_organisations = signed_in(kinds=(*AGENCIES, "establishment"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_organisations
def import_list(request: HttpRequest) -> HttpResponse:
    """The template to take, the file to send, the imports so far."""
    actor = _importer(request)
    form = ImportFileForm(initial={"client_id": uuid4()})
    if request.method == "POST":
        form = ImportFileForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["file"]
            run = actions.send_import(
                actor=actor,
                lines=form.lines,
                file_name=upload.name,
                client_id=form.cleaned_data["client_id"] or uuid4(),
                at=now(),
            )
            return HttpResponseRedirect(reverse("job", args=[run.job_id]))
    page = Paginator(queries.imports_of(actor), PAGE).get_page(request.GET.get("trang"))
    context = {"form": form, "page": page, "version": fingerprint(columns_of())[:6].upper()}
    return render(request, "registry/imports/list.html", context, status=422 if form.is_bound and form.errors else 200)


@require_safe
@for_organisations
def import_template(request: HttpRequest) -> HttpResponse:
    actor = _importer(request)
    return _file(workbook.template(columns_of(), _places(actor)), "mau-ho-so-dang-ky.xlsx")


@require_safe
@for_organisations
def import_detail(request: HttpRequest, run_id: int) -> HttpResponse:
    actor = _importer(request)
    run = _run(actor, run_id)
    return _shown(request, actor, run, ConfirmImportForm(initial={"what": "draft"}))


@require_POST
@for_organisations
def import_confirm(request: HttpRequest, run_id: int) -> HttpResponse:
    actor = _importer(request)
    run = _run(actor, run_id)
    form = ConfirmImportForm(request.POST, request.FILES)
    if form.is_valid():
        submit = form.cleaned_data["what"] == "submit"
        try:
            run = actions.confirm_import(actor=actor, run_id=run.pk, submit=submit, paper=form.stored, at=now())
        except RuleBroken as refusal:
            form.refuse(refusal, "paper" if refusal.code == "paper_missing" else None)
        else:
            return HttpResponseRedirect(reverse("job", args=[run.job_id]))
    return _shown(request, actor, run, form, status=422)


@require_POST
@for_organisations
def import_cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    actor = _importer(request)
    run = _run(actor, run_id)
    try:
        actions.cancel_import(actor=actor, run_id=run.pk, at=now())
        messages.success(request, _("The import %(number)s is stopped.") % {"number": run.number})
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("import-detail", args=[run.pk]))


@require_POST
@for_organisations
def import_undo(request: HttpRequest, run_id: int) -> HttpResponse:
    actor = _importer(request)
    run = _run(actor, run_id)
    try:
        run = actions.undo_import(actor=actor, run_id=run.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("import-detail", args=[run.pk]))
    return HttpResponseRedirect(reverse("job", args=[run.job_id]))


@require_safe
@for_organisations
def import_refused_rows(request: HttpRequest, run_id: int) -> HttpResponse:
    """“Tải về các dòng lỗi”: the same template, what is wrong beside each row."""
    actor = _importer(request)
    run = _run(actor, run_id)
    columns = columns_of()
    rows = (
        (_in_order(run, row), reasons_of(row.problems, columns), {problem[0] for problem in row.problems})
        for row in run.rows.filter(state=ImportRow.State.WRONG).order_by("number").iterator(chunk_size=500)
    )
    return _file(workbook.refused_rows(columns, _places(actor), rows), f"{run.number}-dong-loi.xlsx")


def _in_order(run: Import, row: ImportRow) -> list[str]:
    """Under today's columns, should the form have changed since."""
    there = dict(zip(run.columns, row.cells["text"], strict=False))
    return [there.get(column.code, "") for column in columns_of()]


def _importer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    actor.require_verb(Permission.DOSSIER_IMPORT)
    return actor


def _run(actor: Actor, run_id: int) -> Import:
    runs: QuerySet[Import] = queries.imports_of(actor)
    return get_object_or_404(runs, pk=run_id)


def _places(actor: Actor) -> list[str]:
    """What the list of communes offers: an agency of a commune enters for its own."""
    units = places.communes_of(provinces.current().identity.province_code, today())
    return [unit.name for unit in units if unit.unit_path.startswith(queries.import_reach(actor))]


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=workbook.TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _shown(
    request: HttpRequest, actor: Actor, run: Import, form: ConfirmImportForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"run": run, "form": form, **imports_shown.context_of(run, actor, now())}
    if run.is_confirmed:
        rows = imports_shown.results_of(run)
        context["page"] = page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
        context["lines"] = [imports_shown.result(run, row, actor) for row in page]
    return render(request, "registry/imports/detail.html", context, status=status)
