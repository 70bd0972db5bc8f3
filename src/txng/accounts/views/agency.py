"""Tài khoản, the operator's and the managing agencies' pages: issue, letter, hand-over, lock."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import for_agencies
from txng.access.permissions import Permission
from txng.accounts import acting, changes, inactivity, papers, queries, sealing
from txng.accounts.actions import hand_over_account, issue_account, lock_account, make_letter, unlock_account
from txng.accounts.actions._people import Issued
from txng.accounts.agency_forms import FIELD_OF as CHANGE_FIELD_OF
from txng.accounts.agency_forms import WhyForm
from txng.accounts.forms import FIELD_OF, AccountFilter, HandOverForm, IssueForm
from txng.accounts.freshness import fresh_required
from txng.accounts.hand_over_paper import hand_over_record as hand_over_record_of
from txng.accounts.identifiers import suggest_login
from txng.accounts.models import Account
from txng.accounts.models.accounts import AccountState
from txng.accounts.models.users import AccountKind
from txng.kernel.clock import now, today
from txng.kernel.errors import BadInput, NotThere, RuleBroken
from txng.kernel.files import storage
from txng.kernel.files.links import file_url
from txng.ledger.queries import history_of
from txng.ui.formats import vn_date

LETTER_SECONDS = 15 * 60  # for how long the page after issuing can still make the paper
PAGE = 50


@for_agencies
@require_http_methods(["GET", "HEAD"])
def account_list(request: HttpRequest) -> HttpResponse:
    actor = acting.actor_for(request)
    actor.require_verb(Permission.ACCOUNT_READ)
    filters = AccountFilter(request.GET or None)
    accounts = queries.with_people(filters.narrow(queries.accounts_of(actor)))
    may_issue = actor.holds(Permission.ACCOUNT_ISSUE)
    context = {
        "filters": filters,
        "page": Paginator(accounts, PAGE).get_page(request.GET.get("trang")),
        "waiting": list(queries.dossiers_to_issue(actor)) if may_issue else [],
        "may_issue": may_issue,
        "is_operator": actor.kind == AccountKind.OPERATOR,
        "to_hand_over": list(queries.accounts_to_hand_over(actor)) if actor.holds(Permission.ACCOUNT_HAND_OVER) else [],
        "today": today(),
        "unused": list(inactivity.unused_accounts(actor, now())[:PAGE]) if actor.kind == AccountKind.OPERATOR else [],
        "unused_months": inactivity.months_unused(now()),
    }
    return render(request, "accounts/agency/list.html", context)


@for_agencies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, dossier_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    dossier = queries.dossier_for_account(actor, dossier_id)
    account = Account.objects.filter(dossier=dossier).first()
    if account is not None and request.method != "POST":
        return redirect("account-detail", account.pk)
    initial = {
        "login": suggest_login(dossier.name),
        "owner_name": dossier.representative,
        "owner_phone": dossier.phone,
        "owner_email": dossier.email,
    }
    form = IssueForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            issued = issue_account(actor=actor, dossier_id=dossier.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            if refusal.code == "already_issued":
                messages.warning(request, str(refusal))
                account = Account.objects.get(dossier=dossier)
                return redirect("account-detail", account.pk)
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            return letter_page(request, issued, new_account=True)
    context = {"form": form, "dossier": dossier}
    return render(request, "accounts/agency/issue.html", context, status=422 if form.is_bound else 200)


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: an empty POST is a form too, and says what is missing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def letter_page(request: HttpRequest, issued: Issued, *, new_account: bool = False) -> HttpResponse:
    """The one page that can still make the paper: the token travels sealed and is stored nowhere."""
    sealed = sealing.seal("letter", json.dumps([issued.membership.pk, issued.token]))
    context = {
        "account": issued.account,
        "issued": issued,
        "new_account": new_account,
        "sealed": sealed,
        "handed_over_by_agency": not acting.actor_for(request).may(Permission.ACCOUNT_HAND_OVER, issued.account),
    }
    return render(request, "accounts/agency/issued.html", context)


@for_agencies
@never_cache
@require_POST
def letter_file(request: HttpRequest, account_id: int) -> HttpResponse:
    """The letter as PDF, by POST: its token must stand in no address, history or log."""
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    actor.require(Permission.ACCOUNT_ISSUE, account)
    opened = sealing.unseal("letter", request.POST.get("thu", ""), seconds=LETTER_SECONDS)
    membership_id, token = json.loads(opened) if opened else (0, "")
    found = queries.open_letter(account, membership_id, token)
    if found is None:
        messages.warning(request, _("This letter can no longer be made. Make a new one; it replaces the old one."))
        return redirect("account-detail", account.pk)
    issued = Issued(account=account, membership=found[0], letter=found[1], token=token)
    return _pdf(papers.activation_letter(request, issued), f"thu-kich-hoat-{issued.user.login}.pdf")


@for_agencies
@never_cache
@require_POST
def letter(request: HttpRequest, account_id: int, membership_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    try:
        issued = make_letter(actor=actor, account_id=account.pk, membership_id=membership_id, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("account-detail", account.pk)
    return letter_page(request, issued)


@for_agencies
@require_http_methods(["GET", "HEAD"])
def account_detail(request: HttpRequest, account_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    return render(request, "accounts/agency/detail.html", _detail(request, account))


def _detail(request: HttpRequest, account: Account, **forms: Any) -> dict[str, Any]:
    actor = acting.actor_for(request)
    own = queries.is_own_agency(actor, account)
    working = account.state not in (AccountState.REVOKED, AccountState.REMOVED)
    lockable = account.state in (AccountState.ACTIVE, AccountState.RECONFIRM_REQUIRED)
    return {
        "account": account,
        "people": queries.people_of(account),
        "hand_overs": account.hand_overs.select_related("agency").order_by("-id"),
        "history": history_of(account).order_by("-id")[:30],
        "may_issue": actor.may(Permission.ACCOUNT_ISSUE, account),
        "may_hand_over": account.kind == AccountKind.ESTABLISHMENT
        and working
        and actor.may(Permission.ACCOUNT_HAND_OVER, account),
        "may_lock": actor.may(Permission.ACCOUNT_LOCK, account) and not own and lockable,
        "may_issue_again": account.state == AccountState.REVOKED and actor.may(Permission.ACCOUNT_DECIDE, account),
        "may_manage_people": account.kind != AccountKind.ESTABLISHMENT
        and (own or actor.may(Permission.MEMBER_MANAGE, account)),
        "choices": changes.choices(actor, account),
        "open_changes": changes.open_changes(account),
        "lock_paper": file_url(account.lock_paper) if account.lock_paper else "",
        "seats_paper": file_url(account.seats_paper) if account.seats_paper else "",
        "form": forms.get("form") or WhyForm(auto_id="id_%s"),
        "now": now(),
    }


@for_agencies
@fresh_required
@require_POST
def lock(request: HttpRequest, account_id: int) -> HttpResponse:
    return _decide(
        request, account_id, Permission.ACCOUNT_LOCK, lock_account, _("The account is locked from this moment on.")
    )


@for_agencies
@fresh_required
@require_POST
def unlock(request: HttpRequest, account_id: int) -> HttpResponse:
    done = _("The account can be used again.")
    return _decide(request, account_id, Permission.ACCOUNT_DECIDE, unlock_account, done)


def _decide(request: HttpRequest, account_id: int, verb: Permission, action: Any, done: str) -> HttpResponse:
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    actor.require(verb, account)
    form = WhyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            action(actor=actor, account_id=account.pk, at=now(), **form.cleaned_data)
        except (RuleBroken, BadInput) as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code) or CHANGE_FIELD_OF.get(refusal.code))
            account.refresh_from_db()
        else:
            messages.success(request, done)
            return redirect("account-detail", account.pk)
    return render(request, "accounts/agency/detail.html", _detail(request, account, form=form), status=422)


@for_agencies
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, account_id: int) -> HttpResponse:
    actor = acting.actor_for(request)
    account = queries.account_for(actor, account_id)
    actor.require(Permission.ACCOUNT_HAND_OVER, account)
    if account.establishment is None:
        raise NotThere
    owner = queries.owner_of(account)
    initial = {
        "handed_by": actor.label,
        "received_by": owner.name if owner else account.establishment.representative,
        "instructed_by": actor.label,
        "instructed_whom": owner.name if owner else "",
        "instructed_on": today(),
        "place": actor.organisation,
    }
    form = HandOverForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            hand_over_account(actor=actor, account_id=account.pk, at=now(), **form.cleaned_data)
        except RuleBroken as refusal:
            form.refuse(refusal, FIELD_OF.get(refusal.code))
        else:
            messages.success(request, _("The hand-over is recorded. Print the record in two copies and sign it."))
            return redirect("account-detail", account.pk)
    context = {"form": form, "account": account, "owner": owner}
    return render(request, "accounts/agency/hand_over.html", context, status=422 if form.is_bound else 200)


@for_agencies
@require_http_methods(["GET", "HEAD"])
def hand_over_record(request: HttpRequest, account_id: int, hand_over_id: int) -> HttpResponse:
    account = queries.account_for(acting.actor_for(request), account_id)
    found = (
        account.hand_overs.select_related(
            "agency__unit", "account__dossier", "account__establishment__unit", "paper__file"
        )
        .filter(id=hand_over_id)
        .first()
    )
    if found is None:
        raise NotThere
    name = f"bien-ban-ban-giao-{account.pk}-{vn_date(found.at).replace('/', '')}.pdf"
    return _pdf(storage.read(found.paper.file.path) if found.paper else hand_over_record_of(found), name)


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
