"""What a letter's links open, without signing in: confirming an address, wanting no more letters of a kind."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from txng.access.doors import for_holders
from txng.accounts.models import User
from txng.kernel.clock import now
from txng.kernel.errors import NotThere
from txng.notifications import actions
from txng.notifications.actions.confirm_address import address_of
from txng.notifications.letters import UNSUBSCRIBE
from txng.notifications.table import table


@for_holders
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, not the link alone: mail scanners open every link and press nothing."""
    at = now()
    row = actions.confirm_address(token=token, at=at) if request.method == "POST" else address_of(token, at)
    return render(request, "notifications/address.html", {"email": row.email, "done": row.confirmed_at is not None})


@for_holders
@csrf_exempt  # RFC 8058: the mail program sends this form itself; the signed key is what it is trusted for
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """No more letters of one kind; the inbox keeps all of them. The key says whose and which, and can do no more."""
    user, kinds = _asked(key)
    if request.method == "POST":
        actions.choose_preferences(user=user, mails=dict.fromkeys(kinds, "never"))
    shown = table().kinds[kinds[0]].shown if len(kinds) == 1 else _("the daily summary")
    return render(request, "notifications/stop.html", {"shown": shown, "done": request.method == "POST"})


def _asked(key: str) -> tuple[User, list[str]]:
    try:
        user_id, about = signing.loads(key, salt=UNSUBSCRIBE)
    except signing.BadSignature:
        raise NotThere(_("Not found.")) from None
    user = User.objects.filter(pk=user_id).first()
    kinds = table().kinds
    free = [code for code, kind in kinds.items() if not kind.never_because]
    wanted = free if about == "digest" else [about] if about in free else []
    if user is None or not wanted:
        raise NotThere(_("Not found."))
    return user, wanted
