from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access.actors import Actor
from txng.access.permissions import Permission
from txng.accounts.actions._people import Issued, make_user, take_seat, write_letter
from txng.accounts.events import AccountEvent
from txng.accounts.models import Account
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.accounts.models.users import AccountKind
from txng.kernel.clock import local_date
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.registry.models import Agency

# A unit of the operator works under the operator's kind of account (CT-REG 14.1, 14.2).
_KIND = {
    Agency.Kind.OPERATOR: AccountKind.OPERATOR,
    Agency.Kind.UNIT: AccountKind.OPERATOR,
    Agency.Kind.DEPARTMENT: AccountKind.DEPARTMENT,
    Agency.Kind.COMMUNE: AccountKind.COMMUNE,
}


@transaction.atomic
def create_agency_account(
    *,
    actor: Actor,
    agency_id: int,
    login: str,
    name: str,
    role: str = MembershipRole.LEAD,
    title: str = "",
    phone: str = "",
    email: str = "",
    at: datetime,
) -> Issued:
    """The one account of an agency (CB 7.2, 7.3; CT-REG 7.2, 7.3) with its first person, who gets a letter."""
    agency = Agency.objects.select_for_update(no_key=True).filter(id=agency_id, valid_to=None).first()
    if agency is None:
        raise NotThere
    account = Account(agency=agency, unit_path=agency.unit_path)
    actor.require(Permission.ACCOUNT_ISSUE, account)
    if Account.objects.filter(agency=agency).exists():
        raise RuleBroken(_("%(name)s has an account already.") % {"name": agency.name}, code="has_account")
    account.kind = _KIND[Agency.Kind(agency.kind)]
    account.state = AccountState.ISSUED
    account.seats = provinces.in_force(local_date(at)).seats(account.kind)
    account.issued_at = at
    account.issued_by = actor.label
    account.save(force_insert=True)
    user = make_user(login=login, name=name, kind=account.kind, phone=phone, email=email)
    membership = take_seat(account=account, user=user, role=role, title=title, at=at)
    letter, token = write_letter(actor=actor, account=account, user=user, at=at)
    record(
        AccountEvent.ISSUED,
        actor=actor,
        subject=account,
        at=at,
        after={"login": user.login, "person": user.name, "role": role, "seats": account.seats},
    )
    return Issued(account=account, membership=membership, letter=letter, token=token)
