"""Mã xác nhận hai lớp: who must have it (names.md 5), and giving it to somebody."""

from __future__ import annotations

from typing import Any

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.db.models import QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from txng.accounts.models import User
from txng.accounts.models.users import AccountKind
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import group4

COMPULSORY = frozenset({AccountKind.OPERATOR, AccountKind.DEPARTMENT, AccountKind.COMMUNE})


def is_compulsory(user: User) -> bool:
    return user.kind in COMPULSORY


# What satisfies the rule. Recovery codes alone do not: they are the way back to one of these.
FULL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_one(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=FULL).exists()


def totp_of(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()


def has_totp(user: User) -> bool:
    return totp_of(user) is not None


def shown_secret(user: User, secret: str) -> dict[str, Any]:
    """What an authenticator application is shown: a picture, and the key in groups for typing."""
    address = get_adapter().build_totp_url(user, secret)
    picture = segno.make(address, error="m", micro=False).svg_inline(scale=5, border=4, dark="#000", light="#fff")
    return {"picture": mark_safe(picture), "secret": group4(secret), "user_name": user.login}


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "id")


@transaction.atomic
def enrol_totp(user: User, secret: str | None = None) -> str:
    """Give a person an authenticator and recovery codes; those they had before stop working. Returns the secret."""
    secret = secret or generate_totp_secret()
    _lock(user)
    Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.WEBAUTHN).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


@transaction.atomic
def add_passkey(user: User, name: str, credential: dict[str, Any]) -> None:
    """One more passkey; with the first second factor come recovery codes."""
    _lock(user)
    WebAuthn.add(user, name, credential)
    RecoveryCodes.activate(user)


@transaction.atomic
def remove(user: User, authenticator_id: int) -> None:
    """Take away an authenticator application or a passkey; who must have a second factor keeps the last one."""
    _lock(user)
    own = Authenticator.objects.filter(user_id=user.pk, type__in=FULL)
    found = own.filter(pk=authenticator_id).first()
    if found is None:
        raise NotThere
    last = not own.exclude(pk=found.pk).exists()
    if last and is_compulsory(user):
        raise RuleBroken(
            _("Accounts of agencies need two-step confirmation. Set up another way first, then remove this one."),
            code="last_second_factor",
        )
    found.delete()
    if last:
        Authenticator.objects.filter(user_id=user.pk).delete()


def may_remove(user: User, authenticator_id: int) -> bool:
    others = Authenticator.objects.filter(user_id=user.pk, type__in=FULL).exclude(pk=authenticator_id)
    return not is_compulsory(user) or others.exists()


def _lock(user: User) -> None:
    """The row of the person: two tabs changing it at once must not both believe in what they saw."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def check_code(user: User, code: str) -> Authenticator | None:
    """Which of a person's authenticators a code belongs to. Passkeys have no codes."""
    typed = code.replace(" ", "").replace("-", "")
    for row in Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.WEBAUTHN).order_by("id"):
        if row.wrap().validate_code(typed):
            row.user = user
            return row
    return None


def recovery_codes(user: User) -> RecoveryCodes | None:
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return row.wrap() if row is not None else None


@transaction.atomic
def new_recovery_codes(user: User) -> RecoveryCodes:
    """Ten fresh codes; the old ones stop working."""
    _lock(user)
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: Any = RecoveryCodes.activate(user)
    return codes
