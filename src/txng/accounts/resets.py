"""Quên mật khẩu: a link by e-mail, where an e-mail is on record (names.md 5).

Whoever asks learns nothing: the same page and the same job whether there is such a person or not. A person whose
accounts are all locked or gone gets no link, and a link sent before works no more.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from txng import provinces
from txng.accounts import devices, sessions
from txng.accounts.models import Membership, PasswordReset, User
from txng.accounts.models.accounts import AccountState
from txng.accounts.passwords import complaints
from txng.kernel.codes import new_token, token_digest
from txng.kernel.errors import NotThere, RuleBroken
from txng.ui.formats import vn_phone

LIFE = timedelta(minutes=30)


def may_have_one(user: User) -> bool:
    """Somebody who works somewhere, and has chosen a password before: the first one comes by letter."""
    works = Membership.objects.filter(user=user, ended_at=None, account__state=AccountState.ACTIVE).exists()
    return user.is_active and user.has_usable_password() and works


def ask(user_id: int, site: str) -> None:
    """A job for a known and an unknown name alike (0): the page costs the same, and the mail takes its time."""
    app.configure_task("accounts.reset_link", queue="fast").defer(user_id=user_id, site=site)


def send_link(user_id: int, site: str, at: datetime) -> PasswordReset | None:
    """Write the mail; the token exists in it and nowhere else. `site` is the address the page was asked at."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or not user.email or not may_have_one(user):
        return None
    token = new_token()
    with transaction.atomic():
        PasswordReset.objects.filter(user=user, used_at=None, replaced_at=None).update(replaced_at=at)
        made = PasswordReset.objects.create(
            user=user, token_digest=token_digest(token), made_at=at, expires_at=at + LIFE
        )
    identity = provinces.current().identity
    with translation.override("vi"):
        context = {
            "name": user.name,
            "address": site.rstrip("/") + reverse("password-reset", args=[token]),
            "system": identity.short_name,
            "operator": identity.operator_name,
            "phone": vn_phone(identity.hotline),
        }
        subject = _("Choose a new password – %(system)s") % context
        send_mail(subject, render_to_string("accounts/mail/reset.txt", context), None, [user.email])
    return made


def link_of(token: str, at: datetime) -> PasswordReset:
    """The link of a token while it works. Unknown ones are not there; others say what to do instead."""
    found = PasswordReset.objects.select_related("user").filter(token_digest=token_digest(token)).first()
    if found is None:
        raise NotThere
    if found.used_at is not None:
        raise RuleBroken(_("This link has been used. Sign in with the password you chose."), code="link_used")
    if found.replaced_at is not None:
        raise RuleBroken(_("A newer link has replaced this one. Use the newer one."), code="link_replaced")
    if at >= found.expires_at:
        raise RuleBroken(_("This link was valid for 30 minutes and has expired. Ask for another one."), code="expired")
    if not may_have_one(found.user):
        raise RuleBroken(_("This link can no longer be used."), code="powerless")
    return found


@transaction.atomic
def choose_password(token: str, password: str, at: datetime) -> User:
    """The new password, once; every sign-in of this person ends and every device is a stranger again."""
    # Of two requests with the same link the second waits here and finds it used.
    PasswordReset.objects.select_for_update(no_key=True).filter(token_digest=token_digest(token)).first()
    link = link_of(token, at)
    user = link.user
    wrong = complaints(password, user)
    if wrong:
        raise RuleBroken(" ".join(wrong), code="password_refused")
    user.set_password(password)
    user.save(update_fields=["password"])
    link.used_at = at
    link.save(update_fields=["used_at"])
    sessions.end_all(user)
    devices.forget_others(None, user)
    return user
