"""Cập nhật thông tin doanh nghiệp: what an establishment says of itself and asks to have published (Điều 7.4, 9.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.kernel.clock import now, today
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.queries import history_of
from txng.registry import actions, profile, profile_queries
from txng.registry.forms.papers import EstablishmentPaperForm
from txng.registry.forms.profile import BusinessForm, IdentityForm
from txng.registry.models import Establishment, EstablishmentChange
from txng.ui.formats import vn_date

FIELD_OF = {"gln": "gln", "gcp": "number", "paper_dates": "valid_to", "paper_file_missing": "file"}


def _own(request: HttpRequest) -> tuple[Establishment, EstablishmentChange | None]:
    actor = actor_of(request)
    establishment = profile_queries.own_establishment(actor)
    if establishment is None:
        raise NotThere(_("Not found."))
    return establishment, profile_queries.working_change(establishment)


def _to_write(request: HttpRequest) -> tuple[Establishment, EstablishmentChange | None]:
    establishment, change = _own(request)
    actor_of(request).require(Permission.ESTABLISHMENT_PROPOSE, establishment)
    return establishment, change


@require_safe
@for_establishments
def profile_page(request: HttpRequest) -> HttpResponse:
    establishment, change = _own(request)
    day, actor = today(), actor_of(request)
    values = profile.working_values(establishment, change)
    writable = change is None or not change.is_open
    may_propose = actor.may(Permission.ESTABLISHMENT_PROPOSE, establishment)
    facts = [
        (field, profile.label_of(field), profile.shown_value(field, values[field], day))
        for field in (*IdentityForm.NAMES, *BusinessForm.NAMES)
    ]
    drafted = set(change.fields) if change else set()
    items = profile.missing_papers(establishment, values, day)
    return render(
        request,
        "registry/producer/profile.html",
        {
            "establishment": establishment,
            "change": change,
            "writable": writable and may_propose,
            "may_propose": may_propose,
            "who_rows": [row for row in facts if row[0] in IdentityForm.NAMES],
            "what_rows": [row for row in facts if row[0] in BusinessForm.NAMES],
            "drafted": [profile.label_of(field) for field in Establishment.PUBLISHED_FIELDS if field in drafted],
            "papers": profile.papers_shown(values["papers"], day),
            "items": [item for item in items if item["required"]],
            "missing": [item for item in items if item["required"] and not item["there"]],
            "total": sum(item["required"] for item in items),
            "done": sum(item["required"] and item["there"] for item in items),
            "history": history_of(establishment).reverse()[:20]
            if actor.may(Permission.HISTORY_READ, establishment)
            else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def profile_identity(request: HttpRequest) -> HttpResponse:
    return _section(request, IdentityForm, _("Who you are"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def profile_business(request: HttpRequest) -> HttpResponse:
    return _section(request, BusinessForm, _("What you do"))


def _section(request: HttpRequest, form_of: type[IdentityForm] | type[BusinessForm], title: str) -> HttpResponse:
    establishment, change = _to_write(request)
    if _being_looked_at(request, change):
        return redirect("profile")
    form = form_of(request.POST or None, initial=profile.working_values(establishment, change))
    if request.method == "POST" and form.is_valid():

        def save() -> None:
            actions.save_profile(actor=actor_of(request), fields=form.proposed, at=now())

        if _kept(request, form, save):
            return redirect("profile")
    context = {"form": form, "title": title, "establishment": establishment}
    status = 422 if request.method == "POST" else 200
    return render(request, "registry/producer/section.html", context, status=status)


def _being_looked_at(request: HttpRequest, change: EstablishmentChange | None) -> bool:
    if change is not None and change.is_open:
        messages.info(
            request,
            _("A request about your establishment is being looked at. Withdraw it before you send another."),
        )
        return True
    return False


def _kept(request: HttpRequest, form: Any, save: Callable[[], Any]) -> bool:
    try:
        save()
    except RuleBroken as refusal:
        name = FIELD_OF.get(refusal.code) or refusal.code.partition(":")[2]
        form.refuse(refusal, name if name in form.fields else None)
        return False
    messages.success(request, _("Saved in the draft."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def profile_papers(request: HttpRequest) -> HttpResponse:
    """Add a paper; `?giay=` opens one to be corrected or renewed, `?loai=` begins with its kind."""
    establishment, change = _to_write(request)
    if _being_looked_at(request, change):
        return redirect("profile")
    entries = profile.working_values(establishment, change)["papers"]
    asked = request.GET.get("giay", "")
    standing = next((entry for entry in entries if str(entry["document"]) == asked), None)
    if asked and standing is None:
        raise NotThere(_("Not found."))
    initial: dict[str, Any] = {"client_id": uuid4()}
    if standing is None:
        initial["kind"] = request.GET.get("loai", "")[:24]
    form = EstablishmentPaperForm(request.POST or None, request.FILES or None, standing=standing, initial=initial)
    if request.method == "POST" and form.is_valid():

        def save() -> None:
            actions.keep_document(
                actor=actor_of(request),
                kind=form.cleaned_data["kind"],
                values=form.values,
                file=form.cleaned_data.get("file"),
                replaces=standing["document"] if standing else None,
                client_id=form.cleaned_data.get("client_id"),
                at=now(),
            )

        if _kept(request, form, save):
            return redirect("profile")
    context = {
        "form": form,
        "establishment": establishment,
        "standing": standing,
        "entries": [] if standing else profile.papers_shown(entries, today()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "registry/producer/papers.html", context, status=status)


@require_POST
@for_establishments
def profile_paper_drop(request: HttpRequest, document_id: int) -> HttpResponse:
    _to_write(request)
    return _done(
        request,
        lambda: actions.drop_document(actor=actor_of(request), document_id=document_id, at=now()),
        _("Taken out of the draft."),
    )


@require_POST
@for_establishments
def profile_send(request: HttpRequest) -> HttpResponse:
    _to_write(request)
    try:
        change = actions.propose_profile(actor=actor_of(request), at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Sent for approval. Your managing agency answers by %(date)s.") % {"date": vn_date(change.due_on)},
        )
    return redirect("profile")


@require_POST
@for_establishments
def profile_withdraw(request: HttpRequest) -> HttpResponse:
    _to_write(request)
    return _done(
        request,
        lambda: actions.withdraw_profile(actor=actor_of(request), at=now()),
        _("Taken back. What is public stays as it is."),
    )


def _done(request: HttpRequest, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("profile")
