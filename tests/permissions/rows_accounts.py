"""Signing in, own account, activation, and the agencies' pages about accounts (CB art. 6, 7, 12; CT-REG art. 6, 7, 12).

Who is signed in already is led on from the sign-in page. Account pages: nam's department manages nothing of bà Lành's,
so her account is not there for him; hanh and dung see it, but issuing is the operator's (403).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator

from tests.permissions.world import World
from txng.access import Permission
from txng.accounts.acting import actor_of
from txng.accounts.actions import ask_emergency, invite_person, make_client
from txng.accounts.models import (
    Absence,
    Account,
    AccountChange,
    AccountLetter,
    ApiClient,
    Delegation,
    EmergencyAccess,
    HandOver,
    Invite,
    Membership,
    PasswordReset,
    Session,
    User,
)
from txng.accounts.sessions import handle_of
from txng.kernel.clock import now, today
from txng.kernel.codes import token_digest
from txng.registry.models import Dossier

TOKEN = "thu-cua-ba-lanh-1234567"


def _once(make: Callable[..., Any]) -> Callable[..., Any]:
    """Several addresses may open the same thing of one world."""

    @wraps(make)
    def made(world: Any, *more: Any) -> Any:
        return world.__dict__.setdefault("_made", {}).setdefault((make, more), None) or _keep(world, make, more)

    return made


def _keep(world: Any, make: Callable[..., Any], more: tuple[Any, ...]) -> Any:
    world.__dict__["_made"][make, more] = made = make(world, *more)
    return made


def _account(world: Any) -> dict[str, Any]:
    return {"account_id": world.account.pk}


def _letter(world: Any) -> dict[str, Any]:
    AccountLetter.objects.create(
        account=world.account,
        user=world.owner.user,
        token_digest=token_digest(TOKEN),
        made_at=now(),
        made_by="Đặng Thị Mai",
        expires_at=now().replace(year=now().year + 1),
    )
    return {"token": TOKEN}


def _hand_over(world: Any) -> dict[str, Any]:
    made = HandOver.objects.create(
        account=world.account,
        agency=world.agency,
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
    return {"account_id": world.account.pk, "membership_id": world.owner.pk}


@_once
def _reset(world: Any) -> dict[str, Any]:
    PasswordReset.objects.create(
        user=world.owner.user,
        token_digest=token_digest(TOKEN),
        made_at=now(),
        expires_at=now() + timedelta(minutes=30),
    )
    return {"token": TOKEN}


@_once
def _session(world: Any) -> dict[str, Any]:
    key = "a" * 32
    user = world.owner.user
    Session.objects.create(session_key=key, user_id=user.pk, expire_date=now() + timedelta(hours=1), seen_at=now())
    return {"handle": handle_of(key)}


@_once
def _passkey(world: Any) -> dict[str, Any]:
    made = Authenticator.objects.create(user=world.owner.user, type="webauthn", data={"name": "Điện thoại"})
    return {"passkey_id": made.pk}


@_once
def _invite(world: Any) -> Any:
    return invite_person(
        actor=actor_of(world.owner),
        account_id=world.account.pk,
        role="worker",
        name="Nguyễn Văn Bảy",
        client_id=uuid4(),
        at=now(),
    )


@_once
def _worker(world: Any) -> Any:
    user = User.objects.create_user("bay", None, name="Nguyễn Văn Bảy", kind="establishment")
    return Membership.objects.create(account=world.account, user=user, role="worker", since=now())


@_once
def _key(world: Any, seat: Any) -> dict[str, Any]:
    made = make_client(actor=actor_of(seat), name="Kho", verbs=[str(Permission.PRODUCT_READ)], days=30, at=now())
    return {"client_id": made.client.pk}


@_once
def _emergency(world: Any) -> dict[str, Any]:
    access = ask_emergency(actor=actor_of(world.operator), reason="Máy chủ của xã hỏng", at=now())
    return {"access_id": access.pk}


@_once
def _proposal(world: Any) -> dict[str, Any]:
    made = AccountChange(
        account=world.account,
        establishment=world.establishment,
        verb="revoke",
        state="waiting",
        reason="Đưa thông tin sai lệch.",
        ground="Biên bản 07/BB-UBND",
        proposed_by="Nguyễn Thị Hạnh",
        proposed_by_id=world.lead.user_id,
        proposed_at=now(),
    )
    made.stand_with(world.account)
    made.save()
    return {"change_id": made.pk}


@_once
def _delegation(world: Any) -> dict[str, Any]:
    made = Delegation.objects.create(
        agency=world.agency,
        document="Quyết định 15/QĐ-SKHCN",
        valid_from=now().date(),
        made_at=now(),
        made_by="Đặng Thị Mai",
    )
    return {"delegation_id": made.pk}


def _agency_account(world: Any) -> dict[str, Any]:
    return {"account_id": world.lead.account_id}


def _agency_seat(world: Any) -> dict[str, Any]:
    return _agency_account(world) | {"membership_id": world.officer.pk}


ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  account_login                302  302 302  302  302  302 302 200
POST account_login                302  302 302  302  302  302 302 422
GET  mfa_authenticate             302  302 302  302  302  302 302 302
POST mfa_authenticate             302  302 302  302  302  302 302 302
GET  second-factor-enrol          302  302 302  302  302  302 302 302
POST second-factor-enrol          302  302 302  302  302  302 302 302
GET  sign-out                     200  200 200  200  200  200 200 200
POST sign-out                     302  302 302  302  302  302 302 302
GET  enter                        302  302 302  302  302  302 302 302
GET  own-account                  200  200 200  200  200  200 200 302
GET  change-password              200  200 200  200  200  200 200 302
POST change-password              422  422 422  422  422  422 422 302
# Nobody of the cast has a second factor: led back to their own account.
GET  recovery-codes               302  302 302  302  302  302 302 302
POST recovery-codes               302  302 302  302  302  302 302 302
GET  authenticator                200  200 200  200  200  200 200 302
POST authenticator                422  422 422  422  422  422 422 302
POST authenticator-remove         404  404 404  404  404  404 404 302
# Passkeys, sessions and reset links are bà Lành's own; a link is for whoever holds it.
GET  passkeys                     200  200 200  200  200  200 200 302
GET  passkey-add                  302  302 302  302  302  302 302 302
POST passkey-add                  302  302 302  302  302  302 302 302
GET  passkey-rename               200  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST passkey-rename               422  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST passkey-remove               302  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  passkey-sign-in              302  302 302  302  302  302 302 200
POST passkey-sign-in              302  302 302  302  302  302 302 302
GET  passkey-second-step          302  302 302  302  302  302 302 302
POST passkey-second-step          302  302 302  302  302  302 302 302
GET  passkey-enrol                302  302 302  302  302  302 302 302
POST passkey-enrol                302  302 302  302  302  302 302 302
# An outside provider is configured nowhere here: no such address (tests/accounts/test_outside_configuration.py: with one).
POST outside-sign-in              404  404 404  404  404  404 404 404
GET  outside-return               404  404 404  404  404  404 404 404
GET  outside-identity             404  404 404  404  404  404 404 404
POST outside-link                 404  404 404  404  404  404 404 404
POST outside-unlink               404  404 404  404  404  404 404 404
GET  devices                      200  200 200  200  200  200 200 302
POST session-end                  302  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST sessions-end-others          302  302 302  302  302  302 302 302
# Staying signed in is one's own; of a form that came too late there is none here.
POST session-keep                 200  200 200  200  200  200 200 302
GET  late-form                    302  302 302  302  302  302 302 302
GET  confirm-again                200  200 200  200  200  200 200 302
POST confirm-again                200  200 200  200  200  200 200 302
GET  confirm-passkey              200  200 200  200  200  200 200 302
POST confirm-passkey              302  302 302  302  302  302 302 302
GET  password-forgotten           200  200 200  200  200  200 200 200
POST password-forgotten           422  422 422  422  422  422 422 422
GET  password-reset               200  200 200  200  200  200 200 200
       cancelled                  409  409 409  409  409  409 409 409
       none                       404  404 404  404  404  404 404 404
POST password-reset               422  422 422  422  422  422 422 422
       cancelled                  409  409 409  409  409  409 409 409
       none                       404  404 404  404  404  404 404 404
# The letter is bà Lành's: in anybody else's session it asks to sign out first.
GET  account-activate             200  409 409  409  409  409 409 200
       cancelled                  409  409 409  409  409  409 409 409
       none                       404  404 404  404  404  404 404 404
POST account-activate             422  409 409  409  409  409 409 422
       cancelled                  409  409 409  409  409  409 409 409
       none                       404  404 404  404  404  404 404 404
GET  account-list                 404  404 404  200  200  200 200 302
GET  account-issue                404  404 404  403  403  404 200 302
       same-area                  404  404 404  403  403  403 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  403  403  404 200 302
       none                       404  404 404  404  404  404 404 302
POST account-issue                404  404 404  403  403  404 422 302
       same-area                  404  404 404  403  403  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  account-detail               404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  403  403 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST account-letter-file          404  404 404  403  403  404 302 302
       same-area                  404  404 404  403  403  403 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  403  403 404  403  403  404 302 302
       none                       404  404 404  404  404  404 404 302
POST account-letter               404  404 404  403  403  404 200 302
       same-area                  404  404 404  403  403  403 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  403  403 404  403  403  404 302 302
       none                       404  404 404  404  404  404 404 302
# CT-REG 6.3.c: the managing agency hands over.
GET  account-hand-over            404  404 404  200  200  404 403 302
       same-area                  404  404 404  403  403  200 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  403  403 404  200  200  404 403 302
       none                       404  404 404  404  404  404 404 302
POST account-hand-over            404  404 404  422  422  404 403 302
       same-area                  404  404 404  403  403  422 403 302
       foreign                    404  404 404  404  404  404 403 302
       cancelled                  403  403 404  422  422  404 403 302
       none                       404  404 404  404  404  404 404 302
GET  account-hand-over-record     404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  403  403 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST account-lock                 404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  403  403 404  422  422  404 422 302
       none                       404  404 404  404  404  404 404 302
# CT-REG 12.5, 11.2: an agency's lock holds until the operator decides.
# CB 12.5, 13.3; CT-REG 12.5: the managing agency proposes, the operator decides, never the author.
GET  account-change-list          404  404 404  200  200  200 200 302
GET  account-change               404  404 404  200  200  404 200 302
       same-area                  404  404 404  200  200  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  200  200  404 200 302
       none                       404  404 404  404  404  404 404 302
POST account-change               404  404 404  403  403  404 422 302
       same-area                  404  404 404  403  403  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
POST account-change-withdraw      404  404 404  302  302  404 302 302
       same-area                  404  404 404  403  403  302 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  404  404 404  302  302  404 302 302
       none                       404  404 404  404  404  404 404 302
POST account-change-undo          404  404 404  403  403  404 302 302
       same-area                  404  404 404  403  403  403 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  404  404 404  403  403  404 302 302
       none                       404  404 404  404  404  404 404 302
# Away: everybody of an agency for themselves; the absence of the table is the lead's of its world.
GET  absences                     404  404 404  200  200  200 200 302
POST absences                     404  404 404  422  422  422 422 302
POST absence-end                  404  404 404  302  404  404 404 302
       same-area                  404  404 404  404  404  302 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  302  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  account-propose              404  404 404  200  200  404 200 302
       same-area                  404  404 404  403  403  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  403  403 404  403  403  404 403 302
       none                       404  404 404  404  404  404 404 302
POST account-propose              404  404 404  422  422  404 422 302
       same-area                  404  404 404  403  403  422 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  403  403 404  403  403  404 403 302
       none                       404  404 404  404  404  404 404 302
GET  account-issue-again          404  404 404  403  403  404 302 302
       same-area                  404  404 404  403  403  403 302 302
       foreign                    404  404 404  404  404  404 302 302
       cancelled                  403  403 404  403  403  404 200 302
       none                       404  404 404  404  404  404 404 302
POST account-issue-again          404  404 404  403  403  404 422 302
       same-area                  404  404 404  403  403  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  403  403 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
# CB 7.2, CT-REG 7.2, 11.2: the operator names the people of agencies (here of cô Hạnh's commune).
# Who works in an agency reads who else does (own: the commune's, same-area: the department's account); the operator
# alone adds, changes and ends (CB, CT-REG 7.1), so on their own account the others are told so.
GET  account-people               404  404 404  200  200  404 200 302
       same-area                  404  404 404  404  404  200 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  403  403  404 200 302
       none                       404  404 404  404  404  404 404 302
GET  account-person-add           404  404 404  403  403  404 200 302
       same-area                  404  404 404  404  404  403 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  403  403  404 200 302
       none                       404  404 404  404  404  404 404 302
POST account-person-add           404  404 404  403  403  404 422 302
       same-area                  404  404 404  404  404  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  account-person               404  404 404  403  403  404 200 302
       same-area                  404  404 404  404  404  403 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  403  403  404 404 302
       none                       404  404 404  404  404  404 404 302
POST account-person               404  404 404  403  403  404 422 302
       same-area                  404  404 404  404  404  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 404 302
       none                       404  404 404  404  404  404 404 302
POST account-person-end           404  404 404  403  403  404 422 302
       same-area                  404  404 404  404  404  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  account-seats                404  404 404  403  403  404 200 302
       same-area                  404  404 404  404  404  403 200 302
       foreign                    404  404 404  404  404  404 200 302
       cancelled                  404  404 404  403  403  404 200 302
       none                       404  404 404  404  404  404 404 302
POST account-seats                404  404 404  403  403  404 422 302
       same-area                  404  404 404  404  404  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  404  404 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
# CB 6.2, 12.1: the operator delegates; here the regulation names no delegation, and the page says so.
GET  delegation-list              404  404 404  404  404  404 200 302
POST delegation-list              404  404 404  404  404  404 422 302
GET  delegation-end               404  404 404  404  404  404 200 302
       cancelled                  404  404 404  404  404  404 200 302
       none                       404  404 404  404  404  404 404 302
POST delegation-end               404  404 404  404  404  404 422 302
       cancelled                  404  404 404  404  404  404 422 302
       none                       404  404 404  404  404  404 404 302
GET  agency-list                  404  404 404  404  404  404 200 302
GET  agency-account-create        404  404 404  404  404  404 200 302
       none                       404  404 404  404  404  404 404 302
POST agency-account-create        404  404 404  404  404  404 422 302
       none                       404  404 404  404  404  404 404 302
# Everybody of the cast has accepted the duties, and no account waits to be confirmed again.
GET  accept-duties                302  302 302  302  302  302 302 302
POST accept-duties                302  302 302  302  302  302 302 302
GET  account-reconfirm            302  302 302  302  302  302 302 302
POST account-reconfirm            302  302 302  302  302  302 302 302
POST account-unlock               404  404 404  403  403  404 422 302
       same-area                  404  404 404  403  403  403 422 302
       foreign                    404  404 404  404  404  404 422 302
       cancelled                  403  403 404  403  403  404 422 302
       none                       404  404 404  404  404  404 404 302
# Whoever holds an invitation of bà Lành's may join; officers, her own people and she herself are told why not.
GET  join                         409  409 200  409  409  409 409 200
       cancelled                  410  410 410  410  410  410 410 410
       none                       404  404 404  404  404  404 404 404
POST join                         409  409 422  409  409  409 409 422
       cancelled                  410  410 410  410  410  410 410 410
       none                       404  404 404  404  404  404 404 404
GET  switch-account               200  200 200  200  200  200 200 302
# An organisation that is none of one's own is not there.
POST switch-account               404  404 404  404  404  404 404 302
# The people of an establishment are its owner's (CT-REG 7.4).
# Where one's people practise is opened by who keeps the establishment; whoever is there may leave it.
GET  practice                     200  404 200  404  404  404 404 302
POST practice                     302  404 302  404  404  404 404 302
POST practice-reset               409  404 409  404  404  404 404 302  # none was opened yet
POST practice-leave               302  302 302  404  404  404 404 302
GET  person-list                  200  404 200  404  404  404 404 302
GET  person-invite                200  404 200  404  404  404 404 302
POST person-invite                422  404 422  404  404  404 404 302
POST invite-withdraw              302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  person                       200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST person-role                  422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  403 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST person-end                   302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  own-history                  200  404 200  404  404  404 404 302
GET  agency-history               404  404 404  200  200  200 200 302
# Connection keys: the owner of an establishment, the lead of an agency, each their own organisation's.
GET  key-list                     200  404 200  404  404  404 404 302
GET  key-new                      200  404 200  404  404  404 404 302
POST key-new                      422  404 422  404  404  404 404 302
GET  key-token                    302  404 302  404  404  404 404 302
GET  key-detail                   200  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 200  404  404  404 404 302
       cancelled                  200  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST key-rotate                   422  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 422  404  404  404 404 302
       cancelled                  422  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST key-revoke                   302  404 404  404  404  404 404 302
       same-area                  404  404 404  404  404  404 404 302
       foreign                    404  404 302  404  404  404 404 302
       cancelled                  302  404 404  404  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  agency-key-list              404  404 404  200  404  200 200 302
GET  agency-key-new               404  404 404  200  404  200 200 302
POST agency-key-new               404  404 404  422  404  422 422 302
GET  agency-key-token             404  404 404  302  404  302 302 302
GET  agency-key-detail            404  404 404  200  404  404 404 302
       same-area                  404  404 404  404  404  200 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  200  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST agency-key-rotate            404  404 404  422  404  404 404 302
       same-area                  404  404 404  404  404  422 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  422  404  404 404 302
       none                       404  404 404  404  404  404 404 302
POST agency-key-revoke            404  404 404  302  404  404 404 302
       same-area                  404  404 404  404  404  302 404 302
       foreign                    404  404 404  404  404  404 404 302
       cancelled                  404  404 404  302  404  404 404 302
       none                       404  404 404  404  404  404 404 302
GET  emergency-list               404  404 404  404  404  404 200 302
POST emergency-list               404  404 404  404  404  404 422 302
# Chị Mai asked herself; she is told that somebody else has to grant it.
POST emergency-grant              404  404 404  404  404  404 302 302
       cancelled                  404  404 404  404  404  404 302 302
       none                       404  404 404  404  404  404 404 302
POST emergency-end                404  404 404  404  404  404 302 302
       cancelled                  404  404 404  404  404  404 302 302
       none                       404  404 404  404  404  404 404 302
# Programs: a session opens nothing here, whoever's it is.
GET  api-me                       401  401 401  401  401  401 401 401
GET  api-unknown                  404  404 404  404  404  404 404 404
"""


def _absence(world: Any) -> dict[str, Any]:
    made, _there = Absence.objects.get_or_create(
        membership=world.lead,
        stand_in=world.officer,
        defaults={"first": today(), "last": today(), "named_at": now(), "named_by": "Lãnh đạo"},
    )
    return {"absence_id": made.pk}


THINGS = {
    "account-activate": _letter,
    "passkey-rename": _passkey,
    "passkey-remove": _passkey,
    "session-end": _session,
    "password-reset": _reset,
    "account-issue": lambda world: {"dossier_id": world.approved_dossier.pk},
    "account-detail": _account,
    "account-letter-file": _account,
    "account-letter": _seat,
    "account-hand-over": _account,
    "account-hand-over-record": _hand_over,
    "account-lock": _account,
    "account-unlock": _account,
    "account-change": _proposal,
    "account-change-withdraw": _proposal,
    "account-change-undo": _proposal,
    "absence-end": _absence,
    "account-propose": lambda world: _account(world) | {"verb": "revoke"},
    "account-issue-again": _account,
    "account-people": _agency_account,
    "account-person-add": _agency_account,
    "account-person": _agency_seat,
    "account-person-end": _agency_seat,
    "account-seats": _agency_account,
    "delegation-end": _delegation,
    "agency-account-create": lambda world: {"agency_id": world.department_without_account.pk},
    "join": lambda world: {"token": _invite(world).token},
    "invite-withdraw": lambda world: {"invite_id": _invite(world).invite.pk},
    "person": lambda world: {"membership_id": world.worker.pk},
    "person-role": lambda world: {"membership_id": world.worker.pk},
    "person-end": lambda world: {"membership_id": _worker(world).pk},
    "key-detail": lambda world: _key(world, world.owner),
    "key-rotate": lambda world: _key(world, world.owner),
    "key-revoke": lambda world: _key(world, world.owner),
    "agency-key-detail": lambda world: _key(world, world.lead),
    "agency-key-rotate": lambda world: _key(world, world.lead),
    "agency-key-revoke": lambda world: _key(world, world.lead),
    "emergency-grant": _emergency,
    "emergency-end": _emergency,
}


def _seat_over(seat: Any) -> None:
    Membership.objects.filter(pk=seat.pk).update(ended_at=now())


def _key_over(key: dict[str, Any]) -> None:
    ApiClient.objects.filter(pk=key["client_id"]).update(revoked_at=now())


def _change_over(world: Any) -> None:
    AccountChange.objects.filter(pk=_proposal(world)["change_id"]).update(state="withdrawn")


def _agency_over(world: Any) -> None:
    Account.objects.filter(pk=world.lead.account_id).update(state="revoked")


ENDED = {
    "account-activate": lambda world: AccountLetter.objects.filter(account=world.account).update(used_at=now()),
    "password-reset": lambda world: PasswordReset.objects.filter(user=world.owner.user).update(used_at=now()),
    "join": lambda world: Invite.objects.filter(pk=_invite(world).invite.pk).update(withdrawn_at=now()),
    "invite-withdraw": lambda world: Invite.objects.filter(pk=_invite(world).invite.pk).update(withdrawn_at=now()),
    "account-issue": lambda world: Dossier.objects.filter(pk=world.approved_dossier.pk).update(state="account_issued"),
    **dict.fromkeys(
        (
            *("account-detail", "account-letter-file", "account-letter", "account-hand-over", "account-lock"),
            *("account-hand-over-record", "account-unlock", "account-propose", "account-issue-again"),
        ),
        World.revoke,
    ),
    "account-change": _change_over,
    "account-change-withdraw": _change_over,
    "account-change-undo": _change_over,
    "absence-end": lambda world: Absence.objects.filter(pk=_absence(world)["absence_id"]).update(ended_at=now()),
    **dict.fromkeys(("account-people", "account-person-add", "account-seats"), _agency_over),
    **dict.fromkeys(("account-person", "account-person-end"), lambda world: _seat_over(world.officer)),
    "delegation-end": lambda world: Delegation.objects.filter(pk=_delegation(world)["delegation_id"]).update(
        ended_at=now()
    ),
    "person": lambda world: _seat_over(world.worker),
    "person-role": lambda world: _seat_over(world.worker),
    "person-end": lambda world: _seat_over(_worker(world)),
    **{f"key-{verb}": lambda world: _key_over(_key(world, world.owner)) for verb in ("detail", "rotate", "revoke")},
    **{
        f"agency-key-{verb}": lambda world: _key_over(_key(world, world.lead))
        for verb in ("detail", "rotate", "revoke")
    },
    **dict.fromkeys(
        ("emergency-grant", "emergency-end"),
        lambda world: EmergencyAccess.objects.filter(pk=_emergency(world)["access_id"]).update(ended_at=now()),
    ),
}
