"""The task list and its pages; each page is saved when sent, and errors keep what was typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from txng import provinces
from txng.access.doors import for_holders
from txng.kernel.clock import now, today
from txng.kernel.errors import BadInput, NotThere, RuleBroken
from txng.provinces.language import said
from txng.registry import actions, facts, queries, steps
from txng.registry.forms import (
    AgencyForm,
    CommitmentForm,
    EstablishmentForm,
    InformationForm,
    PapersForm,
    ProductsForm,
    TaxCodeForm,
)
from txng.registry.models import Dossier
from txng.registry.secret_address import applicant_of, secret_address
from txng.registry.showing import files_shown
from txng.registry.tasks_shown import asked_of, tasks_of
from txng.ui.forms import Form

page = require_http_methods(["GET", "HEAD", "POST"])


@for_holders
@require_http_methods(["GET", "HEAD"])
@secret_address
def tasks(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    if not dossier.is_editable:
        name = "registration-receipt" if dossier.number else "registration-start"
        return HttpResponseRedirect(reverse(name, args=[token] if dossier.number else []))
    listed = tasks_of(dossier, token)
    context = {
        "dossier": dossier,
        "token": token,
        "tasks": listed,
        "address": request.build_absolute_uri(request.path),
        **asked_of(dossier, token),
    }
    return render(request, "registry/public/tasks.html", context)


@for_holders
@page
@secret_address
def tax_code(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    form = TaxCodeForm(request.POST if request.method == "POST" else None, initial={"tax_code": dossier.tax_code})
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["tax_code"]
        values = {"tax_code": code, **_known_of(dossier, code)}
        return _saved(request, dossier, token, steps.ESTABLISHMENT, values, form) or HttpResponseRedirect(
            reverse("registration-establishment", args=[token])
        )
    return _shown(request, dossier, token, steps.ESTABLISHMENT, form, "tax_code.html")


def _known_of(dossier: Dossier, code: str) -> dict[str, Any]:
    """What our own register knows under this code and the draft does not say yet: nothing about persons."""
    known = queries.establishment_with(code) or queries.parent_with(code)
    if known is None:
        return {}
    facts = {"name": known.name, "kind": known.kind, "business_kind": known.business_kind, "unit": known.unit}
    return {name: value for name, value in facts.items() if value and not getattr(dossier, name)}


@for_holders
@page
@secret_address
def establishment(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    if not dossier.tax_code and "tax_code" in steps.required_codes(provinces.current()):
        return HttpResponseRedirect(reverse("registration-tax-code", args=[token]))
    names = (
        "name",
        "kind",
        "representative",
        "phone",
        "email",
        "unit",
        "address",
        "business_kind",
        "capacity",
    )
    form = EstablishmentForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(dossier, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in names}
        return _saved(request, dossier, token, steps.ESTABLISHMENT, values, form) or _onward(
            dossier, token, steps.ESTABLISHMENT
        )
    known = not dossier.representative and bool(_known_name(dossier))
    return _shown(
        request,
        dossier,
        token,
        steps.ESTABLISHMENT,
        form,
        "establishment.html",
        prefilled=known,
        tax_code_label=facts.label_of("tax_code", provinces.current()),
        tax_code_shown=facts.tax_code_shown(dossier.tax_code),
    )


def _known_name(dossier: Dossier) -> bool:
    known = queries.establishment_with(dossier.tax_code) or queries.parent_with(dossier.tax_code)
    return known is not None and known.name == dossier.name


@for_holders
@page
@secret_address
def products(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    if request.method != "POST":
        form = ProductsForm(products=dossier.products, sector=dossier.sector)
        return _shown(request, dossier, token, steps.PRODUCTS, form, "products.html")
    form = ProductsForm(request.POST, products=dossier.products, sector=dossier.sector)
    rearranged = _rearranged(request, form)
    if rearranged is not None:
        # Adding or taking away a row judges nothing that stands in the others.
        form = ProductsForm(products=rearranged, sector=request.POST.get("sector", "")[:20])
        return _shown(request, dossier, token, steps.PRODUCTS, form, "products.html")
    if form.is_valid():
        values = {"products": form.cleaned_data["products"], "sector": form.cleaned_data["sector"]}
        return _saved(request, dossier, token, steps.PRODUCTS, values, form) or _onward(dossier, token, steps.PRODUCTS)
    return _shown(request, dossier, token, steps.PRODUCTS, form, "products.html")


def _rearranged(request: HttpRequest, form: ProductsForm) -> list[dict[str, str]] | None:
    rows = form.typed()
    if "add" in request.POST:
        return [*rows, {"name": "", "note": ""}]
    taken = request.POST.get("take", "")
    if taken.isdigit() and int(taken) < len(rows):
        return rows[: int(taken)] + rows[int(taken) + 1 :]
    return None


@for_holders
@page
@secret_address
def agency(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    choices = queries.agency_choices(
        unit=dossier.unit, sector=dossier.sector, establishment_kind=dossier.kind, day=today()
    )
    if not dossier.unit or not dossier.sector:
        messages.info(request, _("First say where you are and what you make; the agency is suggested from that."))
        before = "registration-establishment" if not dossier.unit else "registration-products"
        return HttpResponseRedirect(reverse(before, args=[token]))
    form = AgencyForm(request.POST if request.method == "POST" else None, dossier=dossier, choices=choices)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("managing_agency", "filed_with")}
        return _saved(request, dossier, token, steps.AGENCY, values, form) or _onward(dossier, token, steps.AGENCY)
    return _shown(
        request,
        dossier,
        token,
        steps.AGENCY,
        form,
        "agency.html",
        where=provinces.current().texts.where_to_file,
    )


@for_holders
@page
@secret_address
def papers(request: HttpRequest, dossier: Dossier, token: str, paper: str) -> HttpResponse:
    step = steps.step_named(paper)
    if step is None or step.paper is None:
        raise NotThere(_("Not found."))
    there = list(dossier.papers.filter(paper=paper).select_related("file").order_by("id"))
    names = {one.pk: one.file.name for one in there}
    told = dossier.paper_facts.get(paper, {})
    form = PapersForm(there=names, optional=step.optional, said=told)
    if request.method == "POST":
        form = PapersForm(request.POST, request.FILES, there=names, optional=step.optional, said=told)
        form.is_valid()
        _keep_files(request, dossier, form, paper)
        there = list(dossier.papers.filter(paper=paper).select_related("file").order_by("id"))
        if not form.errors and not there and not step.optional:
            form.add_error("files", _("Take or choose at least one photo or PDF: %(paper)s.") % {"paper": step.title})
        if not form.errors and form.said != told:
            values = {"paper_facts": {**dossier.paper_facts, paper: form.said}}
            refused = _saved(request, dossier, token, paper, values, form)
            if refused is not None:
                return refused
        if not form.errors:
            if "more" in request.POST:
                return HttpResponseRedirect(step.address(token))
            return _onward(dossier, token, paper)
    return _shown(
        request,
        dossier,
        token,
        paper,
        form,
        "papers.html",
        files=files_shown(there, removable=True),
        paper=step.paper,
    )


def _keep_files(request: HttpRequest, dossier: Dossier, form: PapersForm, paper: str) -> None:
    """Take out what is ticked and keep every file that is fine, whatever is wrong with its neighbours."""
    actor = applicant_of(request, dossier)
    try:
        for chosen in form.cleaned_data.get("remove", []):
            actions.remove_paper(actor=actor, dossier_id=dossier.pk, paper_id=int(chosen), at=now())
        for upload in form.good:
            try:
                actions.add_paper(actor=actor, dossier_id=dossier.pk, paper=paper, upload=upload, at=now())
            except BadInput as refusal:
                form.add_error("files", str(refusal))
    except RuleBroken as refusal:
        form.add_error("files", str(refusal))


@for_holders
@page
@secret_address
def information(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    if steps.step_named(steps.INFORMATION) is None:
        raise NotThere(_("Not found."))
    form = InformationForm(request.POST if request.method == "POST" else None, dossier=dossier)
    if request.method == "POST" and form.is_valid():
        values = {"information": {code: text for code, text in form.cleaned_data.items() if text}}
        return _saved(request, dossier, token, steps.INFORMATION, values, form) or _onward(
            dossier, token, steps.INFORMATION
        )
    return _shown(request, dossier, token, steps.INFORMATION, form, "form.html")


@for_holders
@page
@secret_address
def commitment(request: HttpRequest, dossier: Dossier, token: str) -> HttpResponse:
    form = CommitmentForm(request.POST if request.method == "POST" else None, dossier=dossier)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        values = {
            "purposes": cleaned["purposes"],
            "other_purpose": cleaned["other_purpose"],
            "committed_at": now(),
            "signed_by": cleaned["signed_by"],
        }
        return _saved(request, dossier, token, steps.COMMITMENT, values, form) or _onward(
            dossier, token, steps.COMMITMENT
        )
    declaration = said(provinces.current().dossier, "declaration")
    return _shown(request, dossier, token, steps.COMMITMENT, form, "commitment.html", declaration=declaration)


def _saved(
    request: HttpRequest, dossier: Dossier, token: str, step: str, values: dict[str, Any], form: Form
) -> HttpResponse | None:
    """None when saved; the page again, with everything typed, when the dossier cannot be written any more."""
    try:
        actions.save_step(
            actor=applicant_of(request, dossier), dossier_id=dossier.pk, step=step, values=values, at=now()
        )
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("registration-receipt", args=[token]))
    return None


def _onward(dossier: Dossier, token: str, done: str) -> HttpResponse:
    """To the next page that still wants something, else to the task list: nobody hunts for the next step."""
    dossier.refresh_from_db()
    listed = tasks_of(dossier, token)
    codes = [task.code for task in listed.tasks]
    following = listed.tasks[codes.index(done) + 1 :] if done in codes else []
    if dossier.state == Dossier.State.DRAFT:
        for task in following:
            if task.state in ("todo", "doing"):
                return HttpResponseRedirect(task.href)
    return HttpResponseRedirect(reverse("registration-tasks", args=[token]))


def _shown(
    request: HttpRequest, dossier: Dossier, token: str, step: str, form: Form, template: str, **more: Any
) -> HttpResponse:
    if not dossier.is_editable:
        return HttpResponseRedirect(reverse("registration-tasks", args=[token]))
    found = steps.step_named(step)
    asked = dossier.returns.filter(answered_at=None).last()
    context = {
        "dossier": dossier,
        "token": token,
        "step": found,
        "form": form,
        "reasons": [item["reason"] for item in asked.items if item["step"] == step] if asked else [],
        **more,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"registry/public/{template}", context, status=status)
