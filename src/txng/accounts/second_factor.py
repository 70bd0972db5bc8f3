"""Mã xác nhận hai lớp: who must have it (names.md 5), and giving it to somebody."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from txng.accounts.models import User
from txng.accounts.models.users import AccountKind

COMPULSORY = frozenset({AccountKind.OPERATOR, AccountKind.DEPARTMENT, AccountKind.COMMUNE})


def is_compulsory(user: User) -> bool:
    return user.kind in COMPULSORY


def has_one(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


@transaction.atomic
def enrol_totp(user: User, secret: str | None = None) -> str:
    """Give a person an authenticator and recovery codes; one they had before stops working. Returns the secret."""
    secret = secret or generate_totp_secret()
    # The row of the person is the lock: two tabs enrolling at once must not both believe in their own secret.
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user_id=user.pk).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def recovery_codes(user: User) -> RecoveryCodes | None:
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return row.wrap() if row is not None else None


@transaction.atomic
def new_recovery_codes(user: User) -> RecoveryCodes:
    """Ten fresh codes; the old ones stop working."""
    User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes: Any = RecoveryCodes.activate(user)
    return codes
