"""Checking the answers, filing, the receipt, withdrawing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from txng import provinces
from txng.access.doors import for_holders
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken
from txng.registry import actions, clocks, facts, steps
from txng.registry.filled_form import form_pdf
from txng.registry.forms import ReplyForm
from txng.registry.hints import hints_for_applicant
from txng.registry.models import Dossier, KeptPaper
from txng.registry.progress import progress_of
from txng.registry.receipts import receipt_pdf
from txng.registry.secret_address import applicant_of, secret_address
from txng.registry.showing import files_shown
from txng.registry.tasks_shown import asked_of

State = Dossier.State


@for_holders
@require_http_methods(["GET", "HEAD", "POST"])
@secret_address
def check(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    """“Kiểm tra lại”: every line with “Sửa”, then the one button that files."""
    if not dossier.is_editable:
        return HttpResponseRedirect(reverse("registration-tasks", args=[token]))
    form = ReplyForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        actor = applicant_of(request, dossier)
        try:
            if dossier.state == State.DRAFT:
                actions.submit_dossier(actor=actor, dossier_id=dossier.pk, at=now())
            else:
                reply = form.cleaned_data["reply"]
                actions.supplement_dossier(actor=actor, dossier_id=dossier.pk, at=now(), reply=reply)
                messages.success(request, _("The dossier has been sent in again."))
            return HttpResponseRedirect(reverse("registration-receipt", args=[token]))
        except RuleBroken as broken:
            refusal = broken
    papers = list(dossier.papers.select_related("file").order_by("id"))
    lacking = steps.missing(dossier, provinces.current(), frozenset(paper.paper for paper in papers))
    known = {step.code: step for step in steps.steps_of(provinces.current())}
    sections = [
        {
            "title": section.step.title,
            "lines": section.lines,
            "change": section.step.address(token),
            "missing": lacking.get(section.step.code, []),
            "files": files_shown(paper for paper in papers if paper.paper == section.step.code),
            "is_papers": section.step.paper is not None,
        }
        for section in facts.current_sections(dossier, papers)
    ]
    context = {
        "dossier": dossier,
        "token": token,
        "sections": sections,
        "lacking": lacking,
        "form": form,
        "hints": [
            (hint, known[hint.step].address(token) if hint.step in known else "")
            for hint in hints_for_applicant(dossier, papers)
        ],
        "refusal": refusal,
        "open_items": [item for item in asked_of(dossier, token)["asked_items"] if not item.get("touched")],
        "tax_code_address": reverse("registration-tax-code", args=[token]),
    }
    status = 422 if form.is_bound and form.errors else 409 if refusal else 200
    return render(request, "registry/public/check.html", context, status=status)


@for_holders
@require_safe
@secret_address
def receipt(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    if dossier.submitted_at is None:
        return HttpResponseRedirect(reverse("registration-tasks", args=[token]))
    papers = list(dossier.papers.select_related("file").order_by("id"))
    texts = provinces.current().texts
    context = {
        "dossier": dossier,
        "token": token,
        "expected": clocks.answer_expected(dossier.submitted_at, dossier.due_on),
        "files": files_shown(papers),
        "progress": progress_of(dossier),
        "address": request.build_absolute_uri(reverse("registration-tasks", args=[token])),
        "told": {State.APPROVED: texts.approved, State.FORWARDED: texts.approved}.get(State(dossier.state)),
        "issued": texts.account_issued if dossier.state == State.ACCOUNT_ISSUED else None,
        "after": texts.after_filing if dossier.is_open else None,
        "asked": dossier.returns.filter(answered_at=None).last(),
        "transfers": list(dossier.transfers.select_related("from_agency", "to_agency")),
        "answers": dossier.kept_papers.filter(kind__in=(KeptPaper.Kind.SUPPLEMENT, KeptPaper.Kind.RESULT)),
        "can_withdraw": dossier.is_open or dossier.state == State.RETURNED,
    }
    return render(request, "registry/public/receipt.html", context)


@for_holders
@require_safe
@secret_address
def receipt_paper(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    """Giấy tiếp nhận hồ sơ, to print or to show."""
    if dossier.submitted_at is None:
        raise NotThere(_("Not found."))
    return _paper(receipt_pdf(dossier, _address(request, token)), f"giay-tiep-nhan-{dossier.number}")


@for_holders
@require_safe
@secret_address
def form_paper(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    """Phiếu đăng ký tham gia as filled in."""
    if dossier.submitted_at is None:
        raise NotThere(_("Not found."))
    return _paper(form_pdf(dossier, _address(request, token)), f"phieu-dang-ky-{dossier.number}")


def _paper(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _address(request: HttpRequest, token: str) -> str:
    """Vietnamese whatever language the page is read in: it is printed."""
    with override("vi"):
        return request.build_absolute_uri(reverse("registration-tasks", args=[token]))


@for_holders
@require_http_methods(["GET", "HEAD", "POST"])
@secret_address
def withdraw(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    if request.method == "POST":
        try:
            actions.withdraw_dossier(actor=applicant_of(request, dossier), dossier_id=dossier.pk, at=now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The dossier has been withdrawn."))
        return HttpResponseRedirect(reverse("registration-tasks", args=[token]))
    if not (dossier.is_open or dossier.is_editable):
        return HttpResponseRedirect(reverse("registration-tasks", args=[token]))
    return render(request, "registry/public/withdraw.html", {"dossier": dossier, "token": token})
