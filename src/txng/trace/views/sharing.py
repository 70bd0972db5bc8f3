"""Chia sẻ với đối tác: whose programs see one's events whole (CB-03, CT-17; redaction.py says of what)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from txng.access import Permission
from txng.access.gate import actor_of, for_establishments
from txng.accounts.models import ApiClient
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken
from txng.registry.models import Establishment
from txng.trace import actions, partners
from txng.trace.forms import PartnerForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_establishments
def sharing(request: HttpRequest) -> HttpResponse:
    """The list, and the two steps of a new one: the key typed says whose it is before anything is given."""
    actor = actor_of(request)
    actor.require_verb(Permission.TRACE_SHARE)
    form = PartnerForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_bound and form.is_valid():
        found = partners.by_beginning(form.cleaned_data["khoa"], own=actor.establishment_id, at=now())
        if found is None:
            form.add_error(
                "khoa",
                _("No usable key of another organisation begins with this. Ask the partner to read it out again."),
            )
        elif "share" in request.POST:
            return _share(request, found)
    context = {"grants": partners.grants_of(actor), "form": form, "found": found}
    return render(request, "trace/sharing.html", context, status=422 if form.is_bound and found is None else 200)


def _share(request: HttpRequest, client: ApiClient) -> HttpResponse:
    try:
        actions.share_with_partner(actor=actor_of(request), establishment=_own(request), client=client, at=now())
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s now sees the whole of your events.") % {"name": client.name})
    return redirect("sharing")


@require_POST
@for_establishments
def sharing_end(request: HttpRequest, client_id: int) -> HttpResponse:
    actor_of(request).require_verb(Permission.TRACE_SHARE)
    ended = actions.stop_sharing(actor=actor_of(request), establishment=_own(request), client_id=client_id, at=now())
    messages.success(request, _("%(name)s no longer sees the whole of your events.") % {"name": ended.client.name})
    return redirect("sharing")


def _own(request: HttpRequest) -> Establishment:
    number = actor_of(request).establishment_id
    if number is None:
        raise NotThere
    return Establishment.objects.get(pk=number)
