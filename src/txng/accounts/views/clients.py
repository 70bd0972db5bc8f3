"""Khóa kết nối: keys for the programs of one's own organisation; the same pages for establishments and agencies."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from txng.access.gate import AGENCIES, signed_in
from txng.access.permissions import Permission
from txng.accounts import acting, keys, sealing, seats
from txng.accounts.actions import make_client, revoke_client, rotate_client
from txng.accounts.client_forms import ClientForm, RevokeForm, RotateForm
from txng.accounts.freshness import fresh_required
from txng.accounts.models import Account, ApiClient
from txng.accounts.verbs import words_of
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken

# One-time values of forms that are out, those already answered, and the token still to be shown, sealed.
_OUT, _ANSWERED, _TO_SHOW = "keys_out", "keys_answered", "key_to_show"
_SHOWN_FOR = 15 * 60
_FIELD_OF = {"verbs_missing": "verbs", "verbs_beyond": "verbs", "days_wrong": "days", "name_taken": "name"}

for_both = signed_in(kinds=(*AGENCIES, "establishment"))


def _account(request: HttpRequest, side: str) -> Account:
    """Each kind of organisation has the pages under its own path; the other's are not there."""
    actor = acting.actor_for(request)
    if actor.is_agency != (side == "agency"):
        raise NotThere(_("Not found."))
    actor.require_verb(Permission.CLIENT_MANAGE)
    return seats.own_account(actor)


def _name(side: str, page: str) -> str:
    return f"agency-key-{page}" if side == "agency" else f"key-{page}"


def _shown(request: HttpRequest, side: str, template: str, status: int = 200, **more: Any) -> HttpResponse:
    context = {"names": {page: _name(side, page) for page in ("list", "new", "token", "detail", "rotate", "revoke")}}
    return render(request, f"accounts/clients/{template}.html", context | more, status=status)


def _dressed(client: ApiClient) -> ApiClient:
    client.state = keys.state_of(client, now())  # type: ignore[attr-defined]
    client.words = [words_of(verb) for verb in client.verbs]  # type: ignore[attr-defined]
    return client


@for_both
@require_http_methods(["GET", "HEAD"])
def key_list(request: HttpRequest, side: str) -> HttpResponse:
    account = _account(request, side)
    return _shown(
        request, side, "list", account=account, clients=[_dressed(client) for client in keys.clients_of(account)]
    )


@for_both
@fresh_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def key_new(request: HttpRequest, side: str) -> HttpResponse:
    _account(request, side)
    actor = acting.actor_for(request)
    if request.method == "POST" and _answered_before(request):
        return redirect(_name(side, "token"))
    initial = {"days": 180, "once": _new_form(request)}
    form = ClientForm(request.POST if request.method == "POST" else None, initial=initial, offered=keys.offered(actor))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            made = make_client(actor=actor, name=typed["name"], verbs=typed["verbs"], days=int(typed["days"]), at=now())
        except RuleBroken as refusal:
            form.refuse(refusal, _FIELD_OF.get(refusal.code))
        else:
            return _show_once(request, side, made)
    return _shown(request, side, "new", status=422 if form.is_bound else 200, form=form)


def _new_form(request: HttpRequest) -> str:
    """A value good for one answer. The last few forms stay good, for who works in two tabs."""
    value = secrets.token_urlsafe(16)
    if request.method != "POST":
        request.session[_OUT] = [*request.session.get(_OUT, []), value][-5:]
    return value


def _answered_before(request: HttpRequest) -> bool:
    """Whether this very form has made its key already: a retry is led to the page that shows it."""
    return request.POST.get("once", "") in request.session.get(_ANSWERED, [])


def _show_once(request: HttpRequest, side: str, made: keys.MadeClient) -> HttpResponse:
    once = request.POST.get("once", "")
    if once in request.session.get(_OUT, []):
        request.session[_OUT] = [value for value in request.session[_OUT] if value != once]
        request.session[_ANSWERED] = [*request.session.get(_ANSWERED, []), once][-20:]
    request.session[_TO_SHOW] = sealing.seal("connection-key", json.dumps([made.client.pk, made.token]))
    return redirect(_name(side, "token"))


@for_both
@never_cache
@require_http_methods(["GET", "HEAD"])
def key_token(request: HttpRequest, side: str) -> HttpResponse:
    """The token, once: whoever comes back to this page finds it gone."""
    account = _account(request, side)
    sealed = request.session.get(_TO_SHOW)
    opened = sealing.unseal("connection-key", sealed, seconds=_SHOWN_FOR) if sealed else None
    if opened is None:
        messages.info(request, _("A key is shown once, when it is made. Lost it? Replace it by a new one."))
        return redirect(_name(side, "list"))
    if request.method == "GET":
        del request.session[_TO_SHOW]
    client_id, token = json.loads(opened)
    client = _dressed(keys.client_for(account, client_id))
    address = request.build_absolute_uri("/api/v1/me")
    return _shown(request, side, "token", client=client, token=token, address=address)


@for_both
@require_http_methods(["GET", "HEAD"])
def key_detail(request: HttpRequest, side: str, client_id: int) -> HttpResponse:
    client = keys.client_for(_account(request, side), client_id)
    return _detail(request, side, client)


def _detail(request: HttpRequest, side: str, client: ApiClient, **forms: Any) -> HttpResponse:
    made = {
        "rotate_form": RotateForm(initial={"stop": "later", "once": _new_form(request)}),
        "revoke_form": RevokeForm(),
    }
    replaced = ApiClient.objects.filter(replaces=client).first()
    context: dict[str, Any] = {"client": _dressed(client), "replaced_by": replaced, **made, **forms}
    return _shown(request, side, "detail", status=422 if forms else 200, forms=list(forms.values()), **context)


@for_both
@require_POST
@fresh_required
def key_rotate(request: HttpRequest, side: str, client_id: int) -> HttpResponse:
    client = keys.client_for(_account(request, side), client_id)
    if _answered_before(request):
        return redirect(_name(side, "token"))
    form = RotateForm(request.POST)
    if form.is_valid():
        try:
            made = rotate_client(
                actor=acting.actor_for(request),
                client_id=client.pk,
                at_once=form.cleaned_data["stop"] == "now",
                at=now(),
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            return _show_once(request, side, made)
    return _detail(request, side, client, rotate_form=form)


@for_both
@require_POST
def key_revoke(request: HttpRequest, side: str, client_id: int) -> HttpResponse:
    client = keys.client_for(_account(request, side), client_id)
    form = RevokeForm(request.POST)
    if form.is_valid():
        try:
            revoke_client(
                actor=acting.actor_for(request), client_id=client.pk, reason=form.cleaned_data["reason"], at=now()
            )
        except RuleBroken as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The key opens nothing any more."))
            return redirect(_name(side, "list"))
    return _detail(request, side, client, revoke_form=form)
