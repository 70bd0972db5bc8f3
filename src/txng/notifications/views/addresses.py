"""One's own address, and what a letter's links open without signing in: confirming an address, wanting no more letters
of a kind."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from txng.access.doors import for_holders
from txng.access.gate import signed_in
from txng.accounts import security_log
from txng.accounts.acting import person_of
from txng.accounts.freshness import fresh_required
from txng.accounts.models import User
from txng.kernel import throttle
from txng.kernel.clock import now
from txng.kernel.errors import NotThere, RuleBroken
from txng.notifications import actions
from txng.notifications.actions.confirm_address import address_of, waiting_for
from txng.notifications.choices import confirmed_address, same
from txng.notifications.forms import OwnEmailForm
from txng.notifications.letters import UNSUBSCRIBE, can_send
from txng.notifications.table import table

ASKED, WINDOW = 5, 30 * 60


@signed_in
@never_cache
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """One's own address: what is on record, what waits, and another one. It opens the account, so who asks has just
    signed in (names.md 5)."""
    user = person_of(request)
    form = OwnEmailForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        throttle.hit(f"confirm-address:{user.pk}", ASKED, WINDOW)
        try:
            actions.ask_to_confirm(user=user, email=form.cleaned_data["email"], at=now())
        except RuleBroken as refusal:
            form.refuse(refusal, "email")
        else:
            messages.success(request, _("A letter is on its way. Open the link in it within 72 hours."))
            return redirect("own-email")
    waiting = waiting_for(user).order_by("-asked_at").first()
    confirmed = bool(confirmed_address(user))
    context = {
        "form": form,
        "address": user.email or "",
        "confirmed": confirmed,
        "waiting": waiting,
        "letter_to": waiting.email if waiting else "" if confirmed else user.email or "",
        "can_send": can_send(),
    }
    return render(request, "notifications/own_email.html", context, status=422 if form.is_bound else 200)


@for_holders
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A button, not the link alone: mail scanners open every link and press nothing."""
    at = now()
    row, refusal = address_of(token, at), None
    new = not same(row.email, row.user.email)
    if request.method == "POST":
        try:
            row = actions.confirm_address(token=token, at=at)
        except RuleBroken as broken:
            refusal = broken
        else:
            if new:
                security_log.note(security_log.EMAIL_CHANGED, request, row.user_id)
    context = {"email": row.email, "done": row.confirmed_at is not None, "new": new, "refusal": refusal}
    return render(request, "notifications/address.html", context, status=refusal.status if refusal else 200)


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
