"""Nhập từ Excel, xuất Excel của các nhóm (ux.md 4.8): template, list, file, preview, result, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Actor
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import local_date, now
from txng.kernel.errors import RuleBroken
from txng.production import actions, queries, sheets_shown
from txng.production.forms.sheets import SheetFileForm
from txng.production.models import SheetRow, SheetRun
from txng.production.sheets import Sheet, sheet_of
from txng.production.sheets.base import Desk
from txng.production.sheets.looking import texts_of
from txng.production.sheets.problems import reasons_of
from txng.registry.imports import workbook
from txng.registry.imports.workbook import Filled

PAGE = 25
LISTS = {
    "nguoi-lam": "worker-list",
    "san-pham": "product-list",
    "vung-trong": "site-list",
    "nha-xuong": "workshop-list",
    "lo-hang": "lot-list",
    "vat-tu": "material-list",
    "vat-tu-cho-lo": "material-use-list",
    "kho": "receipt-list",
    "doi-tac": "partner-list",
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def sheet_import(request: HttpRequest, sheet: str) -> HttpResponse:
    """The template to take, the file to send, the imports so far."""
    actor, one = _keeper(request, sheet)
    form = SheetFileForm(initial={"client_id": uuid4()}, workbook=one.form())
    if request.method == "POST":
        form = SheetFileForm(request.POST, request.FILES, workbook=one.form())
        if form.is_valid():
            run = actions.send_sheet(
                actor=actor,
                sheet=one.slug,
                columns=[column.code for column in one.columns],
                lines=form.lines,
                file_name=form.cleaned_data["file"].name,
                client_id=form.cleaned_data["client_id"] or uuid4(),
                at=now(),
            )
            return HttpResponseRedirect(reverse("job", args=[run.job_id]))
    page = Paginator(queries.runs_of(actor, one.slug), PAGE).get_page(request.GET.get("trang"))
    context = {"form": form, "page": page, "sheet": one, "sheet_title": one.title(), "back": _list_of(one)}
    status = 422 if request.method == "POST" else 200
    return render(request, "production/sheets/import.html", context, status=status)


@require_safe
@for_establishments
def sheet_template(request: HttpRequest, sheet: str) -> HttpResponse:
    actor, one = _keeper(request, sheet)
    return _file(workbook.book(one.form(_desk(actor, one)), [], examples=True), f"mau-{one.slug}.xlsx")


@require_safe
@for_establishments
def sheet_export(request: HttpRequest, sheet: str) -> HttpResponse:
    """“Tải Excel đúng danh sách này”: the rows of the list under the same questions, in the form that may come back."""
    actor, one = actor_of(request), sheet_of(sheet)
    actor.require_verb(one.read)
    desk = _desk(actor, one)
    asked: Mapping[str, str] = request.GET.dict()
    rows = one.chosen(actor, asked)[: workbook.ROWS]
    return _file(workbook.book(one.form(desk), one.filled(rows, desk)), f"{one.slug}-{desk.day:%Y%m%d}.xlsx")


@require_safe
@for_establishments
def sheet_run(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    context = {"run": run, **sheets_shown.context_of(run, now()), "back": reverse("sheet-import", args=[run.sheet])}
    return render(request, "production/sheets/run.html", context)


@require_POST
@for_establishments
def sheet_confirm(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    try:
        run = actions.confirm_sheet(actor=actor_of(request), run_id=run.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("sheet-run", run.pk)
    return HttpResponseRedirect(reverse("job", args=[run.job_id]))


@require_POST
@for_establishments
def sheet_cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    try:
        actions.cancel_sheet(actor=actor_of(request), run_id=run.pk, at=now())
        messages.success(request, _("The import %(number)s is stopped.") % {"number": run.number})
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("sheet-run", run.pk)


@require_POST
@for_establishments
def sheet_undo(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(request, run_id)
    try:
        run = actions.undo_sheet(actor=actor_of(request), run_id=run.pk, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("sheet-run", run.pk)
    return HttpResponseRedirect(reverse("job", args=[run.job_id]))


@require_safe
@for_establishments
def sheet_refused_rows(request: HttpRequest, run_id: int) -> HttpResponse:
    """“Tải về các dòng lỗi”: the same form, what is wrong beside each row, each still knowing which record it is."""
    run = _run(request, run_id)
    one = sheet_of(run.sheet)
    desk = _desk(actor_of(request), one)
    rows = run.rows.filter(state__in=(SheetRow.State.WRONG, SheetRow.State.REFUSED)).order_by("number")

    def filled(row: SheetRow) -> Filled:
        texts = texts_of(run, row, desk)
        return Filled(
            cells=[texts[column.code] for column in desk.columns],
            number=row.record,
            reason=reasons_of(row.problems, row.because, desk.columns),
            bad=frozenset(problem[0] for problem in row.problems),
        )

    data = workbook.book(one.form(desk), (filled(row) for row in rows), reasons=True)
    return _file(data, f"{run.number}-dong-loi.xlsx")


def _keeper(request: HttpRequest, slug: str) -> tuple[Actor, Sheet]:
    actor, one = actor_of(request), sheet_of(slug)
    actor.require_verb(one.edit)
    return actor, one


def _run(request: HttpRequest, run_id: int) -> SheetRun:
    actor = actor_of(request)
    run = get_object_or_404(queries.runs_of(actor), pk=run_id)
    actor.require_verb(sheet_of(run.sheet).edit)
    return run


def _desk(actor: Actor, one: Sheet) -> Desk:
    return Desk(sheet=one, actor=actor, day=local_date(now()))


def _list_of(one: Sheet) -> str:
    return reverse(LISTS[one.slug])


def _file(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=workbook.TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
