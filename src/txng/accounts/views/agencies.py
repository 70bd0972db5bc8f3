"""Cơ quan tham gia: every agency with its sectors, its place and its account (CB 7.1–7.3, CT-REG 7.1–7.3, 11.2)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from txng import provinces
from txng.access.gate import for_operator
from txng.access.permissions import Permission
from txng.accounts import acting, agencies
from txng.accounts.actions import create_agency_account
from txng.accounts.agency_forms import FIELD_OF, AgencyFilter, PersonForm
from txng.accounts.identifiers import suggest_login
from txng.accounts.models import Account
from txng.accounts.models.accounts import MembershipRole
from txng.accounts.views.agency import letter_page, sent
from txng.kernel.clock import now, today
from txng.kernel.errors import RuleBroken
from txng.registry.models import Agency
from txng.registry.sectors import Sector

PAGE = 50


@for_operator
@require_http_methods(["GET", "HEAD"])
def agency_list(request: HttpRequest) -> HttpResponse:
    acting.actor_for(request).require_verb(Permission.ACCOUNT_READ)
    filters = AgencyFilter(request.GET or None)
    wanted = filters.cleaned_data["q"] if filters.is_bound and filters.is_valid() else ""
    page = Paginator(agencies.participants(wanted), PAGE).get_page(request.GET.get("trang"))
    for agency in page:
        agency.sector_names = [Sector(code).label for code in agency.sectors]  # type: ignore[attr-defined]
    context = {
        "filters": filters,
        "searched": bool(wanted),
        "page": page,
        "may_issue": acting.actor_for(request).holds(Permission.ACCOUNT_ISSUE),
    }
    return render(request, "accounts/agency/agencies.html", context)


@for_operator
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_create(request: HttpRequest, agency_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    agency = get_object_or_404(Agency.objects.select_related("unit"), pk=agency_id, valid_to=None)
    actor.require_verb(Permission.ACCOUNT_ISSUE)
    account = Account.objects.filter(agency=agency).first()
    if account is not None and request.method != "POST":
        return redirect("account-detail", account.pk)
    initial = {"login": suggest_login(agency.short_name), "role": MembershipRole.LEAD}
    form = PersonForm(sent(request)[0], initial=initial)
    if form.is_bound and form.is_valid():
        try:
            issued = create_agency_account(actor=actor, agency_id=agency.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            if refusal.code == "has_account" and account is not None:
                return redirect("account-detail", account.pk)
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            return letter_page(request, issued, new_account=True)
    kind = "operator" if agency.kind == Agency.Kind.UNIT else agency.kind
    context = {"form": form, "agency": agency, "seats": provinces.in_force(today()).seats(kind)}
    return render(request, "accounts/agency/agency_account.html", context, status=422 if form.is_bound else 200)
