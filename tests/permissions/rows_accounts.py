"""Signing in, own account, activation, and the agencies' pages about accounts (CB art. 6, 7, 12; CT-REG art. 6, 7, 12).

Who is signed in already is led on from the sign-in page. Account pages: nam's department manages nothing of bà Lành's,
so her account is not there for him; hanh and dung see it, but issuing is the operator's (403).
"""

from __future__ import annotations

from typing import Any

from txng.accounts.models import AccountLetter, HandOver
from txng.kernel.clock import now
from txng.kernel.codes import token_digest

TOKEN = "thu-cua-ba-lanh-1234567"


def _account(world: Any) -> dict[str, Any]:
    return {"account_id": world.account.pk}


def _letter(world: Any) -> dict[str, Any]:
    AccountLetter.objects.create(
        account=world.account,
        user=world.people["lanh"].user,
        token_digest=token_digest(TOKEN),
        made_at=now(),
        made_by="Đặng Thị Mai",
        expires_at=now().replace(year=now().year + 1),
    )
    return {"token": TOKEN}


def _hand_over(world: Any) -> dict[str, Any]:
    made = HandOver.objects.create(
        account=world.account,
        agency=world.organisations.commune,
        handed_by="Nguyễn Thị Hạnh",
        received_by="Nguyễn Thị Lành",
        instructed_by="Phạm Tiến Dũng",
        instructed_whom="Nguyễn Thị Lành",
        instructed_on=now().date(),
        place="UBND xã",
        at=now(),
    )
    return {"account_id": world.account.pk, "hand_over_id": made.pk}


def _seat(world: Any) -> dict[str, Any]:
    return {"account_id": world.account.pk, "membership_id": world.people["lanh"].pk}


ROWS = {
    #                                            lanh tu   khai hanh dung nam  mai  guest
    ("GET", "account_login"): (302, 302, 302, 302, 302, 302, 302, 200),
    ("POST", "account_login"): (302, 302, 302, 302, 302, 302, 302, 422),
    ("GET", "mfa_authenticate"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "mfa_authenticate"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "second-factor-enrol"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "second-factor-enrol"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "sign-out"): (200, 200, 200, 200, 200, 200, 200, 200),
    ("POST", "sign-out"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "enter"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("GET", "own-account"): (200, 200, 200, 200, 200, 200, 200, 302),
    ("GET", "change-password"): (200, 200, 200, 200, 200, 200, 200, 302),
    ("POST", "change-password"): (422, 422, 422, 422, 422, 422, 422, 302),
    # Nobody of the cast has a second factor: led back to their own account.
    ("GET", "recovery-codes"): (302, 302, 302, 302, 302, 302, 302, 302),
    ("POST", "recovery-codes"): (302, 302, 302, 302, 302, 302, 302, 302),
    # The letter is bà Lành's: in anybody else's session it asks to sign out first.
    ("GET", "account-activate"): (200, 409, 409, 409, 409, 409, 409, 200),
    ("POST", "account-activate"): (422, 409, 409, 409, 409, 409, 409, 422),
    ("GET", "account-list"): (404, 404, 404, 200, 200, 200, 200, 302),
    ("GET", "account-issue"): (404, 404, 404, 403, 403, 404, 200, 302),
    ("POST", "account-issue"): (404, 404, 404, 403, 403, 404, 422, 302),
    ("GET", "account-detail"): (404, 404, 404, 200, 200, 404, 200, 302),
    ("GET", "account-letter-file"): (404, 404, 404, 405, 405, 405, 405, 302),
    ("POST", "account-letter-file"): (404, 404, 404, 403, 403, 404, 302, 302),
    ("GET", "account-letter"): (404, 404, 404, 405, 405, 405, 405, 302),
    ("POST", "account-letter"): (404, 404, 404, 403, 403, 404, 200, 302),
    # CT-REG 6.3.c: the managing agency hands over.
    ("GET", "account-hand-over"): (404, 404, 404, 200, 200, 404, 403, 302),
    ("POST", "account-hand-over"): (404, 404, 404, 422, 422, 404, 403, 302),
    ("GET", "account-hand-over-record"): (404, 404, 404, 200, 200, 404, 200, 302),
    ("GET", "account-lock"): (404, 404, 404, 405, 405, 405, 405, 302),
    ("POST", "account-lock"): (404, 404, 404, 422, 422, 404, 422, 302),
    # CT-REG 12.5, 11.2: an agency's lock holds until the operator decides.
    ("GET", "account-unlock"): (404, 404, 404, 405, 405, 405, 405, 302),
    ("POST", "account-unlock"): (404, 404, 404, 403, 403, 404, 422, 302),
}

KWARGS = {
    "account-activate": _letter,
    "account-issue": lambda world: {"dossier_id": world.approved_dossier.pk},
    "account-detail": _account,
    "account-letter-file": _account,
    "account-letter": _seat,
    "account-hand-over": _account,
    "account-hand-over-record": _hand_over,
    "account-lock": _account,
    "account-unlock": _account,
}
