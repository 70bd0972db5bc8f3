"""Notices are each person's own; letters sent are the operator's; a letter's links open without signing in."""

from __future__ import annotations

from typing import Any

from django.core import signing

from tests import make
from txng.accounts.models import Membership
from txng.kernel.codes import token_digest
from txng.notifications.letters import UNSUBSCRIBE
from txng.notifications.models import ConfirmedAddress, Notice, OutboundMessage
from txng.registry.events import DossierEvent

ROWS = """
                                  lanh tu  khai hanh dung nam mai guest
GET  notice-list                  200  200 200  404  404  404 404 302
POST notices-read-all             302  302 302  404  404  404 404 302
# A notice of bà Lành's, of the owner of the firm, of ông Khải's.
POST notice-open                  302  404 404  404  404  404 404 302
     same-area                    404  404 404  404  404  404 404 302
     foreign                      404  404 302  404  404  404 404 302
     cancelled                    404  404 404  404  404  404 404 302
     none                         404  404 404  404  404  404 404 302
GET  notice-preferences           200  200 200  404  404  404 404 302
POST notice-preferences           422  422 422  404  404  404 404 302
POST notice-address               302  302 302  404  404  404 404 302
GET  agency-notice-list           404  404 404  200  200  200 200 302
POST agency-notices-read-all      404  404 404  302  302  302 302 302
# A notice of cô Hạnh's, of ông Nam's, of the lead of the other commune.
POST agency-notice-open           404  404 404  302  404  404 404 302
     same-area                    404  404 404  404  404  302 404 302
     foreign                      404  404 404  404  404  404 404 302
     cancelled                    404  404 404  404  404  404 404 302
     none                         404  404 404  404  404  404 404 302
GET  agency-notice-preferences    404  404 404  200  200  200 200 302
POST agency-notice-preferences    404  404 404  422  422  422 422 302
POST agency-notice-address        404  404 404  302  302  302 302 302
GET  message-list                 404  404 404  404  404  404 200 302
GET  message-detail               404  404 404  404  404  404 200 302
     none                         404  404 404  404  404  404 404 302
POST message-again                404  404 404  404  404  404 302 302
     none                         404  404 404  404  404  404 404 302
GET  own-email                    200  200 200  200  200  200 200 302
POST own-email                    422  422 422  422  422  422 422 302
GET  address-confirm              200  200 200  200  200  200 200 200
     none                         404  404 404  404  404  404 404 404
POST address-confirm              200  200 200  200  200  200 200 200
     none                         404  404 404  404  404  404 404 404
GET  letters-stop                 200  200 200  200  200  200 200 200
     none                         404  404 404  404  404  404 404 404
POST letters-stop                 200  200 200  200  200  200 200 200
     none                         404  404 404  404  404  404 404 404
"""


def _notice(seat: Membership) -> Notice:
    from txng.access.actors import system
    from txng.ledger.recording import record

    subject = seat.account.agency or seat.account.establishment
    entry = record(DossierEvent.RECEIVED, actor=system(), subject=subject, at=make.AT, after={})
    return Notice.objects.create(
        user=seat.user,
        account=seat.account,
        entry=entry,
        template="member-added",
        kind="accounts",
        facts={"person": "Trần Văn Tư", "subject": str(seat.account)},
        subject_type="accounts.account",
        subject_id=str(seat.account_id),
        at=make.AT,
        shown_from=make.AT,
    )


def _message(world: Any) -> dict[str, int]:
    message = OutboundMessage.objects.create(
        user=world.owner.user,
        account=world.account,
        address="lanh@example.vn",
        subject="Thông báo",
        made_at=make.AT,
        due_at=make.AT,
        next_try_at=make.AT,
    )
    return {"message_id": message.pk}


def _asked(world: Any) -> dict[str, str]:
    user = world.owner.user
    user.email = f"{user.login}@example.vn"
    user.save(update_fields=["email"])
    ConfirmedAddress.objects.create(
        user=user,
        email=user.email,
        token_digest=token_digest("KhoaXacNhan0123456789"),
        asked_at=make.AT,
        expires_at=make.now() + make.timedelta(hours=1),
    )
    return {"token": "KhoaXacNhan0123456789"}


def _own(world: Any) -> dict[str, int]:
    world.own_notice = _notice(world.owner)
    return {"notice_id": world.own_notice.pk}


def _of_agency(world: Any) -> dict[str, int]:
    world.own_notice = _notice(world.lead)
    return {"notice_id": world.own_notice.pk}


THINGS = {
    "notice-open": _own,
    "agency-notice-open": _of_agency,
    "message-detail": _message,
    "message-again": _message,
    "address-confirm": _asked,
    "letters-stop": lambda world: {"key": signing.dumps([world.owner.user.pk, "stamps"], salt=UNSUBSCRIBE)},
}


def _taken_back(world: Any) -> None:
    Notice.objects.filter(pk=world.own_notice.pk).update(withdrawn_at=make.AT)


ENDED = {"notice-open": _taken_back, "agency-notice-open": _taken_back}
