from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.events import AccountEvent
from txng.accounts.hand_over_paper import keep_hand_over
from txng.accounts.models import Account, HandOver
from txng.accounts.models.accounts import AccountState
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.registry.keeping import facts_of
from txng.registry.models import Agency


@transaction.atomic
def hand_over_account(
    *,
    actor: Actor,
    account_id: int,
    handed_by: str,
    received_by: str,
    instructed_by: str,
    instructed_whom: str,
    instructed_on: date,
    place: str = "",
    note: str = "",
    at: datetime,
) -> HandOver:
    """Bàn giao tài khoản và hướng dẫn cơ sở (CB 6.3 Bước 3, CT-REG 6.3.c): a dated fact, not a state."""
    account = Account.objects.select_for_update(of=("self",), no_key=True).filter(id=account_id).first()
    if account is None:
        raise NotThere
    actor.require(Permission.ACCOUNT_HAND_OVER, account)
    if account.state in (AccountState.REVOKED, AccountState.REMOVED):
        raise RuleBroken(_("This account is no longer in use."), code="account_gone")
    if instructed_on > local_date(at):
        raise RuleBroken(_("The day of instruction cannot be after today."), code="in_future")
    agency = Agency.objects.select_related("unit").filter(id=actor.agency_id or account.managing_agency_id or 0).first()
    if agency is None:
        raise RuleBroken(_("An account is handed over by an agency."), code="no_agency")
    hand_over = HandOver(
        account=account,
        agency=agency,
        handed_by=handed_by,
        received_by=received_by,
        instructed_by=instructed_by,
        instructed_whom=instructed_whom,
        instructed_on=instructed_on,
        place=place,
        note=note,
        at=at,
    )
    # One paper, made here and signed by both: what is printed later is this one.
    hand_over.paper = keep_hand_over(hand_over, at=at)
    hand_over.save(force_insert=True)
    record(
        AccountEvent.HANDED_OVER,
        actor=actor,
        subject=account,
        at=at,
        after={
            "handed_by": handed_by,
            "received_by": received_by,
            "instructed_by": instructed_by,
            "instructed_whom": instructed_whom,
            "instructed_on": instructed_on,
            "place": place,
            "paper": facts_of(hand_over.paper),
        },
    )
    return hand_over
